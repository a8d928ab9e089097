"""The demo's own database: a village like any other, replaced whole, and never the user's."""

import json
from pathlib import Path

import pytest

from data.database import Database
from data.kept_homes import filled_anew
from data.settings import DatabaseSettings
from kernel.errors import ConflictError, OutputError, StorageError
from kernel.scope import Scope
from tests.squares import contents, make_square

QUICK = ("--orders", "8", "--iterations", "5", "--lang", "en")
"""One order more than is proven: proofs have tests of their own, and take seconds."""
TEST = Scope.system("a test")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, without settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "DATABASE_URL"):
        monkeypatch.delenv(f"DORPSRONDE_{name}", raising=False)
    return tmp_path


def demo(call, village: Path, *more: str):
    said = call("demo", "--area", village, *QUICK, "--out", "out", *more)
    assert said.code == 0, said.err
    return said


def test_what_the_demo_made_is_planned_and_reported_on_as_any_village(
    call, village: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = demo(call, village)
    shown = json.loads((elsewhere / "out" / "report.json").read_text("utf-8"))
    assert "DORPSRONDE_HOME=out/demo-data dorpsronde serve" in said.out
    monkeypatch.setenv("DORPSRONDE_HOME", "out/demo-data")
    kept = call("report", "make", "demo", "--date", "2026-11-24", "--format", "json", "--lang", "en", "-o", "-")
    assert json.loads(kept.out) == shown
    assert shown["demand"] == "invented"
    assert call("plan", "demo", "--date", "2026-11-24", "--iterations", "5").code == 0


def test_a_second_demo_replaces_the_first_whole(call, village: Path, elsewhere: Path) -> None:
    demo(call, village)
    (elsewhere / "out" / "demo-data" / "mine.txt").write_text("van mij")
    demo(call, village, "--orders", "4")
    database = Database.open(DatabaseSettings(home=elsewhere / "out" / "demo-data"))
    with database.read(TEST) as work:
        squares = work.squares.all()
        assert sum(work.squares.counts(squares[0].id).orders.values()) == 4
    database.close()
    assert len(squares) == 1
    assert not (elsewhere / "out" / "demo-data" / "mine.txt").exists()
    assert [one.name for one in (elsewhere / "out").iterdir() if one.name.startswith(".")] == []


def test_a_demo_that_fails_leaves_the_one_before(call, village: Path, elsewhere: Path) -> None:
    demo(call, village)
    before = {one.name: one.stat().st_mtime_ns for one in (elsewhere / "out").rglob("*")}
    (elsewhere / "leeg.osm").write_text('<?xml version="1.0"?><osm version="0.6"></osm>')
    assert call("demo", "--area", "leeg.osm", *QUICK, "--out", "out").code == 2
    assert {one.name: one.stat().st_mtime_ns for one in (elsewhere / "out").rglob("*")} == before


@pytest.mark.parametrize("out", [".", "out"])
def test_the_users_own_database_is_not_touched(call, village: Path, elsewhere: Path, out: str) -> None:
    make_square(call, village, elsewhere)
    before = contents(elsewhere)
    assert call("demo", "--area", village, *QUICK, "--out", out).code == 0
    assert contents(elsewhere) == before


def test_settings_that_name_the_users_database_do_not_move_the_demos(
    call, village: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DORPSRONDE_DATABASE_URL", f"sqlite:///{elsewhere / 'mijn.db'}")
    monkeypatch.setenv("DORPSRONDE_HOME", str(elsewhere / "mijn"))
    said = demo(call, village)
    assert not (elsewhere / "mijn.db").exists()
    assert not (elsewhere / "mijn").exists()
    assert "DORPSRONDE_HOME=out/demo-data DORPSRONDE_DATABASE_URL= dorpsronde serve" in said.out


def test_a_folder_that_no_demo_made_is_refused_before_anything_is_done(call, village: Path, elsewhere: Path) -> None:
    (elsewhere / "out" / "demo-data").mkdir(parents=True)
    (elsewhere / "out" / "demo-data" / "thesis.txt").write_text("van mij")
    said = call("demo", "--area", village, *QUICK, "--out", "out")
    assert said.code == 1
    assert said.last_line == (
        "Error: out/demo-data: what is there was not made by this command. Give another place to write to."
    )
    assert [str(one.relative_to(elsewhere)) for one in elsewhere.rglob("*")] == [
        "out",
        "out/demo-data",
        "out/demo-data/thesis.txt",
    ]


def test_an_output_folder_that_is_a_file_is_told_in_one_line(call, village: Path, elsewhere: Path) -> None:
    (elsewhere / "out").write_text("een bestand")
    said = call("demo", "--area", village, *QUICK, "--out", "out")
    assert said.code == 1
    assert "out/demo-data: could not be written" in said.last_line
    assert (elsewhere / "out").read_text() == "een bestand"


def test_of_two_that_fill_one_home_at_once_the_last_stands_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with filled_anew(home, "ours") as slow:
        (slow / "slow").write_text("1")
        with filled_anew(home, "ours") as quick:
            (quick / "quick").write_text("1")
        assert (home / "quick").exists()
    assert sorted(one.name for one in home.iterdir()) == ["README.txt", "slow"]
    assert [one.name for one in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (StorageError("the disk is full", way_out="Set DORPSRONDE_HOME."), OutputError),
        (ConflictError("something else"), ConflictError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_home_that_is_not_finished_goes_and_the_one_before_stays(
    tmp_path: Path, fault: BaseException, told: type[BaseException]
) -> None:
    home = tmp_path / "home"
    with filled_anew(home, "ours") as first:
        (first / "first").write_text("1")
    with pytest.raises(told) as said, filled_anew(home, "ours"):
        raise fault
    assert "DORPSRONDE_HOME" not in str(said.value)
    assert sorted(one.name for one in home.iterdir()) == ["README.txt", "first"]
    assert [one.name for one in tmp_path.iterdir()] == ["home"]
