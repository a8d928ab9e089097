"""Metres of the rounds for one order as orders grow: days drawn anew at each number, planned with the real solver.

Every order of a drawn day is a twin of one that was, at another door (rounds/more_orders.py). There are as many
vehicles as are wanted, so that kilometres are not held down by orders that found no place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, product
from math import ceil, log2
from statistics import median

from kernel.errors import BadInputError
from kernel.progress import Progress, Stop, never
from kernel.text import Text
from rounds.changes import Changes, fleet_of
from rounds.day_planning import roads_of
from rounds.growth_source import GrowthSource
from rounds.more_orders import MOST_ORDERS, with_orders
from rounds.planning import places_of
from rounds.replayed import SearchDepth, replayed
from rounds.roads import profiles_of
from rounds.route_approximation import Ground, approximated_m
from rounds.whole_day import Step, unwatched

__all__ = ["FLAT", "Growth", "GrowthDraw", "GrowthPoint", "check_counts", "falls", "growth", "stops_falling_at"]

ORDERS_A_VEHICLE = 10
"""There is a vehicle for so many orders, and no fewer than the day has: a bike of the demo brings some 25."""
FLAT = 0.05
"""Less than this saved by twice the orders is called flat. Own choice: draws differ by about as much."""
MOST_COUNTS, MOST_DRAWS = 12, 30


@dataclass(frozen=True, slots=True)
class GrowthDraw:
    """One drawn day, planned; `approximated_m` is what Daganzo's rule expects."""

    orders: int
    draw: int
    delivered: int
    unassigned: int
    rounds: int
    distance_m: int
    duty_s: int
    approximated_m: int


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """All drawn days of one number of orders; metres an order, least, median and most."""

    orders: int
    draws: int
    low_m: int
    median_m: int
    high_m: int
    approximated_m: int
    rounds: float
    duty_s: int
    unassigned: int

    @classmethod
    def of(cls, draws: Sequence[GrowthDraw]) -> "GrowthPoint":
        """Sum up at least one draw in which something was delivered."""
        each = [one.distance_m / one.delivered for one in draws]
        return cls(
            orders=draws[0].orders,
            draws=len(draws),
            low_m=round(min(each)),
            median_m=round(median(each)),
            high_m=round(max(each)),
            approximated_m=round(median(one.approximated_m / one.delivered for one in draws)),
            rounds=median(one.rounds for one in draws),
            duty_s=round(median(one.duty_s / one.delivered for one in draws)),
            unassigned=sum(one.unassigned for one in draws),
        )


@dataclass(frozen=True, slots=True)
class Growth:
    """A curve: the draws it is made of, and the ground of the rule of thumb."""

    source: GrowthSource
    counts: Sequence[int]
    draws_asked: int
    depth: SearchDepth
    draws: Sequence[GrowthDraw]
    ground: Ground

    @property
    def days(self) -> Sequence[date]:
        return [one.clock.day for one in self.source.days]

    @property
    def is_partial(self) -> bool:
        return len(self.draws) < len(self.counts) * self.draws_asked

    @property
    def points(self) -> list[GrowthPoint]:
        own = ([one for one in self.draws if one.orders == count and one.delivered] for count in self.counts)
        return [GrowthPoint.of(draws) for draws in own if draws]


def check_counts(counts: Sequence[int], draws: int) -> list[int]:
    """Give the numbers of orders in rising order, each once.

    Raises
    ------
    BadInputError
        There are none or too many, or one is out of reach.
    """
    wanted = sorted(set(counts))
    if not 1 <= len(wanted) <= MOST_COUNTS:
        raise BadInputError(f"{len(wanted)} numbers of orders are not from 1 to {MOST_COUNTS}", where="--growth")
    for count in wanted:
        if not 1 <= count <= MOST_ORDERS:
            raise BadInputError(f"{count} orders a day are not from 1 to {MOST_ORDERS}", where="--growth")
    if not 1 <= draws <= MOST_DRAWS:
        raise BadInputError(f"{draws} draws are not from 1 to {MOST_DRAWS}", where="--draws")
    return wanted


def growth(
    source: GrowthSource,
    counts: Sequence[int],
    *,
    draws: int,
    depth: SearchDepth,
    step: Step = unwatched,
    stop: Stop = never,
) -> Growth:
    """Draw and plan days of each number of orders, one of each number before the second of any.

    Parameters
    ----------
    counts: as `check_counts` gives them.
    stop: asked before all and after each search; one that was cut short is left out.

    Raises
    ------
    BadInputError
        The depot has no road for some vehicle, or there are no addresses.
    """
    first = source.days[0].whole
    ground = Ground.of(first.depot, source.roads.measure(places_of(first), profiles_of(first.vehicles)[0]))
    done: list[GrowthDraw] = []
    for draw, count in product(range(1, draws + 1), counts):
        if stop():
            break
        title = Text(f"{count} bestellingen, trekking {draw}", f"{count} orders, draw {draw}")
        one = _drawn(source, (count, draw), depth, ground, step(title))
        if stop():
            break
        done.append(one)
    return Growth(source, counts, draws, depth, done, ground)


def falls(points: Sequence[GrowthPoint]) -> list[float]:
    """Say between each two points what share of the metres an order twice as many orders save; below 0 is a rise."""
    return [
        1 - (after.median_m / before.median_m) ** (1 / log2(after.orders / before.orders))
        for before, after in pairwise(points)
    ]


def stops_falling_at(points: Sequence[GrowthPoint]) -> int | None:
    """Give the number of orders from which on twice as many save less than `FLAT`; None where they still do."""
    steps = falls(points)
    flat = None
    for point, fall in reversed(list(zip(points, steps, strict=False))):
        if fall >= FLAT:
            break
        flat = point.orders
    return flat


def _drawn(
    source: GrowthSource, wanted: tuple[int, int], depth: SearchDepth, ground: Ground, progress: Progress
) -> GrowthDraw:
    """Draw and plan one day, `wanted` being the number of its orders and that of the draw."""
    count, draw = wanted
    loaded = source.days[(draw - 1) % len(source.days)]
    gone = {left.order.id for left in loaded.refused}
    known = replace(loaded.whole, orders=[order for order in loaded.whole.orders if order.id not in gone])
    day = with_orders(known, count, source.doors, depth.seed + draw, anew=True)
    fleet = Changes(vehicles=max(len(day.vehicles), ceil(count / ORDERS_A_VEHICLE)))
    day = replace(day, vehicles=fleet_of(day, fleet))
    own = SearchDepth(depth.iterations, depth.seed + draw)
    found = replayed(day, (), roads_of(source.roads, replace(loaded, whole=day)), own, progress=progress)
    return GrowthDraw(
        orders=count,
        draw=draw,
        delivered=found.delivered,
        unassigned=found.left,
        rounds=found.trips,
        distance_m=found.distance_m,
        duty_s=found.duty_s or 0,
        approximated_m=approximated_m(found.rounds, ground),
    )
