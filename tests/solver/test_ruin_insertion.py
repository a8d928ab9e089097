"""The fast figures of the search against the slow and plain ones of layout.py, on random routes."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from routing.matrix import TravelMatrix
from routing.solver.eligibility import allowed_vehicles
from routing.solver.layout import lay_out
from routing.solver.problem import Costs, Job, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.requests import Visit, requests_of
from routing.solver.ruin.instance import Numbers
from routing.solver.ruin.plan_kernels import COST, COUNT, NONE
from routing.solver.ruin.route_kernels import end_of, start_of
from routing.solver.ruin.worker import Worker, nodes_of
from routing.solver.solution import Route
from tests.solver.test_solver_against_brute_force import problems as any_problems

Orders = list[tuple[Visit, ...]]


@st.composite
def town_problems(draw: st.DrawFn) -> Problem:
    """Days on which visiting more never makes anything sooner, so that no bound may miss a place.

    No way is shorter by a third place; one setup a place, and none where one may wait: a neighbour's
    setup while waiting for a window spares one's own.
    """
    at = np.array(draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=6, max_size=6)))
    metres = np.abs(at[:, None] - at[None, :]).sum(axis=2).astype(np.int32)
    setups = draw(st.lists(st.sampled_from([0, 2]), min_size=6, max_size=6))
    numbers_of_windows = st.just(0) if any(setups) else st.sampled_from([0, 1, 1, 1, 2])

    def task(number: int) -> Task:
        place, begin = draw(st.integers(0, 5)), draw(st.integers(0, 60))
        spans = ((begin, begin + draw(st.integers(0, 60))), (begin + 80, begin + 90))
        windows = tuple(TimeWindow(*span) for span in spans[: draw(numbers_of_windows)])
        return Task(number, place, setup_s=setups[place], service_s=draw(st.integers(0, 4)), time_windows=windows)

    amounts = st.tuples(st.integers(0, 3), st.integers(0, 2))
    costs = Costs(fixed=7, per_hour=0, per_km=1_000, per_duty_hour=draw(st.sampled_from([0, 1_800])))
    bike = Vehicle(0, start=0, end=draw(st.sampled_from([0, None])), capacity=(6, 4), costs=costs)
    limited = replace(bike, id=1, start=1, max_tasks=6, max_distance_m=60, max_travel_time_s=50)
    shipments = draw(st.integers(1, 5))
    return Problem(
        vehicles=(replace(bike, time_window=TimeWindow(0, 200)), limited),
        matrices={"car": TravelMatrix(metres, metres)},
        jobs=tuple(Job(task(number), draw(amounts), draw(amounts)) for number in range(draw(st.integers(0, 3)))),
        shipments=tuple(
            Shipment(
                task(number),
                task(number),
                draw(amounts),
                max_time_on_board_s=draw(st.sampled_from([None, None, 25])),
            )
            for number in range(shipments)
        ),
    )


def numbers_of(problem: Problem) -> Numbers:
    requests = requests_of(problem)
    return Numbers(problem, requests, allowed_vehicles(problem, requests))


def orders_of(numbers: Numbers, after: list[int]) -> Orders:
    vehicles = range(len(numbers.problem.vehicles))
    return [tuple(numbers.visits[node] for node in nodes_of(numbers.instance, after, number)) for number in vehicles]


def cost_of(numbers: Numbers, orders: Orders) -> int | None:
    """The exact cost in the search's unit; None where layout.py finds it forbidden."""
    total = 0
    for vehicle, visits in zip(numbers.problem.vehicles, orders, strict=True):
        if visits:
            route = lay_out(numbers.problem, vehicle, numbers.requests, visits)
            if not isinstance(route, Route):
                return None
            total += route.exact_cost
    return total // numbers.prices.unit


def everywhere(orders: Orders, visits: list[Visit]) -> Iterator[Orders]:
    """Put visits into one of the routes, in order, in all ways."""
    for number, route in enumerate(orders):
        for first in range(len(route) + 1):
            begun = (*route[:first], visits[0], *route[first:])
            if len(visits) == 1:
                yield [*orders[:number], begun, *orders[number + 1 :]]
            else:
                for last in range(first + 1, len(begun) + 1):
                    yield [*orders[:number], (*begun[:last], visits[1], *begun[last:]), *orders[number + 1 :]]


@settings(max_examples=150)
@given(town_problems(), st.data())
def test_a_request_is_put_where_it_costs_least(problem: Problem, data: st.DataObject) -> None:
    numbers = numbers_of(problem)
    worker = Worker(numbers.instance, 1)
    worker.construct(NONE)
    chosen = data.draw(st.integers(0, len(numbers.requests) - 1))
    without = [tuple(visit for visit in route if visit.request != chosen) for route in orders_of(numbers, worker.best)]
    after = worker.best.copy()
    for number, route in enumerate(without):
        start, end = start_of(numbers.instance, number), end_of(numbers.instance, number)
        way = [start, *(numbers.visits.index(visit) for visit in route), end]
        after[way[:-1]] = way[1:]
    after[[node for node, visit in enumerate(numbers.visits) if visit.request == chosen]] = NONE
    again = Worker(numbers.instance, 1)
    assert again.adopt(after)
    assume({visit.request for route in without for visit in route} | {chosen} == set(range(len(numbers.requests))))
    again.complete()
    visits = [visit for visit in numbers.visits if visit.request == chosen]
    vehicles = numbers.allowed[chosen]
    costs = [
        cost_of(numbers, orders)
        for orders in everywhere(without, visits)
        if all(number in vehicles for number, route in enumerate(orders) if len(route) > len(without[number]))
    ]
    least = min((cost for cost in costs if cost is not None), default=None)
    assert again.best_totals[COUNT] == (least is None)
    assert least is None or again.best_totals[COST] == least


@settings(max_examples=100)
@given(any_problems(rich=True, most=6))
def test_what_the_search_accepts_holds_and_costs_no_more_than_it_thought(problem: Problem) -> None:
    numbers = numbers_of(problem)
    if not numbers.requests:
        return
    worker = Worker(numbers.instance, 3)
    worker.construct(NONE)
    worker.improve(60, 5.0 / numbers.prices.unit, 1.0)
    cost = cost_of(numbers, orders_of(numbers, worker.best))
    assert cost is not None
    assert cost <= worker.best_totals[COST]


@settings(max_examples=100)
@given(any_problems(rich=False))
def test_the_figures_kept_while_searching_are_those_of_the_plan(problem: Problem) -> None:
    numbers = numbers_of(problem)
    if not numbers.requests:
        return
    worker = Worker(numbers.instance, 3)
    worker.construct(NONE)
    worker.improve(60, 5.0 / numbers.prices.unit, 1.0)
    standing = [int(after) for after in worker.standing]
    for after, totals in ((worker.best, worker.best_totals), (standing, worker.standing_totals)):
        orders = orders_of(numbers, after)
        assert cost_of(numbers, orders) == totals[COST]
        assert len({visit.request for route in orders for visit in route}) == len(numbers.requests) - totals[COUNT]


def test_a_place_on_a_way_faster_than_the_direct_one_is_used() -> None:
    """The pickup's detour is less than nothing, and the delivery still has to come before the end."""
    metres = np.array([[0, 1, 100], [1, 0, 1], [100, 1, 0]], dtype=np.int32)
    van = Vehicle(0, start=0, end=2, costs=Costs(per_hour=0, per_km=1_000))
    problem = Problem(
        (van,), {"car": TravelMatrix(metres, metres)}, (Job(Task(0, 2)),), (Shipment(Task(0, 1), Task(0, 1)),)
    )
    numbers = numbers_of(problem)
    worker = Worker(numbers.instance, 1)
    start, end = start_of(numbers.instance, 0), end_of(numbers.instance, 0)
    after = worker.best.copy()
    after[[start, 0]] = 0, end
    worker.adopt(after)
    worker.complete()
    assert cost_of(numbers, orders_of(numbers, worker.best)) == worker.best_totals[COST]
    assert worker.best_totals[COST] * numbers.prices.unit == 2 * 18_000
