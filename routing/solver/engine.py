"""What solve.py asks of any engine: an order of visits a vehicle, for an effort, telling how it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from routing.solver.problem import Problem
from routing.solver.requests import Request, Visit
from routing.solver.solution import Phase

__all__ = ["DEFAULT_THREADS", "Effort", "EffortLeft", "Engine", "Listener", "Standing", "VisitOrders"]

VisitOrders = list[tuple[Visit, ...]]
"""One order of visits a vehicle, in the problem's order of vehicles; empty for an unused one."""


class Standing(NamedTuple):
    """The best plan so far.

    Attributes
    ----------
    unassigned: requests in no route.
    cost: in whole units, of what is in routes, as near as the engine knows it.
    distance_m: None where the engine does not know it.
    """

    unassigned: int
    cost: int
    distance_m: int | None = None


class Listener(Protocol):
    """Is told how a search goes.

    Attributes
    ----------
    hears_metres: whether to reckon how far the best plan drives, which takes a while for a large one.
    """

    hears_metres: bool

    def __call__(self, share: float, standing: Standing) -> None:
        """Take the share of the effort that is spent, and the best plan's figures."""
        ...

    def phase(self, phase: Phase) -> None:
        """Take a part of the search that is over."""
        ...


DEFAULT_THREADS = 2
"""Of every machine we know of; the same everywhere, since answers depend on it."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search: until the time limit, or for a number of iterations, which repeats exactly.

    Attributes
    ----------
    iterations: of each thread.
    threads: the same number gives the same answer on any machine; engines of one thread ignore it.
    proving: whether to prove of a small problem that no plan is better; seconds, of which searching needs a fraction.
    """

    time_limit_s: float | None
    iterations: int | None
    seed: int
    threads: int = DEFAULT_THREADS
    proving: bool = True

    @property
    def asked_s(self) -> float | None:
        """The time limit that was asked for, which says how to search."""
        return self.time_limit_s


@dataclass(frozen=True, slots=True)
class EffortLeft(Effort):
    """What preparing the problem leaves of an effort, by the clock.

    Attributes
    ----------
    whole_s: the time limit with what preparing took: the kind of search must not depend on that.
    """

    whole_s: float | None = None

    @property
    def asked_s(self) -> float | None:
        return self.whole_s


class Engine(Protocol):
    """Orders visits; solve.py lays the routes out and never trusts an engine's own times."""

    def __call__(
        self,
        problem: Problem,
        requests: Sequence[Request],
        allowed: Sequence[frozenset[int]],
        effort: Effort,
        listener: Listener,
    ) -> VisitOrders:
        """Serve what can be served.

        Parameters
        ----------
        allowed: for each request the indices of vehicles that may carry it; never all of them empty.
        """
        ...
