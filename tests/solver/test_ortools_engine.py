"""OR-Tools alone as the engine: what it serves, begins with and tells."""

from dataclasses import replace
from typing import NoReturn

import numpy as np
import pytest

from routing.matrix import TravelMatrix
from routing.solver.cost import DENOMINATOR
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Standing
from routing.solver.ortools_engine import _Watch
from routing.solver.ortools_model import RoutingModel
from routing.solver.problem import (
    Break,
    Costs,
    GivenStep,
    Job,
    Problem,
    SoftWindow,
    Task,
    TaskKind,
    TimeWindow,
    Vehicle,
)
from routing.solver.requests import requests_of
from routing.solver.solve import ENGINES, solve
from tests.solver.solving import line, order_of, outcome


def many_to_one_end() -> Problem:
    """Served all, one vehicle makes the long job and six from a far depot carry an order each."""
    there = np.array([[0, 100, 101, 10], [100, 0, 1, 110], [101, 1, 0, 111], [10, 110, 111, 0]], np.int32)
    large = Vehicle(0, start=0, end=0, capacity=(6,), time_window=TimeWindow(0, 1_202))
    small = (Vehicle(number, start=3, end=3, capacity=(1,), max_travel_time_s=221) for number in range(1, 7))
    jobs = (Job(Task(number, 1, service_s=1), delivery=(1,)) for number in range(1, 7))
    long = Job(Task(7, 2, service_s=1_000), delivery=(0,))
    return Problem((large, *small), {"car": TravelMatrix(there, there)}, (*jobs, long))


def each_dear_elsewhere() -> Problem:
    """Each profile has one dear way, so that no single profile's dearest ways add up to the plan."""
    matrices: dict[str, TravelMatrix] = {}
    for place in (1, 2):
        there = np.full((3, 3), 1, np.int32) - np.eye(3, dtype=np.int32)
        there[0, place] = 900
        matrices[f"dear to {place}"] = TravelMatrix(there, there)
    skills = (frozenset({1}), frozenset({2}))
    fleet = tuple(Vehicle(n, profile=f"dear to {n}", start=0, end=0, skills=skills[n - 1]) for n in (1, 2))
    return Problem(fleet, matrices, tuple(Job(Task(n, n), skills=skills[n - 1]) for n in (1, 2)))


def beyond_64_bits() -> Problem:
    """The dearest ways to four tasks and home add up to more than 64 bits hold."""
    dear = Vehicle(0, start=0, end=0, costs=Costs(per_hour=10**8, per_km=10**8 - 1))
    jobs = tuple(Job(Task(number, 1)) for number in range(4))
    return Problem((dear,), {"car": line(0, 2**31 - 1)}, jobs)


@pytest.mark.parametrize("problem", [many_to_one_end(), each_dear_elsewhere(), beyond_64_bits()])
def test_leaving_one_order_out_is_dearer_than_the_dearest_plan(problem: Problem) -> None:
    whole = solve(problem, iterations=200, proving=False)
    requests = requests_of(problem)
    model = RoutingModel(problem, requests, allowed_vehicles(problem, requests))
    assert whole.unassigned == ()
    assert min(model.leaving_out) * model.prices.unit > whole.cost * DENOMINATOR


def wished_first() -> Problem:
    """A day whose cheapest way round comes too late for what one customer wishes."""
    there = np.array([[0, 10, 10], [10, 0, 20], [10, 21, 0]], np.int32)
    steps = tuple(GivenStep(TaskKind.JOB, number) for number in (2, 1))
    jobs = (Job(Task(1, 1)), Job(Task(2, 2, soft_window=SoftWindow(0, 10, 3_600))))
    return Problem((Vehicle(0, start=0, end=0, steps=steps),), {"car": TravelMatrix(there, there)}, jobs)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_answer_is_never_worse_than_the_plan_to_begin_with(engine: str) -> None:
    """OR-Tools' own model knows nothing of wishes: it would answer the other way round, for 60."""
    solution = solve(wished_first(), iterations=50, engine=engine, proving=False)
    assert (order_of(solution), solution.cost) == ([[("job", 2), ("job", 1)]], 41)


def test_a_plan_to_begin_with_that_is_worse_is_not_kept() -> None:
    problem = wished_first()
    steps = tuple(GivenStep(TaskKind.JOB, number) for number in (1,))
    solution = solve(
        replace(problem, vehicles=(replace(problem.vehicles[0], steps=steps),)), iterations=9, engine="ortools"
    )
    assert solution.unassigned == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_beside_a_plan_to_begin_with_what_does_not_hold_where_it_was_found_is_served_elsewhere(engine: str) -> None:
    """OR-Tools' own model knows nothing of rests: it would have one of two vehicles do both jobs."""
    second = Vehicle(1, start=0, end=0, time_window=TimeWindow(0, 1_000), breaks=(Break(1, service_s=300),))
    first = replace(second, id=0, steps=(GivenStep(TaskKind.JOB, 1),))
    jobs = tuple(Job(Task(number, 1, service_s=400)) for number in (1, 2))
    solution = solve(Problem((first, second), {"car": line(0, 10)}, jobs), iterations=20, engine=engine, proving=False)
    assert solution.unassigned == ()


def road_of_twenty() -> Problem:
    places = line(*((7 * place) % 31 for place in range(20)))
    return Problem((Vehicle(1, start=0, end=0),), {"car": places}, tuple(Job(Task(n, n)) for n in range(1, 20)))


def test_what_a_listener_raises_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Watch, "TELL_EVERY_S", 0.0)
    told: list[Standing] = []

    def stop(standing: Standing) -> NoReturn:
        told.append(standing)
        raise RuntimeError("no longer wanted")

    with pytest.raises(RuntimeError, match="no longer wanted"):
        solve(road_of_twenty(), iterations=300, time_limit_s=5.0, engine="ortools", best=stop)
    assert len(told) == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_or_tools_has_a_part_in_every_search_and_the_answer_says_so(engine: str) -> None:
    problem = road_of_twenty()
    solution = solve(problem, iterations=50, engine=engine, proving=False)
    assert any("OR-Tools" in phase.tool for phase in solution.phases)
    assert solution.phases[-1].cost == solution.cost == outcome(problem, solution)[2]
    assert all(phase.seconds >= 0 for phase in solution.phases)


def test_a_phase_of_or_tools_costs_nothing_that_is_known_while_an_order_is_left_out() -> None:
    problem = Problem(
        (Vehicle(1, start=0, end=0, max_tasks=1),), {"car": line(0, 9)}, (Job(Task(1, 1)), Job(Task(2, 1)))
    )
    phases = solve(problem, iterations=5, engine="ortools").phases
    assert [(phase.name, phase.cost) for phase in phases] == [("construction", None), ("search", None)]
