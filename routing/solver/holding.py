"""What is begun keeps its moments: said as windows, so that every layout holds it."""

from dataclasses import replace

from routing.solver.chain import LAST_S
from routing.solver.course import Course
from routing.solver.problem import Break, PauseKind, TimeWindow, Vehicle
from routing.solver.requests import Request
from routing.solver.solution import Route
from routing.solver.spots import Spot

__all__ = ["held", "ready", "with_held_rests"]


def held(request: Request, step: int, begin_s: int) -> Request:
    """Let a task be nowhere but where it was planned."""
    kind, task = request.tasks[step]
    at = (kind, replace(task, time_windows=(TimeWindow(begin_s, begin_s),)))
    return replace(request, tasks=(*request.tasks[:step], at, *request.tasks[step + 1 :]))


def with_held_rests(vehicle: Vehicle, route: Route, begun: int, now_s: int) -> Vehicle:
    """Let rests before the last visit begun be nowhere but where they are, and move none of the others before now.

    Parameters
    ----------
    begun: how many visits are; at least one.
    """
    if not vehicle.breaks:
        return vehicle
    visited = [number for number, step in enumerate(route.steps) if step.kind is not None][begun - 1]
    last = route.steps[visited]
    done_s = last.arrival_s + last.waiting_s + last.setup_s + last.service_s
    begins_s = {step.id: step.arrival_s + step.waiting_s for step in route.steps if step.pause is PauseKind.BREAK}
    taken = {step.id for step in route.steps[:visited] if step.pause is PauseKind.BREAK}

    def windows(rest: Break) -> tuple[TimeWindow, ...]:
        begin_s = begins_s[rest.id]
        if rest.id in taken:
            return (TimeWindow(begin_s, begin_s),)
        return _from(rest.windows, max(done_s, min(begin_s, now_s)))

    return replace(vehicle, breaks=tuple(replace(rest, windows=windows(rest)) for rest in vehicle.breaks))


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
