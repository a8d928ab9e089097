"""`dorpsronde check`, as a person calls it: plans, routes made by hand, and any JSON at all."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.main import main
from tests.solver.rich_plan import rich_plan, rich_problem

PROBLEM = {
    "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "capacity": [2]}],
    "jobs": [
        {"id": 1, "location_index": 1, "delivery": [1], "time_windows": [[0, 7]]},
        {"id": 2, "location_index": 1, "service": 4, "skills": [3]},
    ],
    "matrices": {"car": {"durations": [[0, 10], [10, 0]]}},
}
BY_HAND = {"routes": [{"vehicle": 1, "steps": [{"type": "job", "id": 1}]}]}


def called(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main(["check", *(str(argument) for argument in arguments)])
    return int(end.value.code or 0)


@pytest.fixture(name="written")
def _written(tmp_path: Path) -> Any:
    def write(name: str, document: object) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(document))
        return path

    return write


def with_steps(*steps: object) -> dict[str, Any]:
    problem: dict[str, Any] = deepcopy(PROBLEM)
    problem["vehicles"][0]["steps"] = list(steps)
    return problem


def test_a_route_made_by_hand_is_answered_with_its_times_and_what_it_breaks(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(written("in.json", PROBLEM), written("route.json", BY_HAND)) == 1
    assert capsys.readouterr().out.splitlines() == [
        "routes[0].steps[0]: start arrives at 0, begins at 0, ends at 0",
        "routes[0].steps[1]: job 1 arrives at 10, begins at 10, ends at 10",
        "routes[0].steps[2]: end arrives at 20, begins at 20, ends at 20",
        "delay: routes[0].steps[1]: 10 is outside the time windows [0, 7] by 3 s",
    ]


def test_a_route_made_by_hand_that_breaks_nothing_says_so(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    problem = deepcopy(PROBLEM)
    problem["jobs"][0].pop("time_windows")
    assert called(written("in.json", problem), written("route.json", BY_HAND)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "no violations: 1 route, 1 task, 1 unassigned"


def test_the_steps_of_the_problem_are_checked_when_there_is_no_solution(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = with_steps({"type": "job", "id": 2, "service_at": 30}, {"type": "job", "id": 1})
    assert called(written("in.json", problem), "--format", "json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["summary"]["violations"] == [{"cause": "skills"}, {"cause": "delay", "duration": 27}]
    assert [step["arrival"] for step in answer["routes"][0]["steps"]] == [20, 30, 34, 44]
    assert answer["unassigned"] == []


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ([{"type": "job", "id": 9}], "unknown: routes[0].steps[0]: there is no job 9"),
        ([{"type": "job", "id": 1, "at": 3}], "malformed: routes[0].steps[0]: 'at' says nothing"),
        ([{"type": "job", "id": 1, "service_at": 3}], "infeasible: routes[0]: no timetable of vehicle 1"),
        ([3], "malformed: routes[0].steps[0]: is not an object"),
    ],
)
def test_steps_that_cannot_be_timed_are_one_line(
    written: Any, capsys: pytest.CaptureFixture[str], steps: list[object], line: str
) -> None:
    path = written("in.json", with_steps(*steps))
    assert called(path) == 1
    (said,) = capsys.readouterr().out.splitlines()
    assert said.startswith(line)
    assert called(path, "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["error"] == said


def test_a_problem_without_steps_and_without_a_solution_is_refused(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(written("in.json", PROBLEM)) == 2
    assert "no vehicle has steps to check" in capsys.readouterr().err


def test_a_plan_is_answered_in_json_with_every_violation(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(written("in.json", PROBLEM), written("plan.json", {"code": 3}), "--format", "json") == 1
    (violation,) = json.loads(capsys.readouterr().out)["summary"]["violations"]
    assert violation == {"cause": "malformed", "where": "code", "text": "the solver failed: 3"}


def test_the_rich_plan_passes(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(written("in.json", rich_problem()), written("plan.json", rich_plan())) == 0
    assert capsys.readouterr().out == "no violations: 2 routes, 8 tasks, 1 unassigned\n"


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(deeper for key, value in entries for deeper in places(value, (*path, key)))]


def replaced(document: Any, path: tuple[Any, ...], junk: object) -> Any:
    """Put junk at one place of a document."""
    if not path:
        return junk
    if isinstance(document, list):
        return [replaced(one, path[1:], junk) if at == path[0] else one for at, one in enumerate(document)]
    return {key: replaced(one, path[1:], junk) if key == path[0] else one for key, one in document.items()}


JUNK = JSON | st.sampled_from([-1, 2**63, 10**30, 1e308, 5e-324, [[]], {"id": {}}])


@settings(max_examples=150)
@given(st.sampled_from(places(rich_problem())), JUNK, st.booleans())
def test_junk_anywhere_in_a_problem_never_makes_check_fall(
    tmp_path_factory: pytest.TempPathFactory, path: tuple[Any, ...], junk: object, alone: bool
) -> None:
    folder = tmp_path_factory.getbasetemp()
    problem, plan = folder / "junk.json", folder / "plan.json"
    problem.write_text(json.dumps(replaced(rich_problem(), path, junk)))
    plan.write_text(json.dumps(rich_plan()))
    assert called(problem, *([] if alone else [plan])) in (0, 1, 2)


@settings(max_examples=60)
@given(JSON, JSON)
def test_any_json_for_any_file_never_makes_check_fall(
    tmp_path_factory: pytest.TempPathFactory, problem: object, solution: object
) -> None:
    folder = tmp_path_factory.getbasetemp()
    one, other = folder / "one.json", folder / "other.json"
    one.write_text(json.dumps(problem))
    other.write_text(json.dumps(solution))
    assert called(one, other) == 2
    one.write_text(json.dumps(rich_problem()))
    assert called(one, other) in (1, 2)
