"""Rounds released by command: what is released stays as it is, and what cannot be released is told in one line."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from data.models.states import RoundState
from kernel.scope import Scope
from rounds.cancelling import cancel_order
from tests.squares import DAY, HEADER, contents, good_rows, make_square, open_home, orders_file

TEST = Scope.system("a test")
DATE = date.fromisoformat(DAY)
AT = ("--date", DAY)


pytestmark = pytest.mark.parametrize("working_folder", ["sqlite"], indirect=True)
"""Only on the file: `test_stored_planning` and `test_square_commands` run the same repositories on both."""


@pytest.fixture
def folder(working_folder: Path, call, village: Path) -> Path:
    """A folder with a square of fourteen orders, planned into one round early and one late."""
    make_square(call, village, working_folder)
    shifts = working_folder / "shifts.csv"
    shifts.write_text("vehicle,profile,duty\nBike 1,cargo-bike,13:00-15:30\nBike 2,cargo-bike,15:00-18:00\n", "utf-8")
    assert call("vehicles", "import", "proefdorp", shifts).code == 0
    windows = ("13:00,15:00", "15:30,18:00")
    rows = [f"{row},{windows[number % 2]}" for number, row in enumerate(good_rows(14))]
    orders = orders_file(working_folder, rows, header=f"{HEADER},window_start,window_end")
    assert call("orders", "import", "proefdorp", orders, *AT).code == 0
    plan(call)
    return working_folder


def plan(call) -> None:
    said = call("plan", "proefdorp", *AT, "--iterations", "5")
    assert said.code == 0, said.err


def rounds(folder: Path):
    database = open_home(folder)
    with database.read(TEST) as work:
        found = work.rounds.of_day(work.squares.get("proefdorp").id, DATE, lines=True)
    database.close()
    return found


def rows_of(folder: Path, round_id: str) -> list[str]:
    """Every stored line about a round, but for events and the system's trail."""
    return [
        line
        for line in contents(folder)
        if (round_id in line or round_id.replace("-", "") in line) and not line.startswith(("events ", "system_acts "))
    ]


def test_a_released_round_stays_to_the_byte_and_the_rest_is_planned_around_it(call, folder: Path) -> None:
    said = call("round", "release", "proefdorp", *AT, "--round", "1")
    assert said.code == 0, said.err
    assert said.out.startswith("round 1: released, Bike ")
    first = rounds(folder)[0]
    before = rows_of(folder, first.id)
    assert len(before) > 2 * len(first.stops)
    assert call("orders", "import", "proefdorp", orders_file(folder, good_rows(6, first=50), "more.csv"), *AT).code == 0
    plan(call)
    assert rows_of(folder, first.id) == before
    again = rounds(folder)
    assert again[0].id == first.id
    brought = [task.leg_id for one in again for stop in one.stops for task in stop.tasks if task.kind == "delivery"]
    assert len(brought) == len(set(brought)) == 20


def test_a_released_round_keeps_the_roads_and_the_class_of_the_vehicle_it_was_planned_for(call, folder: Path) -> None:
    call("round", "release", "proefdorp", *AT, "--round", "1")
    name = rounds(folder)[0].vehicle.name
    (folder / "van.csv").write_text(f"vehicle,profile,duty,electric\n{name},van,13:00-15:30,yes\n", "utf-8")
    assert call("vehicles", "import", "proefdorp", "van.csv").code == 0
    plan(call)
    report = json.loads((folder / "out" / "proefdorp" / DAY / "report.json").read_text("utf-8"))
    assert next(one for one in report["rounds"] if one["id"] == "round-1")["vehicle_class"] == "cargo_bike"


def test_a_vehicle_is_never_in_two_rounds_at_once(call, folder: Path) -> None:
    call("round", "release", "proefdorp", *AT, "--round", "1")
    call("orders", "import", "proefdorp", orders_file(folder, good_rows(9, first=50), "more.csv"), *AT)
    plan(call)
    call("round", "release", "proefdorp", *AT, "--all")
    call("orders", "import", "proefdorp", orders_file(folder, good_rows(3, first=80), "late.csv"), *AT)
    plan(call)
    spans: dict[str, list[tuple[object, object]]] = {}
    for one in rounds(folder):
        spans.setdefault(one.vehicle_id, []).append((one.leaving_at, one.return_at))
    assert sum(map(len, spans.values())) > len(spans), "no vehicle rides twice: this test shows nothing"
    for taken in spans.values():
        taken.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(taken))


def test_every_round_is_released_at_once_and_each_leaves_an_event(call, folder: Path) -> None:
    assert call("round", "release", "proefdorp", *AT, "--all").code == 0
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
        for one in work.rounds.of_day(square.id, DATE):
            assert one.state is RoundState.RELEASED
            event = work.events.of(square.id, round_id=one.id)[-1]
            assert (event.kind, event.details) == ("round.state", {"from": "proposed", "to": "released"})
    database.close()


def test_rounds_are_listed_with_their_state_vehicle_times_and_size(call, folder: Path) -> None:
    call("round", "release", "proefdorp", *AT, "--round", "2")
    said = call("round", "list", "proefdorp", *AT, "--lang", "nl")
    lines = said.out.splitlines()
    assert len(lines) == len(rounds(folder))
    assert lines[0].startswith("ronde 1: voorgesteld, Bike ")
    assert lines[1].startswith("ronde 2: vrijgegeven, Bike ")
    assert "13:" in lines[0] or "14:" in lines[0]
    assert sum(int(line.split(" bestellingen")[0].split()[-1]) for line in lines) == 14


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (("nergens", *AT, "--all"), 2, "there is no square 'nergens'"),
        (("proefdorp", "--date", "2027-01-01", "--all"), 2, "has no rounds on 2027-01-01. Plan them first"),
        (("proefdorp", *AT, "--round", "99"), 2, "there is no round 99 on 2026-12-01. Rounds of that day: 1, 2"),
        (("proefdorp", *AT), 2, "either --round N or --all is wanted"),
        (("proefdorp", *AT, "--round", "1", "--all"), 2, "either --round N or --all is wanted"),
    ],
)
def test_what_cannot_be_released_is_told_in_one_line(
    call, folder: Path, arguments: tuple[str, ...], code: int, line: str
) -> None:
    before = contents(folder)
    said = call("round", "release", *arguments)
    assert said.code == code
    assert line in said.last_line
    assert "Traceback" not in said.err
    assert [row for row in contents(folder) if "system_acts" not in row] == [
        row for row in before if "system_acts" not in row
    ]


@pytest.mark.parametrize(("again", "line"), [
    (("--round", "1"), "Error: round 1 of 2026-12-01 is released already. Nothing was changed."),
    (("--all",), "Error: every round of 2026-12-01 is released already. There is nothing to release."),
])  # fmt: skip
def test_a_released_round_is_not_released_again(call, folder: Path, again: tuple[str, ...], line: str) -> None:
    call("round", "release", "proefdorp", *AT, "--all")
    said = call("round", "release", "proefdorp", *AT, *again)
    assert said.code == 1
    assert said.last_line == line


def test_a_round_with_an_order_that_was_cancelled_since_is_not_released(call, folder: Path) -> None:
    one = rounds(folder)[1]
    gone = one.stops[-1].tasks[-1].leg
    database = open_home(folder)
    with database.begin(TEST) as work:
        cancel_order(work, gone.order_id)
    database.close()
    said = call("round", "release", "proefdorp", *AT, "--all")
    assert said.code == 1
    assert said.last_line == (
        f"Error: order {gone.order.order_ref} in round 2 was cancelled or moved since it was planned. "
        "Nothing was released; plan the day again."
    )
    assert {other.state for other in rounds(folder)} == {RoundState.PROPOSED}
