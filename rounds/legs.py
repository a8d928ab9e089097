"""From orders to legs: one pickup and one delivery each, or the reason an order cannot travel as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from kernel.text import Text
from rounds.at_the_door import collecting_spans, service_s, setup_s
from rounds.clock import clock
from rounds.delivery_day import DeliveryDay, Order, Shop, Span
from rounds.plan import UnassignedOrder
from rounds.roads import MeasuredDay
from routing.network.snapping import SNAP_LIMIT_M
from routing.solver.problem import TaskKind

__all__ = ["Leg", "also_closed", "legs_of"]


@dataclass(frozen=True, slots=True)
class Leg:
    """An order's way from its shop to its customer.

    Attributes
    ----------
    pickup, delivery: the spans it may be collected and handed over in.
    profiles: whose roads reach both ends.
    """

    order: Order
    shop: Shop
    pickup: Sequence[Span]
    delivery: Sequence[Span]
    profiles: frozenset[str]


def legs_of(day: DeliveryDay, measured: MeasuredDay) -> tuple[list[Leg], list[UnassignedOrder]]:
    """Part the orders that can be planned from those that cannot, whatever the vehicles."""
    shops = {shop.id: shop for shop in day.shops}
    legs: list[Leg] = []
    unassigned: list[UnassignedOrder] = []
    for order in day.orders:
        shop = shops.get(order.shop)
        reason = fault(order, shop, measured)
        if shop is None or reason is not None:
            unassigned.append(UnassignedOrder(order, reason or unknown_shop(order)))
            continue
        leg = _leg(order, shop, measured)
        closed = closed_end(leg, measured)
        if closed is None:
            legs.append(leg)
        else:
            unassigned.append(UnassignedOrder(order, closed))
    return legs, unassigned


def _leg(order: Order, shop: Shop, measured: MeasuredDay) -> Leg:
    """Join the two ends of an order, each while its street is open."""
    profiles = measured.reaching(shop.position, order.position)
    pickup = while_open(collecting_spans(order, shop), measured.open_spans(shop.position, profiles), TaskKind.PICKUP)
    delivery = while_open([order.window], measured.open_spans(order.position, profiles), TaskKind.DELIVERY)
    return Leg(order, shop, pickup, delivery, profiles)


def while_open(spans: Sequence[Span], open_spans: Sequence[Span] | None, kind: TaskKind) -> Sequence[Span]:
    """Cut the spans in which work may begin to those in which it can be done before the street closes."""
    if open_spans is None:
        return spans
    work_s = setup_s(kind) + service_s(kind)
    cut = ((max(start, opens), min(end, closes - work_s)) for start, end in spans for opens, closes in open_spans)
    return [(start, end) for start, end in cut if start <= end]


def closed_end(leg: Leg, measured: MeasuredDay) -> Text | None:
    """Say which end of a leg is closed whenever it may be visited; None where neither is."""
    ends = (
        (leg.pickup, leg.shop.name, leg.shop.position),
        (leg.delivery, leg.order.address, leg.order.position),
    )
    for spans, who, place in ends:
        if not spans:
            return closed_road(who, measured.closed_by(place) or Text("", ""))
    return None


def also_closed(leg: Leg, measured: MeasuredDay, reason: Text) -> Text:
    """Add to why a leg is in no round that an end of it is closed for a part of the day: that left it less time."""
    for who, place in ((leg.shop.name, leg.shop.position), (leg.order.address, leg.order.position)):
        closures = measured.closed_by(place)
        if closures is not None:
            told = closed_road(who, closures)
            return Text(f"{reason.nl}; {told.nl}", f"{reason.en}; {told.en}")
    return reason


def closed_road(who: str, closures: Text) -> Text:
    return Text(f"de weg naar {who} is dicht: {closures.nl}", f"the road to {who} is closed: {closures.en}")


def unknown_shop(order: Order) -> Text:
    return Text(
        f"winkel {order.shop} staat niet bij de winkels van deze dag",
        f"its shop {order.shop} is not among the shops of the day",
    )


def fault(order: Order, shop: Shop | None, measured: MeasuredDay) -> Text | None:
    """Say what keeps an order from travelling at all; None when nothing does."""
    start_s, end_s = order.window
    if shop is None:
        return unknown_shop(order)
    if start_s > end_s:
        return Text(
            f"het bezorgmoment eindigt om {clock(end_s)}, voordat het om {clock(start_s)} begint",
            f"its window ends at {clock(end_s)}, before it starts at {clock(start_s)}",
        )
    if not collecting_spans(order, shop):
        return Text(
            f"{shop.name} is dicht vanaf {clock(order.ready_at_s)}, wanneer de bestelling klaarstaat",
            f"{shop.name} is closed from {clock(order.ready_at_s)}, when the order is packed",
        )
    return fault_of_parcels(order) or fault_of_places(order, shop, measured)


def fault_of_parcels(order: Order) -> Text | None:
    if not order.parcels:
        return Text("de bestelling heeft geen pakketten", "it has no parcels")
    for parcel in order.parcels:
        if not (isfinite(parcel.kg) and isfinite(parcel.litres) and parcel.kg >= 0 and parcel.litres >= 0):
            size = f"{parcel.kg:g} kg, {parcel.litres:g} l"
            return Text(f"een pakket van {size} kan niet bestaan", f"a parcel of {size} cannot be")
    return None


def fault_of_places(order: Order, shop: Shop, measured: MeasuredDay) -> Text | None:
    profiles = sorted(measured.profiles)
    for who, place in ((shop.name, shop.position), (order.address, order.position)):
        closed = measured.closed_by(place)
        if not measured.reaching(place) and closed is not None:
            return closed_road(who, closed)
        if not measured.reaching(place):
            return Text(
                f"geen weg voor een {' of '.join(profiles)} binnen {SNAP_LIMIT_M:.0f} m van {who}",
                f"no road for a {' or '.join(profiles)} within {SNAP_LIMIT_M:.0f} m of {who}",
            )
    if not measured.reaching(shop.position, order.position):
        return Text(
            f"geen voertuig komt zowel bij {shop.name} als bij {order.address}: "
            f"daar is geen weg voor dezelfde van {', '.join(profiles)}",
            f"no vehicle reaches both {shop.name} and {order.address}: "
            f"there is no road for the same one of {', '.join(profiles)}",
        )
    return None
