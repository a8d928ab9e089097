"""Which household crates stand at: a door of one shop, under an id that tells nothing of its address."""

from itertools import chain
from uuid import uuid4

from data.house_number import only_house_number
from data.models.order import Order
from data.postcode import dutch_postcode
from data.street_name import name_key, street_keys
from data.work import Work
from kernel.errors import ConflictError
from kernel.position import Position

__all__ = ["door_of", "doors_of", "household_of", "place_of", "position_of"]

LONGEST_PLACE = 300


def household_of(work: Work, order: Order) -> str:
    """Give the household of an order in its shop's ledger: that of any order before to the same door, else a new id.

    The new one is drawn: whoever may see ids and no addresses could try every door of a village on one that was made
    from them. It is kept by the entry that is made with it.
    """
    known = work.crates.households_at(order)
    doors = set(doors_of(order))
    own = [household_id for household_id, one in known if one.id == order.id]
    same_door = (household_id for household_id, one in known if not doors.isdisjoint(doors_of(one)))
    return next(chain(own, same_door), None) or str(uuid4())


def door_of(order: Order) -> str:
    """Write an order's door in the surest way that it can be."""
    return doors_of(order)[0]


def doors_of(order: Order) -> list[str]:
    """Write an order's door in every way that it can be known by, the surest first; the same one always the same.

    By street and house number; before that by postcode and number where the postcode is Dutch, as elsewhere a whole
    town has one; where neither is known, by the position to a metre.
    """
    house = _house_of(order)
    found: list[str] = []
    if order.number and (code := dutch_postcode(order.postcode)):
        found.append(f"postcode {code} {house}")
    if order.number and order.street:
        town = name_key(order.town or order.postcode)
        found += [f"street {street} {house} {town}" for street in street_keys(order.street)]
    return found or [f"position {order.lon or 0.0:.5f} {order.lat or 0.0:.5f} {house}"]


def _house_of(order: Order) -> str:
    """Write number and addition one way: 12A is 12 / A, and 25-II is 25-2."""
    written = f"{order.number} {order.addition}".strip()
    read = only_house_number(written)
    return name_key(written) if read is None else f"{read.number}-{read.suffix_key.casefold()}"


def place_of(order: Order) -> str:
    """Give the address as on an envelope; the position where there is none."""
    return (order.address or f"{order.lon or 0.0:.5f}, {order.lat or 0.0:.5f}")[:LONGEST_PLACE]


def position_of(order: Order) -> Position:
    """Give where the household of an order is.

    Raises
    ------
    ConflictError
        Nobody knows yet.
    """
    if order.lon is None or order.lat is None:
        raise ConflictError(f"where order {order.order_ref} goes is not known", way_out="Mend its address first.")
    return Position(order.lon, order.lat)
