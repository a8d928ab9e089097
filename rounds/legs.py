"""From orders to legs: one pickup and one delivery each, or the reason an order cannot travel as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from kernel.text import Text
from rounds.at_the_door import service_s, setup_s
from rounds.clock import clock
from rounds.delivery_day import DeliveryDay, Order, Shop, Span
from rounds.ends import End, ends_of
from rounds.plan import UnassignedOrder
from rounds.roads import MeasuredDay
from routing.network.snapping import SNAP_LIMIT_M

__all__ = ["Leg", "also_closed", "legs_of"]


@dataclass(frozen=True, slots=True)
class Leg:
    """An order's way from where it is collected to where it is brought.

    Attributes
    ----------
    pickup, delivery: its ends, each while its street is open.
    profiles: whose roads reach both ends.
    """

    order: Order
    pickup: End
    delivery: End
    profiles: frozenset[str]

    @property
    def ends(self) -> tuple[End, End]:
        return self.pickup, self.delivery


def legs_of(day: DeliveryDay, measured: MeasuredDay) -> tuple[list[Leg], list[UnassignedOrder]]:
    """Part the orders that can be planned from those that cannot, whatever the vehicles."""
    counters = {shop.id: shop for shop in day.shops}
    legs: list[Leg] = []
    unassigned: list[UnassignedOrder] = []
    for order in day.orders:
        reason = fault(order, counters, measured)
        if reason is not None:
            unassigned.append(UnassignedOrder(order, reason))
            continue
        leg = _leg(order, counters, measured)
        closed = closed_end(leg, measured)
        if closed is None:
            legs.append(leg)
        else:
            unassigned.append(UnassignedOrder(order, closed))
    return legs, unassigned


def _leg(order: Order, counters: Mapping[str, Shop], measured: MeasuredDay) -> Leg:
    """Join the two ends of an order, each while its street is open."""
    ends = ends_of(order, counters)
    profiles = measured.reaching(*(end.position for end in ends))
    pickup, delivery = (
        replace(end, spans=while_open(end, measured.open_spans(end.position, profiles))) for end in ends
    )
    return Leg(order, pickup, delivery, profiles)


def while_open(end: End, open_spans: Sequence[Span] | None) -> Sequence[Span]:
    """Cut the spans in which work may begin to those in which it can be done before the street closes."""
    if open_spans is None:
        return end.spans
    at_home = end.counter is None
    work_s = setup_s(at_home=at_home) + service_s(at_home=at_home)
    cut = ((max(start, opens), min(end, closes - work_s)) for start, end in end.spans for opens, closes in open_spans)
    return [(start, end) for start, end in cut if start <= end]


def closed_end(leg: Leg, measured: MeasuredDay) -> Text | None:
    """Say which end of a leg is closed whenever it may be visited; None where neither is."""
    for end in leg.ends:
        if not end.spans:
            return closed_road(end.name, measured.closed_by(end.position) or Text("", ""))
    return None


def also_closed(leg: Leg, measured: MeasuredDay, reason: Text) -> Text:
    """Add to why a leg is in no round that an end of it is closed for a part of the day: that left it less time."""
    for end in leg.ends:
        closures = measured.closed_by(end.position)
        if closures is not None:
            told = closed_road(end.name, closures)
            return Text(f"{reason.nl}; {told.nl}", f"{reason.en}; {told.en}")
    return reason


def closed_road(who: str, closures: Text) -> Text:
    return Text(f"de weg naar {who} is dicht: {closures.nl}", f"the road to {who} is closed: {closures.en}")


def unknown_shop(order: Order) -> Text:
    return Text(
        f"winkel {order.shop} staat niet bij de winkels van deze dag",
        f"its shop {order.shop} is not among the shops of the day",
    )


def fault(order: Order, counters: Mapping[str, Shop], measured: MeasuredDay) -> Text | None:
    """Say what keeps an order from travelling at all; None when nothing does."""
    start_s, end_s = order.window
    if not order.counters <= counters.keys():
        return unknown_shop(order)
    if start_s > end_s:
        return Text(
            f"het bezorgmoment eindigt om {clock(end_s)}, voordat het om {clock(start_s)} begint",
            f"its window ends at {clock(end_s)}, before it starts at {clock(start_s)}",
        )
    pickup, delivery = ends_of(order, counters)
    return (
        fault_of_pickup(order, pickup)
        or fault_of_hand_in(order, delivery)
        or fault_of_parcels(order)
        or fault_of_places(pickup, delivery, measured)
    )


def fault_of_pickup(order: Order, pickup: End) -> Text | None:
    if pickup.spans:
        return None
    if order.pickup_hub:
        at = clock(order.at_hub_s)
        return Text(
            f"{pickup.name} is dicht vanaf {at}, wanneer de bestelling daar is",
            f"{pickup.name} is closed from {at}, when the order is there",
        )
    at = clock(max(order.ready_at_s, order.at_hub_s))
    return Text(
        f"{pickup.name} is dicht vanaf {at}, wanneer de bestelling klaarstaat",
        f"{pickup.name} is closed from {at}, when the order is packed",
    )


def fault_of_hand_in(order: Order, delivery: End) -> Text | None:
    """Say that the counter to which an order is brought does not open that day, or not in time."""
    if delivery.spans:
        return None
    if delivery.counter is not None and not delivery.counter.hours:
        return Text(f"{delivery.name} is die dag dicht", f"{delivery.name} is closed that day")
    end = clock(order.window[1])
    return Text(
        f"{delivery.name} is dicht tot {end}, wanneer het bezorgmoment eindigt",
        f"{delivery.name} is closed until {end}, when its window ends",
    )


def fault_of_parcels(order: Order) -> Text | None:
    if not order.parcels:
        return Text("de bestelling heeft geen pakketten", "it has no parcels")
    for parcel in order.parcels:
        if not (isfinite(parcel.kg) and isfinite(parcel.litres) and parcel.kg >= 0 and parcel.litres >= 0):
            size = f"{parcel.kg:g} kg, {parcel.litres:g} l"
            return Text(f"een pakket van {size} kan niet bestaan", f"a parcel of {size} cannot be")
    return None


def fault_of_places(pickup: End, delivery: End, measured: MeasuredDay) -> Text | None:
    profiles = sorted(measured.profiles)
    for end in (pickup, delivery):
        closed = measured.closed_by(end.position)
        if not measured.reaching(end.position) and closed is not None:
            return closed_road(end.name, closed)
        if not measured.reaching(end.position):
            return Text(
                f"geen weg voor een {' of '.join(profiles)} binnen {SNAP_LIMIT_M:.0f} m van {end.name}",
                f"no road for a {' or '.join(profiles)} within {SNAP_LIMIT_M:.0f} m of {end.name}",
            )
    if not measured.reaching(pickup.position, delivery.position):
        return Text(
            f"geen voertuig komt zowel bij {pickup.name} als bij {delivery.name}: "
            f"daar is geen weg voor dezelfde van {', '.join(profiles)}",
            f"no vehicle reaches both {pickup.name} and {delivery.name}: "
            f"there is no road for the same one of {', '.join(profiles)}",
        )
    return None
