"""A copy of the whole database as one file of SQLite, and the way back: whatever the database itself is."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, literal, select

from data.database import connect
from data.faults import AS_BEFORE, faults_told, place_of
from data.migrate import Schema, migrate, schema_of, version_of
from data.models.every import METADATA
from data.move import move
from data.settings import DatabaseSettings
from data.sqlite import keep_journal
from data.turns import reader
from kernel.errors import BadInputError, ConflictError, StorageError

__all__ = ["put_back", "refuse_filled", "take_snapshot"]

IN_USE = ("another program is using it", "Stop `dorpsronde serve` and whatever else uses it, then try again.")


def take_snapshot(source: Engine, target: Path) -> str:
    """Copy a database into a new file, as it is at one moment; nobody waits meanwhile. Returns its schema's version.

    Raises
    ------
    ConflictError
        There is nothing in it.
    StorageError
        It cannot be read, is damaged, or is a server's of another schema than this code's.
    """
    with faults_told(source), reader(source).connect() as connection:
        schema, version = schema_of(connection), version_of(connection)
    if schema in {Schema.EMPTY, Schema.FOREIGN} or version is None:
        raise ConflictError("has nothing of ours to keep", where=place_of(source), way_out="Is it the right one?")
    if source.dialect.name != "sqlite":
        with _file_engine(target) as copy:
            move(source, copy, waiting=False)
            version = _version(copy)
    with faults_told(source), closing(sqlite3.connect(target)) as copy:
        if source.dialect.name == "sqlite":
            _copy_pages(source, copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without another beside it
    _refuse_damaged(target, place_of(source))
    return version


def put_back(snapshot: Path, target: Engine, login: str = "", *, replacing: bool) -> None:
    """Bring a snapshot to this code's schema and put it where the database is, in one step.

    Parameters
    ----------
    login: on PostgreSQL, who is to use the tables.
    replacing: whether what is in the database may be lost.

    Raises
    ------
    ConflictError
        There are rows in it, and it is not to be replaced.
    StorageError
        The snapshot is of a newer version or damaged, or the database cannot be written or is in use.
    """
    _refuse_damaged(snapshot, "the backup")
    with _file_engine(snapshot) as copy:
        try:
            migrate(copy)
        except StorageError as fault:
            raise BadInputError(
                f"the backup's database {fault.what}", way_out=f"Use the version that made it. {AS_BEFORE}"
            ) from fault
        if target.dialect.name != "sqlite":
            migrate(target, login=login)
            move(copy, target, replacing=replacing)
            return
        _put_pages_back(copy, target)


def refuse_filled(target: Engine) -> None:
    """Refuse a database that holds anything.

    Raises
    ------
    ConflictError
        It has rows, or tables that this code cannot look into.
    """
    with faults_told(target), reader(target).connect() as connection:
        schema = schema_of(connection)
        tables = METADATA.sorted_tables if schema is Schema.CURRENT else []
        filled = any(connection.scalar(select(literal(1)).select_from(table).limit(1)) for table in tables)
    if filled or schema not in {Schema.EMPTY, Schema.CURRENT}:
        raise ConflictError(
            "is not empty", where=place_of(target), way_out="Name another folder in DORPSRONDE_HOME, or add --replace."
        )


def _copy_pages(source: Engine, copy: sqlite3.Connection) -> None:
    """Copy page by page by SQLite's own means, which see one state however many write meanwhile."""
    raw = source.raw_connection()
    try:
        connection = raw.driver_connection
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 (the dialect says so)
        connection.backup(copy)
    finally:
        raw.close()


def _put_pages_back(snapshot: Engine, target: Engine) -> None:
    """Write the pages of the snapshot over the database in one transaction of SQLite, when nobody else has it open."""
    target.dispose()  # or we were the one who has it open
    path = Path(place_of(target))
    path.parent.mkdir(parents=True, exist_ok=True)
    with faults_told(target), closing(sqlite3.connect(_sound_or_moved_away(path), isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")  # refused while anybody else has it open
        except sqlite3.OperationalError as fault:
            what, way_out = IN_USE
            raise StorageError(what, where=str(path), way_out=f"{way_out} {AS_BEFORE}") from fault
        with closing(sqlite3.connect(place_of(snapshot))) as copy:
            copy.backup(connection)
        keep_journal(target)


def _sound_or_moved_away(path: Path) -> Path:
    """Give a database a name of its own where it is so damaged that SQLite does not know it as one."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return path  # locked, or not to be opened: told where it is written
    except sqlite3.DatabaseError:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + end).rename(path.with_name(f"{path.name}.damaged{end}"))
    return path


def _refuse_damaged(file: Path, place: str) -> None:
    """Let SQLite look through a whole file.

    Raises
    ------
    StorageError
        It is damaged.
    """
    try:
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as fault:
        raise StorageError("is damaged", where=place, way_out="Take an older backup.") from fault
    if found != ("ok",):
        raise StorageError("is damaged", where=place, way_out="Take an older backup.")


def _version(engine: Engine) -> str:
    with engine.connect() as connection:
        return version_of(connection) or ""


@contextmanager
def _file_engine(file: Path) -> Generator[Engine]:
    engine = connect(DatabaseSettings(database_url=f"sqlite:///{file}"), named="the backup")
    try:
        yield engine
    finally:
        engine.dispose()
