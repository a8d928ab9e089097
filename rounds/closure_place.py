"""Whether the roads of a closure are on the map, and in the neighbourhood of the square."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from data.closure_files import refuse_swapped_closures
from data.models.area import Area
from kernel.errors import BadInputError
from routing.network.closures import Closure as ClosedRoads
from routing.network.ellipsoid import metres_per_degree
from routing.network.road_network import RoadNetwork

__all__ = ["refuse_elsewhere", "streets_of"]

NEAR_M = 5_000.0
"""A closure farther from the square's areas is another town's: rounds hardly leave the area. Own choice."""


def refuse_elsewhere(network: RoadNetwork, roads: ClosedRoads, areas: Sequence[Area], where: str) -> NDArray[np.bool_]:
    """Refuse roads that are not there, or not here; give the edges that are meant."""
    names = ", ".join(area.name for area in areas)
    known = np.unique(network.edge_way[network.edge_mm > 0])
    missing = sorted(set(roads.ways) - set(known.tolist()))
    if missing:
        more = f" (and {len(missing) - 1} more)" if missing[1:] else ""
        raise BadInputError(
            f"way {missing[0]}{more} is no road on the map of {names}",
            field="ways",
            way_out="Give the number that openstreetmap.org shows for the street.",
        )
    if roads.shape is not None:
        refuse_swapped_closures(network, [roads], where)
        if not roads.shape.intersects(_extent(network)):
            raise BadInputError(
                f"the closure lies outside the map of {names}", where=where, field="shape", way_out="Look at its place."
            )
    edges = roads.edges(network)
    if not edges.any():
        raise BadInputError(
            "no road lies within the closure",
            where=where,
            field="shape",
            way_out="Draw it over the street, not along it.",
        )
    far_m = _metres_between(_ends_of(network, edges), areas)
    if far_m > NEAR_M:
        raise BadInputError(
            f"the closure is {far_m / 1_000:.0f} km away from {names}",
            where=where,
            field="ways" if roads.shape is None else "shape",
            way_out="Give it to the square that it lies in.",
        )
    return edges


def streets_of(network: RoadNetwork, edges: NDArray[np.bool_]) -> shapely.MultiLineString:
    """Give roads as they lie on the map; the spokes of barriers have no length."""
    lines: list[list[tuple[float, float]]] = []
    for edge in np.flatnonzero(edges & (network.edge_mm > 0)).tolist():
        at = slice(int(network.first_point[edge]), int(network.first_point[edge + 1]))
        lines.append(list(zip(network.point_lon[at].tolist(), network.point_lat[at].tolist(), strict=True)))
    return shapely.MultiLineString(lines)


def _extent(network: RoadNetwork) -> shapely.Polygon:
    lon, lat = network.node_lon, network.node_lat
    return shapely.box(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))


def _ends_of(network: RoadNetwork, edges: NDArray[np.bool_]) -> shapely.MultiPoint:
    node = np.unique(np.concatenate([network.edge_from[edges], network.edge_to[edges]]))
    return shapely.MultiPoint(np.column_stack([network.node_lon[node], network.node_lat[node]]))


def _metres_between(points: shapely.MultiPoint, areas: Sequence[Area]) -> float:
    """Measure to the nearest area, on a plane at the points' latitude: a town's distance, not a chart's."""
    lon_m, lat_m = metres_per_degree(np.array([points.centroid.y]))
    scale = np.array([float(lon_m[0]), float(lat_m[0])])

    def flat(shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda at: at * scale)

    return min(flat(points).distance(flat(area.border)) for area in areas)
