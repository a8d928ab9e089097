"""In which direction roads leave their ends, and so how sharp a turn is."""

import numpy as np
from numpy.typing import NDArray

from routing.network.barrier_stars import road_of_edge
from routing.network.ellipsoid import metres_per_degree
from routing.network.road_network import RoadNetwork

__all__ = ["leaving_bearings"]

REACH_M = 10.0
"""A road's direction at its end is that of its first metres: a junction's own kinks are shorter. Own choice."""

Floats = NDArray[np.float64]


def leaving_bearings(network: RoadNetwork) -> Floats:
    """Give the bearing in which one leaves each end of each edge along it; degrees clockwise from north.

    A spoke of a barrier goes straight on into its road.

    Returns
    -------
    float64 (2, e); row 0 leaves `edge_from`, row 1 `edge_to`.
    """
    first, last = network.first_point[:-1].astype(np.int64), network.first_point[1:].astype(np.int64) - 1
    along = _metres_along(network)
    begin_m, end_m = along[first], along[last]
    reach_m = np.minimum(REACH_M, end_m - begin_m)
    leaving = np.stack(
        [
            _bearing(network, first, begin_m + reach_m, along, first, last),
            _bearing(network, last, end_m - reach_m, along, first, last),
        ]
    )
    spokes = np.flatnonzero(network.edge_mm == 0)
    road = road_of_edge(network)[spokes]
    outwards = np.where(network.edge_from[road] == network.edge_from[spokes], leaving[0, road], leaving[1, road])
    leaving[0, spokes], leaving[1, spokes] = outwards + 180, outwards
    return leaving


def _metres_along(network: RoadNetwork) -> Floats:
    """Measure along all edges one behind another, in the plane that touches each piece's beginning."""
    lon_m, lat_m = metres_per_degree(network.point_lat[:-1])
    step_m = np.hypot(np.diff(network.point_lon) * lon_m, np.diff(network.point_lat) * lat_m)
    step_m[network.first_point[1:-1] - 1] = 0.0
    return np.concatenate([[0.0], np.cumsum(step_m)])


def _bearing(
    network: RoadNetwork,
    end: NDArray[np.int64],
    at_m: Floats,
    along: Floats,
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> Floats:
    """Look from the end of each edge to the point of it that lies at `at_m`."""
    piece = np.clip(np.searchsorted(along, at_m, side="right") - 1, first, last - 1)
    length_m = along[piece + 1] - along[piece]
    share = (at_m - along[piece]) / np.where(length_m > 0, length_m, 1.0)
    lon, lat = (
        values[piece] + share * (values[piece + 1] - values[piece]) for values in (network.point_lon, network.point_lat)
    )
    lon_m, lat_m = metres_per_degree(network.point_lat[end])
    east, north = (lon - network.point_lon[end]) * lon_m, (lat - network.point_lat[end]) * lat_m
    return np.degrees(np.arctan2(east, north))
