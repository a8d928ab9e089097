"""The roads of one day by the clock: which are closed or slower when, and the way between two places at a moment."""

from collections.abc import Sequence

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
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


class RoadsOfDay:
    """The roads of an extract on a day with closures.

    Between two moments at which something closes or opens, one hierarchy holds for a profile; it is made when it is
    first asked for, from the one without closures, which is shared.
    """

    def __init__(self, roads: Roads, closures: Sequence[DayClosure] = ()) -> None:
        self._roads = roads
        self._closures = closures
        self._hierarchies: dict[tuple[str, frozenset[int]], Hierarchy] = {}
        self._snappers: dict[int, Snapper] = {}
        self._snapped: dict[tuple[int, Position], SnappedPlace] = {}

    def at(self, profile: str, second: int) -> Hierarchy:
        """Give the roads as they are at a moment of the day."""
        standing = self._standing(profile, second)
        if not standing:
            return self._roads.hierarchy(profile)
        if (profile, standing) not in self._hierarchies:
            free = self._roads.hierarchy(profile)
            closed = closed_graph(free.graph, [self._closures[number].roads for number in sorted(standing)])
            self._hierarchies[profile, standing] = valued_anew(free, closed)
        return self._hierarchies[profile, standing]

    def moments(self, profile: str, span: Span) -> list[int]:
        """List the beginning of a span and the moments in it at which something closes or opens, in order."""
        begin, end = span
        changes = {moment for one in self._concerning(profile) for moment in one.span if begin < moment < end}
        return [begin, *sorted(changes)]

    def standing(self, profile: str, second: int) -> list[DayClosure]:
        """List the closures that are in force for a profile at a moment."""
        return [self._closures[number] for number in sorted(self._standing(profile, second))]

    def way(self, profile: str, origin: Position, destination: Position, second: int) -> RoadPath | None:
        """Find the way between two places for whoever leaves at a moment; None where roads are closed."""
        hierarchy = self.at(profile, second)
        ends = [self._on_road(hierarchy, place) for place in (origin, destination)]
        if any(end.snap_distance_m > SNAP_LIMIT_M for end in ends):
            return None
        try:
            return shortest_path(hierarchy, *ends)
        except UnreachablePlaceError:
            return None

    def leaving_at_once(self, profile: str) -> Way:
        """Give the ways for a round that does not wait until a road opens."""

        def found(origin: Position, destination: Position, second: int) -> tuple[int, RoadPath] | None:
            path = self.way(profile, origin, destination, second)
            return None if path is None else (second, path)

        return found

    def _standing(self, profile: str, second: int) -> frozenset[int]:
        return frozenset(
            number
            for number, one in enumerate(self._closures)
            if one.begin_s <= second < one.end_s and _is_for(one, profile)
        )

    def _concerning(self, profile: str) -> list[DayClosure]:
        return [one for one in self._closures if _is_for(one, profile)]

    def _on_road(self, hierarchy: Hierarchy, place: Position) -> SnappedPlace:
        """Bring a place to the road; it carries its part of an arc's time, so slower roads have places of their own."""
        key = id(hierarchy)
        if (key, place) not in self._snapped:
            if key not in self._snappers:
                self._snappers[key] = Snapper(hierarchy.graph)
            self._snapped[key, place] = self._snappers[key].nearest([place])[0]
        return self._snapped[key, place]


def _is_for(closure: DayClosure, profile: str) -> bool:
    return closure.roads.profiles is None or profile in closure.roads.profiles
