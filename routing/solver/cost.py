"""The one place of the objective: priorities served, then requests served, then one exact cost.

Prices are per hour and per kilometre, figures are seconds and metres: over the common denominator of
18,000 (of 3,600 s and 1,000 m) every cost is a whole number, so sums and comparisons are exact.
"""

from collections.abc import Sequence
from fractions import Fraction

from routing.solver.problem import Costs, Problem
from routing.solver.requests import Request
from routing.solver.solution import Route

__all__ = ["DENOMINATOR", "PER_M", "PER_S", "balance_cost", "exact_cost", "objective", "whole"]

DENOMINATOR = 18_000
"""Least common multiple of 3,600 s an hour and 1,000 m a kilometre."""
PER_S = DENOMINATOR // 3_600
PER_M = DENOMINATOR // 1_000


def exact_cost(
    costs: Costs, *, distance_m: int, duration_s: int, duty_s: int, work_s: int = 0, way_costs: int | None = None
) -> int:
    """Price one used vehicle's route, in 18,000ths of a cost unit; broken wishes come on top.

    VROOM's formula, and the price of duty that the design adds to it.

    Parameters
    ----------
    work_s: setup and service at tasks.
    way_costs: sum of the matrix of costs over the route, in place of travel by the hour and the kilometre.
    """
    if way_costs is None:
        travel = PER_S * costs.per_hour * duration_s + PER_M * costs.per_km * distance_m
    else:
        travel = DENOMINATOR * way_costs
    return DENOMINATOR * costs.fixed + travel + PER_S * (costs.per_task_hour * work_s + costs.per_duty_hour * duty_s)


def balance_cost(problem: Problem, routes: Sequence[Route]) -> int:
    """Price the longest duty of all routes, in 18,000ths of a cost unit."""
    return PER_S * problem.per_longest_duty_hour * max((route.duty_s for route in routes), default=0)


def whole(exact: int) -> int:
    """Round an exact cost to whole units for a report; halves go up."""
    return (2 * exact + DENOMINATOR) // (2 * DENOMINATOR)


def objective(problem: Problem, served: Sequence[Request], routes: Sequence[Route]) -> tuple[int, int, Fraction]:
    """Rank a solution; the smaller tuple is the better one.

    Returns
    -------
    Priorities served and requests served, both negated, and the exact cost in cost units.
    """
    exact = sum(route.exact_cost for route in routes) + balance_cost(problem, routes)
    return -sum(request.priority for request in served), -len(served), Fraction(exact, DENOMINATOR)
