"""What coming from one kind of road onto another takes: onto a private drive, aboard a ferry."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routing.network.barrier_stars import road_of_edge
from routing.network.open_arcs import OpenArcs
from routing.network.road_network import RoadNetwork
from routing.network.turns import Turns

__all__ = ["Entries", "with_entries"]


@dataclass(frozen=True, slots=True)
class Entries:
    """What each set of tags asks of who comes onto such a road, forward and backward: shape (2, sets)."""

    mm: NDArray[np.float64]
    ms: NDArray[np.float64]


def with_entries(turns: Turns, network: RoadNetwork, arcs: OpenArcs, entries: Entries) -> Turns:
    """Add to each turn the entry of the road that is turned into, where the road before asks another.

    The spokes of a barrier are the ends of their roads. A trip that begins on such a road pays none.
    """
    if not entries.mm.any() and not entries.ms.any():
        return turns
    own = road_of_edge(network)
    is_spoke = own[arcs.edge] != arcs.edge
    tags = network.edge_tags[own[arcs.edge]]
    direction = np.where(arcs.forward, 0, 1)
    # a spoke does not know which way its road was drawn
    mm, ms = (np.where(is_spoke, rate.max(axis=0)[tags], rate[direction, tags]) for rate in (entries.mm, entries.ms))
    before, after = turns.arc[turns.start], turns.arc[turns.to]
    enters = (mm[before] != mm[after]) | (ms[before] != ms[after])
    return replace(
        turns,
        cost=turns.cost + np.rint(mm[after] * enters).astype(np.int64),
        ms=turns.ms + np.rint(ms[after] * enters).astype(np.int64),
    )
