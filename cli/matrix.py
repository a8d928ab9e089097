"""`dorpsronde matrix`: metres and seconds between the points of a table, in VROOM's form."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kernel.errors import BadInputError, UnreachablePlaceError

if TYPE_CHECKING:
    from cli.points import Point
    from routing.matrix import TravelMatrix
    from routing.network.road_graph import SnappedPlace
    from routing.network.road_network import RoadNetwork

__all__ = ["command"]


@click.command("matrix")
@click.argument("extract", metavar="FILE.osm.pbf", type=click.Path(path_type=Path))
@click.argument("points_file", metavar="POINTS.csv", type=click.Path(path_type=Path))
@click.option("--profile", required=True, help="Who rides: cargo-bike, cargo-trike, bike, foot, car or van.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Where to write the JSON.")
def command(*, extract: Path, points_file: Path, profile: str, output: Path) -> None:
    """Measure metres and seconds between points over the roads.

    POINTS.csv has the columns id,lon,lat. The output is VROOM's {profile: {durations, distances}}, rows and
    columns in the order of the points; a point without a road near it has null in both, and is listed.
    """
    from cli.points import read_points
    from cli.progress import steps
    from kernel.files import write_text_whole
    from routing.network.build import road_graph
    from routing.network.hierarchy import build_hierarchy
    from routing.network.matrix import travel_matrix
    from routing.network.profile import load_profile
    from routing.network.reader import read_network
    from routing.network.snapping import SNAP_LIMIT_M, Snapper

    points = read_points(points_file)
    load_profile(profile)
    with steps() as begin:
        network = read_network(extract, begin("Reading the roads"))
        refuse_swapped(network, points, points_file)
        graph = road_graph(network, profile)
        nearest = Snapper(graph).nearest([point.position for point in points])
        too_far = far_points(points, nearest, SNAP_LIMIT_M, profile)
        for line in too_far.values():
            click.echo(f"Unreachable: {line}", err=True)
        if len(too_far) == len(points):
            raise UnreachablePlaceError(
                f"none of the {len(points)} points is near a road for {profile}",
                where=str(points_file),
                way_out=f"Do the points lie within {extract}?",
            )
        places = [place for point, place in zip(points, nearest, strict=True) if point.id not in too_far]
        matrix = travel_matrix(build_hierarchy(graph), places)
    write_text_whole(output, as_vroom(profile, points, too_far, matrix))


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


def as_vroom(profile: str, points: Sequence["Point"], unreachable: Mapping[str, str], matrix: "TravelMatrix") -> str:
    """Write the matrix as VROOM's JSON, one row a line; unreachable points are null, and listed."""
    import json

    import numpy as np

    reached = np.array([point.id not in unreachable for point in points])
    tables: list[str] = []
    for name, figures in (("durations", matrix.durations_s), ("distances", matrix.distances_m)):
        table = np.full((len(points), len(points)), None, object)
        table[np.ix_(reached, reached)] = figures
        rows = ",\n".join(json.dumps(row.tolist()) for row in table)
        tables.append(f'"{name}": [\n{rows}\n]')
    listed = [{"id": id_, "reason": reason} for id_, reason in unreachable.items()]
    return f'{{{json.dumps(profile)}: {{{", ".join(tables)}}},\n"unreachable": {json.dumps(listed)}}}\n'
