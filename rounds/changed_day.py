"""A day with the changes of a what-if made to it; the day itself stays as it is."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

import numpy as np
import shapely

from data.models.area import Area
from kernel.errors import BadInputError, NotFoundError
from kernel.position import Position
from kernel.quoting import quoted
from rounds.changes import DEPOT, Changes, MovedPlace, SlotPolicy, fleet_of
from rounds.delivery_day import DeliveryDay, Order, Vehicle
from rounds.more_orders import Doors, with_orders
from rounds.plan import UnassignedOrder

__all__ = ["changed_day", "legs_wanted", "orders_wanted", "refuse_places", "refused_of"]


def changed_day(day: DeliveryDay, changes: Changes, doors: Doors | None, seed: int) -> DeliveryDay:
    """Make the changes to what is ordered, by whom it is brought, when, and from where.

    Whether orders are pooled is no matter of the day, but of how it is planned.

    Parameters
    ----------
    doors: where new households are; needed for more orders alone.

    Raises
    ------
    BadInputError
        More orders than a day may have.
    """
    changed = day
    if changes.orders != 1:
        changed = with_orders(day, orders_wanted(day, changes), doors, seed)
    return replace(
        changed,
        depot=next((one.position for one in changes.moved if one.is_depot), day.depot),
        shops=[replace(shop, position=_hub_at(shop.name, changes.moved) or shop.position) if shop.is_hub else shop
               for shop in changed.shops],
        orders=_with_slots(changed.orders, changes.slots, seed),
        vehicles=[_from_moved_hub(one, changes.moved) for one in fleet_of(changed, changes)],
    )  # fmt: skip


def orders_wanted(day: DeliveryDay, changes: Changes) -> int:
    """Count the orders of a changed day; at least one."""
    return max(1, round(_ordered(day) * changes.orders))


def legs_wanted(day: DeliveryDay, changes: Changes) -> int:
    """Count what of a changed day is searched for: an order that goes by a hub is more than one leg.

    Which orders have twins is left to chance, so it may be a few more or fewer.
    """
    return ceil(orders_wanted(day, changes) * len(day.orders) / max(1, _ordered(day)))


def _ordered(day: DeliveryDay) -> int:
    return len({order.ordered_as for order in day.orders})


def refused_of(changed: DeliveryDay, refused: Sequence[UnassignedOrder]) -> list[UnassignedOrder]:
    """Give what of a changed day nobody could plan: what could not be planned before, and its twins, which are alike.

    Parameters
    ----------
    refused: legs of the day as it was.
    """
    reasons = {left.order.id: left.reason for left in refused}
    legs = [(leg, reasons.get(leg.twin_of or leg.id)) for leg in changed.orders]
    return [UnassignedOrder(leg, reason) for leg, reason in legs if reason is not None]


def refuse_places(moved: Sequence[MovedPlace], hubs: Sequence[str], used: Sequence[str], areas: Sequence[Area]) -> None:
    """Refuse a place that is not known, that nothing comes by, or that would lie outside the square's areas.

    Parameters
    ----------
    hubs, used: names of the square's hubs, and of those that orders of the days come by, or vehicles begin at.

    Raises
    ------
    NotFoundError
        The square has no such hub.
    BadInputError
        The place lies outside the areas, or moving it would change nothing.
    """
    whole = shapely.union_all([area.border for area in areas])
    for one in moved:
        if not one.is_depot and one.name.casefold() not in {name.casefold() for name in hubs}:
            known = ", ".join([DEPOT, *(quoted(name) for name in sorted(hubs))])
            raise NotFoundError(f"no hub is called {quoted(one.name)}", where="--hub", way_out=f"There is {known}.")
        if not one.is_depot and one.name.casefold() not in {name.casefold() for name in used}:
            raise BadInputError(
                f"no order of these days comes by {quoted(one.name)}, and no vehicle begins there: moving it changes "
                "nothing",
                where="--hub",
            )
        at = one.position
        if not shapely.intersects_xy(whole, at.lon, at.lat):
            swapped = bool(shapely.intersects_xy(whole, at.lat, at.lon))
            raise BadInputError(
                f"{at.lon:g},{at.lat:g} lies outside the area of the square",
                where="--hub",
                way_out=f"Write LON,LAT: {at.lat:g},{at.lon:g} lies within." if swapped else "Choose a place within.",
            )


def _hub_at(name: str, moved: Sequence[MovedPlace]) -> Position | None:
    return next((one.position for one in moved if not one.is_depot and one.name.casefold() == name.casefold()), None)


def _from_moved_hub(vehicle: Vehicle, moved: Sequence[MovedPlace]) -> Vehicle:
    """Let a vehicle whose own hub is moved begin and end where it would be."""
    if vehicle.depot is None:
        return vehicle
    position = _hub_at(vehicle.depot.name, moved) or vehicle.depot.position
    return replace(vehicle, depot=replace(vehicle.depot, position=position))


def _with_slots(orders: Sequence[Order], slots: SlotPolicy | None, seed: int) -> Sequence[Order]:
    """Give the orders their windows by another policy; legs that call at no household keep theirs."""
    at_home = [order for order in orders if order.calls_at_home and order.window[0] <= order.window[1]]
    if slots is None or not at_home:
        return orders
    if slots is SlotPolicy.ONE:
        whole = min(order.window[0] for order in at_home), max(order.window[1] for order in at_home)
        windows = {order.id: whole for order in at_home}
    else:
        later = np.random.default_rng([seed, 2]).integers(2, size=len(at_home)).tolist()
        windows = {order.id: _half(order, late=bool(late)) for order, late in zip(at_home, later, strict=True)}
    return [replace(order, window=windows.get(order.id, order.window)) for order in orders]


def _half(order: Order, *, late: bool) -> tuple[int, int]:
    start_s, end_s = order.window
    middle_s = (start_s + end_s) // 2
    return (middle_s, end_s) if late else (start_s, middle_s)
