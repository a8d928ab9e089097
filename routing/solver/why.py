"""Why a request is in no route of a plan, and the smallest changes that let it in: found by putting it in.

Every change is one thing changed, and is answered only after the request was laid out with it beside all
that the plan serves, whose sequence stays. Of each kind the smallest is answered:

1. a window of one of its tasks opens earlier or closes later, by the fewest seconds; of the two sides the
   smaller, closing later where they are the same;
2. a longer time on board, by the fewest seconds;
3. longer hours of one vehicle, by the fewest seconds; sides as above;
4. another slot of those given: the nearest to the windows of its last task, then the one of least cost;
5. a higher limit of one vehicle, by the fewest tasks, seconds of travel, metres, or watt-hours;
6. more capacity of one vehicle: the least sum of what comes to each dimension, as shares of what it has
   (not of one that reloads: what it needs depends on its trips);
7. skills for one vehicle: the fewest;
8. one more vehicle like one there is: the one of least cost.

The first three come first in the answer, by their seconds; the others follow in this order. Where vehicles
are equal, the first one is told. No window, hour or time on board is moved by more than a day.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import inf

from kernel.progress import Progress, silent
from routing.solver.changes import Change, ChangeKind, Day, Limit, OnBoard, Relaxation, Trial, Window
from routing.solver.cheapest_spot import Placed, cheapest_spot
from routing.solver.course import Course, windows_of
from routing.solver.holding import may_load
from routing.solver.interruption import noticing_ctrl_c
from routing.solver.problem import TimeWindow, Vehicle
from routing.solver.reasons import ORDER, lay_out_alone, reason_alone
from routing.solver.requests import Request, Visit
from routing.solver.running import Running
from routing.solver.schedule import EndedError, Looks
from routing.solver.solution import Reason, Route
from routing.solver.spots import Spot, excess, spots, visits_with

__all__ = ["MOST_EXPLAINED", "Why", "why_all", "why_unassigned"]

MINUTE_S = 60
MOST_EXPLAINED = 20
"""Changes are looked for so many requests of one plan; each takes a second or so at 300 orders."""


@dataclass(frozen=True, slots=True)
class Why:
    """What keeps a request out, and what would let it in.

    Attributes
    ----------
    block: the furthest that any spot in the plan comes, in the order of `Reason`; None where it fits as it is.
    changes: the smallest of each kind that helps, see above; empty where no single change does.
    """

    block: Reason | None
    changes: tuple[Change, ...]


def why_unassigned(
    running: Running, index: int, *, slots: Sequence[TimeWindow] = (), unit_s: int = MINUTE_S, changes: bool = True
) -> Why:
    """Say what keeps a request out of a plan.

    Parameters
    ----------
    index: of the request among `running.requests`; it is in no route.
    slots: windows that its last task may have instead of its own.
    unit_s: seconds are answered as multiples of this, the smallest that helps.
    changes: whether they are looked for.

    Raises
    ------
    BadInputError
        A round of the plan does not hold, or can no longer be driven.
    EndedError
        `running.looks` is to be no more.
    """
    request = running.requests[index]
    if cheapest_spot(running, index, request) is not None:
        return Why(None, ())
    found = _Case(running, index, request, slots, unit_s).changes() if changes else ()
    return Why(_block(running, index), tuple(found))


def why_all(
    running: Running, *, progress: Progress = silent, most: int = MOST_EXPLAINED, time_limit_s: float = inf
) -> dict[int, Why]:
    """Say of every request in no route what keeps it out; by index, the most important first.

    The time limit, or the first Ctrl-C, ends it with what is found so far; a request that it is at is left out.

    Parameters
    ----------
    most: changes are looked for only so many; the others have none.
    """
    left_out = [index for index in range(len(running.requests)) if index not in running.served]
    left_out.sort(key=lambda index: -running.requests[index].priority)
    found: dict[int, Why] = {}
    end_s = time.monotonic() + time_limit_s
    with noticing_ctrl_c() as interruption, suppress(EndedError):
        running = replace(running, looks=Looks(ended=lambda: bool(interruption) or time.monotonic() >= end_s))
        for done, index in enumerate(left_out):
            running.looks.go_on()
            progress(done / len(left_out))
            found[index] = why_unassigned(running, index, changes=done < most)
    progress(1.0)
    return found


def _block(running: Running, index: int) -> Reason:
    """Find the furthest reason of all spots; the order is that in which `lay_out` looks."""
    alone = reason_alone(running.problem, running.given[index])
    if alone is not Reason.NO_ROOM_LEFT:
        return alone
    nobody = Reason.NO_ROOM_LEFT if running.closed else Reason.TIME_WINDOW
    furthest = Reason.SKILLS if running.courses else nobody
    for reason in _reasons(running, index):
        furthest = max(furthest, reason, key=ORDER.index)
        if furthest is Reason.ENERGY:
            break
    return furthest


def _reasons(running: Running, index: int) -> Iterator[Reason]:
    """List how far a request comes in each course, and in its likely spots."""
    request = running.requests[index]
    freely = replace(request, max_time_on_board_s=None)
    unleashed = [replace(one, max_time_on_board_s=None) for one in running.requests]
    for number, course in running.courses.items():
        running.looks.go_on()
        if not request.skills <= course.vehicle.skills:
            continue
        if not may_load(course.vehicle, course.hold, request):
            yield Reason.LOADING
            continue
        moments = range(course.fixed, len(course.visits) + 1)
        roomy = any(not any(excess(course, request, moment, moment)) for moment in moments)
        yield Reason.TIME_WINDOW if roomy else Reason.CAPACITY
        unlimited = replace(
            course.vehicle, max_tasks=None, max_travel_time_s=None, max_distance_m=None, max_energy_wh=None
        )
        for spot in spots(running.course(number, unlimited, unleashed), freely):
            found = running.with_spot(number, spot, index, freely, vehicle=unlimited, among=unleashed)
            yield Reason.TIME_ON_BOARD if isinstance(found, Route) else found
            if isinstance(found, Route):
                break
        for spot in spots(running.course(number, unlimited), request):
            found = running.with_spot(number, spot, index, request)
            if isinstance(found, Reason):
                yield found
                if found is Reason.LIMITS and course.vehicle.max_energy_wh is None:
                    break


@dataclass(frozen=True)
class _Case:
    """One request that does not fit."""

    running: Running
    index: int
    request: Request
    slots: Sequence[TimeWindow]
    unit_s: int

    @cached_property
    def courses(self) -> dict[int, Course]:
        """Return the courses to change by degrees: longer hours may help where they are over, and nothing else does."""
        return self.running.courses | self.running.over

    def changes(self) -> Iterator[Change]:
        """List the smallest change of each kind that helps, in the order of the module's docstring."""
        moments = (self._windows(step) for step in range(len(self.request.tasks)))
        longer = (self._least([OnBoard(self.unit_s)] if self.request.max_time_on_board_s is not None else []),)
        hours = (self._least([Day("later", self.unit_s), Day("earlier", self.unit_s, self.running.now_s)]),)
        by_time = [change for change in (*moments, *longer, *hours) if change is not None]
        yield from sorted(by_time, key=lambda change: change.amount)
        others = (
            self._slot(),
            self._least([Limit(ChangeKind.MAX_TASKS)]),
            self._least([Limit(ChangeKind.MAX_TRAVEL_TIME, self.unit_s)]),
            self._least([Limit(ChangeKind.MAX_DISTANCE)]),
            self._least([Limit(ChangeKind.MAX_ENERGY)]),
            self._capacity(),
            self._skills(),
            self._vehicle(),
        )
        yield from (change for change in others if change is not None)

    def _windows(self, step: int) -> Change | None:
        kind, task = self.request.tasks[step]
        several = len(task.time_windows) > 1
        return self._least(
            [
                Window(kind, step, number, side, self.unit_s, window if several else None)
                for side in ("later", "earlier")
                for number, window in enumerate(task.time_windows)
            ]
        )

    def _least(self, relaxations: Sequence[Relaxation]) -> Change | None:
        """Find the least of changes that are measured alike; of equals the first."""
        best: tuple[int, Change] | None = None
        for relaxation in relaxations:
            found = self._least_of(relaxation, None if best is None else best[0])
            best = found or best
        return None if best is None else best[1]

    def _least_of(self, relaxation: Relaxation, below: int | None) -> tuple[int, Change] | None:
        """Find the least of one change that helps, in units, if it is below another."""
        widest = relaxation.most // relaxation.unit if below is None else below - 1
        best: tuple[int, int] | None = None
        for needed, number, spot in sorted(self._needed(relaxation)):
            if needed > (best[0] if best else widest):
                break
            most = best[0] - (number >= best[1]) if best else widest  # of equals the first vehicle
            units = self._least_in(relaxation, number, spot, needed, most) if needed <= most else None
            if units is not None:
                best = units, number
        if best is None:
            return None
        vehicle = self.running.problem.vehicles[best[1]].id
        return best[0], relaxation.told(vehicle, best[0] * relaxation.unit)

    def _needed(self, relaxation: Relaxation) -> Iterator[tuple[int, int, Spot]]:
        """List the spots that the widest change allows, and the least units of it that each needs."""
        for number, course in self.courses.items():
            changed = relaxation.applied(self.request, course.vehicle, relaxation.most)
            if changed is None:
                continue
            request, vehicle = changed
            wide = self.running.course(number, vehicle, self._with(request))
            for spot in spots(wide, request):
                visits = visits_with(course.visits, self.index, request, spot)
                moments = tuple(1 + visits.index(Visit(self.index, step)) for step in range(len(request.tasks)))
                trial = Trial(self.request, course.vehicle, replace(wide, visits=visits), moments)
                self.running.looks.go_on()  # a long route has thousands of spots
                yield max(1, -(-relaxation.needed(trial) // relaxation.unit)), number, spot

    def _with(self, request: Request) -> list[Request]:
        requests = list(self.running.requests)
        requests[self.index] = request
        return requests

    def _least_in(self, relaxation: Relaxation, number: int, spot: Spot, low: int, high: int) -> int | None:
        """Halve until the least number of units is found that lets the request into a spot."""
        if self._holds(relaxation, number, spot, low):
            return low
        if high == low or not self._holds(relaxation, number, spot, high):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            if self._holds(relaxation, number, spot, middle):
                high = middle
            else:
                low = middle
        return high

    def _holds(self, relaxation: Relaxation, number: int, spot: Spot, units: int) -> bool:
        vehicle = self.courses[number].vehicle
        changed = relaxation.applied(self.request, vehicle, units * relaxation.unit)
        if changed is None:
            return False
        request, vehicle = changed
        return isinstance(self.running.with_spot(number, spot, self.index, request, vehicle=vehicle), Route)

    def _slot(self) -> Change | None:
        last, (kind, task) = len(self.request.tasks) - 1, self.request.tasks[-1]
        found: list[tuple[int, int, int, Change]] = []
        for tie, slot in enumerate(self.slots):
            moved = (kind, replace(task, time_windows=(slot,)))
            placed = self._placed(replace(self.request, tasks=(*self.request.tasks[:last], moved)))
            if placed is not None:
                away_s = min(max(0, slot.start_s - end_s, start_s - slot.end_s) for start_s, end_s in windows_of(task))
                vehicle = self.running.problem.vehicles[placed.number].id
                change = Change(ChangeKind.SLOT, vehicle, away_s, task=kind, window=slot)
                found.append((away_s, placed.extra, tie, change))
        return min(found)[-1] if found else None

    def _capacity(self) -> Change | None:
        found: list[tuple[Fraction, int, Spot, list[int]]] = []
        for number, course in self.running.courses.items():
            boundless = self.running.course(number, replace(course.vehicle, capacity=()))
            for spot in spots(boundless, self.request):
                self.running.looks.go_on()
                over = excess(course, self.request, spot.first, spot.last)
                share = sum(
                    (Fraction(more, max(1, room)) for more, room in zip(over, course.vehicle.capacity, strict=True)),
                    Fraction(),
                )
                if share:
                    found.append((share, number, spot, over))
        for _, number, spot, over in sorted(found):
            vehicle = self.running.courses[number].vehicle
            room = tuple(room + more for room, more in zip(vehicle.capacity, over, strict=True))
            larger = replace(vehicle, capacity=room)
            if isinstance(self.running.with_spot(number, spot, self.index, self.request, vehicle=larger), Route):
                return Change(ChangeKind.CAPACITY, vehicle.id, capacity=tuple(over))
        return None

    def _skills(self) -> Change | None:
        lacking = (
            (self.request.skills - course.vehicle.skills, number, course.vehicle)
            for number, course in self.running.courses.items()
        )
        for missing, number, vehicle in sorted((one for one in lacking if one[0]), key=lambda one: len(one[0])):
            skilled = {number: replace(vehicle, skills=vehicle.skills | missing)}
            if self._placed(self.request, skilled) is not None:
                return Change(ChangeKind.SKILLS, vehicle.id, len(missing), skills=missing)
        return None

    def _vehicle(self) -> Change | None:
        found: list[tuple[int, int, Change]] = []
        for number, vehicle in enumerate(self.running.problem.vehicles):
            self.running.looks.go_on()
            fresh = self.running.from_now(replace(vehicle, frozen=0, steps=()))
            route = None if fresh is None else lay_out_alone(self.running.problem, fresh, self.request)
            if isinstance(route, Route):
                found.append((route.exact_cost, number, Change(ChangeKind.VEHICLE, vehicle.id)))
        return min(found)[-1] if found else None

    def _placed(self, request: Request, changed: Mapping[int, Vehicle] | None = None) -> Placed | None:
        return cheapest_spot(self.running, self.index, request, changed)
