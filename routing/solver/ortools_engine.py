"""Google OR-Tools as an engine: cheapest insertion, then guided local search until the effort is spent.

The search holds Python's global lock: solve problems side by side in processes, not in threads.
"""

import time
from collections.abc import Sequence

from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from ortools.constraint_solver.routing_parameters_pb2 import RoutingSearchParameters

from routing.solver.engine import Effort, Listener, VisitOrders
from routing.solver.ortools_model import RoutingModel
from routing.solver.ortools_nodes import LARGEST
from routing.solver.problem import Problem
from routing.solver.requests import Request

__all__ = ["plan_with_ortools"]

_Strategy = routing_enums_pb2.FirstSolutionStrategy
FIRST_SOLUTIONS = (
    _Strategy.PARALLEL_CHEAPEST_INSERTION,
    _Strategy.LOCAL_CHEAPEST_INSERTION,
    _Strategy.ALL_UNPERFORMED,
)
"""In this order until one succeeds; the last always does."""


def plan_with_ortools(
    problem: Problem,
    requests: Sequence[Request],
    allowed: Sequence[frozenset[int]],
    effort: Effort,
    listener: Listener,
) -> VisitOrders:
    """Order the visits; see `routing.solver.engine.Engine`.

    A first plan is made however short the time limit.

    Raises
    ------
    BadInputError
        More tasks than the model has room for.
    """
    begun_s = time.monotonic()
    model = RoutingModel(problem, requests, allowed)
    model.solver.ReSeed(effort.seed)
    first = _first_plan(model)
    left_s = None if effort.time_limit_s is None else effort.time_limit_s - (time.monotonic() - begun_s)
    if left_s is not None and left_s <= 0:
        return model.orders(first)
    parameters = _search(effort.iterations, left_s)
    watch = _Watch(model, effort, begun_s, listener)
    model.routing.AddAtSolutionCallback(watch)
    return model.orders(model.routing.SolveFromAssignmentWithParameters(first, parameters) or first)


def _first_plan(model: RoutingModel) -> pywrapcp.Assignment:
    for strategy in FIRST_SOLUTIONS:
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = strategy
        parameters.solution_limit = 1
        plan = model.routing.SolveWithParameters(parameters)
        if plan:
            return plan
    raise AssertionError("serving nothing is always a plan")


def _search(iterations: int | None, left_s: float | None) -> RoutingSearchParameters:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    if iterations is not None:
        parameters.solution_limit = iterations
    if left_s is not None:
        parameters.time_limit.FromMilliseconds(max(1, int(left_s * 1000)))
    return parameters


class _Watch:
    """Called by the search at every plan it accepts; tells the listener, at most so often."""

    TELL_EVERY_S = 0.1

    def __init__(self, model: RoutingModel, effort: Effort, begun_s: float, listener: Listener) -> None:
        self.model = model
        self.effort = effort
        self.begun_s = begun_s
        self.listener = listener
        self.plans = 0
        self.least = LARGEST
        self.told_s = begun_s

    def __call__(self) -> None:
        self.plans += 1
        self.least = min(self.least, self.model.routing.CostVar().Value())
        now_s = time.monotonic()
        if now_s - self.told_s >= self.TELL_EVERY_S:
            self.told_s = now_s
            self.listener(self._share_done(now_s), self.model.cost_of(self.least))

    def _share_done(self, now_s: float) -> float:
        limit_s, iterations = self.effort.time_limit_s, self.effort.iterations
        of_time = (now_s - self.begun_s) / limit_s if limit_s else 0.0
        of_plans = self.plans / iterations if iterations else 0.0
        return min(1.0, max(of_time, of_plans))
