"""Two logins on PostgreSQL: the owner makes the tables, the application uses them, bound by their policies."""

from sqlalchemy import Connection, text

from data.models.every import METADATA
from kernel.errors import StorageError

__all__ = ["ONLY_ADDED", "OWNER_VARIABLE", "grant", "refuse_strong_login"]

ONLY_ADDED = frozenset({"crate_entries", "events", "system_acts"})
"""Tables of which the application changes and removes nothing."""
OWNER_VARIABLE = "DORPSRONDE_DATABASE_OWNER_URL"


def grant(connection: Connection, login: str, place: str) -> None:
    """Let the application's login use the tables, and no more; asked again, it changes nothing.

    Raises
    ------
    StorageError
        The server knows no such login.
    """
    if not connection.scalar(text("SELECT count(*) FROM pg_roles WHERE rolname = :login"), {"login": login}):
        raise StorageError(
            f"knows no user {login!r}",
            where=place,
            way_out=f"Let an administrator of the server make it: createuser --pwprompt {login}.",
        )
    quoted = connection.dialect.identifier_preparer.quote(login)
    connection.execute(text(f"GRANT USAGE ON SCHEMA {_schema(connection)} TO {quoted}"))
    for table in METADATA.tables:
        rights = "SELECT, INSERT" if table in ONLY_ADDED else "SELECT, INSERT, UPDATE, DELETE"
        connection.execute(text(f"REVOKE ALL ON {table} FROM {quoted}"))
        connection.execute(text(f"GRANT {rights} ON {table} TO {quoted}"))
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {quoted}"))


def refuse_strong_login(connection: Connection, place: str) -> None:
    """Refuse to work as somebody whom no policy binds, or where a table has none.

    Raises
    ------
    StorageError
        Says which, and what to do.
    """
    strong = connection.execute(
        text(
            "SELECT rolname, rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace AND relname = ANY (:tables)"
            " AND pg_has_role(relowner, 'USAGE')) FROM pg_roles WHERE rolname = current_user"
        ),
        {"tables": list(METADATA.tables)},
    ).one()
    login, *kinds = strong
    for told, is_so in zip(("is a superuser", "has BYPASSRLS", "owns its tables"), kinds, strict=True):
        if is_so:
            raise StorageError(
                f"its user {login!r} {told}, so no rule of ours binds it",
                where=place,
                way_out=f"Sign in as a plain user; {OWNER_VARIABLE} names this one, for `dorpsronde db migrate` alone.",
            )
    bare = connection.scalars(
        text(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
            " AND relname = ANY (:tables) AND NOT relrowsecurity ORDER BY relname"
        ),
        {"tables": list(METADATA.tables)},
    ).first()
    if bare is not None:
        raise StorageError(
            f"its table {bare} shows everyone's rows to everyone",
            where=place,
            way_out="Run `dorpsronde db migrate`: it makes the rules anew.",
        )


def _schema(connection: Connection) -> str:
    return connection.dialect.identifier_preparer.quote(connection.scalar(text("SELECT current_schema()")) or "public")
