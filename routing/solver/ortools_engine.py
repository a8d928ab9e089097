"""Google OR-Tools as an engine: cheapest insertion, then guided local search until the effort is spent.

The search holds Python's global lock: solve problems side by side in processes, not in threads.
"""

import time
from collections.abc import Sequence
from math import inf
from typing import Any

from routing.solver.engine import Effort, Listener, Standing, VisitOrders
from routing.solver.insertion import LATE_S, insert, keep_what_holds
from routing.solver.interruption import Interruption, noticing_ctrl_c
from routing.solver.ortools_model import RoutingModel
from routing.solver.ortools_untyped import BOOL_FALSE, enums, pywrapcp
from routing.solver.problem import Problem
from routing.solver.requests import Request
from routing.solver.solution import Phase
from routing.solver.warm_start import best_of, given_orders

__all__ = ["plan_with_ortools"]

_Strategy = enums.FirstSolutionStrategy
FIRST_SHARE, QUICK_SHARE = 1 / 3, 1 / 2
QUICK_LEAST_S = 2.0
"""Of the time limit, and seconds, for a first plan: searching on from a part of one is worse than a longer wait."""
QUICK_NEIGHBOURS, CAREFUL_NEIGHBOURS = 5, 20
"""How many of a task's neighbours insertion looks at, at least."""
CAREFUL_TASKS = 400
"""With no more tasks than this, careful insertion looks everywhere; docs/adr/0005-first-solver.md."""
CAREFUL_TIMES = 8
"""So many times as long as quick insertion there must be left for careful insertion, or it would not end:
200 orders of Helsinki take 1 s quickly, 8 s carefully, of CPU."""
SMALL, PATIENCE = 40, 200
"""Up to so many tasks, so many iterations without a better plan end the search before its time is up."""

INSERTING, SEARCHING = "OR-Tools cheapest insertion", "OR-Tools guided local search"

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

    The first Ctrl-C ends the search with the best so far. A plan to begin with is kept where none better is found, what
    was cut put in again; the search itself begins anew.

    Raises
    ------
    BadInputError
        More tasks than the model has room for.
    """
    begun_s = time.monotonic()
    with noticing_ctrl_c() as interruption:
        model = RoutingModel(problem, requests, allowed)
        model.solver.ReSeed(effort.seed)
        first = _first_plan(model, effort.time_limit_s)
        listener.phase(Phase("construction", INSERTING, time.monotonic() - begun_s, model.cost(first)))
        found = model.orders(_improved(first, _Watch(model, effort, begun_s, listener, interruption)))
        given = given_orders(problem, requests)
        if not any(given):
            return found
        kept = keep_what_holds(problem, requests, found)
        if kept != found:
            until_s = _mending_ends_s(effort, begun_s, interruption)
            with noticing_ctrl_c() as pressed_since:
                kept = insert(problem, requests, allowed, kept, until_s=until_s, interruption=pressed_since)
        return best_of(problem, requests, kept, given)


def _mending_ends_s(effort: Effort, begun_s: float, interruption: Interruption) -> float:
    """Return when an insertion behind the search ends; never by the clock where the answer must repeat."""
    late_s = time.monotonic() + LATE_S
    if interruption:
        return late_s
    return inf if effort.time_limit_s is None else max(late_s, begun_s + effort.time_limit_s)


def _improved(first: Any, watch: "_Watch") -> Any:
    """Search on from a first plan for what is left of the effort."""
    model, effort = watch.model, watch.effort
    searching_s = time.monotonic()
    left_s = None if effort.time_limit_s is None else effort.time_limit_s - (searching_s - watch.begun_s)
    if watch.interruption or (left_s is not None and left_s <= 0):
        return first
    model.routing.AddAtSolutionCallback(watch.plan_accepted)
    if effort.iterations is not None or len(model.nodes.tasks) <= SMALL:
        model.routing.AddSearchMonitor(model.solver.CustomLimit(watch.spent))
    best = model.routing.SolveFromAssignmentWithParameters(first, _search(left_s)) or first
    watch.ended()
    watch.listener.phase(Phase("search", SEARCHING, time.monotonic() - searching_s, model.cost(best)))
    return best


def _first_plan(model: RoutingModel, limit_s: float | None) -> Any:
    """Insert carefully; with a time limit, quickly first, and carefully where that leaves time for it."""
    tasks = len(model.nodes.tasks)
    careful = CAREFUL_NEIGHBOURS, max(0.001, min(1.0, (CAREFUL_TASKS / tasks) ** 3))  # work grows with the cube
    if limit_s is None:
        return _inserted(model, careful, None) or _nothing(model)
    begun_s, share_s = time.monotonic(), limit_s * FIRST_SHARE
    plan = _inserted(model, (QUICK_NEIGHBOURS, 0.001), max(limit_s * QUICK_SHARE, QUICK_LEAST_S)) or _nothing(model)
    took_s = time.monotonic() - begun_s
    if share_s - took_s < CAREFUL_TIMES * took_s:
        return plan
    better = _inserted(model, careful, share_s - took_s)
    return better if better and better.ObjectiveValue() < plan.ObjectiveValue() else plan


def _inserted(model: RoutingModel, neighbours: tuple[int, float], limit_s: float | None) -> Any:
    """Insert the cheapest request next, again and again; what the time leaves out is left out.

    Parameters
    ----------
    neighbours: of each task, that it may come beside: so many at least, and this share of all.
    """
    parameters = _parameters(_Strategy.PARALLEL_CHEAPEST_INSERTION)
    insertion = parameters.global_cheapest_insertion_first_solution_parameters
    insertion.min_neighbors, insertion.neighbors_ratio = neighbours
    if limit_s is not None:
        parameters.time_limit.FromMilliseconds(max(1, int(1000 * limit_s)))
    return _solved(model, parameters)


def _nothing(model: RoutingModel) -> Any:
    plan = _solved(model, _parameters(_Strategy.ALL_UNPERFORMED))
    if not plan:
        raise RuntimeError("the model does not even hold for a plan that serves nothing")
    return plan


def _parameters(strategy: int) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = strategy
    parameters.solution_limit = 1
    return parameters


def _solved(model: RoutingModel, parameters: Any) -> Any:
    """Copy the plan: the next call to the model would change it."""
    plan = model.routing.SolveWithParameters(parameters)
    return plan and model.solver.Assignment(plan)


def _search(left_s: float | None) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    # Moving a pair anywhere looks at n^3 places for each move it finds; the other operators reach the same.
    parameters.local_search_operators.use_relocate_pair = BOOL_FALSE
    parameters.time_limit.FromMilliseconds(max(1, int(1000 * (LONGEST_S if left_s is None else left_s))))
    return parameters


class _Watch:
    """Counts what the search does, so that it ends alike each time, and tells the listener, at most so often.

    An iteration is a plan accepted, or `LOOKS` times the square of the tasks looked at in vain.
    """

    TELL_EVERY_S = 0.1
    LOOKS = 10

    def __init__(
        self, model: RoutingModel, effort: Effort, begun_s: float, listener: Listener, interruption: Interruption
    ) -> None:
        self.model = model
        self.effort = effort
        self.begun_s = begun_s
        self.listener = listener
        self.looks_an_iteration = self.LOOKS * len(model.nodes.tasks) ** 2
        self.looks = self.iterations = self.since_better = 0
        self.least: int | None = None
        self.standing: Standing | None = None
        self.told_s = begun_s
        self.interruption = interruption
        self.fault: Exception | None = None

    def plan_accepted(self) -> None:
        """Called by the search at every plan it accepts."""
        self._iterate()
        objective = self.model.routing.CostVar().Value()
        if self.least is None or objective < self.least:
            self.least, self.since_better = objective, 0
            self.standing = self.model.standing(objective)
        try:
            self._tell()
        except Exception as fault:  # noqa: BLE001 (a call from C++ loses it, and searches on; `ended` raises it)
            self.fault = fault
        if self.fault is not None or self.interruption:
            self.model.routing.CancelSearch()

    def spent(self) -> bool:
        """Called by the search at every neighbour it looks at: whether to stop."""
        self.looks += 1
        if self.looks >= self.looks_an_iteration:
            self._iterate()
        most = self.effort.iterations
        return bool(self.interruption) or (self.since_better >= PATIENCE if most is None else self.iterations >= most)

    def ended(self) -> None:
        """Tell the listener that the search is over, unless the clock or Ctrl-C cut it short; raise what it raised."""
        if self.fault is not None:
            raise self.fault
        limit_s = self.effort.time_limit_s
        in_time = limit_s is None or time.monotonic() - self.begun_s < limit_s
        if self.standing is not None and in_time and not self.interruption:
            self.listener(1.0, self.standing)

    def _iterate(self) -> None:
        self.looks = 0
        self.iterations += 1
        self.since_better += 1

    def _tell(self) -> None:
        now_s = time.monotonic()
        if self.fault is None and self.standing is not None and now_s - self.told_s >= self.TELL_EVERY_S:
            self.told_s = now_s
            self.listener(self._share_done(now_s), self.standing)

    def _share_done(self, now_s: float) -> float:
        limit_s, iterations = self.effort.time_limit_s, self.effort.iterations
        of_time = (now_s - self.begun_s) / limit_s if limit_s else 0.0
        of_iterations = self.iterations / iterations if iterations else 0.0
        return min(1.0, max(of_time, of_iterations))
