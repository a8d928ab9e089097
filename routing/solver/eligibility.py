"""Which vehicles can never carry which request: what no order of visits could mend."""

from collections.abc import Sequence

from routing.solver.beginnings import frozen_visits
from routing.solver.chain import LAST_S
from routing.solver.problem import Problem, Task, TimeWindow, Vehicle
from routing.solver.requests import Request

__all__ = ["allowed_vehicles"]


def allowed_vehicles(problem: Problem, requests: Sequence[Request]) -> list[frozenset[int]]:
    """List for each request the indices of vehicles that its skills, amounts and windows leave.

    Travel is not looked at: another order of visits may be faster than the direct way (paths of least
    cost are not always those of least time), and may spare a setup. What is frozen has one vehicle.
    """
    owner = {
        visit.request: number for number, visits in enumerate(frozen_visits(problem, requests)) for visit in visits
    }
    known: dict[frozenset[int], frozenset[int]] = {}  # equal sets once: mostly every vehicle may carry everything
    allowed: list[frozenset[int]] = []
    for index, request in enumerate(requests):
        numbers = (
            {owner[index]}
            if index in owner
            else (number for number, vehicle in enumerate(problem.vehicles) if _may_carry(vehicle, request))
        )
        found = frozenset(numbers)
        allowed.append(known.setdefault(found, found))
    return allowed


def _may_carry(vehicle: Vehicle, request: Request) -> bool:
    return (
        request.skills <= vehicle.skills
        and all(
            amount <= room
            for carried in (request.from_start, request.to_end, request.carried)
            for amount, room in zip(carried, vehicle.capacity, strict=False)
        )
        and (vehicle.max_tasks is None or len(request.tasks) <= vehicle.max_tasks)
        and all(_open_during_shift(task, vehicle) for _, task in request.tasks)
    )


def _open_during_shift(task: Task, vehicle: Vehicle) -> bool:
    hours = vehicle.time_window or TimeWindow(0, LAST_S)
    done_by_s = hours.end_s if task.latest_finish_s is None else min(hours.end_s, task.latest_finish_s)
    service_s = task.service_by_s(vehicle.type)
    for window in task.time_windows or (TimeWindow(0, LAST_S),):
        begin_s = max(window.start_s, hours.start_s)
        if begin_s <= window.end_s and begin_s + service_s <= done_by_s:
            return True
    return False
