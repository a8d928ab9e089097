"""Beginnings that stay first: kept in every plan, and the rest as good as trying everything finds."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.solver.checker import check
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Effort, VisitOrders
from routing.solver.layout import lay_out
from routing.solver.problem import Costs, Job, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.requests import Visit, requests_of
from routing.solver.rest_of_day import behind
from routing.solver.ruin.ruin_engine import plan_with_ruin
from routing.solver.solution import Phase, Route, Solution
from routing.solver.vroom_writer import write_problem, write_solution
from tests.solver.small_rounds import Case, case, cost
from tests.solver.solving import line

BIKE = Vehicle(3, start=0, end=0, capacity=(2,))


class Deaf:
    hears_metres = False

    def __call__(self, share: float, cost: int | None) -> None: ...

    def phase(self, phase: Phase) -> None: ...


def planned(problem: Problem, beginnings: VisitOrders) -> VisitOrders:
    """Plan behind the beginnings, and hold the answer to the checker."""
    requests = requests_of(problem)
    engine = behind(beginnings, plan_with_ruin)
    orders = engine(problem, requests, allowed_vehicles(problem, requests), Effort(None, 100, 1, 1), Deaf())
    routes = [
        lay_out(problem, vehicle, requests, visits)
        for vehicle, visits in zip(problem.vehicles, orders, strict=True)
        if visits
    ]
    assert all(isinstance(route, Route) for route in routes)
    served = {visit.request for visits in orders for visit in visits}
    part = replace(
        problem,
        jobs=tuple(one for index, one in enumerate(problem.jobs) if index in served),
        shipments=tuple(one for index, one in enumerate(problem.shipments, len(problem.jobs)) if index in served),
    )
    solution = Solution(tuple(routes), (), sum(route.cost for route in routes))
    assert check(write_problem(part), write_solution(part, solution)) == []
    for visits, beginning in zip(orders, beginnings, strict=True):
        assert visits[: len(beginning)] == beginning
    return orders


def best(problem: Problem, beginnings: VisitOrders) -> tuple[int, Fraction]:
    """Return how many requests can be served, negated, and the least cost of that; inf where no plan holds."""
    requests = requests_of(problem)
    of_requests = [tuple(Visit(index, step) for step in range(len(one.tasks))) for index, one in enumerate(requests)]

    def cheapest(number: int, members: frozenset[int]) -> Fraction | None:
        begun = beginnings[number]
        rest = [visit for index in members for visit in of_requests[index] if visit not in begun]
        costs = [
            cost(problem, number, (*begun, *order))
            for order in permutations(rest)
            if all(
                visit.step == 0 or Visit(visit.request, 0) in (*begun, *order[:at]) for at, visit in enumerate(order)
            )
        ]
        return min((one for one in costs if one is not None), default=None)

    def plan(number: int, left: frozenset[int]) -> tuple[int, Fraction]:
        if number == len(problem.vehicles):
            return 0, Fraction(0)
        must = frozenset(visit.request for visit in beginnings[number])
        others = frozenset(visit.request for visits in beginnings for visit in visits) - must
        options = [(1, Fraction(0))]
        for bits in range(2 ** len(left)):
            members = frozenset(one for at, one in enumerate(sorted(left)) if bits >> at & 1)
            if must <= members and not members & others:
                here = cheapest(number, members)
                if here is not None:
                    count, rest = plan(number + 1, left - members)
                    options.append((count - len(members), here + rest))
        return min(options)

    return plan(0, frozenset(range(len(requests))))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(case(), st.integers(0, 3), st.booleans())
def test_the_rest_is_as_good_as_can_be(made: Case, fixed: int, priced: bool) -> None:
    duty = 3_600 if priced else 0
    vehicles = tuple(replace(one, costs=replace(one.costs, per_duty_hour=duty)) for one in made.problem.vehicles)
    problem = replace(made.problem, vehicles=vehicles)
    beginnings = [visits[:fixed] for visits in made.orders]
    assume(any(beginnings))
    orders = planned(problem, beginnings)
    found = sum(cost(problem, number, visits) for number, visits in enumerate(orders))
    count = len({visit.request for visits in orders for visit in visits})
    optimum = best(problem, beginnings)
    assert (-count, found) >= optimum
    if is_plain(problem):
        assert (-count, found) == optimum


def is_plain(problem: Problem) -> bool:
    """Tell whether the rest of the day says all that the whole does."""
    tasks = [task for one in requests_of(problem) for _, task in one.tasks]
    return (
        all(len(task.time_windows) < 2 and task.soft_window is None for task in tasks)
        and all(one.max_time_on_board_s is None for one in problem.shipments)
        and not any(any(job.delivery) for job in problem.jobs)
        and not any(vehicle.breaks or vehicle.reload or vehicle.lifo for vehicle in problem.vehicles)
    )


def test_what_is_on_board_takes_room_and_is_brought_by_its_own_vehicle() -> None:
    shipments = (
        Shipment(Task(1, 1), Task(1, 3), amount=(2,)),
        Shipment(Task(2, 2), Task(2, 3), amount=(1,)),
    )
    near = replace(BIKE, id=4, start=3, end=3)
    problem = Problem((BIKE, near), {"car": line(0, 100, 200, 300)}, shipments=shipments)
    orders = planned(problem, [(Visit(0, 0),), ()])
    assert orders == [(Visit(0, 0), Visit(0, 1)), (Visit(1, 0), Visit(1, 1))]


def test_time_on_board_counts_from_the_pickup_in_the_beginning() -> None:
    fresh = Shipment(Task(1, 1), Task(1, 3), amount=(1,), max_time_on_board_s=220)
    job = Job(Task(1, 2, service_s=100))
    problem = Problem((BIKE,), {"car": line(0, 100, 200, 300)}, (job,), (fresh,))
    assert planned(problem, [(Visit(1, 0),)]) == [(Visit(1, 0), Visit(1, 1), Visit(0, 0))]


def test_a_vehicle_that_gets_nothing_more_still_goes_home() -> None:
    vehicle = replace(BIKE, costs=Costs(per_hour=0, per_km=1_000))
    near = replace(vehicle, id=4)
    problem = Problem((near, vehicle), {"car": line(0, 500, 200)}, (Job(Task(1, 1)), Job(Task(2, 2))))
    assert planned(problem, [(), (Visit(0, 0),)]) == [(), (Visit(0, 0), Visit(1, 0))]


def test_waiting_behind_a_beginning_is_paid_for() -> None:
    paid = replace(BIKE, costs=Costs(per_hour=0, per_duty_hour=3_600))
    jobs = tuple(Job(Task(at, at, time_windows=(TimeWindow(when, when),))) for at, when in ((1, 100), (2, 5_000)))
    problem = Problem((paid, replace(paid, id=4)), {"car": line(0, 100, 200)}, jobs)
    assert planned(problem, [(Visit(0, 0),), ()]) == [(Visit(0, 0),), (Visit(1, 0),)]


CLOSED = (TimeWindow(0, 50),)


@pytest.mark.parametrize(
    ("beginning", "vehicle", "fault"),
    [
        ((Visit(1, 1),), BIKE, "delivery 1 comes before its pickup"),
        ((Visit(0, 0), Visit(0, 0)), BIKE, "job 1 is there twice"),
        ((Visit(2, 0),), BIKE, "pickup 2 needs skills"),
        ((Visit(3, 0),), BIKE, "pickup 3 cannot be reached"),
        ((Visit(1, 0),), replace(BIKE, capacity=(0,)), "pickup 1 is more than the vehicle carries"),
        ((Visit(0, 0),), replace(BIKE, max_tasks=0), "job 1 is one task too many"),
        ((Visit(1, 0),), replace(BIKE, max_distance_m=50), "pickup 1 is beyond max_distance"),
        ((Visit(4, 0),), BIKE, "no order was found that delivers what its frozen beginning picks up"),
    ],
)
def test_a_beginning_that_does_not_hold_is_refused(beginning: tuple[Visit, ...], vehicle: Vehicle, fault: str) -> None:
    shipments = (
        Shipment(Task(1, 1), Task(1, 2), amount=(1,)),
        Shipment(Task(2, 1), Task(2, 2), skills=frozenset({9})),
        Shipment(Task(3, 1, time_windows=CLOSED), Task(3, 2)),
        Shipment(Task(4, 1), Task(4, 2, time_windows=CLOSED)),
    )
    problem = Problem((vehicle,), {"car": line(0, 100, 200)}, (Job(Task(1, 1)),), shipments)
    with pytest.raises(BadInputError, match=f"vehicle 3.*{fault}"):
        planned(problem, [beginning])


def test_one_task_in_two_beginnings_is_refused() -> None:
    problem = Problem((BIKE, replace(BIKE, id=4)), {"car": line(0, 100)}, (Job(Task(1, 1)),))
    with pytest.raises(BadInputError, match="vehicle 4: job 1 is in the fixed beginning of vehicle 3 too"):
        planned(problem, [(Visit(0, 0),), (Visit(0, 0),)])
