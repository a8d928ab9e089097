"""Break a valid plan in each way, and see the checker name it."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.position import Position
from routing.matrix import TravelMatrix
from routing.solver.checker import check
from routing.solver.problem import Costs, Job, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.solve import solve
from routing.solver.vroom_writer import write_problem, write_solution
from tests.solver.solving import line

Document = dict[str, Any]
BIKE = Vehicle(
    7,
    profile="bike",
    start=0,
    end=0,
    capacity=(5,),
    costs=Costs(fixed=3, per_hour=0, per_km=1_000, per_duty_hour=3_600),
    skills=frozenset({1}),
    time_window=TimeWindow(100, 1_000),
    max_tasks=3,
    max_travel_time_s=200,
    max_distance_m=200,
    start_position=Position(4, 52),
)
PROBLEM = Problem(
    (BIKE, Vehicle(8, profile="bike", start=0, end=0, max_tasks=0)),
    {"bike": line(0, 10, 20, 30)},
    jobs=(
        Job(
            Task(1, 1, setup_s=5, service_s=5, time_windows=(TimeWindow(300, 400),), position=Position(5, 52)),
            (2,),
            (1,),
            frozenset({1}),
            4,
        ),
        Job(Task(2, 3, position=Position(5, 53)), skills=frozenset({99})),
    ),
    shipments=(Shipment(Task(1, 2, service_s=2), Task(1, 3), (3,), max_time_on_board_s=60),),
)
GIVEN = write_problem(PROBLEM)
PLAN = write_solution(PROBLEM, solve(PROBLEM, iterations=50))


def steps(plan: Document) -> list[Document]:
    return plan["routes"][0]["steps"]


def step(plan: Document, kind: str) -> Document:
    return next(one for one in steps(plan) if one["type"] == kind)


def swap(plan: Document, one: str, other: str) -> None:
    a, b = (next(i for i, s in enumerate(steps(plan)) if s["type"] == kind) for kind in (one, other))
    steps(plan)[a], steps(plan)[b] = steps(plan)[b], steps(plan)[a]


def shift(plan: Document, seconds: int) -> None:
    for one in steps(plan):
        one["arrival"] += seconds


def drop(plan: Document, kind: str) -> None:
    steps(plan).remove(step(plan, kind))


PLAN_FAULTS: dict[str, tuple[str, Callable[[Document], object]]] = {
    "a task begins after its window": ("delay", lambda plan: shift(plan, 200)),
    "a task begins before its window": ("lead_time", lambda plan: shift(plan, -50)),
    "the route ends after the vehicle's hours": ("delay", lambda plan: shift(plan, 900)),
    "the route begins before the vehicle's hours": ("lead_time", lambda plan: shift(plan, -290)),
    "a delivery before its pickup": ("precedence", lambda plan: swap(plan, "pickup", "delivery")),
    "a pickup without its delivery": ("precedence", lambda plan: drop(plan, "delivery")),
    "a delivery without its pickup": ("precedence", lambda plan: drop(plan, "pickup")),
    "a task in no list": ("missing", lambda plan: drop(plan, "job")),
    "an unassigned task forgotten": ("missing", lambda plan: plan["unassigned"].clear()),
    "a task done and unassigned": (
        "duplicate",
        lambda plan: plan["unassigned"].append({"type": "job", "id": 1, "dorpsronde": {"reason": "skills"}}),
    ),
    "a task done twice": ("duplicate", lambda plan: steps(plan).insert(2, deepcopy(steps(plan)[1]))),
    "a vehicle with two routes": ("duplicate", lambda plan: plan["routes"].append(deepcopy(plan["routes"][0]))),
    "an unassigned task without a reason": ("reason", lambda plan: plan["unassigned"][0].pop("dorpsronde")),
    "an unassigned task with an empty reason": (
        "reason",
        lambda plan: plan["unassigned"][0]["dorpsronde"].update(reason=""),
    ),
    "an arrival faster than the road": ("arrival", lambda plan: step(plan, "end").update(arrival=0)),
    "waiting less than nothing": ("waiting", lambda plan: step(plan, "delivery").update(waiting_time=-1)),
    "waiting at the start": ("waiting", lambda plan: step(plan, "start").update(waiting_time=5)),
    "a setup left out": ("setup", lambda plan: step(plan, "job").update(setup=0)),
    "a service cut short": ("service", lambda plan: step(plan, "job").update(service=1)),
    "a wrong load": ("load", lambda plan: step(plan, "job").update(load=[9])),
    "a wrong metre on a step": ("distance", lambda plan: step(plan, "job").update(distance=1)),
    "a wrong second on a step": ("duration", lambda plan: step(plan, "job").update(duration=1)),
    "a task at another place": ("location_index", lambda plan: step(plan, "job").update(location_index=2)),
    "a wrong cost": ("cost", lambda plan: plan["routes"][0].update(cost=1)),
    "a wrong total cost": ("cost", lambda plan: plan["summary"].update(cost=1)),
    "a wrong distance of the route": ("sum", lambda plan: plan["routes"][0].update(distance=1)),
    "a wrong total of metres": ("sum", lambda plan: plan["summary"].update(distance=1)),
    "a wrong total of service": ("sum", lambda plan: plan["summary"].update(service=1)),
    "a wrong priority": ("sum", lambda plan: plan["routes"][0].update(priority=0)),
    "a wrong duty": ("sum", lambda plan: plan["routes"][0]["dorpsronde"].update(duty=1)),
    "a wrong total of duty": ("sum", lambda plan: plan["summary"]["dorpsronde"].update(duty=1)),
    "an unassigned task at another place": (
        "location_index",
        lambda plan: plan["unassigned"][0].update(location_index=0),
    ),
    "a wrong number of routes": ("sum", lambda plan: plan["summary"].update(routes=2)),
    "a wrong number of unassigned": ("sum", lambda plan: plan["summary"].update(unassigned=0)),
    "a vehicle that is not there": ("unknown", lambda plan: plan["routes"][0].update(vehicle=99)),
    "a task that is not there": ("unknown", lambda plan: step(plan, "job").update(id=99)),
    "a type that is not there": ("unknown", lambda plan: step(plan, "job").update(type="break")),
    "a route of nothing": (
        "unused",
        lambda plan: plan["routes"].append(
            {"vehicle": 8, "steps": [deepcopy(steps(plan)[0]), deepcopy(steps(plan)[-1])]}
        ),
    ),
    "a route that does not come home": ("malformed", lambda plan: steps(plan).pop()),
    "a start in the middle": ("malformed", lambda plan: steps(plan).insert(1, steps(plan).pop(0))),
    "a solver that failed": ("malformed", lambda plan: plan.update(code=2, error="no")),
    "no routes": ("malformed", lambda plan: plan.pop("routes")),
    "no summary": ("malformed", lambda plan: plan.pop("summary")),
    "a step that is no object": ("malformed", lambda plan: steps(plan).append(3)),
    "an arrival that is text": ("malformed", lambda plan: steps(plan)[0].update(arrival="noon")),
    "an arrival before the clock begins": ("arrival", lambda plan: shift(plan, -1_000)),
    "a figure that is true": ("sum", lambda plan: plan["summary"].update(routes=True)),
    "a figure with a point": (
        "duration",
        lambda plan: step(plan, "job").update(duration=float(step(plan, "job")["duration"])),
    ),
    "waiting that is false": ("malformed", lambda plan: step(plan, "start").update(waiting_time=False)),
    "a sum with a point": ("sum", lambda plan: plan["routes"][0].update(service=7.0)),
    "a load with a point": ("load", lambda plan: step(plan, "job").update(load=[float(step(plan, "job")["load"][0])])),
    "a load left out": ("load", lambda plan: step(plan, "pickup").pop("load")),
    "a step elsewhere": ("location", lambda plan: step(plan, "job").update(location=[9.0, 9.0])),
    "a start elsewhere": ("location", lambda plan: step(plan, "start").update(location=[9.0, 9.0])),
    "an unassigned task elsewhere": ("location", lambda plan: plan["unassigned"][0].update(location=[9.0, 9.0])),
    "a code that is false": ("malformed", lambda plan: plan.update(code=False)),
    "an arrival of 4,300 nines": ("malformed", lambda plan: step(plan, "job").update(arrival=10**4_300 - 1)),
    "an id of 4,300 nines": ("malformed", lambda plan: step(plan, "job").update(id=10**4_300 - 1)),
    "an id that is a list": ("malformed", lambda plan: step(plan, "job").update(id=[])),
}

PROBLEM_FAULTS: dict[str, tuple[str, Callable[[Document], object]]] = {
    "a capacity too small": ("load", lambda given: given["vehicles"][0].update(capacity=[3])),
    "skills that the vehicle lacks": ("skills", lambda given: given["vehicles"][0].update(skills=[])),
    "too many tasks": ("max_tasks", lambda given: given["vehicles"][0].update(max_tasks=2)),
    "too long a way": ("max_travel_time", lambda given: given["vehicles"][0].update(max_travel_time=59)),
    "too many metres": ("max_distance", lambda given: given["vehicles"][0].update(max_distance=59)),
    "too long on board": (
        "time_on_board",
        lambda given: given["shipments"][0].update(dorpsronde={"max_time_on_board": 9}),
    ),
    "another price": ("cost", lambda given: given["vehicles"][0]["costs"].update(fixed=4)),
    "another price of duty": (
        "cost",
        lambda given: given["vehicles"][0].update(dorpsronde={"costs": {"per_duty_hour": 9_000}}),
    ),
}


def test_a_valid_plan_has_no_violation() -> None:
    assert check(GIVEN, PLAN) == []
    assert [one["id"] for one in PLAN["unassigned"]] == [2]


@pytest.mark.parametrize(("name", "fault"), PLAN_FAULTS.values(), ids=PLAN_FAULTS)
def test_a_broken_plan_is_named(name: str, fault: Callable[[Document], object]) -> None:
    plan = deepcopy(PLAN)
    fault(plan)
    assert name in {violation.name for violation in check(GIVEN, plan)}


@pytest.mark.parametrize(("name", "fault"), PROBLEM_FAULTS.values(), ids=PROBLEM_FAULTS)
def test_a_plan_for_another_problem_is_named(name: str, fault: Callable[[Document], object]) -> None:
    given_problem = deepcopy(GIVEN)
    fault(given_problem)
    assert name in {violation.name for violation in check(given_problem, PLAN)}


@pytest.mark.parametrize("solution", [None, 3, [], "plan", {}, {"routes": 3}, {"routes": [None], "unassigned": [7]}])
def test_what_is_no_plan_is_malformed(solution: object) -> None:
    assert {violation.name for violation in check(GIVEN, solution)} == {"malformed"}


def paths(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(deeper for key, value in entries for deeper in paths(value, (*path, key)))]


def test_a_start_with_a_list_for_an_id_is_read() -> None:
    plan = deepcopy(PLAN)
    steps(plan)[0]["id"] = []
    assert check(GIVEN, plan) == []


@pytest.mark.parametrize("text", ["\ud800", "a\nb\x1b[2J"])
def test_a_violation_is_one_line_that_any_terminal_takes(text: str) -> None:
    (found,) = check(GIVEN, {"code": 1, "error": text})
    assert str(found).isprintable()
    assert str(found).encode()


@pytest.mark.parametrize(
    ("durations", "distances"), [([[7, 9], [9, 0]], [[1, 2], [2, 0]]), ([[0, 9], [9, 0]], [[0, 0], [0, 0]])]
)
def test_a_place_that_costs_time_to_itself_and_metres_of_nothing_pass(
    durations: list[list[int]], distances: list[list[int]]
) -> None:
    matrix = TravelMatrix(distances_m=np.array(distances, np.int32), durations_s=np.array(durations, np.int32))
    problem = Problem((Vehicle(1, start=0, end=0),), {"car": matrix}, (Job(Task(1, 1)), Job(Task(2, 1))))
    given_problem = write_problem(problem)
    given_problem["matrices"]["car"]["distances"] = distances
    assert check(given_problem, write_solution(problem, solve(problem, iterations=5))) == []


JUNK = st.sampled_from([None, True, -1, 1.5, 10**30, "x", [], {}, [[]], {"id": {}}])


@given(st.sampled_from(paths(PLAN)[1:]), JUNK)
def test_junk_anywhere_in_a_plan_never_makes_the_checker_fall(path: tuple[Any, ...], junk: object) -> None:
    plan = deepcopy(PLAN)
    node: Any = plan
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = junk
    for violation in check(GIVEN, json.loads(json.dumps(plan))):
        assert str(violation)
