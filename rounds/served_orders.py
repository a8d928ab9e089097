"""The orders that a period's rounds brought to their end: whose, where, and each one's part of what was planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data.models.order import Order
from data.models.states import OrderKind
from data.repositories.served import ServedDay
from impact.activities import DayActivity
from impact.factors import FactorSet
from impact.inventory import Grams
from impact.order_parts import order_parts
from kernel.errors import StorageError
from kernel.position import Position
from rounds.crate_households import door_of
from rounds.kept_activity import KeptActivity
from rounds.kept_report import carried_in, kept_activity_in
from rounds.recomputed import inventory_of_days
from rounds.stored_counters import STANDS_FOR_A_HUB
from rounds.stored_orders import names_of, order_names_of

__all__ = ["ServedOrder", "carried_orders", "served_orders"]


@dataclass(frozen=True, slots=True)
class ServedOrder:
    """One order of one day.

    Attributes
    ----------
    household: the same for every order to the same door, of whatever shop.
    part: of the day; factors: that it is reckoned with.
    grams: its part of the inventory; None where the day has none.
    """

    day: date
    name: str
    order_id: str
    shop_id: str
    household: str
    position: Position
    part: DayActivity
    factors: FactorSet
    grams: Grams | None


def served_orders(days: Iterable[ServedDay], factors: FactorSet | None = None) -> list[ServedOrder]:
    """Cut days into their orders.

    Parameters
    ----------
    factors: the same for all days; without them each day has those that its report was made with.

    Raises
    ------
    StorageError
        A day was kept without its elements, its report names an order that is not in its plan, or a factor set that
        it names has other numbers now.
    BadInputError
        Its parts would not add up to it: as of `impact.order_parts`.
    """
    return [order for day in days for order in _orders_of(day, factors)]


def _orders_of(served: ServedDay, factors: FactorSet | None) -> list[ServedOrder]:
    kept = kept_activity_in(served.plan.report or {})
    day = served.plan.day
    if kept.orders and not kept.elements:
        raise StorageError(f"{day} was kept without its elements", way_out="Plan that day again.")
    by_name, order_of_leg = _named(served)
    chosen = factors or kept.factors
    network = {name for name, order in by_name.items() if _a_network_brings(order)}
    parts = order_parts(kept.activity, kept.elements, kept.orders, order_of_leg, network=network)
    grams = _grams(kept, chosen, order_of_leg)
    found: list[ServedOrder] = []
    for name, part in parts.items():
        order = by_name.get(name)
        if order is None:
            raise StorageError(
                f"order {name} of the report of {day} is not in its plan", way_out="Plan that day again."
            )
        found.append(
            ServedOrder(
                day=day,
                name=name,
                order_id=order.id,
                shop_id=order.shop_id,
                household=door_of(order),
                position=Position(order.lon or 0.0, order.lat or 0.0),
                part=part,
                factors=chosen,
                grams=None if grams is None else grams.get(name, Grams(0, 0)),
            )
        )
    return found


def _a_network_brings(order: Order) -> bool:
    """Say whether a day's report compares an order with a parcel network: see `rounds.day_report.assess_day`."""
    return order.kind is not OrderKind.CRATES and order.shop.kind != STANDS_FOR_A_HUB


def carried_orders(served: ServedDay) -> dict[str, Order]:
    """Give the orders that a day's rounds carried, by their names in its report."""
    kept = kept_activity_in(served.plan.report or {})
    by_name, order_of_leg = _named(served)
    told = [*kept.orders, *(each.order for element in kept.elements for each in element.consignments)]
    names = dict.fromkeys(order_of_leg.get(name, name) for name in told)
    return {name: by_name[name] for name in names if name in by_name}


def _named(served: ServedDay) -> tuple[dict[str, Order], dict[str, str]]:
    """Give the plan's orders by the name that its report has of them, and that name by the name of each leg."""
    carried = carried_in(served.plan.report or {})
    if carried is None:
        leg_names, order_names = names_of(served.legs), order_names_of(served.legs)
        by_name = {order_names[leg.id]: leg.order for leg in served.legs}
        return by_name, {leg_names[leg.id]: order_names[leg.id] for leg in served.legs}
    orders = {leg.order_id: leg.order for leg in served.legs}
    by_name = {one.name: orders[one.order_id] for one in carried.values() if one.order_id in orders}
    return by_name, {leg: one.name for leg, one in carried.items()}


def _grams(kept: KeptActivity, factors: FactorSet, order_of_leg: Mapping[str, str]) -> dict[str, Grams] | None:
    inventory = inventory_of_days([(kept, factors)])
    if inventory is None:
        return None
    found: dict[str, Grams] = {}
    for leg, grams in inventory.orders.items():
        name = order_of_leg.get(leg, leg)
        found[name] = found.get(name, Grams(0, 0)) + grams
    return found
