"""When each task of a route is done, exactly, from the order of the tasks alone; see `chain` for the system."""

from heapq import heappop, heappush
from itertools import count

from routing.solver.chain import Chain, earliest
from routing.solver.cheapest_moments import cheapest

__all__ = ["timetable"]


def timetable(chain: Chain, *, duty_price: int = 0) -> list[int] | None:
    """Choose the moments: at least cost, then finish as early as can be, then leave as late as that allows.

    Each moment between is as early as that leaves it. With one window each and no wish, the earliest
    finish has the least duty, and so the least cost.

    Parameters
    ----------
    duty_price: of a second between leaving and finishing, in the unit of the wishes' prices.

    Returns
    -------
    Seconds, one a moment; None where no solution exists.
    """
    if chain.wishes:
        return _least_cost(chain, duty_price)
    times = _compact(chain, 0)
    if times is None or not duty_price or all(len(windows) < 2 for windows in chain.windows):
        return times
    # A shortest route can be moved earlier until some moment meets the beginning of a window: try each.
    pinned = (
        _compact(chain.within(moment, (start_s, start_s)), 0)
        for moment, windows in enumerate(chain.windows)
        for start_s, _ in windows
    )
    return min((times, *(other for other in pinned if other)), key=lambda found: (found[-1] - found[0], found[-1]))


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


def _least_cost(chain: Chain, duty_price: int) -> list[int] | None:
    """Let each moment lie between its windows too, and part them where one does: best first, so exact.

    The number of steps has no bound but the number of choices of windows; tasks with a wish and several
    windows are few.
    """
    ties = count()
    waiting: list[tuple[tuple[int, int, int], int, list[int], Chain]] = []

    def consider(parted: Chain) -> None:
        if not all(parted.windows):
            return
        spanned = tuple(((windows[0][0], windows[-1][1]),) for windows in parted.windows)
        times = _compact(Chain(parted.gaps_s, spanned, parted.leashes, parted.skips, parted.wishes), duty_price)
        if times is not None:
            cost = duty_price * (times[-1] - times[0]) + parted.wished(times)
            heappush(waiting, ((cost, times[-1], -times[0]), next(ties), times, parted))

    consider(chain)
    while waiting:
        _, _, times, parted = heappop(waiting)
        between = _between_windows(parted, times)
        if between is None:
            return times
        moment, before = between
        for kept in (parted.windows[moment][:before], parted.windows[moment][before:]):
            consider(parted.within(moment, (kept[0][0], kept[-1][1])))
    return None


def _between_windows(chain: Chain, times: list[int]) -> tuple[int, int] | None:
    """Find a moment in none of its windows, and how many of them it comes after."""
    for moment, (at_s, windows) in enumerate(zip(times, chain.windows, strict=True)):
        if not any(start_s <= at_s <= end_s for start_s, end_s in windows):
            return moment, sum(end_s < at_s for _, end_s in windows)
    return None
