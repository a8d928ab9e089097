"""Who is within so many minutes or metres of a place: the reached roads with what lies along them, as a polygon."""

import numpy as np
import shapely
from numpy.typing import NDArray

from kernel.polygons import polygons_of
from routing.network.ellipsoid import metres_per_degree
from routing.network.reach import Reach

__all__ = ["BESIDE_M", "isochrone"]

BESIDE_M = 40.0
"""What lies so near a reached road is reached: a door and its front garden. Own choice."""

LEAST_HOLE_M2 = 20_000.0
"""A block without a road inside is reached from around it; a larger hole, a lake or a wood, is kept. Own choice."""

TOLERANCE_M = 2.0
DECIMALS = 6


def isochrone(reach: Reach, *, minutes: float | None = None, metres: float | None = None) -> shapely.MultiPolygon:
    """Draw what can be reached within a time or, where that is None, a distance; lon, lat.

    Every point of the roads counts by *the* path to it, whose seconds and metres are those of matrix and path; an edge
    is reached in part where the limit falls on it.
    """
    limit, figure = (round(minutes * 60_000), "ms") if minutes is not None else (round((metres or 0) * 1000), "mm")
    lines = _reached_lines(reach, limit, figure)
    place = reach.origin.on_road
    lon_m, lat_m = (float(scale[0]) for scale in metres_per_degree(np.array([place.lat])))
    centre, scale = np.array([place.lon, place.lat]), np.array([lon_m, lat_m])
    flat = shapely.transform(np.array([*lines, shapely.Point(place.lon, place.lat)]), lambda xy: (xy - centre) * scale)
    grown = shapely.union_all(shapely.buffer(flat, BESIDE_M, quad_segs=4))
    tidy = shapely.simplify(grown, TOLERANCE_M)
    filled = [_without_small_holes(part) for part in shapely.get_parts(tidy)]
    rounded = shapely.transform(shapely.union_all(filled), lambda xy: np.round(xy / scale + centre, DECIMALS))
    return polygons_of(rounded)  # rounding may let it touch itself


def _reached_lines(reach: Reach, limit: int, figure: str) -> list[shapely.LineString]:
    """Cut each edge where the limit falls on it, seen from either end."""
    network, graph = reach.graph.network, reach.graph
    parts = reach.within(limit, figure)
    lines: list[shapely.LineString] = []
    for arc, begin, end in zip(parts.arc.tolist(), parts.begin.tolist(), parts.end.tolist(), strict=True):
        edge = int(graph.edge[arc])
        if network.edge_mm[edge] == 0:  # the spoke of a barrier
            continue
        points = slice(int(network.first_point[edge]), int(network.first_point[edge + 1]))
        drawn = np.column_stack([network.point_lon[points], network.point_lat[points]])
        lines.append(_part(drawn if graph.forward[arc] else drawn[::-1], begin, end))
    return lines


def _part(points: NDArray[np.float64], begin: float, end: float) -> shapely.LineString:
    """Cut a line by shares of its length on the ground."""
    lon_m, lat_m = (float(scale[0]) for scale in metres_per_degree(points[:1, 1]))
    steps = np.hypot(np.diff(points[:, 0]) * lon_m, np.diff(points[:, 1]) * lat_m)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    low, high = begin * along[-1], end * along[-1]
    at = np.concatenate([[low], along[(along > low) & (along < high)], [high]])
    return shapely.LineString(np.column_stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])]))


def _without_small_holes(part: shapely.Polygon) -> shapely.Polygon:
    holes = [ring for ring in part.interiors if shapely.Polygon(ring).area >= LEAST_HOLE_M2]
    return shapely.Polygon(part.exterior, holes)
