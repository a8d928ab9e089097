"""The roads of one day by the clock: what their tags say of each hour, and what is closed or slower for a time.

Hours of tags are those of `routing.network.day_roads`; closures are laid upon them here, since a way may have to avoid
some that begin only while it is ridden.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
from rounds.closure_times import DAY_SEEN_S
from rounds.day_closures import DayClosure
from rounds.delivery_day import Span
from rounds.retiming import Way
from rounds.roads import Roads
from routing.network.barrier_stars import road_of_edge
from routing.network.closures import closed_graph
from routing.network.day_roads import HORIZON_S, DayRoads
from routing.network.hierarchy import Hierarchy, valued_anew
from routing.network.path_effort import ArcEfforts, path_effort
from routing.network.paths import RoadPath, shortest_path
from routing.network.road_graph import SnappedPlace
from routing.network.snapping import SNAP_LIMIT_M, Snapper

__all__ = ["RoadsOfDay"]

Numbers = frozenset[int]
"""Of closures of the day."""


class _Key(NamedTuple):
    """Roads of a profile: of the hour that begins then, with the closures that stand.

    Attributes
    ----------
    leaving: the road that one is in already and that may close behind; None where none of the closures closes it.
    """

    profile: str
    hour: int
    standing: Numbers
    leaving: int | None = None


class RoadsOfDay:
    """The roads of an extract on a day.

    For each hour of the tags, and each set of closures that stand together in it, there is one hierarchy a profile,
    made when it is first asked for; all of a profile share their order.
    """

    def __init__(self, roads: Roads, day: date, closures: Sequence[DayClosure] = ()) -> None:
        self._roads = roads
        self._day = day
        self._closures = closures
        self._days: dict[str, DayRoads] = {}
        self._hierarchies: dict[_Key, Hierarchy] = {}
        self._snappers: dict[_Key, Snapper] = {}
        self._snapped: dict[tuple[_Key, Position], SnappedPlace] = {}
        self._efforts: dict[_Key, ArcEfforts] = {}
        self._edges: dict[int, NDArray[np.bool_]] = {}

    def at(self, profile: str, second: int) -> Hierarchy:
        """Give the roads as they are at a moment of the day."""
        return self._hierarchy(_Key(profile, self._hour(profile, second), self._during(profile, second, second)))

    def changes(self, profile: str, span: Span) -> bool:
        """Say whether the roads are other than without the clock at some moment of a span."""
        return bool(self._during(profile, *span)) or self._has_hours(profile)

    def moments(self, profile: str, span: Span) -> list[int]:
        """List the beginning of a span and the moments in it at which something closes or opens, in order."""
        begin, end = span
        of_tags = {start for start, _ in self._of(profile).intervals} if self._has_hours(profile) else set[int]()
        of_closures = {moment for one in self._closures if _is_for(one, profile) for moment in one.span}
        return [begin, *sorted(moment for moment in of_tags | of_closures if begin < moment < end)]

    def standing(self, profile: str, begin_s: int, end_s: int) -> list[DayClosure]:
        """List the closures that stand for a profile at some moment of a span."""
        return [self._closures[number] for number in sorted(self._during(profile, begin_s, end_s))]

    def holding(self, profile: str, place: SnappedPlace) -> list[DayClosure]:
        """List the closures that close the road of a place at some moment of the day."""
        graph = self._free(profile, 0).graph
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
        key = _Key(profile, self._hour(profile, second), self._during(profile, second, second))
        while (path := self._path(key, origin, destination)) is not None:
            more = key.standing | self._during(profile, second, second + path.duration_s)
            if more == key.standing:
                return path
            key = key._replace(standing=more, leaving=self._closing_behind(key, origin, more))
        return None

    def energy_wh(self, profile: str, ends: tuple[Position, Position], second: int, path: RoadPath) -> int:
        """Say what a way that was left for at a moment takes from the battery, rounded up; 0 where there is none."""
        key = _Key(profile, self._hour(profile, second), frozenset())
        if key not in self._efforts:
            self._efforts[key] = ArcEfforts.of(self._hierarchy(key).graph)
        effort = path_effort(self._efforts[key], path, *(self._on_road(key, place) for place in ends))
        return effort.energy_wh or 0

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

    def _has_hours(self, profile: str) -> bool:
        return bool(self._roads.by_clock(profile).timed.all)

    def _free(self, profile: str, hour: int) -> Hierarchy:
        """Give the roads of an hour of the tags, whatever is closed."""
        return self._of(profile).at(hour) if self._has_hours(profile) else self._roads.hierarchy(profile)

    def _of(self, profile: str) -> DayRoads:
        if profile not in self._days:
            self._days[profile] = DayRoads(self._roads.by_clock(profile), self._day)
        return self._days[profile]

    def _hour(self, profile: str, second: int) -> int:
        """Give the beginning of the hour of the tags; behind the last of the day, that one lasts."""
        if not self._has_hours(profile):
            return 0
        day = self._of(profile)
        return day.intervals[day.interval(max(0, min(second, HORIZON_S - 1)))][0]

    def _hierarchy(self, key: _Key) -> Hierarchy:
        free = self._free(key.profile, key.hour)
        if not key.standing:
            return free
        if key not in self._hierarchies:
            closures = [self._closures[number].roads for number in sorted(key.standing)]
            closed = closed_graph(free.graph, closures, key.leaving)
            self._hierarchies[key] = valued_anew(free, closed)
        return self._hierarchies[key]

    def _path(self, key: _Key, origin: Position, destination: Position) -> RoadPath | None:
        ends = [self._on_road(key, place) for place in (origin, destination)]
        if any(end.snap_distance_m > SNAP_LIMIT_M for end in ends):
            return None
        try:
            return shortest_path(self._hierarchy(key), *ends)
        except UnreachablePlaceError:
            return None

    def _on_road(self, key: _Key, place: Position) -> SnappedPlace:
        """Bring a place to the road; it carries its part of an arc's time, so slower roads have places of their own."""
        slow = frozenset(number for number in key.standing if self._closures[number].roads.slowed is not None)
        own = _Key(key.profile, key.hour, slow)
        if (own, place) not in self._snapped:
            if own not in self._snappers:
                self._snappers[own] = Snapper(self._hierarchy(own).graph)
            self._snapped[own, place] = self._snappers[own].nearest([place])[0]
        return self._snapped[own, place]

    def _closing_behind(self, key: _Key, origin: Position, standing: Numbers) -> int | None:
        """Give the road of who has left already, where one of some closures closes it."""
        graph = self._free(key.profile, key.hour).graph
        edge = int(graph.edge[self._on_road(key, origin).arcs[0].arc])
        closing = (number for number in standing if self._closures[number].roads.slowed is None)
        closes = any(self._edges_of(number, key.profile)[edge] for number in closing)
        return int(road_of_edge(graph.network)[edge]) if closes else None

    def _edges_of(self, number: int, profile: str) -> NDArray[np.bool_]:
        if number not in self._edges:
            self._edges[number] = self._closures[number].roads.edges(self._free(profile, 0).graph.network)
        return self._edges[number]


def _is_for(closure: DayClosure, profile: str) -> bool:
    return closure.roads.profiles is None or profile in closure.roads.profiles
