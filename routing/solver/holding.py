"""What is begun keeps its moments: said as windows, so that every layout holds it."""

from dataclasses import replace

from routing.solver.chain import LAST_S
from routing.solver.course import Course
from routing.solver.problem import PauseKind, TimeWindow, Vehicle
from routing.solver.requests import Request
from routing.solver.solution import Route
from routing.solver.spots import Spot

__all__ = ["held", "ready", "with_held_rests"]


def held(request: Request, step: int, begin_s: int) -> Request:
    """Let a task be nowhere but where it was planned."""
    kind, task = request.tasks[step]
    at = (kind, replace(task, time_windows=(TimeWindow(begin_s, begin_s),)))
    return replace(request, tasks=(*request.tasks[:step], at, *request.tasks[step + 1 :]))


def with_held_rests(vehicle: Vehicle, route: Route, begun: int) -> Vehicle:
    """Let rests taken before the last visit begun be nowhere but where they are, and the others behind them."""
    if not vehicle.breaks:
        return vehicle
    visited = [number for number, step in enumerate(route.steps) if step.kind is not None][begun - 1]
    taken = {
        step.id: step.arrival_s + step.waiting_s for step in route.steps[:visited] if step.pause is PauseKind.BREAK
    }
    ends_s = max(
        (begin_s + rest.service_s for rest in vehicle.breaks if (begin_s := taken.get(rest.id)) is not None), default=0
    )
    held = tuple(
        replace(
            rest,
            windows=(TimeWindow(taken[rest.id], taken[rest.id]),) if rest.id in taken else _from(rest.windows, ends_s),
        )
        for rest in vehicle.breaks
    )
    return replace(vehicle, breaks=held)


def _from(windows: tuple[TimeWindow, ...], moment_s: int) -> tuple[TimeWindow, ...]:
    """Return what is left of windows from a moment on."""
    every = windows or (TimeWindow(0, LAST_S),)
    return tuple(replace(one, start_s=max(one.start_s, moment_s)) for one in every if one.end_s >= moment_s)


def ready(request: Request, course: Course, spot: Spot) -> Request | None:
    """Let a request put behind what is begun not begin before the vehicle can be there from now on."""
    if spot.first != course.fixed or not course.now_s:
        return request
    kind, task = request.tasks[0]
    (way,) = course.between([course.places[spot.first]], [task.location])
    soonest_s = course.now_s + way.travel_s
    left = _from(task.time_windows, soonest_s)
    return replace(request, tasks=((kind, replace(task, time_windows=left)), *request.tasks[1:])) if left else None
