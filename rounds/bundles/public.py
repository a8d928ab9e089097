"""The public bundle: a month's published sums, and those that they follow from. No order, place, shop or courier."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.allocation import Consignment
from impact.assess import assess_days
from impact.draws import DEFAULT_DRAWS
from impact.elements import Element, ElementKind, Known, Movement, Purpose, Stretch
from impact.factors import FactorSet
from impact.inventory import Inventory, inventory_of
from impact.substitution import Substitution
from kernel.errors import BadInputError
from kernel.text import LANGUAGES
from rounds.bundles.asking import public_asking
from rounds.bundles.canonical import text_of
from rounds.bundles.factor_file import factor_document
from rounds.bundles.households import few_answered, refuse_few
from rounds.bundles.kept_days import KeptDays
from rounds.bundles.statement import PERIOD, period_document, public_report, statement_name, statement_of
from rounds.co2_sections import co2_figures
from rounds.recomputed import MONTH_SEED

__all__ = ["ACTIVITY", "FIGURES", "figures_from", "public_members"]

FIGURES, ACTIVITY = "figures.json", "activity.json"
MOST_GROUPS = 31
MOST_ORDERS = MOST_GROUPS * 5_000
"""Of a month, in all its groups together: a day has one factor set, and no more than 5,000 orders, our own choice. What
a stranger sealed may say anything, and figures are made of tuples as long as it says."""
MOST = 10**12
WAYS = ("rounds", "shop_tours", "pooled_van", "each_alone")
INVENTORY = ("standard", "factor_set", "total_g", "data_g", "metres")
"""What of an inventory hangs on sums alone; how it is shared hangs on each order."""


def public_members(days: KeptDays) -> dict[str, bytes]:
    """Give the files of a public bundle, without its manifest.

    Answers are left out where few households gave one of a kind.

    Raises
    ------
    NotAllowedError
        A household or a courier would follow from the sums.
    BadInputError
        The bundle is of a single day.
    """
    if not days.period.is_month:
        raise BadInputError("a public bundle is of a month", where="public bundle", way_out="Give --month.")
    refuse_few(days)
    left_out = few_answered(days)
    days = replace(days, replies={}, stored={}) if left_out else days
    activity = _activity(days)
    sets = {factors.version: factors for _, factors in days.activities().values()}
    figures = figures_from(activity, sets)
    period = period_document(days.report("en"), public_asking(days), answers_left_out=left_out)
    documents: dict[str, Any] = {ACTIVITY: activity, FIGURES: figures, PERIOD: period}
    documents |= {f"factors/{version}.json": factor_document(factors) for version, factors in sets.items()}
    report = public_report(period, activity["seed"], figures, list(sets.values()))
    statements = {statement_name(lang): statement_of(report, lang) for lang in LANGUAGES}
    return {name: text_of(name, document) for name, document in documents.items()} | statements


def figures_from(activity: Mapping[str, Any], sets: Mapping[str, FactorSet]) -> dict[str, Any]:
    """Make the published figures from the sums.

    Parameters
    ----------
    activity: the document `activity.json`. sets: factor sets by version.

    Raises
    ------
    BadInputError
        It is not as a bundle writes it, is of more than a month can have, or needs factors that are not there.
    """
    if activity["draws"] != DEFAULT_DRAWS:
        raise BadInputError(f"has {activity['draws']} draws, not {DEFAULT_DRAWS}", where=ACTIVITY)
    groups = activity["groups"]
    _refuse_more_than_a_month(groups)
    missing = [group["factor_set"] for group in groups if group["factor_set"] not in sets]
    if missing:
        raise BadInputError(f"there is no factor set {missing[0]} in the bundle", where=ACTIVITY)
    made = [(_day_activity(group), sets[group["factor_set"]]) for group in groups]
    found = assess_days(made, seed=activity["seed"])
    figures = co2_figures(found, _inventory(groups, sets), (), one_by_one=False)
    figures.pop("days_vary_g", None)  # days are not told one by one
    if "inventory" in figures:
        figures["inventory"] = {name: figures["inventory"][name] for name in INVENTORY}
    return {
        "orders": found.orders,
        "metres": {
            "pooled": _metres(groups, "rounds"),
            **{way: _metres(groups, way) for way in WAYS if way != "rounds"},
            "customer_collects": found.customer_collects_m.central,
        },
        "metres_range": {"customer_collects": asdict(found.customer_collects_m)},
        **figures,
    }


def _refuse_more_than_a_month(groups: Sequence[Mapping[str, Any]]) -> None:
    """Refuse what would fill the memory, before anything is made of it."""
    versions = {group["factor_set"] for group in groups}
    if len(groups) > MOST_GROUPS or len(versions) < len(groups):
        raise BadInputError(
            f"has {len(groups)} groups of {len(versions)} factor sets, not one of each and at most {MOST_GROUPS}",
            where=ACTIVITY,
        )
    counts = {
        "orders": sum(_whole(group["orders"]) for group in groups),
        "elements.hub_orders": sum(
            _whole(group["elements"]["hub_orders"]) for group in groups if group["elements"] is not None
        ),
    }
    for name, count in counts.items():
        if count > MOST_ORDERS:
            raise BadInputError(f"{name} is {count} in all; a month has at most {MOST_ORDERS}", where=ACTIVITY)


def _activity(days: KeptDays) -> dict[str, Any]:
    """Sum the days of each factor set, so that no day and no order stands alone."""
    made = list(days.activities().values())
    versions = sorted({factors.version for _, factors in made})
    groups: list[dict[str, Any]] = []
    for version in versions:
        own = [activity for activity, factors in made if factors.version == version]
        summed = [activity.activity for activity in own]
        groups.append(
            {
                "factor_set": version,
                "orders": sum(day.orders for day in summed),
                "network_orders": sum(
                    day.orders if day.network_orders is None else day.network_orders for day in summed
                ),
                "hub_orders": sum(day.hub_orders for day in summed),
                "supply_orders": sum(day.supply_orders for day in summed),
                "collect_m": sum(sum(day.collect_m) for day in summed),
                **{way: _summed(each for day in summed for each in getattr(day, way)) for way in WAYS},
                "substitution": _added(asdict(day.substitution) for day in summed),
                "elements": _elements([element for activity in own for element in activity.elements]),
            }
        )
    return {"seed": MONTH_SEED, "draws": DEFAULT_DRAWS, "groups": groups}


def _summed(driven: Iterable[VehicleMetres]) -> list[dict[str, Any]]:
    metres, trips = Counter[VehicleClass](), Counter[VehicleClass]()
    for each in driven:
        metres[each.vehicle] += each.distance_m
        trips[each.vehicle] += each.garage_trips
    return [
        {"vehicle": str(vehicle), "distance_m": metres[vehicle], "garage_trips": trips[vehicle]}
        for vehicle in VehicleClass
        if vehicle in metres
    ]


def _added(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row)
    return dict(total)


def _elements(elements: Sequence[Element]) -> dict[str, Any] | None:
    """Sum the metres of all rounds, and the orders of all hubs; None where no day has its elements."""
    if not elements:
        return None
    metres: Counter[tuple[VehicleClass, Purpose, Known]] = Counter()
    for element in elements:
        for movement in element.movements:
            for each in movement.stretches:
                metres[movement.vehicle, each.purpose, each.known] += each.distance_m
    handled = sum(len(element.consignments) for element in elements if element.kind is ElementKind.HUB)
    return {
        "driven": [
            {"vehicle": str(vehicle), "purpose": str(purpose), "known": str(known), "distance_m": whole}
            for (vehicle, purpose, known), whole in sorted(metres.items())
        ],
        "hub_orders": handled,
    }


def _inventory(groups: Sequence[Mapping[str, Any]], sets: Mapping[str, FactorSet]) -> Inventory | None:
    elements = [
        (element, sets[group["factor_set"]])
        for group in groups
        if group["elements"] is not None
        for element in _elements_of(group["factor_set"], group["elements"])
    ]
    if not elements or any(factors.split("hub.handling") is None for _, factors in elements):
        return None
    return inventory_of(elements, served=0)


def _elements_of(version: str, summed: Mapping[str, Any]) -> list[Element]:
    movements = tuple(
        Movement(
            VehicleClass(row["vehicle"]),
            (Stretch(_whole(row["distance_m"]), Purpose(row["purpose"]), Known(row["known"])),),
        )
        for row in summed["driven"]
    )
    handled = tuple(Consignment(str(number), 0, 0) for number in range(summed["hub_orders"]))
    driven = Element(id=f"rounds {version}", kind=ElementKind.ROUND, movements=movements, consignments=())
    hubs = Element(id=f"hubs {version}", kind=ElementKind.HUB, movements=(), consignments=handled)
    return [driven, hubs] if handled else [driven]


def _day_activity(group: Mapping[str, Any]) -> DayActivity:
    orders = group["orders"]
    collect_m = (_whole(group["collect_m"]), *(0,) * (orders - 1)) if orders else ()
    return DayActivity(
        orders=orders,
        network_orders=group["network_orders"],
        hub_orders=group["hub_orders"],
        supply_orders=group["supply_orders"],
        collect_m=collect_m,
        rounds=_driven(group["rounds"]),
        shop_tours=_driven(group["shop_tours"]),
        pooled_van=_driven(group["pooled_van"]),
        each_alone=_driven(group["each_alone"]),
        substitution=Substitution(**{name: _whole(value) for name, value in group["substitution"].items()}),
    )


def _driven(rows: Sequence[Mapping[str, Any]]) -> tuple[VehicleMetres, ...]:
    return tuple(VehicleMetres(VehicleClass(row["vehicle"]), row["distance_m"], row["garage_trips"]) for row in rows)


def _metres(groups: Sequence[Mapping[str, Any]], way: str) -> int:
    return sum(row["distance_m"] for group in groups for row in group[way])


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise BadInputError(f"{str(value)[:40]} is no whole number from 0 to {MOST}", where=ACTIVITY)
    return value
