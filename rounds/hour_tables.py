"""The hours of a day, between whose ends no road opens or closes: every place against every other in each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernel.position import Position
from kernel.text import Text
from rounds.closure_times import DAY_SEEN_S
from rounds.day_closures import blamed
from rounds.delivery_day import Span
from rounds.roads_of_day import RoadsOfDay
from routing.network.energy import energy_table
from routing.network.hierarchy import Hierarchy
from routing.network.matrix import table_with_gaps
from routing.network.road_graph import SnappedPlace
from routing.network.snapping import SNAP_LIMIT_M, Snapper

__all__ = ["DayHours", "Figures", "HourTable", "hours_of_day"]

Figures = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class HourTable:
    """What holds between two moments.

    Attributes
    ----------
    snapped: every place on the road.
    inside: bool (n,); places between each two of which there is a way, both ways; where rounds begin is among them.
    distances_m, durations_s: int32 (n, n); of use where both places are inside.
    energy_wh: likewise; None where nobody asked.
    """

    span: Span
    hierarchy: Hierarchy
    snapped: Sequence[SnappedPlace]
    inside: NDArray[np.bool_]
    distances_m: Figures
    durations_s: Figures
    energy_wh: Figures | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DayHours:
    """The hours of a day, one after the other.

    Attributes
    ----------
    column: number of each place in their tables.
    closed: what closes each place that is not inside in every hour.
    home: where rounds begin.
    """

    ways: RoadsOfDay
    tables: Sequence[HourTable]
    column: Mapping[Position, int]
    closed: Mapping[Position, Text]
    home: Position

    def number_at(self, second: int) -> int:
        """Give the number of the hour in which a second lies; behind the last, that one."""
        ends = (number for number, hour in enumerate(self.tables) if second < hour.span[1])
        return next(ends, len(self.tables) - 1)

    def opened(self, place: Position, lead: Callable[[Figures], int]) -> list[Span]:
        """Give the spans in which one may come to a place; the first hour began long ago, and the last lasts.

        Parameters
        ----------
        lead: chosen from the seconds from every other place, how long after the street has opened one is there: who
            comes from elsewhere can leave for it only then.
        """
        number = self.column[place]
        spans: list[Span] = []
        for turn, hour in enumerate(self.tables):
            if not hour.inside[number]:
                continue
            end_s = DAY_SEEN_S if turn == len(self.tables) - 1 else hour.span[1]
            if spans and spans[-1][1] == hour.span[0]:
                spans[-1] = (spans[-1][0], end_s)
                continue
            others = hour.inside.copy()
            others[number] = False
            waits = turn > 0 and place != self.home and others.any()
            begin_s = 0 if turn == 0 else hour.span[0] + (lead(hour.durations_s[others, number]) if waits else 0)
            spans.append((begin_s, end_s))
        return [span for span in spans if span[0] < span[1]]


def hours_of_day(
    ways: RoadsOfDay, places: Sequence[Position], profile: str, span: Span, *, with_energy: bool = False
) -> DayHours:
    """Measure every place against every other, in each hour of a span.

    Parameters
    ----------
    places: the first is where rounds begin.
    """
    column = {place: number for number, place in enumerate(sorted(set(places)))}
    tables = list(_tables(ways, list(column), column[places[0]], profile, span, with_energy=with_energy))
    return DayHours(ways, tables, column, _closed(ways, profile, tables, column), places[0])


def _tables(
    ways: RoadsOfDay, places: Sequence[Position], home: int, profile: str, span: Span, *, with_energy: bool
) -> Iterable[HourTable]:
    moments = ways.moments(profile, span)
    for begin_s, end_s in zip(moments, [*moments[1:], max(span[1], moments[-1] + 1)], strict=True):
        hierarchy = ways.at(profile, begin_s)
        snapped = Snapper(hierarchy.graph).nearest(places)
        distances_m, durations_s = table_with_gaps(hierarchy, snapped, snapped)
        near = np.array([place.snap_distance_m <= SNAP_LIMIT_M for place in snapped])
        near &= not hierarchy.graph.lies_on_closed_road(snapped[home])
        inside = _joined_with(home, near, distances_m)
        energy_wh = energy_table(hierarchy, snapped, snapped) if with_energy else None
        yield HourTable((begin_s, end_s), hierarchy, snapped, inside, distances_m, durations_s, energy_wh)


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
