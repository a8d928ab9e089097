"""A round ridden in its order over roads that change with the clock: which way from stop to stop, when, what breaks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kernel.position import Position
from rounds.at_the_door import COOL_ON_BOARD_S, service_s, setup_s
from rounds.delivery_day import Shop, Span
from rounds.ends import spans_at
from rounds.plan import PlannedTask, Round, Stop
from routing.network.paths import RoadPath
from routing.solver.problem import TaskKind

__all__ = ["BACK", "Retimed", "Way", "retimed"]

BACK = 0
"""The number of the stretch back to the depot; every other has that of the stop it leads to."""
Way = Callable[[Position, Position, int], tuple[int, RoadPath] | None]
"""From, to, ready to leave at: when one leaves and which way; None where there is none."""


@dataclass(frozen=True, slots=True)
class Retimed:
    """A round with its stops in their order, each way in its own hour.

    Attributes
    ----------
    late_s: by number of the stretch, how much too late it ends; where one is late, those behind it are measured so.
    unreached: numbers of stretches without a way; the round then rides past that stop, and its times are as if.
    warm: numbers of the stops at which something cool has been on board too long.
    """

    round: Round
    late_s: Mapping[int, int] = field(default_factory=dict[int, int])
    unreached: Sequence[int] = ()
    warm: Sequence[int] = ()

    @property
    def holds(self) -> bool:
        return not (self.late_s or self.unreached or self.warm)

    @property
    def first_broken(self) -> int:
        """The number of the first stretch that does not hold."""
        broken = {*self.late_s, *self.unreached, *self.warm}
        return min(broken - {BACK}, default=BACK)


@dataclass(slots=True)
class _Ride:
    """A ride under way."""

    here: Position
    free_s: int
    late_s: dict[int, int] = field(default_factory=dict)
    unreached: list[int] = field(default_factory=list)
    warm: list[int] = field(default_factory=list)
    collected_s: dict[str, int] = field(default_factory=dict)


def retimed(
    planned: Round, depot: Position, shops: Mapping[str, Shop], way: Way, *, since_s: int | None = None
) -> Retimed:
    """Ride a round's stops in their order, over the roads as they are whenever one is there.

    A stop that waited on purpose, so that something cool is on board for less long, waits until the same moment.

    Parameters
    ----------
    shops: and hubs, by the id that orders say.
    since_s: stretches that were left before are ridden already, and stay as they are.
    """
    ride = _Ride(depot, planned.leaving_s)
    stops: list[Stop] = []
    before = depot  # where the plan is, whatever the ride cannot reach
    for number, stop in enumerate(planned.stops, 1):
        if since_s is not None and ride.free_s < since_s:
            done = stop
            _ridden(ride, number, planned)
        else:
            done = _reached(ride, number, stop, shops, way, planned_moved=stop.position != before)
        if number not in planned.unreached:
            before = stop.position
        ride.free_s = done.leaving_s
        stops.append(done)
    found = way(ride.here, depot, ride.free_s) if since_s is None or ride.free_s >= since_s else None
    if found is not None:
        leaving_s, back = found
        return_s = leaving_s + back.duration_s
    elif since_s is not None and ride.free_s < since_s:
        back, return_s = planned.way_back, planned.return_s
        _ridden(ride, BACK, planned)
    else:
        ride.unreached.append(BACK)
        back, return_s = standstill(ride.here), ride.free_s
    if return_s > planned.vehicle.hours[1]:
        ride.late_s[BACK] = return_s - planned.vehicle.hours[1]
    distance_m = sum(stop.path.distance_m for stop in stops) + back.distance_m
    anew = replace(
        planned,
        stops=stops,
        way_back=back,
        return_s=return_s,
        distance_m=distance_m,
        unreached=tuple(sorted(ride.unreached)),
    )
    return Retimed(anew, ride.late_s, ride.unreached, ride.warm)


def _ridden(ride: _Ride, number: int, planned: Round) -> None:
    """Leave a stretch as it was ridden: to where it leads, or past it."""
    if number in planned.unreached:
        ride.unreached.append(number)
    elif number != BACK:
        ride.here = planned.stops[number - 1].position


def standstill(place: Position) -> RoadPath:
    """Give a way that goes nowhere."""
    return RoadPath(0, 0, np.empty(0, np.int32), np.empty(0, np.bool_), np.array([[place.lon, place.lat]]))


def _reached(ride: _Ride, number: int, stop: Stop, shops: Mapping[str, Shop], way: Way, *, planned_moved: bool) -> Stop:
    """Ride to a stop and do its work there.

    Parameters
    ----------
    planned_moved: whether the plan comes there from elsewhere, and so parks.
    """
    found = way(ride.here, stop.position, ride.free_s)
    if found is None:
        ride.unreached.append(number)
        return replace(stop, arrival_s=ride.free_s, leaving_s=ride.free_s, path=standstill(ride.here))
    leaving_s, path = found
    moved = ride.here != stop.position
    ride.here = stop.position
    arrival_s = leaving_s + path.duration_s
    work = list(_work(stop, arrival_s, shops, moved=moved))
    done_s = max(work[-1].end_s, _waits_until_s(stop, shops, moved=planned_moved))
    late_s = max(one.late_s for one in work)
    if late_s:
        ride.late_s[number] = late_s
    _watch_the_cool(ride, number, stop, work, done_s - work[-1].end_s)
    return replace(stop, arrival_s=arrival_s, leaving_s=done_s, path=path)


@dataclass(frozen=True, slots=True)
class _Handled:
    """A task as it is done: from when (parking and finding the door included) to when, and how much too late."""

    begin_s: int
    end_s: int
    late_s: int


def _work(stop: Stop, arrival_s: int, shops: Mapping[str, Shop], *, moved: bool) -> Iterator[_Handled]:
    """Do the tasks of a stop in turn; whoever is too late works all the same; who has not moved parks not again."""
    now = arrival_s
    for turn, task in enumerate(stop.tasks):
        begin_s, late_s = _begun(now, _spans(task, shops))
        at_home = not task.counter
        now = begin_s + (setup_s(at_home=at_home) if turn == 0 and moved else 0) + service_s(at_home=at_home)
        yield _Handled(begin_s, now, late_s)


def _waits_until_s(stop: Stop, shops: Mapping[str, Shop], *, moved: bool) -> int:
    """Give the moment until which the plan waits at a stop without need, or 0."""
    *_, last = _work(stop, stop.arrival_s, shops, moved=moved)
    return stop.leaving_s if last.end_s < stop.leaving_s else 0


def _begun(now: int, spans: Sequence[Span]) -> tuple[int, int]:
    """Wait for the first span that is not over; say how late one is for the last."""
    for start, end in spans:
        if now <= end:
            return max(now, start), 0
    return now, now - spans[-1][1] if spans else 0


def _spans(task: PlannedTask, shops: Mapping[str, Shop]) -> Sequence[Span]:
    counter = shops.get(task.counter)
    return [] if task.counter and counter is None else spans_at(task.order, task.kind, counter)


def _watch_the_cool(ride: _Ride, number: int, stop: Stop, work: Sequence[_Handled], waited_s: int) -> None:
    """Measure as the solver does: from the end of collecting to the moment of handing over."""
    for task, handled in zip(stop.tasks, work, strict=True):
        if not task.order.cool_litres:
            continue
        if task.kind is TaskKind.PICKUP:
            ride.collected_s[task.order.id] = handled.end_s + waited_s
        else:
            on_board_s = (
                handled.end_s - service_s(at_home=not task.counter) - ride.collected_s.get(task.order.id, handled.end_s)
            )
            if on_board_s > COOL_ON_BOARD_S and number not in ride.warm:
                ride.warm.append(number)
