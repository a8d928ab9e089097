"""The database: opened once in a process, then asked for units of work."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from data.faults import faults_told, place_of
from data.logins import OWNER_VARIABLE, refuse_strong_login
from data.migrate import Schema, ensure_current, schema_of
from data.policy_settings import about, say
from data.postgresql import connection_options, set_up_postgresql
from data.repositories.history import Asker
from data.repositories.queue import Queue
from data.settings import DatabaseSettings
from data.sqlite import set_up_sqlite
from data.turns import WriterQueue, reader, take_turn
from data.work import Work
from kernel.errors import BadInputError, StorageError
from kernel.files import own_folder
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Role, Scope

__all__ = ["Begin", "Database", "connect", "connect_owner"]

Begin = Callable[[], AbstractContextManager[Work]]
"""Begins a unit of work."""
USUAL_PATIENCE_S = 15.0
"""Of `DatabaseSettings.busy_timeout_s`."""
QUEUE = Scope.system("queue")


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

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        patience_s: float = USUAL_PATIENCE_S,
    ) -> None:
        self.engine = engine
        self._writers = WriterQueue(engine, patience_s)
        self._reader = reader(engine)
        self._sessions = sessionmaker(autoflush=False, expire_on_commit=False)
        if engine.dialect.name == "postgresql":
            event.listen(self._sessions, "after_begin", say)
        self._clock = clock

    @classmethod
    def open(cls, settings: DatabaseSettings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> "Database":
        """Open the database; an empty file gets its tables first, an empty server has to be migrated by its owner.

        Raises
        ------
        StorageError
            Its schema is older or newer than this code, it is no database, locked, or cannot be written; or no policy
            binds who signs in there.
        BadInputError
            The address of the database cannot be understood.
        """
        engine = connect(settings)
        try:
            ensure_current(engine)
            if engine.dialect.name == "postgresql":
                with faults_told(engine), engine.connect() as connection:
                    refuse_strong_login(connection, place_of(engine))
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, clock, settings.busy_timeout_s)

    @contextmanager
    def begin(self, scope: Scope, principal: Principal | None = None) -> Iterator[Work]:
        """Begin a unit of work that writes; committed where the block ends, undone where it raises.

        Others wait until it ends: on SQLite all who write, on PostgreSQL those who write to a square of the scope.
        Compute before, write here.

        Raises
        ------
        StorageError
            The database cannot be written; nothing was.
        ConflictError
            A rule of a table refuses a row; nothing was written.
        """
        principal = principal or principal_of(scope)
        with (
            self._writers.turn(place_of(self.engine)),
            self._session(self.engine, scope, principal) as session,
            session.begin(),
        ):
            yield self._writing(session, scope, principal)

    @contextmanager
    def read(self, scope: Scope, principal: Principal | None = None) -> Iterator[Work]:
        """Begin a unit of work that only reads: one state of the database, waiting for no writer."""
        principal = principal or principal_of(scope)
        with self._session(self._reader, scope, principal) as session:
            yield Work(session, scope, principal, self._clock(), writing=False)
            keep_prepared(session)

    @contextmanager
    def look_first(self, scope: Scope, principal: Principal | None = None) -> Iterator[tuple[Work, Begin]]:
        """Begin a unit of work that looks before it writes, if it writes at all: nobody is waited for until then.

        Gives what reads, and what begins to write as `begin` does: once, or again where what was written is undone.
        On PostgreSQL both are one transaction, which takes its turn late; on SQLite, where a reader cannot become a
        writer, two. What was read before may be a moment older than the turn.
        """
        principal = principal or principal_of(scope)
        on_server = self.engine.dialect.name == "postgresql"
        with self._session(self.engine if on_server else self._reader, scope, principal) as session:

            @contextmanager
            def begin() -> Iterator[Work]:
                if on_server:
                    with session.get_transaction() or session.begin():
                        yield self._writing(session, scope, principal)
                else:
                    session.close()
                    with self.begin(scope, principal) as work:
                        yield work

            yield Work(session, scope, principal, self._clock(), writing=False), begin
            keep_prepared(session)

    @contextmanager
    def queue(self) -> Iterator[Queue]:
        """Begin a unit of work on the queue of jobs alone.

        It waits for no square's turn and leaves no audit trail: it changes nothing but jobs, which tell it themselves.

        Raises
        ------
        StorageError
            As `begin`.
        """
        with self._session(self.engine, QUEUE, principal_of(QUEUE)) as session, session.begin():
            take_turn(session.connection(), ())
            yield self._queue(session, writing=True)

    @contextmanager
    def look_at_queue(self) -> Iterator[Queue]:
        """Begin a unit of work that only looks at the queue, as `read`."""
        with self._session(self._reader, QUEUE, principal_of(QUEUE)) as session:
            yield self._queue(session, writing=False)
            keep_prepared(session)

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

    def _writing(self, session: Session, scope: Scope, principal: Principal) -> Work:
        """Take the turn within a transaction; only then is it now."""
        take_turn(session.connection(), scope.squares)
        work = Work(session, scope, principal, self._clock(), writing=True)
        work.leave_trail()
        return work

    def _queue(self, session: Session, *, writing: bool) -> Queue:
        return Queue(session, Asker(QUEUE, principal_of(QUEUE), self._clock(), writing))

    @contextmanager
    def _session(self, engine: Engine, scope: Scope, principal: Principal) -> Iterator[Session]:
        with faults_told(self.engine), self._sessions(bind=engine, info=about(scope, principal)) as session:
            yield session


def keep_prepared(session: Session) -> None:
    """End a transaction that wrote nothing as one that did, for whose sake psycopg forgets nothing.

    With a ROLLBACK it has the server forget every statement that was planned on this connection: what was planned once
    is planned again, by all who come after.
    """
    session.commit()


def connect(settings: DatabaseSettings, named: str = "DORPSRONDE_DATABASE_URL") -> Engine:
    """Make the engine, and on SQLite the folder and the journal; the schema is not looked at.

    Parameters
    ----------
    named: where the address was written, for who has to mend it.

    Raises
    ------
    StorageError, BadInputError
        As `Database.open`.
    """
    try:
        url = _address(settings.url)
        engine = create_engine(url, hide_parameters=True, **_options(url))
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as fault:
        raise BadInputError(
            "the address of the database cannot be used",
            where=named,
            way_out="Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME; signs such as @ : / ? # % in a"
            " password are written %40 %3A %2F %3F %23 %25.",
        ) from fault
    if engine.dialect.name == "sqlite":
        _make_folder(engine, settings)
        set_up_sqlite(engine, settings.busy_timeout_s)
    else:
        set_up_postgresql(engine, settings.busy_timeout_s)
    return engine


def connect_owner(settings: DatabaseSettings) -> tuple[Engine, str]:
    """Make the engine by which tables are made and changed: on PostgreSQL their owner's.

    Returns
    -------
    The engine, and who is to use the tables; nobody in particular on SQLite.

    Raises
    ------
    BadInputError
        An address cannot be used, or the two do not name a user each.
    """
    application = connect(settings)
    if application.dialect.name == "sqlite":
        return application, ""
    application.dispose()
    owned = settings.model_copy(update={"database_url": settings.database_owner_url})
    if not settings.database_owner_url:
        raise BadInputError(
            "is not set, and who uses the tables may not own them",
            where=OWNER_VARIABLE,
            way_out="Write postgresql://OWNER@HOST/NAME: the user whose tables they are to be.",
        )
    owner = connect(owned, named=OWNER_VARIABLE)
    login = application.url.username
    if owner.dialect.name == "sqlite" or not login or owner.url.username == login:
        owner.dispose()
        raise BadInputError(
            "and DORPSRONDE_DATABASE_URL have to name two users of one database",
            where=OWNER_VARIABLE,
            way_out="Write postgresql://OWNER@HOST/NAME there and postgresql://USER@HOST/NAME here.",
        )
    return owner, login


def principal_of(scope: Scope) -> Principal:
    """Name who asks where only a scope is given: system work is its own principal."""
    if scope.role is Role.SYSTEM:
        return Principal(PrincipalKind.SYSTEM, scope.work)
    return Principal(PrincipalKind.PERSON, "unnamed")


def _address(written: str) -> URL:
    """Read the address of a database; PostgreSQL is spoken to by psycopg, however its address begins.

    Raises
    ------
    ArgumentError, ValueError
        It is none, or of a database that this code does not know.
    """
    url = make_url(written)
    match url.drivername:
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite" | "sqlite+pysqlite":
            return url
        case _:
            raise ArgumentError("no database of ours")


def _options(url: URL) -> dict[str, Any]:
    """Keep the one connection of a database in memory: another one would be another database."""
    if url.get_backend_name() == "postgresql":
        return connection_options(url)
    if url.database in {None, "", ":memory:"}:
        return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return {}


def _make_folder(engine: Engine, settings: DatabaseSettings) -> None:
    if settings.database_url or not engine.url.database:
        return
    try:
        own_folder(Path(engine.url.database).parent)
    except OSError as fault:
        raise StorageError(
            f"the folder cannot be made ({fault.strerror})",
            where=str(settings.home),
            way_out="Name another one in DORPSRONDE_HOME.",
        ) from fault
