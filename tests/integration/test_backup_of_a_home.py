"""What a home folder holds besides files that we put there: links, and names that no archive can hold."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.backup import make_backup, restore_backup
from data.settings import DatabaseSettings
from kernel.errors import ConflictError, StorageError
from tests.stored_square import new_database

NOW = datetime(2026, 11, 30, 3, 15, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    new_database(home).close()
    return home


def backup(home: Path, file: Path) -> list[str]:
    """Make a backup and give the names of the home's files in it."""
    make_backup(DatabaseSettings(home=home), file, NOW)
    with zipfile.ZipFile(file) as packed:
        return [name for name in packed.namelist() if name.startswith("home/")]


def test_folders_behind_links_are_in_a_backup_and_come_back_as_folders(home: Path, tmp_path: Path) -> None:
    disk, proofs = tmp_path / "disk", home / "store" / "proofs"
    for file in (disk / "2026" / "a.osm.pbf", proofs / "1.jpg"):
        file.parent.mkdir(parents=True)
        file.write_bytes(file.name.encode())
    (home / "extracts").symlink_to(disk)
    (home / "proofs").symlink_to(proofs)
    (disk / "back").symlink_to(disk)
    (disk / "further back").symlink_to(tmp_path)
    kept = ["home/extracts/2026/a.osm.pbf", "home/proofs/1.jpg", "home/store/proofs/1.jpg"]
    assert backup(home, tmp_path / "dorp.zip") == kept, "under every name that somebody looks for, and no circle"
    anew = tmp_path / "anew"
    restore_backup(DatabaseSettings(home=anew), tmp_path / "dorp.zip")
    assert (anew / "extracts" / "2026" / "a.osm.pbf").read_bytes() == b"a.osm.pbf"
    with pytest.raises(ConflictError, match="lies in the folder that it is to save"):
        backup(home, disk / "new" / "dorp.zip")


def test_a_home_of_which_only_a_linked_folder_is_filled_is_not_empty(home: Path, tmp_path: Path) -> None:
    backup(home, tmp_path / "dorp.zip")
    disk, anew = tmp_path / "disk", tmp_path / "anew"
    disk.mkdir()
    anew.mkdir()
    (disk / "a.osm.pbf").write_bytes(b"another")
    (anew / "extracts").symlink_to(disk)
    with pytest.raises(ConflictError, match="the folder is not empty"):
        restore_backup(DatabaseSettings(home=anew), tmp_path / "dorp.zip")


def test_a_link_that_leads_nowhere_is_told_and_not_left_out(home: Path, tmp_path: Path) -> None:
    (home / "extracts").symlink_to(tmp_path / "a disk that is not there")
    with pytest.raises(StorageError, match="extracts: is a link that leads nowhere"):
        backup(home, tmp_path / "dorp.zip")
    assert not (tmp_path / "dorp.zip").exists()


@pytest.mark.parametrize("name", ["orders 07:50.csv", 'the "last" one.csv', "a\\b.csv", "caf\udce9.csv"])
def test_a_name_that_no_backup_can_hold_is_told_with_its_place(home: Path, tmp_path: Path, name: str) -> None:
    (home / "imports").mkdir()
    try:
        (home / "imports" / name).write_bytes(b"")
    except OSError:
        pytest.skip("this file system has no such names either")
    with pytest.raises(StorageError, match="has a name that a backup cannot hold") as told:
        backup(home, tmp_path / "dorp.zip")
    assert str(home / "imports") in str(told.value)
    str(told.value).encode()  # or no log or terminal could say it
    assert [path.name for path in tmp_path.iterdir()] == ["home"], "nothing is left behind"
