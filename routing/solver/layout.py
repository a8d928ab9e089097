"""One vehicle's route from the order of its tasks: exact times, loads and cost, or what forbids it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.matrix import TravelMatrix
from routing.solver.cost import exact_cost, whole
from routing.solver.problem import Amount, Problem, Task, TaskKind, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.schedule import LAST_S, Chain, Leash, timetable
from routing.solver.solution import Reason, Route, Step

__all__ = ["lay_out"]


@dataclass(frozen=True, slots=True)
class _Stop:
    """A task in its place in the order, with the travel that leads to it.

    Attributes
    ----------
    setup_s: nothing where the task before was at the same place.
    """

    kind: TaskKind
    task: Task
    setup_s: int
    travel_s: int
    travel_m: int

    @property
    def work_s(self) -> int:
        return self.setup_s + self.task.service_s


def lay_out(problem: Problem, vehicle: Vehicle, requests: Sequence[Request], visits: Sequence[Visit]) -> Route | Reason:
    """Give a vehicle its tasks in this order.

    The order names at least one request, each one wholly, a pickup before its delivery.

    Returns
    -------
    The route, or the first kind of constraint that forbids it, in the order of `Reason`.
    """
    visited = [requests[index] for index in dict.fromkeys(visit.request for visit in visits)]
    if not all(request.skills <= vehicle.skills for request in visited):
        return Reason.SKILLS
    loads = _loads(vehicle, requests, visits)
    if any(load > room for amount in loads for load, room in zip(amount, vehicle.capacity, strict=False)):
        return Reason.CAPACITY
    matrix = problem.matrices[vehicle.profile]
    stops = _stops(matrix, vehicle, [requests[visit.request].tasks[visit.step] for visit in visits])
    home_s, home_m = _travel(matrix, stops[-1].task.location, vehicle.end)
    chain = _chain(vehicle, stops, home_s)
    times = timetable(chain, least_duty=vehicle.costs.per_duty_hour > 0)
    if times is None:
        return Reason.TIME_WINDOW
    leashes = tuple(_leashes(requests, visits, stops))
    if leashes:
        leashed = Chain(chain.gaps_s, chain.windows, leashes)
        times = timetable(leashed, least_duty=vehicle.costs.per_duty_hour > 0)
        if times is None:
            return Reason.TIME_ON_BOARD
    distance_m = sum(stop.travel_m for stop in stops) + home_m
    duration_s = sum(stop.travel_s for stop in stops) + home_s
    if _beyond_limits(vehicle, len(visits), distance_m, duration_s):
        return Reason.LIMITS
    duty_s = times[-1] - times[0]
    return Route(
        vehicle=vehicle.id,
        steps=tuple(_steps(vehicle, stops, times, loads, (distance_m, duration_s))),
        distance_m=distance_m,
        duration_s=duration_s,
        duty_s=duty_s,
        cost=whole(exact_cost(vehicle.costs, distance_m=distance_m, duration_s=duration_s, duty_s=duty_s)),
    )


def _loads(vehicle: Vehicle, requests: Sequence[Request], visits: Sequence[Visit]) -> list[Amount]:
    """Return what is on board when leaving the start and each task."""
    visited = [requests[visit.request] for visit in visits]
    width = max(
        len(vehicle.capacity), *(len(of) for one in visited for of in (one.from_start, one.to_end, one.carried))
    )
    load = np.sum([_amount(request.from_start, width) for request in visited], axis=0)
    loads = [load]
    for visit, request in zip(visits, visited, strict=True):
        sign = -1 if visit.step else 1
        taken = sign * _amount(request.carried, width) + _amount(request.to_end, width)
        loads.append(loads[-1] + taken - _amount(request.from_start, width))
    return [tuple(int(one) for one in load) for load in loads]


def _amount(amount: Amount, width: int) -> NDArray[np.int64]:
    return np.array(amount or (0,) * width, dtype=np.int64)


def _travel(matrix: TravelMatrix, origin: int | None, destination: int | None) -> tuple[int, int]:
    """Return seconds and metres; an open side costs nothing."""
    if origin is None or destination is None:
        return 0, 0
    return int(matrix.durations_s[origin, destination]), int(matrix.distances_m[origin, destination])


def _stops(matrix: TravelMatrix, vehicle: Vehicle, tasks: Sequence[tuple[TaskKind, Task]]) -> list[_Stop]:
    place = vehicle.start
    stops: list[_Stop] = []
    for kind, task in tasks:
        travel_s, travel_m = _travel(matrix, place, task.location)
        stops.append(_Stop(kind, task, 0 if place == task.location else task.setup_s, travel_s, travel_m))
        place = task.location
    return stops


def _chain(vehicle: Vehicle, stops: Sequence[_Stop], home_s: int) -> Chain:
    """Line up leaving, every beginning of work, and the final return."""
    hours = vehicle.time_window
    shift = ((hours.start_s, hours.end_s) if hours else (0, LAST_S),)
    work_s = [0, *(stop.work_s for stop in stops)]
    travel_s = [*(stop.travel_s for stop in stops), home_s]
    return Chain(
        gaps_s=tuple(work + travel for work, travel in zip(work_s, travel_s, strict=True)),
        windows=(shift, *(_windows(stop.task) for stop in stops), shift),
    )


def _windows(task: Task) -> tuple[tuple[int, int], ...]:
    return tuple((window.start_s, window.end_s) for window in task.time_windows) or ((0, LAST_S),)


def _leashes(requests: Sequence[Request], visits: Sequence[Visit], stops: Sequence[_Stop]) -> Iterable[Leash]:
    """Tie deliveries to their pickups: from the end of service there to the beginning of service here."""
    where = {visit: position for position, visit in enumerate(visits)}
    for later, visit in enumerate(visits):
        limit_s = requests[visit.request].max_time_on_board_s
        if visit.step == 1 and limit_s is not None:
            earlier = where[Visit(visit.request, 0)]
            beginnings_s = limit_s + stops[earlier].work_s - stops[later].setup_s
            yield Leash(earlier + 1, later + 1, beginnings_s)  # moment 0 is leaving


def _beyond_limits(vehicle: Vehicle, tasks: int, distance_m: int, duration_s: int) -> bool:
    limits = (
        (tasks, vehicle.max_tasks),
        (duration_s, vehicle.max_travel_time_s),
        (distance_m, vehicle.max_distance_m),
    )
    return any(limit is not None and figure > limit for figure, limit in limits)


def _steps(
    vehicle: Vehicle,
    stops: Sequence[_Stop],
    times: Sequence[int],
    loads: Sequence[Amount],
    totals: tuple[int, int],
) -> Iterable[Step]:
    """List the steps with their times; `times` are the moments of `_chain`, `totals` metres and seconds."""
    if vehicle.start is not None:
        yield Step(None, None, vehicle.start, times[0], 0, 0, 0, loads[0], 0, 0)
    free_s, so_far_m, so_far_s = times[0], 0, 0
    for stop, begin_s, load in zip(stops, times[1:-1], loads[1:], strict=True):
        arrival_s = free_s + stop.travel_s
        so_far_m, so_far_s = so_far_m + stop.travel_m, so_far_s + stop.travel_s
        yield Step(
            kind=stop.kind,
            id=stop.task.id,
            location=stop.task.location,
            arrival_s=arrival_s,
            waiting_s=begin_s - arrival_s,
            setup_s=stop.setup_s,
            service_s=stop.task.service_s,
            load=load,
            distance_m=so_far_m,
            duration_s=so_far_s,
        )
        free_s = begin_s + stop.work_s
    if vehicle.end is not None:
        yield Step(None, None, vehicle.end, times[-1], 0, 0, 0, loads[-1], *totals)
