"""`dorpsronde vehicles`: the vehicles of a square."""

from pathlib import Path

import click

from cli.table_import import takes_table

__all__ = ["command"]


@click.group("vehicles")
def command() -> None:
    """Take in the vehicles of a square."""


@command.command("import")
@takes_table
def import_command(*, square: str, file: Path, dry_run: bool, partial: bool, lang: str) -> None:
    """Take in a spreadsheet of vehicles; columns are in docs/csv.md. The same file twice adds nothing."""
    from cli.opened import opened
    from cli.verdicts import show_verdicts
    from rounds.imported import HowToImport
    from rounds.vehicle_import import import_vehicles

    with opened() as home:
        imported = import_vehicles(home.database, square, file, HowToImport(dry_run, partial))
    show_verdicts(imported, file, dry_run=dry_run, lang=lang)
