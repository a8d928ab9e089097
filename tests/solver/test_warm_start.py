"""Given steps as a plan to begin with."""

from dataclasses import replace

from routing.solver.problem import GivenStep, Job, PauseKind, Problem, Shipment, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.requests import Visit, requests_of
from routing.solver.warm_start import best_of, given_orders, put_back
from tests.solver.solving import line

ROAD = line(0, 10, 20, 30, 40)
BIKE = Vehicle(0, start=0, end=0)
JOBS = tuple(Job(Task(number, number)) for number in (1, 2))
CARRIED = tuple(Shipment(Task(number, 3), Task(number, 4)) for number in (1, 2))


def orders(*vehicles: Vehicle, jobs: tuple[Job, ...] = JOBS) -> list[tuple[Visit, ...]]:
    problem = Problem(vehicles, {"car": ROAD}, jobs, CARRIED)
    return given_orders(problem, requests_of(problem))


def given(*steps: tuple[TaskKind | PauseKind, int]) -> Vehicle:
    return replace(BIKE, steps=tuple(GivenStep(kind, of) for kind, of in steps))


def test_steps_are_visits_in_their_order() -> None:
    first = given((TaskKind.JOB, 2), (TaskKind.JOB, 1))
    assert orders(first, replace(BIKE, id=1)) == [(Visit(1, 0), Visit(0, 0)), ()]


def test_a_pickup_alone_is_delivered_at_the_end_and_the_last_one_first() -> None:
    vehicle = given((TaskKind.PICKUP, 1), (TaskKind.PICKUP, 2), (TaskKind.JOB, 1))
    assert orders(vehicle) == [(Visit(2, 0), Visit(3, 0), Visit(0, 0), Visit(3, 1), Visit(2, 1))]


def test_what_does_not_hold_is_left_out_and_the_least_important_first() -> None:
    jobs = tuple(Job(Task(number, number, time_windows=(TimeWindow(0, 20),)), priority=number) for number in (1, 2))
    assert orders(given((TaskKind.JOB, 2), (TaskKind.JOB, 1)), jobs=jobs) == [(Visit(1, 0),)]


def test_frozen_visits_stay_even_where_more_important_ones_must_go() -> None:
    jobs = tuple(Job(Task(number, number, time_windows=(TimeWindow(0, 20),)), priority=3 - number) for number in (1, 2))
    vehicle = replace(given((TaskKind.JOB, 2), (TaskKind.JOB, 1)), frozen=1)
    assert orders(vehicle, jobs=jobs) == [(Visit(1, 0),)]


def test_without_steps_there_is_nothing_to_begin_with() -> None:
    assert orders(BIKE) == [()]


def test_of_two_plans_the_better_one_is_taken_as_it_is_laid_out() -> None:
    problem = Problem((BIKE,), {"car": ROAD}, JOBS, CARRIED)
    requests = requests_of(problem)
    one, both, there_and_back = [(Visit(0, 0),)], [(Visit(0, 0), Visit(1, 0))], [(Visit(2, 0), Visit(2, 1))]
    assert best_of(problem, requests, one, both) == best_of(problem, requests, both, one) == both
    assert best_of(problem, requests, there_and_back, one) == one


def test_a_plan_of_which_a_route_does_not_hold_counts_with_what_holds_of_it() -> None:
    short = Problem((replace(BIKE, max_tasks=1), replace(BIKE, id=5)), {"car": ROAD}, JOBS, CARRIED)
    given, found = [(Visit(0, 0),), ()], [(Visit(0, 0), Visit(1, 0)), (Visit(2, 0), Visit(2, 1))]
    assert best_of(short, requests_of(short), given, found) == [(Visit(0, 0),), (Visit(2, 0), Visit(2, 1))]


def test_a_route_that_is_put_back_takes_its_requests_from_others() -> None:
    found = [(Visit(0, 0),), (Visit(1, 0), Visit(2, 0), Visit(2, 1))]
    assert put_back([(Visit(2, 0), Visit(2, 1)), ()], found) == [(Visit(2, 0), Visit(2, 1)), (Visit(1, 0),)]
