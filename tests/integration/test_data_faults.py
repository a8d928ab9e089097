"""What happens to either database, and what a person reads, when another program, a death or a rule is against us."""

import signal
from contextlib import suppress

import pytest

from data.database import Database
from kernel.errors import ConflictError, NotFoundError, StorageError
from tests.own_process import PROCESSES, ends_of, run_lines, start_lines
from tests.stored_square import TEST, new_database, open_database, order, settings, store_orders, store_square
from tests.stores import Store


class UndoError(Exception):
    """Raised by a caller in the middle of its work."""


def test_a_writer_waits_its_time_and_then_says_that_another_is_writing(store: Store) -> None:
    first = open_database(store)
    second = Database.open(settings(store, busy_timeout_s=0))
    with first.begin(TEST) as work:
        assert work.squares.all() == []
        with pytest.raises(StorageError) as refused, second.begin(TEST):
            pass
        with second.read(TEST) as reading:
            assert reading.squares.all() == [], "a reader waits for nobody"
    assert str(refused.value) == (
        f"{store.told}: another program is writing to it. "
        "Wait until that is done and try again. The database is as it was before."
    )
    first.close()
    second.close()


def test_what_fails_halfway_is_undone_whole(store: Store) -> None:
    database = new_database(store)
    square = store_square(database)
    before = store.rows()
    with suppress(UndoError), database.begin(TEST) as work:
        work.orders.add(square.id, [order(square.shops[0], "1")])
        raise UndoError
    assert store.rows() == before
    database.close()


def test_a_process_killed_while_it_writes_leaves_the_database_as_it_was(store: Store) -> None:
    database = new_database(store)
    square = store_square(database)
    before = store.rows()
    code = (
        "import os, signal\n"
        "database = open_database(store_at(sys.argv[1]))\n"
        "with database.begin(TEST) as work:\n"
        "    work.orders.add(sys.argv[2], [order(sys.argv[3], str(number)) for number in range(3_000)])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert run_lines(code, store, square.id, square.shops[0]).returncode == -signal.SIGKILL
    assert store.rows() == before
    assert len(store_orders(database, square, ["after"])) == 1
    database.close()


def test_three_processes_writing_at_once_lose_nothing(store: Store) -> None:
    """Each reads before it writes, which is where transactions that begin without a lock fail."""
    database = new_database(store)
    square = store_square(database)
    code = (
        "database = open_database(store_at(sys.argv[1]))\n"
        "together.wait()\n"
        "for number in range(15):\n"
        "    with database.begin(TEST) as work:\n"
        "        work.squares.counts(sys.argv[2])\n"
        "        work.orders.add(sys.argv[2], [order(sys.argv[3], f'{sys.argv[4]}-{number}')])\n"
    )
    together = PROCESSES.Barrier(3)
    running = [start_lines(code, store, square.id, square.shops[0], writer, together=together) for writer in range(3)]
    assert ends_of(running) == [(0, "")] * 3
    with database.read(TEST) as work:
        assert sum(work.squares.counts(square.id).orders.values()) == 45
        assert len(work.events.of(square.id)) == 45 + 4  # the square, its shops, its hub, its bikes
    database.close()


def test_a_rule_of_the_database_is_named_without_the_row(store: Store) -> None:
    database = new_database(store)
    square = store_square(database)
    with pytest.raises(ConflictError) as refused, database.begin(TEST) as work:
        work._session.connection().exec_driver_sql(
            "INSERT INTO square_areas SELECT square_id, square_id FROM square_areas"
        )
    assert ("fk_square_areas_area_id" if store.postgresql else "foreign key constraint failed") in str(refused.value)
    assert square.id not in str(refused.value)
    database.close()


def test_a_unit_of_work_for_reading_cannot_write(store: Store) -> None:
    database = new_database(store)
    square = store_square(database)
    with pytest.raises(TypeError, match="only reads"), database.read(TEST) as work:
        work.orders.add(square.id, [order(square.shops[0], "1")])
    with pytest.raises(StorageError, match="may only be read"), database.read(TEST) as work:
        work._session.connection().exec_driver_sql("DELETE FROM orders")
    database.close()


def test_changing_a_row_changes_nothing_stored(store: Store) -> None:
    database = new_database(store)
    store_square(database)
    with database.begin(TEST) as work:
        row = work.squares.get("proefdorp")
        row.name = "Anders"
        assert work.squares.get("proefdorp").name == "Proefdorp"
    with database.read(TEST) as work:
        assert work.squares.get("proefdorp").name == "Proefdorp"
    assert row.name == "Anders"
    database.close()


def test_an_id_that_cannot_be_one_is_nothing_to_be_found(store: Store) -> None:
    """PostgreSQL refuses even to look for it."""
    database = new_database(store)
    square = store_square(database)
    for one in ("nonsense", "", "x" * 300, square.id[:-1], "'; DROP TABLE orders"):
        with pytest.raises(NotFoundError), database.read(TEST) as work:
            work.orders.get(one)
    database.close()
