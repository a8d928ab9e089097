"""`dorpsronde insert`, as a person calls it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from routing.solver.problem import Job, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.vroom_writer import write_problem
from tests.solver.solving import line

BIKE = Vehicle(7, start=0, end=0, capacity=(2,))
USUAL = Problem(
    (BIKE,), {"car": line(0, 600, 1_200)}, (Job(Task(1, 1, time_windows=(TimeWindow(0, 900),))), Job(Task(2, 2)))
)
SHARP = Shipment(Task(5, 1), Task(5, 2, time_windows=(TimeWindow(0, 900),)), amount=(1,))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Plan a usual day; new.json has an order more that fits, and one that comes too late."""
    (tmp_path / "in.json").write_text(json.dumps(write_problem(USUAL)))
    new = Problem(USUAL.vehicles, USUAL.matrices, (*USUAL.jobs, Job(Task(3, 1, service_s=90))), (SHARP,))
    (tmp_path / "new.json").write_text(json.dumps(write_problem(new)))
    assert called("solve", tmp_path / "in.json", "-o", tmp_path / "plan.json", "--iterations", 20) == 0
    return tmp_path


def called(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def test_an_order_that_comes_in_is_put_into_the_plan_and_told_a_line_each(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert called("insert", folder / "new.json", folder / "plan.json", "-o", folder / "now.json", "--now", 10) == 0
    assert capsys.readouterr().err.splitlines() == [
        "job 3: vehicle 7, +1.5 min, +0.0 km",
        "pickup 5, delivery 5 does not fit (time_window): fits if the window of the delivery may end 5 minutes later",
        "1 task later than told, by 1.5 min at most",
    ]
    assert called("check", folder / "new.json", folder / "now.json") == 0
    plan = json.loads((folder / "now.json").read_text())
    assert [entry["tasks"][0]["id"] for entry in plan["dorpsronde"]["insertions"]] == [3]
    assert [left["id"] for left in plan["unassigned"]] == [5, 5]


def test_the_answer_is_a_plan_to_go_on_with(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called("insert", folder / "new.json", folder / "plan.json", "-o", folder / "now.json", "--now", 10)
    more = json.loads((folder / "new.json").read_text())
    more["jobs"].append({"id": 9, "location_index": 2})
    (folder / "more.json").write_text(json.dumps(more))
    capsys.readouterr()
    assert called("insert", folder / "more.json", folder / "now.json", "--now", 700, "--begun", "7=1") == 0
    told = capsys.readouterr()
    assert told.err.startswith("job 9: vehicle 7, ")
    assert [entry["tasks"][0]["id"] for entry in json.loads(told.out)["dorpsronde"]["insertions"]] == [9]


def test_either_may_come_from_stdin_but_not_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = (folder / "plan.json").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(plan)))
    assert called("insert", folder / "new.json", "-", "--now", 0) == 0
    assert called("insert", "-", "-", "--now", 0) == 2
    assert "cannot both be stdin" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--begun", "7"), "'7' is not VEHICLE=N, as in 7=3."),
        (("--begun", "7=-1"), "'7=-1' is not VEHICLE=N, as in 7=3."),
        (("--begun", "7=1", "--begun", "7=2"), "vehicle 7 is named twice."),
        (("--begun", "\x1b[2J=1"), r"\x1b[2J=1"),
        (("--begun", "8=1"), "Error: begun: the problem has no vehicle 8"),
        (("--begun", "7=3"), "Error: begun: vehicle 7 cannot have begun 3 visits, of 2"),
        (("--now", "-1"), "-1 is not in the range x>=0."),
        (("--now", "soon"), "'soon' is not a valid integer"),
        (("--now", str(2**32)), "Error: now: 4294967296 is more than 4294967295"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], said: str
) -> None:
    assert called("insert", folder / "new.json", folder / "plan.json", "--now", 10, *asked) == 2
    assert said in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("over", ["new.json", "plan.json"])
def test_neither_file_that_is_read_is_written_over(folder: Path, capsys: pytest.CaptureFixture[str], over: str) -> None:
    before = (folder / over).read_bytes()
    assert called("insert", folder / "new.json", folder / "plan.json", "-o", folder / over, "--now", 0) == 2
    assert "is the file that is read" in capsys.readouterr().err
    assert (folder / over).read_bytes() == before


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("new.json", {"vehicles": [{"id": True}]}, "new.json: vehicles[0].id: true is not a whole number"),
        ("plan.json", {"routes": 3}, "plan.json: routes: 3 is not a list"),
        ("plan.json", {"summary": {}}, "plan.json: summary.duration: sum: is None, should be 2400 (and "),
    ],
)
def test_the_file_at_fault_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, change: dict[str, Any], said: str
) -> None:
    document = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**document, **change}))
    assert called("insert", folder / "new.json", folder / "plan.json", "--now", 0) == 2
    (error,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Error")]
    assert error.startswith(f"Error: {folder}/{said}")


def test_a_problem_without_anything_new_is_told_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("insert", folder / "in.json", folder / "plan.json", "--now", 0) == 2
    assert "plan.json: knows every job and shipment of the problem" in capsys.readouterr().err


def test_files_in_the_wrong_order_are_told_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("insert", folder / "plan.json", folder / "new.json", "--now", 10) == 2
    assert "plan.json: is a plan and no problem. IN.json comes first" in capsys.readouterr().err


def test_the_moment_has_to_be_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("insert", folder / "new.json", folder / "plan.json") == 2
    assert "Missing option '--now'" in capsys.readouterr().err
