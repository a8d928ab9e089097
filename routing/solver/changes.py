"""What may be changed so that a request fits, one thing at a time."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Protocol

from routing.solver.course import Course, windows_of
from routing.solver.problem import Amount, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.requests import Request

__all__ = ["MOST_S", "Change", "ChangeKind", "Day", "Limit", "OnBoard", "Relaxation", "Side", "Trial", "Window"]

Side = Literal["earlier", "later"]
MOST_S = 86_400
"""No moment is moved by more than a day: that is another day's order."""


Both = tuple[Request, Vehicle]


class ChangeKind(StrEnum):
    """What is changed; in the order of answers, see `routing.solver.why`."""

    TIME_WINDOW = "time_window"
    TIME_ON_BOARD = "time_on_board"
    HOURS = "hours"
    SLOT = "slot"
    MAX_TASKS = "max_tasks"
    MAX_TRAVEL_TIME = "max_travel_time"
    MAX_DISTANCE = "max_distance"
    MAX_ENERGY = "max_energy_wh"
    CAPACITY = "capacity"
    SKILLS = "skills"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class Change:
    """One change that lets a request in.

    Attributes
    ----------
    vehicle: id of the one that then takes it, and whose hours, limits, capacity or skills change; of `VEHICLE`
        the one that one more is like.
    amount: seconds of a window, of hours, of time on board and of travel, metres, Wh, tasks, missing skills; of
        `SLOT` the seconds from the windows given to it. 0 of a capacity and of a vehicle.
    side: of a window or of hours: whether they open earlier or close later.
    task: whose window.
    window: the slot; or which of several windows of the task, as it is before.
    capacity: how much more, one entry a dimension.
    skills: which the vehicle lacks.
    """

    kind: ChangeKind
    vehicle: int
    amount: int = 0
    side: Side | None = None
    task: TaskKind | None = None
    window: TimeWindow | None = None
    capacity: Amount = ()
    skills: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Trial:
    """A request in a vehicle's course.

    Attributes
    ----------
    request, vehicle: as they are.
    course: with the request, and as far changed as can be.
    moments: of the request's tasks.
    """

    request: Request
    vehicle: Vehicle
    course: Course
    moments: tuple[int, ...]


class Relaxation(Protocol):
    """A change by degrees: whatever fits with less of it fits with more.

    Attributes
    ----------
    unit: least step.
    most: no more is looked at.
    """

    @property
    def unit(self) -> int: ...

    @property
    def most(self) -> int: ...

    def applied(self, request: Request, vehicle: Vehicle, amount: int) -> Both | None:
        """Return both with so much of the change; None where there is nothing to change."""
        ...

    def needed(self, trial: Trial) -> int:
        """Return how much is needed at least."""
        ...

    def told(self, vehicle: int, amount: int) -> Change:
        """Say it."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """One window of one task of the request opens earlier or closes later.

    Attributes
    ----------
    which: the window, told where the task has several.
    """

    task: TaskKind
    step: int
    window: int
    side: Side
    unit: int
    which: TimeWindow | None = None
    most: int = MOST_S

    def applied(self, request: Request, vehicle: Vehicle, amount: int) -> Both | None:
        kind, task = request.tasks[self.step]
        wider = (kind, _widened(task, self.window, self.side, amount))
        return replace(request, tasks=(*request.tasks[: self.step], wider, *request.tasks[self.step + 1 :])), vehicle

    def needed(self, trial: Trial) -> int:
        start_s, end_s = windows_of(trial.request.tasks[self.step][1])[self.window]
        course, moment = trial.course, trial.moments[self.step]
        if self.side == "earlier":
            return start_s - course.latest_s[moment]
        return course.free_s[moment] - course.works_s[moment] - end_s

    def told(self, vehicle: int, amount: int) -> Change:
        return Change(ChangeKind.TIME_WINDOW, vehicle, amount, side=self.side, task=self.task, window=self.which)


@dataclass(frozen=True, slots=True)
class OnBoard:
    """The request may be on board longer."""

    unit: int
    most: int = MOST_S

    def applied(self, request: Request, vehicle: Vehicle, amount: int) -> Both | None:
        return replace(request, max_time_on_board_s=(request.max_time_on_board_s or 0) + amount), vehicle

    def needed(self, trial: Trial) -> int:
        course, (pickup, delivery) = trial.course, trial.moments
        between = slice(pickup, delivery)
        setup_s = course.works_s[delivery] - course.service_s(course.tasks[delivery - 1])
        ridden_s = sum(course.hops_s[between]) + sum(course.works_s[pickup + 1 : delivery]) + setup_s
        begin_s = course.free_s[delivery] - course.works_s[delivery]
        waited_s = begin_s + setup_s - course.latest_s[pickup] - course.works_s[pickup]
        return max(ridden_s, waited_s) - (trial.request.max_time_on_board_s or 0)

    def told(self, vehicle: int, amount: int) -> Change:
        return Change(ChangeKind.TIME_ON_BOARD, vehicle, amount)


@dataclass(frozen=True, slots=True)
class Day:
    """The vehicle's hours begin earlier or end later, but never before `now_s`."""

    side: Side
    unit: int
    now_s: int = 0
    most: int = MOST_S

    def applied(self, request: Request, vehicle: Vehicle, amount: int) -> Both | None:
        hours = vehicle.time_window
        if hours is None:
            return None
        if self.side == "later":
            return request, replace(vehicle, time_window=replace(hours, end_s=hours.end_s + amount))
        start_s = max(hours.start_s - amount, min(self.now_s, hours.start_s), 0)
        if start_s == hours.start_s:
            return None
        return request, replace(vehicle, time_window=replace(hours, start_s=start_s))

    def needed(self, trial: Trial) -> int:
        course, hours = trial.course, trial.vehicle.time_window
        if hours is None:
            return 0
        return hours.start_s - course.latest_s[0] if self.side == "earlier" else course.free_s[-1] - hours.end_s

    def told(self, vehicle: int, amount: int) -> Change:
        return Change(ChangeKind.HOURS, vehicle, amount, side=self.side)


@dataclass(frozen=True, slots=True)
class Limit:
    """The vehicle may do more tasks, travel longer or further, or use more energy."""

    kind: ChangeKind
    unit: int = 1
    most: int = 2**31

    def applied(self, request: Request, vehicle: Vehicle, amount: int) -> Both | None:
        limit = self._limit(vehicle)
        if limit is None:
            return None
        match self.kind:
            case ChangeKind.MAX_TASKS:
                raised = replace(vehicle, max_tasks=limit + amount)
            case ChangeKind.MAX_TRAVEL_TIME:
                raised = replace(vehicle, max_travel_time_s=limit + amount)
            case ChangeKind.MAX_DISTANCE:
                raised = replace(vehicle, max_distance_m=limit + amount)
            case _:
                raised = replace(vehicle, max_energy_wh=limit + amount)
        return request, raised

    def needed(self, trial: Trial) -> int:
        totals = trial.course.totals[-1]
        figures = {
            ChangeKind.MAX_TASKS: len(trial.course.visits),
            ChangeKind.MAX_TRAVEL_TIME: totals.travel_s,
            ChangeKind.MAX_DISTANCE: totals.travel_m,
            ChangeKind.MAX_ENERGY: totals.energy_wh,
        }
        return figures[self.kind] - (self._limit(trial.vehicle) or 0)

    def told(self, vehicle: int, amount: int) -> Change:
        return Change(self.kind, vehicle, amount)

    def _limit(self, vehicle: Vehicle) -> int | None:
        limits = {
            ChangeKind.MAX_TASKS: vehicle.max_tasks,
            ChangeKind.MAX_TRAVEL_TIME: vehicle.max_travel_time_s,
            ChangeKind.MAX_DISTANCE: vehicle.max_distance_m,
            ChangeKind.MAX_ENERGY: vehicle.max_energy_wh,
        }
        return limits[self.kind]


def _widened(task: Task, number: int, side: Side, amount: int) -> Task:
    """Widen one window; what it then meets or swallows becomes one with it."""
    wide = task.time_windows[number]
    if side == "earlier":
        wide = replace(wide, start_s=max(0, wide.start_s - amount))
    else:
        wide = replace(wide, end_s=wide.end_s + amount)
    apart = [one for one in task.time_windows if one.end_s < wide.start_s or one.start_s > wide.end_s]
    met = [one for one in task.time_windows if one not in apart]
    whole = TimeWindow(min(wide.start_s, *(one.start_s for one in met)), max(wide.end_s, *(one.end_s for one in met)))
    return replace(task, time_windows=tuple(sorted((*apart, whole), key=lambda one: one.start_s)))
