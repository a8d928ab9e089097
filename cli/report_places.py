"""`dorpsronde report places` and `report publish`: neighbourhoods, and what was done for them, made public."""

from pathlib import Path
from typing import Any

import click

from kernel.text import LANGUAGES, Text

__all__ = ["places", "publish_command"]


@click.group("places")
def places() -> None:
    """Take in the neighbourhoods that reports are made of."""


@places.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=int, help="Of the division; else as its polygons say.")
@click.option("--code", default="", metavar="PROPERTY", help="That holds the code; else as CBS has it.")
@click.option("--name", default="", metavar="PROPERTY", help="That holds the name.")
@click.option("--municipality", default="", metavar="PROPERTY", help="That holds the municipality's code.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def import_command(*, file: Path, year: int | None, code: str, name: str, municipality: str, lang: str) -> None:
    """Take in neighbourhoods (or districts) from GeoJSON, with their codes; those of the same year are replaced."""
    from cli.opened import opened
    from data.neighbourhood_file import CodeNames
    from rounds.neighbourhood_import import import_neighbourhoods

    with opened() as home:
        done = import_neighbourhoods(home.database, file, CodeNames(code, name, municipality), year)
    click.echo(
        Text(
            f"Indeling {done.year}: buurten {done.neighbourhoods}, gemeenten {done.municipalities}; "
            f"{done.replaced} daarvan waren er al.",
            f"Division of {done.year}: neighbourhoods {done.neighbourhoods}, municipalities {done.municipalities}; "
            f"{done.replaced} of them were there before.",
        ).within(lang)
    )


@places.command("list")
def list_command() -> None:
    """List the divisions that there are neighbourhoods of."""
    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.read(Scope.system("report places list")) as work:
        divisions = work.neighbourhoods.divisions()
    for one in divisions:
        click.echo(f"{one.year}\tneighbourhoods: {one.neighbourhoods}\tmunicipalities: {one.municipalities}")
    if not divisions:
        click.echo("There are none yet: dorpsronde report places import FILE.geojson --year YYYY")


@click.command("publish")
@click.argument("square")
@click.option("--period", required=True, metavar="YYYY-MM|YYYY", help="A month or a year that is over.")
@click.option("--division", type=int, help="Year of the neighbourhoods; else the newest not later than the period.")
@click.option("--factors", "version", help="One factor set for all days; else those of their time.")
@click.option("--format", "form", type=click.Choice(["html", "json", "csv"]), default="html", show_default=True)
@click.option("-o", "--out", type=click.Path(), required=True, help="File to write; - is stdout.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="nl", show_default=True)
def publish_command(
    *, square: str, period: str, division: int | None, version: str | None, form: str, out: str, lang: str
) -> None:
    """Publish what was done for each neighbourhood, for good: once published, a period is given as it was.

    Cells of fewer than five households are left out, and others by which they could be reckoned back, from this
    and all that was published before.
    """
    from cli.documents import also_saying, refuse_nowhere, write_document
    from cli.opened import opened
    from rounds.kept_factors import FactorShelf
    from rounds.published_places import period_of, publish_places
    from rounds.shown_places import borders_of

    period_of(period)
    refuse_nowhere(out)
    with opened() as home:
        factors = FactorShelf(home.home).load(version) if version else None
        report = publish_places(home.database, square, period, division=division, factors=factors)
        borders = borders_of(home.database, report) if form == "html" else {}
    with also_saying("The report is published: asked for again it is given as it was."):
        write_document(out, text_of(report, borders, form, lang))
    if out != "-":
        click.echo(str(Path(out)))


def text_of(report: dict[str, Any], borders: dict[str, Any], form: str, lang: str) -> str:
    """Write a published report in one of the formats; shops are left out of all: each has its own."""
    import json

    from maps.places_page import places_page
    from rounds.intake.mend_file import csv_text
    from rounds.place_document import place_rows, without_shops

    match form:
        case "json":
            return json.dumps(without_shops(report), ensure_ascii=False, indent=2) + "\n"
        case "csv":
            return csv_text(place_rows(report))
        case _:
            return places_page(without_shops(report), borders, lang=lang)
