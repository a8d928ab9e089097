"""Where the points of edges lie along them, in arrays over a whole road network."""

import numpy as np
from numpy.typing import NDArray

from routing.network.ellipsoid import metres_per_degree
from routing.network.road_network import RoadNetwork

__all__ = ["along_edges", "edge_of_points"]


def edge_of_points(network: RoadNetwork) -> NDArray[np.int32]:
    """Give the edge of each point of the network; int32 (p,)."""
    return np.repeat(np.arange(network.edge_count, dtype=np.int32), np.diff(network.first_point))


def along_edges(network: RoadNetwork) -> NDArray[np.float64]:
    """Give the millimetres from its edge's first point to each point, the last at the edge's length; float64 (p,)."""
    edge = edge_of_points(network)
    begin, end = network.first_point[:-1], network.first_point[1:] - 1
    lon_m, lat_m = metres_per_degree(network.point_lat[begin][edge])
    east = np.diff(network.point_lon, prepend=network.point_lon[:1]) * lon_m
    north = np.diff(network.point_lat, prepend=network.point_lat[:1]) * lat_m
    step = np.hypot(east, north)
    step[begin] = 0.0
    along = np.cumsum(step)
    along -= along[begin][edge]
    whole = along[end]
    scale = np.divide(network.edge_mm, whole, out=np.zeros(network.edge_count), where=whole > 0)
    along *= scale[edge]
    along[end] = network.edge_mm
    return along
