"""Problem and Solution → VROOM's JSON; what VROOM has no field for stands under "dorpsronde"."""

from collections.abc import Iterable, Mapping
from typing import Any

from kernel.position import Position
from routing.solver.problem import Amount, Costs, Job, Problem, Shipment, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.requests import requests_of
from routing.solver.solution import Route, Solution, Step, Unassigned

__all__ = ["write_problem", "write_solution"]

Json = dict[str, Any]
Key = tuple[TaskKind, int]


def write_problem(problem: Problem) -> Json:
    """Say a problem in VROOM's JSON; fields at their defaults are left out."""
    metres = _has_metres(problem) or any(
        vehicle.max_distance_m is not None or vehicle.costs.per_km for vehicle in problem.vehicles
    )
    matrices: Json = {}
    for profile, matrix in problem.matrices.items():
        matrices[profile] = {"durations": matrix.durations_s.tolist()}
        if metres:
            matrices[profile]["distances"] = matrix.distances_m.tolist()
    return {
        "vehicles": [_vehicle(vehicle) for vehicle in problem.vehicles],
        "jobs": [_job(job) for job in problem.jobs],
        "shipments": [_shipment(shipment) for shipment in problem.shipments],
        "matrices": matrices,
    }


def write_solution(problem: Problem, solution: Solution, computing_times_ms: Mapping[str, int] | None = None) -> Json:
    """Say a solution as VROOM does.

    Metres are left out where the problem brought none. As in VROOM, a shipment's priority counts at its
    pickup and at its delivery.

    Parameters
    ----------
    computing_times_ms: of loading and solving, where they were measured.
    """
    metres = _has_metres(problem)
    tasks = {(kind, task.id): (task, one.priority) for one in requests_of(problem) for kind, task in one.tasks}
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    routes = [_route(route, vehicles[route.vehicle], tasks, metres) for route in solution.routes]
    summed = ("cost", "setup", "service", "duration", "waiting_time", "priority", *(["distance"] if metres else []))
    summary: Json = {
        "routes": len(routes),
        "unassigned": len(solution.unassigned),
        **{name: sum(route[name] for route in routes) for name in summed},
        "violations": [],
        "computing_times": {"loading": 0, "solving": 0, "routing": 0, **(computing_times_ms or {})},
        "dorpsronde": {"duty": solution.duty_s},
    }
    unassigned = [_unassigned(one, tasks[one.kind, one.id][0]) for one in solution.unassigned]
    return {"code": 0, "summary": summary, "unassigned": unassigned, "routes": routes}


def _has_metres(problem: Problem) -> bool:
    return any(bool(matrix.distances_m.any()) for matrix in problem.matrices.values())


def _vehicle(vehicle: Vehicle) -> Json:
    hours = vehicle.time_window
    entry: Json = {
        "id": vehicle.id,
        "profile": vehicle.profile,
        "description": vehicle.description or None,
        "start": _coordinates(vehicle.start_position),
        "start_index": vehicle.start,
        "end": _coordinates(vehicle.end_position),
        "end_index": vehicle.end,
        "capacity": list(vehicle.capacity) or None,
        "costs": _costs(vehicle.costs),
        "skills": sorted(vehicle.skills) or None,
        "time_window": None if hours is None else _window(hours),
        "max_tasks": vehicle.max_tasks,
        "max_travel_time": vehicle.max_travel_time_s,
        "max_distance": vehicle.max_distance_m,
    }
    if vehicle.costs.per_duty_hour:
        entry["dorpsronde"] = {"costs": {"per_duty_hour": vehicle.costs.per_duty_hour}}
    return _said(entry)


def _costs(costs: Costs) -> Json:
    return {"fixed": costs.fixed, "per_hour": costs.per_hour, "per_km": costs.per_km}


def _job(job: Job) -> Json:
    return _said(
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
    return _said(
        {
            "pickup": _said(_task(shipment.pickup)),
            "delivery": _said(_task(shipment.delivery)),
            "amount": _amount(shipment.amount),
            "skills": sorted(shipment.skills) or None,
            "priority": shipment.priority or None,
            "dorpsronde": None if limit_s is None else {"max_time_on_board": limit_s},
        }
    )


def _task(task: Task) -> Json:
    return {
        "id": task.id,
        "description": task.description or None,
        "location": _coordinates(task.position),
        "location_index": task.location,
        "setup": task.setup_s or None,
        "service": task.service_s or None,
        "time_windows": [_window(window) for window in task.time_windows] or None,
    }


def _route(route: Route, vehicle: Vehicle, tasks: Mapping[Key, tuple[Task, int]], metres: bool) -> Json:
    served = [tasks[step.kind, step.id] for step in route.steps if step.kind is not None and step.id is not None]
    entry: Json = {
        "vehicle": vehicle.id,
        "description": vehicle.description or None,
        "cost": route.cost,
        "setup": sum(step.setup_s for step in route.steps),
        "service": sum(step.service_s for step in route.steps),
        "duration": route.duration_s,
        "waiting_time": sum(step.waiting_s for step in route.steps),
        "priority": sum(priority for _, priority in served),
        "distance": route.distance_m if metres else None,
        "steps": list(_steps(route.steps, vehicle, tasks, metres)),
        "violations": [],
        "dorpsronde": {"duty": route.duty_s},
    }
    return _said(entry)


def _steps(
    steps: Iterable[Step], vehicle: Vehicle, tasks: Mapping[Key, tuple[Task, int]], metres: bool
) -> Iterable[Json]:
    begun = False
    for step in steps:
        if step.kind is None or step.id is None:
            ending = begun or vehicle.start is None
            position = vehicle.end_position if ending else vehicle.start_position
            what: Json = {"type": "end" if ending else "start"}
        else:
            task, _ = tasks[step.kind, step.id]
            position = task.position
            what = {"type": step.kind.value, "id": step.id, "description": task.description or None}
        begun = True
        yield _said(
            {
                **what,
                "location": _coordinates(position),
                "location_index": step.location,
                "arrival": step.arrival_s,
                "duration": step.duration_s,
                "setup": step.setup_s,
                "service": step.service_s,
                "waiting_time": step.waiting_s,
                "distance": step.distance_m if metres else None,
                "load": list(step.load),
                "violations": [],
            }
        )


def _unassigned(one: Unassigned, task: Task) -> Json:
    return _said(
        {
            "id": one.id,
            "type": one.kind.value,
            "description": task.description or None,
            "location": _coordinates(task.position),
            "location_index": one.location,
            "dorpsronde": {"reason": one.reason.value},
        }
    )


def _amount(amount: Amount) -> list[int] | None:
    return list(amount) or None


def _window(window: TimeWindow) -> list[int]:
    return [window.start_s, window.end_s]


def _coordinates(position: Position | None) -> list[float] | None:
    return None if position is None else [position.lon, position.lat]


def _said(entry: Json) -> Json:
    """Leave out what there is nothing to say of."""
    return {name: value for name, value in entry.items() if value is not None}
