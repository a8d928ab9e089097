"""What solve.py asks of any engine: an order of visits a vehicle, for an effort, telling how it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from routing.solver.problem import Problem
from routing.solver.requests import Request, Visit

__all__ = ["Effort", "Engine", "Listener", "VisitOrders"]

VisitOrders = list[tuple[Visit, ...]]
"""One order of visits a vehicle, in the problem's order of vehicles; empty for an unused one."""

Listener = Callable[[float, int | None], None]
"""Called with the share done and the best cost so far in whole units (None: nothing yet, or something unassigned)."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to search: until the time limit, or for a number of iterations, which repeats exactly."""

    time_limit_s: float | None
    iterations: int | None
    seed: int


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
