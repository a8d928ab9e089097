"""Each constraint on an instance so small that its best plan is seen at once."""

from dataclasses import replace

import pytest

from routing.solver.problem import Costs, Job, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.solution import Reason
from routing.solver.solve import solve
from tests.solver.solving import line, order_of, solved

pytestmark = pytest.mark.usefixtures("with_and_without_proof")

BY_METRES = Costs(per_hour=0, per_km=1_000)  # a cost unit a metre
DEPOT = Vehicle(0, profile="bike", start=0, end=0, costs=BY_METRES)


def day(*jobs: Job, shipments: tuple[Shipment, ...] = (), vehicles: tuple[Vehicle, ...] = (DEPOT,)) -> Problem:
    return Problem(vehicles, {"bike": line(0, 10, 20, 30, 40)}, jobs, shipments)


def job(number: int, place: int, **task: object) -> Job:
    return Job(Task(number, place, **task))


def test_one_vehicle_goes_out_and_back_once() -> None:
    solution = solved(day(job(1, 1), job(2, 3), job(3, 2)))
    assert solution.cost == 60
    assert solution.unassigned == ()


def test_capacity_splits_deliveries_over_two_vehicles() -> None:
    loaded = [replace(job(number, number), delivery=(2,)) for number in (1, 2, 3)]
    bikes = tuple(replace(DEPOT, id=number, capacity=(4,)) for number in range(2))
    solution = solved(day(*loaded, vehicles=bikes))
    assert solution.cost == 60 + 20
    assert [route.steps[0].load for route in solution.routes] in ([(4,), (2,)], [(2,), (4,)])


def test_what_is_collected_takes_the_room_of_what_was_delivered() -> None:
    swap = replace(job(1, 1), delivery=(4,), pickup=(4,))
    empties = replace(job(2, 2), pickup=(1,))
    solution = solved(day(swap, empties, vehicles=(replace(DEPOT, capacity=(5,)),)))
    assert solution.unassigned == ()
    assert solved(day(swap, empties, vehicles=(replace(DEPOT, capacity=(4,)),))).unassigned != ()


def test_a_second_dimension_counts_by_itself() -> None:
    light_but_large = replace(job(1, 1), delivery=(1, 9))
    solution = solved(day(light_but_large, vehicles=(replace(DEPOT, capacity=(100, 8)),)))
    assert [one.reason for one in solution.unassigned] == [Reason.CAPACITY]


def test_a_pickup_comes_before_its_delivery_on_the_same_vehicle() -> None:
    far_to_near = Shipment(Task(1, 3), Task(1, 1))
    solution = solved(day(shipments=(far_to_near,)))
    assert order_of(solution) == [[("pickup", 1), ("delivery", 1)]]
    assert solution.cost == 60


def test_a_pickup_comes_first_even_where_no_time_passes() -> None:
    at_one_place = tuple(Shipment(Task(number, 1), Task(number, 1)) for number in range(3))
    for order in order_of(solved(day(shipments=at_one_place))):
        assert all(order.index(("pickup", n)) < order.index(("delivery", n)) for n in range(3))


def test_a_window_turns_the_order_around() -> None:
    late_near = job(1, 1, time_windows=(TimeWindow(100, 200),))
    early_far = job(2, 3, time_windows=(TimeWindow(30, 35),))
    assert order_of(solved(day(late_near, early_far))) == [[("job", 2), ("job", 1)]]


def test_a_vehicle_leaves_as_late_as_its_first_window_allows() -> None:
    (route,) = solved(day(job(1, 1, time_windows=(TimeWindow(100, 200),)))).routes
    assert (route.steps[0].arrival_s, route.steps[1].waiting_s) == (90, 0)


def test_a_second_window_is_used_when_the_first_cannot_be_met() -> None:
    (route,) = solved(day(job(1, 2, time_windows=(TimeWindow(0, 5), TimeWindow(50, 60))))).routes
    assert route.steps[1].arrival_s == 50


def test_duty_costs_choose_the_window_that_saves_waiting() -> None:
    either = job(1, 1, time_windows=(TimeWindow(10, 12), TimeWindow(200, 210)))
    late = job(2, 2, time_windows=(TimeWindow(150, 220),))
    paid = replace(DEPOT, costs=Costs(per_hour=0, per_duty_hour=3_600))
    (route,) = solved(day(either, late, vehicles=(paid,))).routes
    assert route.duty_s == 40


def test_setup_is_paid_once_a_place() -> None:
    twice = [job(number, 2, setup_s=7, service_s=3) for number in (1, 2)]
    (route,) = solved(day(*twice)).routes
    assert [step.setup_s for step in route.steps] == [0, 7, 0, 0]
    assert route.duty_s == 40 + 7 + 3 + 3


def test_the_window_holds_the_beginning_of_setup() -> None:
    on_the_dot = job(1, 1, setup_s=60, service_s=60, time_windows=(TimeWindow(10, 10),))
    (route,) = solved(day(on_the_dot)).routes
    assert route.steps[1].arrival_s + route.steps[1].waiting_s == 10


def test_a_spared_setup_lets_the_second_task_into_a_tight_window() -> None:
    first = job(1, 1, setup_s=5, time_windows=(TimeWindow(10, 10),))
    second = job(2, 1, setup_s=5, time_windows=(TimeWindow(15, 15),))
    assert solved(day(first, second)).unassigned == ()


def test_skills_pick_the_vehicle() -> None:
    skilled = replace(DEPOT, id=7, skills=frozenset({1, 2}), costs=replace(BY_METRES, fixed=1_000))
    solution = solved(day(replace(job(1, 1), skills=frozenset({2})), vehicles=(DEPOT, skilled)))
    assert [route.vehicle for route in solution.routes] == [7]


def test_priority_comes_before_numbers_and_numbers_before_cost() -> None:
    one_far = replace(job(1, 4), priority=3)
    near = [replace(job(number, 1), priority=1) for number in (2, 3)]
    busy = replace(DEPOT, max_tasks=1)
    assert order_of(solved(day(one_far, *near, vehicles=(busy,)))) == [[("job", 1)]]
    equal = [replace(job(number, place)) for number, place in ((1, 1), (2, 4))]
    assert solved(day(*equal)).unassigned == ()


@pytest.mark.parametrize(
    ("limit", "served"),
    [({"max_tasks": 2}, 2), ({"max_travel_time_s": 45}, 2), ({"max_distance_m": 79}, 3)],
)
def test_limits_of_a_route_leave_out_what_is_beyond(limit: dict[str, int], served: int) -> None:
    solution = solved(day(*(job(place, place) for place in (1, 2, 3, 4)), vehicles=(replace(DEPOT, **limit),)))
    assert sum(map(len, order_of(solution))) == served


def test_time_on_board_holds_a_pickup_back() -> None:
    late = Task(1, 2, time_windows=(TimeWindow(500, 600),))
    errand = job(5, 1, time_windows=(TimeWindow(0, 20),))
    held = Shipment(Task(1, 1), late, max_time_on_board_s=30)
    (route,) = solved(day(errand, shipments=(held,))).routes
    begins = {step.kind: step.arrival_s + step.waiting_s for step in route.steps}
    assert begins["delivery"] - begins["pickup"] <= 30


def test_an_open_end_does_not_drive_home() -> None:
    assert solved(day(job(1, 4), vehicles=(replace(DEPOT, end=None),))).cost == 40
    assert solved(day(job(1, 4), vehicles=(replace(DEPOT, start=None),))).cost == 40
    assert solved(day(job(1, 4), vehicles=(replace(DEPOT, start=None, end=None),))).cost == 0


def test_start_and_end_may_differ() -> None:
    assert solved(day(job(1, 2), vehicles=(replace(DEPOT, end=4),))).cost == 40


def test_hours_of_the_vehicle_end_the_route() -> None:
    short = replace(DEPOT, time_window=TimeWindow(100, 160))
    solution = solved(day(job(1, 2), job(2, 4), vehicles=(short,)))
    assert order_of(solution) == [[("job", 1)]]
    assert solution.unassigned[0].reason is Reason.TIME_WINDOW


def test_a_fixed_cost_keeps_a_vehicle_at_home() -> None:
    bikes = tuple(replace(DEPOT, id=number, start=place, end=place) for number, place in enumerate((0, 4)))
    apart = [job(1, 1), job(2, 3)]
    assert len(solved(day(*apart, vehicles=bikes)).routes) == 2
    dear = tuple(replace(bike, costs=replace(BY_METRES, fixed=1_000)) for bike in bikes)
    assert len(solved(day(*apart, vehicles=dear)).routes) == 1


def test_each_vehicle_drives_its_own_matrix() -> None:
    problem = Problem(
        (DEPOT, replace(DEPOT, id=1, profile="van")),
        {"bike": line(0, 10), "van": line(0, 4)},
        (job(1, 1),),
    )
    assert [route.vehicle for route in solved(problem).routes] == [1]


def test_costs_are_exact_and_rounded_once() -> None:
    odd = replace(DEPOT, costs=Costs(fixed=1, per_hour=1, per_km=1, per_duty_hour=1))
    (route,) = solved(day(job(1, 4, service_s=1_800), vehicles=(odd,))).routes
    assert route.cost == 2  # 1 + 80/3600 + 80/1000 + 1880/3600 = 1.624…


def test_the_largest_figures_do_not_overflow() -> None:
    far = line(0, 2**31 - 1)
    dear = replace(DEPOT, costs=Costs(10**8, 10**8, 10**8, 10**8))
    jobs = tuple(replace(job(number, 1), priority=number) for number in range(4))
    assert solved(Problem((dear,), {"bike": far}, jobs)).unassigned == ()


@pytest.mark.parametrize(
    ("problem", "reasons"),
    [
        (day(), []),
        (day(vehicles=()), []),
        (day(job(1, 1), vehicles=()), [Reason.NO_VEHICLE]),
        (day(replace(job(1, 1), skills=frozenset({9}))), [Reason.SKILLS]),
    ],
    ids=["no tasks", "nothing at all", "no vehicles", "nothing possible"],
)
def test_trivial_problems_have_trivial_plans(problem: Problem, reasons: list[Reason]) -> None:
    solution = solved(problem)
    assert (solution.routes, solution.cost) == ((), 0)
    assert [one.reason for one in solution.unassigned] == reasons


def test_the_same_iterations_give_the_same_plan() -> None:
    many = day(*(job(number, number % 5, service_s=number) for number in range(12)))
    assert solve(many, iterations=40) == solve(many, iterations=40)


def test_progress_never_goes_back_and_ends_whole() -> None:
    shares: list[float] = []
    solve(day(job(1, 1)), iterations=50, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
