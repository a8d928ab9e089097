"""The spokes of barriers seen as what they are: the very end of the road that they belong to."""

import numpy as np
from numpy.typing import NDArray

from routing.network.road_network import RoadNetwork

__all__ = ["road_of_edge", "spoke_at_node"]


def road_of_edge(network: RoadNetwork) -> NDArray[np.int32]:
    """Give for a spoke the one road that ends at its outer end, and for a road itself; int32 (e,)."""
    own = np.arange(network.edge_count, dtype=np.int32)
    roads = np.flatnonzero(network.edge_mm)
    road_at = np.zeros(network.node_count, np.int32)
    road_at[network.edge_from[roads]] = roads
    road_at[network.edge_to[roads]] = roads
    return np.where(network.edge_mm > 0, own, road_at[network.edge_from])


def spoke_at_node(network: RoadNetwork) -> NDArray[np.int32]:
    """Give the spoke that leads from a node to the barrier, drawn in that direction; -1 where there is none."""
    spokes = np.flatnonzero(network.edge_mm == 0)
    spoke_at = np.full(network.node_count, -1, np.int32)
    spoke_at[network.edge_from[spokes]] = spokes
    return spoke_at
