"""`dorpsronde isochrone`: who is within so many minutes or metres of a place."""

from datetime import datetime
from pathlib import Path

import click

from cli.at_clock import at_option, graph_at
from cli.closed_roads import closed_option, read_closed, with_closed
from cli.effort_options import elevation_option, with_elevation
from cli.map_faults import tell_faults
from cli.positions import PositionCommand, position_at
from kernel.errors import BadInputError, UnreachablePlaceError

__all__ = ["command"]

MOST_MINUTES = 24 * 60.0
MOST_METRES = 1_000_000.0


@click.command("isochrone", cls=PositionCommand)
@click.argument("extract", metavar="FILE.osm.pbf", type=click.Path(path_type=Path))
@click.argument("place", metavar="LON,LAT")
@click.option("--minutes", type=click.FloatRange(0, MOST_MINUTES, min_open=True), help="Within so many minutes; or:")
@click.option("--metres", type=click.FloatRange(0, MOST_METRES, min_open=True), help="Within so many metres of road.")
@click.option(
    "--profile",
    default="cargo-bike",
    show_default=True,
    help="Who rides: cargo-bike, cargo-trike, bike, foot, car or van.",
)
@closed_option
@at_option
@elevation_option
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Where to write the GeoJSON.")
def command(
    *,
    extract: Path,
    place: str,
    minutes: float | None,
    metres: float | None,
    profile: str,
    closed: tuple[Path, ...],
    at: datetime | None,
    elevation: Path | None,
    output: Path,
) -> None:
    """Draw who is within so many minutes or metres of a place, given as LON,LAT.

    The polygon holds the roads reached and 40 m beside them; `area import --border` takes it.
    """
    import json
    import math

    import shapely

    from cli.positions import refuse_swapped
    from cli.progress import steps
    from kernel.files import refuse_unwritable, write_text_whole
    from routing.network.isochrone import isochrone
    from routing.network.profile import load_profile
    from routing.network.reach import reach_from
    from routing.network.reader import read_network
    from routing.network.snapping import snap_or_refuse

    if (minutes is None) == (metres is None) or not math.isfinite(minutes or metres or 0):
        raise BadInputError("give one limit", where="isochrone", way_out="Write --minutes 10, or --metres 2000.")
    position = position_at(place, "LON,LAT")
    load_profile(profile)
    closures = read_closed(closed)
    refuse_unwritable(output)
    with steps() as begin:
        network = with_elevation(read_network(extract, begin("Reading the roads")), elevation)
        tell_faults(network.faults)
        refuse_swapped(network, position)
        graph = with_closed(graph_at(network, profile, at), closures)
        [origin] = snap_or_refuse(graph, [position], [place.strip()])
        if graph.lies_on_closed_road(origin):
            raise UnreachablePlaceError("this place lies on a road that is closed", where=place.strip())
        begin("Drawing what is reached")
        shape = isochrone(reach_from(graph, origin), minutes=minutes, metres=metres)
    feature = {
        "type": "Feature",
        "geometry": json.loads(shapely.to_geojson(shape)),
        "properties": {"profile": profile, "minutes": minutes, "metres": metres, "place": [position.lon, position.lat]},
    }
    write_text_whole(output, json.dumps(feature) + "\n")
