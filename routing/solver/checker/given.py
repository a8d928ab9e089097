"""The problem as the checker reads it, straight from the JSON document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["GivenTask", "GivenVehicle", "Key", "read_tasks", "read_vehicles"]

Key = tuple[str, int]
"""Type of a task ("job", "pickup", "delivery") and its id."""


@dataclass(frozen=True, slots=True)
class GivenTask:
    """What the problem says of one task.

    Attributes
    ----------
    at_start: on board from the start, until this task.
    change: of the load by this task.
    partner: the delivery of a pickup, the pickup of a delivery.
    """

    key: Key
    place: int
    setup_s: int
    service_s: int
    windows: tuple[tuple[int, int], ...]
    skills: frozenset[int]
    priority: int
    at_start: tuple[int, ...] = ()
    change: tuple[int, ...] = ()
    partner: Key | None = None
    max_time_on_board_s: int | None = None
    position: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class GivenVehicle:
    """What the problem says of one vehicle; `distances_m` is None where no distance is more than 0."""

    id: int
    start: int | None
    end: int | None
    capacity: tuple[int, ...] | None
    skills: frozenset[int]
    hours: tuple[int, int] | None
    limits: Mapping[str, int]
    prices: Mapping[str, int]
    durations_s: Sequence[Sequence[int]]
    distances_m: Sequence[Sequence[int]] | None
    start_position: Sequence[float] | None = None
    end_position: Sequence[float] | None = None


def read_tasks(problem: Mapping[str, Any]) -> dict[Key, GivenTask]:
    """List every task by type and id."""
    tasks = [_job(job) for job in problem.get("jobs", [])]
    for shipment in problem.get("shipments", []):
        tasks += _shipment(shipment)
    return {task.key: task for task in tasks}


def read_vehicles(problem: Mapping[str, Any]) -> dict[int, GivenVehicle]:
    """List every vehicle by id, with the matrices of its profile."""
    matrices = problem["matrices"]
    metres = any(any(row) for matrix in matrices.values() for row in matrix.get("distances", ()))
    return {vehicle["id"]: _vehicle(vehicle, matrices, metres) for vehicle in problem.get("vehicles", [])}


def _job(job: Mapping[str, Any]) -> GivenTask:
    brought, taken = tuple(job.get("delivery", ())), tuple(job.get("pickup", ()))
    width = max(len(brought), len(taken))
    brought, taken = brought or (0,) * width, taken or (0,) * width
    change = tuple(gain - loss for gain, loss in zip(taken, brought, strict=True))
    return _task("job", job, job, at_start=brought, change=change)


def _shipment(shipment: Mapping[str, Any]) -> list[GivenTask]:
    amount = tuple(shipment.get("amount", ()))
    pickup, delivery = shipment["pickup"], shipment["delivery"]
    on_board = shipment.get("dorpsronde", {}).get("max_time_on_board")
    return [
        _task("pickup", pickup, shipment, change=amount, partner=("delivery", delivery["id"])),
        _task(
            "delivery",
            delivery,
            shipment,
            change=tuple(-one for one in amount),
            partner=("pickup", pickup["id"]),
            max_time_on_board_s=on_board,
        ),
    ]


def _task(kind: str, task: Mapping[str, Any], request: Mapping[str, Any], **its: Any) -> GivenTask:
    return GivenTask(
        key=(kind, task["id"]),
        place=task["location_index"],
        position=task.get("location"),
        setup_s=task.get("setup", 0),
        service_s=task.get("service", 0),
        windows=tuple((start, end) for start, end in task.get("time_windows", ())),
        skills=frozenset(request.get("skills", ())),
        priority=request.get("priority", 0),
        **its,
    )


def _vehicle(vehicle: Mapping[str, Any], matrices: Mapping[str, Any], metres: bool) -> GivenVehicle:
    matrix = matrices[vehicle.get("profile", "car")]
    hours = vehicle.get("time_window")
    capacity = vehicle.get("capacity")
    costs = vehicle.get("costs", {})
    duty = vehicle.get("dorpsronde", {}).get("costs", {}).get("per_duty_hour", 0)
    return GivenVehicle(
        id=vehicle["id"],
        start=vehicle.get("start_index"),
        end=vehicle.get("end_index"),
        capacity=tuple(capacity) if capacity else None,
        skills=frozenset(vehicle.get("skills", ())),
        hours=(hours[0], hours[1]) if hours else None,
        limits={name: vehicle[name] for name in ("max_tasks", "max_travel_time", "max_distance") if name in vehicle},
        prices={"fixed": 0, "per_hour": 3600, "per_km": 0, **costs, "per_duty_hour": duty},
        durations_s=matrix["durations"],
        distances_m=matrix.get("distances") if metres else None,
        start_position=vehicle.get("start"),
        end_position=vehicle.get("end"),
    )
