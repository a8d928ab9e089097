"""A database that cannot be written, is newer, or whose disk is full: one line, and it is as it was before."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.own_process import run_command
from tests.squares import DAY, contents, good_rows, orders_file, written

NOBODY = 65534
AS_BEFORE = "The database is as it was before."

COMMANDS = [
    ("orders", "import", "proefdorp", "orders.csv", "--date", DAY),
    ("shops", "import", "proefdorp", "shops.csv"),
    ("vehicles", "import", "proefdorp", "vehicles.csv"),
    ("area", "import", "Proefdorp", "dorp.osm"),
    ("square", "create", "anders", "--area", "Proefdorp", "--from-map"),
]


@pytest.fixture
def files(folder: Path, village: Path) -> Path:
    """Good files for each of the commands."""
    orders_file(folder, good_rows(3))
    written(folder, "shops.csv", "shop,postcode,number\nKaas,1200 AB,1\n")
    written(folder, "vehicles.csv", "vehicle,profile\nBike 3,cargo-bike\n")
    (folder / "dorp.osm").write_bytes(village.read_bytes() + b"<!-- newer -->\n")
    return folder


def set_version(folder: Path, version: str) -> None:
    connection = sqlite3.connect(folder / "dorpsronde-data" / "dorpsronde.db")
    connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.commit()
    connection.close()


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_database_of_a_newer_version_is_left_alone(call, files: Path, arguments: tuple[str, ...]) -> None:
    set_version(files, "9999")
    database = files / "dorpsronde-data" / "dorpsronde.db"
    before = database.read_bytes()
    kept = sorted(database.parent.rglob("*"))
    said = call(*arguments)
    assert said.code == 1
    assert said.last_line == (
        f"Error: {database}: was made by a newer version. Use that version of Dorpsronde, or a backup. {AS_BEFORE}"
    )
    assert database.read_bytes() == before
    assert sorted(database.parent.rglob("*")) == kept


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_database_that_another_program_writes_to_is_waited_for_and_then_told(
    call, files: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DORPSRONDE_BUSY_TIMEOUT_S", "0")
    database = files / "dorpsronde-data" / "dorpsronde.db"
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = call(*arguments)
    other.rollback()
    other.close()
    assert said.code == 1, said.out
    assert said.last_line == (
        f"Error: {database}: another program is writing to it. Wait until that is done and try again. {AS_BEFORE}"
    )


@pytest.fixture
def open_folder(files: Path) -> Iterator[Path]:
    """A copy that any user may enter and read; pytest's own folders are their owner's only."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(files, folder, dirs_exist_ok=True)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o444)
    (folder / "dorpsronde-data").chmod(0o777)  # SQLite needs its shared memory beside the file to read it
    yield folder
    shutil.rmtree(folder)


def become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


@pytest.mark.parametrize("arguments", [COMMANDS[0], COMMANDS[4]], ids=" ".join)
def test_a_database_that_may_only_be_read_is_left_alone(open_folder: Path, arguments: tuple[str, ...]) -> None:
    before = contents(open_folder)
    (open_folder / "dorpsronde-data" / "dorpsronde.db").chmod(0o444)
    done = run_command(*arguments, folder=open_folder, first=become_nobody)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.strip().splitlines()[-1] == (
        f"Error: {open_folder / 'dorpsronde-data' / 'dorpsronde.db'}: may only be read. "
        f"Give this user the right to write the file and its folder. {AS_BEFORE}"
    )
    assert contents(open_folder) == before


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("extract_kib", "limit_kib", "line"),
    [
        (300, 64, "/extracts: the extract cannot be kept there (File too large). Free some space"),
        (20, 40, "/dorpsronde.db: could not be written or read to the end. Is the disk full"),  # it is kept by then
    ],
)
def test_a_file_size_limit_met_by_an_area_leaves_the_one_before(
    files: Path, extract_kib: int, limit_kib: int, line: str
) -> None:
    extract = files / "dorp.osm"
    extract.write_bytes(extract.read_bytes() + b"<!--" + b" " * (extract_kib * 1024 - extract.stat().st_size) + b"-->")
    done = run_command(*COMMANDS[3], folder=files, most_bytes=limit_kib * 1024)
    assert done.returncode == 1, done.stdout + done.stderr
    assert line in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("unchanged")
def test_a_file_size_limit_met_in_the_middle_leaves_the_shops_as_they_were(files: Path) -> None:
    rows = [f"Winkel {number},12{number % 6:02} AB,{number % 10 + 1}" for number in range(6_000)]
    written(files, "shops.csv", "\n".join(["shop,postcode,number", *rows]))
    size = (files / "dorpsronde-data" / "dorpsronde.db").stat().st_size
    done = run_command(*COMMANDS[1], folder=files, most_bytes=size + 64 * 1024)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.strip().splitlines()[-1].endswith(AS_BEFORE)
