"""The roads of one OSM extract, cut at junctions, for every profile; nothing here is about who may ride."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routing.network.map_faults import MapFaults
from routing.network.relief import Relief

__all__ = ["AGAINST", "ALONG", "Restrictions", "RoadNetwork"]

ALONG, AGAINST = 1, 2
"""Whom a signal stops: bits for those who ride a way as it was drawn, and for those who ride it the other way."""


def _no_rows() -> NDArray[np.int32]:
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Restrictions:
    """Rides that relations of OSM speak of; whether they are forbidden or the only ones is told by the tags.

    Attributes
    ----------
    ride_tags: int32 (r,); row in `tags`.
    first: int32 (r + 1,); ride i goes over the edges first[i] to first[i + 1], from, via and to; no spokes of barriers.
    edge: int32; edges of the network.
    forward: bool; True where an edge is ridden as it was drawn.
    tags: of the relations; {key: value}.
    skipped: relations that could not be placed: members are missing, or do not join.
    """

    ride_tags: NDArray[np.int32] = field(default_factory=_no_rows)
    first: NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, np.int32))
    edge: NDArray[np.int32] = field(default_factory=_no_rows)
    forward: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    tags: tuple[dict[str, str], ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class RoadNetwork:
    """Nodes and undirected edges with their geometry and tags, in compact arrays.

    A barrier is an edge of no length: it has the barrier's tags, so that a profile decides what it costs.

    Attributes
    ----------
    node_osm: int64 (n,); OSM id of each node.
    node_lon, node_lat: float64 (n,); degrees.
    edge_from, edge_to: int32 (e,); nodes, in the direction the way was drawn.
    edge_mm: int64 (e,); length on the WGS 84 ellipsoid.
    edge_tags: int32 (e,); row in `tags`.
    edge_way: int64 (e,); OSM id of the way (or of the barrier's node).
    first_point: int32 (e + 1,); the points of edge i are first_point[i] to first_point[i + 1], ends included.
    point_lon, point_lat: float64 (p,); degrees.
    tags: the distinct sets of tags; {key: value}.
    mini_roundabouts: int64 (r,); OSM ids of the nodes that are one, for guidance.
    signal_node: int32 (s,); nodes with traffic signals.
    signal_stops: int32 (s,); `ALONG`, `AGAINST` or both.
    restrictions: rides that are forbidden, or the only ones.
    relief: how the roads rise and fall.
    faults: what was wrong with the roads of the extract, and was left out or mended.
    """

    node_osm: NDArray[np.int64]
    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]
    edge_from: NDArray[np.int32]
    edge_to: NDArray[np.int32]
    edge_mm: NDArray[np.int64]
    edge_tags: NDArray[np.int32]
    edge_way: NDArray[np.int64]
    first_point: NDArray[np.int32]
    point_lon: NDArray[np.float64]
    point_lat: NDArray[np.float64]
    tags: tuple[dict[str, str], ...]
    mini_roundabouts: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    signal_node: NDArray[np.int32] = field(default_factory=_no_rows)
    signal_stops: NDArray[np.int32] = field(default_factory=_no_rows)
    restrictions: Restrictions = field(default_factory=Restrictions)
    relief: Relief = field(default_factory=Relief)
    faults: MapFaults = field(default_factory=MapFaults)

    @property
    def node_count(self) -> int:
        return len(self.node_osm)

    @property
    def edge_count(self) -> int:
        return len(self.edge_from)
