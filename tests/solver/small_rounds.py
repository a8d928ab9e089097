"""Small problems with a plan that leaves something out, made by chance; times as the oracle wants them."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

import numpy as np
from hypothesis import strategies as st

from routing.matrix import TravelMatrix
from routing.solver.problem import Break, Costs, Job, Problem, Reload, Shipment, SoftWindow, Task, TimeWindow, Vehicle
from routing.solver.requests import Visit, requests_of
from tests.solver import oracle

PLACES = 4
LAST_S = 18
"""Windows end by then, so that the oracle's clock, which stops at 24, sees all that matters."""


seldom = st.integers(0, 5).map(lambda one: one == 0)
few = st.sampled_from((0, 0, 0, 0, 1, 2))


@dataclass(frozen=True)
class Case:
    """A problem, orders that hold, and the request that they leave out."""

    problem: Problem
    orders: list[tuple[Visit, ...]]
    index: int


@st.composite
def window(draw: st.DrawFn) -> TimeWindow:
    start_s = draw(st.integers(0, LAST_S - 1))
    return TimeWindow(start_s, draw(st.integers(start_s, min(LAST_S, start_s + 8))))


@st.composite
def windows(draw: st.DrawFn) -> tuple[TimeWindow, ...]:
    some = sorted(draw(st.lists(window(), max_size=2)), key=lambda one: one.start_s)
    return tuple(some) if len(some) < 2 or some[0].end_s + 1 < some[1].start_s else tuple(some[:1])


@st.composite
def task(draw: st.DrawFn, number: int) -> Task:
    return Task(
        number,
        draw(st.integers(0, PLACES - 1)),
        setup_s=draw(st.integers(0, 1)),
        service_s=draw(st.integers(0, 2)),
        time_windows=draw(windows()),
        service_per_type_s={"trike": 3} if draw(seldom) else {},
        soft_window=SoftWindow(4, 8, 3_600) if draw(seldom) else None,
        latest_finish_s=draw(st.integers(6, LAST_S)) if draw(seldom) else None,
    )


@st.composite
def request(draw: st.DrawFn, number: int) -> Job | Shipment:
    amount = st.integers(0, 2)
    skills = frozenset({1}) if draw(st.integers(0, 4)) == 0 else frozenset()
    if draw(st.booleans()):
        return Job(draw(task(number)), delivery=(draw(amount),), pickup=(draw(amount),), skills=skills)
    return Shipment(
        draw(task(number)),
        draw(task(number)),
        amount=(draw(amount),),
        skills=skills,
        max_time_on_board_s=draw(st.none() | st.integers(0, 6)),
    )


@st.composite
def vehicle(draw: st.DrawFn, number: int) -> Vehicle:
    place = st.none() | st.integers(0, PLACES - 1)
    start_s = draw(st.integers(0, 6))
    return Vehicle(
        number,
        start=draw(place),
        end=draw(place),
        capacity=(draw(st.integers(1, 3)),),
        costs=Costs(*(draw(st.integers(0, 3)) * 3600 for _ in range(5))),
        skills=frozenset({1}) if draw(st.booleans()) else frozenset(),
        time_window=draw(st.none() | st.just(TimeWindow(start_s, start_s + draw(st.integers(4, 12))))),
        max_tasks=draw(st.none() | st.integers(1, 5)),
        max_travel_time_s=draw(st.none() | st.integers(2, 10)),
        max_distance_m=draw(st.none() | st.integers(2, 10)),
        type="trike" if draw(seldom) else "",
        speed_factor=Fraction("0.7") if draw(seldom) else Fraction(1),
        breaks=tuple(Break(rest, draw(windows()), service_s=draw(st.integers(0, 3))) for rest in range(draw(few))),
        reload=Reload(draw(st.integers(0, PLACES - 1)), service_s=1, most=1) if draw(seldom) else None,
        lifo=draw(seldom),
        max_energy_wh=draw(st.integers(2, 10)) if draw(seldom) else None,
    )


@st.composite
def plain_request(draw: st.DrawFn, number: int) -> Job | Shipment:
    """A request with wide windows, so that plans hold many."""

    def one() -> Task:
        start_s = draw(st.integers(0, 8))
        open_s = (TimeWindow(start_s, start_s + draw(st.integers(4, 10))),) if draw(st.booleans()) else ()
        return Task(number, draw(st.integers(0, PLACES - 1)), draw(st.integers(0, 1)), 1, open_s)

    if draw(st.booleans()):
        return Job(one(), delivery=(1,))
    return Shipment(one(), one(), amount=(1,), max_time_on_board_s=draw(st.none() | st.integers(3, 9)))


@st.composite
def plain_vehicle(draw: st.DrawFn, number: int) -> Vehicle:
    place = st.integers(0, PLACES - 1)
    costs = Costs(per_hour=0, per_km=1_000 * draw(st.integers(0, 2)), per_duty_hour=3_600 * draw(st.integers(0, 1)))
    hours = TimeWindow(0, draw(st.integers(8, LAST_S)))
    return Vehicle(number, start=draw(place), end=draw(place), capacity=(2,), costs=costs, time_window=hours)


@st.composite
def matrix(draw: st.DrawFn) -> TravelMatrix:
    """Ways of any length: a way over a third place may be shorter."""
    figures = st.lists(st.integers(0, 4), min_size=PLACES**2, max_size=PLACES**2)
    metres, seconds, energy_wh = (np.array(draw(figures), np.int32).reshape(PLACES, PLACES) for _ in range(3))
    for one in (metres, seconds, energy_wh):
        np.fill_diagonal(one, 0)
    return TravelMatrix(metres, seconds, energy_wh=energy_wh)


@st.composite
def case(draw: st.DrawFn) -> Case:
    """Put two requests into vehicles in any order that holds, and leave the third out."""
    rich = draw(st.booleans())
    a_request, a_vehicle = (request, vehicle) if rich else (plain_request, plain_vehicle)
    requests = [draw(a_request(number)) for number in range(draw(st.integers(1, 3)) if rich else 3)]
    problem = Problem(
        tuple(draw(a_vehicle(number)) for number in range(draw(st.integers(1, 2)) if rich else 1)),
        {"car": draw(matrix())},
        tuple(one for one in requests if isinstance(one, Job)),
        tuple(one for one in requests if isinstance(one, Shipment)),
    )
    index = draw(st.integers(0, len(requests) - 1))
    orders: list[tuple[Visit, ...]] = [() for _ in problem.vehicles]
    for other in (one for one in range(len(requests)) if one != index):
        number = draw(st.integers(0, len(problem.vehicles) - 1))
        grown = [
            order for order in orders_with(problem, orders[number], other) if cost(problem, number, order) is not None
        ]
        if grown:
            orders[number] = draw(st.sampled_from(grown))
    return Case(problem, orders, index)


def orders_with(problem: Problem, visits: tuple[Visit, ...], index: int) -> list[tuple[Visit, ...]]:
    """List every order with one request more: any order of all visits that keeps what stands in sequence."""
    added = tuple(Visit(index, step) for step in range(len(requests_of(problem)[index].tasks)))
    found = {
        order
        for order in permutations((*visits, *added))
        if tuple(one for one in order if one not in added) == visits
        and tuple(one for one in order if one in added) == added
    }
    return sorted(found, key=lambda order: [order.index(one) for one in added])


def cost(problem: Problem, number: int, order: tuple[Visit, ...]):
    """Price an order by trying every second; None where it does not hold."""
    given = [*problem.jobs, *problem.shipments]
    if not order:
        return 0
    return oracle.least_cost(
        problem,
        problem.vehicles[number],
        [
            (given[one.request], "job" if isinstance(given[one.request], Job) else ("pickup", "delivery")[one.step])
            for one in order
        ],
    )


def changed(problem: Problem, index: int, **fields) -> Problem:
    """Return the problem with one of its requests otherwise."""
    jobs, shipments = list(problem.jobs), list(problem.shipments)
    at, of = (index, jobs) if index < len(jobs) else (index - len(jobs), shipments)
    of[at] = replace(of[at], **fields)
    return replace(problem, jobs=tuple(jobs), shipments=tuple(shipments))
