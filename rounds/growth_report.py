"""A growth curve as a document: points, where it becomes flat, the rule of thumb beside it, every draw."""

from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from kernel.text import Text
from maps.formats import Formats
from rounds.day_report import ATTRIBUTION
from rounds.growth import FLAT, ORDERS_A_VEHICLE, Growth, falls, stops_falling_at

__all__ = ["growth_report"]

KIND = "dorpsronde/growth/1"
INVENTED = Text(
    "De vraag is verzonnen (wie wat bestelt); winkels, adressen en wegen zijn echt.",
    "The demand is invented (who orders what); shops, addresses and roads are real.",
)


def growth_report(found: Growth, lang: str) -> dict[str, Any]:
    """Say it in one language; metres and seconds for one delivered order.

    Returns
    -------
    `points`: least, median and most of the draws of each number of orders, `daganzo_m` beside them, and
    `fall_per_doubling` from the point before; `flat_from`: None where it still falls at the end.
    """
    points = found.points
    steps = [None, *falls(points)]
    return {
        "report": KIND,
        "version": version("dorpsronde"),
        "area": found.source.name,
        "square": found.source.slug or None,
        "dates": [day.isoformat() for day in found.days],
        "demand": "invented" if found.source.is_invented else "real",
        "search": {"iterations_per_100_orders": found.depth.iterations, "seed": found.depth.seed},
        "partial": found.is_partial,
        "draws_asked": len(found.counts) * found.draws_asked,
        "circuity": round(found.ground.circuity, 3),
        "area_km2": round(found.ground.area_m2 / 1e6, 2),
        "flat_below": FLAT,
        "flat_from": stops_falling_at(points),
        "points": [
            {
                "orders": point.orders,
                "draws": point.draws,
                "m_per_order": {"low": point.low_m, "median": point.median_m, "high": point.high_m},
                "daganzo_m": point.approximated_m,
                "fall_per_doubling": None if step is None else round(step, 4),
                "rounds": point.rounds,
                "s_per_order": point.duty_s,
                "unassigned": point.unassigned,
            }
            for point, step in zip(points, steps, strict=False)
        ],
        "draws": [asdict(one) for one in found.draws],
        "notes": [note.within(lang) for note in _notes(found)],
        "attribution": ATTRIBUTION,
    }


def _notes(found: Growth) -> list[Text]:
    return [
        *([INVENTED] if found.source.is_invented else []),
        Text(
            f"Elk punt is het midden van {found.draws_asked} getrokken dagen. Elke bestelling is de tweeling van een "
            "van de dag: van dezelfde winkel, met dezelfde pakketten en hetzelfde bezorgmoment, hemelsbreed even ver "
            "van de winkel, op een adres dat het toeval uit de kaart kiest. Elke winkel houdt haar aandeel.",
            f"Each point is the median of {found.draws_asked} drawn days. Each order is the twin of one of the day: of "
            "the same shop, with the same parcels and window, as far from the shop in a straight line, at an address "
            "that chance chooses from the map. Each shop keeps its share.",
        ),
        Text(
            f"Er is voor elke {ORDERS_A_VEHICLE} bestellingen een voertuig als dat van de dag, zodat er niets blijft "
            "liggen omdat er te weinig zijn; wat niet gebruikt wordt, rijdt niet.",
            f"There is a vehicle like the day's for every {ORDERS_A_VEHICLE} orders, so that nothing is left for want "
            "of them; those not used do not ride.",
        ),
        Text(
            f"Elke dag is voor elke bestelling even diep gepland: {found.depth.iterations} stappen per 100 "
            f"bestellingen, startgetal {found.depth.seed}. Kilometers zijn gepland op het wegennet van OpenStreetMap, "
            "niet gereden.",
            f"Each day was planned as deeply for each order: {found.depth.iterations} iterations for each 100 orders, "
            f"seed {found.depth.seed}. Kilometres are planned on OpenStreetMap roads, not driven.",
        ),
        _rule_of_thumb(found),
    ]


def _rule_of_thumb(found: Growth) -> Text:
    circuity, km2 = found.ground.circuity, found.ground.area_m2 / 1e6
    nl, en = Formats("nl"), Formats("en")
    return Text(
        f"De benadering van Daganzo is een vuistregel, geen planning: omweg {nl.number(circuity, 2)} (gemeten op het "
        "wegennet) × (2 × gemiddelde afstand tot het vertrekpunt × geplande rondes + 0,57 × √(haltes × "
        f"{nl.number(km2, 1)} km²)). Zij kent geen bezorgmomenten en weet niet dat eerst opgehaald moet worden; zij "
        "toetst de vorm en de orde van grootte.",
        f"Daganzo's approximation is a rule of thumb and no plan: circuity {en.number(circuity, 2)} (measured on the "
        "roads) × (2 × mean distance to the depot × planned rounds + 0.57 × √(stops × "
        f"{en.number(km2, 1)} km²)). It knows no windows, nor that goods are collected first; it checks the shape and "
        "the order of magnitude.",
    )
