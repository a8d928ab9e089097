"""`dorpsronde db`: the database's schema."""

import click

from cli.db_backup import backup_command, restore_command

__all__ = ["command"]


@click.group("db")
def command() -> None:
    """Care for the database."""


command.add_command(backup_command)
command.add_command(restore_command)


@command.command("migrate")
def migrate_command() -> None:
    """Bring the database to the schema of this version; make a backup first.

    One transaction: it succeeds whole or leaves the database as it was. On PostgreSQL this is done by who owns the
    tables, named in DORPSRONDE_DATABASE_OWNER_URL; the user of DORPSRONDE_DATABASE_URL is granted what it needs.
    """
    from data.database import connect_owner
    from data.faults import place_of
    from data.migrate import migrate, newest_version
    from data.settings import DatabaseSettings

    engine, login = connect_owner(DatabaseSettings.from_environment())
    try:
        migrate(engine, login=login)
        click.echo(f"{place_of(engine)} has schema {newest_version()}.")
    finally:
        engine.dispose()


@command.command("move")
@click.argument("target_url")
def move_command(*, target_url: str) -> None:
    """Move everything to the empty database TARGET_URL, as postgresql://OWNER@HOST/NAME.

    The database that is used now is only read, and stays. What was moved is read back and compared; unless all of it is
    the same, nothing is moved. A password may stand in the address, or in ~/.pgpass, where other users of this machine
    do not see it.
    """
    from data.database import connect, connect_owner
    from data.faults import place_of
    from data.move import move
    from data.settings import DatabaseSettings
    from kernel.errors import BadInputError

    if not target_url.strip():
        raise BadInputError("the address is empty", where="TARGET_URL", way_out="Write postgresql://OWNER@HOST/NAME.")
    settings = DatabaseSettings.from_environment()
    source, _ = connect_owner(settings)
    try:
        target = connect(settings.model_copy(update={"database_url": target_url}), named="TARGET_URL")
        try:
            moved = move(source, target)
        finally:
            target.dispose()
        click.echo(
            f"{moved.total:,} rows of {len(moved.rows)} tables are now in {place_of(target)} too, read back and the"
            f" same. Nothing was changed in {place_of(source)}. From now on {_next_steps(target.dialect.name)}"
        )
    finally:
        source.dispose()


def _next_steps(database: str) -> str:
    if database == "sqlite":
        return "set DORPSRONDE_DATABASE_URL to it."
    return (
        "name its owner in DORPSRONDE_DATABASE_OWNER_URL and who uses it in DORPSRONDE_DATABASE_URL, and run"
        " `dorpsronde db migrate` once."
    )
