"""What a transaction on PostgreSQL says of who asks, for the policies of `data.policies` to read."""

from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session, SessionTransaction

from kernel.principal import Principal
from kernel.rights import Reach, Thing, right_of
from kernel.scope import Own, Scope

__all__ = ["PREFIX", "about", "hand_over", "say", "settings_of"]

PREFIX = "dorpsronde."
"""Of the names of our settings: PostgreSQL keeps those with a dot for whoever wants them."""
SAID = "dorpsronde_said"
"""Where a session keeps what its transactions say."""
KEPT = 1_000
"""Scopes whose settings are not written anew for each request."""


@lru_cache(maxsize=KEPT)
def settings_of(scope: Scope, principal: Principal) -> MappingProxyType[str, str]:
    """Give every setting, those without a value too, so that nothing is left of whoever asked before.

    `everywhere` is "yes" or nothing; `all` and `own` are the kinds of things that are read so; the others are ids.
    """
    own = scope.own or Own()
    return MappingProxyType(
        {
            "asker": str(principal),
            "everywhere": "yes" if scope.squares is None else "",
            "squares": _ids(scope.squares or ()),
            "all": _things(scope, Reach.ALL),
            "own": _things(scope, Reach.OWN),
            "own_shops": _ids(own.shops),
            "own_hubs": _ids(own.hubs),
            "own_rounds": _ids(own.rounds),
            "own_orders": _ids(own.orders),
        }
    )


def about(scope: Scope, principal: Principal) -> dict[str, Any]:
    """Give what `say` reads from `Session.info`."""
    return {SAID: (scope, principal)}


def say(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Say who asks, whenever a transaction of a session begins: after an error, too.

    The settings end with the transaction, so a connection that goes back to the pool says nothing.

    Source: postgresql.org/docs/15/functions-admin.html, `set_config` with `is_local`.
    """
    _tell(connection, *session.info[SAID])


def hand_over(session: Session, scope: Scope, principal: Principal) -> None:
    """Let another scope ask from here on, within the transaction; SQLite has no policies to tell."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _tell(connection, scope, principal)


def _tell(connection: Connection, scope: Scope, principal: Principal) -> None:
    given = settings_of(scope, principal)
    calls = ", ".join(f"set_config('{PREFIX}{name}', %({name})s, true)" for name in given)
    connection.exec_driver_sql(f"SELECT {calls}", dict(given))


def _things(scope: Scope, reach: Reach) -> str:
    return _list(thing for thing in Thing if right_of(scope.role, thing).reads is reach)


def _ids(ids: Iterable[str]) -> str:
    return _list(sorted(ids))


def _list(words: Iterable[Any]) -> str:
    """Write an array as PostgreSQL reads it: each word in quotes, so that no id can be two.

    Source: postgresql.org/docs/15/arrays.html, "array input and output syntax".
    """
    quoted = (str(word).replace("\\", r"\\").replace('"', r"\"") for word in words)
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"
