"""Which door of a street, or of a postcode, a house number means."""

from collections.abc import Sequence
from itertools import combinations

from data.address_index import Street
from data.distance import metres_apart
from data.found import Doubt, Found, How, NotFound, NotFoundKind, found
from data.house_number import HouseNumber
from data.places import Address
from data.postcode import is_within
from data.wording import listed
from kernel.position import Position

__all__ = ["door_in_street", "door_of", "middle_of_street"]

ONE_BUILDING_M = 60
"""Doors with one number and different additions are one stop within this distance (a long block of flats)."""

MAX_GAP = 8
"""Numbers are read in between only where the known neighbours are at most this far apart in number ..."""

MAX_GAP_M = 100
"""... and in metres: beyond, a house may stand anywhere (docs/adr/0006-geocoder.md has the figures)."""


def door_of(doors: Sequence[Address], house: HouseNumber, doubts: list[Doubt]) -> Found | NotFound:
    """Choose among doors that all have the number asked for."""
    same = [door for door in doors if door.house == house] or [
        door for door in doors if door.house.suffix_key == house.suffix_key
    ]
    if not same and (differing := _nearest_suffix(doors, house)):
        same = differing
        doubts = [*doubts, Doubt(How.ADDITION_DIFFERS, f"{house} is not on this map, {same[0].house} is")]
    if _spread_m(same) > ONE_BUILDING_M:
        return _more_than_one(same)
    door = same[0]
    if door.interpolated:
        doubts = [*doubts, Doubt(How.NUMBER_INTERPOLATED, f"{door.house} was placed between its mapped neighbours")]
    return found(door.position, door, doubts)


def door_in_street(street: Street, house: HouseNumber, doubts: list[Doubt], *, postcode: str = "") -> Found | NotFound:
    """Choose a door of a street; a number that is not known may lie between two that are.

    Parameters
    ----------
    postcode: tells apart two doors of one number, where a street has both; four digits do, too.
    """
    known = street.doors.get(house.number, [])
    doors = [door for door in known if is_within(door.postcode, postcode)] or known
    if doors:
        if _is_known_span(street, doors, house):
            return found(doors[0].position, doors[0], doubts)
        return door_of(doors, house, doubts)
    return _between(street, house, doubts) or _no_such_number(street, house)


def middle_of_street(street: Street, doubts: list[Doubt]) -> Found:
    """Answer a street without a number by the door nearest the middle of its doors."""
    doors = [door for known in street.doors.values() for door in known]
    lon = sorted(door.position.lon for door in doors)[len(doors) // 2]
    lat = sorted(door.position.lat for door in doors)[len(doors) // 2]
    door = min(doors, key=lambda known: metres_apart(known.position, Position(lon, lat)))
    note = f"no house number was written; this is the middle of {street.name}"
    return found(door.position, None, [*doubts, Doubt(How.STREET_ONLY, note)])


def _nearest_suffix(doors: Sequence[Address], house: HouseNumber) -> list[Address]:
    """Without the addition asked for: the plain number, else the doors with the letter, else all of them."""
    plain = [door for door in doors if not door.house.suffix_key]
    lettered = [door for door in doors if house.letter and door.letter == house.letter]
    return lettered or plain or list(doors)


def _is_known_span(street: Street, doors: Sequence[Address], house: HouseNumber) -> bool:
    """Whether "3-7" is one building that the map knows as 3 and as 7."""
    if house.letter or not house.addition.isdecimal() or any(door.house == house for door in doors):
        return False
    last = street.doors.get(int(house.addition), []) if int(house.addition) > house.number else []
    return any(one.position == other.position for one in doors for other in last)


def _between(street: Street, house: HouseNumber, doubts: list[Doubt]) -> Found | None:
    """Place an unknown number between its known neighbours on its side of the street."""
    same_side = [number for number in street.doors if (number - house.number) % 2 == 0]
    below = max((number for number in same_side if number < house.number), default=None)
    above = min((number for number in same_side if number > house.number), default=None)
    if below is None or above is None or above - below > MAX_GAP:
        return None
    one, other = street.doors[below][0], street.doors[above][0]
    ends = [*street.doors[below], *street.doors[above]]
    if _spread_m(ends) > MAX_GAP_M:
        return None
    share = (house.number - below) / (above - below)
    position = Position(
        one.position.lon + share * (other.position.lon - one.position.lon),
        one.position.lat + share * (other.position.lat - one.position.lat),
    )
    note = f"{house} is not on this map; placed between {one.house} and {other.house}"
    return found(position, None, [*doubts, Doubt(How.NUMBER_INTERPOLATED, note)])


def _no_such_number(street: Street, house: HouseNumber) -> NotFound:
    near = [door for number in street.nearest_numbers(house.number) for door in street.doors[number][:1]]
    known = listed([str(door.house) for door in near])
    return NotFound(
        f"{street} has no number {house.number} on this map; it has {known}",
        NotFoundKind.UNKNOWN_NUMBER,
        tuple(_told(door) for door in near),
    )


def _more_than_one(doors: Sequence[Address]) -> NotFound:
    names = tuple(dict.fromkeys(_told(door) for door in doors))
    what = f"there are {listed(names)}; say which"
    if len(names) == 1:
        what = f"{names[0]} is on this map at places {_spread_m(doors):.0f} m apart; give the position as lon,lat"
    return NotFound(what, NotFoundKind.AMBIGUOUS, names)


def _spread_m(doors: Sequence[Address]) -> float:
    return max((metres_apart(one.position, other.position) for one, other in combinations(doors, 2)), default=0.0)


def _told(door: Address) -> str:
    return f"{door} ({door.locality})" if door.locality else str(door)
