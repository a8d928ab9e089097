"""`dorpsronde solve` and `dorpsronde check`, as a person calls them."""

import io
import json
import signal
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from kernel.errors import BadInputError
from routing.solver.problem import Job, Problem, Shipment, Task, Vehicle
from routing.solver.solution import Solution
from routing.solver.solve import MOST_THREADS, solve
from routing.solver.vroom_writer import write_problem
from tests.solver.solving import line

PROBLEM = write_problem(
    Problem(
        (Vehicle(1, profile="bike", start=0, end=0, capacity=(2,)),),
        {"bike": line(0, 10, 20)},
        jobs=(Job(Task(1, 1), delivery=(9,)),),
        shipments=(Shipment(Task(1, 1), Task(1, 2)),),
    )
)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(PROBLEM))
    return path


def called(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def test_a_plan_is_written_and_passes_its_check(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = given.with_name("out.json")
    assert called("solve", given, "-o", out, "--iterations", 20) == 0
    assert "1 route, 0.0 km, 0.0 h; 1 task unassigned" in capsys.readouterr().err
    assert called("check", given, out) == 0
    assert capsys.readouterr().out == "no violations: 1 route, 2 tasks, 1 unassigned\n"
    (left,) = json.loads(out.read_text())["unassigned"]
    assert left["dorpsronde"] == {"reason": "capacity"}


def test_a_broken_plan_is_named_a_line_a_violation(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = given.with_name("out.json")
    called("solve", given, "-o", out, "--iterations", 20)
    plan = json.loads(out.read_text())
    plan["summary"]["cost"] += 1
    plan["unassigned"] = []
    out.write_text(json.dumps(plan))
    capsys.readouterr()
    assert called("check", given, out) == 1
    names = [violation.split(":")[0] for violation in capsys.readouterr().out.splitlines()]
    assert sorted(names) == ["cost", "missing", "sum"]


def test_kilometres_are_told_only_where_metres_are_known(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    durations = PROBLEM["matrices"]["bike"]["durations"]
    given.write_text(json.dumps({**PROBLEM, "matrices": {"bike": {"durations": durations}}}))
    assert called("solve", given, "--iterations", 20) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "1 route, 0.0 h; 1 task unassigned"


def test_stdin_and_stdout_are_a_dash(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(PROBLEM).encode())))
    assert called("solve", "-", "-o", "-", "--iterations", 5) == 0
    assert json.loads(capsys.readouterr().out)["code"] == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "is no JSON"),
        ("[]", "in.json: the document: a list is not an object"),
        ('{"vehicles": [{"id": 3, "breaks": [{}]}], "matrices": {}}', "in.json: vehicles[0].breaks[0]"),
        ('{"vehicles": [{"id": 3}], "matrices": {}}', 'vehicle 3: no matrix for profile "car"; there is none'),
    ],
)
def test_a_bad_problem_is_one_line_and_exit_code_2(
    given: Path, capsys: pytest.CaptureFixture[str], text: str, line: str
) -> None:
    given.write_text(text)
    for arguments in (("solve", given), ("check", given, given)):
        assert called(*arguments) == 2
        (error,) = capsys.readouterr().err.splitlines()
        assert error.startswith("Error: ")
        assert line in error


def test_a_file_that_is_not_there_or_no_text_is_one_line(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("solve", given.with_name("none.json")) == 2
    assert "none.json: cannot be read (No such file or directory)" in capsys.readouterr().err
    given.write_bytes(b"\xff\xfe\x00")
    assert called("solve", given) == 2
    assert "is not UTF-8 text" in capsys.readouterr().err


def test_the_problem_is_never_written_over(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = given.read_text()
    assert called("solve", given, "-o", given.parent / "." / given.name) == 2
    assert "is the file that is read" in capsys.readouterr().err
    assert given.read_text() == before


def test_control_characters_are_shown_and_not_sent_to_the_terminal(
    given: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given.write_text(json.dumps({"matrices": {}, "\x1b[2J\ud800": 1}))
    assert called("solve", given) == 2
    assert r"\x1b[2J\ud800" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "bounds"),
    [
        ("--threads", 0, f"1<=x<={MOST_THREADS}"),
        ("--threads", MOST_THREADS + 1, f"1<=x<={MOST_THREADS}"),
        ("--seed", -1, f"0<=x<={2**31 - 1}"),
        ("--iterations", 0, f"1<=x<={10**9}"),
        ("--time-limit", "-1", "0<=x<=86400"),
        ("--time-limit", "nan", "is not a number"),
    ],
)
def test_an_effort_that_cannot_be_is_refused_before_a_file_is_read(
    given: Path, capsys: pytest.CaptureFixture[str], option: str, value: object, bounds: str
) -> None:
    assert called("solve", given.with_name("none.json"), option, value) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(f"Error: Invalid value for '{option}': ")
    assert bounds in said


def pressing(module: str, name: str, times: int = 1) -> Callable[..., Any]:
    """Press Ctrl-C before a function does what it does."""
    whole = getattr(import_module(module), name)

    def pressed(*arguments: Any) -> Any:
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)
        return whole(*arguments)

    return pressed


def test_ctrl_c_when_the_search_is_over_loses_no_plan(
    given: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = given.with_name("out.json")
    for module, name in (("routing.solver.vroom_writer", "write_solution"), ("cli.documents", "write_document")):
        with monkeypatch.context() as patched:
            patched.setattr(f"{module}.{name}", pressing(module, name))
            assert called("solve", given, "-o", out, "--iterations", 5, "--why") == 0
        assert called("check", given, out) == 0
        out.unlink()
    assert "Stopped" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "place", [("routing.solver.vroom_writer", "write_solution"), ("cli.documents", "write_text_whole")]
)
def test_a_second_ctrl_c_when_the_search_is_over_gives_the_plan_up(
    given: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, place: tuple[str, str]
) -> None:
    monkeypatch.setattr(".".join(place), pressing(*place, times=2))
    assert called("solve", given, "-o", given.with_name("out.json"), "--iterations", 5) == 130
    assert capsys.readouterr().err.endswith("Stopped.\n")
    assert list(given.parent.iterdir()) == [given]


def test_the_search_gets_as_many_threads_as_are_asked_for_and_two_otherwise(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def searched(*arguments: Any, threads: int, **how: Any) -> Solution:
        asked.append(threads)
        return solve(*arguments, threads=threads, **how)

    monkeypatch.setattr("routing.solver.solve.solve", searched)
    for options in ((), ("--threads", 1), ("--threads", 3)):
        assert called("solve", given, "--iterations", 5, *options) == 0
    assert asked == [2, 1, 3]


def test_why_says_what_would_let_the_rest_in(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = given.with_name("out.json")
    assert called("solve", given, "-o", out, "--iterations", 20, "--why") == 0
    assert "Asking why: " in capsys.readouterr().err
    (left,) = json.loads(out.read_text())["unassigned"]
    more = {"kind": "capacity", "vehicle": 1, "capacity": [7]}
    assert left["dorpsronde"] == {"reason": "capacity", "block": "capacity", "changes": [more]}
    assert called("check", given, out) == 0


@pytest.mark.parametrize(
    ("part", "fault"), [("why_all", MemoryError()), ("with_changes", BadInputError("a round does not hold"))]
)
def test_the_plan_is_written_though_it_cannot_be_said_why_tasks_are_left_out(
    given: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    fault: Exception,
) -> None:
    def fails(*_arguments: object, **_named: object) -> None:
        raise fault

    out = given.with_name("out.json")
    monkeypatch.setattr(f"routing.solver.vroom_changes.{part}", fails)
    assert called("solve", given, "-o", out, "--iterations", 5, "--why") == 0
    told = str(fault) or "MemoryError"
    line = f"It could not be said why tasks are unassigned ({told}); the plan is written without."
    assert line in capsys.readouterr().err.splitlines()
    assert called("check", given, out) == 0
