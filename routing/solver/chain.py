"""The moments of one route and what holds between them: a system of differences.

A route is a chain of moments: leaving, the beginning of work at each task and of each rest, the final
return. Each comes at least its gap after the one before; some have windows; a way with rests on it also
takes its own time as a whole; a limit on time on board ties a delivery back to its pickup. Such a system
has one earliest solution (the set of solutions is closed under taking the smaller of each moment), found
by pushing moments later until nothing is violated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

__all__ = ["LAST_S", "Chain", "Leash", "Skip", "Window", "Wish", "earliest"]

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
class Skip:
    """Moment `later` comes at least `least_s` after moment `earlier`, whatever lies between them."""

    earlier: int
    later: int
    least_s: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A moment had better lie from `start_s` to `end_s`; each second early or late has a price."""

    moment: int
    start_s: int
    end_s: int
    price: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The moments of one route.

    Attributes
    ----------
    gaps_s: seconds from each moment to the next, at least; one fewer than the moments.
    windows: for each moment the intervals it may lie in, sorted and apart.
    leashes: limits between two moments.
    skips: further gaps, over moments between.
    wishes: what is paid for instead of held.
    """

    gaps_s: tuple[int, ...]
    windows: tuple[tuple[Window, ...], ...]
    leashes: tuple[Leash, ...] = ()
    skips: tuple[Skip, ...] = ()
    wishes: tuple[Wish, ...] = ()

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
            tuple(Skip(last - skip.later, last - skip.earlier, skip.least_s) for skip in self.skips),
            tuple(Wish(last - wish.moment, -wish.end_s, -wish.start_s, wish.price) for wish in self.wishes),
        )

    def wished(self, times: Sequence[int]) -> int:
        """Price what these moments leave of the wishes."""
        return sum(
            wish.price * max(wish.start_s - times[wish.moment], times[wish.moment] - wish.end_s, 0)
            for wish in self.wishes
        )


def earliest(chain: Chain) -> list[int] | None:
    """Find the moments none of which can be earlier; None where no solution exists."""
    onto = _skips_onto(chain)
    if _overstretched(chain, onto):
        return None
    times = [windows[0][0] if windows else 0 for windows in chain.windows]
    while True:
        for moment, windows in enumerate(chain.windows):
            allowed = _next_in(windows, _soonest(chain, onto, times, moment))
            if allowed is None:
                return None
            times[moment] = allowed
        pulled = [leash for leash in chain.leashes if times[leash.later] - times[leash.earlier] > leash.limit_s]
        if not pulled:
            return times
        for leash in pulled:
            times[leash.earlier] = max(times[leash.earlier], times[leash.later] - leash.limit_s)


def _skips_onto(chain: Chain) -> dict[int, list[Skip]]:
    onto: dict[int, list[Skip]] = {}
    for skip in chain.skips:
        onto.setdefault(skip.later, []).append(skip)
    return onto


def _soonest(chain: Chain, onto: dict[int, list[Skip]], times: Sequence[int], moment: int) -> int:
    """Return the first moment that gaps and skips leave, not before the one it has."""
    soonest = times[moment] if moment == 0 else max(times[moment], times[moment - 1] + chain.gaps_s[moment - 1])
    for skip in onto.get(moment, ()):
        soonest = max(soonest, times[skip.earlier] + skip.least_s)
    return soonest


def _overstretched(chain: Chain, onto: dict[int, list[Skip]]) -> bool:
    """Tell whether the gaps alone exceed a leash; pushing moments later would never end.

    No skip passes over an end of a leash, so that leashes need not be looked at together.
    """
    for leash in chain.leashes:
        least = [0] * (leash.later + 1)
        for moment in range(leash.earlier + 1, leash.later + 1):
            least[moment] = least[moment - 1] + chain.gaps_s[moment - 1]
            for skip in onto.get(moment, ()):
                if skip.earlier >= leash.earlier:
                    least[moment] = max(least[moment], least[skip.earlier] + skip.least_s)
        if least[leash.later] > leash.limit_s:
            return True
    return False


def _next_in(windows: Sequence[Window], moment_s: int) -> int | None:
    for start_s, end_s in windows:
        if moment_s <= end_s:
            return max(moment_s, start_s)
    return None
