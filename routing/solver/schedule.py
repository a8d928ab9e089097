"""When each task of a route is done, exactly, from the order of the tasks alone.

A route is a chain of moments: leaving, the beginning of work at each task, the final return. Each
moment comes at least its gap after the one before; some have windows; a limit on time on board ties
a delivery back to its pickup. Such a system has one earliest solution (the set of solutions is closed
under taking the smaller of each moment), found by pushing moments later until nothing is violated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

__all__ = ["LAST_S", "Chain", "Leash", "timetable"]

LAST_S = 2**53
"""Later than any moment of a valid problem: the end of a window that has none."""

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Leash:
    """Moment `later` comes at most `limit_s` after moment `earlier`."""

    earlier: int
    later: int
    limit_s: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The moments of one route.

    Attributes
    ----------
    gaps_s: seconds from each moment to the next, at least; one fewer than the moments.
    windows: for each moment the intervals it may lie in, sorted and apart.
    leashes: limits between two moments.
    """

    gaps_s: tuple[int, ...]
    windows: tuple[tuple[Window, ...], ...]
    leashes: tuple[Leash, ...] = ()

    def within(self, moment: int, window: Window) -> "Chain":
        """Return the same chain with one moment held in a further window."""
        low, high = window
        kept = tuple((max(a, low), min(b, high)) for a, b in self.windows[moment] if a <= high and b >= low)
        return replace(self, windows=(*self.windows[:moment], kept, *self.windows[moment + 1 :]))

    def mirrored(self) -> "Chain":
        """Return the chain with time running backwards: its earliest solution is this one's latest, negated."""
        last = len(self.windows) - 1
        return Chain(
            self.gaps_s[::-1],
            tuple(tuple((-b, -a) for a, b in reversed(windows)) for windows in reversed(self.windows)),
            tuple(Leash(last - leash.later, last - leash.earlier, leash.limit_s) for leash in self.leashes),
        )


def timetable(chain: Chain, *, least_duty: bool) -> list[int] | None:
    """Choose the moments: finish as early as can be, then leave as late as that allows.

    With `least_duty`, the time between leaving and finishing is made least first; that differs only
    where a task has several windows, since with one each the earliest finish also has the least duty.

    Returns
    -------
    Seconds, one a moment; None where no solution exists.
    """
    times = _compact(chain)
    if times is None or not least_duty or all(len(windows) < 2 for windows in chain.windows):
        return times
    # A shortest route can be moved earlier until some moment meets the beginning of a window: try each.
    pinned = (
        _compact(chain.within(moment, (start_s, start_s)))
        for moment, windows in enumerate(chain.windows)
        for start_s, _ in windows
    )
    return min((times, *(other for other in pinned if other)), key=lambda found: (found[-1] - found[0], found[-1]))


def _compact(chain: Chain) -> list[int] | None:
    """Finish earliest, then leave latest, then do each task as early as that leaves it."""
    earliest = _earliest(chain)
    if earliest is None:
        return None
    last, finish_s = len(earliest) - 1, earliest[-1]
    finishing = chain.within(last, (earliest[0], finish_s))
    latest = _earliest(finishing.mirrored())
    return latest and _earliest(finishing.within(0, (-latest[-1], -latest[-1])))


def _earliest(chain: Chain) -> list[int] | None:
    if _overstretched(chain):
        return None
    times = [windows[0][0] if windows else 0 for windows in chain.windows]
    while True:
        for moment, windows in enumerate(chain.windows):
            soonest = times[moment] if moment == 0 else max(times[moment], times[moment - 1] + chain.gaps_s[moment - 1])
            allowed = _next_in(windows, soonest)
            if allowed is None:
                return None
            times[moment] = allowed
        pulled = [leash for leash in chain.leashes if times[leash.later] - times[leash.earlier] > leash.limit_s]
        if not pulled:
            return times
        for leash in pulled:
            times[leash.earlier] = max(times[leash.earlier], times[leash.later] - leash.limit_s)


def _overstretched(chain: Chain) -> bool:
    """Tell whether the gaps alone exceed a leash; pushing moments later would never end."""
    return any(sum(chain.gaps_s[leash.earlier : leash.later]) > leash.limit_s for leash in chain.leashes)


def _next_in(windows: Sequence[Window], moment_s: int) -> int | None:
    for start_s, end_s in windows:
        if moment_s <= end_s:
            return max(moment_s, start_s)
    return None
