"""`dorpsronde db`: the database's schema."""

import click

__all__ = ["command"]


@click.group("db")
def command() -> None:
    """Care for the database."""


@command.command("migrate")
def migrate_command() -> None:
    """Bring the database to the schema of this version; make a backup first.

    One transaction: it succeeds whole or leaves the database as it was.
    """
    from data.database import connect
    from data.faults import place_of
    from data.migrate import migrate, newest_version
    from data.settings import DatabaseSettings

    engine = connect(DatabaseSettings.from_environment())
    try:
        migrate(engine)
        click.echo(f"{place_of(engine)} has schema {newest_version()}.")
    finally:
        engine.dispose()
