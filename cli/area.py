"""`dorpsronde area`: the extracts that squares lie in."""

from pathlib import Path

import click

from cli.effort_options import elevation_option
from cli.map_faults import tell_faults
from kernel.errors import BadInputError
from kernel.text import LANGUAGES, Text

__all__ = ["command"]


@click.group("area")
def command() -> None:
    """Take in extracts of OpenStreetMap, and tidy up after those that were replaced."""


@command.command("import")
@click.argument("name")
@click.argument("extract", metavar="FILE", type=click.Path(path_type=Path), required=False)
@click.option("--border", type=click.Path(path_type=Path), help="GeoJSON; else all of FILE, or the place's own border.")
@click.option("--place", help="Instead of FILE: a place to download from OpenStreetMap, as 'Vaduz'.")
@elevation_option
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def import_command(
    *, name: str, extract: Path | None, border: Path | None, place: str | None, elevation: Path | None, lang: str
) -> None:
    """Take in the extract FILE (.osm.pbf, .osm, .osm.gz) under NAME; an area of that name is replaced in one step.

    The extract is copied, so that FILE may go; so is what a raster of heights tells of its roads. With --place it is
    downloaded: the border from Nominatim, the map from Overpass (other servers: DORPSRONDE_NOMINATIM_URL,
    DORPSRONDE_OVERPASS_URL).
    """
    from cli.called import called, typed
    from cli.opened import opened
    from cli.progress import steps

    source = _one_source(extract, place)
    with opened() as home, steps() as step:
        if isinstance(source, Path):
            from rounds.areas import import_area

            reading = step(Text("Uitsnede lezen", "Reading the extract").within(lang))
            done = import_area(
                home.database, home.home, name, source, border_file=border, elevation=elevation, progress=reading
            )
        else:
            from gateways.settings import MapServers
            from rounds.place_import import import_place

            servers = MapServers.from_environment()
            both = step(Text("Plaats ophalen en lezen", "Downloading and reading the place").within(lang))
            done = import_place(
                home.database, home.home, name, source, servers, border_file=border, elevation=elevation, progress=both
            )
    click.echo(
        Text(
            f"Gebied {done.area.name}: {done.road_m / 1000:.0f} km weg in {done.edges} stukken, "
            f"{done.addresses} adressen, {done.shops} winkels, waarvan {done.goods_shops} met een naam en waren.",
            f"Area {done.area.name}: {done.road_m / 1000:.0f} km of roads in {done.edges} pieces, "
            f"{done.addresses} addresses, {done.shops} shops, {done.goods_shops} of them with a name and goods.",
        ).within(lang)
    )
    tell_faults(done.faults, lang)
    heights = done.relief.told()
    click.echo(Text(f"Hoogten: {heights.nl}.", f"Heights: {heights.en}.").within(lang))
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
    shops = " --from-map" if done.goods_shops else ""
    click.echo(
        Text("Hierna:", "Next:").within(lang) + f" {called()} square create SLUG --area {typed(done.area.name)}{shops}"
    )


@command.command("tidy")
@click.option("--dry-run", is_flag=True, help="Say what would go, and remove nothing.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
def tidy_command(*, dry_run: bool, lang: str) -> None:
    """Remove what was kept of earlier extracts and nothing needs any more.

    What an area lies in, what a round was released on and what a day that is not over was planned on stays.
    """
    from cli.opened import opened
    from cli.tidied_lines import tidied_lines
    from rounds.tidying import tidy_areas

    with opened() as home:
        tidied = tidy_areas(home.database, home.home, is_trial=dry_run)
    for line in tidied_lines(tidied, is_trial=dry_run, lang=lang):
        click.echo(line)


def _one_source(extract: Path | None, place: str | None) -> Path | str:
    """Give the one that was given: a file or the name of a place."""
    if extract is not None and place is None:
        return extract
    if place is not None and extract is None:
        return place
    raise BadInputError(
        "no FILE was given" if place is None else "FILE and --place were both given",
        where="area import",
        way_out="Give an extract as FILE (.osm.pbf, .osm or .osm.gz), or a place to download as --place TEXT.",
    )
