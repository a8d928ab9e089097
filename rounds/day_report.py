"""The figures of one planned day, as the document of `rounds/report.schema.json`."""

from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import fsum

from data.models.states import OrderKind
from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.assess import Assessment, assess
from impact.elements import Element
from impact.factors import FactorSet, Scope
from impact.indicators import RoundFacts
from impact.inventory import Inventory, inventory_of
from kernel.text import Text
from rounds.chain_elements import class_of, element_of_round, elements_of_hubs, facts_of_round
from rounds.co2_sections import ALONE_BY, co2_figures
from rounds.counterfactuals import TOUR_ITERATIONS, Counterfactuals
from rounds.delivery_day import DeliveryDay
from rounds.plan import Plan
from routing.solver.engine import Effort

__all__ = ["PLANNED_NOTE", "PlannedDay", "assess_day", "day_report"]

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
PLANNED_NOTE = Text(
    "Kilometers zijn gepland op het wegennet van OpenStreetMap, niet gereden en gemeten.",
    "Kilometres are planned on OpenStreetMap roads, not driven and measured.",
)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day, its plan, how it would have gone otherwise, and what both emit."""

    day: DeliveryDay
    effort: Effort
    plan: Plan
    others: Counterfactuals
    factors: FactorSet
    activity: DayActivity
    assessment: Assessment
    elements: tuple[Element, ...]
    facts: tuple[RoundFacts, ...]
    inventory: Inventory


def assess_day(day: DeliveryDay, effort: Effort, plan: Plan, others: Counterfactuals, factors: FactorSet) -> PlannedDay:
    """Hand the metres of a day to `impact`.

    An order counts where it is brought to its end, once, whatever hubs it comes by; the metres to a hub are in the
    rounds, so no order has a supply leg besides. No garage trips: bikes and vans start at the same places, so that the
    pooled van differs from the plan by its vehicle alone. No parcel network fetches empty crates, and what another
    square brought to a hub it would have brought the whole way: with neither is it compared.
    """
    collected = {trip.order.id: trip.distance_m for trip in others.collections}
    orders = plan.counted
    hubs = elements_of_hubs(orders, day.shops, others.direct_m)
    taken_over_at = {shop.id for shop in day.shops if shop.is_hub}
    sent = [one for one in orders if one.kind is not OrderKind.CRATES and one.shop not in taken_over_at]
    activity = DayActivity(
        orders=len(orders),
        network_orders=len(sent),
        rounds=tuple(
            VehicleMetres(class_of(planned.vehicle), planned.distance_m, garage_trips=0) for planned in plan.rounds
        ),
        hub_orders=sum(len(hub.consignments) for hub in hubs),
        supply_orders=0,
        collect_m=tuple(collected.get(order.id, 0) for order in orders),
        shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, others.shop_tours_m, garage_trips=0),),
        pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, others.pooled_van.distance_m, garage_trips=0),),
        each_alone=(VehicleMetres(ALONE_BY, others.each_alone_m, garage_trips=0),),
    )
    counted = frozenset(order.id for order in orders)
    elements = (*(element_of_round(one, others.direct_m) for one in plan.rounds), *hubs)
    return PlannedDay(
        day=day,
        effort=effort,
        plan=plan,
        others=others,
        factors=factors,
        activity=activity,
        assessment=assess(activity, factors, seed=day.seed),
        elements=elements,
        facts=tuple(facts_of_round(one, others.direct_m, others.whole_m, counted) for one in plan.rounds),
        inventory=inventory_of([(element, factors) for element in elements], served=len(plan.orders)),
    )


def day_report(planned: PlannedDay, lang: str) -> dict[str, object]:
    """Say a planned day in the words and numbers of the schema; reasons and notes in one language."""
    day, plan, others = planned.day, planned.plan, planned.others
    assessment, orders = planned.assessment, plan.counted
    return {
        "report": "dorpsronde/day/1",
        "area": day.area,
        "date": day.day.isoformat(),
        "demand": "invented" if day.invented else "real",
        "seed": day.seed,
        "planning": {
            "version": version("dorpsronde"),
            "time_limit_s": planned.effort.time_limit_s,
            "iterations": planned.effort.iterations,
        },
        "orders": {
            "given": len({one.ordered_as for one in (*orders, *(left.order for left in plan.unassigned))}),
            "planned": len(orders),
            "returns": sum(order.kind is OrderKind.RETURN for order in orders),
            "crates": sum(order.kind is OrderKind.CRATES for order in orders),
            "on_the_way": len(plan.orders) - len(orders),
            "left": len({left.order.ordered_as for left in plan.unassigned}),
            "unassigned": [{"id": left.order.id, "reason": left.reason.within(lang)} for left in plan.unassigned],
        },
        "shops": len({order.shop for order in plan.orders}),
        "rounds": rounds_of(plan),
        "metres": {
            "pooled": plan.distance_m,
            "shop_tours": others.shop_tours_m,
            "pooled_van": others.pooled_van.distance_m,
            "customer_collects": assessment.customer_collects_m.central,
            "each_alone": others.each_alone_m,
            "parcel_network": None,
        },
        "metres_range": {"customer_collects": asdict(assessment.customer_collects_m)},
        "duty_s": {
            "pooled": plan.duration_s,
            "shop_tours": others.shop_tours_s,
            "pooled_van": others.pooled_van.duration_s,
        },
        **co2_figures(assessment, planned.inventory, planned.facts),
        "factors": factors_of(planned.factors),
        "notes": [note.within(lang) for note in notes(planned)],
        "attribution": ATTRIBUTION,
    }


def rounds_of(plan: Plan) -> list[dict[str, object]]:
    return [
        {
            "id": planned.id,
            "vehicle": planned.vehicle.id,
            "vehicle_class": str(class_of(planned.vehicle)),
            "stops": len(planned.stops),
            "orders": len(planned.orders),
            "distance_m": planned.distance_m,
            "duration_s": planned.duration_s,
            "kg": round(fsum(order.kg for order in planned.orders), 1),
            "litres": round(fsum(order.litres for order in planned.orders), 1),
        }
        for planned in plan.rounds
    ]


def factors_of(factors: FactorSet) -> list[dict[str, object]]:
    """Every factor that figures are drawn from, with range, source and status; what one does not have is absent."""
    rows: list[dict[str, object]] = []
    for factor in factors.drawn:
        row: dict[str, object] = {
            "id": factor.id,
            "low": factor.low,
            "central": factor.central,
            "high": factor.high,
            "unit": factor.unit,
            "source": factor.source,
            "status": str(factor.status),
        }
        if factor.range_status:
            row["range_status"] = str(factor.range_status)
        if factor.scope is not Scope.NONE:
            row["scope"] = str(factor.scope)
        if factor.note:
            row["note"] = factor.note
        if factor.licence:
            row["licence"] = factor.licence
        if factor.valid_from:
            row["valid_from"] = factor.valid_from.isoformat()
        rows.append(row)
    return rows


def notes(planned: PlannedDay) -> list[Text]:
    """What a reader must know to read the figures right."""
    found = [
        PLANNED_NOTE,
        Text(
            "De vergelijkingen gelden voor dezelfde bestellingen, met dezelfde bezorgmomenten en dezelfde planner. "
            "Naar rondes van de gedeelde bus is even lang gezocht als naar het plan; naar de eigen ritten van een "
            f"winkel {TOUR_ITERATIONS} stappen per bestelling, hoe lang het plan ook kreeg, of zoveel als het plan "
            "waar dat meer is.",
            "Baselines carry the same orders in the same windows, planned by the same solver. Rounds of the pooled van "
            f"were searched as long as the plan; a shop's own tours for {TOUR_ITERATIONS} iterations an order, however "
            "long the plan had, or as many as the plan where that is more.",
        ),
        Text(
            "Elke bestelling apart gereden is een bovengrens: zo rijdt niemand.",
            "Each order driven alone is an upper bound: nobody drives like that.",
        ),
        Text(
            "De bandbreedte is die van de factoren. Hoe goed rondes gepland zijn, telt er niet in mee; "
            "meer rekentijd kan beide kanten korter maken.",
            "The ranges are those of the factors. How well rounds are planned is not in them; "
            "more time to search may shorten both sides.",
        ),
        Text(
            "Uren van bussen zijn aan de lage kant: even lang per halte als een fiets, zonder parkeerplaats zoeken.",
            "Hours of vans are on the low side: as long at a stop as a bike, and no search for a parking place.",
        ),
        Text(
            "Afsluitingen en tijden van wegen gelden voor de rondes; de vergelijkingen rijden over de wegen zoals "
            "die bij het begin van de dag zijn.",
            "Closures and hours of roads hold for the rounds; the comparisons take the roads as they are when the day "
            "begins.",
        ),
        Text(
            "Hellingen tellen in de tijden mee waar de kaart of een hoogtebestand ze geeft, elders is de weg vlak "
            "aangenomen; de energie per kilometer is die van de factoren, op elke helling.",
            "Slopes count in the times where the map or a file of heights tells them, elsewhere roads are taken to be "
            "flat; energy per kilometre is that of the factors, on any slope.",
        ),
        Text(
            "De factoren zijn Nederlands (stroommix, auto's); buiten Nederland is de uitkomst een benadering.",
            "The factors are Dutch (grid mix, cars); outside the Netherlands the figures are an approximation.",
        ),
    ]
    if any(one.vehicle.crew > 1 for one in planned.plan.rounds):
        found.append(
            Text(
                "Uren zijn die van voertuigen: waar er twee mensen op rijden, tellen zij samen één keer.",
                "Hours are those of vehicles: where two people ride, theirs count once.",
            )
        )
    if any(vehicle.battery_wh for vehicle in planned.day.vehicles):
        found.append(
            Text(
                "Waar van een voertuig de accu bekend is, vraagt geen ronde meer dan die geeft: langs dezelfde wegen, "
                "half beladen, zonder wind, kou en optrekken. Elke ronde begint met een volle accu.",
                "Where a vehicle's battery is known, no round takes more than it gives: along the same roads, half "
                "laden, without wind, cold and starts. Each round begins with a full battery.",
            )
        )
    if any(order.kind is not OrderKind.DELIVERY for order in planned.plan.counted):
        found.append(
            Text(
                "Een retour, of kratten die teruggaan, is een bestelling op zichzelf. Klanten die zelf ophalen, nemen "
                "een retour mee als zij diezelfde dag al naar die winkel rijden; voor kratten rijden zij nooit apart.",
                "A return, or crates that go back, is an order of its own. Customers who collect take a return along "
                "where they drive to that shop on the same day anyway; for crates they never drive.",
            )
        )
    if planned.activity.hub_orders or len(planned.plan.orders) > len(planned.plan.counted):
        found.append(
            Text(
                "Een bestelling over een dorpspunt, of in delen, telt één keer, waar zij aankomt, en een die opnieuw "
                "geprobeerd wordt, op de dag van de eerste poging; alle kilometers tellen in de rondes mee. Wat een "
                "ander dorpsplein naar het dorpspunt bracht, staat in diens rapport.",
                "An order that comes by a hub, or in parts, counts once, where it arrives, and one that is tried again "
                "on the day of the first attempt; all kilometres are in the rounds. What another square brought to the "
                "hub is in that square's report.",
            )
        )
    if planned.day.invented:
        found.insert(
            0,
            Text(
                "De vraag is verzonnen (wie wat bestelt); winkels, adressen en wegen zijn echt.",
                "The demand is invented (who orders what); shops, addresses and roads are real.",
            ),
        )
    return [*found, *planned.others.left_out]
