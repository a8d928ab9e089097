"""Rounds that are being ridden: what is done stays done, and nothing new is put into the past."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.solver.checker import check
from routing.solver.problem import Break, Costs, Job, PauseKind, Problem, Reload, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.requests import Visit
from routing.solver.running import Running
from routing.solver.solution import Route, Solution
from routing.solver.urgent import insert_one
from routing.solver.vroom_writer import write_problem, write_solution
from tests.solver.small_rounds import Case, case
from tests.solver.solving import line

BIKE = Vehicle(7, start=0, end=0, costs=Costs(per_hour=0, per_km=1_000, per_duty_hour=3_600))
THREE = Problem((BIKE,), {"car": line(0, 100, 200, 300)}, tuple(Job(Task(n, n)) for n in (1, 2, 3)))


def moments(route: Route | None) -> list[tuple[TaskKind | PauseKind, int | None, int]]:
    """List when each task, rest and reload begins."""
    steps = route.steps if route else ()
    return [(kind, step.id, step.arrival_s + step.waiting_s) for step in steps if (kind := step.kind or step.pause)]


def orders(*requests: int) -> list[tuple[Visit, ...]]:
    return [tuple(Visit(request, 0) for request in requests)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case(), st.integers(0, 12), st.data())
def test_no_step_that_was_not_there_begins_before_now(made: Case, now_s: int, data: st.DataObject) -> None:
    begun = [data.draw(st.integers(0, len(visits))) for visits in made.orders]
    running = Running(made.problem, made.orders, begun, now_s)
    try:
        fit = insert_one(running, made.index)
    except BadInputError:
        return  # not begun, and too late to leave
    if fit is None:
        return
    before, after = moments(running.before(fit.number)), moments(fit.route)
    assert [step for step in after if step[2] < now_s and step not in before] == []
    served = {visit.request for visit in fit.visits}
    part = replace(
        made.problem,
        jobs=tuple(one for number, one in enumerate(made.problem.jobs) if number in served),
        shipments=tuple(
            one for number, one in enumerate(made.problem.shipments, len(made.problem.jobs)) if number in served
        ),
    )
    assert check(write_problem(part), write_solution(part, Solution((fit.route,), (), fit.route.cost))) == []
    # Asked again at once, the round stands as it was told.
    told = [fit.route if number == fit.number else None for number in range(len(begun))]
    grown = [fit.visits if number == fit.number else visits for number, visits in enumerate(made.orders)]
    again = Running(made.problem, grown, begun, now_s, told=told)
    kept = [step for step in after if step[0] is not PauseKind.RELOAD and step[2] < now_s]
    if begun[fit.number]:
        assert [step for step in moments(again.routes[fit.number]) if step in kept] == kept


def test_a_second_order_knows_what_the_first_one_did() -> None:
    first = insert_one(Running(THREE, orders(0), begun=[1], now_s=5_000), 1)
    assert first is not None
    assert moments(first.route)[-1] == (TaskKind.JOB, 2, 5_100)
    second = insert_one(Running(THREE, [first.visits], begun=[2], now_s=5_050, told=[first.route]), 2)
    assert second is not None
    assert moments(second.route) == [(TaskKind.JOB, 1, 100), (TaskKind.JOB, 2, 5_100), (TaskKind.JOB, 3, 5_200)]
    assert second.later_s == {}


def test_what_was_told_of_another_order_is_refused() -> None:
    told = Running(THREE, orders(0)).routes
    with pytest.raises(BadInputError, match=r"vehicle 7.*other tasks than its order"):
        insert_one(Running(THREE, orders(1), begun=[1], told=told), 2)


@pytest.mark.parametrize("begins_s", [90, 150])
@pytest.mark.parametrize("stops", [1, 2])
def test_what_cannot_have_been_as_it_was_told_is_refused(stops: int, begins_s: int) -> None:
    """The first stop is 100 s away, and what is done there must be done by then."""
    jobs = (Job(Task(1, 1, latest_finish_s=100)), *THREE.jobs[1:])
    problem = replace(THREE, jobs=jobs)
    (route,) = Running(problem, orders(*range(stops))).routes
    assert route is not None
    steps = tuple(replace(step, arrival_s=begins_s) if step.id == 1 else step for step in route.steps)
    ridden = Running(problem, orders(*range(stops)), begun=[1], told=[replace(route, steps=steps)])
    with pytest.raises(BadInputError, match=r"vehicle 7.*cannot have been: time_window.*not as it was ridden"):
        insert_one(ridden, 2)


@pytest.mark.parametrize("now_s", [0, 150])
def test_rests_keep_their_turn(now_s: int) -> None:
    """The first opens from 0 to 10,000, the second from 100 to 500: held at once, the second would come first."""
    rests = (Break(1, (TimeWindow(0, 10_000),), 60), Break(2, (TimeWindow(100, 500),), 60))
    problem = Problem((replace(BIKE, breaks=rests),), {"car": line(0, 200, 400)}, (Job(Task(0, 1)), Job(Task(1, 2))))
    fit = insert_one(Running(problem, orders(0), begun=[1], now_s=now_s), 1)
    assert fit is not None
    assert [step.id for step in fit.route.steps if step.pause] == [1, 2]
    assert check(write_problem(problem), write_solution(problem, Solution((fit.route,), (), fit.route.cost))) == []


@pytest.mark.parametrize("now_s", [0, 1_600, 2_500])
def test_a_rest_may_be_followed_by_a_longer_one_that_begins_early(now_s: int) -> None:
    """The second lasts from 2,000 at the soonest to 6,600 at the latest: windows bound when rests begin."""
    rests = (Break(1, (TimeWindow(0, 9_000),), 300), Break(2, (TimeWindow(2_000, 3_000),), 3_600))
    jobs = tuple(Job(Task(n, 1, time_windows=(TimeWindow(at_s, at_s),))) for n, at_s in ((1, 1_500), (2, 7_000)))
    problem = Problem((replace(BIKE, breaks=rests),), {"car": line(0, 100)}, (*jobs, Job(Task(3, 1))))
    fit = insert_one(Running(problem, orders(0, 1), begun=[1], now_s=now_s), 2)
    assert fit is not None
    assert [step.id for step in fit.route.steps if step.pause] == [1, 2]
    assert check(write_problem(problem), write_solution(problem, Solution((fit.route,), (), fit.route.cost))) == []


@pytest.mark.parametrize("opens_s", [5_000, 5_050])
def test_who_stood_until_the_order_came_did_not_drive_before_the_rest(opens_s: int) -> None:
    """Done at 4,900, it is sent on at 5,000: of the 300 s to the next stop it drives 50 at most before it rests."""
    done = Job(Task(1, 1, time_windows=(TimeWindow(4_900, 4_900),)))
    resting = replace(BIKE, breaks=(Break(1, (TimeWindow(opens_s, 5_100),), 600),))
    problem = Problem((resting,), {"car": line(0, 100, 400)}, (done, Job(Task(2, 2))))
    fit = insert_one(Running(problem, orders(0), begun=[1], now_s=5_000), 1)
    assert fit is not None
    assert moments(fit.route)[-1] == (TaskKind.JOB, 2, 5_900)
    assert Running(problem, [fit.visits], begun=[1], now_s=5_200, told=[fit.route]).routes == [fit.route]


@pytest.mark.parametrize(("closes_s", "begins_s"), [(3_500, None), (5_000, 4_600)])
def test_a_rest_under_way_is_not_put_off(closes_s: int, begins_s: int | None) -> None:
    """It is taken from 1,000 to 4,600, and it is 2,000."""
    at = [(TimeWindow(1_000, 1_000),), (TimeWindow(8_000, 8_000),), (TimeWindow(0, closes_s),)]
    jobs = tuple(Job(Task(n, 0, service_s=1_500 * (n == 2), time_windows=windows)) for n, windows in enumerate(at))
    resting = replace(BIKE, breaks=(Break(1, (TimeWindow(0, 6_000),), 3_600),))
    problem = Problem((resting,), {"car": line(0, 100)}, jobs)
    fit = insert_one(Running(problem, orders(0, 1), begun=[1], now_s=2_000), 2)
    assert (None if fit is None else moments(fit.route)[2][2]) == begins_s


def test_a_rest_on_the_way_does_not_make_the_next_stop_later() -> None:
    """Half the way is ridden when it begins: who rests now still comes as told."""
    sharp = (TimeWindow(3_800, 3_800),)
    problem = Problem(
        (replace(BIKE, breaks=(Break(1, (TimeWindow(150, 150),), 3_600),)),),
        {"car": line(0, 100, 200)},
        (Job(Task(1, 1, time_windows=(TimeWindow(100, 100),))), Job(Task(2, 2, time_windows=sharp)), Job(Task(3, 2))),
    )
    fit = insert_one(Running(problem, orders(0, 1), begun=[1], now_s=1_000), 2)
    assert fit is not None
    assert moments(fit.route)[2:] == [(TaskKind.JOB, 2, 3_800), (TaskKind.JOB, 3, 3_800)]


def test_who_is_late_begins_nothing_before_now_and_says_how_late_the_others_are() -> None:
    fit = insert_one(Running(THREE, orders(0, 1), begun=[1], now_s=5_000), 2)
    assert fit is not None
    assert moments(fit.route)[0] == (TaskKind.JOB, 1, 100)
    assert min(step[2] for step in moments(fit.route)[1:]) >= 5_100
    assert fit.later_s[TaskKind.JOB, 2] >= 4_900


def test_who_is_too_late_for_what_stands_takes_no_more_and_others_do() -> None:
    late = replace(THREE, vehicles=(BIKE, replace(BIKE, id=8, costs=Costs(per_km=9_000))))
    closes = (THREE.jobs[0], Job(Task(2, 2, time_windows=(TimeWindow(0, 300),))), THREE.jobs[2])
    running = Running(replace(late, jobs=closes), [*orders(0, 1), ()], begun=[1, 0], now_s=5_000)
    fit = insert_one(running, 2)
    assert fit is not None
    assert fit.route.vehicle == 8
    assert moments(running.routes[0]) == [(TaskKind.JOB, 1, 100), (TaskKind.JOB, 2, 200)]


def test_a_reload_for_a_new_order_is_behind_now_too() -> None:
    problem = Problem(
        (replace(BIKE, capacity=(1,), reload=Reload(0, service_s=300)),),
        {"car": line(0, 100, 200)},
        tuple(Job(Task(n, n), delivery=(1,)) for n in (1, 2)),
    )
    running = Running(problem, orders(0), begun=[1], now_s=5_000)
    fit = insert_one(running, 1)
    assert fit is not None
    reload = (PauseKind.RELOAD, None, 5_100)
    assert moments(fit.route) == [(TaskKind.JOB, 1, 100), reload, (TaskKind.JOB, 2, 5_600)]
    again = Running(problem, [fit.visits], begun=[1], now_s=5_150, told=[fit.route])
    assert moments(again.routes[0]) == moments(fit.route)


def test_no_reload_is_put_between_what_is_begun() -> None:
    """It would cost nothing there: the depot is on the way, and there is time until 1,000."""
    sharp = (TimeWindow(1_000, 1_000),)
    problem = Problem(
        (replace(BIKE, capacity=(2,), reload=Reload(1)),),
        {"car": line(0, 100, 200)},
        (
            Job(Task(1, 1), delivery=(1,)),
            Job(Task(2, 2, time_windows=sharp), delivery=(1,)),
            Job(Task(3, 2), delivery=(1,)),
        ),
    )
    fit = insert_one(Running(problem, orders(0, 1), begun=[2], now_s=1_200), 2)
    assert fit is not None
    assert [step[0] for step in moments(fit.route)] == [TaskKind.JOB, TaskKind.JOB, PauseKind.RELOAD, TaskKind.JOB]


def test_of_equals_the_first_vehicle_takes_it_whatever_the_bounds_say() -> None:
    """A rest of a minute is not seen by the bound, a service that takes a minute longer is."""
    slow = replace(BIKE, id=1, type="slow")
    resting = replace(BIKE, id=2, breaks=(Break(1, service_s=60),))
    job = Job(Task(1, 1, service_per_type_s={"slow": 60}))
    fit = insert_one(Running(Problem((slow, resting), {"car": line(0, 100)}, (job,)), [(), ()]), 0)
    assert fit is not None
    assert fit.route.vehicle == 1
