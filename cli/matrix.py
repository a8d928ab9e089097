"""`dorpsronde matrix`: metres and seconds between the points of a table, in VROOM's form."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.at_clock import at_option, graph_at
from cli.closed_roads import closed_option, read_closed, with_closed
from cli.effort_options import elevation_option, mass_option, with_elevation
from cli.map_faults import tell_faults
from kernel.errors import BadInputError, UnreachablePlaceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cli.points import Point
    from routing.network.road_graph import RoadGraph, SnappedPlace
    from routing.network.road_network import RoadNetwork

__all__ = ["command"]


@click.command("matrix")
@click.argument("extract", metavar="FILE.osm.pbf", type=click.Path(path_type=Path))
@click.argument("points_file", metavar="POINTS.csv", type=click.Path(path_type=Path))
@click.option("--profile", required=True, help="Who rides: cargo-bike, cargo-trike, bike, foot, car or van.")
@closed_option
@at_option
@elevation_option
@click.option("--energy", is_flag=True, help="Watt-hours of the battery too, as energy_wh.")
@mass_option
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Where to write the JSON.")
def command(
    *,
    extract: Path,
    points_file: Path,
    profile: str,
    closed: tuple[Path, ...],
    at: datetime | None,
    elevation: Path | None,
    energy: bool,
    mass_kg: float | None,
    output: Path,
) -> None:
    """Measure metres and seconds between points over the roads.

    POINTS.csv has the columns id,lon,lat. The output is VROOM's {profile: {durations, distances}}, rows and
    columns in the order of the points; a point without a road near it, or on a closed one, has null in both, and is
    listed. Points that closed roads cut off from one another have null between them. With --energy it has energy_wh
    beside the two, along the same ways: what `solve` reads for max_energy_wh.
    """
    from cli.points import read_points
    from cli.progress import steps
    from kernel.files import refuse_unwritable, write_text_whole
    from routing.network.edge_effort import laden
    from routing.network.energy import energy_table, refuse_without_battery
    from routing.network.hierarchy import build_hierarchy
    from routing.network.matrix import table_with_gaps
    from routing.network.profile import load_profile
    from routing.network.reader import read_network
    from routing.network.snapping import SNAP_LIMIT_M, Snapper

    points = read_points(points_file)
    laden(load_profile(profile), mass_kg)
    if energy:
        refuse_without_battery(profile)
    closures = read_closed(closed)
    refuse_unwritable(output)
    with steps() as begin:
        network = with_elevation(read_network(extract, begin("Reading the roads")), elevation)
        tell_faults(network.faults)
        refuse_swapped(network, points, points_file)
        graph = with_closed(graph_at(network, profile, at, mass_kg), closures)
        nearest = Snapper(graph).nearest([point.position for point in points])
        too_far = far_points(points, nearest, SNAP_LIMIT_M, profile)
        unreachable = too_far | closed_points(points, nearest, graph, too_far)
        for line in unreachable.values():
            click.echo(f"Unreachable: {line}", err=True)
        if len(unreachable) == len(points):
            is_open = "" if graph.closed is None else "n open"
            raise UnreachablePlaceError(
                f"none of the {len(points)} points is near a{is_open} road for {profile}",
                where=str(points_file),
                way_out=f"Do the points lie within {extract}?",
            )
        places = [place for point, place in zip(points, nearest, strict=True) if point.id not in unreachable]
        hierarchy = build_hierarchy(graph)
        distances_m, durations_s = table_with_gaps(hierarchy, places, places)
        tables = {"durations": durations_s, "distances": distances_m}
        if energy:
            tables["energy_wh"] = energy_table(hierarchy, places, places)
    if energy or elevation is not None or not network.relief.is_flat:
        click.echo(f"Heights: {network.relief.told().en}", err=True)
    write_text_whole(output, as_vroom(profile, points, unreachable, tables))


def refuse_swapped(network: "RoadNetwork", points: Sequence["Point"], points_file: Path) -> None:
    """Refuse a point that lies within the extract only with its coordinates exchanged.

    Raises
    ------
    BadInputError
        There is one; it is named.
    """
    from cli.positions import seems_swapped

    for point in points:
        if seems_swapped(network, point.position):
            lon, lat = point.position.lon, point.position.lat
            raise BadInputError(
                f"lon {lon:g} and lat {lat:g} seem to be swapped",
                where=f"{points_file}, line {point.line}, columns lon and lat",
                way_out="Give the longitude in column lon, the latitude in column lat.",
            )


def far_points(
    points: Sequence["Point"], nearest: Sequence["SnappedPlace"], limit_m: float, profile: str
) -> dict[str, str]:
    """Say of each point beyond the limit how far its nearest road is; {id: reason}."""
    return {
        point.id: f"{point.id} is {place.snap_distance_m:,.0f} m from the nearest road for {profile}; "
        f"{limit_m:,.0f} m is the limit"
        for point, place in zip(points, nearest, strict=True)
        if place.snap_distance_m > limit_m
    }


def closed_points(
    points: Sequence["Point"], nearest: Sequence["SnappedPlace"], graph: "RoadGraph", known: Mapping[str, str]
) -> dict[str, str]:
    """Say of each point whose nearest road is closed, and of which nothing is known yet, that it is; {id: reason}."""
    return {
        point.id: f"{point.id} lies on a road that is closed"
        for point, place in zip(points, nearest, strict=True)
        if point.id not in known and graph.lies_on_closed_road(place)
    }


def as_vroom(
    profile: str,
    points: Sequence["Point"],
    unreachable: Mapping[str, str],
    tables: Mapping[str, "NDArray[np.int32]"],
) -> str:
    """Write the matrix as VROOM's JSON, one row a line; unreachable points are null, and listed.

    Parameters
    ----------
    tables: by their names, between the points that are not unreachable; `NO_WAY` becomes null too.
    """
    import json

    import numpy as np

    from routing.network.matrix import NO_WAY

    reached = np.array([point.id not in unreachable for point in points])
    written: list[str] = []
    for name, figures in tables.items():
        table = np.full((len(points), len(points)), None, object)
        told = figures.astype(object)
        told[figures == NO_WAY] = None
        table[np.ix_(reached, reached)] = told
        rows = ",\n".join(json.dumps(row.tolist()) for row in table)
        written.append(f'"{name}": [\n{rows}\n]')
    listed = [{"id": id_, "reason": reason} for id_, reason in unreachable.items()]
    return f'{{{json.dumps(profile)}: {{{", ".join(written)}}},\n"unreachable": {json.dumps(listed)}}}\n'
