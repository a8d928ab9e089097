"""When each task of a route is done, exactly, from the order of the tasks alone; see `chain` for the system."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count, product
from math import prod

from routing.solver.chain import Chain, earliest
from routing.solver.cheapest_moments import cheapest

__all__ = ["MOST_CHOICES", "MOST_HELD", "EndedError", "Looks", "timetable"]

MOST_CHOICES = 250
"""Of windows, one a moment, beside wishes: more are not all looked at, and the best that was met is taken, the same on
every machine."""
MOST_PARTED = 2 * MOST_CHOICES
"""Parting windows in two until each moment has one takes fewer chains than this, beside the one that is parted."""
A_WISHED_ONE = 10
"""A chain with wishes takes at least as long as so many without."""
MOST_HELD = A_WISHED_ONE * MOST_PARTED
"""Holding moments where they may make duty shorter takes no more chains than this: as long as those that are parted."""

Rank = tuple[int, int, int]
"""Cost, finish and, negated, leaving."""


class EndedError(Exception):
    """Whoever asked wants no more; caught where the asking began."""


@dataclass(slots=True)
class Looks:
    """Counts what is looked at to find the moments of routes.

    Attributes
    ----------
    chains: of all routes that were timed with it; one with wishes counts for `A_WISHED_ONE`.
    parted: those from parting windows in the route that is laid out now, at most `MOST_PARTED`.
    held: those from holding moments for the sake of duty in that route, at most `MOST_HELD`.
    ended: asked before each look, once true there is none any more; None is never.
    """

    chains: int = 0
    parted: int = 0
    held: int = 0
    ended: Callable[[], bool] | None = None

    def go_on(self) -> None:
        """Look once more.

        Raises
        ------
        EndedError
            There is to be no more.
        """
        if self.ended is not None and self.ended():
            raise EndedError

    @property
    def parts_no_more(self) -> bool:
        return self.parted >= MOST_PARTED or self.held >= MOST_HELD

    def begin_route(self) -> None:
        """Count anew what is of one route."""
        self.parted = self.held = 0


def timetable(chain: Chain, *, duty_price: int = 0, looks: Looks | None = None) -> list[int] | None:
    """Choose the moments: at least cost, then finish as early as can be, then leave as late as that allows.

    Each moment between is as early as that leaves it. With one window each and no wish, the earliest
    finish has the least duty, and so the least cost.

    Parameters
    ----------
    duty_price: of a second between leaving and finishing, in the unit of the wishes' prices.
    looks: counts this one too; several timetables of one route share what may be parted.

    Returns
    -------
    Seconds, one a moment; None where no solution exists.
    """
    looks = looks or Looks()
    looks.go_on()
    looks.chains += A_WISHED_ONE if chain.wishes else 1
    if chain.wishes:
        return _least_cost(chain, duty_price, looks)
    times = _compact(chain, 0)
    if times is None or not duty_price or all(len(windows) < 2 for windows in chain.windows):
        return times
    for held in _held(chain):
        if looks.parts_no_more:
            break
        looks.go_on()
        looks.chains += 1
        looks.held += 1
        other = _compact(held, 0)
        if other is not None:
            times = min(times, other, key=lambda found: (found[-1] - found[0], found[-1]))
    return times


def _held(chain: Chain) -> Iterator[Chain]:
    """List chains of which one has the least duty with its earliest finish, in the way that takes fewer of them."""
    several = [moment for moment, windows in enumerate(chain.windows) if len(windows) > 1]
    if prod(len(chain.windows[moment]) for moment in several) < sum(map(len, chain.windows)):
        for chosen in product(*(chain.windows[moment] for moment in several)):
            held = dict(zip(several, chosen, strict=True))
            yield replace(
                chain,
                windows=tuple((held[at],) if at in held else windows for at, windows in enumerate(chain.windows)),
            )
        return
    # A shortest route can be moved earlier until some moment meets the beginning of a window: try each.
    for moment, windows in enumerate(chain.windows):
        yield from (chain.within(moment, (start_s, start_s)) for start_s, _ in windows)


def _compact(chain: Chain, duty_price: int) -> list[int] | None:
    """Finish earliest, then leave latest, then do each task as early as that leaves it; all at least cost."""
    first = _first(chain, duty_price)
    if first is None:
        return None
    last, finish_s = len(first) - 1, first[-1]
    finishing = chain.within(last, (first[0], finish_s))
    latest = _first(finishing.mirrored(), duty_price)
    return latest and _first(finishing.within(0, (-latest[-1], -latest[-1])), duty_price)


def _first(chain: Chain, duty_price: int) -> list[int] | None:
    return cheapest(chain, duty_price) if chain.wishes else earliest(chain)


def _least_cost(chain: Chain, duty_price: int, looks: Looks) -> list[int] | None:
    """Let each moment lie between its windows too, and part them where one does: best first, so exact.

    Exact up to `MOST_CHOICES` of windows; beyond, the best that was met, or that takes the nearer windows.
    """
    if earliest(chain) is None:
        return None
    ties = count()
    waiting: list[tuple[Rank, int, list[int], Chain]] = []

    def rank(times: list[int]) -> Rank:
        return duty_price * (times[-1] - times[0]) + chain.wished(times), times[-1], -times[0]

    def consider(parted: Chain) -> None:
        times = _spanned(parted, duty_price)
        if times is not None:
            heappush(waiting, (rank(times), next(ties), times, parted))

    consider(chain)
    while waiting:
        _, _, times, parted = heappop(waiting)
        halves = _parted(parted, times)
        if not halves:
            return times
        if looks.parts_no_more:
            whole = [met for _, _, met, other in waiting if not _parted(other, met)]
            nearest = _by_nearer_windows(chain, duty_price)
            return nearest and min((nearest, *whole), key=rank)
        looks.go_on()
        looks.parted += len(halves)
        looks.chains += A_WISHED_ONE * len(halves)
        for half in halves:
            consider(half)
    return None


def _spanned(chain: Chain, duty_price: int) -> list[int] | None:
    """Choose the moments as if each had one window, from the beginning of its first to the end of its last."""
    if not all(chain.windows):
        return None
    spans = tuple(((windows[0][0], windows[-1][1]),) for windows in chain.windows)
    return _compact(Chain(chain.gaps_s, spans, chain.leashes, chain.skips, chain.wishes), duty_price)


def _by_nearer_windows(chain: Chain, duty_price: int) -> list[int] | None:
    """Keep the nearer windows of each moment between its own, or the further ones where only these can be met.

    Windows are only kept where some moments meet them all, so that no step is ever taken back.
    """
    times = _spanned(chain, duty_price)
    while times is not None and (halves := _parted(chain, times, nearer_first=True)):
        kept = next((half for half in halves if earliest(half) is not None), None)
        if kept is None:
            return None
        chain, times = kept, _spanned(kept, duty_price)
    return times


def _parted(chain: Chain, times: Sequence[int], *, nearer_first: bool = False) -> list[Chain]:
    """Part the windows of a moment in none of its own, before it and after it; nothing where all are in theirs."""
    between = _between_windows(chain, times)
    if between is None:
        return []
    moment, before = between
    windows, at_s = chain.windows[moment], times[moment]
    halves = [chain.within(moment, (kept[0][0], kept[-1][1])) for kept in (windows[:before], windows[before:])]
    return halves[::-1] if nearer_first and windows[before][0] - at_s < at_s - windows[before - 1][1] else halves


def _between_windows(chain: Chain, times: Sequence[int]) -> tuple[int, int] | None:
    """Find a moment in none of its windows, and how many of them it comes after."""
    for moment, (at_s, windows) in enumerate(zip(times, chain.windows, strict=True)):
        if not any(start_s <= at_s <= end_s for start_s, end_s in windows):
            return moment, sum(end_s < at_s for _, end_s in windows)
    return None
