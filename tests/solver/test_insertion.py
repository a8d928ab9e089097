"""Orders that come in while a plan is ridden: into the plan as it was told, and that plan is one to go on with."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.solver.holding import begun_at, is_home
from routing.solver.problem import Break, Job, Problem, Reload, SoftWindow, Task, TaskKind, TimeWindow
from routing.solver.requests import Visit
from routing.solver.running import Running
from routing.solver.urgent import insert_one
from routing.solver.vroom_plan_reader import read_told
from tests.solver.handed_over import BIKE, added, answered, day, done, job, moments, plan_of, solved
from tests.solver.small_rounds import Case, case
from tests.solver.solving import line

SLOWLY = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=100, deadline=None, suppress_health_check=SLOWLY)
@given(case())
def test_a_plan_is_read_as_it_was_written(made: Case) -> None:
    routes = Running(made.problem, made.orders).routes
    told = read_told(plan_of(Running(made.problem, made.orders), without=made.index), made.problem)
    assert list(told.routes) == routes


def test_a_wish_that_is_not_met_is_paid_when_a_plan_is_read() -> None:
    late = day(job(1, 1, soft_window=SoftWindow(0, 40, 1_800)))
    assert read_told(solved(late), late).routes == tuple(Running(late, [(Visit(0, 0),)]).routes)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOWLY)
@given(case(), st.integers(0, 12))
def test_the_answer_is_the_cheapest_spot_and_a_plan_that_holds(made: Case, now_s: int) -> None:
    plan, problem = plan_of(Running(made.problem, made.orders), without=made.index), made.problem
    answer = answered(problem, plan, now_s=now_s)
    assert done(plan, now_s).items() <= moments(answer).items()
    assert done(answer, now_s).items() <= moments(plan).items()
    told = read_told(plan, problem).routes
    begun = [begun_at(route, now_s) if route else 0 for route in told]
    home = [
        number
        for number, route in enumerate(told)
        if route and is_home(problem.vehicles[number], route, begun[number], now_s)
    ]
    alone = insert_one(Running(problem, made.orders, begun, now_s, told, frozenset(home)), made.index)
    entries = answer["dorpsronde"]["insertions"]
    spots = [] if alone is None else [(alone.route.vehicle, alone.extra_cost)]
    assert [(entry["vehicle"], entry["extra"]["cost"]) for entry in entries] == spots
    with pytest.raises(BadInputError, match="knows every job and shipment"):
        answered(problem, answer, now_s=now_s)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOWLY)
@given(
    case(), st.integers(0, 12), st.integers(0, 6), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), max_size=2)
)
def test_what_was_answered_stands_when_more_comes_in(
    made: Case, now_s: int, later_s: int, more: list[tuple[int, int]]
) -> None:
    """What is done keeps its moment and what was on board then: nothing is loaded into the past."""
    first = answered(made.problem, plan_of(Running(made.problem, made.orders), without=made.index), now_s=now_s)
    new = [Job(Task(90, 0, service_s=1)), *(Job(Task(91 + n, at), (brings,)) for n, (at, brings) in enumerate(more))]
    grown = replace(made.problem, jobs=(*made.problem.jobs, *new))
    answer = answered(grown, first, now_s=now_s + later_s)
    assert done(first, now_s + later_s).items() <= moments(answer).items()
    assert done(answer, now_s + later_s).items() <= moments(first).items()
    assert ridden(answer, now_s + later_s) == ridden(first, now_s + later_s)


def ridden(plan: dict[str, Any], now_s: int) -> list[tuple[int, list[tuple[str, list[int]]]]]:
    """List what each vehicle had on board where it has been."""
    return [
        (
            route["vehicle"],
            [
                (step["type"], step["load"])
                for step in route["steps"]
                if step["type"] not in ("break", "end") and step["arrival"] + step["waiting_time"] < now_s
            ],
        )
        for route in plan["routes"]
        if route["steps"][0]["arrival"] < now_s
    ]


# One bike, jobs along a street, 100 s apart


def test_the_answer_says_where_what_it_adds_and_whose_moments_change() -> None:
    usual = day(job(1, 1), job(3, 3))
    answer = added(usual, solved(usual), Job(Task(2, 2, service_s=60)))
    (entry,) = answer["dorpsronde"]["insertions"]
    assert entry == {
        "vehicle": 7,
        "tasks": [
            {"type": "job", "id": 2, "after": {"type": "job", "id": 1}, "before": {"type": "job", "id": 3}},
        ],
        "extra": {"distance": 0, "duty": 60, "cost": 0},
    }
    assert answer["dorpsronde"]["later"] == [{"type": "job", "id": 3, "seconds": 60}]
    assert answer["summary"]["routes"] == 1


def test_the_start_and_the_end_have_no_name() -> None:
    usual = day()
    (entry,) = added(usual, solved(usual), Job(Task(2, 2)))["dorpsronde"]["insertions"]
    assert entry["tasks"] == [{"type": "job", "id": 2}]
    assert entry["extra"] == {"distance": 400, "duty": 400, "cost": 400}


def test_several_come_in_one_after_the_other_and_each_knows_the_one_before() -> None:
    usual = day(Job(Task(1, 1)))
    answer = added(usual, solved(usual), Job(Task(2, 3)), Job(Task(3, 3)), now_s=50)
    second, third = answer["dorpsronde"]["insertions"]
    assert (second["extra"]["duty"], third["extra"]["duty"]) == (400, 0)
    assert (second["tasks"][0]["after"], third["tasks"][0]["after"]) == (
        {"type": "job", "id": 3},
        {"type": "job", "id": 1},
    )


@pytest.mark.parametrize(
    ("now_s", "begun"), [(0, 0), (1, 1), (100, 1), (160, 1), (161, 2), (360, 2), (361, 3), (9_999, 3)]
)
def test_a_visit_is_begun_once_the_stop_before_is_left(now_s: int, begun: int) -> None:
    """The bike leaves at 0, works from 100 to 160, and from 260 to 360."""
    usual = day(job(1, 1, service_s=60), job(2, 2, service_s=100), Job(Task(3, 3)))
    (route,) = read_told(solved(usual), usual).routes
    assert route is not None
    assert begun_at(route, now_s) == begun


def test_who_waits_where_it_is_has_not_left() -> None:
    """It is done at 100; at 5,000 the next one comes in: at 5,000 it has not left yet, at 5,001 it has."""
    usual = day(Job(Task(1, 1)), bikes=(replace(BIKE, end=None),))
    answer = added(usual, solved(usual), Job(Task(2, 2)), now_s=5_000)
    assert moments(answer) == {("job", 1): 100, ("job", 2): 5_100}
    (route,) = read_told(answer, replace(usual, jobs=(*usual.jobs, Job(Task(2, 2))))).routes
    assert route is not None
    assert [begun_at(route, now_s) for now_s in (5_000, 5_001)] == [1, 2]


def test_who_has_come_less_far_than_planned_is_told_so() -> None:
    usual = day(job(1, 1), job(2, 2), bikes=(replace(BIKE, end=None),))
    late = added(usual, solved(usual), Job(Task(3, 3)), now_s=1_000, begun={7: 1})
    assert moments(late) == {("job", 1): 100, ("job", 2): 1_100, ("job", 3): 1_200}
    assert late["dorpsronde"]["later"] == [{"type": "job", "id": 2, "seconds": 900}]


def test_who_left_before_its_time_has_left_in_calls_to_come_too() -> None:
    """It is to leave at 900 by its stop's window; said to be on its way at 500, it takes no goods any more."""
    usual = day(job(1, 1, time_windows=(TimeWindow(1_000, 1_100),)), bikes=(replace(BIKE, capacity=(9,)),))
    first = added(usual, solved(usual), Job(Task(2, 2)), now_s=500, begun={7: 1})
    assert first["dorpsronde"]["begun"] == {"7": 1}
    more = replace(usual, jobs=(*usual.jobs, Job(Task(2, 2))))
    answer = added(more, first, job(3, 3), now_s=600)
    assert [left["dorpsronde"]["block"] for left in answer["unassigned"]] == ["loading"]
    assert moments(answer) == moments(first)


def test_who_can_no_longer_leave_keeps_nobody_else_from_taking_more() -> None:
    sharp = day(job(1, 1, time_windows=(TimeWindow(0, 200),)), bikes=(BIKE, replace(BIKE, id=8)))
    answer = added(sharp, solved(sharp), job(2, 2), now_s=500, begun={7: 0})
    ours = answer["dorpsronde"]
    assert ([entry["vehicle"] for entry in ours["insertions"]], ours["late"], ours["changed"]) == ([8], [7], [8])
    assert moments(answer)["job", 1] == 100


def test_who_gets_nothing_stays_as_it_was_told() -> None:
    """It leaves at 5,000 by its hours; by the time the order comes in it might leave at once."""
    bikes = (replace(BIKE, time_window=TimeWindow(5_000, 9_000)), replace(BIKE, id=8))
    plan = solved(day(job(1, 1), job(3, 3), bikes=bikes))
    answer = added(day(job(1, 1), job(3, 3), bikes=(BIKE, bikes[1])), plan, job(2, 2))
    assert [entry["vehicle"] for entry in answer["dorpsronde"]["insertions"]] == [8]
    assert moments(answer) == {("job", 1): 5_100, ("job", 3): 5_300, ("job", 2): 200}
    assert answer["dorpsronde"]["later"] == []


def test_who_is_late_is_told_wherever_the_order_goes_and_who_is_too_late_is_named() -> None:
    bikes = (BIKE, replace(BIKE, id=8))
    usual = day(job(1, 1), job(2, 2), bikes=bikes)
    other = added(usual, solved(usual), job(3, 3), now_s=1_000, begun={7: 1})
    assert [entry["vehicle"] for entry in other["dorpsronde"]["insertions"]] == [8]
    assert other["dorpsronde"]["later"] == [{"type": "job", "id": 2, "seconds": 900}]
    assert other["dorpsronde"]["late"] == []
    sharp = day(job(1, 1), job(2, 2, time_windows=(TimeWindow(0, 300),)), bikes=bikes)
    stuck = added(sharp, solved(sharp), job(3, 3), now_s=1_000, begun={7: 1})
    assert stuck["dorpsronde"]["late"] == [7]
    assert moments(stuck)["job", 2] == 200
    # By its route and the clock it would be in time again: it stays out until it is said how far it has come.
    more = replace(sharp, jobs=(*sharp.jobs, job(3, 3)))
    later = added(more, stuck, Job(Task(4, 2)), now_s=1_100)
    assert [entry["vehicle"] for entry in later["dorpsronde"]["insertions"]] == [8]
    assert later["dorpsronde"]["late"] == [7]
    assert added(more, stuck, Job(Task(4, 2)), now_s=1_100, begun={7: 2})["dorpsronde"]["late"] == []


def test_who_is_on_the_way_home_takes_no_more_and_who_ends_where_it_is_does() -> None:
    """At 150 it is half-way home from its only stop."""
    for end, taken in ((0, []), (None, [7])):
        usual = day(job(1, 1), bikes=(replace(BIKE, end=end),))
        answer = added(usual, solved(usual), Job(Task(2, 2)), now_s=150)
        assert [entry["vehicle"] for entry in answer["dorpsronde"]["insertions"]] == taken
        assert answer["dorpsronde"]["late"] == []


# What is on board


def test_who_has_left_takes_no_goods_that_it_did_not_load() -> None:
    usual = day(job(1, 1), job(3, 3), bikes=(BIKE, replace(BIKE, id=8)))
    before = added(usual, solved(usual), job(2, 2))["dorpsronde"]["insertions"]
    assert [entry["vehicle"] for entry in before] == [8]  # two is all that the first carries
    wide = tuple(replace(bike, capacity=(9,)) for bike in usual.vehicles)
    roomy = replace(usual, vehicles=wide)
    for now_s, vehicle in ((0, 7), (50, 8)):
        (entry,) = added(roomy, solved(roomy), job(2, 2), now_s=now_s)["dorpsronde"]["insertions"]
        assert entry["vehicle"] == vehicle
    (entry,) = added(roomy, solved(roomy), Job(Task(2, 2), pickup=(1,)), now_s=50)["dorpsronde"]["insertions"]
    assert entry["vehicle"] == 7  # what it collects need not be loaded


def test_goods_that_nobody_can_load_any_more_stay_out_and_it_is_said_why() -> None:
    usual = day(job(1, 1), bikes=(replace(BIKE, capacity=(9,)),))
    answer = added(usual, solved(usual), job(2, 2), now_s=50)
    (left,) = answer["unassigned"]
    assert (left["id"], left["dorpsronde"]["block"]) == (2, "loading")
    assert [change["kind"] for change in left["dorpsronde"]["changes"]] == ["vehicle"]


def test_who_comes_by_the_depot_again_loads_there_what_came_in_and_still_does_when_more_comes_in() -> None:
    reloading = replace(BIKE, capacity=(9,), reload=Reload(0, service_s=30))
    usual = day(job(1, 1), bikes=(reloading,))
    answer = added(usual, solved(usual), job(2, 2), now_s=50)
    assert kinds(answer) == ["start", "job", "reload", "job", "end"]
    assert moments(answer) == {("job", 1): 100, ("job", 2): 430}
    # On its way to the depot it takes a third one along; once it has loaded it has to come back for one.
    more = day(job(1, 1), job(2, 2), bikes=(reloading,))
    assert kinds(added(more, answer, job(3, 3), now_s=150)) == ["start", "job", "reload", "job", "job", "end"]
    assert kinds(added(more, answer, job(3, 3), now_s=300)) == ["start", "job", "reload", "job", "reload", "job", "end"]


def test_two_that_come_in_at_once_are_loaded_at_once() -> None:
    usual = day(Job(Task(1, 1)), bikes=(replace(BIKE, end=None, capacity=(9,), reload=Reload(0, 30, most=1)),))
    answer = added(usual, solved(usual), job(2, 2), job(3, 3), now_s=5_000)
    assert kinds(answer) == ["start", "job", "reload", "job", "job"]
    assert moments(answer) == {("job", 1): 100, ("job", 2): 5_330, ("job", 3): 5_430}


def test_who_has_not_left_for_its_reload_yet_may_do_something_else_first() -> None:
    usual = day(Job(Task(1, 1)), bikes=(replace(BIKE, end=None, capacity=(9,), reload=Reload(0, 30)),))
    answer = added(usual, solved(usual), job(2, 2), Job(Task(3, 1)), now_s=5_000)
    assert kinds(answer) == ["start", "job", "job", "reload", "job"]


def test_what_is_on_board_stays_there_though_the_vehicle_comes_by_the_depot() -> None:
    """What the new order gives does not fit beside what is for the second stop, loaded at 0, wherever that comes."""
    sharp = Job(Task(4, 1, time_windows=(TimeWindow(0, 150),)), pickup=(2,))
    usual = day(job(1, 1), job(2, 2), bikes=(replace(BIKE, reload=Reload(0)),))
    answer = added(usual, solved(usual), sharp, now_s=50)
    assert answer["dorpsronde"]["insertions"] == []
    assert answer["routes"][0]["steps"][0]["load"] == [2]


def test_who_may_not_load_again_has_not_what_is_at_the_depot() -> None:
    usual = day(job(1, 1), job(2, 2), job(3, 3), bikes=(replace(BIKE, end=None, reload=Reload(0, most=1)),))
    answer = added(usual, solved(usual), job(4, 3), now_s=800)
    (left,) = answer["unassigned"]
    assert left["dorpsronde"]["block"] == "loading"


def kinds(plan: dict[str, Any]) -> list[str]:
    return [step["type"] for step in plan["routes"][0]["steps"]]


def test_a_rest_on_the_way_does_not_count_as_a_stop_that_was_left() -> None:
    """It leaves at 0, rests from 50 to 350 on its way, and works at 400."""
    resting = replace(BIKE, breaks=(Break(1, (TimeWindow(50, 50),), 300),))
    usual = day(job(1, 1), job(2, 2), bikes=(resting,))
    (route,) = read_told(solved(usual), usual).routes
    assert route is not None
    assert [(step.kind, step.arrival_s) for step in route.steps[:3]] == [(None, 0), (None, 50), (TaskKind.JOB, 400)]
    assert [begun_at(route, now_s) for now_s in (1, 380, 400, 401)] == [1, 1, 1, 2]


def test_rows_of_the_matrices_may_have_other_numbers_by_then() -> None:
    """A place more comes first, so that all others are one further on."""
    usual = day(job(1, 1), job(3, 3))
    shifted = Problem(
        (replace(BIKE, start=1, end=1),),
        {"car": line(150, 0, 100, 200, 300)},
        (job(1, 2), job(3, 4), Job(Task(2, 0))),
    )
    answer = answered(shifted, solved(usual))
    assert moments(answer) == {("job", 1): 100, ("job", 2): 150, ("job", 3): 300}
