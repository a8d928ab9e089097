"""Routes made by hand: timed as VROOM's plan mode times them, and every broken rule named with how much."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.solver.checker import check
from routing.solver.checker.manual import given_routes, is_manual
from routing.solver.checker.plan_mode import TimedPlan, check_manual
from tests.solver.rich_plan import Document, rich_plan, rich_problem

LINE = [[abs(a - b) for b in (0, 10, 20, 30)] for a in (0, 10, 20, 30)]


def small_problem() -> Document:
    """Three jobs and a shipment on a line, one vehicle that can do most of it."""
    return {
        "vehicles": [
            {
                "id": 1,
                "start_index": 0,
                "end_index": 0,
                "capacity": [2],
                "skills": [1],
                "breaks": [{"id": 1, "service": 5, "time_windows": [[0, 90]]}],
                "dorpsronde": {"reload": {"location_index": 0}},
            }
        ],
        "jobs": [
            {"id": 1, "location_index": 1, "delivery": [1], "time_windows": [[12, 20]]},
            {"id": 2, "location_index": 2, "delivery": [1], "service": 4},
            {"id": 3, "location_index": 3, "delivery": [1]},
        ],
        "shipments": [
            {"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 1, "location_index": 2}, "amount": [1]}
        ],
        "matrices": {"car": {"durations": LINE, "distances": LINE}},
    }


def manual(*steps: str | tuple[str, Document], vehicle: int = 1) -> Document:
    """Write a route by its steps: "job 1", "break 1", ("job 2", {"service_at": 60})."""
    written: list[Document] = []
    for step in steps:
        said, forced = (step, {}) if isinstance(step, str) else step
        kind, _, one = said.partition(" ")
        written.append({"type": kind, **({"id": int(one)} if one else {}), **forced})
    return {"routes": [{"vehicle": vehicle, "steps": written}]}


def causes(plan: TimedPlan) -> dict[str, int | None]:
    return {one["cause"]: one.get("duration") for one in plan.document["summary"]["violations"]}


def arrivals(plan: TimedPlan) -> list[int]:
    return [step["arrival"] for step in plan.document["routes"][0]["steps"]]


def begins(plan: TimedPlan) -> list[int]:
    return [step["arrival"] + step["waiting_time"] for step in plan.document["routes"][0]["steps"]]


def with_vehicle(**fields: object) -> Document:
    problem = small_problem()
    problem["vehicles"][0].update(fields)
    return problem


def with_ours(**fields: object) -> Document:
    problem = small_problem()
    problem["vehicles"][0]["dorpsronde"].update(fields)
    return problem


def with_shipment(**fields: object) -> Document:
    problem = small_problem()
    problem["shipments"][0]["dorpsronde"] = fields
    return problem


def with_job(number: int, **fields: object) -> Document:
    problem = small_problem()
    problem["jobs"][number - 1].update(fields)
    return problem


def two_shipments() -> Document:
    problem = with_ours(loading="lifo")
    problem["shipments"].append({"pickup": {"id": 2, "location_index": 1}, "delivery": {"id": 2, "location_index": 2}})
    return problem


def with_energy(limit_wh: int) -> Document:
    problem = with_ours(max_energy_wh=limit_wh)
    problem["matrices"]["car"]["energy_wh"] = LINE
    return problem


ALL_KEPT = manual("job 1", "break 1", "job 2")
BROKEN: dict[str, tuple[Document, Document, dict[str, int | None]]] = {
    "nothing": (small_problem(), ALL_KEPT, {}),
    "a delay": (with_job(1, time_windows=[[0, 7]]), ALL_KEPT, {"delay": 3}),
    "a lead time that spares a longer delay": (
        with_job(2, time_windows=[[20, 20]], dorpsronde={"latest_finish": 24}),
        manual("job 1", "job 2", "break 1"),
        {"lead_time": 2},
    ),
    "the vehicle's hours": (with_vehicle(time_window=[0, 46]), ALL_KEPT, {"lead_time": 2, "delay": 3}),
    "a break after its window": (
        with_vehicle(breaks=[{"id": 1, "time_windows": [[0, 15]]}]),
        manual("job 1", "job 2", "break 1"),
        {"lead_time": 2, "delay": 9},  # a second earlier at the first is a second less at the last: the earlier one
    ),
    "too much on board": (small_problem(), manual("job 1", "job 2", "job 3", "break 1"), {"load": None}),
    "too many tasks": (with_vehicle(max_tasks=1), ALL_KEPT, {"max_tasks": None}),
    "a skill that is lacking": (with_job(2, skills=[1, 2]), ALL_KEPT, {"skills": None}),
    "a delivery before its pickup": (
        small_problem(),
        manual("delivery 1", "pickup 1", "break 1"),
        {"precedence": None},
    ),
    "a pickup without a delivery": (small_problem(), manual("pickup 1", "break 1"), {"precedence": None}),
    "a break not taken": (small_problem(), manual("job 1", "job 2"), {"missing_break": None}),
    "too much travel": (with_vehicle(max_travel_time=35), ALL_KEPT, {"max_travel_time": 5}),
    "too many metres": (with_vehicle(max_distance=39), ALL_KEPT, {"max_distance": None}),
    "too heavy a load at a break": (
        with_vehicle(breaks=[{"id": 1, "service": 5, "max_load": [0]}]),
        ALL_KEPT,
        {"max_load": None},
    ),
    "a latest finish": (with_job(1, dorpsronde={"latest_finish": 11}), ALL_KEPT, {"lead_time": 1}),
    "too long on board": (
        with_shipment(max_time_on_board=9),
        manual("pickup 1", "delivery 1", "break 1"),
        {"time_on_board": 1},
    ),
    "a reload with a shipment on board": (
        small_problem(),
        manual("pickup 1", "reload", "delivery 1", "break 1"),
        {"reload": None},
    ),
    "one reload too many": (
        with_ours(reload={"location_index": 0, "max": 1}),
        manual("job 1", "reload", "job 2", "reload", "break 1"),
        {"max_reloads": None},
    ),
    "first in, first out": (
        two_shipments(),
        manual("pickup 1", "pickup 2", "delivery 1", "delivery 2", "break 1"),
        {"lifo": None},
    ),
    "too little in the battery": (with_energy(39), ALL_KEPT, {"max_energy_wh": None}),
    "breaks in another order": (
        with_vehicle(breaks=[{"id": 1}, {"id": 2, "time_windows": [[1, 90]]}]),
        manual("job 1", "break 2", "break 1"),
        {"break_order": None},
    ),
    "a task twice": (small_problem(), manual("job 1", "job 1", "break 1"), {"duplicate": None}),
    "nothing to do": (small_problem(), manual("break 1"), {"unused": None}),
    "a start in the middle": (small_problem(), manual("job 1", "start", "break 1"), {"malformed": None}),
}


@pytest.mark.parametrize(("problem", "route", "broken"), BROKEN.values(), ids=BROKEN)
def test_a_route_made_by_hand_is_answered_with_what_it_breaks(
    problem: Document, route: Document, broken: dict[str, int | None]
) -> None:
    assert causes(check_manual(problem, route)) == broken


REFUSED: dict[str, tuple[str, Document]] = {
    "a task that is not there": ("unknown", manual("job 9")),
    "a vehicle that is not there": ("unknown", manual("job 1", vehicle=9)),
    "a break that is not there": ("unknown", manual("break 9")),
    "a type that is not there": ("malformed", manual("nap 1")),
    "a task without an id": ("malformed", manual("job")),
    "a field that says nothing": ("malformed", manual(("job 1", {"load": [1]}))),
    "a forced moment that is text": ("malformed", manual(("job 1", {"service_at": "noon"}))),
    "a forced moment before the clock": ("malformed", manual(("job 1", {"service_after": -1}))),
    "a forced moment faster than the road": ("infeasible", manual(("job 1", {"service_at": 9}))),
    "forced moments in another order": (
        "infeasible",
        manual(("job 1", {"service_at": 50}), ("job 2", {"service_before": 59})),
    ),
    "forced moments at odds": ("infeasible", manual(("job 1", {"service_at": 50, "service_before": 49}))),
    "routes that are no list": ("malformed", {"routes": {}}),
    "steps that are no list": ("malformed", {"routes": [{"vehicle": 1, "steps": 3}]}),
    "a key beside the routes": ("malformed", {**manual("job 1"), "unassigned": []}),
}


@pytest.mark.parametrize(("name", "route"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_timed_is_named_and_fails_as_vroom_fails(name: str, route: Document) -> None:
    plan = check_manual(small_problem(), route)
    assert {violation.name for violation in plan.violations} == {name}
    assert plan.document["code"] == 2
    assert plan.document["error"] == str(plan.violations[0])


def test_what_a_route_brings_and_takes_is_added_up() -> None:
    document = check_manual(small_problem(), manual("job 1", "pickup 1", "delivery 1", "break 1")).document
    for entry in (document["summary"], document["routes"][0]):
        assert (entry["delivery"], entry["pickup"]) == ([2], [1])


def test_descriptions_are_echoed_and_times_and_loads_are_told_as_by_solve() -> None:
    problem = with_vehicle(description="the old van")
    del problem["vehicles"][0]["capacity"]
    problem["vehicles"][0]["breaks"][0]["description"] = "lunch"
    for number, name in enumerate(("bakery", "florist", "chemist")):
        problem["jobs"][number]["description"] = name
    del problem["jobs"][1]["delivery"]
    document = check_manual(problem, manual("job 2", "break 1"), loading_ms=7).document
    (route,) = document["routes"]
    assert route["description"] == "the old van"
    assert [step.get("description") for step in route["steps"]] == [None, "florist", "lunch", None]
    assert [step["load"] for step in route["steps"]] == [[0]] * 4
    assert [left.get("description") for left in document["unassigned"]] == ["bakery", "chemist", None, None]
    assert document["summary"]["computing_times"].keys() == {"loading", "solving", "routing"}
    assert document["summary"]["computing_times"]["loading"] == 7


def test_travel_goes_on_until_the_break_and_after_it() -> None:
    problem = with_vehicle(breaks=[{"id": 1, "service": 5, "time_windows": [[16, 90]]}])
    plan = check_manual(problem, ALL_KEPT)
    rest = plan.document["routes"][0]["steps"][2]
    assert (rest["arrival"], rest["duration"], rest["distance"]) == (16, 14, 10)
    assert arrivals(plan) == [2, 12, 16, 27, 51]


def test_forced_moments_are_kept_whatever_they_break() -> None:
    route = manual(
        ("start", {"service_after": 5}), ("job 1", {"service_at": 30}), "break 1", ("job 2", {"service_after": 70})
    )
    plan = check_manual(small_problem(), route)
    assert begins(plan)[1] == 30
    assert begins(plan)[3] == 70
    assert causes(plan) == {"delay": 10}


def test_a_soft_window_is_met_where_no_rule_is_broken_for_it() -> None:
    soft = {"soft_time_window": {"start": 40, "end": 50, "cost_per_hour": 1}}
    assert begins(check_manual(with_job(2, dorpsronde=soft), ALL_KEPT))[3] == 40
    soft["soft_time_window"]["start"] = 0
    assert begins(check_manual(with_job(2, dorpsronde=soft), ALL_KEPT))[3] == 27


def test_the_steps_of_the_vehicles_are_routes_too() -> None:
    problem = small_problem()
    problem["vehicles"][0]["steps"] = ALL_KEPT["routes"][0]["steps"]
    problem["vehicles"].append({"id": 2, "start_index": 0})
    assert given_routes(problem) == ALL_KEPT


def test_each_violation_stands_at_its_step_at_its_route_and_in_the_summary() -> None:
    plan = check_manual(with_job(1, time_windows=[[0, 7]]), ALL_KEPT)
    route, late = plan.document["routes"][0], [{"cause": "delay", "duration": 3}]
    assert [step["violations"] for step in route["steps"]] == [[], late, [], [], []]
    assert route["violations"] == plan.document["summary"]["violations"] == late
    assert plan.document["summary"]["dorpsronde"]["violations"] == [
        {
            "cause": "delay",
            "where": "routes[0].steps[1]",
            "text": "10 is outside the time windows [0, 7] by 3 s",
            "duration": 3,
        }
    ]


@pytest.mark.parametrize(
    ("document", "by_hand"),
    [
        (ALL_KEPT, True),
        (rich_plan(), False),
        ({"routes": [{"vehicle": 1, "steps": [{"type": "job", "id": 1, "arrival": 3}]}]}, False),
        ({"routes": [], "summary": {}}, False),
        ({"routes": []}, False),
        ({}, False),
        ([], False),
        (None, False),
    ],
)
def test_a_route_is_made_by_hand_when_nothing_states_a_time(document: object, by_hand: bool) -> None:
    assert is_manual(document) is by_hand


def test_the_rich_plan_without_its_times_keeps_every_rule_again() -> None:
    problem, route = rich_problem(), {"routes": rich_plan()["routes"]}
    route["routes"] = [
        {
            "vehicle": one["vehicle"],
            "steps": [{key: step[key] for key in ("type", "id") if key in step} for step in one["steps"]],
        }
        for one in route["routes"]
    ]
    plan = check_manual(problem, route)
    assert plan.violations == []
    assert check(problem, plan.document) == []


STEPS = ["job 1", "job 2", "job 3", "pickup 1", "delivery 1", "break 1", "reload"]


@settings(max_examples=60)
@given(
    st.permutations(STEPS), st.integers(0, len(STEPS)), st.integers(0, 60), st.sampled_from([None, [5, 50], [30, 40]])
)
def test_the_timed_plan_is_checked_to_break_the_same_and_to_state_nothing_wrong(
    order: list[str], length: int, earliest_s: int, hours: list[int] | None
) -> None:
    problem = with_vehicle(**({} if hours is None else {"time_window": hours}))
    steps: list[Any] = [
        (step, {"service_after": earliest_s}) if number == 1 else step for number, step in enumerate(order)
    ]
    plan = check_manual(problem, manual(*steps[:length]))
    assert plan.document["code"] == 0
    again = check(problem, json.loads(json.dumps(plan.document)))
    assert sorted(map(str, again)) == sorted(map(str, plan.violations))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["routes", "steps", "id", "type"]), inner)
    ),
    max_leaves=6,
)
STEP = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["job", "pickup", "delivery", "break", "reload", "start", "end"]),
        "id": st.integers(0, 3),
    },
    optional={"service_at": st.integers(-1, 10**30), "service_before": JSON},
)
ROUTE = st.fixed_dictionaries({"vehicle": st.integers(0, 2) | JSON, "steps": st.lists(STEP | JSON, max_size=5) | JSON})


@given(st.fixed_dictionaries({"routes": st.lists(ROUTE | JSON, max_size=3) | JSON}))
def test_any_json_for_routes_is_answered(route: Document) -> None:
    plan = check_manual(small_problem(), route)
    assert all(str(violation).isprintable() for violation in plan.violations)
    json.dumps(plan.document, allow_nan=False)
