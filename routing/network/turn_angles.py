"""In which direction roads leave their ends, and so how sharp a turn is."""

import numpy as np
from numpy.typing import NDArray

from routing.network.barrier_stars import road_of_edge
from routing.network.ellipsoid import metres_per_degree
from routing.network.road_network import RoadNetwork

__all__ = ["leaving_bearings"]

Floats = NDArray[np.float64]


def leaving_bearings(network: RoadNetwork, first_m: float) -> Floats:
    """Give the bearing in which one leaves each end of each edge along it; degrees clockwise from north.

    A spoke of a barrier goes straight on into its road.

    Parameters
    ----------
    first_m: a road's direction at its end is that from there to the point so many metres on, or to its other end.

    Returns
    -------
    float64 (2, e); row 0 leaves `edge_from`, row 1 `edge_to`.
    """
    first, last = network.first_point[:-1].astype(np.int64), network.first_point[1:].astype(np.int64) - 1
    along = _metres_along(network)
    reach_m = np.minimum(first_m, along[last] - along[first])
    leaving = np.stack(
        [
            _bearing(network, first, _point_at(network, along, along[first] + reach_m)),
            _bearing(network, last, _point_at(network, along, along[last] - reach_m)),
        ]
    )
    spokes = np.flatnonzero(network.edge_mm == 0)
    road = road_of_edge(network)[spokes]
    end = (network.edge_from[road] != network.edge_from[spokes]).astype(np.int64)  # of the road, where the spoke is
    outwards = leaving[end, road]
    leaving[0, spokes], leaving[1, spokes] = outwards + 180, outwards
    return leaving


def _metres_along(network: RoadNetwork) -> Floats:
    """Measure along all edges one behind another, in the plane that touches each piece's beginning."""
    lon_m, lat_m = metres_per_degree(network.point_lat[:-1])
    step_m = np.hypot(np.diff(network.point_lon) * lon_m, np.diff(network.point_lat) * lat_m)
    step_m[network.first_point[1:-1] - 1] = 0.0
    return np.concatenate([[0.0], np.cumsum(step_m)])


def _point_at(network: RoadNetwork, along: Floats, at_m: Floats) -> tuple[Floats, Floats]:
    """Give the longitude and latitude of a point of each edge, by its metres along all edges."""
    first, last = network.first_point[:-1].astype(np.int64), network.first_point[1:].astype(np.int64) - 1
    piece = np.clip(np.searchsorted(along, at_m, side="right") - 1, first, last - 1)
    length_m = along[piece + 1] - along[piece]
    share = (at_m - along[piece]) / np.where(length_m > 0, length_m, 1.0)
    lon, lat = network.point_lon, network.point_lat
    return lon[piece] + share * (lon[piece + 1] - lon[piece]), lat[piece] + share * (lat[piece + 1] - lat[piece])


def _bearing(network: RoadNetwork, end: NDArray[np.int64], seen: tuple[Floats, Floats]) -> Floats:
    """Look from the end of each edge to a point of it."""
    lon, lat = network.point_lon[end], network.point_lat[end]
    lon_m, lat_m = metres_per_degree(lat)
    return np.degrees(np.arctan2((seen[0] - lon) * lon_m, (seen[1] - lat) * lat_m))
