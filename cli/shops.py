"""`dorpsronde shops`: the shops of a square."""

from pathlib import Path

import click

from cli.table_import import takes_table
from kernel.text import LANGUAGES, Text

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


@command.command("producers")
@click.argument("square")
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def producers_command(*, square: str, file: Path, lang: str) -> None:
    """Say from whom shops have what they sell: all lines or none. A shop's producers take the place of those it had.

    Columns: shop,producer,lon,lat,share_percent. The way to the shop is measured over the roads of the square's area.
    """
    from cli.opened import opened
    from maps.formats import Formats
    from rounds.origins import take_producers
    from rounds.producer_file import read_producers

    given = read_producers(file)
    with opened() as home:
        stored = take_producers(home.database, home.home, square, given)
    formats = Formats(lang)
    for shop, producers in stored.items():
        for one in producers:
            how = Text("over de weg", "by road") if one["by_road"] else Text("hemelsbreed geschat", "by beeline")
            share = formats.shortest(one["share_permille"] / 10, 1)
            click.echo(f"{shop}: {one['name']}, {share} %, {formats.km(one['distance_m'])} km {how.within(lang)}")
