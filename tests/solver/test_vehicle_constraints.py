"""What VROOM's richer fields and ours ask of a vehicle, on instances whose best plan is seen at once."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver.layout import lay_out
from routing.solver.problem import (
    Break,
    Costs,
    GivenStep,
    Job,
    PauseKind,
    Problem,
    Reload,
    Shipment,
    SoftWindow,
    Task,
    TaskKind,
    TimeWindow,
    Vehicle,
)
from routing.solver.requests import requests_of, visits_of
from routing.solver.ruin.ways import Drive, Ways
from routing.solver.solution import Reason, Route
from tests.solver.solving import line, order_of, solved

pytestmark = pytest.mark.usefixtures("with_and_without_proof")

BY_METRES = Costs(per_hour=0, per_km=1_000)  # a cost unit a metre
BY_DUTY = Costs(per_hour=0, per_duty_hour=3_600)  # a cost unit a second
DEPOT = Vehicle(0, profile="bike", start=0, end=0, costs=BY_METRES)
ROAD = line(0, 10, 20, 30, 40)


def day(*jobs: Job, shipments: tuple[Shipment, ...] = (), vehicles: tuple[Vehicle, ...] = (DEPOT,)) -> Problem:
    return Problem(vehicles, {"bike": ROAD}, jobs, shipments)


def job(number: int, place: int, **task: object) -> Job:
    return Job(Task(number, place, **task))


def pauses(route: Route, kind: PauseKind) -> list[tuple[int, int]]:
    """Return when each pause begins, and after how many tasks."""
    tasks, found = 0, []
    for step in route.steps:
        tasks += step.kind is not None
        if step.pause is kind:
            found.append((step.arrival_s + step.waiting_s, tasks))
    return found


def test_a_type_of_vehicle_has_its_own_setup_and_service() -> None:
    typed = job(1, 1, setup_s=50, service_s=50, setup_per_type_s={"trike": 1}, service_per_type_s={"trike": 2})
    (trike,) = solved(day(typed, vehicles=(replace(DEPOT, type="trike"),))).routes
    (other,) = solved(day(typed, vehicles=(replace(DEPOT, type="van"),))).routes
    assert (trike.duty_s, other.duty_s) == (20 + 3, 20 + 100)


@pytest.mark.parametrize(("factor", "seconds"), [("1", 20), ("1.1", 2 * 10), ("1.2", 2 * 9), ("5", 4), ("0.3", 2 * 34)])
def test_a_speed_factor_rounds_each_way_up(factor: str, seconds: int) -> None:
    (route,) = solved(day(job(1, 1), vehicles=(replace(DEPOT, speed_factor=Fraction(factor)),))).routes
    assert (route.duration_s, route.distance_m) == (seconds, 20)


def test_a_speed_factor_of_many_digits_is_as_slow_in_the_search() -> None:
    """3,600 s times its denominator are more than 64 bits hold."""
    slow = replace(DEPOT, speed_factor=Fraction("0.8333333333333334"))
    problem = Problem((slow,), {"bike": line(0, 3_600)}, (job(1, 1),))
    seconds = Ways(problem, np.array([0, 1]), [slow]).seconds(Drive.of(slow))
    assert seconds.tolist() == [[0, 4_320, 0], [4_320, 0, 0], [0, 0, 0]]


def test_a_matrix_of_costs_replaces_hours_and_kilometres() -> None:
    dear = np.full((5, 5), 7, dtype=np.int32)
    priced = replace(ROAD, costs=dear)
    vehicle = replace(DEPOT, costs=Costs(fixed=1, per_task_hour=3_600))
    problem = Problem((vehicle,), {"bike": priced}, (job(1, 4, service_s=5), job(2, 3)))
    assert solved(problem).cost == 1 + 3 * 7 + 5


def test_work_is_paid_by_the_hour_and_rests_are_not() -> None:
    prices = Costs(per_hour=0, per_task_hour=3_600)
    vehicle = replace(DEPOT, costs=prices, breaks=(Break(1, service_s=100),))
    assert solved(day(job(1, 1, setup_s=3, service_s=4), vehicles=(vehicle,))).cost == 7


def test_a_rest_is_taken_while_waiting() -> None:
    late = job(1, 1, time_windows=(TimeWindow(100, 100),))
    early = job(2, 2, time_windows=(TimeWindow(0, 20),))
    vehicle = replace(DEPOT, breaks=(Break(1, service_s=60),), costs=BY_DUTY)
    (route,) = solved(day(late, early, vehicles=(vehicle,))).routes
    assert order_of(solved(day(late, early, vehicles=(vehicle,)))) == [[("job", 2), ("job", 1)]]
    assert route.duty_s == 110
    assert [tasks for _, tasks in pauses(route, PauseKind.BREAK)] == [1]


def test_a_rest_begins_in_the_middle_of_a_way_and_the_rest_of_it_follows() -> None:
    vehicle = replace(DEPOT, time_window=TimeWindow(0, 200), breaks=(Break(1, (TimeWindow(25, 25),), 50),))
    (route,) = solved(day(job(1, 4, time_windows=(TimeWindow(90, 90),)), vehicles=(vehicle,))).routes
    rest, task = route.steps[1], route.steps[2]
    assert (rest.arrival_s, rest.waiting_s, rest.service_s, rest.duration_s, rest.distance_m) == (25, 0, 50, 25, 0)
    assert (task.arrival_s, task.duration_s, task.distance_m) == (90, 40, 40)


def test_a_rest_is_put_where_the_vehicle_may_leave_latest() -> None:
    """Before the first task, as after it, the rest is over long before the last one opens."""
    hundred = np.full((4, 4), 100, dtype=np.int32)
    jobs = (
        job(1, 1, time_windows=(TimeWindow(1_000, 1_200),)),
        job(2, 2),
        job(3, 3, time_windows=(TimeWindow(10_000, 11_000),)),
    )
    vehicle = replace(DEPOT, breaks=(Break(1, (TimeWindow(0, 1_050),), 600),))
    problem = Problem((vehicle,), {"bike": TravelMatrix(hundred, hundred)}, jobs)
    requests = requests_of(problem)
    route = lay_out(problem, vehicle, requests, visits_of(requests))
    assert isinstance(route, Route)
    assert (route.steps[0].arrival_s, route.duty_s) == (950, 9_150)


def test_a_rest_that_no_hour_leaves_room_for_keeps_the_vehicle_at_home() -> None:
    vehicle = replace(DEPOT, time_window=TimeWindow(0, 60), breaks=(Break(1, service_s=50),))
    (left,) = solved(day(job(1, 1), vehicles=(vehicle,))).unassigned
    assert left.reason is Reason.BREAKS


def test_breaks_are_taken_in_the_order_of_their_windows() -> None:
    breaks = (Break(1, (TimeWindow(50, 60),), 5), Break(2, (TimeWindow(0, 60),), 5))
    (route,) = solved(day(job(1, 4), vehicles=(replace(DEPOT, breaks=breaks),))).routes
    assert [step.id for step in route.steps if step.pause] == [2, 1]


def test_a_rest_waits_until_the_load_is_small_enough() -> None:
    loaded = [replace(job(number, number), delivery=(1,)) for number in (1, 2, 3)]
    vehicle = replace(DEPOT, capacity=(3,), breaks=(Break(1, service_s=5, max_load=(1,)),))
    (route,) = solved(day(*loaded, vehicles=(vehicle,))).routes
    (resting,) = [step for step in route.steps if step.pause]
    assert resting.load[0] <= 1
    none = replace(vehicle, breaks=(Break(1, service_s=5, max_load=(0,)),))
    swap = replace(job(1, 1), delivery=(1,), pickup=(1,))
    assert [one.reason for one in solved(day(swap, vehicles=(none,))).unassigned] == [Reason.BREAKS]


def test_a_reload_lets_one_vehicle_bring_more_than_it_carries() -> None:
    loaded = [replace(job(number, number), delivery=(1,)) for number in (1, 2, 3, 4)]
    vehicle = replace(DEPOT, capacity=(2,), reload=Reload(0, service_s=9))
    problem = day(*loaded, vehicles=(vehicle,))
    assert solved(problem).unassigned == ()
    requests = requests_of(problem)
    route = lay_out(problem, vehicle, requests, visits_of(requests))
    assert isinstance(route, Route)
    assert route.cost == 40 + 80
    assert [tasks for _, tasks in pauses(route, PauseKind.RELOAD)] == [2]
    assert [step.load for step in route.steps if step.pause or step.kind is None] == [(2,), (2,), (0,)]
    assert route.duty_s == 120 + 9


def test_only_so_many_reloads_are_made() -> None:
    loaded = [replace(job(number, number), delivery=(2,)) for number in (1, 2, 3)]
    vehicle = replace(DEPOT, capacity=(2,), reload=Reload(0, most=1))
    assert len(solved(day(*loaded, vehicles=(vehicle,))).unassigned) == 1


def test_what_was_collected_leaves_at_a_reload() -> None:
    empties = [replace(job(number, number), pickup=(2,)) for number in (1, 3)]
    vehicle = replace(DEPOT, capacity=(2,), reload=Reload(2))
    solution = solved(day(*empties, vehicles=(vehicle,)))
    assert (solution.unassigned, solution.cost) == ((), 60)


def test_no_vehicle_reloads_with_a_shipment_on_board() -> None:
    across = Shipment(Task(1, 1), Task(1, 3), amount=(1,))
    between = replace(job(1, 2, time_windows=(TimeWindow(20, 20),)), delivery=(2,))
    vehicle = replace(DEPOT, capacity=(2,), reload=Reload(0), time_window=TimeWindow(0, 70))
    assert len(solved(day(between, shipments=(across,), vehicles=(vehicle,))).unassigned) > 0


def test_a_setup_is_paid_again_after_a_reload_elsewhere_and_not_at_the_same_place() -> None:
    twice = [replace(job(number, 1, setup_s=7), delivery=(1,)) for number in (1, 2)]
    for place, setups in ((1, 7), (0, 14)):
        vehicle = replace(DEPOT, capacity=(1,), reload=Reload(place, most=1))
        (route,) = solved(day(*twice, vehicles=(vehicle,))).routes
        assert sum(step.setup_s for step in route.steps) == setups


def crossing(lifo: bool) -> Problem:
    """Two shipments along a road: first in, first out is 40 m, last in, first out 60."""
    one, other = Shipment(Task(1, 1), Task(1, 3)), Shipment(Task(2, 2), Task(2, 4))
    return day(shipments=(one, other), vehicles=(replace(DEPOT, end=4, lifo=lifo),))


def test_what_is_loaded_last_is_unloaded_first_where_that_is_asked_for() -> None:
    assert solved(crossing(lifo=False)).cost == 40
    assert solved(crossing(lifo=True)).cost == 60


def test_a_soft_window_is_weighed_against_duty() -> None:
    wished = job(1, 1, soft_window=SoftWindow(0, 15, 7_200))
    held = job(2, 2, time_windows=(TimeWindow(100, 100),))
    solution = solved(day(wished, held, vehicles=(replace(DEPOT, costs=BY_DUTY),)))
    assert solution.cost == min(2 * (90 - 15) + 40, 120 - 15 + 10)


def test_a_latest_finish_holds_the_end_of_service() -> None:
    def finishing(by_s: int) -> Problem:
        return day(job(1, 1, setup_s=2, service_s=5, latest_finish_s=by_s))

    assert solved(finishing(17)).unassigned == ()
    assert [one.reason for one in solved(finishing(16)).unassigned] == [Reason.TIME_WINDOW]


def test_energy_is_counted_over_the_whole_route() -> None:
    powered = replace(ROAD, energy_wh=ROAD.distances_m * 2)
    jobs = (job(1, 1), job(2, 4))
    for limit, served in ((160, 2), (159, 1), (39, 1), (20, 0)):
        vehicle = replace(DEPOT, max_energy_wh=limit)
        solution = solved(Problem((vehicle,), {"bike": powered}, jobs))
        assert sum(map(len, order_of(solution))) == (served if limit != 39 else 0)
        if not served:
            assert {one.reason for one in solution.unassigned} == {Reason.ENERGY}


def test_balance_is_paid_once_for_the_longest_duty() -> None:
    fleet = tuple(replace(DEPOT, id=number, costs=Costs(per_hour=0)) for number in range(2))
    problem = replace(day(job(1, 1), job(2, 4), vehicles=fleet), per_longest_duty_hour=3_600)
    solution = solved(problem)
    assert solution.balance_cost == 80
    assert solution.cost == sum(route.cost for route in solution.routes) + 80


@pytest.mark.parametrize(("vehicles", "cost"), [(1, 10 + 40), (2, 2 * 10 + 40)])
def test_a_wish_gives_way_where_waiting_for_it_makes_the_longest_duty_dear(vehicles: int, cost: int) -> None:
    """Each waits ten hours for a unit an hour, and of two as long ones no one alone is worth shortening."""
    owned = [frozenset({number}) for number in range(vehicles)]
    fleet = tuple(replace(DEPOT, id=number, costs=Costs(per_hour=0), skills=own) for number, own in enumerate(owned))
    early = tuple(Job(Task(n, 1, time_windows=(TimeWindow(0, 10),)), skills=own) for n, own in enumerate(owned))
    wished = SoftWindow(36_000, 40_000, cost_per_hour=1)
    late = tuple(Job(Task(10 + n, 2, soft_window=wished), skills=own) for n, own in enumerate(owned))
    solution = solved(replace(day(*early, *late, vehicles=fleet), per_longest_duty_hour=3_600))
    assert (solution.cost, solution.balance_cost) == (cost, 40)
    assert [route.duty_s for route in solution.routes] == [40] * vehicles


def steps(*named: tuple[str, int]) -> tuple[GivenStep, ...]:
    kinds = {kind.value: kind for kind in (*TaskKind, *PauseKind)}
    return tuple(GivenStep(kinds[kind], of) for kind, of in named)


def test_a_frozen_beginning_stays_first_whatever_it_costs() -> None:
    jobs = [job(number, number) for number in (1, 2, 3, 4)]
    vehicle = replace(DEPOT, steps=steps(("job", 4), ("job", 1)), frozen=2)
    solution = solved(day(*jobs, vehicles=(vehicle,)))
    assert order_of(solution)[0][:2] == [("job", 4), ("job", 1)]
    assert solution.unassigned == ()
    assert solution.cost == 40 + 30 + 20 + 30


def test_a_frozen_rest_stays_between_its_tasks() -> None:
    jobs = [job(number, number) for number in (1, 2)]
    rest = Break(5, service_s=3)
    vehicle = replace(DEPOT, breaks=(rest,), steps=steps(("job", 2), ("break", 5), ("job", 1)), frozen=3)
    (route,) = solved(day(*jobs, vehicles=(vehicle,))).routes
    assert [tasks for _, tasks in pauses(route, PauseKind.BREAK)] == [1]


def test_a_reload_is_no_step_of_a_frozen_beginning() -> None:
    jobs = [replace(job(number, number), delivery=(1,)) for number in (1, 2)]
    frozen = steps(("job", 1), ("job", 2), ("break", 5))
    vehicle = replace(DEPOT, capacity=(1,), reload=Reload(0), breaks=(Break(5),), steps=frozen, frozen=3)
    (route,) = solved(day(*jobs, vehicles=(vehicle,))).routes
    assert [tasks for _, tasks in pauses(route, PauseKind.RELOAD)] == [1]
    assert [tasks for _, tasks in pauses(route, PauseKind.BREAK)] == [2]


def test_a_frozen_task_is_not_given_to_another_vehicle() -> None:
    near = replace(DEPOT, id=1, start=4, end=4)
    far = replace(DEPOT, id=2, steps=steps(("job", 4)), frozen=1)
    solution = solved(day(job(4, 4), vehicles=(near, far)))
    assert [route.vehicle for route in solution.routes] == [2]


def test_a_frozen_pickup_is_delivered_by_its_vehicle() -> None:
    carried = Shipment(Task(1, 1), Task(1, 4), priority=0)
    vehicle = replace(DEPOT, steps=steps(("pickup", 1)), frozen=1, max_tasks=2)
    solution = solved(day(replace(job(1, 1), priority=100), shipments=(carried,), vehicles=(vehicle,)))
    assert order_of(solution) == [[("pickup", 1), ("delivery", 1)]]
    assert [one.reason for one in solution.unassigned] == [Reason.FROZEN]


def test_what_does_not_fit_behind_a_frozen_beginning_says_so() -> None:
    vehicle = replace(DEPOT, steps=steps(("job", 4)), frozen=1, time_window=TimeWindow(0, 100))
    early = job(1, 1, time_windows=(TimeWindow(10, 20),))
    (left,) = solved(day(early, job(4, 4), vehicles=(vehicle,))).unassigned
    assert left.reason is Reason.FROZEN


def test_a_frozen_beginning_that_cannot_be_kept_is_refused() -> None:
    vehicle = replace(DEPOT, steps=steps(("job", 4)), frozen=1, capacity=(1,))
    with pytest.raises(BadInputError, match="vehicle 0: its frozen beginning does not hold: capacity forbids it"):
        solved(day(replace(job(4, 4), delivery=(2,)), vehicles=(vehicle,)))
