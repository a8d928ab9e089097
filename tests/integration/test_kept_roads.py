"""Roads of an area kept in the home folder: saved once, opened by all, and made anew rather than trusted."""

import json
import logging
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from data.database import Database
from data.settings import DatabaseSettings
from kernel.errors import BadInputError, StorageError
from kernel.position import Position
from rounds import areas, kept_roads
from rounds.areas import import_area, roads_at
from rounds.roads import Roads
from rounds.roads_at import RoadsAt
from routing.network.saved import rules
from routing.network.saved.rules import rules_digest

PLACES = [Position(5.5003, 52.1002), Position(5.5061, 52.1033), Position(5.5014, 52.1041)]


@pytest.fixture
def database(tmp_path: Path):
    opened = Database.open(DatabaseSettings(home=tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def at(database: Database, tmp_path: Path, village: Path) -> RoadsAt:
    return roads_at(import_area(database, tmp_path, "Proefdorp", village).area, tmp_path)


@pytest.fixture
def nothing_is_made(monkeypatch: pytest.MonkeyPatch):
    def forbid() -> None:
        def refuse(*_: object) -> None:
            raise AssertionError("it is saved: nobody makes it again")

        for name in ("read_kept_network", "road_graph", "build_hierarchy"):
            monkeypatch.setattr(kept_roads, name, refuse)

    return forbid


def measured(roads: Roads, profile: str = "cargo-bike") -> list[object]:
    places = roads.measure(PLACES, profile)
    path = places.path(PLACES[0], PLACES[1])
    return [places.matrix.distances_m.tolist(), places.matrix.durations_s.tolist(), path.line.tolist()]


def saved_files(at: RoadsAt) -> list[str]:
    return sorted(file.name for file in at.saved.iterdir())


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[60] ^= 4  # in its header, which vouches for the rest
    file.write_bytes(content)


def test_roads_are_saved_when_an_area_is_taken_in_and_a_profiles_when_it_is_first_asked_for(
    at: RoadsAt, village: Path, nothing_is_made, caplog: pytest.LogCaptureFixture
) -> None:
    assert saved_files(at) == ["network.roads"]
    truth = measured(Roads.read(village))
    assert measured(Roads.open(at)) == truth
    assert saved_files(at) == ["cargo-bike.roads", "network.roads"]
    nothing_is_made()
    assert measured(Roads.open(at)) == truth
    assert caplog.messages == []


@pytest.mark.parametrize("name", ["network", "cargo-bike"])
def test_a_damaged_file_is_made_anew_from_the_extract_and_one_line_says_so(
    at: RoadsAt, name: str, nothing_is_made, caplog: pytest.LogCaptureFixture
) -> None:
    truth = measured(Roads.open(at))
    damage(at.saved / f"{name}.roads")
    assert measured(Roads.open(at)) == truth
    what = "roads" if name == "network" else "roads for cargo-bike"
    assert caplog.messages == [f"saved {what} of {at.stored_as}: damaged. They are made anew."]
    assert caplog.records[0].levelno == logging.WARNING
    nothing_is_made()
    assert measured(Roads.open(at)) == truth


def test_roads_made_by_other_rules_are_made_anew(
    at: RoadsAt, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    truth = measured(Roads.open(at))
    monkeypatch.setattr("routing.network.saved.roads.rules_digest", lambda: "of tomorrow")
    assert measured(Roads.open(at)) == truth
    assert len(caplog.messages) == 2
    assert all("made by other rules. They are made anew." in line for line in caplog.messages)
    caplog.clear()
    assert measured(Roads.open(at)) == truth
    assert caplog.messages == []


def test_a_changed_table_and_changed_code_are_other_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "profiles").mkdir()
    table, code = tmp_path / "profiles" / "bike.toml", tmp_path / "build.py"
    table.write_text("speed = 15\n")
    code.write_text("SHARE = 0.5\n")
    monkeypatch.setattr(rules, "_FOLDER", tmp_path)
    digests = [rules_digest.__wrapped__()]
    for file, text in ((table, "speed = 16\n"), (code, "SHARE = 0.6\n")):
        file.write_text(text)
        digests.append(rules_digest.__wrapped__())
    assert len({*digests, rules_digest()}) == 4


def test_without_its_extract_an_area_has_its_roads_until_they_are_damaged(at: RoadsAt) -> None:
    truth = measured(Roads.open(at))
    at.extract().unlink()
    assert measured(Roads.open(at)) == truth
    damage(at.saved / "network.roads")
    with pytest.raises(StorageError, match=r"no longer kept there\. Import the area again"):
        Roads.open(at)


def test_roads_are_not_made_from_an_extract_that_was_changed_where_it_is_kept(at: RoadsAt) -> None:
    extract = at.extract()
    extract.write_text(extract.read_text("utf-8").replace("residential", "motorway"), "utf-8")
    Roads.open(at)
    damage(at.saved / "network.roads")
    with pytest.raises(StorageError, match=r"the extract of this area is damaged\. Import the area again"):
        Roads.open(at)


def test_an_area_taken_in_again_mends_what_is_damaged(
    at: RoadsAt, database: Database, tmp_path: Path, village: Path, nothing_is_made
) -> None:
    truth = measured(Roads.open(at))
    at.extract().write_text("damaged")
    damage(at.saved / "network.roads")
    import_area(database, tmp_path, "Proefdorp", village)
    nothing_is_made()
    assert measured(Roads.open(at)) == truth


def test_where_roads_cannot_be_saved_they_are_made_for_this_once(at: RoadsAt, caplog: pytest.LogCaptureFixture) -> None:
    truth = measured(Roads.open(at))
    for file in at.saved.iterdir():
        file.unlink()
    at.saved.rmdir()
    at.saved.write_text("in the way")
    assert measured(Roads.open(at)) == truth
    assert [line.partition(":")[0] for line in caplog.messages if "cannot be saved" in line] == [
        f"roads cannot be saved at {at.saved}"
    ]


def test_an_import_that_cannot_save_roads_says_so_and_changes_nothing(
    database: Database, tmp_path: Path, village: Path
) -> None:
    (tmp_path / "roads").write_text("in the way")
    with pytest.raises(StorageError, match="the roads cannot be kept there"):
        import_area(database, tmp_path, "Proefdorp", village)
    assert list((tmp_path / "extracts").iterdir()) == []


def test_an_import_that_fails_leaves_no_roads_behind(
    database: Database, tmp_path: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(areas, "_network_draft", full)
    with pytest.raises(StorageError, match="the disk is full"):
        import_area(database, tmp_path, "Proefdorp", village)
    assert list((tmp_path / "roads").iterdir()) == []


def test_no_profile_is_a_path(at: RoadsAt) -> None:
    with pytest.raises(BadInputError, match="there is no profile"):
        Roads.open(at).hierarchy("../network")


OPENING = """
import json, sys
from kernel.position import Position
from rounds.roads import Roads
from rounds.roads_at import RoadsAt
at, places = json.loads(sys.argv[1])
sys.stdin.readline()
measured = Roads.open(RoadsAt(**at)).measure([Position(*place) for place in places], "cargo-bike")
print(json.dumps(measured.matrix.distances_m.tolist()))
"""


def test_processes_that_make_roads_anew_at_once_agree_and_leave_them_whole(at: RoadsAt, nothing_is_made) -> None:
    truth = measured(Roads.open(at))
    for name in ("network", "cargo-bike"):
        damage(at.saved / f"{name}.roads")
    places = [[place.lon, place.lat] for place in PLACES]
    given = json.dumps([asdict(at), places])
    command = [sys.executable, "-c", OPENING, given]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.write("now\n")
        process.stdin.flush()
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert [json.loads(out) for out, _ in said] == [truth[0], truth[0]]
    assert saved_files(at) == ["cargo-bike.roads", "network.roads"]
    nothing_is_made()
    assert measured(Roads.open(at)) == truth
