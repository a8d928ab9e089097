"""What is asked often is planned once on PostgreSQL: reading in between does not make it forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.database import Database
from tests.stored_square import TEST, new_database
from tests.stores import stored

OFTEN = 12
"""More than psycopg asks before it lets a statement be planned for good (5)."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with stored("postgresql", tmp_path) as store:
        database = new_database(store)
        yield database
        database.close()


def planned(database: Database) -> set[str]:
    """Name what the one connection has planned."""
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT statement FROM pg_prepared_statements WHERE generic_plans > 0")
        return {str(text) for text in found.scalars()}


def test_units_of_work_that_only_read_leave_what_was_planned(database: Database) -> None:
    for _ in range(OFTEN):
        with database.read(TEST) as work:
            work.api_keys.by_prefix("000000000000")
        with database.look_first(TEST) as (work, _begin):
            work.squares.version("nowhere")
        with database.look_at_queue() as queue:
            queue.has_news(timedelta(minutes=1))
    told = " ".join(planned(database))
    assert "FROM api_keys" in told
    assert "FROM squares" in told
