"""Read the problem straight from its JSON document."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from routing.solver.checker.given import (
    Given,
    GivenBreak,
    GivenReload,
    GivenTask,
    GivenVehicle,
    Key,
    SoftWindow,
    Window,
)

__all__ = ["read_given"]

Json = Mapping[str, Any]
LIMITS = ("max_tasks", "max_travel_time", "max_distance")
VROOM_PRICES: Mapping[str, int] = {"fixed": 0, "per_hour": 3600, "per_km": 0, "per_task_hour": 0}
"""VROOM's defaults."""


def read_given(problem: Json) -> Given:
    """Read every task by type and id, and every vehicle by id with the matrices of its profile."""
    tasks = [_job(job) for job in problem.get("jobs", [])]
    for shipment in problem.get("shipments", []):
        tasks += _shipment(shipment)
    matrices = problem["matrices"]
    vehicles = [_vehicle(vehicle, matrices) for vehicle in problem.get("vehicles", [])]
    return Given(
        tasks={task.key: task for task in tasks},
        vehicles={vehicle.id: vehicle for vehicle in vehicles},
        balance_price=_ours(problem).get("costs", {}).get("per_longest_duty_hour", 0),
    )


def _ours(entry: Json) -> Json:
    return entry.get("dorpsronde", {})


def _job(job: Json) -> GivenTask:
    return _task("job", job, job, delivered=tuple(job.get("delivery", ())), collected=tuple(job.get("pickup", ())))


def _shipment(shipment: Json) -> list[GivenTask]:
    amount = tuple(shipment.get("amount", ()))
    pickup, delivery = shipment["pickup"], shipment["delivery"]
    return [
        _task("pickup", pickup, shipment, carried=amount, partner=("delivery", delivery["id"])),
        _task(
            "delivery",
            delivery,
            shipment,
            carried=tuple(-one for one in amount),
            partner=("pickup", pickup["id"]),
            max_time_on_board_s=_ours(shipment).get("max_time_on_board"),
        ),
    ]


def _task(kind: str, task: Json, request: Json, **its: Any) -> GivenTask:
    soft = _ours(task).get("soft_time_window")
    return GivenTask(
        key=(kind, task["id"]),
        place=task["location_index"],
        position=task.get("location"),
        description=task.get("description", ""),
        setup_s=task.get("setup", 0),
        service_s=task.get("service", 0),
        setup_per_type_s=task.get("setup_per_type", {}),
        service_per_type_s=task.get("service_per_type", {}),
        windows=_windows(task),
        soft_window=None if soft is None else SoftWindow(soft["start"], soft["end"], soft["cost_per_hour"]),
        latest_finish_s=_ours(task).get("latest_finish"),
        skills=frozenset(request.get("skills", ())),
        priority=request.get("priority", 0),
        **its,
    )


def _windows(entry: Json) -> tuple[Window, ...]:
    return tuple((start_s, end_s) for start_s, end_s in entry.get("time_windows", ()))


def _vehicle(vehicle: Json, matrices: Json) -> GivenVehicle:
    matrix, ours = matrices[vehicle.get("profile", "car")], _ours(vehicle)
    hours, capacity = vehicle.get("time_window"), vehicle.get("capacity")
    limits = {name: vehicle[name] for name in LIMITS if name in vehicle}
    if "max_energy_wh" in ours:
        limits["max_energy_wh"] = ours["max_energy_wh"]
    return GivenVehicle(
        id=vehicle["id"],
        type=vehicle.get("type", ""),
        start=vehicle.get("start_index"),
        end=vehicle.get("end_index"),
        capacity=tuple(capacity) if capacity else None,
        skills=frozenset(vehicle.get("skills", ())),
        hours=(hours[0], hours[1]) if hours else None,
        limits=limits,
        prices={**VROOM_PRICES, "per_duty_hour": 0, **vehicle.get("costs", {}), **ours.get("costs", {})},
        durations_s=matrix["durations"],
        distances_m=matrix.get("distances"),
        costs=matrix.get("costs"),
        energy_wh=matrix.get("energy_wh"),
        speed_factor=Fraction(str(vehicle.get("speed_factor", 1))),
        breaks=_breaks(vehicle.get("breaks", ())),
        reload=_reload(ours.get("reload")),
        lifo=ours.get("loading", "any") == "lifo",
        frozen=_frozen(vehicle.get("steps", ()), ours.get("frozen", 0)),
        start_position=vehicle.get("start"),
        end_position=vehicle.get("end"),
        description=vehicle.get("description", ""),
    )


def _breaks(breaks: Sequence[Json]) -> tuple[GivenBreak, ...]:
    """List the breaks by first window start, then last window end, then as given."""
    read = [
        GivenBreak(
            id=rest["id"],
            service_s=rest.get("service", 0),
            windows=_windows(rest),
            max_load=tuple(rest["max_load"]) if "max_load" in rest else None,
            description=rest.get("description", ""),
        )
        for rest in breaks
    ]
    return tuple(sorted(read, key=_turn))


def _turn(rest: GivenBreak) -> tuple[float, float]:
    """Rank a break without windows as one that may be taken from 0 until for ever."""
    if not rest.windows:
        return 0, float("inf")
    return min(start_s for start_s, _ in rest.windows), max(end_s for _, end_s in rest.windows)


def _reload(reload: Json | None) -> GivenReload | None:
    if reload is None:
        return None
    return GivenReload(
        place=reload["location_index"],
        service_s=reload.get("service", 0),
        most=reload.get("max"),
        position=reload.get("location"),
    )


def _frozen(steps: Sequence[Json], number: int) -> tuple[Key, ...]:
    tasks = [(step["type"], step["id"]) for step in steps if step["type"] not in ("start", "end", "reload")]
    return tuple(tasks[:number])
