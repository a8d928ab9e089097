"""Places measured on a day whose roads change: as they are when a duty begins, with what is closed then filled in.

Between two moments at which something opens or closes, one table holds. What the solver gets is the table of the hour
in which a duty begins; where that has no way, the next that has one. Each place is kept to the hours in which it can be
reached from where rounds begin, and left again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel.position import Position
from kernel.text import Text
from rounds.closure_times import DAY_SEEN_S
from rounds.day_closures import blamed
from rounds.delivery_day import Span, Vehicle
from rounds.roads import MeasuredPlaces, Roads, profiles_of
from rounds.roads_of_day import RoadsOfDay
from routing.matrix import TravelMatrix
from routing.network.hierarchy import Hierarchy
from routing.network.matrix import table_with_gaps
from routing.network.paths import RoadPath, shortest_path
from routing.network.road_graph import SnappedPlace
from routing.network.snapping import SNAP_LIMIT_M, Snapper

__all__ = ["HourlyRoads", "MeasuredByClock"]

Figures = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class HourTable:
    """What holds between two moments.

    Attributes
    ----------
    snapped: every place on the road.
    inside: bool (n,); places between each two of which there is a way, both ways; where rounds begin is among them.
    distances_m, durations_s: int32 (n, n); of use where both places are inside.
    """

    span: Span
    hierarchy: Hierarchy
    snapped: Sequence[SnappedPlace]
    inside: NDArray[np.bool_]
    distances_m: Figures
    durations_s: Figures


@dataclass(frozen=True, slots=True, eq=False)
class _Hours:
    """The hours of a day, one after the other.

    Attributes
    ----------
    column: number of each place in their tables.
    closed: what closes each place that is not inside in every hour.
    home: where rounds begin.
    """

    ways: RoadsOfDay
    hours: Sequence[HourTable]
    column: Mapping[Position, int]
    closed: Mapping[Position, Text]
    home: Position


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredByClock(MeasuredPlaces):
    """Places as they are when a duty begins at `begin_s`; see `MeasuredPlaces`.

    Attributes
    ----------
    order: the hours, in the order in which they were asked.
    opened: when one may be at a place that is not always open.
    """

    called: str
    begin_s: int
    of: _Hours
    order: Sequence[HourTable]
    opened: Mapping[Position, Sequence[Span]]

    @property
    def ways(self) -> RoadsOfDay:
        return self.of.ways

    @property
    def name(self) -> str:
        return self.called

    @property
    def from_s(self) -> int:
        return self.begin_s

    def open_spans(self, place: Position) -> Sequence[Span] | None:
        return self.opened.get(place)

    def closed_by(self, place: Position) -> Text | None:
        return self.of.closed.get(place)

    def is_one_hour(self, leaving_s: int, return_s: int) -> bool:
        """Say whether the figures hold for a whole round, since no road of it opens or closes meanwhile."""
        begin_s, end_s = self.order[0].span
        return begin_s <= leaving_s and return_s < end_s

    def path(self, origin: Position, destination: Position) -> RoadPath:
        ends = self.of.column[origin], self.of.column[destination]
        for hour in self.order:
            if all(hour.inside[end] for end in ends):
                return shortest_path(hour.hierarchy, *(hour.snapped[end] for end in ends))
        return _one_after_the_other(self.path(origin, self.of.home), self.path(self.of.home, destination))

    def slowest(self, begin_s: int, end_s: int) -> "MeasuredByClock":
        """Give the largest figures of all hours that a span touches; to what opens late, one is sure to have come."""
        touched = [hour for hour in self.of.hours if hour.span[0] <= end_s and hour.span[1] > begin_s]
        others = [hour for hour in self.of.hours if hour not in touched]
        return _measured(self.of, [touched, others], called=self.called, begin_s=self.begin_s, lead=_longest)


class HourlyRoads:
    """The roads of a day with closures, ready to measure; see `rounds.roads.Measures`.

    Parameters
    ----------
    hours: in which vehicles are on duty.
    """

    def __init__(self, roads: Roads, ways: RoadsOfDay, hours: Span) -> None:
        self._roads, self._ways, self._hours = roads, ways, hours

    def measure_for(self, vehicles: Sequence[Vehicle], places: Sequence[Position]) -> list[MeasuredPlaces]:
        """Measure places for vehicles, once for each hour in which a duty begins; rounds begin at the first place."""
        return [
            one
            for profile in profiles_of(vehicles)
            for one in self._measure(
                places, profile, {vehicle.hours[0] for vehicle in vehicles if vehicle.profile == profile}
            )
        ]

    def measure(self, places: Sequence[Position], profile: str) -> MeasuredPlaces:
        """Measure places as the day begins; rounds begin at the first place."""
        return self._measure(places, profile, set())[0]

    def _measure(self, places: Sequence[Position], profile: str, begins: set[int]) -> list[MeasuredPlaces]:
        if not self._ways.changes(profile, self._hours):
            return [self._roads.measure(places, profile)]
        column = {place: number for number, place in enumerate(sorted(set(places)))}
        hours = list(self._tables(list(column), column[places[0]], profile))
        closed = _closed(self._ways, profile, hours, column)
        starts = sorted({_hour_of(begin, hours): begin for begin in sorted(begins or {self._hours[0]})[::-1]}.items())
        return [
            _measured(
                _Hours(self._ways, hours, column, closed, places[0]),
                [[hour] for hour in (*hours[first:], *hours[:first])],
                called=profile if len(starts) == 1 else f"{profile} from {begin}",
                begin_s=begin,
                lead=_shortest,
            )
            for first, begin in starts
        ]

    def _tables(self, places: Sequence[Position], home: int, profile: str) -> Iterable[HourTable]:
        moments = self._ways.moments(profile, self._hours)
        for begin_s, end_s in zip(moments, [*moments[1:], max(self._hours[1], moments[-1] + 1)], strict=True):
            hierarchy = self._ways.at(profile, begin_s)
            snapped = Snapper(hierarchy.graph).nearest(places)
            distances_m, durations_s = table_with_gaps(hierarchy, snapped, snapped)
            near = np.array([place.snap_distance_m <= SNAP_LIMIT_M for place in snapped])
            near &= not hierarchy.graph.lies_on_closed_road(snapped[home])
            inside = _joined_with(home, near, distances_m)
            yield HourTable((begin_s, end_s), hierarchy, snapped, inside, distances_m, durations_s)


def _hour_of(second: int, hours: Sequence[HourTable]) -> int:
    return next((number for number, hour in enumerate(hours) if second < hour.span[1]), len(hours) - 1)


def _joined_with(home: int, near: NDArray[np.bool_], distances_m: Figures) -> NDArray[np.bool_]:
    """Say which places that are near a road have a way to each other and to one of them, both ways."""
    inside = near & (distances_m[home] >= 0) & (distances_m[:, home] >= 0)
    while True:  # a way there and one back may not join into a way, where turning is forbidden
        among = np.flatnonzero(inside)
        gaps = (distances_m[np.ix_(among, among)] < 0).sum(axis=0) + (distances_m[np.ix_(among, among)] < 0).sum(axis=1)
        if not gaps.any():
            return inside
        gaps[among == home] = 0
        inside[among[int(np.argmax(gaps))]] = False


def _closed(
    ways: RoadsOfDay, profile: str, hours: Sequence[HourTable], column: Mapping[Position, int]
) -> dict[Position, Text]:
    """Name for each place what closes it: the closures on its road, or, where it is cut off, all of those hours."""
    found: dict[Position, Text] = {}
    for place, number in column.items():
        shut = [hour for hour in hours if not hour.inside[number]]
        if not shut or hours[0].snapped[number].snap_distance_m > SNAP_LIMIT_M:
            continue
        around = {one for hour in shut for one in ways.standing(profile, hour.span[0], hour.span[0])}
        closing = [one for one in around if one.roads.slowed is None]
        here = [one for one in ways.holding(profile, hours[0].snapped[number]) if one in closing]
        found[place] = blamed(sorted(here or closing, key=lambda one: (one.begin_s, one.name)))
    return found


def _measured(
    of: _Hours, groups: Sequence[Sequence[HourTable]], *, called: str, begin_s: int, lead: Callable[[Figures], int]
) -> MeasuredByClock:
    """Join tables: the largest figures of the first group, and where it has none, those of the next."""
    ever = np.logical_or.reduce([hour.inside for hour in of.hours])
    reached = [place for place, number in of.column.items() if ever[number]]
    at = np.flatnonzero(ever)
    distances_m, durations_s = (np.full((len(at), len(at)), -1, np.int32) for _ in range(2))
    for group in groups:
        gap = distances_m < 0
        for hour in group:
            use = gap & np.outer(hour.inside[at], hour.inside[at])
            for figures, more in ((distances_m, hour.distances_m), (durations_s, hour.durations_s)):
                figures[use] = np.maximum(figures, more[np.ix_(at, at)])[use]
    if of.home in reached:
        _by_way_of(reached.index(of.home), distances_m, durations_s)
    order = [hour for group in groups for hour in group]
    return MeasuredByClock(
        hierarchy=order[0].hierarchy,
        row={place: number for number, place in enumerate(reached)},
        snapped=[order[0].snapped[of.column[place]] for place in reached],
        matrix=TravelMatrix(distances_m, durations_s),
        called=called,
        begin_s=begin_s,
        of=of,
        order=order,
        opened={place: _opened(of, place, lead) for place in reached if place in of.closed},
    )


def _by_way_of(home: int, distances_m: Figures, durations_s: Figures) -> None:
    """Join places that are never open in one hour by way of one which each of them is joined with."""
    gap = distances_m < 0
    for figures in (distances_m, durations_s):
        figures[gap] = (figures[:, home, None] + figures[home])[gap]


def _shortest(seconds: Figures) -> int:
    return int(seconds.min())


def _longest(seconds: Figures) -> int:
    return int(seconds.max())


def _opened(of: _Hours, place: Position, lead: Callable[[Figures], int]) -> list[Span]:
    """Give the spans in which one may come to a place; the first hour began long ago, and the last lasts.

    Parameters
    ----------
    lead: how long after the street has opened one is there, of the seconds from every other place: whoever comes from
        elsewhere can leave for it only then.
    """
    number = of.column[place]
    spans: list[Span] = []
    for turn, hour in enumerate(of.hours):
        if not hour.inside[number]:
            continue
        end_s = DAY_SEEN_S if turn == len(of.hours) - 1 else hour.span[1]
        if spans and spans[-1][1] == hour.span[0]:
            spans[-1] = (spans[-1][0], end_s)
            continue
        others = hour.inside.copy()
        others[number] = False
        waits = turn > 0 and place != of.home and others.any()
        begin_s = 0 if turn == 0 else hour.span[0] + (lead(hour.durations_s[others, number]) if waits else 0)
        spans.append((begin_s, end_s))
    return [span for span in spans if span[0] < span[1]]


def _one_after_the_other(first: RoadPath, second: RoadPath) -> RoadPath:
    return RoadPath(
        first.distance_m + second.distance_m,
        first.duration_s + second.duration_s,
        np.concatenate([first.arcs, second.arcs]),
        np.concatenate([first.pushed, second.pushed]),
        np.concatenate([first.line, second.line]),
    )
