"""The roads of one day by the clock: which are closed or slower when, and the way between two places at a moment."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
from rounds.closure_times import DAY_SEEN_S
from rounds.day_closures import DayClosure
from rounds.delivery_day import Span
from rounds.retiming import Way
from rounds.roads import Roads
from routing.network.closures import closed_graph
from routing.network.hierarchy import Hierarchy, valued_anew
from routing.network.paths import RoadPath, shortest_path
from routing.network.road_graph import SnappedPlace
from routing.network.snapping import SNAP_LIMIT_M, Snapper

__all__ = ["RoadsOfDay"]

Numbers = frozenset[int]
"""Of closures of the day."""


class RoadsOfDay:
    """The roads of an extract on a day with closures.

    For each set of closures that stand together there is one hierarchy a profile, made when it is first asked for from
    the one without closures, which is shared.
    """

    def __init__(self, roads: Roads, closures: Sequence[DayClosure]) -> None:
        self._roads = roads
        self._closures = closures
        self._hierarchies: dict[tuple[str, Numbers], Hierarchy] = {}
        self._snappers: dict[tuple[str, Numbers], Snapper] = {}
        self._snapped: dict[tuple[str, Numbers, Position], SnappedPlace] = {}
        self._edges: dict[int, NDArray[np.bool_]] = {}

    def at(self, profile: str, second: int) -> Hierarchy:
        """Give the roads as they are at a moment of the day."""
        return self._hierarchy(profile, self._during(profile, second, second))

    def moments(self, profile: str, span: Span) -> list[int]:
        """List the beginning of a span and the moments in it at which something closes or opens, in order."""
        begin, end = span
        changes = {
            moment for one in self._closures if _is_for(one, profile) for moment in one.span if begin < moment < end
        }
        return [begin, *sorted(changes)]

    def standing(self, profile: str, begin_s: int, end_s: int) -> list[DayClosure]:
        """List the closures that stand for a profile at some moment of a span."""
        return [self._closures[number] for number in sorted(self._during(profile, begin_s, end_s))]

    def holding(self, profile: str, place: SnappedPlace) -> list[DayClosure]:
        """List the closures that close the road of a place at some moment of the day."""
        graph = self._roads.hierarchy(profile).graph
        edges = [int(graph.edge[on.arc]) for on in place.arcs]
        return [
            one
            for number, one in enumerate(self._closures)
            if one.roads.slowed is None and _is_for(one, profile) and any(self._edges_of(number, profile)[edges])
        ]

    def way(self, profile: str, origin: Position, destination: Position, second: int) -> RoadPath | None:
        """Find the way for whoever leaves at a moment; None where roads are closed.

        It avoids whatever is closed at any moment before the arrival. Only the street one leaves from may close behind.
        """
        standing = self._during(profile, second, second)
        while (path := self._path(profile, standing, origin, destination)) is not None:
            more = standing | self._during(profile, second, second + path.duration_s)
            if more == standing:
                return path
            standing = more
        here = self.holding(profile, self._on_road(profile, frozenset(), origin))
        behind = {
            number for number in standing if self._closures[number] in here and self._closures[number].begin_s > second
        }
        return self._path(profile, standing - behind, origin, destination) if behind else None

    def leaving_at_once(self, profile: str) -> Way:
        """Give the ways for a round that does not wait until a road opens."""

        def found(origin: Position, destination: Position, second: int) -> tuple[int, RoadPath] | None:
            path = self.way(profile, origin, destination, second)
            return None if path is None else (second, path)

        return found

    def waiting(self, profile: str) -> Way:
        """Give the ways for a round that waits until a road opens, where there is no other."""

        def found(origin: Position, destination: Position, second: int) -> tuple[int, RoadPath] | None:
            for leaving_s in self.moments(profile, (second, DAY_SEEN_S)):
                path = self.way(profile, origin, destination, leaving_s)
                if path is not None:
                    return leaving_s, path
            return None

        return found

    def _during(self, profile: str, begin_s: int, end_s: int) -> Numbers:
        return frozenset(
            number
            for number, one in enumerate(self._closures)
            if one.begin_s <= end_s and begin_s < one.end_s and _is_for(one, profile)
        )

    def _hierarchy(self, profile: str, standing: Numbers) -> Hierarchy:
        free = self._roads.hierarchy(profile)
        if not standing:
            return free
        if (profile, standing) not in self._hierarchies:
            closed = closed_graph(free.graph, [self._closures[number].roads for number in sorted(standing)])
            self._hierarchies[profile, standing] = valued_anew(free, closed)
        return self._hierarchies[profile, standing]

    def _path(self, profile: str, standing: Numbers, origin: Position, destination: Position) -> RoadPath | None:
        ends = [self._on_road(profile, standing, place) for place in (origin, destination)]
        if any(end.snap_distance_m > SNAP_LIMIT_M for end in ends):
            return None
        try:
            return shortest_path(self._hierarchy(profile, standing), *ends)
        except UnreachablePlaceError:
            return None

    def _on_road(self, profile: str, standing: Numbers, place: Position) -> SnappedPlace:
        """Bring a place to the road; it carries its part of an arc's time, so slower roads have places of their own."""
        slow = frozenset(number for number in standing if self._closures[number].roads.slowed is not None)
        key = (profile, slow, place)
        if key not in self._snapped:
            if (profile, slow) not in self._snappers:
                self._snappers[profile, slow] = Snapper(self._hierarchy(profile, slow).graph)
            self._snapped[key] = self._snappers[profile, slow].nearest([place])[0]
        return self._snapped[key]

    def _edges_of(self, number: int, profile: str) -> NDArray[np.bool_]:
        if number not in self._edges:
            self._edges[number] = self._closures[number].roads.edges(self._roads.hierarchy(profile).graph.network)
        return self._edges[number]


def _is_for(closure: DayClosure, profile: str) -> bool:
    return closure.roads.profiles is None or profile in closure.roads.profiles
