"""One vehicle's route from the order of its tasks: exact times, loads and cost, or what forbids it.

Rests and reloads are no part of the order: they are put where they cost least.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from routing.solver.chain import LAST_S, Chain, Leash, Window, Wish
from routing.solver.cost import PER_S, exact_cost, whole
from routing.solver.holding import Hold, may_load
from routing.solver.loads import cargo_of
from routing.solver.problem import Amount, Break, PauseKind, Problem, Reload, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.rests import Run, Timed, breaks_in_order, timed
from routing.solver.route_steps import Stop, steps_of
from routing.solver.schedule import Looks
from routing.solver.solution import Reason, Route
from routing.solver.travel import STAYING, Way, Ways
from routing.solver.trips import Split, Trips

__all__ = ["MOST_SPLITS", "lay_out"]

MOST_SPLITS = 100
"""More ways to part one route into trips are not looked at; the cheapest come first."""

MOST_FROZEN_SPLITS = 2_000
"""Before the first that holds of an order that is frozen as a whole: it is refused where none does."""

MOST_ALIKE = 20
"""Where none that is to come costs less, so many more are looked at for one that finishes earlier or leaves later."""

Rank = tuple[int, int, int, int]
"""Of routes in one order: cost, duty where it is balanced, finish and, negated, leaving."""


def lay_out(
    problem: Problem,
    vehicle: Vehicle,
    requests: Sequence[Request],
    visits: Sequence[Visit],
    *,
    most_splits: int | None = MOST_SPLITS,
    looks: Looks | None = None,
    hold: Hold | None = None,
) -> Route | Reason:
    """Give a vehicle its tasks in this order.

    The order names at least one request, each one wholly, a pickup before its delivery.

    Parameters
    ----------
    most_splits: None looks at every way to part the order into trips that may cost less, however many there are, and
        at as many timetables of each as else of all together.
    looks: counts what is looked at.
    hold: of a round under way; where it waits, fewer visits are begun than the order has.

    Returns
    -------
    The route that costs least, then has the least duty where that is balanced, then finishes first, then leaves last.
    Or what forbids it: of several ways to part it into trips, what forbids the one that comes furthest in the order of
    `Reason`.
    """
    plainly = _plainly(vehicle, requests, visits, hold)
    if plainly is not None:
        return plainly
    looks = looks or Looks()
    laying = _Laying(problem, vehicle, requests, visits, hold)
    best: Route | None = None
    reasons = [Reason.CAPACITY]
    most, alike = laying.most_unheld(most_splits), 0
    for tried, (cost, duty_s, split) in enumerate(laying.trips.splits(looks), 1):
        if tried == 1 or most_splits is None:  # else all share what may be parted and held
            looks.begin_route()
        least = laying.least_rank(cost, duty_s)
        if best is not None:
            rank = laying.rank(best)
            alike += rank[:2] <= least[:2]
            if rank <= least or alike > MOST_ALIKE or (most_splits is None and rank[0] <= least[0]):
                break
        found = laying.route(split, looks)
        if isinstance(found, Reason):
            reasons.append(found)
        elif best is None:
            best, most = found, tried + (inf if most_splits is None else most_splits - 1)
        else:
            best = min(best, found, key=laying.rank)
        if tried >= most:
            break
    return best or max(reasons, key=list(Reason).index)


def _plainly(
    vehicle: Vehicle, requests: Sequence[Request], visits: Sequence[Visit], hold: Hold | None
) -> Reason | None:
    """Say what forbids an order whatever its times and trips."""
    visited = [requests[index] for index in dict.fromkeys(visit.request for visit in visits)]
    if not all(request.skills <= vehicle.skills for request in visited):
        return Reason.SKILLS
    if not _begins_as_frozen(vehicle, requests, visits):
        return Reason.FROZEN
    if vehicle.lifo and not _is_last_in_first_out(requests, visits):
        return Reason.LOADING
    if hold is not None and not all(may_load(vehicle, hold, request) for request in visited):
        return Reason.LOADING
    return None


def _begins_as_frozen(vehicle: Vehicle, requests: Sequence[Request], visits: Sequence[Visit]) -> bool:
    frozen = [(step.kind, step.id) for step in vehicle.frozen_steps if step.kind != PauseKind.BREAK]
    tasks = (requests[visit.request].tasks[visit.step] for visit in visits[: len(frozen)])
    return [(kind, task.id) for kind, task in tasks] == frozen


def _is_last_in_first_out(requests: Sequence[Request], visits: Sequence[Visit]) -> bool:
    on_board: list[int] = []
    for visit in visits:
        if len(requests[visit.request].tasks) == 1:
            continue
        if visit.step == 0:
            on_board.append(visit.request)
        elif on_board.pop() != visit.request:
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Figures:
    """Sums over a route's ways and stops."""

    distance_m: int
    duration_s: int
    way_costs: int
    energy_wh: int
    work_s: int


class _Laying:
    """One order of one vehicle."""

    def __init__(
        self,
        problem: Problem,
        vehicle: Vehicle,
        requests: Sequence[Request],
        visits: Sequence[Visit],
        hold: Hold | None,
    ) -> None:
        self.vehicle = vehicle
        self.requests = requests
        self.visits = visits
        self.hold = hold
        self.tasks = [requests[visit.request].tasks[visit.step] for visit in visits]
        self.ways = Ways(problem.matrices[vehicle.profile], vehicle)
        self.cargo = cargo_of(vehicle, requests, visits)
        self.trips = Trips(self.ways, vehicle, [task for _, task in self.tasks], self.cargo, hold, *self._goods())
        self.breaks = breaks_in_order(vehicle)
        self.balanced = problem.per_longest_duty_hour > 0

    def _goods(self) -> tuple[Split, int, int | None]:
        """Say which trips were loaded, how many visits lie in them, and which is the first whose goods were not."""
        hold = self.hold
        if hold is None or hold.loaded is None:
            return (), 0, None
        visited = [self.requests[visit.request] for visit in self.visits]
        on_board = max((at for at, request in enumerate(visited, 1) if hold.has(request)), default=0)
        lacking = next((at for at, request in enumerate(visited) if hold.lacks(request)), None)
        return (0, *(before for before, _ in hold.reloads[: hold.loads])), on_board, lacking

    def most_unheld(self, most_splits: int | None) -> float:
        """Return how many ways to part the order may be looked at until one holds."""
        frozen = sum(step.kind != PauseKind.BREAK for step in self.vehicle.frozen_steps)
        return inf if most_splits is None else MOST_FROZEN_SPLITS if frozen == len(self.visits) else most_splits

    def rank(self, route: Route) -> Rank:
        return self._rank(route.exact_cost, route.duty_s, route.steps[0].arrival_s)

    def least_rank(self, cost: int, duty_s: int) -> Rank:
        """Rank the best that may come of this cost and duty: the vehicle leaves at once, and waits for nothing."""
        rested_s, hours = sum(rest.service_s for rest in self.breaks), self.vehicle.time_window
        used = exact_cost(self.vehicle.costs, distance_m=0, duration_s=0, duty_s=rested_s)
        return self._rank(used + cost, duty_s + rested_s, hours.start_s if hours else 0)

    def _rank(self, exact: int, duty_s: int, leaving_s: int) -> Rank:
        return exact, duty_s if self.balanced else 0, leaving_s + duty_s, -leaving_s

    def route(self, split: Split, looks: Looks) -> Route | Reason:
        """Lay out one way to part the order into trips."""
        first_load, stops = self._stops(split)
        home = self.ways.between(stops[-1].location, self.vehicle.end)
        run = self._run(stops, home)
        loads = [first_load, *(stop.load for stop in stops)]
        open_slots = [self._open_slots(rest, stops, loads) for rest in self.breaks]
        times = timed(run, self.breaks, open_slots, self._price(), looks)
        if isinstance(times, Reason):
            return times
        figures = self._figures(stops, home)
        return self._beyond(figures) or self._priced(first_load, stops, home, figures, times)

    def _stops(self, split: Split) -> tuple[Amount, list[Stop]]:
        """Line up tasks and reloads; with what is on board at the start."""
        edges = [0, *split, len(self.tasks)]
        loads = [self.cargo.along(first, end) for first, end in pairwise(edges)]
        stops: list[Stop] = []
        place = self.vehicle.start
        for trip, (first, end) in enumerate(pairwise(edges)):
            if trip:
                stops.append(self._reload_stop(place, loads[trip][0], trip))
                place = stops[-1].location
            for visit in range(first, end):
                stops.append(self._task_stop(visit, place, loads[trip][visit - first + 1]))
                place = stops[-1].location
        if self.hold is not None and self.hold.until_s:
            stops.insert(self.hold.stops, _waiting(stops[self.hold.stops - 1], self.hold.until_s))
        return loads[0][0], stops

    def _task_stop(self, visit: int, place: int | None, load: Amount) -> Stop:
        kind, task = self.tasks[visit]
        return Stop(
            way=self.ways.between(place, task.location),
            location=task.location,
            setup_s=0 if place == task.location else task.setup_by_s(self.vehicle.type),
            service_s=task.service_by_s(self.vehicle.type),
            load=load,
            kind=kind,
            task=task,
        )

    def _reload_stop(self, place: int | None, load: Amount, number: int) -> Stop:
        reload = self.vehicle.reload or Reload(0)
        begun = self.hold.reloads[number - 1 : number] if self.hold else ()
        windows = tuple((at_s, at_s) for _, at_s in begun)
        way = self.ways.between(place, reload.location)
        return Stop(way, reload.location, 0, reload.service_s, load, windows=windows)

    def _run(self, stops: Sequence[Stop], home: Way) -> Run:
        """Line up leaving, every beginning of work, and the final return."""
        hours = self.vehicle.time_window
        shift = ((hours.start_s, hours.end_s) if hours else (0, LAST_S),)
        works_s = (0, *(stop.work_s for stop in stops))
        travel_s = (*(stop.way.travel_s for stop in stops), home.travel_s)
        chain = Chain(
            gaps_s=tuple(work + travel for work, travel in zip(works_s, travel_s, strict=True)),
            windows=(shift, *map(_windows, stops), shift),
            leashes=tuple(self._leashes(stops)),
            wishes=tuple(self._wishes(stops)),
        )
        return Run(chain, works_s)

    def _leashes(self, stops: Sequence[Stop]) -> Iterator[Leash]:
        """Tie deliveries to their pickups: from the end of service there to the beginning of service here."""
        moments = [moment for moment, stop in enumerate(stops, 1) if stop.kind is not None]  # moment 0 is leaving
        picked: dict[int, int] = {}
        for visit, later in zip(self.visits, moments, strict=True):
            limit_s = self.requests[visit.request].max_time_on_board_s
            if visit.step == 0:
                picked[visit.request] = later
            elif limit_s is not None:
                earlier = picked[visit.request]
                yield Leash(earlier, later, limit_s + stops[earlier - 1].work_s - stops[later - 1].setup_s)

    def _wishes(self, stops: Sequence[Stop]) -> Iterator[Wish]:
        scale = LAST_S if self.balanced else 1
        for moment, stop in enumerate(stops, 1):
            wish = stop.task.soft_window if stop.task else None
            if wish is not None and wish.cost_per_hour:
                yield Wish(moment, wish.start_s, wish.end_s, scale * PER_S * wish.cost_per_hour)

    def _price(self) -> int:
        """Price a second of duty; balancing wants the least duty of all timetables that cost the same."""
        price = PER_S * self.vehicle.costs.per_duty_hour
        return LAST_S * price + 1 if self.balanced else price

    def _open_slots(self, rest: Break, stops: Sequence[Stop], loads: Sequence[Amount]) -> list[int]:
        """List before how many stops a rest may be taken, by what is on board and what is frozen."""
        fewest, most = self._frozen_tasks_before(rest)
        done, slots = 0, list[int]()
        for slot, load in enumerate(loads):
            done += slot > 0 and stops[slot - 1].kind is not None
            if fewest <= done <= most and all(
                now <= room for now, room in zip(load, rest.max_load or load, strict=False)
            ):
                slots.append(slot)
        return slots

    def _frozen_tasks_before(self, rest: Break) -> tuple[int, int]:
        """Return the least and the largest number of tasks before a rest."""
        done = 0
        for step in self.vehicle.frozen_steps:
            if step.kind == PauseKind.BREAK and step.id == rest.id:
                return done, done
            done += step.kind != PauseKind.BREAK
        return done, len(self.tasks)

    def _figures(self, stops: Sequence[Stop], home: Way) -> _Figures:
        ways = [*(stop.way for stop in stops), home]
        return _Figures(
            distance_m=sum(way.travel_m for way in ways),
            duration_s=sum(way.travel_s for way in ways),
            way_costs=sum(way.cost for way in ways),
            energy_wh=sum(way.energy_wh for way in ways),
            work_s=sum(stop.work_s for stop in stops if stop.kind is not None),
        )

    def _beyond(self, figures: _Figures) -> Reason | None:
        limits = (
            (len(self.tasks), self.vehicle.max_tasks, Reason.LIMITS),
            (figures.duration_s, self.vehicle.max_travel_time_s, Reason.LIMITS),
            (figures.distance_m, self.vehicle.max_distance_m, Reason.LIMITS),
            (figures.energy_wh, self.vehicle.max_energy_wh, Reason.ENERGY),
        )
        return next((reason for figure, limit, reason in limits if limit is not None and figure > limit), None)

    def _priced(self, load: Amount, stops: Sequence[Stop], home: Way, figures: _Figures, times: Timed) -> Route:
        duty_s = times.moments_s[-1] - times.moments_s[0]
        exact = exact_cost(
            self.vehicle.costs,
            distance_m=figures.distance_m,
            duration_s=figures.duration_s,
            duty_s=duty_s,
            work_s=figures.work_s,
            way_costs=None if self.ways.matrix.costs is None else figures.way_costs,
        )
        exact += times.wished // (LAST_S if self.balanced else 1)
        return Route(
            vehicle=self.vehicle.id,
            steps=tuple(steps_of(self.vehicle, load, stops, home, times)),
            distance_m=figures.distance_m,
            duration_s=figures.duration_s,
            duty_s=duty_s,
            cost=whole(exact),
            exact_cost=exact,
            left_s=self.hold.until_s if self.hold else 0,
        )


def _waiting(stop: Stop, until_s: int) -> Stop:
    """Return a stop that keeps the vehicle where it is until a moment."""
    return Stop(STAYING, stop.location, 0, 0, stop.load, windows=((until_s, LAST_S),), told=False)


def _windows(stop: Stop) -> tuple[Window, ...]:
    """Return when work may begin so that it is also done in time."""
    if stop.task is None:
        return stop.windows or ((0, LAST_S),)
    windows = tuple((window.start_s, window.end_s) for window in stop.task.time_windows) or ((0, LAST_S),)
    done_by_s = stop.task.latest_finish_s
    if done_by_s is None:
        return windows
    last_s = done_by_s - stop.work_s
    return tuple((start_s, min(end_s, last_s)) for start_s, end_s in windows if start_s <= last_s)
