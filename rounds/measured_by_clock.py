"""Places measured on a day whose roads change: as they are when a duty begins, with what is closed then filled in.

What the solver gets is the table of the hour in which a duty begins; where that has no way, the next that has one. Each
place is kept to the hours in which it can be reached from where rounds begin, and left again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kernel.position import Position
from kernel.text import Text
from rounds.delivery_day import Span, Vehicle
from rounds.hour_tables import DayHours, Figures, HourTable, hours_of_day
from rounds.roads import MeasuredPlaces, Roads, has_limit, profiles_of
from rounds.roads_of_day import RoadsOfDay
from routing.matrix import TravelMatrix
from routing.network.paths import RoadPath, shortest_path

__all__ = ["HourlyRoads", "MeasuredByClock"]


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
    of: DayHours
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
        touched = [hour for hour in self.of.tables if hour.span[0] <= end_s and hour.span[1] > begin_s]
        others = [hour for hour in self.of.tables if hour not in touched]
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
                places,
                profile,
                {vehicle.hours[0] for vehicle in vehicles if vehicle.profile == profile},
                with_energy=has_limit(vehicles, profile),
            )
        ]

    def measure(self, places: Sequence[Position], profile: str) -> MeasuredPlaces:
        """Measure places as the day begins; rounds begin at the first place."""
        return self._measure(places, profile, set(), with_energy=False)[0]

    def _measure(
        self, places: Sequence[Position], profile: str, begins: set[int], *, with_energy: bool
    ) -> list[MeasuredPlaces]:
        if not self._ways.changes(profile, self._hours):
            return [self._roads.measure(places, profile, with_energy=with_energy)]
        hours = hours_of_day(self._ways, places, profile, self._hours, with_energy=with_energy)
        tables = hours.tables
        starts = {hours.number_at(begin): begin for begin in sorted(begins or {self._hours[0]}, reverse=True)}
        return [
            _measured(
                hours,
                [[hour] for hour in (*tables[first:], *tables[:first])],
                called=profile if len(starts) == 1 else f"{profile} from {begin}",
                begin_s=begin,
                lead=_shortest,
            )
            for first, begin in sorted(starts.items())
        ]


def _measured(
    of: DayHours, groups: Sequence[Sequence[HourTable]], *, called: str, begin_s: int, lead: Callable[[Figures], int]
) -> MeasuredByClock:
    """Join tables: the largest figures of the first group, and where it has none, those of the next."""
    ever = np.logical_or.reduce([hour.inside for hour in of.tables])
    reached = [place for place, number in of.column.items() if ever[number]]
    at = np.flatnonzero(ever)
    distances_m, durations_s, energy_wh = (np.full((len(at), len(at)), -1, np.int32) for _ in range(3))
    for group in groups:
        gap = distances_m < 0
        for hour in group:
            use = gap & np.outer(hour.inside[at], hour.inside[at])
            measured = ((distances_m, hour.distances_m), (durations_s, hour.durations_s), (energy_wh, hour.energy_wh))
            for figures, more in ((figures, more) for figures, more in measured if more is not None):
                figures[use] = np.maximum(figures, more[np.ix_(at, at)])[use]
    if of.home in reached:
        _by_way_of(reached.index(of.home), distances_m, durations_s, energy_wh)
    order = [hour for group in groups for hour in group]
    return MeasuredByClock(
        hierarchy=order[0].hierarchy,
        row={place: number for number, place in enumerate(reached)},
        snapped=[order[0].snapped[of.column[place]] for place in reached],
        matrix=TravelMatrix(distances_m, durations_s, energy_wh=None if of.tables[0].energy_wh is None else energy_wh),
        called=called,
        begin_s=begin_s,
        of=of,
        order=order,
        opened={place: of.opened(place, lead) for place in reached if place in of.closed},
    )


def _by_way_of(home: int, distances_m: Figures, *others: Figures) -> None:
    """Join places that are never open in one hour by way of one which each of them is joined with."""
    gap = distances_m < 0
    for figures in (distances_m, *others):
        figures[gap] = (figures[:, home, None] + figures[home])[gap]


def _shortest(seconds: Figures) -> int:
    return int(seconds.min())


def _longest(seconds: Figures) -> int:
    return int(seconds.max())


def _one_after_the_other(first: RoadPath, second: RoadPath) -> RoadPath:
    return RoadPath(
        first.distance_m + second.distance_m,
        first.duration_s + second.duration_s,
        np.concatenate([first.arcs, second.arcs]),
        np.concatenate([first.pushed, second.pushed]),
        np.concatenate([first.line, second.line]),
    )
