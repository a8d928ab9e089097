"""What the database's driver complains about, in a line a person can act on. Its own text never leaves here."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from kernel.errors import ConflictError, DiskFullError, DorpsrondeError, NotAllowedError, NotFoundError, StorageError

__all__ = ["AS_BEFORE", "busy", "faults_told", "place_of"]

LOG = logging.getLogger(__name__)
AS_BEFORE = "The database is as it was before."

NO_SPACE = "no space is left for it"
SQLITE_FAULTS = {
    "SQLITE_BUSY": ("another program is writing to it", "Wait until that is done and try again."),
    "SQLITE_LOCKED": ("another program is writing to it", "Wait until that is done and try again."),
    "SQLITE_READONLY": ("may only be read", "Give this user the right to write the file and its folder."),
    "SQLITE_CANTOPEN": ("cannot be opened", "Is there such a folder, and may this user write in it?"),
    "SQLITE_PERM": ("cannot be opened", "Give this user the right to write the file and its folder."),
    "SQLITE_FULL": (NO_SPACE, "Free some space and try again."),
    "SQLITE_IOERR_SHMSIZE": (NO_SPACE, "Free some space and try again."),
    "SQLITE_IOERR": ("could not be written or read to the end", "Is the disk full, or a limit on file size reached?"),
    "SQLITE_NOTADB": ("is not a database", "Name another file in DORPSRONDE_DATABASE_URL, or move this one away."),
    "SQLITE_CORRUPT": ("is damaged", "Restore a backup."),
}
"""By the start of SQLite's name of the error. Source: sqlite.org/rescode.html."""

BUSY = ("another program is writing to it", "Wait until that is done and try again.")
POSTGRESQL_FAULTS = {
    "25006": ("may only be read", "Give this user the right to write, or name the server that takes writes."),
    "25P03": ("waited for the next step of this program, and ended its unit of work", "Try again."),
    "40": BUSY,
    "42501": ("may not be used like this by this user", "Let the owner of its tables grant the right."),
    "53100": (NO_SPACE, "Free some space and try again."),
    "53300": ("has too many connections", "Stop a program that uses it, or raise max_connections on the server."),
    "55P03": BUSY,
    "57P": ("the server stops or starts", "Try again when it runs."),
    "58030": ("could not be written or read to the end", "Is a disk of the server full or broken?"),
    "XX001": ("is damaged", "Restore a backup."),
    "XX002": ("is damaged", "Restore a backup."),
}
"""By the start of the SQLSTATE. Source: postgresql.org/docs/15/errcodes-appendix.html."""

POLICY_CHECK = "ExecWithCheckOptions"
"""Where PostgreSQL itself refuses a row that a policy does not let through."""
NO_ID = "22P02"
"""Text that is no value of its type: we send ids as text, and nothing else."""

UNREACHED = {
    "authentication failed": ("does not take this user and password", "Mend them in its address."),
    "no password supplied": ("wants a password", "Write it into the address, or into ~/.pgpass."),
    "invalid connection option": ("is asked for with an unknown option", "Mend what follows the ? in its address."),
    'database "': ("is not there", "Let an administrator of the server make it: CREATE DATABASE NAME ENCODING 'UTF8'."),
    'role "': ("does not know this user", "Mend the user in its address."),
    "": ("does not answer, or lets nobody in", "Does the server run, and are host and port right?"),
}
"""By words of the complaint: what fails before a server answers has no SQLSTATE. The last is for any other language."""


@contextmanager
def faults_told(engine: Engine) -> Iterator[None]:
    """Raise what the driver raises as an error of ours, caused by the driver's own.

    Raises
    ------
    StorageError
        Locked, read-only, full, damaged, no database.
    ConflictError
        A rule of a table refuses a row.
    NotAllowedError
        A policy of row-level security refuses a row: the repositories should have, so this is a defect of ours.
    NotFoundError
        An id is none that could be: PostgreSQL refuses to look for it.
    """
    try:
        yield
    except IntegrityError as fault:
        raise _broken_rule(fault) from fault
    except DBAPIError as fault:
        if _is_beyond_policy(fault.orig):
            raise NotAllowedError("this would write what the asker may not see", way_out=AS_BEFORE) from fault
        if getattr(fault.orig, "sqlstate", None) == NO_ID:
            raise NotFoundError("there is nothing of this id", way_out="Is it spelled right?") from fault
        raise _fault_of(fault.orig, place_of(engine)) from fault
    except sqlite3.Error as fault:  # while a connection is set up, SQLAlchemy does not wrap it
        raise _fault_of(fault, place_of(engine)) from fault
    except StatementError as fault:
        # A column type of ours refused a value: SQLAlchemy wraps what it said.
        if isinstance(fault.orig, DorpsrondeError):
            raise fault.orig from fault
        raise


def busy(place: str) -> StorageError:
    """Tell that somebody else has been writing for too long."""
    what, way_out = BUSY
    return StorageError(what, where=place, way_out=f"{way_out} {AS_BEFORE}")


def place_of(engine: Engine) -> str:
    """Name the database as a person knows it: its file, or its server; never who signs in there, or how."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return url.database or "the database in memory"
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{_host(url)}{port}/{url.database or ''}"


def _host(url: URL) -> str:
    """Give the server's name, which an address may also say after its question mark: a folder of sockets, or many."""
    asked = url.host or url.query.get("host", "localhost")
    return asked if isinstance(asked, str) else ",".join(asked)


def _is_beyond_policy(fault: BaseException | None) -> bool:
    """Tell a policy's refusal of a row from a missing right: one SQLSTATE for both, texts in any language."""
    diagnosis = getattr(fault, "diag", None)
    return getattr(diagnosis, "source_function", None) == POLICY_CHECK


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
    known = _known_fault(fault)
    if known is not None:
        what, way_out = known
        kind = DiskFullError if what == NO_SPACE else StorageError
        return kind(what, where=place, way_out=f"{way_out} {AS_BEFORE}")
    LOG.error("unknown fault of the database", exc_info=fault)
    return StorageError(
        "the database does not answer as it should", where=place, way_out=f"The cause is in the log. {AS_BEFORE}"
    )


def _known_fault(fault: BaseException | None) -> tuple[str, str] | None:
    name = str(getattr(fault, "sqlite_errorname", ""))
    state = str(getattr(fault, "sqlstate", None) or "")
    for text, table in ((name, SQLITE_FAULTS), (state, POSTGRESQL_FAULTS)):
        for start, told in table.items():
            if text.startswith(start):
                return told
    if type(fault).__module__.startswith("psycopg") and not state:
        return next(told for words, told in UNREACHED.items() if words in str(fault))
    return None
