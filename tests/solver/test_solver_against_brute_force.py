"""Random small problems of every kind, against a plan found by trying everything."""

from fractions import Fraction

from hypothesis import given, settings

from routing.solver.cost import objective
from routing.solver.problem import Problem
from routing.solver.requests import requests_of
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
    left = {(one.kind, one.id) for one in solution.unassigned}
    done = [one for one in requests_of(problem) if (one.tasks[0][0], one.tasks[0][1].id) not in left]
    found: tuple[int, int, Fraction] = objective(problem, done, solution.routes)
    assert found == (-priority, -served, least)
    assert solution.proven
