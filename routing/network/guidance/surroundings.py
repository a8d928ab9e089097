"""What someone on the road sees at each junction: every way that ends there, where it leads, whether it may be ridden.

Made once for a graph, then asked for any number of paths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routing.network.guidance.bearings import LOOK_AHEAD_M
from routing.network.guidance.roads import Road, is_ring, read_road
from routing.network.path_effort import ArcEfforts
from routing.network.profile import Profile, load_profile
from routing.network.road_graph import RoadGraph
from routing.network.turn_angles import leaving_bearings

__all__ = ["Branch", "Surroundings"]

_MODES = {"foot": "walking", "car": "driving", "van": "driving"}
"""Words for `mode` as in OSRM's bundled profiles; every other profile cycles."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A way as seen from a junction where it ends.

    Attributes
    ----------
    edge: of the network. from_first: one leaves by its first node.
    bearing: degrees from north, away from the junction.
    mode: how one would use it; empty where one may not, for ever or while it is closed.
    usual_mode: how one would use it were it not closed: a closed exit of a roundabout is still one to count.
    """

    edge: int
    from_first: bool
    bearing: float
    road: Road
    mode: str
    usual_mode: str


class Surroundings:
    """The junctions of a graph's network as one profile sees them.

    A junction is an OSM node: the ends that a barrier parts are one place to who stands there.
    """

    def __init__(self, graph: RoadGraph, profile: Profile | None = None) -> None:
        network = graph.network
        self.graph = graph
        self._profile = profile or load_profile(graph.profile)
        self._mode = _MODES.get(graph.profile, "cycling")
        _, self.junction = np.unique(network.node_osm, return_inverse=True)
        roads = np.flatnonzero(network.edge_mm > 0)
        ends = np.concatenate([network.edge_from[roads], network.edge_to[roads]])
        order = np.argsort(self.junction[ends], kind="stable")
        self._edge = np.tile(roads, 2)[order]
        self._from_first = np.repeat([True, False], len(roads))[order]
        at = self.junction[ends][order]
        self._first = np.searchsorted(at, np.arange(int(self.junction.max(initial=-1)) + 2))
        self.bearings = leaving_bearings(network, LOOK_AHEAD_M) % 360
        self._is_closed = np.zeros((2, network.edge_count), np.bool_)  # as one rides by the first node, by the last
        if graph.closed is not None:
            against = np.where(graph.forward, 0, 1)
            self._is_closed[against[graph.closed], graph.edge[graph.closed]] = True
        self._branches: dict[int, Sequence[Branch]] = {}
        self._known: dict[tuple[int, bool], tuple[Road, str]] = {}

    def branches(self, junction: int) -> Sequence[Branch]:
        """Give the ways that end at a junction, none at `NO_JUNCTION`; a way that comes back to it is there twice."""
        known = self._branches.get(junction)
        if known is None:
            known = self._branches[junction] = self._ends_at(junction)
        return known

    def _ends_at(self, junction: int) -> Sequence[Branch]:
        if junction < 0:
            return ()
        part = slice(int(self._first[junction]), int(self._first[junction + 1]))
        found: list[Branch] = []
        for edge, from_first in zip(self._edge[part].tolist(), self._from_first[part].tolist(), strict=True):
            road, usual = self.ridden(edge, forward=from_first)
            way = 0 if from_first else 1
            bearing = float(self.bearings[way, edge])
            mode = "" if self._is_closed[way, edge] else usual
            found.append(Branch(edge, from_first, bearing, road, mode, usual))
        return found

    def ridden(self, edge: int, *, forward: bool) -> tuple[Road, str]:
        """Read a way and how this profile uses it in a direction; "" where it may not."""
        row = int(self.graph.network.edge_tags[edge])
        known = self._known.get((row, forward))
        if known is None:
            tags = self.graph.network.tags[row]
            road = read_road(tags, forward=forward)
            known = self._known[row, forward] = (road, self._mode_on(tags, road, forward=forward))
        return known

    def is_mini_roundabout(self, junction: int) -> bool:
        """Say whether a junction is a mini-roundabout."""
        return junction in self._mini_roundabouts

    def is_street(self, name: str) -> bool:
        """Say whether a name is that of a road beside roundabouts."""
        return name in self._street_names

    @cached_property
    def efforts(self) -> ArcEfforts:
        """What the arcs climb and take."""
        return ArcEfforts.of(self.graph)

    @cached_property
    def _street_names(self) -> frozenset[str]:
        return frozenset(tags["name"] for tags in self.graph.network.tags if "name" in tags and not is_ring(tags))

    @cached_property
    def _mini_roundabouts(self) -> frozenset[int]:
        network = self.graph.network
        at: NDArray[np.int64] = self.junction[np.isin(network.node_osm, network.mini_roundabouts)]
        return frozenset(at.tolist())

    def _mode_on(self, tags: dict[str, str], road: Road, *, forward: bool) -> str:
        ride = self._profile.ride(tags)
        pace = ride.forward if forward else ride.backward
        if pace is None:
            return ""
        if road.is_ferry:
            return "ferry"
        return "pushing bike" if pace.pushing else self._mode

    def junctions_of(self, edges: NDArray[np.int32]) -> tuple[Sequence[int], Sequence[int]]:
        """Give the junctions of the first and the last node of some edges."""
        network = self.graph.network
        return self.junction[network.edge_from[edges]].tolist(), self.junction[network.edge_to[edges]].tolist()
