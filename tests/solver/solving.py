"""Solve as every test does: for a number of iterations, and past the independent checker."""

from fractions import Fraction

import numpy as np

from routing.matrix import TravelMatrix
from routing.solver.checker import check
from routing.solver.problem import Problem
from routing.solver.solution import Solution
from routing.solver.solve import solve
from routing.solver.vroom_reader import read_problem
from routing.solver.vroom_writer import write_problem, write_solution


def solved(problem: Problem, iterations: int = 200, *, proving: bool = True) -> Solution:
    solution = solve(problem, iterations=iterations, proving=proving)
    document = write_problem(problem)
    read_problem(document)
    assert check(document, write_solution(problem, solution)) == []
    return solution


def outcome(problem: Problem, solution: Solution) -> tuple[int, int, Fraction]:
    """Return priorities served, requests served, exact cost: computed here, not by the solver."""
    left = {(one.kind.value, one.id) for one in solution.unassigned}
    served = [job for job in problem.jobs if ("job", job.task.id) not in left]
    served += [shipment for shipment in problem.shipments if ("pickup", shipment.pickup.id) not in left]
    prices = {vehicle.id: vehicle.costs for vehicle in problem.vehicles}
    cost = Fraction(0)
    for route in solution.routes:
        price = prices[route.vehicle]
        cost += price.fixed + Fraction(price.per_km * route.distance_m, 1000)
        cost += Fraction(price.per_hour * route.duration_s + price.per_duty_hour * route.duty_s, 3600)
    return sum(request.priority for request in served), len(served), cost


def line(*places: int, metres_per_s: int = 1) -> TravelMatrix:
    """Places on a straight road, at these seconds from its beginning."""
    at = np.array(places, dtype=np.int32)
    durations = np.abs(at[:, None] - at[None, :]).astype(np.int32)
    return TravelMatrix(distances_m=durations * metres_per_s, durations_s=durations)


def order_of(solution: Solution) -> list[list[tuple[str, int]]]:
    """Return each route's tasks in order."""
    return [[(step.kind.value, step.id) for step in route.steps if step.kind] for route in solution.routes]
