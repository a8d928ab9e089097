"""Random small problems of every kind, against a plan found by trying everything."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings

from routing.solver.cost import objective
from routing.solver.problem import Problem
from routing.solver.requests import requests_of
from routing.solver.solution import Solution
from tests.solver.drawn_problems import problems
from tests.solver.oracle import best
from tests.solver.solving import outcome, solved


@settings(max_examples=40)
@given(problems(rich=False))
def test_the_plan_of_a_small_plain_problem_is_the_best_and_is_proven(problem: Problem) -> None:
    solution = solved(problem, iterations=100)
    assert outcome(problem, solution) == best(problem)
    assert solution.proven


@settings(max_examples=60, deadline=None)
@given(problems(rich=True, most=3))
def test_the_plan_of_a_small_rich_problem_is_the_best_and_is_proven(problem: Problem) -> None:
    """The checker has recomputed each cost from the matrices: so they may be taken from the routes here."""
    priority, served, least = best(problem)
    solution = solved(problem, iterations=50)
    assert value(problem, solution) == (-priority, -served, least)
    assert solution.proven


@settings(max_examples=25, deadline=None)
@given(problems(rich=True, most=3, metric=True))
def test_the_search_alone_serves_as_much_as_can_be_served(problem: Problem) -> None:
    """Where nothing is cheaper for visiting more (ADR 9); a proof would mend what it misses."""
    priority, served, least = best(problem)
    found = value(problem, solved(problem, iterations=200, proving=False))
    assert found[:2] == (-priority, -served)
    assert found[2] >= least
    if not may_overlook(problem):
        assert found[2] == least


@settings(max_examples=40, deadline=None)
@given(problems(rich=False, fleet=1, metric=True, shipments=3))
def test_what_is_loaded_last_is_unloaded_first_and_no_order_that_does_is_cheaper(problem: Problem) -> None:
    """Three shipments have 90 orders; 30 of them unload from behind."""
    stacked = replace(problem, vehicles=tuple(replace(vehicle, lifo=True) for vehicle in problem.vehicles))
    priority, served, least = best(stacked)
    assert value(stacked, solved(stacked, iterations=200, proving=False)) == (-priority, -served, least)
    proven = solved(stacked, iterations=50)
    assert (value(stacked, proven), proven.proven) == ((-priority, -served, least), True)


def value(problem: Problem, solution: Solution) -> tuple[int, int, Fraction]:
    left = {(one.kind, one.id) for one in solution.unassigned}
    done = [one for one in requests_of(problem) if (one.tasks[0][0], one.tasks[0][1].id) not in left]
    return objective(problem, done, solution.routes)


def may_overlook(problem: Problem) -> bool:
    """Tell whether a search may overlook a cheaper timetable, by ADR 9."""
    tasks = [
        *(job.task for job in problem.jobs),
        *(task for one in problem.shipments for task in (one.pickup, one.delivery)),
    ]
    moved = any(task.soft_window for task in tasks) or any(one.breaks or one.reload for one in problem.vehicles)
    leashed = any(one.max_time_on_board_s is not None for one in problem.shipments)
    return moved and (leashed or any(vehicle.costs.per_duty_hour for vehicle in problem.vehicles))
