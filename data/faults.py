"""What the database's driver complains about, in a line a person can act on. Its own text never leaves here."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from kernel.errors import ConflictError, DorpsrondeError, StorageError

__all__ = ["AS_BEFORE", "faults_told", "place_of"]

LOG = logging.getLogger(__name__)
AS_BEFORE = "The database is as it was before."

SQLITE_FAULTS = {
    "SQLITE_BUSY": ("another program is writing to it", "Wait until that is done and try again."),
    "SQLITE_LOCKED": ("another program is writing to it", "Wait until that is done and try again."),
    "SQLITE_READONLY": ("may only be read", "Give this user the right to write the file and its folder."),
    "SQLITE_CANTOPEN": ("cannot be opened", "Is there such a folder, and may this user write in it?"),
    "SQLITE_PERM": ("cannot be opened", "Give this user the right to write the file and its folder."),
    "SQLITE_FULL": ("no space is left for it", "Free some space and try again."),
    "SQLITE_IOERR": ("could not be written or read to the end", "Is the disk full, or a limit on file size reached?"),
    "SQLITE_NOTADB": ("is not a database", "Name another file in DORPSRONDE_DATABASE_URL, or move this one away."),
    "SQLITE_CORRUPT": ("is damaged", "Restore a backup."),
}
"""By the start of SQLite's name of the error. Source: sqlite.org/rescode.html."""


@contextmanager
def faults_told(engine: Engine) -> Iterator[None]:
    """Raise what the driver raises as an error of ours, caused by the driver's own.

    Raises
    ------
    StorageError
        Locked, read-only, full, damaged, no database.
    ConflictError
        A rule of a table refuses a row.
    """
    try:
        yield
    except IntegrityError as fault:
        raise _broken_rule(fault) from fault
    except DBAPIError as fault:
        raise _fault_of(fault.orig, place_of(engine)) from fault
    except sqlite3.Error as fault:  # while a connection is set up, SQLAlchemy does not wrap it
        raise _fault_of(fault, place_of(engine)) from fault
    except StatementError as fault:
        # A column type of ours refused a value: SQLAlchemy wraps what it said.
        if isinstance(fault.orig, DorpsrondeError):
            raise fault.orig from fault
        raise


def place_of(engine: Engine) -> str:
    """Name the database as a person knows it: its file, or its server without the password."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return url.database or "the database in memory"
    return url.render_as_string(hide_password=True)


def _broken_rule(fault: IntegrityError) -> ConflictError:
    return ConflictError(
        f"the change breaks a rule of the database ({_rule(fault)})", way_out=f"Nothing was changed. {AS_BEFORE}"
    )


def _rule(fault: IntegrityError) -> str:
    """Name the rule without the row: SQLite's text holds names only, PostgreSQL's has the name on its own."""
    diagnosis = getattr(fault.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    return str(fault.orig).lower()


def _fault_of(fault: BaseException | None, place: str) -> StorageError:
    name = str(getattr(fault, "sqlite_errorname", ""))
    for start, (what, way_out) in SQLITE_FAULTS.items():
        if name.startswith(start):
            return StorageError(what, where=place, way_out=f"{way_out} {AS_BEFORE}")
    LOG.error("unknown fault of the database", exc_info=fault)
    return StorageError(
        "the database does not answer as it should", where=place, way_out=f"The cause is in the log. {AS_BEFORE}"
    )
