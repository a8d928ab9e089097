"""What came of a what-if, as a document: both sides, their difference, and what a reader must know."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from impact.factors import FactorSet
from impact.paired import paired
from kernel.text import Text
from rounds.chain_elements import class_of
from rounds.changes import Changes, Pooling, SlotPolicy
from rounds.day_report import ATTRIBUTION
from rounds.replayed import Replayed
from rounds.what_if import ReplayedDay, WhatIf

__all__ = ["what_if_report"]

KIND = "dorpsronde/what-if/1"


def what_if_report(
    found: WhatIf, factors: FactorSet, lang: str, *, costs: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Say it in one language; the same days, changes, effort and factors give the same document.

    Parameters
    ----------
    costs: of both sides, as `rounds.what_if_costs` gives them: for who answers for the money.

    Returns
    -------
    `days`: each with `stored`, `as_it_was` and `what_if`; `total`: the sums of both sides; `co2_g` and
    `co2_per_order_mg`: P5, P50 and P95 of both sides, and `less`: as it was minus what if, draw by draw, below zero
    where it is an increase. Metres, seconds, grams CO2e and, for one order, milligrams. `costs` where they are given,
    with `notes` of their own: whoever is told no costs is told nothing of them.
    """
    before, after = ([getattr(day, side) for day in found.days] for side in ("before", "after"))
    made = ([(side.activity, factors) for side in sides] for sides in (before, after))
    grams = paired(*made, seed=found.depth.seed)
    per_order = grams.per_order
    return {
        "report": KIND,
        "version": version("dorpsronde"),
        "area": found.square,
        "square": found.slug,
        "demand": "invented" if any(side.day.invented for side in before) else "real",
        "changes": [said.within(lang) for said in found.changes.said],
        "search": {"iterations_per_100_orders": found.depth.iterations, "seed": found.depth.seed},
        "days_asked": len(found.asked),
        "partial": found.is_partial,
        "days": [_day(day, lang) for day in found.days],
        "total": {"as_it_was": _total(before), "what_if": _total(after)},
        "factor_set": factors.version,
        "draws": grams.draws,
        "co2_g": {
            "as_it_was": asdict(grams.before_g),
            "what_if": asdict(grams.after_g),
            "less": asdict(grams.less_g),
        },
        "co2_per_order_mg": None
        if per_order is None
        else {
            "as_it_was": asdict(per_order.before_mg),
            "what_if": asdict(per_order.after_mg),
            "less": asdict(per_order.less_mg),
        },
        **({} if costs is None else {"costs": {**costs, "notes": _said(_notes_on_costs(costs), lang)}}),
        "notes": _said(_notes(found), lang),
        "attribution": ATTRIBUTION,
    }


def _day(one: ReplayedDay, lang: str) -> dict[str, Any]:
    stored = asdict(one.stored) | {"planned_at": one.stored.planned_at.isoformat()}
    return {
        "date": one.day.isoformat(),
        "stored": stored,
        "as_it_was": _side(one.before, lang),
        "what_if": _side(one.after, lang),
    }


def _side(side: Replayed, lang: str) -> dict[str, Any]:
    return {
        "orders": side.given,
        "delivered": side.delivered,
        "unassigned": [{"id": left.order.id, "reason": left.reason.within(lang)} for left in side.unassigned],
        "rounds": side.trips,
        "vehicles": dict(sorted(Counter(str(class_of(one.vehicle)) for one in side.rounds).items())),
        "distance_m": side.distance_m,
        "duty_s": side.duty_s,
        "m_per_order": side.m_per_order,
    }


def _total(sides: Sequence[Replayed]) -> dict[str, Any]:
    delivered = sum(side.delivered for side in sides)
    metres = sum(side.distance_m for side in sides)
    known = [side.duty_s for side in sides if side.duty_s is not None]
    return {
        "orders": sum(side.given for side in sides),
        "delivered": delivered,
        "unassigned": sum(side.left for side in sides),
        "rounds": sum(side.trips for side in sides),
        "distance_m": metres,
        "duty_s": sum(known) if len(known) == len(sides) else None,
        "m_per_order": round(metres / delivered) if delivered else None,
    }


def _said(notes: Sequence[Text], lang: str) -> list[str]:
    return [note.within(lang) for note in notes]


def _notes(found: WhatIf) -> list[Text]:
    depth = found.depth
    notes = [
        Text(
            f"Beide kanten zijn in één keer opnieuw gepland, met dezelfde planner en voor elke bestelling even diep: "
            f"{depth.iterations} stappen per 100 bestellingen, startgetal {depth.seed}. Wat bewaard is, staat ernaast.",
            f"Both sides were planned anew in one run, by the same planner and as deeply for each order: "
            f"{depth.iterations} iterations for each 100 orders, seed {depth.seed}. What is stored stands beside them.",
        ),
        Text(
            "Er is gepland met de voertuigen, winkels en afsluitingen zoals die nu bekend zijn, en met alle "
            "bestellingen van de dag: ook die in vrijgegeven rondes, en die na het plannen binnenkwamen. Aan wat "
            "bewaard is, is niets veranderd.",
            "Planned with vehicles, shops and closures as they are known now, and with every order of the day: those "
            "in released rounds too, and those that came in after it was planned. Nothing that is stored was changed.",
        ),
        Text(
            "Kilometers zijn gepland op het wegennet van OpenStreetMap, niet gereden en gemeten. De bandbreedte is die "
            "van de factoren; beide kanten delen elke trekking.",
            "Kilometres are planned on OpenStreetMap roads, not driven and measured. The range is that of the factors; "
            "both sides share every draw.",
        ),
        *_notes_on(found.changes),
    ]
    if any(day.before.day.invented for day in found.days):
        notes.insert(
            0,
            Text(
                "De vraag is verzonnen (wie wat bestelt); winkels, adressen en wegen zijn echt.",
                "The demand is invented (who orders what); shops, addresses and roads are real.",
            ),
        )
    return notes


def _notes_on_costs(costs: Mapping[str, Any]) -> list[Text]:
    notes = [
        Text(
            "Kosten zijn die van bezorgers en voertuigen, zonder btw, bij de kostenopgave van het plein; een voertuig "
            "kost per dag evenveel, welk het ook wordt. Wat aan beide kanten gelijk is, staat er niet in.",
            "Costs are of couriers and vehicles, without VAT, by the square's own cost sheet; a vehicle costs as much "
            "a day, whatever it becomes. What is the same on both sides is not in them.",
        )
    ]
    if costs["days_without"]:
        notes.append(
            Text(
                f"Dagen zonder kostenopgave tellen daarin niet mee: {costs['days_without']}.",
                f"Days before the first cost sheet are not in them: {costs['days_without']}.",
            )
        )
    return notes


def _notes_on(changes: Changes) -> list[Text]:
    notes: list[Text] = []
    if changes.orders > 1:
        notes.append(
            Text(
                "Elke nieuwe bestelling is de tweeling van een echte: van dezelfde winkel, met dezelfde pakketten en "
                "hetzelfde bezorgmoment, hemelsbreed even ver van de winkel, maar op een ander adres, dat het toeval "
                "uit de kaart kiest. Elke winkel houdt haar aandeel. Het wagenpark groeit niet mee, tenzij erbij staat "
                "hoeveel voertuigen er zijn.",
                "Each new order is the twin of one that was: of the same shop, with the same parcels and window, as "
                "far from the shop in a straight line, but at another address, which chance chooses from the map. Each "
                "shop keeps its share. The fleet does not grow, unless it is said how many vehicles there are.",
            )
        )
    if changes.orders < 1:
        notes.append(
            Text(
                "Welke bestellingen overblijven, kiest het toeval; elke winkel houdt haar aandeel.",
                "Chance chooses which orders stay; each shop keeps its share.",
            )
        )
    if changes.slots is SlotPolicy.HALVED:
        notes.append(
            Text(
                "Elk bezorgmoment is in twee even lange delen geknipt; het toeval kiest welk deel de klant krijgt.",
                "Each window is cut into two of the same length; chance chooses which of them the customer gets.",
            )
        )
    if changes.pooling is Pooling.SHOP_TOURS:
        notes.append(
            Text(
                "Winkels rijden met hun eigen bussen vanaf hun eigen deur, als in de vergelijking van het dagrapport; "
                "hun grammen zijn die van wat winkels rijden: bussen en auto's door elkaar.",
                "Shops drive their own vans from their own doors, as in the comparison of a day's report; their grams "
                "are those of what shops drive: vans and cars mixed.",
            )
        )
    if changes.pooling is Pooling.EACH_ALONE:
        notes.append(
            Text(
                "Elke bestelling apart gereden is een bovengrens: zo rijdt niemand. Uren zijn er niet van gepland.",
                "Each order driven alone is an upper bound: nobody drives like that. No hours were planned of it.",
            )
        )
    return notes
