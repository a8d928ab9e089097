"""Where one comes from one kind of road onto another: onto a private drive, aboard a ferry."""

import numpy as np
from numpy.typing import NDArray

from routing.network.road_network import RoadNetwork

__all__ = ["enters"]


def enters(
    network: RoadNetwork, tail: NDArray[np.int32], head: NDArray[np.int32], kind: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say of each arc whether one may come to its tail by a road of another kind.

    A barrier's star is one place, as if all roads still ended in its centre.

    Parameters
    ----------
    kind: of each arc's road, from 0; -1 for the spokes of barriers, which are of no kind.
    """
    centre = np.arange(network.node_count)
    spokes = np.flatnonzero(network.edge_mm == 0)
    centre[network.edge_from[spokes]] = network.edge_to[spokes]
    road = kind >= 0
    ends = centre[np.concatenate([tail[road], head[road]])]
    kinds = np.tile(kind[road], 2)
    lowest, highest = np.full(network.node_count, kind.max(initial=0)), np.zeros(network.node_count, np.int64)
    np.minimum.at(lowest, ends, kinds)
    np.maximum.at(highest, ends, kinds)
    return (lowest < highest)[centre[tail]] & road
