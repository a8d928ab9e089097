"""How large figures of a problem may be, and the one line that refuses what is beyond."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kernel.errors import BadInputError
from kernel.quoting import printable
from routing.solver.problem import TimeWindow

__all__ = [
    "MAX_AMOUNT",
    "MAX_PRICE",
    "MAX_TIME_S",
    "MOST_DIMENSIONS",
    "Ground",
    "check_place",
    "check_price",
    "check_windows",
    "unique",
    "within",
]

MAX_TIME_S = 2**32 - 1
"""Moments may be Unix times; VROOM keeps them in 32 bits too."""
MAX_AMOUNT = 10**12
"""A thousand such amounts still fit the engine's 64-bit integers many times over."""
MAX_PRICE = 10**8
"""Times the 2^31 metres or seconds of the longest matrix entry, and 18, still below 2^63."""
MOST_DIMENSIONS = 100
"""Of capacities and amounts: every request is kept with a figure for each of them, given or not. Own choice."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The smallest of the matrices that vehicles drive by: every place lies in it, whoever goes there."""

    places: int
    profile: str


def unique(what: str, ids: Sequence[int]) -> None:
    """Refuse an id that stands twice."""
    seen: set[int] = set()
    for one in ids:
        if one in seen:
            raise BadInputError(f"two {what} have the id {one}", way_out="Give each its own.")
        seen.add(one)


def check_place(where: str, name: str, place: int, ground: Ground) -> None:
    """Refuse a place that one of the matrices does not have."""
    if not 0 <= place < ground.places:
        raise BadInputError(
            f"{name} {place} is outside the matrix of {ground.places} places, matrices.{printable(ground.profile)}",
            where=where,
        )


def check_price(where: str, name: str, price: int) -> None:
    """Refuse a price below nothing or beyond its bound; only what prices are to each other matters to a plan."""
    if price > MAX_PRICE:
        raise BadInputError(
            f"{name} is {price}, which is more than {MAX_PRICE}",
            where=where,
            way_out="Divide all prices by the same number.",
        )
    within(where, name, price, MAX_PRICE)


def check_windows(where: str, windows: Sequence[TimeWindow]) -> None:
    """Refuse windows upside down, out of order, touching, or beyond the clock."""
    for window in windows:
        within(where, "time window", window.start_s, MAX_TIME_S)
        within(where, "time window", window.end_s, MAX_TIME_S)
        if window.end_s < window.start_s:
            raise BadInputError(
                f"the time window [{window.start_s}, {window.end_s}] ends before it starts", where=where
            )
    for before, after in pairwise(windows):
        if after.start_s <= before.end_s:
            raise BadInputError(
                f"the time windows [{before.start_s}, {before.end_s}] and [{after.start_s}, {after.end_s}] "
                "overlap or are out of order",
                where=where,
                way_out="Give them sorted, with room between them.",
            )


def within(where: str, name: str, figure: int, most: int) -> None:
    """Refuse a figure below nothing or beyond its bound."""
    if not 0 <= figure <= most:
        raise BadInputError(f"{name} is {figure}, which is not from 0 to {most}", where=where)
