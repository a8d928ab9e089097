"""One order more in rounds under way: the cheapest spot of all, and what it does to the others."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from kernel.errors import BadInputError
from routing.solver.checker import check
from routing.solver.cost import DENOMINATOR
from routing.solver.problem import Break, Costs, Job, Problem, Shipment, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.requests import Visit
from routing.solver.running import Running
from routing.solver.solution import Reason, Route, Solution
from routing.solver.spots import Spot
from routing.solver.urgent import Fit, insert_one
from routing.solver.vroom_writer import write_problem, write_solution
from tests.solver.small_rounds import Case, case, cost, orders_with
from tests.solver.solving import line

BIKE = Vehicle(7, start=0, end=0, costs=Costs(per_hour=0, per_km=1_000, per_duty_hour=3_600))


def moments(route: Route) -> dict[tuple[TaskKind, int], int]:
    return {(step.kind, step.id): step.arrival_s + step.waiting_s for step in route.steps if step.kind}


def passes_the_checker(running: Running, fit: Fit, index: int) -> bool:
    routes = [route for route in running.routes if route]
    routes = [route for route in routes if route.vehicle != fit.route.vehicle] + [fit.route]
    served = running.served | {index}
    problem = running.problem
    jobs = tuple(one for number, one in enumerate(problem.jobs) if number in served)
    shipments = tuple(one for number, one in enumerate(problem.shipments, len(problem.jobs)) if number in served)
    part = replace(problem, jobs=jobs, shipments=shipments)
    solution = Solution(tuple(routes), (), sum(route.cost for route in routes))
    return check(write_problem(part), write_solution(part, solution)) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case())
def test_the_spot_is_the_cheapest_that_trying_everything_finds(made: Case) -> None:
    problem, orders, index = made.problem, made.orders, made.index
    tried = [
        found - cost(problem, number, visits)
        for number, visits in enumerate(orders)
        for order in orders_with(problem, visits, index)
        if (found := cost(problem, number, order)) is not None
    ]
    running = Running(problem, orders)
    fit = insert_one(running, index)
    if fit is None:
        assert tried == []
        return
    assert fit.route.exact_cost - running.costs[fit.number] == min(tried) * DENOMINATOR
    assert passes_the_checker(running, fit, index)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case())
def test_what_is_begun_keeps_its_place_and_its_moment(made: Case) -> None:
    begun = [len(visits) - len(visits) // 2 for visits in made.orders]
    running = Running(made.problem, made.orders, begun)
    fit = insert_one(running, made.index)
    if fit is None:
        return
    number = fit.number
    assert fit.visits[: begun[number]] == made.orders[number][: begun[number]]
    assert passes_the_checker(running, fit, made.index)
    before = moments(running.routes[number]) if running.routes[number] else {}
    after = moments(fit.route)
    assert list(before.items())[: begun[number]] == list(after.items())[: begun[number]]
    assert fit.later_s == {key: after[key] - was for key, was in before.items() if after[key] != was}


def test_the_answer_says_where_and_what_it_does_to_the_others() -> None:
    problem = Problem((BIKE,), {"car": line(0, 100, 200, 300)}, tuple(Job(Task(n, n, service_s=10)) for n in (1, 3, 2)))
    fit = insert_one(Running(problem, [(Visit(0, 0), Visit(1, 0))]), 2)
    assert fit is not None
    assert fit.between == (((TaskKind.JOB, 1), (TaskKind.JOB, 3)),)
    assert (fit.extra_m, fit.extra_duty_s, fit.extra_cost) == (0, 10, 10)
    assert fit.later_s == {(TaskKind.JOB, 3): 10}


def test_of_spots_that_cost_the_same_the_first_alone_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty parcels are for one address, and one more."""
    laid_out: list[Spot] = []
    with_spot = Running.with_spot

    def counted(running: Running, number: int, spot: Spot, *given: Any, **more: Any) -> Route | Reason:
        laid_out.append(spot)
        return with_spot(running, number, spot, *given, **more)

    monkeypatch.setattr(Running, "with_spot", counted)
    problem = Problem((BIKE,), {"car": line(0, 100)}, tuple(Job(Task(n, 1)) for n in range(31)))
    fit = insert_one(Running(problem, [tuple(Visit(number, 0) for number in range(30))]), 30)
    assert fit is not None
    assert fit.visits[0] == Visit(30, 0)
    assert len(laid_out) == 1


def test_a_visit_already_made_is_not_moved_earlier_to_let_more_in() -> None:
    jobs = (Job(Task(1, 1)), Job(Task(2, 3, time_windows=(TimeWindow(1_000, 1_000),))), Job(Task(3, 2, service_s=60)))
    problem = Problem((BIKE,), {"car": line(0, 100, 200, 300)}, jobs)
    first, second, new = Visit(0, 0), Visit(1, 0), Visit(2, 0)
    before = insert_one(Running(problem, [(first, second)]), 2)
    assert before is not None
    assert before.visits == (first, new, second)
    after = insert_one(Running(problem, [(first, second)], begun=[1]), 2)
    assert after is not None
    assert after.visits == (first, second, new)


def test_nothing_new_begins_before_now() -> None:
    problem = Problem((BIKE,), {"car": line(0, 100, 200)}, tuple(Job(Task(n, n)) for n in (1, 2)))
    fit = insert_one(Running(problem, [(Visit(0, 0),)], begun=[1], now_s=5_000), 1)
    assert fit is not None
    assert moments(fit.route) == {(TaskKind.JOB, 1): 100, (TaskKind.JOB, 2): 5_100}
    unused = insert_one(Running(problem, [()], now_s=5_000), 1)
    assert unused is not None
    assert unused.route.steps[0].arrival_s == 5_000


@pytest.mark.parametrize(("begun", "now_s"), [(2, 2_900), (1, 2_900)])
def test_a_rest_still_to_come_is_not_moved_into_the_past(begun: int, now_s: int) -> None:
    """Taken at 1,000, between the first two, it would leave room for 4,500 s of work before the third."""
    fixed = tuple(
        Job(Task(n, 0, time_windows=(TimeWindow(at_s, at_s),))) for n, at_s in enumerate((1_000, 3_000, 8_000))
    )
    resting = replace(BIKE, time_window=TimeWindow(0, 9_000), breaks=(Break(1, (TimeWindow(0, 3_500),), 600),))
    problem = Problem((resting,), {"car": line(0, 100)}, (*fixed, Job(Task(3, 0, service_s=4_500))))
    orders = [tuple(Visit(number, 0) for number in range(3))]
    running = Running(problem, orders, begun=[begun], now_s=now_s)
    (rest,) = [step for step in running.routes[0].steps if step.pause]
    assert rest.arrival_s + rest.waiting_s >= now_s
    assert insert_one(running, 3) is None


def test_a_round_that_should_have_left_is_told() -> None:
    problem = Problem((BIKE,), {"car": line(0, 100)}, (Job(Task(1, 1, time_windows=(TimeWindow(0, 200),))),))
    with pytest.raises(BadInputError, match=r"vehicle 7.*can no longer be ridden"):
        insert_one(Running(replace(problem, jobs=(*problem.jobs, Job(Task(2, 1)))), [(Visit(0, 0),)], now_s=500), 1)


def test_a_pickup_under_way_is_delivered_by_its_own_vehicle_when_more_comes_between() -> None:
    carried = Shipment(Task(1, 1), Task(1, 3), amount=(1,), max_time_on_board_s=250)
    problem = Problem(
        (replace(BIKE, capacity=(2,)),),
        {"car": line(0, 100, 200, 300)},
        shipments=(carried, Shipment(Task(2, 2, service_s=60), Task(2, 3), amount=(1,))),
    )
    running = Running(problem, [(Visit(0, 0), Visit(0, 1))], begun=[1])
    fit = insert_one(running, 1)
    assert fit is not None
    assert passes_the_checker(running, fit, 1)
    longer = replace(problem, shipments=(carried, replace(problem.shipments[1], pickup=Task(2, 2, service_s=51))))
    behind = insert_one(
        Running(
            replace(longer, shipments=(carried, Shipment(Task(2, 2, service_s=51), Task(2, 3), amount=(2,)))),
            [(Visit(0, 0), Visit(0, 1))],
            begun=[1],
        ),
        1,
    )
    assert behind is not None
    assert behind.visits == (Visit(0, 0), Visit(0, 1), Visit(1, 0), Visit(1, 1))
