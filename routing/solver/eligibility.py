"""Which vehicles can never carry which request: what no order of visits could mend."""

from collections.abc import Sequence

from routing.solver.problem import Problem, Task, Vehicle
from routing.solver.requests import Request

__all__ = ["allowed_vehicles"]


def allowed_vehicles(problem: Problem, requests: Sequence[Request]) -> list[frozenset[int]]:
    """List for each request the indices of vehicles that its skills, amounts and windows leave.

    Travel is not looked at: another order of visits may be faster than the direct way (paths of least
    cost are not always those of least time), and may spare a setup.
    """
    return [
        frozenset(number for number, vehicle in enumerate(problem.vehicles) if _may_carry(vehicle, request))
        for request in requests
    ]


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
    hours = vehicle.time_window
    if hours is None or not task.time_windows:
        return True
    return any(
        window.start_s + task.service_s <= hours.end_s and window.end_s >= hours.start_s for window in task.time_windows
    )
