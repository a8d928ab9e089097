"""How PostgreSQL is opened: with PostGIS, readers that see one state, and writers that take turns by square."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from select import POLLIN, poll
from typing import Any
from zlib import crc32

from sqlalchemy import URL, Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import IntegrityError as BrokenRule

from kernel.errors import StorageError

__all__ = [
    "OLDEST_SERVER", "READING", "connection_options", "refuse_unfit_server", "sent_together", "set_up_postgresql",
    "take_relay_turn", "take_turn",
]  # fmt: skip

OLDEST_SERVER = 15
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Options of a connection whose transactions only read: one state of the database, and no writer waited for."""
PLANNED_ONCE = "SET plan_cache_mode = force_generic_plan; SET jit = off"
"""Policies make a statement of one line a plan of twenty scans, most of them never run: to plan it takes three times as
long as to do it (0.5 ms of 0.6 for an order by its number), to compile it far longer. So what a connection asks often
is planned once for all values; what it asks for the first few times, for its own."""
PATIENCE_S = 10
"""For a server to answer at all; without it a wrong address is waited for by the minute."""
STOOD_STILL_S = 300
"""After so long without a next step the server ends a unit of work and the turn that it holds: a process stopped in
one would keep all others from writing. Own choice: far longer than we ever compute between two steps."""
KEPT_OPEN = 16
"""Connections of a process that stay open; beyond them one is opened and closed for each unit of work, which costs the
server more than the work. Own choice: four processes leave a third of PostgreSQL's usual 100."""
TURNS = 0x444F5250
"""Ours among the advisory locks of a database, where another program may have its own: "DORP"."""
EVERY_SQUARE = 0
RELAY = -1


def connection_options(url: URL) -> dict[str, Any]:
    """Give the options of `create_engine`."""
    own = {} if "connect_timeout" in url.query else {"connect_timeout": PATIENCE_S}
    return {"pool_size": KEPT_OPEN, "connect_args": {"application_name": "dorpsronde", **own}}


def set_up_postgresql(engine: Engine, busy_timeout_s: float) -> None:
    """Let every connection of an engine keep UTC, give ids as text, and wait so long for a writer and no longer."""
    import geoalchemy2  # noqa: F401, PLC0415 - only with PostgreSQL, and before a table is made: it listens to that

    event.listen(engine, "connect", _opener(busy_timeout_s))
    event.listen(engine, "checkout", _refuse_gone)


def _refuse_gone(connection: Any, _record: Any, _proxy: Any) -> None:
    """Notice a server that was started again, before it is asked: its farewell waits to be read.

    It says nothing to who asks nothing, so a line on which something has come is not used again. Asking it each time
    (`pool_pre_ping`) is a question more for each unit of work: a twentieth of what it costs to take in an order.

    Raises
    ------
    DisconnectionError
        The pool opens another connection in its place.
    """
    if connection.closed:
        raise DisconnectionError
    line = poll()
    line.register(connection.fileno(), POLLIN)
    if line.poll(0):
        raise DisconnectionError


@contextmanager
def sent_together(connection: Connection) -> Iterator[Any]:
    """Send what the block executes without waiting for each answer; gives the driver's own connection.

    What is executed by SQLAlchemy may give no rows, for they come when it has stopped waiting.

    Source: psycopg.org/psycopg3/docs/advanced/pipeline.html.
    """
    from psycopg import Error, IntegrityError  # noqa: PLC0415 - only with PostgreSQL

    driver: Any = connection.connection.driver_connection
    try:
        with driver.pipeline():
            yield driver
    except Error as fault:  # SQLAlchemy, which would have told it so, was not there when the answers came
        kind = BrokenRule if isinstance(fault, IntegrityError) else DBAPIError
        raise kind(None, None, fault) from fault


def _opener(busy_timeout_s: float) -> Callable[[Any, Any], None]:
    patience_ms = max(1, round(busy_timeout_s * 1000))  # PostgreSQL takes 0 for "for ever"

    def set_up(connection: Any, _record: Any) -> None:
        from psycopg.types.string import TextLoader  # noqa: PLC0415 - only with PostgreSQL

        connection.adapters.register_loader("uuid", TextLoader)  # without making an object of each id first
        waits = f"SET lock_timeout = {patience_ms}; SET idle_in_transaction_session_timeout = '{STOOD_STILL_S}s'"
        connection.execute(f"SET TIME ZONE 'UTC'; {waits}; {PLANNED_ONCE}")
        connection.commit()

    return set_up


def take_turn(connection: Connection, squares: Collection[str] | None) -> None:
    """Wait until nobody else writes to these squares; held until the transaction ends.

    So a writer reads what the writer before it has left, and nothing that was read can change before it writes:
    what SQLite's one writer has. Writers to different squares do not wait for each other; whoever may write
    everywhere (None) waits for all and all wait for them. Called first in a transaction: at READ COMMITTED each
    later statement sees what was committed before the turn came.

    Squares are taken in one order, so that two writers never wait for each other. Two squares of one checksum share
    their turns.

    Source: postgresql.org/docs/15/explicit-locking.html, "advisory locks".
    """
    if squares is None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURNS}, {EVERY_SQUARE})")
        return
    turns = sorted({_turn_of(square_id) for square_id in squares})
    locks = [f"pg_advisory_xact_lock({TURNS}, {turn})" for turn in turns]
    everywhere = f"pg_advisory_xact_lock_shared({TURNS}, {EVERY_SQUARE})"
    # The list of a SELECT without FROM is gone through in its order.
    connection.exec_driver_sql(f"SELECT {', '.join([everywhere, *locks])}")


def take_relay_turn(connection: Connection) -> None:
    """Wait until no other relay of the outbox is at work; whoever writes to squares is not waited for."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURNS}, {RELAY})")


def _turn_of(square_id: str) -> int:
    """Give a square's number among the turns: 1 to 2**31 - 1."""
    return crc32(square_id.encode()) % (2**31 - 1) + 1


def refuse_unfit_server(connection: Connection, place: str) -> None:
    """Refuse a server that is too old, keeps another alphabet, or has no PostGIS; PostGIS is switched on where it may.

    Raises
    ------
    StorageError
        Says which, and what to do.
    """
    version = connection.scalar(text("SELECT current_setting('server_version_num')::int / 10000"))
    if version < OLDEST_SERVER:
        raise StorageError(
            f"is PostgreSQL {version}", where=place, way_out=f"Dorpsronde needs {OLDEST_SERVER} or newer."
        )
    encoding = connection.scalar(text("SELECT current_setting('server_encoding')"))
    if encoding != "UTF8":
        raise StorageError(f"keeps text as {encoding}", where=place, way_out="Make the database with ENCODING 'UTF8'.")
    if connection.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'")):
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
    except DBAPIError as fault:
        raise StorageError(
            "has no PostGIS",
            where=place,
            way_out="Install it on the server (Debian: postgresql-15-postgis-3), then let an administrator of the"
            " database run `CREATE EXTENSION postgis`.",
        ) from fault
