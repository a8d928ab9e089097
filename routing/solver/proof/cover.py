"""Which groups of requests go together best, by OR-Tools' CP-SAT: a set partitioning of all requests."""

from collections.abc import Sequence
from math import gcd
from typing import Any

from ortools.sat.python import cp_model

from routing.solver.cp_sat import repeatable_solver
from routing.solver.proof.choice import Choice, Fleet, Goal
from routing.solver.proof.effort import MOST_WORK, Spent, SpentError
from routing.solver.proof.narrowing import narrowed

__all__ = ["cheapest", "worthiest"]

_Sums: Any = cp_model.LinearExpr  # it has no types for these
LARGEST = 2**60
"""No sum of costs may pass this: CP-SAT counts in 64 bits."""


def worthiest(choices: Sequence[Choice], fleet: Fleet, goal: Goal, spent: Spent) -> list[int] | None:
    """Choose what leaves the least, and less than the goal does; None where nothing does.

    Returns
    -------
    Indices of the choices.

    Raises
    ------
    SpentError
        It takes too long to tell.
    """
    model, taken, left = _model(choices, fleet, goal)
    model.add(left < goal.left)
    model.minimize(left)
    return _solved(model, taken, spent)


def cheapest(choices: Sequence[Choice], fleet: Fleet, goal: Goal, spent: Spent) -> list[int] | None:
    """Choose what leaves as little as the goal and costs the least; None where nothing costs less.

    Raises
    ------
    SpentError
        It takes too long to tell, or costs are too large to add up.
    """
    if goal.below + sum(choice.cost for choice in choices) > LARGEST:
        raise SpentError
    likely = narrowed(choices, fleet, goal, spent.left_s())
    few = [choices[number] for number in likely]
    unit = max(1, gcd(fleet.longest_price, goal.below, *(choice.cost for choice in few)))
    model, taken, left = _model(few, fleet, goal)
    model.add(left == goal.left)
    cost = _Sums.weighted_sum(taken, [choice.cost // unit for choice in few])
    if fleet.longest_price:
        longest_s = model.new_int_var(0, max((choice.duty_s for choice in few), default=0), "")
        for variable, choice in zip(taken, few, strict=True):
            model.add(longest_s >= choice.duty_s * variable)
        cost += fleet.longest_price // unit * longest_s
    model.add(cost < goal.below // unit)
    model.minimize(cost)
    chosen = _solved(model, taken, spent)
    return None if chosen is None else [likely[number] for number in chosen]


def _model(choices: Sequence[Choice], fleet: Fleet, goal: Goal) -> tuple[cp_model.CpModel, list[cp_model.IntVar], Any]:
    """Serve each request once or leave it, with the vehicles there are; return also what is left."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in choices]
    left = [model.new_bool_var("") for _ in goal.worths]
    serving = [[variable] for variable in left]
    of_kind: list[list[cp_model.IntVar]] = [[] for _ in fleet.vehicles]
    for variable, choice in zip(taken, choices, strict=True):
        of_kind[choice.kind].append(variable)
        for request in choice.requests:
            serving[request].append(variable)
    for variables in serving:
        model.add_exactly_one(variables)
    for kind, (variables, most) in enumerate(zip(of_kind, fleet.vehicles, strict=True)):
        least = most if kind in fleet.must_go else 0
        model.add_linear_constraint(_Sums.sum(variables), least, most)
    return model, taken, _Sums.weighted_sum(left, goal.worths)


def _solved(model: cp_model.CpModel, taken: Sequence[cp_model.IntVar], spent: Spent) -> list[int] | None:
    left_s = spent.left_s()
    if spent.work >= MOST_WORK or left_s == 0.0:
        raise SpentError
    solver = repeatable_solver(spent.seed, MOST_WORK - spent.work, left_s)
    status = solver.solve(model)
    spent.work += solver.response_proto.deterministic_time
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise SpentError
    return [number for number, variable in enumerate(taken) if solver.boolean_value(variable)]
