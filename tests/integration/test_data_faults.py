"""What happens to the database, and what a person reads, when disk, file or another program is against us."""

import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from data.database import Database
from kernel.errors import BadInputError, ConflictError, StorageError
from tests.stored_square import (
    TEST,
    DatabaseSettings,
    new_database,
    open_database,
    order,
    settings,
    store_orders,
    store_square,
)

REPOSITORY = Path(__file__).parents[2]
NOBODY = 65534


class UndoError(Exception):
    """Raised by a caller in the middle of its work."""


def contents(folder: Path) -> list[str]:
    """Dump every row; nothing of ours takes part in the reading."""
    connection = sqlite3.connect(folder / "dorpsronde.db")
    lines = list(connection.iterdump())
    connection.close()
    return lines


def run(code: str, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a few lines in a process of their own; what they raise ends on stderr."""
    wrapped = f"import sys\nfrom pathlib import Path\nfrom tests.stored_square import *\n{code}"
    call = [sys.executable, "-B", "-W", "error", "-c", wrapped, *(str(one) for one in arguments)]
    return subprocess.run(
        call,
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        **options,  # type: ignore[call-overload]
    )


def test_a_writer_waits_its_time_and_then_says_that_another_is_writing(tmp_path: Path) -> None:
    first = open_database(tmp_path)
    second = Database.open(settings(tmp_path, busy_timeout_s=0))
    with first.begin(TEST) as work:
        assert work.squares.all() == []
        with pytest.raises(StorageError) as refused, second.begin(TEST):
            pass
        with second.read(TEST) as reading:
            assert reading.squares.all() == [], "a reader waits for nobody"
    assert str(refused.value) == (
        f"{tmp_path / 'dorpsronde.db'}: another program is writing to it. "
        "Wait until that is done and try again. The database is as it was before."
    )
    first.close()
    second.close()


def test_what_fails_halfway_is_undone_whole(tmp_path: Path) -> None:
    database = new_database(tmp_path)
    square = store_square(database)
    before = contents(tmp_path)
    with suppress(UndoError), database.begin(TEST) as work:
        work.orders.add(square.id, [order(square.shops[0], "1")])
        raise UndoError
    assert contents(tmp_path) == before
    database.close()


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


@pytest.mark.parametrize("url", ["nonsense", "postgrsql://x/y", "sqlite+nonsense://"])
def test_an_address_that_cannot_be_understood_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadInputError) as refused:
        Database.open(DatabaseSettings(database_url=url))
    assert "DORPSRONDE_DATABASE_URL" in str(refused.value)


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
        "Database.open(DatabaseSettings(database_url='sqlite://')).close()  # whatever is imported late\n"
        f"if os.geteuid() == 0: os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        "database = open_database(Path(sys.argv[1]))\n"
        "with database.read(TEST) as work: print(work.squares.get('proefdorp').name)\n"
        "with database.begin(TEST) as work: work.orders.add(sys.argv[2], [order(sys.argv[3], '1')])\n"
    )
    done = run(code, open_folder, square.id, square.shops[0])
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

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kib * 1024, resource.RLIM_INFINITY))

    done = run(code, tmp_path, square.id, square.shops[0], preexec_fn=limit)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"kernel.errors.StorageError: {tmp_path / 'dorpsronde.db'}: "), done.stderr
    assert last.endswith("The database is as it was before.")
    assert contents(tmp_path) == before
    again = open_database(tmp_path)
    assert len(store_orders(again, square, ["after"])) == 1
    again.close()


def test_a_process_killed_while_it_writes_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    database = new_database(tmp_path)
    square = store_square(database)
    before = contents(tmp_path)
    code = (
        "import os, signal\n"
        "database = open_database(Path(sys.argv[1]))\n"
        "with database.begin(TEST) as work:\n"
        "    work.orders.add(sys.argv[2], [order(sys.argv[3], str(number)) for number in range(3_000)])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert run(code, tmp_path, square.id, square.shops[0]).returncode == -signal.SIGKILL
    assert contents(tmp_path) == before
    assert len(store_orders(database, square, ["after"])) == 1
    database.close()


def test_three_processes_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each reads before it writes, which is where transactions that begin without a lock fail."""
    database = new_database(tmp_path)
    square = store_square(database)
    code = (
        "database = open_database(Path(sys.argv[1]))\n"
        "for number in range(15):\n"
        "    with database.begin(TEST) as work:\n"
        "        work.squares.counts(sys.argv[2])\n"
        "        work.orders.add(sys.argv[2], [order(sys.argv[3], f'{sys.argv[4]}-{number}')])\n"
    )
    call = f"import sys\nfrom pathlib import Path\nfrom tests.stored_square import *\n{code}"
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", call, str(tmp_path), square.id, square.shops[0], str(writer)],
            cwd=REPOSITORY,
        )
        for writer in range(3)
    ]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0]
    with database.read(TEST) as work:
        assert sum(work.squares.counts(square.id).orders.values()) == 45
        assert len(work.events.of(square.id)) == 45 + 4  # the square, its shops, its hub, its bikes
    database.close()


def test_a_rule_of_the_database_is_named_without_the_row(tmp_path: Path) -> None:
    database = new_database(tmp_path)
    square = store_square(database)
    with pytest.raises(ConflictError) as refused, database.begin(TEST) as work:
        work._session.connection().exec_driver_sql(
            "INSERT INTO square_areas SELECT square_id, 'elsewhere' FROM square_areas"
        )
    assert "foreign key constraint failed" in str(refused.value)
    assert square.id not in str(refused.value)
    database.close()


def test_a_unit_of_work_for_reading_cannot_write(tmp_path: Path) -> None:
    database = new_database(tmp_path)
    square = store_square(database)
    with pytest.raises(TypeError, match="only reads"), database.read(TEST) as work:
        work.orders.add(square.id, [order(square.shops[0], "1")])
    with pytest.raises(StorageError, match="may only be read"), database.read(TEST) as work:
        work._session.connection().exec_driver_sql("DELETE FROM orders")
    database.close()


def test_changing_a_row_changes_nothing_stored(tmp_path: Path) -> None:
    database = new_database(tmp_path)
    store_square(database)
    with database.begin(TEST) as work:
        row = work.squares.get("proefdorp")
        row.name = "Anders"
        assert work.squares.get("proefdorp").name == "Proefdorp"
    with database.read(TEST) as work:
        assert work.squares.get("proefdorp").name == "Proefdorp"
    assert row.name == "Anders"
    database.close()
