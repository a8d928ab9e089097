"""Plans that are handed over and are none, and moments that cannot be."""

from dataclasses import replace
from typing import Any

import pytest

from kernel.errors import BadInputError
from routing.solver.problem import GivenStep, Job, Shipment, Task, TaskKind, TimeWindow
from tests.solver.handed_over import BIKE, added, answered, day, job, solved


def broken(plan: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**plan, **changes}


def step_with(plan: dict[str, Any], at: int, **changes: Any) -> dict[str, Any]:
    (route,) = plan["routes"]
    steps = [step | changes if number == at else step for number, step in enumerate(route["steps"])]
    return {**plan, "routes": [{**route, "steps": steps}]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: [], "the document: a list is not an object"),
        (lambda _: {"code": 2, "error": "…"}, "code: is that of an error"),
        (lambda _: {"summary": {}}, '"routes" is missing'),
        (lambda plan: broken(plan, routes=[{}]), 'routes[0]: "vehicle" is missing'),
        (lambda plan: broken(plan, routes=[{"vehicle": 7, "steps": []}]), "routes[0].steps: has no task"),
        (lambda plan: broken(plan, routes=plan["routes"] * 2), "routes[1].vehicle: vehicle 7 has a route already"),
        (lambda plan: step_with(plan, 1, type="visit"), "routes[0].steps[1].type: is no type of step"),
        (lambda plan: step_with(plan, 1, id=99), "routes[0].steps[1]: the problem has no job 99"),
        (lambda plan: step_with(plan, 1, arrival=-1), "routes[0].steps[1].arrival: -1 is not a whole number"),
        (lambda plan: step_with(plan, 1, arrival=90), "routes[0].steps[1]: arrival: arrival is 90, should be 100"),
        (lambda plan: step_with(plan, 1, load=[1]), "routes[0].steps[1]: load: states a load of [1], should be [0]"),
        (lambda plan: broken(plan, unassigned=[{"type": "job", "id": 1}]), 'unassigned[0].dorpsronde: "reason" is'),
        (lambda plan: broken(plan, unassigned=[{"type": "stop", "id": 1}]), "unassigned[0].type: is no type of task"),
        (
            lambda plan: broken(plan, unassigned=[{"type": "job", "id": 1, "dorpsronde": {"reason": "no_room_left"}}]),
            "unassigned[0]: job 1 stands here again",
        ),
    ],
)  # fmt: skip
def test_a_plan_that_is_none_is_refused_by_name(change: Any, said: str) -> None:
    usual = day(job(1, 1))
    with pytest.raises(BadInputError) as fault:
        answered(day(job(1, 1), job(2, 2)), change(solved(usual)))
    assert str(fault.value).startswith(said)


def test_a_shipment_that_the_plan_knows_by_half_is_not_new() -> None:
    parcel = Shipment(Task(5, 1), Task(5, 2))
    plan = solved(day(job(1, 1)))
    half = broken(plan, unassigned=[{"type": "pickup", "id": 5, "dorpsronde": {"reason": "no_room_left"}}])
    with pytest.raises(BadInputError, match="delivery 5: missing: is in no route and not unassigned"):
        answered(day(job(1, 1), job(2, 2), shipments=(parcel,)), half)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"begun": {7: 2}}, "begun: vehicle 7 cannot have begun 2 visits, of 1"),
        ({"begun": {9: 0}}, "begun: the problem has no vehicle 9"),
        ({"now_s": 2**32}, "now: 4294967296 is more than 4294967295"),
    ],
)
def test_what_is_said_of_the_moment_is_refused_by_name(asked: dict[str, Any], said: str) -> None:
    """The window of the only visit closes at 200."""
    sharp = job(1, 1, time_windows=(TimeWindow(0, 200),))
    with pytest.raises(BadInputError) as fault:
        answered(day(sharp, job(2, 2)), solved(day(sharp)), **asked)
    assert str(fault.value).startswith(said)


def test_a_moment_before_the_plan_s_own_is_refused() -> None:
    usual = day(Job(Task(1, 1)))
    answer = added(usual, solved(usual), Job(Task(2, 2)), now_s=50)
    with pytest.raises(BadInputError, match=r"now: 49 is before the plan's own 50"):
        added(day(Job(Task(1, 1)), Job(Task(2, 2))), answer, Job(Task(3, 3)), now_s=49)


def test_a_stay_that_no_plan_tells_is_refused() -> None:
    usual = day(job(1, 1), job(2, 2))
    plan = solved(usual)
    for left_s in (150, 2**62):
        plan["routes"][0]["dorpsronde"]["left"] = left_s
        with pytest.raises(
            BadInputError, match=rf"routes\[0\].dorpsronde.left: {left_s} is while the vehicle works or drives"
        ):
            added(usual, plan, Job(Task(3, 3)), now_s=50)


def test_more_orders_than_are_looked_for_at_once_are_refused_and_so_is_a_new_one_that_is_frozen() -> None:
    usual = day(job(1, 1))
    with pytest.raises(BadInputError, match="does not know 101 orders"):
        added(usual, solved(usual), *(Job(Task(100 + n, 1)) for n in range(101)))
    freezing = replace(BIKE, steps=(GivenStep(TaskKind.JOB, 2),), frozen=1)
    with pytest.raises(BadInputError, match="vehicle 7: does not know job 2, which is frozen"):
        answered(day(job(1, 1), job(2, 2), bikes=(freezing,)), solved(usual))
