"""One profile's directed graph: what may be ridden, what it costs, how long and how far it is.

Arcs carry three whole numbers: routing cost, millimetres, milliseconds; turns between them two: cost and
milliseconds. The path of least (cost, mm, ms), compared in this order, is *the* path between two places. Arcs are
sorted by tail and know the edge of the road network they ride.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel.position import Position
from routing.network.road_network import RoadNetwork
from routing.network.turns import Turns

__all__ = ["OnArc", "RoadGraph", "SnappedPlace"]


@dataclass(frozen=True, slots=True, eq=False)
class RoadGraph:
    """The largest part of a road network in which one profile comes from every arc to every other, if none is closed.

    Attributes
    ----------
    network: the roads it was made from; edges and their geometry live there.
    profile: name of the profile.
    node: int32 (n,); each node's number in the network.
    first_arc: int32 (n + 1,); arcs leaving node v are first_arc[v] to first_arc[v + 1].
    tail, head: int32 (m,); node numbers of this graph.
    cost: int64 (m,); millimetres times penalties, plus barriers; what turns and entries take is in `turns`.
    mm, ms: int64 (m,); length and time.
    edge: int32 (m,); edge of the network.
    forward: bool (m,); True where the arc rides its edge in the direction it was drawn.
    turns: which arc may follow which, and what that takes.
    closed: bool (m,); arcs that nobody may ride for now, which have no turns; None where all are open.
    connected: bool (m,); arcs from each of which one comes to every other of them. To these alone places are brought;
        None where all are. Roads that open and close by the clock make others: `routing.network.clock_roads`.
    mass_kg: vehicle, rider and load together; None is the profile's own.
    """

    network: RoadNetwork
    profile: str
    node: NDArray[np.int32]
    first_arc: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    cost: NDArray[np.int64]
    mm: NDArray[np.int64]
    ms: NDArray[np.int64]
    edge: NDArray[np.int32]
    forward: NDArray[np.bool_]
    turns: Turns
    closed: NDArray[np.bool_] | None = None
    connected: NDArray[np.bool_] | None = None
    mass_kg: float | None = None

    @property
    def node_count(self) -> int:
        return len(self.node)

    @property
    def arc_count(self) -> int:
        return len(self.head)

    def is_open(self, arc: int) -> bool:
        return self.closed is None or not self.closed[arc]

    def lies_on_closed_road(self, place: "SnappedPlace") -> bool:
        return not any(self.is_open(on.arc) for on in place.arcs)


@dataclass(frozen=True, slots=True)
class OnArc:
    """A point on an arc: what it takes from the arc's tail to the point, never more than the whole arc."""

    arc: int
    cost: int
    mm: int
    ms: int


@dataclass(frozen=True, slots=True)
class SnappedPlace:
    """A position brought to the nearest road of a graph.

    Attributes
    ----------
    position: where it was.
    on_road: the nearest point of the road.
    snap_distance_m: metres between the two.
    arcs: the one or two arcs through that point; a path may leave and enter by any of them.
    """

    position: Position
    on_road: Position
    snap_distance_m: float
    arcs: tuple[OnArc, ...]
