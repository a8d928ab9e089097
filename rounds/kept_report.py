"""A day's report as it is kept with its plan: in both languages, and with what is needed to sum a month."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from impact.factors import FactorSet
from impact.ileap import Shipment
from kernel.errors import StorageError
from rounds.day_report import PlannedDay, day_report
from rounds.kept_activity import KeptActivity, activity_document, activity_in
from rounds.showing import lines_of
from rounds.stored_orders import names_of_orders

__all__ = [
    "NO_SETS", "CarriedOrder", "carried_in", "kept_activity_in", "kept_report", "leg_names_in", "lines_in",
    "order_names_in", "orders_in", "report_in", "takes_rides",
]  # fmt: skip

KIND = "dorpsronde/kept-day/2"
BEFORE = "dorpsronde/kept-day/1"
"""Without elements, loops, and the digest of the factors."""
NO_SETS: Mapping[str, FactorSet] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CarriedOrder:
    """An order that a day's rounds carried: its name in the day's report, and its id."""

    name: str
    order_id: str


def kept_report(planned: PlannedDay, shipments: Mapping[str, Shipment] | None = None) -> dict[str, Any]:
    """Make the document that `data.models.plan.Plan.report` holds.

    Parameters
    ----------
    shipments: whose legs the plan's orders are; without them the day cannot be exported order by order.

    Returns
    -------
    `nl` and `en`: the day's report by `rounds/report.schema.json`; `activity`, `orders`, `elements` and `facts`: what
    was driven, from which a month's emissions are drawn anew (percentiles of days do not add up); `shipments`: whose
    legs those were; `made_with`: the factors and the seed; `lines`: the roads of the other ways of delivering, which
    the map lays over the rounds; `by_rides`: once ridden, its report takes what was ridden by itself (those of before
    only where somebody asks).
    """
    return {
        "kept": KIND,
        "nl": day_report(planned, "nl"),
        "en": day_report(planned, "en"),
        **activity_document(
            planned.activity,
            planned.elements,
            planned.facts,
            planned.factors,
            orders=[order.name or order.id for order in planned.plan.counted],
            shipments=shipments,
            seed=planned.day.seed,
        ),
        "lines": lines_of(planned.others),
        "by_rides": True,
    }


def report_in(kept: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give the day's report in a language.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    return dict(_known(kept)[lang])


def kept_activity_in(kept: Mapping[str, Any], sets: Mapping[str, FactorSet] = NO_SETS) -> KeptActivity:
    """Give what was driven that day, and would have been.

    Parameters
    ----------
    sets: factor sets by version, in the place of those that come with the product.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    activity = activity_in(_known(kept))
    return replace(activity, own_set=sets[activity.factor_set]) if activity.factor_set in sets else activity


def orders_in(kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the names of the orders that were brought to their end, as `KeptActivity.orders`, without reading the rest.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    return tuple(_known(kept).get("orders", []))


def carried_in(kept: Mapping[str, Any]) -> dict[str, CarriedOrder] | None:
    """Give the order of each leg that rounds carried, by the leg's name; None of a day that was kept without ids.

    Names are those of when the day was planned, whatever its shops are called now: an order of several legs is called
    as they are without their numbers; its only leg in a round, where that did not end it, stands by its own name.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    shipments, brought = _known(kept).get("shipments"), frozenset(orders_in(kept))
    if shipments is None:
        return None
    legs = Counter(whose["order"] for whose in shipments.values())
    found: dict[str, CarriedOrder] = {}
    for leg, whose in shipments.items():
        plain = leg.removesuffix(f", {whose['leg']}")
        is_one_of_several = plain not in shipments and (plain in brought or legs[whose["order"]] > 1)
        found[leg] = CarriedOrder(plain if is_one_of_several else leg, whose["order"])
    return found


def leg_names_in(kept: Mapping[str, Any]) -> dict[tuple[str, int], str]:
    """Give the names of the legs that rounds carried, by the order's id and the leg's number: as of `carried_in`.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    return {(whose["order"], whose["leg"]): leg for leg, whose in _known(kept).get("shipments", {}).items()}


def order_names_in(kept: Mapping[str, Any], numbered: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    """Give the names of a day's orders in its report, by their ids.

    Parameters
    ----------
    numbered: as of `rounds.stored_orders.names_of_orders`, by id: names them where the day was kept without ids.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    carried = carried_in(kept)
    return names_of_orders(numbered) if carried is None else {one.order_id: one.name for one in carried.values()}


def lines_in(kept: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the roads of the other ways of delivering, by their key in the report; none where none were kept.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    return dict(_known(kept).get("lines", {}))


def takes_rides(kept: Mapping[str, Any]) -> bool:
    """Say whether the day's report takes what was ridden without being asked to.

    Raises
    ------
    StorageError
        Another version kept it.
    """
    return bool(_known(kept).get("by_rides", False))


def _known(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    if kept.get("kept") not in {KIND, BEFORE}:
        raise StorageError("a day's report was kept by another version", way_out="Plan that day again.")
    return kept
