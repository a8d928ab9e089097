"""What a route costs: exact, and rounded once, halves up."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from routing.solver.checker.walk import Walk

__all__ = ["balance_cost", "route_cost"]


def route_cost(walk: Walk) -> int:
    """Price a route: VROOM's formula, and the prices of duty and of soft windows."""
    prices = walk.vehicle.prices
    work_s = sum(walk.figures[number].setup_s + walk.figures[number].service_s for number, _ in walk.done)
    seconds = prices["per_task_hour"] * work_s + prices["per_duty_hour"] * walk.duty_s
    for number, task in walk.done:
        if task.soft_window is not None:
            seconds += task.soft_window.cost_per_hour * task.soft_window.missed_s(walk.figures[number].begin_s)
    return _whole(prices["fixed"] + _travel_cost(walk) + Fraction(seconds, 3600)) if walk.done else 0


def _travel_cost(walk: Walk) -> Fraction:
    """Price the way by the matrix of costs where there is one, else by hour and kilometre."""
    costs, prices = walk.vehicle.costs, walk.vehicle.prices
    if costs is not None:
        return Fraction(sum(costs[origin][destination] for origin, destination in walk.arcs))
    last = walk.figures[-1]
    return prices["per_hour"] * Fraction(last.travelled_s, 3600) + prices["per_km"] * Fraction(last.travelled_m, 1000)


def balance_cost(price: int, duties_s: Sequence[int]) -> int:
    """Price the longest duty of all routes."""
    return _whole(Fraction(price * max(duties_s, default=0), 3600))


def _whole(cost: Fraction) -> int:
    return floor(cost + Fraction(1, 2))
