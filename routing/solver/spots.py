"""Where a request may go in a course: every spot that is not plainly forbidden, with the least it can cost.

Skills, loads, windows and the limits of the route are exact where each is alone; limits on time on board
are looked at only as far as travel and work alone break them; rests, reloads, wishes and the order of
loading are left to the layout. So no spot is missed, whatever the matrices are like, and a spot is certain
only once it is laid out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from routing.solver.cost import exact_cost
from routing.solver.course import NEVER, Course, Piece, Totals, joined, next_open
from routing.solver.holding import may_load
from routing.solver.problem import Task
from routing.solver.requests import Request, Visit
from routing.solver.travel import STAYING, Way

__all__ = ["Spot", "excess", "spots", "visits_with"]


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Behind how many visits a request's tasks go; a job has both the same.

    Attributes
    ----------
    cost: of the whole route with it, at least; in 18,000ths of a cost unit.
    duty_s: of the whole route, at least.
    """

    cost: int
    duty_s: int
    first: int
    last: int


def spots(course: Course, request: Request) -> Iterator[Spot]:
    """List the spots of a request in a course, in the order of the route."""
    if request.skills <= course.vehicle.skills and may_load(course.vehicle, course.hold, request):
        yield from _Search(course, request).spots()


def visits_with(visits: tuple[Visit, ...], index: int, request: Request, spot: Spot) -> tuple[Visit, ...]:
    """Return an order of visits with a request in a spot."""
    if len(request.tasks) == 1:
        return (*visits[: spot.first], Visit(index, 0), *visits[spot.first :])
    middle = visits[spot.first : spot.last]
    return (*visits[: spot.first], Visit(index, 0), *middle, Visit(index, 1), *visits[spot.last :])


def excess(course: Course, request: Request, first: int, last: int) -> list[int]:
    """Return by how much a request in this spot overloads each dimension of capacity; 0 where it fits.

    Nothing of a vehicle that reloads: that is for the layout to say.
    """
    if course.vehicle.reload is not None:
        return [0] * len(course.vehicle.capacity)
    loads = course.loads
    over: list[int] = []
    for d, room in enumerate(course.vehicle.capacity):
        carried, brought, taken = (
            amount[d] if amount else 0 for amount in (request.carried, request.from_start, request.to_end)
        )
        peak = max(load[d] for load in loads[first : last + 1]) + carried
        if brought or taken:
            peak = max(
                peak,
                max(load[d] for load in loads[: first + 1]) + brought,
                max(load[d] for load in loads[first:]) + taken,
            )
        over.append(max(0, peak - room))
    return over


@dataclass(frozen=True, slots=True)
class _Way:
    """How far a route with the request has come.

    Attributes
    ----------
    free_s: earliest end of work.
    ridden_s: since the end of work at the pickup, without waiting.
    """

    place: int | None
    free_s: int
    piece: Piece
    totals: Totals
    ridden_s: int = 0


@dataclass(frozen=True)
class _Stop:
    """One task of the request, and its distance from and to every moment."""

    course: Course
    task: Task

    @cached_property
    def windows(self) -> tuple[tuple[int, int], ...]:
        return self.course.opens(self.task)

    @cached_property
    def here(self) -> Sequence[int | None]:
        return [self.task.location] * len(self.course.places)

    @cached_property
    def ways_to(self) -> list[Way]:
        return self.course.between(self.course.places, self.here)

    @cached_property
    def ways_from(self) -> list[Way]:
        return self.course.between(self.here, self.course.places)

    def after(self, way: _Way, hop: Way) -> _Way | None:
        """Do the task next; None where it is too late."""
        begin_s = next_open(self.windows, way.free_s + hop.travel_s)
        if begin_s >= NEVER:
            return None
        work_s = self.work_s(way.place)
        piece = Piece(work_s, self.windows[0][0], self.windows[-1][1])
        return _Way(
            self.task.location,
            begin_s + work_s,
            joined(way.piece, hop.travel_s, piece),
            way.totals.after(work_s, hop),
        )

    @cached_property
    def service_s(self) -> int:
        return self.course.service_s(self.task)

    @cached_property
    def full_setup_s(self) -> int:
        return self.course.setup_s(self.task, None)

    def setup_s(self, coming_from: int | None) -> int:
        return 0 if coming_from == self.task.location else self.full_setup_s

    def work_s(self, coming_from: int | None) -> int:
        return self.service_s + self.setup_s(coming_from)

    @cached_property
    def added_s(self) -> list[int]:
        """Return how much longer the way from each moment to the next becomes by this task, work included."""
        return [self._added_s(moment) for moment in range(len(self.course.hops))]

    def _added_s(self, moment: int) -> int:
        course = self.course
        here, there = course.places[moment], self.task.location
        setup_s = course.work_at(moment + 1, there) - course.work_at(moment + 1, here)
        ways_s = self.ways_to[moment].travel_s + self.ways_from[moment + 1].travel_s - course.hops_s[moment]
        return ways_s + self.work_s(here) + setup_s


class _Search:
    """One request and one course."""

    def __init__(self, course: Course, request: Request) -> None:
        self.course = course
        self.request = request
        self.stops = [_Stop(course, task) for _, task in request.tasks]
        self.end = len(course.visits) + 1
        (self.direct,) = course.between(self.stops[0].here[:1], self.stops[-1].here[:1])
        moments = range(len(course.visits) + 1)
        self.fits = [not any(excess(course, request, moment, moment)) for moment in moments]
        vehicle = course.vehicle
        limits = (vehicle.max_travel_time_s, vehicle.max_distance_m, vehicle.max_energy_wh)
        self.limits = [NEVER if limit is None else limit for limit in limits]

    def spots(self) -> Iterator[Spot]:
        most_tasks = self.course.vehicle.max_tasks
        if most_tasks is not None and len(self.course.visits) + len(self.stops) > most_tasks:
            return
        for first in range(self.course.fixed, self.end):
            way = self._served(first) if self.fits[first] else None
            if way is not None:
                yield from self._job(first, way) if len(self.stops) == 1 else self._shipment(first, way)

    def _served(self, first: int) -> _Way | None:
        """Do the job or the pickup behind so many visits."""
        course, stop = self.course, self.stops[0]
        free_s = course.free_s[first]
        if first == course.hold.visits:
            free_s = max(free_s, course.hold_more.leaves_s)
        so_far = course.totals[first].after(course.works_s[first], STAYING)
        before = _Way(course.places[first], free_s, course.pieces_to[first], so_far)
        return stop.after(before, stop.ways_to[first])

    def _job(self, at: int, way: _Way) -> Iterator[Spot]:
        if self.stops[0].added_s[at] <= self.course.spares_s[at]:
            yield from self._closed(way, self.stops[0], at, at)

    def _shipment(self, first: int, way: _Way) -> Iterator[Spot]:
        """Deliver behind the pickup, then carry on visit by visit and try behind each."""
        delivery = self.stops[1]
        limit_s = self.request.max_time_on_board_s
        last, hop = first, self.direct
        while True:
            fresh = limit_s is None or way.ridden_s + hop.travel_s + delivery.setup_s(way.place) <= limit_s
            if fresh and self._spared(first, last):
                delivered = delivery.after(way, hop)
                if delivered is not None:
                    yield from self._closed(delivered, delivery, first, last)
            carried = self._carried(way, first, last) if last + 1 < self.end else None
            if carried is None or (limit_s is not None and carried.ridden_s > limit_s):
                return
            way, last = carried, last + 1
            hop = delivery.ways_to[last]

    def _carried(self, way: _Way, first: int, last: int) -> _Way | None:
        """Go on to the next visit with the goods on board; None where that cannot be."""
        course, moment = self.course, last + 1
        if not self.fits[moment]:
            return None
        at_pickup = first == last
        hop = self.stops[0].ways_from[moment] if at_pickup else course.hops[last]
        travel_s = hop.travel_s
        if not at_pickup and way.free_s + travel_s > course.latest_s[moment]:
            return None  # at the pickup the next visit's setup may change
        windows = course.windows[moment]
        begin_s = next_open(windows, way.free_s + travel_s)
        if begin_s >= NEVER:
            return None
        work_s = course.work_at(moment, way.place)
        return _Way(
            course.places[moment],
            begin_s + work_s,
            joined(way.piece, travel_s, Piece(work_s, windows[0][0], windows[-1][1])),
            way.totals.after(work_s, hop),
            way.ridden_s + travel_s + work_s,
        )

    def _spared(self, first: int, last: int) -> bool:
        """Tell whether what is on board bears the detours; one that gains time may make up for the other."""
        course, (pickup, delivery) = self.course, self.stops
        pickup_s, delivery_s = pickup.added_s[first], delivery.added_s[last]
        if first == last:
            here = course.places[first]
            there_s = delivery.ways_to[first].travel_s + delivery.work_s(here)
            by_pickup_s = pickup.ways_to[first].travel_s + pickup.work_s(here) + self.direct.travel_s
            by_pickup_s += delivery.work_s(pickup.task.location)
            return delivery_s - there_s + by_pickup_s <= course.spares_s[first]
        return (
            pickup_s + min(0, delivery_s) <= course.spares_s[first]
            and delivery_s + min(0, pickup_s) <= course.spares_s[last]
        )

    def _closed(self, way: _Way, stop: _Stop, first: int, last: int) -> Iterator[Spot]:
        """Go on to the visit behind the request, and from there as before."""
        course, moment = self.course, last + 1
        hop = stop.ways_from[moment]
        begin_s = next_open(course.windows[moment], way.free_s + hop.travel_s)
        if begin_s >= NEVER:
            return
        work_s = 0
        if moment == self.end:
            whole = joined(way.piece, hop.travel_s, course.pieces_from[moment])
        else:
            next_hop_s, windows = course.hops_s[moment], course.windows[moment]
            work_s = course.work_at(moment, way.place)
            if begin_s + work_s + next_hop_s > course.latest_s[moment + 1]:
                return
            alone = joined(way.piece, hop.travel_s, Piece(work_s, windows[0][0], windows[-1][1]))
            whole = joined(alone, next_hop_s, course.pieces_from[moment + 1])
        done = course.totals[moment]._replace(work_s=course.totals[moment].work_s + course.works_s[moment] - work_s)
        totals = way.totals.after(0, hop).and_rest(course.totals[-1], done)
        figures = (totals.travel_s, totals.travel_m, totals.energy_wh)
        if all(figure <= limit for figure, limit in zip(figures, self.limits, strict=True)):
            cost = exact_cost(
                course.vehicle.costs,
                distance_m=totals.travel_m,
                duration_s=totals.travel_s,
                duty_s=whole.duration_s,
                work_s=totals.work_s,
                way_costs=None if course.matrix.costs is None else totals.way_costs,
            )
            yield Spot(cost, whole.duration_s, first, last)
