"""From how many orders a day a square pays its way, by its own days: a straight line through what they cost.

What grows with the rounds (couriers, vehicles) is set against the orders of each day by least squares: the slope is
what one order more costs, the rest is what a day costs whatever it brings. Days drawn with replacement give the range.
A line through few days, or to numbers that no day had, says little; both are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor, inf, isinf

import numpy as np
from numpy.typing import NDArray

from impact.day_blocks import day_counts

__all__ = ["FEWEST_DAYS", "BreakEven", "Turn", "break_even"]

FEWEST_DAYS = 5
FEWEST_NUMBERS = 3
"""So many days, with so many unlike numbers of orders: fewer draw no line. Our own choice."""
DRAWS = 2_000
SEED = 1


class Turn(StrEnum):
    """What more orders do."""

    FROM = "from"
    """It pays its way from a number of orders on."""
    UP_TO = "up_to"
    """Each order costs more than it brings: what is paid by the month covers a few of them."""
    ALWAYS = "always"
    NEVER = "never"
    """At this tariff no number of orders is enough."""
    UNKNOWN = "unknown"
    """Too few days, or all alike; or nobody knows what an order brings."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The turning point, if there is one.

    Attributes
    ----------
    days, most_orders: the days it rests on, and the most orders that one of them had.
    marginal_cents: what one order more costs: of all days, and P5 and P95 of days drawn anew.
    orders: a day; P5 and P95 likewise, where None is no number of orders at all.
    """

    turn: Turn
    days: int
    most_orders: int
    marginal_cents: tuple[int, int, int] | None = None
    orders: tuple[int | None, int | None, int | None] | None = None


def break_even(days: Sequence[tuple[int, int]], income_cents: Fraction | None, fixed_cents: Fraction) -> BreakEven:
    """Find the turning point.

    Parameters
    ----------
    days: orders of each, and cents of what grows with the rounds.
    income_cents: of one order; None where nobody knows.
    fixed_cents: of a day, whatever it brings, less what others pay in.
    """
    orders = [each for each, _ in days]
    most = max(orders, default=0)
    if income_cents is None or len(days) < FEWEST_DAYS or len(set(orders)) < FEWEST_NUMBERS:
        return BreakEven(Turn.UNKNOWN, len(days), most)
    slope, base = _line(days)
    turn, central = _turning(slope, base + fixed_cents, income_cents)
    slopes, bases = _drawn_lines(days)
    low_slope, high_slope = _ends(slopes)
    marginal = round(low_slope), round(slope), round(high_slope)
    if turn is not Turn.FROM or central is None:
        number = None if central is None else floor(central)
        return BreakEven(turn, len(days), most, marginal, None if number is None else (None, number, None))
    low, high = _ends(_drawn_turnings(slopes, bases + float(fixed_cents), float(income_cents)))
    whole = ceil(central)
    return BreakEven(turn, len(days), most, marginal, (_at_most(low, whole), whole, _at_least(high, whole)))


def _line(days: Sequence[tuple[int, int]]) -> tuple[Fraction, Fraction]:
    """Give slope and height at nought; a slope below nought is none: more orders do not cost less."""
    n, x, y = len(days), sum(each for each, _ in days), sum(each for _, each in days)
    xx, xy = sum(each * each for each, _ in days), sum(one * other for one, other in days)
    slope = max(Fraction(n * xy - x * y, n * xx - x * x), Fraction(0))
    return slope, (y - slope * x) / n


def _turning(slope: Fraction, fixed: Fraction, income: Fraction) -> tuple[Turn, Fraction | None]:
    gain = income - slope
    if gain > 0:
        return (Turn.FROM, fixed / gain) if fixed > 0 else (Turn.ALWAYS, None)
    if gain == 0:
        return (Turn.NEVER if fixed > 0 else Turn.ALWAYS), None
    return (Turn.NEVER, None) if fixed > 0 else (Turn.UP_TO, fixed / gain)


def _drawn_lines(days: Sequence[tuple[int, int]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lines through days drawn with replacement; draws of days that are all alike are left out."""
    counts = day_counts(len(days), DRAWS, SEED)
    at = np.array(days, dtype=np.int64)
    x, y = counts @ at[:, 0], counts @ at[:, 1]
    xx, xy = counts @ (at[:, 0] ** 2), counts @ (at[:, 0] * at[:, 1])
    n = len(days)
    spread = n * xx - x * x
    usable = spread > 0
    slope = np.maximum((n * xy - x * y)[usable] / spread[usable], 0.0)
    return slope, (y[usable] - slope * x[usable]) / n


def _drawn_turnings(slopes: NDArray[np.float64], fixed: NDArray[np.float64], income: float) -> NDArray[np.float64]:
    gain = income - slopes
    found = np.full(slopes.size, inf)
    found[fixed <= 0] = 0.0
    pays = (gain > 0) & (fixed > 0)
    found[pays] = fixed[pays] / gain[pays]
    found[(gain <= 0) & (fixed <= 0)] = inf  # it covers a few, and no more
    return found


def _ends(sample: NDArray[np.float64]) -> tuple[float, float]:
    """P5 and P95, by nearest rank."""
    ordered = np.sort(sample)
    low, high = (float(ordered[-(-percent * ordered.size // 100) - 1]) for percent in (5, 95))
    return low, high


def _at_most(orders: float, central: int) -> int:
    return central if isinf(orders) else min(ceil(orders), central)


def _at_least(orders: float, central: int) -> int | None:
    return None if isinf(orders) else max(ceil(orders), central)
