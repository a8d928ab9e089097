"""`dorpsronde route`: the way between two places, told step by step."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.at_clock import at_option, graph_at
from cli.closed_roads import ClosedFiles, closed_option, read_closed, with_closed
from cli.effort_options import elevation_option, mass_option, with_elevation
from cli.map_faults import tell_faults
from cli.positions import PositionCommand
from kernel.errors import BadInputError
from kernel.text import LANGUAGES, Text

if TYPE_CHECKING:
    from kernel.position import Position
    from routing.network.guidance.guided_route import GuidedRoute

__all__ = ["command"]

FORMS = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpx": "GPX", ".html": "a map"}


@click.command("route", cls=PositionCommand)
@click.argument("extract", metavar="FILE.osm.pbf", type=click.Path(path_type=Path))
@click.argument("origin", metavar="LON,LAT")
@click.argument("destination", metavar="LON,LAT")
@click.option(
    "--profile",
    default="cargo-bike",
    show_default=True,
    help="Who rides: cargo-bike, cargo-trike, bike, foot, car or van.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@closed_option
@at_option
@elevation_option
@mass_option
@click.option(
    "-o", "--output", default="-", help="A file: .geojson or .json, .gpx, or .html (a map). Without it, text."
)
def command(
    *,
    extract: Path,
    origin: str,
    destination: str,
    profile: str,
    lang: str,
    closed: tuple[Path, ...],
    at: datetime | None,
    elevation: Path | None,
    mass_kg: float | None,
    output: str,
) -> None:
    """Tell the way from one place to another, each as LON,LAT in degrees.

    The steps have the form of OSRM's, so that any program that reads those can read them; their metres and seconds
    are those that `matrix` gives. Beside them it tells what the way climbs and takes from the battery, and where the
    heights are from: "flat assumed" where there are none.
    """
    from cli.documents import refuse_nowhere, write_document
    from cli.positions import position_at
    from cli.progress import steps
    from routing.network.edge_effort import laden
    from routing.network.profile import load_profile

    form = _form(output)
    ends = (position_at(origin, "the first LON,LAT"), position_at(destination, "the second LON,LAT"))
    laden(load_profile(profile), mass_kg)
    closures = read_closed(closed)
    if ends[0] == ends[1]:
        raise BadInputError("both places are the same", where=origin.strip(), way_out="Give two places.")
    refuse_nowhere(output)
    with steps() as begin:
        begin(Text("Wegen lezen en rijden", "Reading the roads and riding").within(lang))
        told = _Told(profile, lang, mass_kg, at)
        route = _route(extract, elevation, ends, told, closures)
    write_document(output, _document(route, form, extract, Path(output).stem))


@dataclass(frozen=True, slots=True)
class _Told:
    """Who rides, how heavy, when, and in what language it is told."""

    profile: str
    lang: str
    mass_kg: float | None
    at: datetime | None


def _form(output: str) -> str:
    if output == "-":
        return "text"
    form = FORMS.get(Path(output).suffix.lower())
    if form is None:
        raise BadInputError(
            "the ending tells no form", where=output, way_out=f"Give a name that ends in {', '.join(FORMS)}."
        )
    return form


def _route(
    extract: Path,
    elevation: Path | None,
    ends: "tuple[Position, Position]",
    told: _Told,
    closures: ClosedFiles,
) -> "GuidedRoute":
    from cli.positions import refuse_swapped
    from routing.network.guidance.guided_route import guided_route
    from routing.network.guidance.surroundings import Surroundings
    from routing.network.hierarchy import build_hierarchy
    from routing.network.reader import read_network
    from routing.network.snapping import snap_or_refuse

    network = with_elevation(read_network(extract), elevation)
    tell_faults(network.faults, told.lang)
    for end in ends:
        refuse_swapped(network, end)
    graph = with_closed(graph_at(network, told.profile, told.at, told.mass_kg, told.lang), closures, told.lang)
    origin, destination = snap_or_refuse(graph, ends, [f"{end.lon:g},{end.lat:g}" for end in ends])
    route = guided_route(build_hierarchy(graph), Surroundings(graph), origin, destination, told.lang)
    if route.path.distance_m == 0:
        raise BadInputError(
            "both places lie at the same point of the road",
            where=f"{ends[0].lon:g},{ends[0].lat:g}",
            way_out="Give places farther apart.",
        )
    return route


def _told(route: "GuidedRoute") -> str:
    from routing.network.guidance.text import distance_in_words

    minutes = max(1, round(route.path.duration_s / 60))
    distance = distance_in_words(route.path.distance_m, route.lang)
    told = [*route.lines(), f"{distance}, {minutes} min", route.effort.told().within(route.lang)]
    return "\n".join(told) + "\n"


def _document(route: "GuidedRoute", form: str, extract: Path, name: str) -> str:
    if form == "text":
        return _told(route)
    if form == "GPX":
        from routing.network.guidance.gpx import as_gpx

        return as_gpx(route, name)
    if form == "GeoJSON":
        from routing.network.guidance.geojson import as_geojson

        return as_geojson(route)
    from maps.route_map import route_map

    return route_map(route, extract)
