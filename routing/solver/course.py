"""One vehicle's order of visits, with what putting one more request into it needs to know.

Moments are leaving, the beginning of work at each visit, and the final return. The figures here leave
out limits on time on board, rests and reloads, so that what they forbid is forbidden, and what they allow
is only likely: `routing.solver.layout` has the last word. Pieces of a route are joined in constant time.
Source: Vidal, Crainic, Gendreau, Prins, "A hybrid genetic algorithm with adaptive diversity management
for a large class of vehicle routing problems with time-windows", Computers & OR 40 (2013).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import add
from typing import NamedTuple

from routing.matrix import TravelMatrix
from routing.solver.chain import LAST_S
from routing.solver.holding import NO_HOLD, Hold
from routing.solver.problem import Task, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.travel import Way, Ways

__all__ = ["FREELY", "NEVER", "Course", "Piece", "Totals", "gained", "joined", "next_open", "windows_of"]

Window = tuple[int, int]
FREELY: tuple[Window, ...] = ((0, LAST_S),)
"""The windows of what has none."""
NEVER = 2**60
"""Later than the end of any window; sums of a few such moments stay so."""


class Piece(NamedTuple):
    """A part of a route: its least duration, and the earliest and the latest beginning that has it."""

    duration_s: int
    earliest_s: int
    latest_s: int


class Totals(NamedTuple):
    """What a route spends; `work_s` at tasks, `way_costs` and `energy_wh` by their matrices."""

    travel_s: int = 0
    travel_m: int = 0
    work_s: int = 0
    way_costs: int = 0
    energy_wh: int = 0

    def after(self, work_s: int, way: Way) -> "Totals":
        """Return these after work at a place and the way from there."""
        return Totals(
            self.travel_s + way.travel_s,
            self.travel_m + way.travel_m,
            self.work_s + work_s,
            self.way_costs + way.cost,
            self.energy_wh + way.energy_wh,
        )

    def and_rest(self, whole: "Totals", done: "Totals") -> "Totals":
        """Return these and what another route still spends from where it has done so much."""
        return Totals(*(mine + all_ - there for mine, all_, there in zip(self, whole, done, strict=True)))


@dataclass(frozen=True)
class Course:
    """What stands, moment by moment; moment 0 is leaving, the last one the final return.

    Attributes
    ----------
    fixed: so many visits stay first; nothing may be put before them.
    hold: of a round under way.
    hold_more: of one where the visit behind what is begun is a new one.
    """

    vehicle: Vehicle
    matrix: TravelMatrix
    requests: Sequence[Request]
    visits: tuple[Visit, ...]
    fixed: int = 0
    hold: Hold = NO_HOLD
    hold_more: Hold = NO_HOLD

    @cached_property
    def tasks(self) -> list[Task]:
        return [self.requests[visit.request].tasks[visit.step][1] for visit in self.visits]

    @cached_property
    def places(self) -> list[int | None]:
        """Return where each moment is; None at an open side."""
        return [self.vehicle.start, *(task.location for task in self.tasks), self.vehicle.end]

    @cached_property
    def windows(self) -> list[tuple[Window, ...]]:
        hours = self.vehicle.time_window
        shift = ((hours.start_s, hours.end_s),) if hours else FREELY
        return [shift, *map(self.opens, self.tasks), shift]

    @cached_property
    def hops(self) -> list[Way]:
        """Return the ways from each moment's place to the next one's."""
        return self.between(self.places[:-1], self.places[1:])

    @cached_property
    def hops_s(self) -> list[int]:
        return [way.travel_s for way in self.hops]

    @cached_property
    def works_s(self) -> list[int]:
        """Return setup and service at each moment, coming from the one before."""
        works = [self.work_s(task, before) for task, before in zip(self.tasks, self.places[:-2], strict=True)]
        return [0, *works, 0]

    @cached_property
    def setups_s(self) -> list[int]:
        """Return setup at each moment, coming from elsewhere."""
        return [0, *(self.setup_s(task, None) for task in self.tasks), 0]

    @cached_property
    def services_s(self) -> list[int]:
        """Return service at each moment."""
        return [0, *map(self.service_s, self.tasks), 0]

    @cached_property
    def totals(self) -> list[Totals]:
        """Return what is spent on the way to each moment, work there not included."""
        totals = [Totals()]
        for way, work_s in zip(self.hops, self.works_s, strict=False):
            totals.append(totals[-1].after(work_s, way))
        return totals

    @cached_property
    def free_s(self) -> list[int]:
        """Return the earliest end of work at each moment; `NEVER` and more where none is in time."""
        free: list[int] = []
        arrival_s = 0
        for windows, work_s, hop_s in zip(self.windows, self.works_s, [*self.hops_s, 0], strict=True):
            done_s = next_open(windows, arrival_s) + work_s
            free.append(max(done_s, self.hold.leaves_s) if len(free) == self.hold.visits else done_s)
            arrival_s = free[-1] + hop_s
        return free

    @cached_property
    def latest_s(self) -> list[int]:
        """Return the latest beginning of work at each moment with all that follows in time; far below 0 is none."""
        latest = [self.windows[-1][-1][1]]
        for windows, work_s, hop_s in zip(
            self.windows[-2::-1], self.works_s[-2::-1], reversed(self.hops_s), strict=True
        ):
            latest.append(_last_open(windows, latest[-1] - hop_s - work_s))
        return latest[::-1]

    @cached_property
    def pieces_to(self) -> list[Piece]:
        """Return the piece from leaving to the end of work at each moment."""
        pieces = [self._alone(0)]
        for moment, hop_s in enumerate(self.hops_s, 1):
            pieces.append(joined(pieces[-1], hop_s, self._alone(moment)))
        return pieces

    @cached_property
    def pieces_from(self) -> list[Piece]:
        """Return the piece from the beginning of work at each moment to the final return."""
        pieces = [self._alone(len(self.visits) + 1)]
        for moment in range(len(self.visits), -1, -1):
            pieces.append(joined(self._alone(moment), self.hops_s[moment], pieces[-1]))
        return pieces[::-1]

    @cached_property
    def loads(self) -> list[list[int]]:
        """Return what is on board after each moment but the last, one entry a dimension of capacity."""
        width = len(self.vehicle.capacity)
        visited = [self.requests[visit.request] for visit in self.visits]
        load = [sum(one.from_start[d] for one in visited if one.from_start) for d in range(width)]
        loads = [load]
        for visit, one in zip(self.visits, visited, strict=True):
            load = [now + gained(one, visit.step, d) for d, now in enumerate(load)]
            loads.append(load)
        return loads

    @cached_property
    def spares_s(self) -> list[int]:
        """Return how much longer the way from each moment to the next may become for what is on board."""
        spares = [LAST_S] * len(self.hops_s)
        if self.vehicle.reload is not None:
            return spares  # ways over a reload are not the ways of what is on board
        done_s = list(accumulate(map(add, self.works_s, [*self.hops_s, 0]), initial=0))
        where = {visit: moment for moment, visit in enumerate(self.visits, 1)}
        for visit, moment in where.items():
            limit_s = self.requests[visit.request].max_time_on_board_s
            if visit.step == 1 and limit_s is not None:
                picked = where[Visit(visit.request, 0)]
                setup_s = self.works_s[moment] - self.service_s(self.tasks[moment - 1])
                ridden_s = done_s[moment] - done_s[picked] - self.works_s[picked] + setup_s
                for hop in range(picked, moment):
                    spares[hop] = min(spares[hop], limit_s - ridden_s)
        return spares

    def opens(self, task: Task) -> tuple[Window, ...]:
        """Return when work at a task may begin so that its service may end in time; one that never does is empty."""
        if task.latest_finish_s is None:
            return windows_of(task)
        last_s = task.latest_finish_s - self.service_s(task)
        kept = tuple((start_s, min(end_s, last_s)) for start_s, end_s in windows_of(task) if start_s <= last_s)
        return kept or ((0, -1),)

    def service_s(self, task: Task) -> int:
        return task.service_by_s(self.vehicle.type)

    def setup_s(self, task: Task, coming_from: int | None) -> int:
        """Return seconds of setup at least: a reload at the same place before it may spare it."""
        reload = self.vehicle.reload
        spared = coming_from == task.location or (reload is not None and reload.location == task.location)
        return 0 if spared else task.setup_by_s(self.vehicle.type)

    def work_s(self, task: Task, coming_from: int | None) -> int:
        return self.service_s(task) + self.setup_s(task, coming_from)

    def work_at(self, moment: int, coming_from: int | None) -> int:
        """Return setup and service at a moment, coming from another place than now."""
        service_s = self.services_s[moment]
        return service_s if coming_from == self.places[moment] else service_s + self.setups_s[moment]

    def between(self, origins: Sequence[int | None], destinations: Sequence[int | None]) -> list[Way]:
        """Return the ways between pairs of places, at least: one over a reload may be shorter."""
        ways = Ways(self.matrix, self.vehicle)
        direct = [ways.between(*pair) for pair in zip(origins, destinations, strict=True)]
        reload = self.vehicle.reload
        if reload is None:
            return direct
        there = [ways.between(origin, reload.location) for origin in origins]
        back = [ways.between(reload.location, destination) for destination in destinations]
        return [_least(*each) for each in zip(direct, there, back, strict=True)]

    def _alone(self, moment: int) -> Piece:
        windows = self.windows[moment]
        waits_s = self.hold.leaves_s - windows[0][0] if moment == self.hold.visits else 0
        return Piece(max(self.works_s[moment], waits_s), windows[0][0], windows[-1][1])


def windows_of(task: Task) -> tuple[Window, ...]:
    """Return when work at a task may begin."""
    return tuple((window.start_s, window.end_s) for window in task.time_windows) or FREELY


def gained(request: Request, step: int, dimension: int) -> int:
    """Return what a visit adds on board in one dimension; less than nothing where it leaves more."""
    carried, taken, left = (
        amount[dimension] if amount else 0 for amount in (request.carried, request.to_end, request.from_start)
    )
    return -carried if step else carried + taken - left


def joined(piece: Piece, travel_s: int, then: Piece) -> Piece:
    """Join two pieces of a route; the second can be reached in time."""
    gap_s = piece.duration_s + travel_s
    wait_s = max(then.earliest_s - gap_s - piece.latest_s, 0)
    return Piece(
        gap_s + then.duration_s + wait_s,
        max(then.earliest_s - gap_s, piece.earliest_s) - wait_s,
        min(then.latest_s - gap_s, piece.latest_s),
    )


def next_open(windows: Sequence[Window], moment_s: int) -> int:
    """Return the first moment from this one on that lies in a window, or `NEVER`."""
    for start_s, end_s in windows:
        if moment_s <= end_s:
            return max(moment_s, start_s)
    return NEVER


def _last_open(windows: Sequence[Window], moment_s: int) -> int:
    """Return the last moment up to this one that lies in a window, or `-NEVER`."""
    for start_s, end_s in reversed(windows):
        if moment_s >= start_s:
            return min(moment_s, end_s)
    return -NEVER


def _least(direct: Way, there: Way, back: Way) -> Way:
    return Way(
        min(direct.travel_s, there.travel_s + back.travel_s),
        min(direct.travel_m, there.travel_m + back.travel_m),
        min(direct.cost, there.cost + back.cost),
        min(direct.energy_wh, there.energy_wh + back.energy_wh),
    )
