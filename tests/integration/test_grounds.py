"""Base maps kept beside the extracts: made when an area is taken in, never half, never in the way of an import."""

from pathlib import Path

import pytest

from data.database import Database
from data.repositories.jobs import LeaseLostError
from data.settings import DatabaseSettings
from kernel.errors import StorageError
from kernel.scope import Scope
from maps import base_map
from rounds import areas
from rounds.areas import import_area
from rounds.grounds import ground_of

TEST = Scope.system("a test")


@pytest.fixture
def database(tmp_path: Path):
    opened = Database.open(DatabaseSettings(home=tmp_path))
    yield opened
    opened.close()


def files(home: Path, folder: str) -> list[str]:
    return sorted(file.name for file in (home / folder).glob("*")) if (home / folder).is_dir() else []


def test_an_area_that_is_taken_in_has_its_base_map(
    database: Database, tmp_path: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = import_area(database, tmp_path, "Proefdorp", village).area.road_network
    assert files(tmp_path, "grounds") == [f"{network.sha256}.json"]

    def refuse(*_: object) -> None:
        raise AssertionError("it is kept: nobody reads the extract again")

    monkeypatch.setattr(base_map, "read_map_objects", refuse)
    assert ground_of(network, tmp_path).ways_of("street")
    import_area(database, tmp_path, "Proefdorp", village)
    assert files(tmp_path, "grounds") == [f"{network.sha256}.json"]


def test_an_import_that_fails_leaves_no_base_map_behind(
    database: Database, tmp_path: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(areas, "_network_draft", full)
    with pytest.raises(StorageError, match="the disk is full"):
        import_area(database, tmp_path, "Proefdorp", village)
    assert files(tmp_path, "grounds") == files(tmp_path, "extracts") == []


def test_an_import_that_wakes_too_late_takes_away_nothing_of_the_one_that_was_quicker(
    database: Database, tmp_path: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = areas._network_draft

    def overtaken(*_: object) -> None:
        monkeypatch.setattr(areas, "_network_draft", draft)
        import_area(database, tmp_path, "Proefdorp", village)
        raise LeaseLostError("another worker has the job")

    monkeypatch.setattr(areas, "_network_draft", overtaken)
    with pytest.raises(LeaseLostError):
        import_area(database, tmp_path, "Proefdorp", village)
    assert [len(files(tmp_path, folder)) for folder in ("extracts", "roads", "grounds")] == [1, 1, 1]


def test_an_import_that_fails_takes_away_nothing_while_the_database_does_not_answer(
    database: Database, tmp_path: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise StorageError("is locked")

    monkeypatch.setattr(database, "begin", locked)
    monkeypatch.setattr(database, "read", locked)
    with pytest.raises(StorageError, match="is locked"):
        import_area(database, tmp_path, "Proefdorp", village)
    assert [len(files(tmp_path, folder)) for folder in ("extracts", "roads", "grounds")] == [1, 1, 1]


def test_an_import_that_fails_leaves_the_base_map_that_old_days_are_drawn_on(
    database: Database, tmp_path: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tidying up took the extract and its roads; the days that were ridden on them still need their map."""
    network = import_area(database, tmp_path, "Proefdorp", village).area.road_network
    (tmp_path / network.stored_as).unlink()

    def full(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(areas, "_network_draft", full)
    with pytest.raises(StorageError, match="the disk is full"):
        import_area(database, tmp_path, "Proefdorp", village)
    assert files(tmp_path, "grounds") == [f"{network.sha256}.json"]


def test_where_a_base_map_cannot_be_kept_the_import_says_so_and_changes_nothing(
    database: Database, tmp_path: Path, village: Path
) -> None:
    (tmp_path / "grounds").write_text("in the way")
    with pytest.raises(StorageError, match="the base map cannot be kept there"):
        import_area(database, tmp_path, "Proefdorp", village)
    assert files(tmp_path, "extracts") == []
    with database.read(TEST) as work:
        assert work.areas.all() == []


def test_where_a_base_map_cannot_be_kept_again_it_is_drawn_for_this_once(
    database: Database, tmp_path: Path, village: Path
) -> None:
    network = import_area(database, tmp_path, "Proefdorp", village).area.road_network
    kept = ground_of(network, tmp_path)
    (tmp_path / "grounds" / f"{network.sha256}.json").unlink()
    (tmp_path / "grounds").rmdir()
    (tmp_path / "grounds").write_text("in the way")
    assert ground_of(network, tmp_path).packed() == kept.packed()
