"""`dorpsronde shops`: the shops of a square."""

from pathlib import Path

import click

from cli.table_import import takes_table

__all__ = ["command"]


@click.group("shops")
def command() -> None:
    """Take in the shops of a square."""


@command.command("import")
@takes_table
def import_command(*, square: str, file: Path, dry_run: bool, partial: bool, lang: str) -> None:
    """Take in a spreadsheet of shops; columns are in docs/csv.md. The same file twice adds nothing."""
    from cli.opened import opened
    from cli.verdicts import show_verdicts
    from rounds.imported import HowToImport
    from rounds.shop_import import import_shops

    with opened() as home:
        imported = import_shops(home.database, home.home, square, file, HowToImport(dry_run, partial))
    show_verdicts(imported, file, dry_run=dry_run, lang=lang)
