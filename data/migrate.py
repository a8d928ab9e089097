"""The schema's versions: which one a database has, and bringing it to another, whole or not at all."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from data.faults import AS_BEFORE, faults_told, place_of
from data.logins import grant
from data.policies import drop_policies, make_policies
from data.postgresql import refuse_unfit_server
from data.sqlite import keep_journal
from data.turns import reader, take_turn
from kernel.errors import StorageError

__all__ = [
    "Schema", "ensure_current", "migrate", "migrate_within", "newest_version", "refuse_other_schema", "schema_of",
    "version_of",
]  # fmt: skip

SCRIPTS = Path(__file__).parent / "migrations"
EMPTY_VERSION = "base"


class Schema(StrEnum):
    """How a database's schema stands to this code."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


def newest_version() -> str:
    """Give the version this code works with."""
    return _versions()[-1]


def version_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def schema_of(connection: Connection) -> Schema:
    """Compare the schema of a database with what this code needs."""
    version = version_of(connection)
    if version is None:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version", "spatial_ref_sys"}
        return Schema.FOREIGN if tables else Schema.EMPTY
    if version == newest_version():
        return Schema.CURRENT
    return Schema.OLDER if version in _versions() else Schema.NEWER


def migrate(engine: Engine, version: str = "head", *, login: str = "") -> None:
    """Bring a database to a version: "head" is the newest, "base" takes every table away.

    One transaction: another process sees the version before or the one after, and a failure leaves the one before.

    Parameters
    ----------
    login: on PostgreSQL, who is to use the newest version's tables.

    Raises
    ------
    StorageError
        Its schema is newer than this code or not ours, or it cannot be written.
    """
    with faults_told(engine), reader(engine).connect() as connection:
        _refuse(schema_of(connection), engine, {Schema.NEWER, Schema.FOREIGN})
    if engine.dialect.name == "sqlite":
        with faults_told(engine):
            keep_journal(engine)
    with faults_told(engine), engine.begin() as connection:
        take_turn(connection, None)
        migrate_within(connection, version)
        if login:
            grant(connection, login, place_of(engine))


def migrate_within(connection: Connection, version: str = "head") -> None:
    """Do the same in a transaction that has begun and has its turn; raises as `migrate`.

    Policies are no part of a version: on PostgreSQL those there are go first, and the newest version gets its own.
    """
    engine = connection.engine
    _refuse(schema_of(connection), engine, {Schema.NEWER, Schema.FOREIGN})
    on_server = engine.dialect.name == "postgresql"
    if on_server:
        refuse_unfit_server(connection, place_of(engine))
        drop_policies(connection)
    config = _config()
    config.attributes["connection"] = connection
    upwards = version == "head" or _is_ahead(version, version_of(connection))
    (command.upgrade if upwards else command.downgrade)(config, version)
    if on_server and version_of(connection) == newest_version():
        make_policies(connection)


def refuse_other_schema(schema: Schema, engine: Engine) -> None:
    """Refuse to work with a schema that is not this code's; an empty database is left to the caller.

    Raises
    ------
    StorageError
        As `ensure_current`.
    """
    _refuse(schema, engine, {Schema.OLDER, Schema.NEWER, Schema.FOREIGN})


def ensure_current(engine: Engine) -> None:
    """Make the tables of an empty file; refuse a database whose schema is not this code's.

    Raises
    ------
    StorageError
        The schema is older (to be migrated by a person, after a backup), newer, not ours, or a server has none yet.
    """
    with faults_told(engine), reader(engine).connect() as connection:
        schema = schema_of(connection)
    if schema is Schema.EMPTY and engine.dialect.name == "postgresql":
        _refuse(schema, engine, {Schema.EMPTY})
    elif schema is Schema.EMPTY:
        migrate(engine)
    else:
        refuse_other_schema(schema, engine)


def _refuse(schema: Schema, engine: Engine, refused: set[Schema]) -> None:
    if schema not in refused:
        return
    what, way_out = {
        Schema.EMPTY: ("has no tables yet", "Let their owner make them: `dorpsronde db migrate`."),
        Schema.OLDER: ("was made by an older version", "Make a backup, then run `dorpsronde db migrate`."),
        Schema.NEWER: ("was made by a newer version", f"Use that version of Dorpsronde, or a backup. {AS_BEFORE}"),
        Schema.FOREIGN: ("has tables of another program", f"Name another database. {AS_BEFORE}"),
    }[schema]
    raise StorageError(what, where=place_of(engine), way_out=way_out)


def _is_ahead(version: str, current: str | None) -> bool:
    """Say whether a version lies further than the current one."""
    if version == EMPTY_VERSION:
        return False
    order = _versions()
    if version not in order:
        raise StorageError(f"there is no schema version {version!r}", way_out=f"Choose of: base, {', '.join(order)}.")
    return current is None or order.index(version) > order.index(current)


@cache
def _versions() -> tuple[str, ...]:
    """List the versions that this code knows, oldest first; they are files, read once."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())[::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    return config
