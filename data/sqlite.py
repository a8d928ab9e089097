"""How SQLite is opened: a journal that readers do not wait for, foreign keys, and writers that take turns."""

import sqlite3
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

__all__ = ["READING", "keep_journal", "set_up_sqlite"]

MODE = "dorpsronde_begin"
"""Execution option of a connection: the statement its transactions begin with."""
POLL_S = 0.02
"""Between two tries to change the journal."""
READING = {MODE: "BEGIN"}
"""Options of a connection whose transactions only read."""


def set_up_sqlite(engine: Engine, busy_timeout_s: float) -> None:
    """Let every connection of an engine begin its own transactions.

    A writer begins with BEGIN IMMEDIATE: it waits for its turn at once instead of failing when it first writes,
    which with three writers was the only way that lost nothing. A reader begins plainly and cannot write.

    Source: sqlite.org/lang_transaction.html; SQLAlchemy's page on pysqlite, "serializable isolation".
    """
    event.listen(engine, "connect", _opener(busy_timeout_s))
    event.listen(engine, "begin", _begin)


def _opener(busy_timeout_s: float) -> Callable[[Any, Any], None]:
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {round(busy_timeout_s * 1000)}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")  # what was answered survives a power cut
        cursor.close()

    return set_up


def keep_journal(engine: Engine) -> None:
    """Write ahead from now on: readers see the last commit while a writer writes. The file remembers it.

    Where two do this at once SQLite refuses one of them without the wait that it grants to writers; so this waits.
    """
    with engine.connect().execution_options(**{MODE: ""}) as connection:
        busy_timeout_ms = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        patient_until_s = time.monotonic() + busy_timeout_ms / 1000
        while not _writes_ahead(connection, last_try=time.monotonic() >= patient_until_s):
            time.sleep(POLL_S)


def _writes_ahead(connection: Connection, *, last_try: bool) -> bool:
    try:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    except OperationalError as fault:
        if last_try or getattr(fault.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _begin(connection: Connection) -> None:
    statement = str(connection.get_execution_options().get(MODE, "BEGIN IMMEDIATE"))
    if statement:
        connection.exec_driver_sql(f"PRAGMA query_only = {int(statement == 'BEGIN')}")
        connection.exec_driver_sql(statement)
