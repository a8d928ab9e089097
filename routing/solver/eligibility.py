"""Which vehicles can never carry which request: what no order of visits could mend."""

from collections.abc import Sequence

from routing.solver.beginnings import frozen_visits
from routing.solver.chain import LAST_S
from routing.solver.problem import Problem, Task, TimeWindow, Vehicle
from routing.solver.requests import Request
from routing.solver.solution import Reason

__all__ = ["allowed_vehicles", "plain_obstacle", "what_counts"]


def allowed_vehicles(problem: Problem, requests: Sequence[Request]) -> list[frozenset[int]]:
    """List for each request the indices of vehicles that its skills, amounts and windows leave.

    Travel is not looked at: another order of visits may be faster than the direct way (paths of least
    cost are not always those of least time), and may spare a setup. What is frozen has one vehicle. Alike vehicles
    are looked at once.
    """
    owner = {
        visit.request: number for number, visits in enumerate(frozen_visits(problem, requests)) for visit in visits
    }
    alike: dict[object, list[int]] = {}
    for number, vehicle in enumerate(problem.vehicles):
        alike.setdefault(what_counts(vehicle), []).append(number)
    kinds = [(problem.vehicles[numbers[0]], numbers) for numbers in alike.values()]
    known: dict[tuple[int, ...], frozenset[int]] = {}  # by their first numbers: equal sets are made once
    allowed: list[frozenset[int]] = []
    for index, request in enumerate(requests):
        if index in owner:
            allowed.append(frozenset({owner[index]}))
            continue
        fitting = [numbers for vehicle, numbers in kinds if plain_obstacle(vehicle, request) is None]
        firsts = tuple(numbers[0] for numbers in fitting)
        if firsts not in known:
            known[firsts] = frozenset(number for numbers in fitting for number in numbers)
        allowed.append(known[firsts])
    return allowed


def plain_obstacle(vehicle: Vehicle, request: Request) -> Reason | None:
    """Say what keeps a request from a vehicle whatever the order of its visits; None is nothing."""
    if not request.skills <= vehicle.skills:
        return Reason.SKILLS
    if any(
        amount > room
        for carried in (request.from_start, request.to_end, request.carried)
        for amount, room in zip(carried, vehicle.capacity, strict=False)
    ):
        return Reason.CAPACITY
    if not all(_open_during_shift(task, vehicle) for _, task in request.tasks):
        return Reason.TIME_WINDOW
    if vehicle.max_tasks is not None and len(request.tasks) > vehicle.max_tasks:
        return Reason.LIMITS
    return None


def what_counts(vehicle: Vehicle) -> object:
    """Return all of a vehicle that `plain_obstacle` looks at."""
    return vehicle.skills, vehicle.capacity, vehicle.max_tasks, vehicle.time_window, vehicle.type


def _open_during_shift(task: Task, vehicle: Vehicle) -> bool:
    hours = vehicle.time_window or TimeWindow(0, LAST_S)
    done_by_s = hours.end_s if task.latest_finish_s is None else min(hours.end_s, task.latest_finish_s)
    service_s = task.service_by_s(vehicle.type)
    for window in task.time_windows or (TimeWindow(0, LAST_S),):
        begin_s = max(window.start_s, hours.start_s)
        if begin_s <= window.end_s and begin_s + service_s <= done_by_s:
            return True
    return False
