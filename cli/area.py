"""`dorpsronde area`: the extracts that squares lie in."""

from pathlib import Path

import click

from kernel.errors import BadInputError
from kernel.text import LANGUAGES, Text

__all__ = ["command"]


@click.group("area")
def command() -> None:
    """Take in extracts of OpenStreetMap."""


@command.command("import")
@click.argument("name")
@click.argument("extract", metavar="FILE", type=click.Path(path_type=Path), required=False)
@click.option("--border", type=click.Path(path_type=Path), help="GeoJSON; without it, all that the extract holds.")
@click.option("--place", help="Name of a place to download. Not yet: give FILE.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def import_command(*, name: str, extract: Path | None, border: Path | None, place: str | None, lang: str) -> None:
    """Take in the extract FILE (.osm.pbf, .osm, .osm.gz) under NAME; an area of that name is replaced in one step.

    The extract is copied, so that FILE may go.
    """
    if place is not None or extract is None:
        raise BadInputError(
            "--place cannot download yet" if place is not None else "no FILE was given",
            where="area import",
            way_out="Give an extract as FILE: .osm.pbf, .osm or .osm.gz.",
        )
    from cli.opened import opened
    from cli.progress import steps
    from rounds.areas import import_area

    with opened() as home, steps() as step:
        reading = step(Text("Uitsnede lezen", "Reading the extract").within(lang))
        done = import_area(home.database, home.home, name, extract, border_file=border, progress=reading)
    click.echo(
        Text(
            f"Gebied {done.area.name}: {done.road_m / 1000:.0f} km weg in {done.edges} stukken, "
            f"{done.addresses} adressen, {done.shops} winkels, waarvan {done.goods_shops} met een naam en waren.",
            f"Area {done.area.name}: {done.road_m / 1000:.0f} km of roads in {done.edges} pieces, "
            f"{done.addresses} addresses, {done.shops} shops, {done.goods_shops} of them with a name and goods.",
        ).within(lang)
    )
    if not done.addresses:
        click.echo(
            Text(
                "Let op: hier zijn geen adressen op de kaart; geef bestellingen een lon en lat.",
                "Mind: the map has no addresses here; give orders a lon and lat.",
            ).within(lang)
        )
    if done.outside_share >= 0.01:
        click.echo(
            Text(
                f"Let op: {done.outside_share:.0%} van het bezorggebied ligt buiten de uitsnede.",
                f"Mind: {done.outside_share:.0%} of the border lies outside the extract.",
            ).within(lang)
        )
    click.echo(
        Text("Hierna:", "Next:").within(lang) + f' dorpsronde square create SLUG --area "{done.area.name}" --from-map'
    )
