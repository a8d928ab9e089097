"""What happens to the database's file, and what a person reads, when disk, file or folder are against us."""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.database import Database
from kernel.errors import StorageError
from tests.own_process import run_lines
from tests.stored_square import new_database, open_database, settings, store_orders, store_square

NOBODY = 65534


def contents(folder: Path) -> list[str]:
    """Dump every row; nothing of ours takes part in the reading."""
    connection = sqlite3.connect(folder / "dorpsronde.db")
    lines = list(connection.iterdump())
    connection.close()
    return lines


@pytest.mark.parametrize("text", [b"<html>404</html>" * 100, b"SQLite format 3\x00" + b"\xff" * 8_000])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "dorpsronde.db"
    file.write_bytes(text)
    with pytest.raises(StorageError, match=r"dorpsronde\.db: is (not a database|damaged)"):
        Database.open(settings(tmp_path))
    assert file.read_bytes() == text


def test_a_folder_in_place_of_the_file_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "dorpsronde.db").mkdir()
    with pytest.raises(StorageError, match="cannot be opened"):
        Database.open(settings(tmp_path))


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="DORPSRONDE_HOME"):
        Database.open(settings(tmp_path / "file" / "home"))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter; pytest's own are their owner's only."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_file_that_may_only_be_read_is_read_and_not_written(open_folder: Path) -> None:
    database = open_database(open_folder)
    square = store_square(database)
    database.close()
    before = contents(open_folder)
    for file in open_folder.iterdir():
        file.chmod(0o444)
    open_folder.chmod(0o777)  # SQLite needs its shared memory beside the file to read it
    code = (
        "import os\n"
        f"if os.geteuid() == 0: os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        "database = open_database(Path(sys.argv[1]))\n"
        "with database.read(TEST) as work: print(work.squares.get('proefdorp').name)\n"
        "with database.begin(TEST) as work: work.orders.add(sys.argv[2], [order(sys.argv[3], '1')])\n"
    )
    done = run_lines(code, open_folder, square.id, square.shops[0])
    assert done.stdout == "Proefdorp\n", done.stderr
    assert f"{open_folder / 'dorpsronde.db'}: may only be read" in done.stderr.splitlines()[-1]
    assert contents(open_folder) == before


@pytest.mark.parametrize("kib", [16, 300, 1_500])
def test_a_limit_on_file_size_in_the_middle_leaves_the_database_as_it_was(tmp_path: Path, kib: int) -> None:
    """The limit falls on the shared memory, and early and late in the journal."""
    database = new_database(tmp_path)
    square = store_square(database)
    store_orders(database, square, ["before"])
    database.close()
    before = contents(tmp_path)
    code = (
        "database = open_database(Path(sys.argv[1]))\n"
        "with database.begin(TEST) as work:\n"
        "    work.orders.add(sys.argv[2], [order(sys.argv[3], str(number)) for number in range(3_000)])\n"
    )
    done = run_lines(code, tmp_path, square.id, square.shops[0], most_bytes=kib * 1024)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    told = r"kernel\.errors\.(Storage|DiskFull)Error: " + re.escape(f"{tmp_path / 'dorpsronde.db'}: ")
    assert re.match(told, last), done.stderr
    assert last.endswith("The database is as it was before.")
    assert contents(tmp_path) == before
    again = open_database(tmp_path)
    assert len(store_orders(again, square, ["after"])) == 1
    again.close()
