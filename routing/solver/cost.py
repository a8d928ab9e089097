"""The one place of the objective: priorities served, then requests served, then one exact cost.

Prices are per hour and per kilometre, figures are seconds and metres: over the common denominator of
18,000 (of 3,600 s and 1,000 m) every cost is a whole number, so sums and comparisons are exact.
"""

from fractions import Fraction

from routing.solver.problem import Costs, Problem
from routing.solver.requests import Request
from routing.solver.solution import Route

__all__ = ["DENOMINATOR", "PER_M", "PER_S", "exact_cost", "objective", "whole"]

DENOMINATOR = 18_000
"""Least common multiple of 3,600 s an hour and 1,000 m a kilometre."""
PER_S = DENOMINATOR // 3_600
PER_M = DENOMINATOR // 1_000


def exact_cost(costs: Costs, *, distance_m: int, duration_s: int, duty_s: int) -> int:
    """Price one used vehicle's route, in 18,000ths of a cost unit.

    VROOM's formula, and the price of duty that the design adds to it.
    """
    return (
        DENOMINATOR * costs.fixed
        + PER_S * (costs.per_hour * duration_s + costs.per_duty_hour * duty_s)
        + PER_M * costs.per_km * distance_m
    )


def whole(exact: int) -> int:
    """Round an exact cost to whole units for a report; halves go up."""
    return (2 * exact + DENOMINATOR) // (2 * DENOMINATOR)


def objective(problem: Problem, served: list[Request], routes: tuple[Route, ...]) -> tuple[int, int, Fraction]:
    """Rank a solution; the smaller tuple is the better one.

    Returns
    -------
    Priorities served and requests served, both negated, and the exact cost in cost units.
    """
    costs = {vehicle.id: vehicle.costs for vehicle in problem.vehicles}
    exact = sum(
        exact_cost(costs[route.vehicle], distance_m=route.distance_m, duration_s=route.duration_s, duty_s=route.duty_s)
        for route in routes
    )
    return -sum(request.priority for request in served), -len(served), Fraction(exact, DENOMINATOR)
