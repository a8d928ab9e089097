"""Problem → VROOM's JSON; what VROOM has no field for stands under "dorpsronde", and `energy_wh` by its matrices."""

from fractions import Fraction

from routing.matrix import TravelMatrix
from routing.solver.problem import (
    Amount,
    Break,
    Costs,
    GivenStep,
    Job,
    Problem,
    Reload,
    Shipment,
    SoftWindow,
    Task,
    TimeWindow,
    Vehicle,
)
from routing.solver.vroom_saying import Json, coordinates, said

__all__ = ["write_problem"]


def write_problem(problem: Problem) -> Json:
    """Say a problem in VROOM's JSON; fields at their defaults are left out."""
    balance = problem.per_longest_duty_hour
    return said(
        {
            "vehicles": [_vehicle(vehicle) for vehicle in problem.vehicles],
            "jobs": [_job(job) for job in problem.jobs],
            "shipments": [_shipment(shipment) for shipment in problem.shipments],
            "matrices": {profile: _matrix(matrix, problem.with_metres) for profile, matrix in problem.matrices.items()},
            "options": {"g": True} if problem.with_geometry else None,
            "dorpsronde": {"costs": {"per_longest_duty_hour": balance}} if balance else None,
        }
    )


def _matrix(matrix: TravelMatrix, metres: bool) -> Json:
    return said(
        {
            "durations": matrix.durations_s.tolist(),
            "distances": matrix.distances_m.tolist() if metres else None,
            "costs": None if matrix.costs is None else matrix.costs.tolist(),
            "energy_wh": None if matrix.energy_wh is None else matrix.energy_wh.tolist(),
        }
    )


def _vehicle(vehicle: Vehicle) -> Json:
    duty = vehicle.costs.per_duty_hour
    ours: Json = {
        "costs": {"per_duty_hour": duty} if duty else None,
        "reload": vehicle.reload and _reload(vehicle.reload),
        "loading": "lifo" if vehicle.lifo else None,
        "frozen": vehicle.frozen or None,
        "max_energy_wh": vehicle.max_energy_wh,
    }
    return said(
        {
            "id": vehicle.id,
            "profile": vehicle.profile,
            "description": vehicle.description or None,
            "start": coordinates(vehicle.start_position),
            "start_index": vehicle.start,
            "end": coordinates(vehicle.end_position),
            "end_index": vehicle.end,
            "capacity": _amount(vehicle.capacity),
            "costs": _costs(vehicle.costs),
            "skills": sorted(vehicle.skills) or None,
            "time_window": vehicle.time_window and _window(vehicle.time_window),
            "max_tasks": vehicle.max_tasks,
            "max_travel_time": vehicle.max_travel_time_s,
            "max_distance": vehicle.max_distance_m,
            "type": vehicle.type or None,
            "speed_factor": None if vehicle.speed_factor == 1 else _decimal(vehicle.speed_factor),
            "breaks": [_break(rest) for rest in vehicle.breaks] or None,
            "steps": [_step(step) for step in vehicle.steps] or None,
            "dorpsronde": said(ours) or None,
        }
    )


def _costs(costs: Costs) -> Json:
    return said(
        {
            "fixed": costs.fixed,
            "per_hour": costs.per_hour,
            "per_km": costs.per_km,
            "per_task_hour": costs.per_task_hour or None,
        }
    )


def _decimal(factor: Fraction) -> int | float:
    return factor.numerator if factor.denominator == 1 else float(factor)


def _break(rest: Break) -> Json:
    return said(
        {
            "id": rest.id,
            "description": rest.description or None,
            "time_windows": [_window(window) for window in rest.windows] or None,
            "service": rest.service_s or None,
            "max_load": None if rest.max_load is None else list(rest.max_load),
        }
    )


def _reload(reload: Reload) -> Json:
    return said(
        {
            "location": coordinates(reload.position),
            "location_index": reload.location,
            "service": reload.service_s or None,
            "max": reload.most,
        }
    )


def _step(step: GivenStep) -> Json:
    return said(
        {
            "type": step.kind.value,
            "id": step.id,
            "service_at": step.service_at_s,
            "service_after": step.service_after_s,
            "service_before": step.service_before_s,
        }
    )


def _job(job: Job) -> Json:
    return said(
        {
            **_task(job.task),
            "delivery": _amount(job.delivery),
            "pickup": _amount(job.pickup),
            "skills": sorted(job.skills) or None,
            "priority": job.priority or None,
        }
    )


def _shipment(shipment: Shipment) -> Json:
    limit_s = shipment.max_time_on_board_s
    return said(
        {
            "pickup": said(_task(shipment.pickup)),
            "delivery": said(_task(shipment.delivery)),
            "amount": _amount(shipment.amount),
            "skills": sorted(shipment.skills) or None,
            "priority": shipment.priority or None,
            "dorpsronde": None if limit_s is None else {"max_time_on_board": limit_s},
        }
    )


def _task(task: Task) -> Json:
    ours: Json = {
        "soft_time_window": task.soft_window and _soft_window(task.soft_window),
        "latest_finish": task.latest_finish_s,
    }
    return {
        "id": task.id,
        "description": task.description or None,
        "location": coordinates(task.position),
        "location_index": task.location,
        "setup": task.setup_s or None,
        "service": task.service_s or None,
        "setup_per_type": dict(task.setup_per_type_s) or None,
        "service_per_type": dict(task.service_per_type_s) or None,
        "time_windows": [_window(window) for window in task.time_windows] or None,
        "dorpsronde": said(ours) or None,
    }


def _soft_window(wish: SoftWindow) -> Json:
    return {"start": wish.start_s, "end": wish.end_s, "cost_per_hour": wish.cost_per_hour}


def _amount(amount: Amount) -> list[int] | None:
    return list(amount) or None


def _window(window: TimeWindow) -> list[int]:
    return [window.start_s, window.end_s]
