"""Which household crates stand at: its address, of one shop. Nobody's name takes part in it."""

from uuid import UUID, uuid5

from data.models.order import Order

__all__ = ["door_of", "household_of", "place_of"]

LONGEST_PLACE = 300


def household_of(order: Order) -> str:
    """Give the id of an order's household: the same for every order of its shop to the same door."""
    return str(uuid5(UUID(order.shop_id), door_of(order)))


def door_of(order: Order) -> str:
    """Write an order's door so that the same one is always written the same.

    By postcode and house number where both are known, else by the whole address, else by the position to a metre.
    """
    house = f"{order.number}-{order.addition}"
    if order.postcode and order.number:
        place = f"{order.postcode} {house}"
    elif order.street and order.number:
        place = f"{order.street} {house} {order.town}"
    else:
        place = f"{order.lon or 0.0:.5f} {order.lat or 0.0:.5f}"
    return "".join(place.casefold().split())


def place_of(order: Order) -> str:
    """Give the address as on an envelope; the position where there is none."""
    return (order.address or f"{order.lon or 0.0:.5f}, {order.lat or 0.0:.5f}")[:LONGEST_PLACE]
