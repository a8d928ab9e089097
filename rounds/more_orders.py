"""More or fewer orders than a day had, drawn from those that it had: each shop keeps its share.

One that is new is the twin of an order that was: of the same shop, with the same parcels, windows and ways, and as far
from the shop in a straight line, but at another door, which chance chooses from the addresses of the area's map. So
shares, weights, windows and distances are those of the day, and nobody guesses what would be sold besides. Twins of one
order live at doors of their own as long as there are any so far away; from then on some share one. Orders of two
households may get the same door, as neighbours in one house have.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, floor, radians

import numpy as np
import shapely
from numpy.typing import NDArray

from data.models.area import Area
from data.places import Places, require_addresses
from kernel.errors import BadInputError
from kernel.position import Position
from rounds.delivery_day import DeliveryDay, Order, Shop

__all__ = ["MOST_ORDERS", "Doors", "with_orders"]

MOST_ORDERS = 5_000
"""Of one day: every place against every other, and hours of searching."""
ALIKE = 25
"""A twin lives at one of so many doors whose distance from the shop is nearest to that of the order it is a twin of; of
an order that has more twins, at one of as many doors as it has twins."""
SAME_DOOR_M = 5.0
"""A door so near is the order's own, whose address another program may have put elsewhere. Our own choice."""
METRES_PER_DEGREE = 111_195.0

Household = list[Order]
"""The legs of one order: all that is brought to or from one door because it was ordered."""


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """Where somebody new may live: float64 (n, 2), lon and lat, and what is written there."""

    positions: NDArray[np.float64]
    said: Sequence[str]

    @classmethod
    def of(cls, places: Places, areas: Sequence[Area]) -> "Doors":
        """Give the addresses within the areas of a square, those of a street alone where there are such.

        Raises
        ------
        BadInputError
            There are none.
        """
        doors = require_addresses(places)
        whole = shapely.union_all([area.border for area in areas])
        lon_lat = np.array([(door.position.lon, door.position.lat) for door in doors])
        inside = shapely.contains_xy(whole, lon_lat[:, 0], lon_lat[:, 1])
        written = np.array([bool(door.street) for door in doors])
        chosen = np.flatnonzero(inside & written if np.any(inside & written) else inside)
        if not chosen.size:
            raise BadInputError(
                "no address of the map lies within the area, so nobody knows where new orders would go",
                way_out="Leave the number of orders as it is.",
            )
        return cls(lon_lat[chosen], [str(doors[at]) for at in chosen.tolist()])

    def alike(self, shop: Position, home: Position, count: int, dice: np.random.Generator) -> list[int]:
        """Choose doors about as far from a shop as a household is, in whatever direction, and not its own.

        Each is chosen once before any is chosen again.

        Raises
        ------
        BadInputError
            There is none but its own.
        """
        away = _metres(self.positions, shop)
        own = _metres(np.array([(home.lon, home.lat)]), shop)[0]
        others = np.flatnonzero(_metres(self.positions, home) >= SAME_DOOR_M)
        if not others.size:
            raise BadInputError(
                "no address of the map is another than that of the order itself, so there is none for its twin",
                way_out="Leave the number of orders as it is.",
            )
        nearest = others[np.argsort(np.abs(away[others] - own), kind="stable")][: max(ALIKE, count)]
        found: list[int] = []
        while len(found) < count:
            found += dice.permutation(nearest).tolist()
        return found[:count]


def with_orders(day: DeliveryDay, count: int, doors: Doors | None, seed: int, *, anew: bool = False) -> DeliveryDay:
    """Give a day that has `count` orders, each shop its share of them to the nearest whole one.

    Parameters
    ----------
    doors: where new households are; None will do where there are no more orders than the day has.
    anew: whether all are twins, so that every seed gives another day; else those that were stay, as far as wanted.

    Raises
    ------
    BadInputError
        None or too many are asked for, or the day has none to draw from, or there is no other door for a twin.
    """
    households = _households(day.orders)
    if not 1 <= count <= MOST_ORDERS:
        raise BadInputError(f"{count} orders a day are not from 1 to {MOST_ORDERS}", where="whatif")
    if not households:
        raise BadInputError(f"{day.day} has no orders to draw from", where="whatif")
    if count == len(households) and not anew:
        return day
    dice = np.random.default_rng([seed, count])
    of_shop: dict[str, list[Household]] = {}
    for one in households:
        of_shop.setdefault(one[0].shop, []).append(one)
    shares = _whole_shares({shop: len(own) for shop, own in of_shop.items()}, count)
    shops = {shop.id: shop for shop in day.shops}
    drawn: list[Household] = []
    for shop, own in of_shop.items():
        turns = dice.permutation(len(own))
        chosen = [divmod(number, len(own)) for number in range(shares[shop])]
        kept = sorted(int(turns[place]) for turn, place in chosen if not turn and not anew)
        drawn += [own[place] for place in kept]
        twins = Counter(int(turns[place]) for turn, place in chosen if turn or anew)
        for place in sorted(twins):
            drawn += _twins(own[place], twins[place], shops.get(shop), doors, dice)
    return replace(day, orders=[leg for one in drawn for leg in one])


def _households(orders: Sequence[Order]) -> list[Household]:
    found: dict[tuple[str, str], Household] = {}
    for order in orders:
        found.setdefault(order.ordered_as, []).append(order)
    return list(found.values())


def _whole_shares(counts: dict[str, int], total: int) -> dict[str, int]:
    """Share a total out in proportion: whole parts first, the rest by the largest remainders, ties by place."""
    whole = sum(counts.values())
    exact = {name: count * total / whole for name, count in counts.items()}
    shares = {name: floor(share) for name, share in exact.items()}
    by_rest = sorted(exact, key=lambda name: shares[name] - exact[name])
    for name in by_rest[: total - sum(shares.values())]:
        shares[name] += 1
    return shares


def _twins(
    household: Household, count: int, shop: Shop | None, doors: Doors | None, dice: np.random.Generator
) -> list[Household]:
    """Give the same order from other doors; what is to be minded at the old one is not taken along."""
    if doors is None:
        raise BadInputError("there are no doors to draw new orders at", where="whatif")
    home = household[0].position
    at = doors.alike(shop.position if shop else home, home, count, dice)
    return [[_moved(leg, number, doors, door) for leg in household] for number, door in enumerate(at, 1)]


def _moved(leg: Order, number: int, doors: Doors, door: int) -> Order:
    lon, lat = doors.positions[door].tolist()
    return replace(
        leg,
        id=f"{leg.id} +{number}",
        name=f"{leg.name or leg.id} +{number}",
        customer="",
        address=doors.said[door],
        position=Position(lon, lat),
        note="",
        twin_of=leg.id,
    )


def _metres(positions: NDArray[np.float64], origin: Position) -> NDArray[np.float64]:
    """Straight-line metres on a flat earth: near enough to tell doors by."""
    east = (positions[:, 0] - origin.lon) * METRES_PER_DEGREE * cos(radians(origin.lat))
    north = (positions[:, 1] - origin.lat) * METRES_PER_DEGREE
    return np.hypot(east, north)
