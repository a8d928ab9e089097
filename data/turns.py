"""Reading and writing beside others, whichever database it is."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock

from sqlalchemy import Connection, Engine

from data import postgresql, sqlite
from data.faults import busy

__all__ = ["WriterQueue", "reader", "sent_together", "take_relay_turn", "take_turn"]


class WriterQueue:
    """Lets the writers of one process take turns before they ask SQLite for theirs.

    SQLite lets who waits ask again and again, at random: of many threads some would never come by. On PostgreSQL,
    whose locks have a queue, nobody waits here.
    """

    def __init__(self, engine: Engine, patience_s: float) -> None:
        self._turn = None if _is_postgresql(engine) else Lock()
        self._patience_s = patience_s

    @contextmanager
    def turn(self, place: str) -> Iterator[None]:
        """Wait for one's turn, as long as for a writer of another process.

        Raises
        ------
        StorageError
            It did not come.
        """
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=self._patience_s):
            raise busy(place)
        try:
            yield
        finally:
            self._turn.release()


def reader(engine: Engine) -> Engine:
    """Give the engine for units of work that only read."""
    return engine.execution_options(**(postgresql if _is_postgresql(engine) else sqlite).READING)


def take_turn(connection: Connection, squares: Collection[str] | None) -> None:
    """Wait for the turn to write to squares, None being all; on SQLite the transaction began with it."""
    if _is_postgresql(connection.engine):
        postgresql.take_turn(connection, squares)


def sent_together(connection: Connection) -> AbstractContextManager[None]:
    """Let statements that give no rows go to the server together: one way there and back, not one for each."""
    return postgresql.sent_together(connection) if _is_postgresql(connection.engine) else nullcontext()


def take_relay_turn(connection: Connection) -> None:
    """Wait until no other relay is at work; held until the transaction ends."""
    if _is_postgresql(connection.engine):
        postgresql.take_relay_turn(connection)


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
