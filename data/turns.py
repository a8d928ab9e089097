"""Reading and writing beside others, whichever database it is."""

from collections.abc import Collection

from sqlalchemy import Connection, Engine

from data import postgresql, sqlite

__all__ = ["reader", "take_relay_turn", "take_turn"]


def reader(engine: Engine) -> Engine:
    """Give the engine for units of work that only read."""
    return engine.execution_options(**(postgresql if _is_postgresql(engine) else sqlite).READING)


def take_turn(connection: Connection, squares: Collection[str] | None) -> None:
    """Wait for the turn to write to squares, None being all; on SQLite the transaction began with it."""
    if _is_postgresql(connection.engine):
        postgresql.take_turn(connection, squares)


def take_relay_turn(connection: Connection) -> None:
    """Wait until no other relay is at work; held until the transaction ends."""
    if _is_postgresql(connection.engine):
        postgresql.take_relay_turn(connection)


def _is_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
