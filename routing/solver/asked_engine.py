"""An engine is asked: for what some vehicle may carry, behind what is frozen, with those who want to hear of it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from kernel.errors import DorpsrondeError
from kernel.progress import Progress
from routing.solver.beginnings import frozen_visits
from routing.solver.engine import Effort, Engine, Listener, Standing, VisitOrders
from routing.solver.problem import Problem
from routing.solver.requests import Request, Visit
from routing.solver.rest_of_day import behind
from routing.solver.solution import Phase

__all__ = ["Audience", "Best", "asked", "of_what_fits"]

_log = logging.getLogger(__name__)

Best = Callable[[Standing], None]
"""Called with the best plan so far, now and then, and with the answer's figures at the end."""


class Audience:
    """Passes an engine's news on to those who asked for it; the share done never goes back.

    Attributes
    ----------
    hopeless: requests that no engine is given, unassigned in every plan.
    fault: what those who asked raised.
    """

    def __init__(self, progress: Progress, best: Best | None, hopeless: int) -> None:
        self.progress = progress
        self.best = best
        self.hopeless = hopeless
        self.fault: Exception | None = None
        self.hears_metres = best is not None
        self.share = 0.0
        self.phases: list[Phase] = []

    def __call__(self, share: float, standing: Standing) -> None:
        self.share = max(self.share, min(share, 1.0))
        try:
            self.progress(self.share)
            if self.best is not None:
                self.best(standing._replace(unassigned=standing.unassigned + self.hopeless))
        except Exception as fault:
            self.fault = fault
            raise

    def phase(self, phase: Phase) -> None:
        self.phases.append(replace(phase, cost=None) if self.hopeless else phase)


def asked(search: Callable[[], VisitOrders], problem: Problem, audience: Audience) -> VisitOrders:
    """Ask an engine; nothing is in a route where it fails. What the audience raises is raised on.

    Raises
    ------
    DorpsrondeError
        The engine refuses the problem.
    """
    found: VisitOrders = [() for _ in problem.vehicles]
    try:
        found = search()
    except DorpsrondeError:
        raise
    except Exception as fault:  # noqa: BLE001 (whatever an engine falls over, a plain plan is better than none)
        if audience.fault is None:
            _log.warning("The engine failed (%r); plain insertion plans instead. Please report it.", fault)
    if audience.fault is not None:  # also where a call from C++ lost it
        raise audience.fault
    return found


def of_what_fits(engine: Engine) -> Engine:
    """Keep from an engine what no vehicle may carry; what is frozen stays first in its answer.

    A search would try in vain to put it in again and again, and no plan would be whole to it.
    """

    def plan(
        problem: Problem,
        requests: Sequence[Request],
        allowed: Sequence[frozenset[int]],
        effort: Effort,
        listener: Listener,
    ) -> VisitOrders:
        given = [index for index, numbers in enumerate(allowed) if numbers]
        kept = [requests[index] for index in given]
        search = behind(frozen_visits(problem, kept), engine)
        found = search(problem, kept, [allowed[index] for index in given], effort, listener)
        return [tuple(Visit(given[visit.request], visit.step) for visit in visits) for visits in found]

    return plan
