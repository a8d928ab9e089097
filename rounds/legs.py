"""From orders to legs: one pickup and one delivery each, or the reason an order cannot travel as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from kernel.text import Text
from rounds.at_the_door import collecting_spans
from rounds.clock import clock
from rounds.delivery_day import DeliveryDay, Order, Shop, Span
from rounds.plan import UnassignedOrder
from rounds.roads import MeasuredDay
from routing.network.snapping import SNAP_LIMIT_M

__all__ = ["Leg", "legs_of"]


@dataclass(frozen=True, slots=True)
class Leg:
    """An order's way from its shop to its customer.

    Attributes
    ----------
    pickup: the spans it may be collected in.
    profiles: whose roads reach both ends.
    """

    order: Order
    shop: Shop
    pickup: Sequence[Span]
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
        else:
            profiles = measured.reaching(shop.position, order.position)
            legs.append(Leg(order, shop, collecting_spans(order, shop), profiles))
    return legs, unassigned


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
