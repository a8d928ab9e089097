"""Google OR-Tools as an engine: cheapest insertion, then guided local search until the effort is spent.

The search holds Python's global lock: solve problems side by side in processes, not in threads.
"""

import signal
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from routing.solver.engine import Effort, Listener, VisitOrders
from routing.solver.ortools_model import RoutingModel
from routing.solver.ortools_untyped import BOOL_FALSE, enums, pywrapcp
from routing.solver.problem import Problem
from routing.solver.requests import Request

__all__ = ["plan_with_ortools"]

_Strategy = enums.FirstSolutionStrategy
FIRST_SOLUTIONS = (
    _Strategy.PARALLEL_CHEAPEST_INSERTION,
    _Strategy.LOCAL_CHEAPEST_INSERTION,
    _Strategy.ALL_UNPERFORMED,
)
"""In this order until one succeeds; the last always does."""
INSERTION_TASKS, INSERTION_S = 400, 8.0
"""With no more tasks and no less time than this, insertion looks everywhere; docs/adr/0005-first-solver.md."""
LEAST_NEIGHBOURS = 20
SMALL, PATIENCE = 40, 200
"""Up to so many tasks, so many iterations without a better plan end the search before its time is up."""

LONGEST_S = 86_400
"""OR-Tools warns on stderr of a guided local search without a time limit, even where iterations end it."""


def plan_with_ortools(
    problem: Problem,
    requests: Sequence[Request],
    allowed: Sequence[frozenset[int]],
    effort: Effort,
    listener: Listener,
) -> VisitOrders:
    """Order the visits; see `routing.solver.engine.Engine`.

    A first plan is made however short the time limit: 1,000 orders take 40 s of CPU for it.

    Raises
    ------
    BadInputError
        More tasks than the model has room for.
    """
    begun_s = time.monotonic()
    model = RoutingModel(problem, requests, allowed)
    model.solver.ReSeed(effort.seed)
    first = _first_plan(model, effort.time_limit_s)
    left_s = None if effort.time_limit_s is None else effort.time_limit_s - (time.monotonic() - begun_s)
    if left_s is not None and left_s <= 0:
        return model.orders(first)
    watch = _Watch(model, effort, begun_s, listener)
    model.routing.AddAtSolutionCallback(watch.plan_accepted)
    if effort.iterations is not None or len(model.nodes.tasks) <= SMALL:
        model.routing.AddSearchMonitor(model.solver.CustomLimit(watch.spent))
    with _stopped_by_ctrl_c(watch):
        best = model.routing.SolveFromAssignmentWithParameters(first, _search(left_s))
    return model.orders(best or first)


def _first_plan(model: RoutingModel, limit_s: float | None) -> Any:
    for strategy in FIRST_SOLUTIONS:
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = strategy
        parameters.solution_limit = 1
        insertion = parameters.global_cheapest_insertion_first_solution_parameters
        insertion.neighbors_ratio = _share_of_neighbours(len(model.nodes.tasks), limit_s)
        insertion.min_neighbors = LEAST_NEIGHBOURS
        plan = model.routing.SolveWithParameters(parameters)
        if plan:
            return plan
    raise AssertionError("serving nothing is always a plan")


def _share_of_neighbours(tasks: int, limit_s: float | None) -> float:
    """Keep insertion's work, which grows with the cube of the tasks, level, and shrink it with the time there is."""
    hurry = 1.0 if limit_s is None else min(1.0, limit_s / INSERTION_S)
    return max(0.001, min(1.0, hurry * (INSERTION_TASKS / tasks) ** 3))


def _search(left_s: float | None) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    # Moving a pair anywhere looks at n^3 places for each move it finds; the other operators reach the same.
    parameters.local_search_operators.use_relocate_pair = BOOL_FALSE
    parameters.time_limit.FromMilliseconds(max(1, int(1000 * (LONGEST_S if left_s is None else left_s))))
    return parameters


@contextmanager
def _stopped_by_ctrl_c(watch: "_Watch") -> Generator[None]:
    """End the search at its next plan; an exception inside a call from C++ would be lost there."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, lambda _signal, _frame: watch.interrupt())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if watch.interrupted:
        raise KeyboardInterrupt


class _Watch:
    """Counts what the search does, so that it ends alike each time, and tells the listener, at most so often.

    An iteration is a plan accepted, or `LOOKS` times the square of the tasks looked at in vain.
    """

    TELL_EVERY_S = 0.1
    LOOKS = 10

    def __init__(self, model: RoutingModel, effort: Effort, begun_s: float, listener: Listener) -> None:
        self.model = model
        self.effort = effort
        self.begun_s = begun_s
        self.listener = listener
        self.looks_an_iteration = self.LOOKS * len(model.nodes.tasks) ** 2
        self.looks = self.iterations = self.since_better = 0
        self.least: int | None = None
        self.told_s = begun_s
        self.interrupted = False

    def plan_accepted(self) -> None:
        """Called by the search at every plan it accepts."""
        self._iterate()
        objective = self.model.routing.CostVar().Value()
        if self.least is None or objective < self.least:
            self.least, self.since_better = objective, 0
        self._tell()
        if self.interrupted:
            self.model.solver.FinishCurrentSearch()

    def interrupt(self) -> None:
        self.interrupted = True

    def spent(self) -> bool:
        """Called by the search at every neighbour it looks at: whether to stop."""
        self.looks += 1
        if self.looks >= self.looks_an_iteration:
            self._iterate()
        most = self.effort.iterations
        return self.interrupted or (self.since_better >= PATIENCE if most is None else self.iterations >= most)

    def _iterate(self) -> None:
        self.looks = 0
        self.iterations += 1
        self.since_better += 1

    def _tell(self) -> None:
        now_s = time.monotonic()
        if self.least is not None and now_s - self.told_s >= self.TELL_EVERY_S:
            self.told_s = now_s
            self.listener(self._share_done(now_s), self.model.cost_of(self.least))

    def _share_done(self, now_s: float) -> float:
        limit_s, iterations = self.effort.time_limit_s, self.effort.iterations
        of_time = (now_s - self.begun_s) / limit_s if limit_s else 0.0
        of_iterations = self.iterations / iterations if iterations else 0.0
        return min(1.0, max(of_time, of_iterations))
