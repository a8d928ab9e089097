"""Tidying up: earlier extracts go, and nothing that an area, a released round or a coming day needs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from shapely import box

from data.database import Database
from data.drafts.square import AreaDraft
from data.models.states import RoundState
from kernel.errors import StorageError
from rounds import areas
from rounds.areas import import_area
from rounds.tidying import tidy_areas
from tests.served import served
from tests.squares import good_rows, home_in, make_square, orders_file, store_in
from tests.stored_square import DAY as PLANNED
from tests.stored_square import NETWORK, TEST, leg_ids, new_database, plan_of, store_orders, store_square
from tests.stores import Store
from tests.village import Village, whole_village

KEPT = ("extracts", "roads", "grounds")


@pytest.fixture
def folder(working_folder: Path, call, village: Path) -> Path:
    """A square, and files in its home that are none of its areas'."""
    make_square(call, village, working_folder)
    for kind in KEPT:
        (home_in(working_folder) / kind / "somebody-elses").write_text("keep me")
    return working_folder


def other_village(number: int, folder: Path) -> Path:
    """The village with one more bench: another extract of the same roads."""
    village: Village = whole_village()
    village.node(10 * number, 33, amenity="bench")
    return village.write(folder / f"village-{number}.osm")


def files(folder: Path) -> dict[str, int]:
    """How many things lie in each folder beside what is not ours."""
    return {kind: len(list((home_in(folder) / kind).iterdir())) - 1 for kind in KEPT}


def plan(call, folder: Path, day: str) -> None:
    orders = orders_file(folder, good_rows(3), f"{day}.csv")
    assert call("orders", "import", "proefdorp", orders, "--date", day).code == 0
    assert call("plan", "proefdorp", "--date", day, "--iterations", "3", "--out", folder / day).code == 0


def replace_area(call, folder: Path, number: int = 1) -> None:
    assert call("area", "import", "Proefdorp", other_village(number, folder)).code == 0


def tomorrow() -> str:
    return (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011 - any coming day will do


def test_what_an_area_left_goes_and_can_be_taken_in_again(call, folder: Path, village: Path) -> None:
    replace_area(call, folder)
    assert files(folder) == {"extracts": 2, "roads": 2, "grounds": 2}
    trial = call("area", "tidy", "--dry-run")
    assert "nothing was removed" in trial.out
    assert files(folder) == {"extracts": 2, "roads": 2, "grounds": 2}
    said = call("area", "tidy", "--lang", "nl")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert [line.rpartition(",")[0].rpartition(",")[0] for line in lines[:3]] == [
        "proefdorp.osm: uitsnede", "proefdorp.osm: wegen", "proefdorp.osm: ondergrond van de kaart",
    ]  # fmt: skip
    assert lines[3].startswith("Dat ruimt ")
    assert files(folder) == {"extracts": 1, "roads": 1, "grounds": 1}
    assert call("area", "tidy").out == "There was nothing to tidy up.\n"
    plan(call, folder, tomorrow())
    assert call("area", "import", "Proefdorp", village).code == 0
    assert files(folder) == {"extracts": 2, "roads": 2, "grounds": 2}


def test_a_coming_day_keeps_what_it_was_planned_on_and_can_be_released(call, folder: Path) -> None:
    plan(call, folder, tomorrow())
    replace_area(call, folder)
    assert call("area", "tidy").out == "There was nothing to tidy up.\n"
    assert call("round", "release", "proefdorp", "--date", tomorrow(), "--all").code == 0
    closed = ("closure", "add", "proefdorp", "Werk", "--way", "37", "--from", tomorrow(), "--until", tomorrow())
    assert call(*closed).code == 0


@pytest.mark.parametrize("is_released", [True, False])
def test_of_a_day_that_is_over_released_rounds_keep_their_extract_and_every_map_its_ground(
    call, folder: Path, *, is_released: bool
) -> None:
    plan(call, folder, "2020-12-01")
    if is_released:
        assert call("round", "release", "proefdorp", "--date", "2020-12-01", "--all").code == 0
    replace_area(call, folder)
    before = map_of("2020-12-01", folder)
    said = call("area", "tidy")
    assert said.code == 0
    assert files(folder) == {"extracts": 2 if is_released else 1, "roads": 1, "grounds": 2}
    assert map_of("2020-12-01", folder) == before


def map_of(day: str, folder: Path) -> str:
    with served(store_in(folder)) as client:
        answer = client.get(f"/squares/proefdorp/days/{day}/map", headers={"accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def test_two_networks_of_one_file_go_together_or_not_at_all(store: Store, tmp_path: Path, village: Path) -> None:
    """A newer version of the reader makes another network of the same extract."""
    database = new_database(store)
    first = import_area(database, tmp_path, "Proefdorp", village).area.road_network
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(areas, "NETWORK_VERSION", "newer")
        again = import_area(database, tmp_path, "Proefdorp", village).area.road_network
    assert (first.id != again.id, first.stored_as) == (True, again.stored_as)
    assert tidy_areas(database, tmp_path).gone == ()
    other = import_area(database, tmp_path, "Proefdorp", other_village(1, tmp_path)).area.road_network
    gone = tidy_areas(database, tmp_path)
    assert [one.kind for one in gone.gone] == ["extract", "roads", "ground"]
    assert (tmp_path / other.stored_as).is_file()
    database.close()


@pytest.mark.parametrize(
    "stored_as",
    ["../outside.osm", "outside.osm", "extracts/../outside.osm", "roads/outside", "extracts/..", "extracts/.osm"],
)
def test_nothing_is_removed_elsewhere_whatever_a_row_says(store: Store, tmp_path: Path, stored_as: str) -> None:
    home = tmp_path / "home"
    for folder in ("extracts", "roads/outside"):
        (home / folder).mkdir(parents=True)
    for file in (tmp_path / "outside.osm", home / "outside.osm", home / "roads/outside/network.roads"):
        file.write_text("not yours")
    before = sorted(tmp_path.rglob("*"))
    database = new_database(store)
    with database.begin(TEST) as work:
        for draft in (replace(NETWORK, stored_as=stored_as), replace(NETWORK, sha256="b" * 64)):
            work.areas.put(draft, [AreaDraft("Dorp", box(5.5, 52.1, 5.6, 52.2))])
    assert tidy_areas(database, home).gone == ()
    assert set(before) <= set(tmp_path.rglob("*"))
    database.close()


def test_what_a_network_is_needed_for_follows_the_rounds_and_days_on_it(store: Store) -> None:
    database = new_database(store)
    square = store_square(database)
    store_orders(database, square, ["1"])
    with database.begin(TEST) as work:
        work.plans.save(square.id, PLANNED, plan_of(square, [leg_ids(database, square)]))
        area = work.areas.all()[0]
        work.areas.put(replace(NETWORK, sha256="b" * 64), [AreaDraft(area.name, area.border)])

    def uses(first: date) -> tuple[bool, bool, bool]:
        with database.begin(TEST) as work:
            found = work.areas.uses(first)
        return tuple(square.network in each for each in (found.ridden, found.measured, found.drawn))

    assert uses(PLANNED) == (True, True, True)
    assert uses(PLANNED + timedelta(days=1)) == (False, False, True)
    with database.begin(TEST) as work:
        work.rounds.set_state(work.rounds.of_day(square.id, PLANNED)[0].id, RoundState.RELEASED)
    assert uses(PLANNED + timedelta(days=1)) == (False, True, True)
    database.close()


def test_what_is_missing_or_cannot_be_removed_fails_nothing_and_goes_next_time(
    call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_area(call, folder)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".osm":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    said = call("area", "tidy")
    assert said.code == 0
    assert "cannot be removed (Permission denied)" in said.out
    assert files(folder) == {"extracts": 2, "roads": 1, "grounds": 1}
    monkeypatch.undo()
    monkeypatch.chdir(folder)


@pytest.fixture
def tidied_meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Database, Path], None]:
    """Let somebody tidy up just before an import stores its area."""

    def arrange(database: Database, home: Path) -> None:
        keep = areas.keep_ground

        def keep_ground(*given: object):
            made = keep(*given)
            tidy_areas(database, home)
            return made

        monkeypatch.setattr(areas, "keep_ground", keep_ground)

    return arrange


def test_an_extract_that_is_tidied_away_while_it_is_taken_in_again_is_no_area_without_a_file(
    store: Store, tmp_path: Path, village: Path, tidied_meanwhile: Callable[[Database, Path], None]
) -> None:
    database = new_database(store)
    import_area(database, tmp_path, "Proefdorp", village)
    import_area(database, tmp_path, "Proefdorp", other_village(1, tmp_path))
    tidied_meanwhile(database, tmp_path)
    with pytest.raises(StorageError, match=r"no longer kept there\. Import the area again"):
        import_area(database, tmp_path, "Proefdorp", village)
    with database.read(TEST) as work:
        assert work.areas.get("Proefdorp").road_network.extract_name == "village-1.osm"
    database.close()
