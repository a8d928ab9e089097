"""Ways as they stand in an extract, in whole arrays: a country has millions of points."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routing.network.map_faults import MapFaults
from routing.network.restriction_members import RawRestriction

__all__ = ["UNITS_PER_DEGREE", "RawWays"]

UNITS_PER_DEGREE = 10_000_000
"""OSM stores coordinates as whole 10⁻⁷ degrees. Source: wiki.openstreetmap.org/wiki/Node."""


@dataclass(frozen=True, slots=True)
class RawWays:
    """Ways as they stand in the extract.

    Attributes
    ----------
    way: int64 (w,); OSM ids, each once.
    tags: int32 (w,); row in `tag_sets`.
    first_point: int64 (w + 1,); the points of way i are first_point[i] to first_point[i + 1].
    point_node: int64 (p,); OSM ids.
    point_x, point_y: int64 (p,); 10⁻⁷ degrees, off the globe where the extract lacks the node.
    barrier_node, barrier_tags: int64 (b,), int32 (b,); barriers on nodes.
    mini_roundabouts: OSM ids of nodes.
    signals: whom the traffic signals on a node stop, as in `RoadNetwork.signal_stops`; {OSM id: bits}.
    restrictions: relations that restrict turns.
    heights_m: told for nodes; {OSM id: metres above the sea}.
    faults: what was wrong with the file so far.
    """

    way: NDArray[np.int64]
    tags: NDArray[np.int32]
    first_point: NDArray[np.int64]
    point_node: NDArray[np.int64]
    point_x: NDArray[np.int64]
    point_y: NDArray[np.int64]
    barrier_node: NDArray[np.int64]
    barrier_tags: NDArray[np.int32]
    tag_sets: tuple[dict[str, str], ...]
    mini_roundabouts: tuple[int, ...] = ()
    signals: dict[int, int] = field(default_factory=dict[int, int])
    restrictions: tuple[RawRestriction, ...] = ()
    heights_m: dict[int, float] = field(default_factory=dict[int, float])
    faults: MapFaults = field(default_factory=MapFaults)
