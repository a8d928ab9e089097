"""Frozen beginnings: what holds is never refused, nothing given behind them is lost, and no other vehicle suffers."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver.beginnings import fixed_orders, frozen_visits
from routing.solver.changes import ChangeKind
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Effort, VisitOrders
from routing.solver.fixed_beginning import Beginning
from routing.solver.insertion import keep_what_holds
from routing.solver.problem import (
    Break,
    Costs,
    GivenStep,
    Job,
    PauseKind,
    Problem,
    Shipment,
    StepKind,
    Task,
    TaskKind,
    TimeWindow,
    Vehicle,
)
from routing.solver.reasons import Reasons
from routing.solver.requests import Request, Visit, requests_of
from routing.solver.rest_of_day import behind
from routing.solver.running import Running
from routing.solver.solution import Reason
from routing.solver.solve import solve
from routing.solver.urgent import insert_one
from routing.solver.warm_start import given_orders
from routing.solver.why import why_unassigned
from tests.solver.solving import line, order_of, solved
from tests.solver.test_rest_of_day import Deaf

ROAD = line(0, 10, 20, 30, 40)
BIKE = Vehicle(1, start=0, end=0, costs=Costs(per_hour=0, per_km=1_000))  # a cost unit a metre


def frozen(vehicle: Vehicle, *steps: tuple[StepKind, int], behind: Sequence[tuple[StepKind, int]] = ()) -> Vehicle:
    return replace(vehicle, steps=tuple(GivenStep(*step) for step in (*steps, *behind)), frozen=len(steps))


def test_what_is_on_board_of_a_lifo_vehicle_is_unloaded_in_an_order_that_holds() -> None:
    """The search does not know how it was loaded: the first one off would be 20 m cheaper."""
    crossing = (Shipment(Task(1, 1), Task(1, 3)), Shipment(Task(2, 2), Task(2, 4)))
    vehicle = frozen(replace(BIKE, end=4, lifo=True), (TaskKind.PICKUP, 1), (TaskKind.PICKUP, 2))
    solution = solved(Problem((vehicle,), {"car": ROAD}, (Job(Task(1, 4)),), crossing))
    (order,) = order_of(solution)
    assert [task for task in order if task[0] != "job"] == [
        ("pickup", 1),
        ("pickup", 2),
        ("delivery", 2),
        ("delivery", 1),
    ]
    assert (solution.cost, solution.unassigned) == (60, ())


def test_what_has_been_on_board_during_a_frozen_rest_is_delivered_in_time() -> None:
    """The search does not know of the rest: it takes the nearer door first, 40 m shorter and 15 too late."""
    fresh = Shipment(Task(1, 1), Task(1, 4), max_time_on_board_s=135)
    other = Shipment(Task(2, 2), Task(2, 1))
    resting = replace(BIKE, end=4, breaks=(Break(1, service_s=100),))
    vehicle = frozen(resting, (TaskKind.PICKUP, 1), (TaskKind.PICKUP, 2), (PauseKind.BREAK, 1))
    solution = solved(Problem((vehicle,), {"car": ROAD}, (), (fresh, other)))
    assert order_of(solution) == [[("pickup", 1), ("pickup", 2), ("delivery", 1), ("delivery", 2)]]


SPREAD = np.full((4, 4), 500, np.int32)
for (here, there), seconds in {(0, 1): 10, (0, 2): 12, (0, 3): 10, (3, 2): 22, (2, 3): 40}.items():
    SPREAD[here, there] = seconds
SPREAD[[1, 2, 1, 3], [2, 1, 3, 1]] = (22, 22, 20, 20)
np.fill_diagonal(SPREAD, 0)


def on_board_for(*longest_s: int) -> Problem:
    """What is picked up at place 0 is owed to places 1, 2, 3, 1, …; each is to be there in time."""
    carried = tuple(
        Shipment(Task(number, 0), Task(number, (number - 1) % 3 + 1), max_time_on_board_s=most_s)
        for number, most_s in enumerate(longest_s, 1)
    )
    pickups = [(TaskKind.PICKUP, one.pickup.id) for one in carried]
    vehicle = frozen(replace(BIKE, end=None), *pickups)
    return Problem((vehicle,), {"car": TravelMatrix(SPREAD, SPREAD)}, (), carried)


def test_the_one_order_of_what_is_owed_that_holds_is_found() -> None:
    """No delivery has its cheapest place there while the others are still to come: 2 is 12 away, 1 then 22, 3 20."""
    (order,) = order_of(solved(on_board_for(50, 32, 60)))
    assert order[3:] == [("delivery", 2), ("delivery", 1), ("delivery", 3)]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(2, 4))
def test_a_beginning_is_refused_only_where_no_order_of_what_it_owes_holds(data: st.DataObject, owed: int) -> None:
    """All is on board at 0 and nothing takes time but riding: when each is delivered is a sum of the ways."""
    ways = np.array(data.draw(st.lists(st.integers(1, 20), min_size=25, max_size=25)), np.int32).reshape(5, 5)
    np.fill_diagonal(ways, 0)

    def delivered_s(order: Sequence[int]) -> dict[int, int]:
        return dict(zip(order, accumulate(ways[here, there] for here, there in pairwise((0, *order))), strict=True))

    wished_s = delivered_s(data.draw(st.permutations(range(1, owed + 1))))
    latest_s = {number: max(0, int(at_s) + data.draw(st.integers(-2, 2))) for number, at_s in wished_s.items()}
    carried = tuple(
        Shipment(Task(number, 0), Task(number, number), max_time_on_board_s=latest_s[number])
        if data.draw(st.booleans())
        else Shipment(Task(number, 0), Task(number, number, time_windows=(TimeWindow(0, latest_s[number]),)))
        for number in range(1, owed + 1)
    )
    vehicle = frozen(replace(BIKE, end=None), *((TaskKind.PICKUP, one.pickup.id) for one in carried))
    problem = Problem((vehicle,), {"car": TravelMatrix(ways, ways)}, (), carried)
    holds = [
        order
        for order in permutations(range(1, owed + 1))
        if all(at_s <= latest_s[number] for number, at_s in delivered_s(order).items())
    ]
    if holds:
        (order,) = fixed_orders(problem, requests_of(problem))
        assert tuple(visit.request + 1 for visit in order[owed:]) in holds
    else:
        with pytest.raises(BadInputError, match="no order was found"):
            fixed_orders(problem, requests_of(problem))


@pytest.mark.parametrize("owed", [3, 7])
def test_where_no_order_of_what_is_owed_is_found_that_is_said(owed: int) -> None:
    problem = on_board_for(*(9,) * owed)
    with pytest.raises(BadInputError, match="no order was found that delivers what its frozen beginning picks up"):
        fixed_orders(problem, requests_of(problem))


def test_a_way_home_that_is_too_long_from_the_pickups_is_not_what_forbids_them() -> None:
    """From place 3 home is near: tables of others may have ways over a third place that are shorter."""
    problem = on_board_for(*(9,) * 7)
    ways = SPREAD.copy()
    ways[0, 2] = 500
    homing = replace(problem.vehicles[0], end=2, max_travel_time_s=300)
    with pytest.raises(BadInputError, match="no order was found"):
        fixed_orders(
            replace(problem, vehicles=(homing,), matrices={"car": TravelMatrix(ways, ways)}), requests_of(problem)
        )


def test_what_no_longer_fits_along_a_frozen_beginning_goes_to_a_vehicle_that_has_room() -> None:
    """Behind job 1 the first vehicle is empty; before it, both jobs would have been on board."""
    near = frozen(replace(BIKE, capacity=(10,)), (TaskKind.JOB, 1))
    far = replace(BIKE, id=2, start=4, end=4, capacity=(10,))
    jobs = (Job(Task(1, 1), delivery=(6,)), Job(Task(2, 1), delivery=(8,)))
    problem = Problem((near, far), {"car": ROAD}, jobs)
    assert order_of(solve(problem, iterations=50, proving=False)) == [[("job", 1)], [("job", 2)]]


@pytest.mark.parametrize("shipments", [1, 2])
def test_a_rest_that_needs_an_empty_vehicle_may_come_behind_what_a_frozen_beginning_owes(shipments: int) -> None:
    carried = tuple(Shipment(Task(number, 1), Task(number, 2), amount=(5,)) for number in range(shipments))
    resting = replace(BIKE, capacity=(10,), breaks=(Break(7, service_s=600, max_load=(0,)),))
    vehicle = frozen(resting, *((TaskKind.PICKUP, number) for number in range(shipments)))
    problem = Problem((vehicle,), {"car": ROAD}, (), carried)
    (order,) = fixed_orders(problem, requests_of(problem))
    assert set(order[shipments:]) == {Visit(number, 1) for number in range(shipments)}
    (route,) = solved(problem).routes
    assert [step.pause for step in route.steps[1:-1]] == [None] * 2 * shipments + [PauseKind.BREAK]


def test_an_engine_is_given_what_was_given_behind_a_frozen_beginning() -> None:
    """Delivery 1 of what is on board is not job 1, which is given to another vehicle."""
    given = [(TaskKind.DELIVERY, 1), (TaskKind.JOB, 2), (TaskKind.JOB, 3)]
    first = frozen(BIKE, (TaskKind.PICKUP, 1), behind=given)
    second = replace(BIKE, id=2, steps=(GivenStep(TaskKind.JOB, 1),))
    jobs = tuple(Job(Task(number, number)) for number in (1, 2, 3))
    problem = Problem((first, second), {"car": ROAD}, jobs, (Shipment(Task(1, 1), Task(1, 4)),))
    seen: list[list[tuple[TaskKind, int]]] = []

    def engine(rest: Problem, left: Sequence[Request], *_: object) -> VisitOrders:
        for order in given_orders(rest, left):
            tasks = [left[visit.request].tasks[visit.step] for visit in order]
            seen.append([(kind, task.id) for kind, task in tasks if task.id > 0])  # its mark has no id of ours
        return [() for _ in rest.vehicles]

    requests = requests_of(problem)
    search = behind(frozen_visits(problem, requests), engine)
    search(problem, requests, allowed_vehicles(problem, requests), Effort(None, 1, 1), Deaf())
    assert seen == [given, [(TaskKind.JOB, 1)]]


def test_the_earliest_end_of_a_beginning_is_not_that_of_its_shortest_duty() -> None:
    windows = (
        (TimeWindow(28_800, 29_100), TimeWindow(43_200, 43_500)),
        (TimeWindow(32_400, 32_700), TimeWindow(43_800, 44_100)),
    )
    jobs = tuple(Job(Task(number, number, time_windows=its)) for number, its in enumerate(windows, 1))
    balanced = Problem((BIKE,), {"car": ROAD}, jobs, per_longest_duty_hour=3_600)
    beginning = Beginning(0, BIKE, balanced, requests_of(balanced), (Visit(0, 0), Visit(1, 0)))
    assert beginning.ends_s == 32_400


def test_what_is_frozen_and_not_begun_keeps_its_place_and_not_its_moment() -> None:
    """Job 1 is planned just before job 2; ridden at once, it leaves job 3 a minute late."""
    windows = {2: (TimeWindow(10_800, 11_400),), 3: (TimeWindow(0, 540),)}
    jobs = tuple(Job(Task(number, min(number, 2), time_windows=windows.get(number, ()))) for number in (1, 2, 3))
    problem = Problem((frozen(BIKE, (TaskKind.JOB, 1)),), {"car": line(0, 300, 600)}, jobs)
    changes = why_unassigned(Running(problem, [(Visit(0, 0), Visit(1, 0))]), 2).changes
    assert [change.amount for change in changes if change.kind is ChangeKind.TIME_WINDOW] == [60]


def test_what_is_frozen_and_not_begun_does_not_leave_before_now() -> None:
    problem = Problem((frozen(BIKE, (TaskKind.JOB, 1)),), {"car": ROAD}, tuple(Job(Task(n, n)) for n in (1, 2)))
    fit = insert_one(Running(problem, [(Visit(0, 0),)], now_s=5_000), 1)
    assert fit is not None
    assert (fit.visits, fit.route.steps[0].arrival_s) == ((Visit(0, 0), Visit(1, 0)), 5_000)


def test_a_vehicle_on_which_only_a_rest_is_frozen_may_stay_at_home() -> None:
    resting = frozen(replace(BIKE, breaks=(Break(1, service_s=60),)), (PauseKind.BREAK, 1))
    near = replace(BIKE, id=2, start=4, end=4)
    solution = solved(Problem((resting, near), {"car": ROAD}, (Job(Task(1, 4)),)))
    assert [route.vehicle for route in solution.routes] == [2]


@pytest.mark.parametrize("frozen", [0, 1, 2])
def test_a_beginning_from_which_the_way_home_is_too_long_is_kept_with_what_was_given_behind_it(frozen: int) -> None:
    seconds = np.array([[0, 10, 10], [900, 0, 10], [10, 10, 0]], np.int32)
    steps = (GivenStep(TaskKind.JOB, 1), GivenStep(TaskKind.JOB, 2))
    vehicle = Vehicle(1, start=0, end=0, time_window=TimeWindow(0, 600), steps=steps, frozen=frozen)
    problem = Problem((vehicle,), {"car": TravelMatrix(seconds, seconds)}, (Job(Task(1, 1)), Job(Task(2, 2))))
    assert order_of(solved(problem)) == [[("job", 1), ("job", 2)]]
    assert given_orders(problem, requests_of(problem)) == [(Visit(0, 0), Visit(1, 0))]


def test_what_a_beginning_cannot_do_without_is_given_to_no_other_vehicle() -> None:
    """No engine finds it: it answers nothing for the one, and the second job for the other."""
    seconds = np.array([[0, 10, 10], [900, 0, 10], [10, 10, 0]], np.int32)
    steps = (GivenStep(TaskKind.JOB, 1), GivenStep(TaskKind.JOB, 2))
    vehicle = Vehicle(1, start=0, end=0, time_window=TimeWindow(0, 600), steps=steps, frozen=1)
    problem = Problem(
        (vehicle, Vehicle(2, start=0)),
        {"car": TravelMatrix(seconds, seconds)},
        (Job(Task(1, 1)), Job(Task(2, 2))),
    )
    requests = requests_of(problem)
    other = [(), (Visit(1, 0),)]
    fixed = fixed_orders(problem, requests)
    assert fixed == [(Visit(0, 0), Visit(1, 0)), ()]
    assert keep_what_holds(problem, requests, other) == fixed


def test_what_was_given_behind_a_beginning_gives_way_to_what_holds_too() -> None:
    """With the third job, which no other vehicle may do, the first vehicle is home in time as well."""
    seconds = np.full((4, 4), 10, np.int32) - 10 * np.eye(4, dtype=np.int32)
    seconds[1, 0] = 900
    first = frozen(
        Vehicle(1, start=0, end=0, time_window=TimeWindow(0, 600), skills=frozenset({1}), max_tasks=2),
        (TaskKind.JOB, 1),
        behind=[(TaskKind.JOB, 2)],
    )
    jobs = (Job(Task(1, 1)), Job(Task(2, 2)), Job(Task(3, 3), skills=frozenset({1})))
    problem = Problem((first, Vehicle(2, start=0, end=0)), {"car": TravelMatrix(seconds, seconds)}, jobs)
    requests = requests_of(problem)
    one, two, three = (Visit(number, 0) for number in range(3))
    assert fixed_orders(problem, requests) == [(one, two), ()]
    assert keep_what_holds(problem, requests, [(one, three), (two,)]) == [(one, three), (two,)]
    assert keep_what_holds(problem, requests, [(one, two), (two,)]) == [(one, two), ()]
    alone = Reasons(replace(problem, vehicles=(first,)), requests)
    assert [alone.of(1), alone.of(2)] == [Reason.NO_ROOM_LEFT] * 2


def test_what_a_beginning_cannot_do_without_fits_behind_it() -> None:
    """From the first job it is too far home, and to the second: the third comes between."""
    seconds = np.full((4, 4), 10, np.int32) - 10 * np.eye(4, dtype=np.int32)
    seconds[1] = (900, 0, 595, 10)
    vehicle = Vehicle(1, start=0, end=0, time_window=TimeWindow(0, 600), max_tasks=3)
    vehicle = frozen(vehicle, (TaskKind.JOB, 1), behind=[(TaskKind.JOB, 3), (TaskKind.JOB, 2)])
    jobs = tuple(Job(Task(number, number)) for number in (1, 2, 3))
    problem = Problem((vehicle,), {"car": TravelMatrix(seconds, seconds)}, jobs)
    assert Reasons(problem, requests_of(problem)).of(1) is Reason.NO_ROOM_LEFT
