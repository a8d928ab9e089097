"""A sequence of stops ridden by the clock: each stretch by the roads of the moment at which it begins.

One leaves when one is ready, by the roads of that moment to the end of the stretch: nobody waits for a road to open,
and a road that opens or closes on the way is not seen. Each stretch is the way between its two places, both brought to
the roads open at its beginning: what `dorpsronde route --at` tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
from routing.network.day_roads import DayRoads
from routing.network.ellipsoid import ELLIPSOID
from routing.network.paths import RoadPath, shortest_path
from routing.network.road_graph import SnappedPlace
from routing.network.snapping import SNAP_LIMIT_M

__all__ = ["UNKNOWN", "Break", "Retimed", "TimedStop", "retimed"]

_SAME_POINT_M = 1.0

UNKNOWN = -1
"""A time or a length behind a stretch that has no way."""


@dataclass(frozen=True, slots=True)
class TimedStop:
    """A stop: where, how long, and when it may begin.

    Attributes
    ----------
    service_s: from its beginning until one leaves.
    windows: (earliest_s, latest_s) of its beginning, ascending and apart; any time where there are none.
    """

    position: Position
    service_s: int = 0
    windows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """What cannot be kept.

    Attributes
    ----------
    stretch: its number; it leads from the stop of that number to the next. -1 is the first stop itself.
    kind: "late": it comes after the last window of the stop behind it. "closed": it begins where one stands on a road
        that has been closed since one came. "no way": there is none at that moment, so that nothing is known behind it.
    late_s: how late; 0 for the other kinds.
    told: why, in words.
    """

    stretch: int
    kind: Literal["late", "closed", "no way"]
    late_s: int
    told: str


@dataclass(frozen=True, slots=True, eq=False)
class Retimed:
    """When each stop is, and what each stretch takes.

    Attributes
    ----------
    arrival_s, begin_s, leave_s: int64 (n,); between arrival and beginning one waits.
    distance_m, duration_s: int64 (n - 1,); of the stretches.
    paths: of the stretches that have one, in order.
    breaks: in order; without any, the sequence can be ridden as it is.
    """

    arrival_s: NDArray[np.int64]
    begin_s: NDArray[np.int64]
    leave_s: NDArray[np.int64]
    distance_m: NDArray[np.int64]
    duration_s: NDArray[np.int64]
    paths: tuple[RoadPath, ...]
    breaks: tuple[Break, ...]


def retimed(day: DayRoads, stops: Sequence[TimedStop], arrival_s: int) -> Retimed:
    """Ride from stop to stop.

    Parameters
    ----------
    arrival_s: at the first stop, which is where one sets out.

    Raises
    ------
    BadInputError
        A stretch begins beyond the hours of `day`.
    """
    ride = _Ride(day, stops)
    ride.come(arrival_s)
    while len(ride.leave_s) < len(stops):
        path = ride.stretch()
        if path is None:
            break
        ride.come(ride.leave_s[-1] + path.duration_s)
    return ride.told()


class _Ride:
    """A sequence half ridden."""

    def __init__(self, day: DayRoads, stops: Sequence[TimedStop]) -> None:
        self._day, self._stops = day, stops
        self._places: dict[int, list[SnappedPlace]] = {}  # of all stops, by the interval whose roads they are on
        self.arrival_s: list[int] = []
        self.begin_s: list[int] = []
        self.leave_s: list[int] = []
        self.paths: list[RoadPath] = []
        self.breaks: list[Break] = []
        self._stands_on: SnappedPlace | None = None

    def come(self, second: int) -> None:
        """Arrive at the next stop, wait for its window, and serve it; at once where it is too late."""
        stop = self._stops[len(self.arrival_s)]
        opens = [max(second, earliest) for earliest, latest in stop.windows if second <= latest]
        if stop.windows and not opens:
            late_s = second - stop.windows[-1][1]
            self._break("late", f"{late_s} s after its last window", late_s)
        begin = min(opens, default=second)
        self.arrival_s.append(second)
        self.begin_s.append(begin)
        self.leave_s.append(begin + stop.service_s)

    def stretch(self) -> RoadPath | None:
        """Ride to the next stop; None where there is no way."""
        at, second = len(self.leave_s), self.leave_s[-1]
        places = self._on_roads(second)
        graph = self._day.graph_at(second)
        stood = self._stands_on
        if stood is not None and graph.lies_on_closed_road(stood) and _apart(stood, places[at - 1]):
            self._break("closed", "the road where it stands has been closed since it came", 0)
        try:
            ends = [_near(place, graph.profile) for place in places[at - 1 : at + 1]]
            path = shortest_path(self._day.at(second), *ends)
        except UnreachablePlaceError as fault:
            self._break("no way", str(fault), 0)
            return None
        self.paths.append(path)
        self._stands_on = ends[1]
        return path

    def told(self) -> Retimed:
        """Give what is known, `UNKNOWN` behind a stretch without a way."""
        count = len(self._stops)

        def padded(values: Sequence[int], length: int) -> NDArray[np.int64]:
            return np.array([*values, *[UNKNOWN] * (length - len(values))], np.int64)

        return Retimed(
            padded(self.arrival_s, count),
            padded(self.begin_s, count),
            padded(self.leave_s, count),
            padded([path.distance_m for path in self.paths], count - 1),
            padded([path.duration_s for path in self.paths], count - 1),
            tuple(self.paths),
            tuple(self.breaks),
        )

    def _on_roads(self, second: int) -> list[SnappedPlace]:
        interval = self._day.interval(second)
        if interval not in self._places:
            snapper = self._day.snapper(second)
            self._places[interval] = snapper.nearest([stop.position for stop in self._stops])
        return self._places[interval]

    def _break(self, kind: Literal["late", "closed", "no way"], told: str, late_s: int) -> None:
        self.breaks.append(Break(len(self.paths) - (kind == "late"), kind, late_s, told))


def _apart(one: SnappedPlace, other: SnappedPlace) -> bool:
    """Say whether two places lie at different points of the road: a corner is still there when one street is shut."""
    here, there = one.on_road, other.on_road
    _, _, distance_m = ELLIPSOID.inv(here.lon, here.lat, there.lon, there.lat)
    return distance_m > _SAME_POINT_M


def _near(place: SnappedPlace, profile: str) -> SnappedPlace:
    if place.snap_distance_m > SNAP_LIMIT_M:
        raise UnreachablePlaceError(
            f"no road for {profile} within {SNAP_LIMIT_M:.0f} m is open at this hour",
            where=f"{place.position.lon:.5f},{place.position.lat:.5f}",
        )
    return place
