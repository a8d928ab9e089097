"""Every field that VROOM's users may give, and ours: a plan that breaks one is named, and so is a wrong figure."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.solver.checker import check
from tests.solver.rich_plan import Document, rich_plan, rich_problem


def steps(plan: Document) -> list[Document]:
    return plan["routes"][0]["steps"]


def move(plan: Document, kind: str, one: int | None, to: int) -> None:
    """Put a step at another place in its route, and leave all figures as they were."""
    number = next(i for i, step in enumerate(steps(plan)) if (step["type"], step.get("id")) == (kind, one))
    steps(plan).insert(to, steps(plan).pop(number))


def drop(plan: Document, kind: str, one: int | None) -> None:
    move(plan, kind, one, 0)
    steps(plan).pop(0)


def bike(problem: Document) -> Document:
    return problem["vehicles"][0]


PLAN_FAULTS: dict[str, tuple[str, Callable[[Document], object]]] = {
    "a break left out": ("missing_break", lambda plan: drop(plan, "break", 2)),
    "a break taken twice": ("duplicate", lambda plan: steps(plan).insert(6, dict(steps(plan)[5]))),
    "breaks in another order": ("break_order", lambda plan: move(plan, "break", 2, 1)),
    "a break that the vehicle does not have": ("unknown", lambda plan: steps(plan)[2].update(id=3)),
    "a break before its window": ("lead_time", lambda plan: steps(plan)[2].update(arrival=29)),
    "a break after its window": ("delay", lambda plan: steps(plan)[2].update(waiting_time=6)),
    "a break cut short": ("service", lambda plan: steps(plan)[2].update(service=9)),
    "a break after more travel than there was time for": ("arrival", lambda plan: steps(plan)[2].update(arrival=43)),
    "waiting at a break in place of driving on": (
        "arrival",
        lambda plan: steps(plan)[2].update(arrival=32, waiting_time=3),
    ),
    "travel done twice after a break": ("arrival", lambda plan: steps(plan)[3].update(arrival=58, waiting_time=2)),
    "travel before a break misstated": ("duration", lambda plan: steps(plan)[2].update(duration=13)),
    "metres before a break misstated": ("distance", lambda plan: steps(plan)[2].update(distance=15)),
    "a break at a place": ("location_index", lambda plan: steps(plan)[2].update(location_index=1)),
    "a break without an id": ("malformed", lambda plan: steps(plan)[2].pop("id")),
    "a reload that the vehicle cannot do": (
        "unknown",
        lambda plan: plan["routes"][1]["steps"].insert(1, dict(steps(plan)[4])),
    ),
    "a reload left out": ("load", lambda plan: drop(plan, "reload", None)),
    "a reload elsewhere": ("location_index", lambda plan: steps(plan)[4].update(location_index=1)),
    "a reload too quick": ("service", lambda plan: steps(plan)[4].update(service=5)),
    "a reload with a shipment on board": ("reload", lambda plan: move(plan, "reload", None, 8)),
    "one reload too many": ("max_reloads", lambda plan: steps(plan).insert(5, dict(steps(plan)[4]))),
    "a load that keeps what was collected": ("load", lambda plan: steps(plan)[4].update(load=[3])),
    "the first picked up delivered first": ("lifo", lambda plan: move(plan, "delivery", 1, 9)),
    "a beginning changed": ("frozen", lambda plan: move(plan, "job", 2, 1)),
    "a beginning on another vehicle": ("frozen", lambda plan: plan["routes"].pop(0)),
    "a wrong balance": ("cost", lambda plan: plan["summary"]["dorpsronde"].update(balance_cost=116)),
    "a balance left out": ("cost", lambda plan: plan["summary"]["dorpsronde"].pop("balance_cost")),
    "a summary without our key": ("cost", lambda plan: plan["summary"].pop("dorpsronde")),
    "a cost without the balance": ("cost", lambda plan: plan["summary"].update(cost=365 + 150)),
    "a wrong sum of deliveries": ("sum", lambda plan: plan["summary"].update(delivery=[6])),
    "a wrong sum of pickups": ("sum", lambda plan: plan["summary"].update(pickup="3")),
    "a setup of another type of vehicle": ("setup", lambda plan: steps(plan)[1].update(setup=3)),
    "a service of another type of vehicle": ("service", lambda plan: steps(plan)[1].update(service=4)),
    "travel at the speed of another vehicle": ("arrival", lambda plan: steps(plan)[1].update(arrival=10)),
}

PROBLEM_FAULTS: dict[str, tuple[str, Callable[[Document], object]]] = {
    "too heavy for a break": ("max_load", lambda problem: bike(problem)["breaks"][1].update(max_load=[0])),
    "a break that the plan does not know": (
        "missing_break",
        lambda problem: bike(problem)["breaks"].append({"id": 3}),
    ),
    "no reload allowed": ("max_reloads", lambda problem: bike(problem)["dorpsronde"]["reload"].update(max=0)),
    "a latest finish missed": (
        "latest_finish",
        lambda problem: problem["jobs"][0]["dorpsronde"].update(latest_finish=28),
    ),
    "too long on board": (
        "time_on_board",
        lambda problem: problem["shipments"][1]["dorpsronde"].update(max_time_on_board=12),
    ),
    "too little in the battery": (
        "max_energy_wh",
        lambda problem: bike(problem)["dorpsronde"].update(max_energy_wh=279),
    ),
    "a longer beginning": (
        "frozen",
        lambda problem: problem["vehicles"][0]["steps"].insert(1, {"type": "job", "id": 3}),
    ),
    "another speed": ("arrival", lambda problem: bike(problem).update(speed_factor=0.9)),
    "too much travel": ("max_travel_time", lambda problem: bike(problem).update(max_travel_time=177)),
    "too many metres": ("max_distance", lambda problem: bike(problem).update(max_distance=139)),
    "too many tasks": ("max_tasks", lambda problem: bike(problem).update(max_tasks=6)),
    "too small a vehicle": ("load", lambda problem: bike(problem).update(capacity=[2])),
    "no skill": ("skills", lambda problem: bike(problem).update(skills=[])),
    "hours too short": ("delay", lambda problem: bike(problem).update(time_window=[0, 232])),
    "hours too late": ("lead_time", lambda problem: bike(problem).update(time_window=[1, 1_000])),
    "another price of work": ("cost", lambda problem: bike(problem)["costs"].update(per_task_hour=2_000)),
    "another price of duty": ("cost", lambda problem: bike(problem)["dorpsronde"]["costs"].update(per_duty_hour=400)),
    "another price of a soft window": (
        "cost",
        lambda problem: problem["jobs"][0]["dorpsronde"]["soft_time_window"].update(cost_per_hour=9_000),
    ),
    "another soft window": (
        "cost",
        lambda problem: problem["jobs"][0]["dorpsronde"]["soft_time_window"].update(start=20, end=30),
    ),
    "another toll": ("cost", lambda problem: problem["matrices"]["van"].update(costs=[[0] * 4] * 4)),
    "another price of the longest duty": (
        "cost",
        lambda problem: problem["dorpsronde"]["costs"].update(per_longest_duty_hour=3_600),
    ),
}


def test_a_plan_with_every_field_keeps_every_rule() -> None:
    assert check(rich_problem(), rich_plan()) == []


@pytest.mark.parametrize(("name", "fault"), PLAN_FAULTS.values(), ids=PLAN_FAULTS)
def test_a_broken_plan_is_named(name: str, fault: Callable[[Document], object]) -> None:
    plan = rich_plan()
    fault(plan)
    assert name in {violation.name for violation in check(rich_problem(), plan)}


@pytest.mark.parametrize(("name", "fault"), PROBLEM_FAULTS.values(), ids=PROBLEM_FAULTS)
def test_a_plan_for_another_problem_is_named_by_that_alone(name: str, fault: Callable[[Document], object]) -> None:
    problem = rich_problem()
    fault(problem)
    found = {violation.name for violation in check(problem, rich_plan())}
    assert found == {name} if name != "arrival" else name in found


def test_what_is_too_late_says_by_how_much() -> None:
    plan = rich_plan()
    steps(plan)[2].update(waiting_time=6)
    late = next(violation for violation in check(rich_problem(), plan) if violation.name == "delay")
    assert (late.where, late.duration_s) == ("routes[0].steps[2]", 1)


def test_half_a_unit_of_cost_is_rounded_up_in_each_route_and_in_the_balance() -> None:
    problem, plan = rich_problem(), rich_plan()
    problem["vehicles"][0]["dorpsronde"]["costs"]["per_duty_hour"] = 0
    problem["jobs"][0]["dorpsronde"]["soft_time_window"]["cost_per_hour"] = 600  # 3 s: half a unit
    plan["routes"][0]["cost"] = 5 + 178 + 140 + 13 + 1
    plan["summary"]["cost"] = plan["routes"][0]["cost"] + 150 + 117  # 233 s at 1800 an hour: 116.5
    assert check(problem, plan) == []


def figures(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the way to every whole number of a document."""
    if isinstance(node, dict | list):
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        return [deeper for key, value in inner for deeper in figures(value, (*path, key))]
    return [path] if type(node) is int else []


@given(st.sampled_from(figures(rich_plan())), st.integers(-400, 400).filter(bool))
def test_no_wrong_figure_passes_silently(path: tuple[Any, ...], change: int) -> None:
    plan = rich_plan()
    node: Any = plan
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] += change
    assert check(rich_problem(), plan)


@given(st.data())
def test_no_other_order_of_the_same_steps_passes_silently(data: st.DataObject) -> None:
    plan = rich_plan()
    order = data.draw(st.permutations(range(len(steps(plan)))))
    before = list(steps(plan))
    plan["routes"][0]["steps"] = [before[number] for number in order]
    assert (check(rich_problem(), plan) == []) == (steps(plan) == before)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["routes", "steps", "id"]), inner),
    max_leaves=12,
)


@given(JSON | st.fixed_dictionaries({"summary": JSON, "routes": st.lists(JSON), "unassigned": st.lists(JSON)}))
def test_any_json_is_answered_with_violations(solution: object) -> None:
    for violation in check(rich_problem(), json.loads(json.dumps(solution))) or [None]:
        assert str(violation).isprintable()


@given(st.sampled_from(figures(rich_plan())), JSON)
def test_junk_in_the_place_of_a_figure_is_named(path: tuple[Any, ...], junk: object) -> None:
    plan = rich_plan()
    node: Any = plan
    for key in path[:-1]:
        node = node[key]
    if node[path[-1]] != junk or type(junk) is not int:
        node[path[-1]] = junk
        assert check(rich_problem(), plan)
