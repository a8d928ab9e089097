"""When each step of a given order begins, with windows and hours that may be broken, as little as can be.

After the goals of VROOM's plan mode: the least seconds early and late, then the shortest time from leaving to
returning, then every task as early as that allows. Here latest finish and time on board count as windows do,
and what soft windows cost comes before the shortest time. Nobody waits at the end.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from math import gcd, inf

from routing.solver.checker.given import GivenTask, GivenVehicle, Key, SoftWindow, Window
from routing.solver.checker.goals import Found, GoalProgram, InfeasibleError
from routing.solver.checker.manual import Visit
from routing.solver.checker.walk import Stop, Walk, walk

__all__ = ["InfeasibleError", "timetable"]

LARGEST_S = 2**48
"""Beyond it a second is lost in the floating point of the linear program."""


def timetable(vehicle: GivenVehicle, tasks: Mapping[Key, GivenTask], visits: Sequence[Visit]) -> list[Stop]:
    """Give each step of a route its moment.

    Raises
    ------
    InfeasibleError
        No timetable keeps the forced moments.
    """
    still = walk(vehicle, tasks, [Stop(visit.kind, visit.id, 0) for visit in visits])
    if not visits:
        return []
    origin_s = _origin_s(still, visits)
    stops = _stops(visits, _Timing(still, visits, origin_s).solved(), origin_s)
    if _waits_home(walk(vehicle, tasks, stops)):
        stops = _stops(visits, _straight_home(still, visits, origin_s), origin_s)
    return stops


def _stops(visits: Sequence[Visit], found: Found, origin_s: int) -> list[Stop]:
    _, moments_s = found
    return [Stop(visit.kind, visit.id, moments_s[number] + origin_s) for number, visit in enumerate(visits)]


def _waits_home(timed: Walk) -> bool:
    """Tell whether a vehicle that rests before its end is there before the moment that it must be."""
    home = timed.figures[-1]
    return [stop.kind for stop in timed.stops[-2:]] == ["break", "end"] and home.begin_s > home.arrival_s


def _straight_home(still: Walk, visits: Sequence[Visit], origin_s: int) -> Found:
    """Solve once more with the last waiting before the last rest, or before the way from the last place.

    Raises
    ------
    InfeasibleError
        Neither keeps the forced moments.
    """
    rest = len(visits) - 2
    place = max((number for number in range(rest) if visits[number].kind != "break"), default=rest)
    found: list[Found] = []
    for since in sorted({rest, place}):
        timing = _Timing(still, visits, origin_s)
        timing.go_home_from(since)
        with suppress(InfeasibleError):
            found.append(timing.solved())
    if not found:
        raise InfeasibleError
    return min(found)


def _origin_s(still: Walk, visits: Sequence[Visit]) -> int:
    """Return a moment that no good timetable begins before, so that the program's figures stay small."""
    windows = _windows(still)
    starts_s = [start_s for start_s, _ in windows]
    starts_s += [visit.forced.earliest_s for visit in visits if visit.forced.earliest_s]
    ends_s = [end_s for _, end_s in windows]
    ends_s += [int(visit.forced.latest_s) for visit in visits if visit.forced.latest_s < inf]
    ends_s += [task.latest_finish_s for _, task in still.done if task.latest_finish_s is not None]
    span_s = still.figures[-1].travelled_s + sum(figures.setup_s + figures.service_s for figures in still.figures)
    if max([span_s, *starts_s, *ends_s]) > LARGEST_S:
        raise InfeasibleError
    return max(0, min([*starts_s, *ends_s]) - span_s) if starts_s else 0


def _windows(still: Walk) -> list[Window]:
    soft = [task.soft_window for _, task in still.done if task.soft_window is not None]
    return [
        *([] if still.vehicle.hours is None else [still.vehicle.hours]),
        *(window for _, task in still.done for window in task.windows),
        *(window for _, rest in still.rests for window in rest.windows),
        *((window.start_s, window.end_s) for window in soft),
    ]


class _Timing:
    """The linear program of one route: a moment a step, and a miss for all that may be early or late."""

    def __init__(self, still: Walk, visits: Sequence[Visit], origin_s: int) -> None:
        self.program = GoalProgram(goals=4)
        self.misses, self.soft, self.length, self.early = self.program.goals
        self.still = still
        self.origin_s = origin_s
        self.work_s = [figures.setup_s + figures.service_s for figures in still.figures]
        for visit in visits:  # first of all, so that a step's moment has the step's number
            self.program.variable((max(0, visit.forced.earliest_s - origin_s), visit.forced.latest_s - origin_s))
        self._follow_on()
        self._keep_windows()

    def go_home_from(self, since: int) -> None:
        """Let nobody wait between the end and a step, the last place or the last rest."""
        last = len(self.work_s) - 1
        resting = self.still.stops[since].kind == "break"
        way_s = 0 if resting else self.still.figures[last].travelled_s - self.still.figures[since].travelled_s
        self.program.row({last: -1, since: 1}, -sum(self.work_s[since:last]) - way_s)

    def _follow_on(self) -> None:
        """Let each step begin after the one before it, and each place be reached by the travel and the rests."""
        place: int | None = None
        rested_s = 0
        for number, figures in enumerate(self.still.figures):
            resting = self.still.stops[number].kind == "break"
            if number:
                self.program.row({number: 1, number - 1: -1}, self.work_s[number - 1])
            if resting:
                rested_s += self.work_s[number]
                continue
            if place is not None:
                way_s = figures.travelled_s - self.still.figures[place].travelled_s
                gap_s = self.work_s[place] + way_s + rested_s
                self.program.row({number: 1, place: -1}, gap_s)
                if self.still.stops[number].kind == "end" and place == number - 1:  # nobody waits at the end
                    self.program.row({number: -1, place: 1}, -gap_s)
            place, rested_s = number, 0

    def _keep_windows(self) -> None:
        """Add a miss for each window, each latest finish, each limit on board and the vehicle's hours."""
        last = len(self.work_s) - 1
        if self.still.vehicle.hours is not None:
            opens_s, closes_s = self.still.vehicle.hours
            self._begin(0, opens_s)
            self._finish(last, closes_s)
        for number, task in self.still.done:
            self._within(number, task.windows)
            if task.latest_finish_s is not None:
                self._finish(number, task.latest_finish_s)
            if task.soft_window is not None:
                self._soften(number, task.soft_window)
        for number, rest in self.still.rests:
            self._within(number, rest.windows)
        self._on_board()

    def _begin(self, number: int, earliest_s: int) -> None:
        self.program.row({number: 1, self._miss(): 1}, earliest_s - self.origin_s)

    def _finish(self, number: int, latest_s: int) -> None:
        self.program.row({number: -1, self._miss(): 1}, self.work_s[number] + self.origin_s - latest_s)

    def _miss(self) -> int:
        miss = self.program.variable()
        self.misses[miss] = 1
        return miss

    def _within(self, number: int, windows: Sequence[Window]) -> None:
        """Aim at a moment in some window, and count the seconds before or after it."""
        if windows:
            aim = self.program.variable(*((low - self.origin_s, high - self.origin_s) for low, high in windows))
            missed = self._miss()
            self.program.row({number: 1, aim: -1, missed: 1}, 0)
            self.program.row({number: -1, aim: 1, missed: 1}, 0)

    def _soften(self, number: int, window: SoftWindow) -> None:
        missed = self.program.variable()
        self.soft[missed] = window.cost_per_hour
        self.program.row({number: 1, missed: 1}, window.start_s - self.origin_s)
        self.program.row({number: -1, missed: 1}, self.origin_s - window.end_s)

    def _on_board(self) -> None:
        picked: dict[Key, int] = {}
        for number, task in self.still.done:
            if task.key[0] == "pickup":
                picked[task.key] = number
            elif task.max_time_on_board_s is not None and task.partner in picked:
                pickup = picked[task.partner]
                least_s = self.still.figures[number].setup_s - self.work_s[pickup] - task.max_time_on_board_s
                self.program.row({pickup: 1, number: -1, self._miss(): 1}, least_s)

    def solved(self) -> Found:
        """Return the goals reached, and first of all the moment of each step, in seconds after the origin."""
        last = len(self.work_s) - 1
        if last:
            self.length.update({last: 1, 0: -1})
        shared = gcd(*self.soft.values())
        self.soft.update({missed: price // shared for missed, price in self.soft.items() if price})
        self.early.update(dict.fromkeys(range(last + 1), 1))
        return self.program.solve()
