"""Which choices may stand in a cheaper plan at all: those whose reduced cost leaves room for it.

The linear relaxation, solved by OR-Tools' GLOP, prices requests and vehicles. Its prices are rounded to whole
numbers, and the bound is computed again from these, exactly: whatever the prices, no plan is below it.
Source: Baldacci, Christofides, Mingozzi, "An exact algorithm for the vehicle routing problem based on the set
partitioning formulation with additional cuts", Math. Programming 115 (2008), sect. 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ortools.linear_solver import pywraplp  # pyright: ignore[reportMissingTypeStubs] (it has none)

from routing.solver.proof.choice import Choice, Fleet, Goal

__all__ = ["narrowed"]

_Solver: Any = pywraplp.Solver


@dataclass(frozen=True, slots=True)
class _Prices:
    """What serving a request saves, what one more vehicle of a kind would (less than nothing), what worth does."""

    requests: list[int]
    kinds: list[int]
    worth: int


def narrowed(choices: Sequence[Choice], fleet: Fleet, goal: Goal, left_s: float | None = None) -> list[int]:
    """List the choices that may stand in a plan that reaches the goal, and maybe others.

    Parameters
    ----------
    left_s: seconds to spend; None is no limit.
    """
    prices = _prices(choices, fleet, goal, left_s)
    if prices is None:
        return list(range(len(choices)))
    reduced = [
        choice.cost - sum(prices.requests[index] for index in choice.requests) - prices.kinds[choice.kind]
        for choice in choices
    ]
    leaving = [-price - prices.worth * worth for price, worth in zip(prices.requests, goal.worths, strict=True)]
    bound = (
        sum(prices.requests)
        + sum(price * most for price, most in zip(prices.kinds, fleet.vehicles, strict=True))
        + prices.worth * goal.left
        + sum(min(0, cost) for cost in (*reduced, *leaving))
    )
    return [
        number
        for number, (choice, cost) in enumerate(zip(choices, reduced, strict=True))
        if bound + max(0, cost) + fleet.longest_price * choice.duty_s < goal.below
    ]


def _prices(choices: Sequence[Choice], fleet: Fleet, goal: Goal, left_s: float | None) -> _Prices | None:
    """Solve the linear relaxation; None where it has no solution, or none in time."""
    solver = _Solver.CreateSolver("GLOP")
    if left_s is not None:
        solver.SetTimeLimit(int(1_000 * left_s))
    requests = [solver.Constraint(1, 1) for _ in goal.worths]
    kinds = [
        solver.Constraint(most if kind in fleet.must_go else -solver.infinity(), most)
        for kind, most in enumerate(fleet.vehicles)
    ]
    left = solver.Constraint(goal.left, goal.left)
    cost = solver.Objective()
    cost.SetMinimization()
    for choice in choices:
        variable = solver.NumVar(0, solver.infinity(), "")
        cost.SetCoefficient(variable, choice.cost)
        kinds[choice.kind].SetCoefficient(variable, 1)
        for index in choice.requests:
            requests[index].SetCoefficient(variable, 1)
    for request, worth in zip(requests, goal.worths, strict=True):
        variable = solver.NumVar(0, solver.infinity(), "")
        request.SetCoefficient(variable, 1)
        left.SetCoefficient(variable, worth)
    if solver.Solve() != _Solver.OPTIMAL:
        return None
    return _Prices(
        [round(row.dual_value()) for row in requests],
        [min(0, round(row.dual_value())) for row in kinds],
        round(left.dual_value()),
    )
