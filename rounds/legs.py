"""From orders to legs: one pickup and one delivery each, or the reason an order cannot travel as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from rounds.clock import clock
from rounds.delivery_day import DeliveryDay, Order, Shop, Span
from rounds.plan import UnassignedOrder
from rounds.roads import MeasuredPlaces

__all__ = ["Leg", "legs_of"]


@dataclass(frozen=True, slots=True)
class Leg:
    """An order's way from its shop to its customer; `pickup` holds the spans it may be collected in."""

    order: Order
    shop: Shop
    pickup: Sequence[Span]


def legs_of(day: DeliveryDay, measured: MeasuredPlaces) -> tuple[list[Leg], list[UnassignedOrder]]:
    """Part the orders that can be planned from those that cannot, whatever the vehicles."""
    shops = {shop.id: shop for shop in day.shops}
    legs: list[Leg] = []
    unassigned: list[UnassignedOrder] = []
    for order in day.orders:
        shop = shops.get(order.shop)
        reason = fault(order, shop, measured)
        if reason is None and shop is not None:
            legs.append(Leg(order, shop, collecting_spans(order, shop)))
        else:
            unassigned.append(UnassignedOrder(order, reason or ""))
    return legs, unassigned


def collecting_spans(order: Order, shop: Shop) -> list[Span]:
    """When the shop is open and the order is packed."""
    return [(max(start, order.ready_at_s), end) for start, end in shop.hours if end >= order.ready_at_s]


def fault(order: Order, shop: Shop | None, measured: MeasuredPlaces) -> str | None:
    """Say what keeps an order from travelling at all; None when nothing does."""
    start_s, end_s = order.window
    if shop is None:
        return f"its shop {order.shop} is not among the shops of the day"
    if start_s > end_s:
        return f"its window ends at {clock(end_s)}, before it starts at {clock(start_s)}"
    if not order.parcels:
        return "it has no parcels"
    for parcel in order.parcels:
        if not (isfinite(parcel.kg) and isfinite(parcel.litres) and parcel.kg >= 0 and parcel.litres >= 0):
            return f"a parcel of {parcel.kg:g} kg and {parcel.litres:g} l cannot be"
    if not collecting_spans(order, shop):
        return f"{shop.name} is closed from {clock(order.ready_at_s)}, when the order is packed"
    profile = measured.hierarchy.graph.profile
    for who, place in ((shop.name, shop.position), (order.address, order.position)):
        if not measured.reaches(place):
            return f"no road for a {profile} within 300 m of {who}"
    return None
