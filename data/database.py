"""The database: opened once in a process, then asked for units of work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from data.faults import faults_told
from data.migrate import Schema, ensure_current, schema_of
from data.settings import DatabaseSettings
from data.sqlite import READING, set_up_sqlite
from data.work import Work
from kernel.errors import BadInputError, StorageError
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Role, Scope

__all__ = ["Database", "connect"]


class Database:
    """An open database of the schema this code needs.

    ```python
    database = Database.open(DatabaseSettings.from_environment())
    with database.begin(Scope.system("orders import")) as work:
        square = work.squares.get("proefdorp")
        work.orders.add(square.id, drafts)
    ```

    Rows are copies: they can be read after the end, changing one changes nothing stored, and what the repository
    did not load raises instead of being fetched.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.engine = engine
        self._reader = engine.execution_options(**READING, postgresql_readonly=True)
        self._clock = clock

    @classmethod
    def open(cls, settings: DatabaseSettings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> "Database":
        """Open the database; an empty one gets its tables first.

        Raises
        ------
        StorageError
            Its schema is older or newer than this code, it is no database, locked, or cannot be written.
        BadInputError
            The address of the database cannot be understood.
        """
        engine = connect(settings)
        try:
            ensure_current(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, clock)

    @contextmanager
    def begin(self, scope: Scope, principal: Principal | None = None) -> Iterator[Work]:
        """Begin a unit of work that writes; committed where the block ends, undone where it raises.

        On SQLite it holds the only write lock: compute before, write here.

        Raises
        ------
        StorageError
            The database cannot be written; nothing was.
        ConflictError
            A rule of a table refuses a row; nothing was written.
        """
        with self._session(self.engine) as session, session.begin():
            work = Work(session, scope, principal or principal_of(scope), self._clock(), writing=True)
            work.leave_trail()
            yield work

    @contextmanager
    def read(self, scope: Scope, principal: Principal | None = None) -> Iterator[Work]:
        """Begin a unit of work that only reads: one state of the database, waiting for no writer."""
        with self._session(self._reader) as session:
            yield Work(session, scope, principal or principal_of(scope), self._clock(), writing=False)

    def schema(self) -> Schema:
        """Compare the schema that the database has now with what this code needs.

        Raises
        ------
        StorageError
            It cannot be read.
        """
        with faults_told(self.engine), self._reader.connect() as connection:
            return schema_of(connection)

    def close(self) -> None:
        """Close every connection; the last one folds SQLite's journal into the file."""
        self.engine.dispose()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with faults_told(self.engine), Session(engine, autoflush=False) as session:
            yield session


def connect(settings: DatabaseSettings) -> Engine:
    """Make the engine, and on SQLite the folder and the journal; the schema is not looked at.

    Raises
    ------
    StorageError, BadInputError
        As `Database.open`.
    """
    try:
        engine = create_engine(settings.url, hide_parameters=True, **_pool(settings.url))
    except (ArgumentError, NoSuchModuleError, ImportError) as fault:
        raise BadInputError(
            "the address of the database cannot be used",
            where="DORPSRONDE_DATABASE_URL",
            way_out="Write sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME.",
        ) from fault
    if engine.dialect.name == "sqlite":
        _make_folder(engine, settings)
        set_up_sqlite(engine, settings.busy_timeout_s)
    return engine


def principal_of(scope: Scope) -> Principal:
    """Name who asks where only a scope is given: system work is its own principal."""
    if scope.role is Role.SYSTEM:
        return Principal(PrincipalKind.SYSTEM, scope.work)
    return Principal(PrincipalKind.PERSON, "unnamed")


def _pool(url: str) -> dict[str, object]:
    """Keep the one connection of a database in memory: another one would be another database."""
    if url in {"sqlite://", "sqlite:///:memory:"}:
        return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return {}


def _make_folder(engine: Engine, settings: DatabaseSettings) -> None:
    if settings.database_url or not engine.url.database:
        return
    try:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StorageError(
            f"the folder cannot be made ({fault.strerror})",
            where=str(settings.home),
            way_out="Name another one in DORPSRONDE_HOME.",
        ) from fault
