"""VROOM's JSON → Problem. Every field is honoured, or refused by name; docs/vroom.md lists them."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from kernel.position import Position
from routing.matrix import TravelMatrix
from routing.solver.json_reading import Fields, read_list, read_number, read_text, read_whole
from routing.solver.problem import Amount, Costs, Job, Problem, Shipment, Task, TimeWindow, Vehicle

__all__ = ["read_problem"]

DEFAULT_PROFILE = "car"
LONGEST = 2**31 - 1
"""Largest entry of a matrix: it is kept in 32 bits with a sign."""
NO_WINDOW = "holds no window; leave the field out for any time"

# Known to VROOM and not honoured yet, with the value that asks for nothing.
OF_PROBLEM: Mapping[str, object] = {"options": {}}
OF_VEHICLE: Mapping[str, object] = {"breaks": [], "steps": [], "speed_factor": 1}
OF_TASK: Mapping[str, object] = {"setup_per_type": {}, "service_per_type": {}}
OF_COSTS: Mapping[str, object] = {"per_task_hour": 0}
OF_MATRIX: Mapping[str, object] = {"costs": None}


def read_problem(document: object) -> Problem:
    """Read a parsed JSON document.

    Raises
    ------
    BadInputError
        Names the field at fault: "shipments[3].pickup.time_windows[0]: …".
    """
    fields = Fields(document, "")
    if not fields.has("matrices"):
        raise BadInputError(
            '"matrices" is missing',
            way_out="Give it; `solve` has no road network for bare coordinates yet.",
        )
    matrices = fields.take("matrices", _matrices)
    jobs = fields.take("jobs", lambda value, where: read_list(value, where, _job), [])
    shipments = fields.take("shipments", lambda value, where: read_list(value, where, _shipment), [])
    vehicles = fields.take("vehicles", lambda value, where: read_list(value, where, _vehicle), [])
    fields.close(OF_PROBLEM)
    _refuse_missing_metres(vehicles, cast("dict[str, dict[str, dict[str, object]]]", document)["matrices"])
    problem = Problem(tuple(vehicles), matrices, tuple(jobs), tuple(shipments))
    _refuse_twins(problem)
    return problem


def _refuse_missing_metres(vehicles: Iterable[Vehicle], matrices: Mapping[str, Mapping[str, object]]) -> None:
    """Refuse what asks for metres where there are none; no metre known is not no metre driven."""
    with_metres = {profile for profile, matrix in matrices.items() if "distances" in matrix}
    for vehicle in vehicles:
        if vehicle.profile in matrices and vehicle.profile not in with_metres:
            asks = [
                *(["max_distance"] if vehicle.max_distance_m is not None else []),
                *(["per_km"] if vehicle.costs.per_km else []),
            ]
            if asks:
                raise BadInputError(
                    f"{asks[0]} needs distances in matrices.{vehicle.profile}", where=f"vehicle {vehicle.id}"
                )
    without = {vehicle.profile for vehicle in vehicles if vehicle.profile in matrices} - with_metres
    if without and with_metres:
        raise BadInputError(
            '"distances" is missing, and other profiles have it',
            where=f"matrices.{min(without)}",
            way_out="Give distances to every profile, or to none.",
        )


def _refuse_twins(problem: Problem) -> None:
    _each_once("vehicles[{}].id", (vehicle.id for vehicle in problem.vehicles))
    _each_once("jobs[{}].id", (job.task.id for job in problem.jobs))
    _each_once("shipments[{}].pickup.id", (shipment.pickup.id for shipment in problem.shipments))
    _each_once("shipments[{}].delivery.id", (shipment.delivery.id for shipment in problem.shipments))


def _each_once(where: str, ids: Iterable[int]) -> None:
    first: dict[int, int] = {}
    for number, one in enumerate(ids):
        if one in first:
            raise BadInputError(
                f"the id {one} is taken by {where.format(first[one])}",
                where=where.format(number),
                way_out="Give each its own.",
            )
        first[one] = number


def _matrices(value: object, where: str) -> dict[str, TravelMatrix]:
    fields = Fields(value, where)
    return {profile: fields.take(profile, _matrix) for profile in fields.entries}


def _matrix(value: object, where: str) -> TravelMatrix:
    fields = Fields(value, where)
    durations = fields.take("durations", _square)
    distances = fields.take("distances", _square, np.zeros_like(durations))
    fields.close(OF_MATRIX)
    if distances.shape != durations.shape:
        raise BadInputError(
            f"distances are {len(distances)} by {len(distances)}, durations {len(durations)} by {len(durations)}",
            where=where,
        )
    return TravelMatrix(distances_m=distances, durations_s=durations)


def _square(value: object, where: str) -> NDArray[np.int32]:
    rows = read_list(value, where, _row)
    for number, row in enumerate(rows):
        if len(row) != len(rows):
            raise BadInputError(
                f"has {len(row)} entries in a matrix of {len(rows)} rows; a matrix is square",
                where=f"{where}[{number}]",
            )
    return np.array(rows, dtype=np.int32).reshape(len(rows), len(rows))


def _row(value: object, where: str) -> list[int]:
    if not isinstance(value, list):
        raise BadInputError("is not a list", where=where)
    row = cast("list[object]", value)
    for column, figure in enumerate(row):
        if figure is None:
            raise BadInputError(
                "is null: no way leads there", where=f"{where}[{column}]", way_out="Leave that place out."
            )
        if type(figure) is not int or not 0 <= figure <= LONGEST:
            raise BadInputError(f"is not a whole number from 0 to {LONGEST}", where=f"{where}[{column}]")
    return cast("list[int]", row)


def _job(value: object, where: str) -> Job:
    fields = Fields(value, where)
    job = Job(
        task=_task(fields),
        delivery=fields.take("delivery", _amount, ()),
        pickup=fields.take("pickup", _amount, ()),
        skills=fields.take("skills", _skills, frozenset()),
        priority=fields.take("priority", _priority, 0),
    )
    fields.close(OF_TASK)
    return job


def _shipment(value: object, where: str) -> Shipment:
    fields = Fields(value, where)
    shipment = Shipment(
        pickup=fields.take("pickup", _step),
        delivery=fields.take("delivery", _step),
        amount=fields.take("amount", _amount, ()),
        skills=fields.take("skills", _skills, frozenset()),
        priority=fields.take("priority", _priority, 0),
        max_time_on_board_s=fields.take("dorpsronde", _time_on_board, None),
    )
    fields.close()
    return shipment


def _time_on_board(value: object, where: str) -> int | None:
    fields = Fields(value, where)
    limit_s = fields.take("max_time_on_board", read_whole, None)
    fields.close()
    return limit_s


def _step(value: object, where: str) -> Task:
    fields = Fields(value, where)
    task = _task(fields)
    fields.close(OF_TASK)
    return task


def _task(fields: Fields) -> Task:
    return Task(
        id=fields.take("id", read_whole),
        location=_index(fields, "location", "location_index"),
        setup_s=fields.take("setup", read_whole, 0),
        service_s=fields.take("service", read_whole, 0),
        time_windows=fields.take("time_windows", _windows, ()),
        description=fields.take("description", read_text, ""),
        position=fields.take("location", _position, None),
    )


def _index(fields: Fields, bare: str, index: str) -> int:
    """Read a place that must be known by its row in the matrices."""
    if not fields.has(index) and fields.has(bare):
        raise BadInputError(
            f'"{bare}" alone is not enough',
            where=fields.where,
            way_out=f'Give "{index}" into the matrices; `solve` has no road network for bare coordinates yet.',
        )
    return fields.take(index, read_whole)


def _end(fields: Fields, bare: str, index: str) -> int | None:
    return _index(fields, bare, index) if fields.has(bare) or fields.has(index) else None


def _vehicle(value: object, where: str) -> Vehicle:
    fields = Fields(value, where)
    vehicle = Vehicle(
        id=fields.take("id", read_whole),
        profile=fields.take("profile", read_text, DEFAULT_PROFILE),
        description=fields.take("description", read_text, ""),
        start=_end(fields, "start", "start_index"),
        end=_end(fields, "end", "end_index"),
        capacity=fields.take("capacity", _amount, ()),
        costs=_costs(fields),
        skills=fields.take("skills", _skills, frozenset()),
        time_window=fields.take("time_window", _window, None),
        max_tasks=fields.take("max_tasks", read_whole, None),
        max_travel_time_s=fields.take("max_travel_time", read_whole, None),
        max_distance_m=fields.take("max_distance", read_whole, None),
        start_position=fields.take("start", _position, None),
        end_position=fields.take("end", _position, None),
    )
    fields.take("type", read_text, "")  # matters to setup_per_type and service_per_type alone
    fields.close(OF_VEHICLE)
    return vehicle


def _costs(fields: Fields) -> Costs:
    """Read VROOM's prices, and the price of duty that stands under our own key."""
    empty = Fields({}, "")
    prices = fields.take("costs", Fields, empty)
    ours = fields.take("dorpsronde", Fields, empty)
    duty = ours.take("costs", Fields, empty)
    defaults = Costs()
    costs = Costs(
        fixed=prices.take("fixed", read_whole, defaults.fixed),
        per_hour=prices.take("per_hour", read_whole, defaults.per_hour),
        per_km=prices.take("per_km", read_whole, defaults.per_km),
        per_duty_hour=duty.take("per_duty_hour", read_whole, defaults.per_duty_hour),
    )
    prices.close(OF_COSTS)
    ours.close()
    duty.close()
    return costs


def _amount(value: object, where: str) -> Amount:
    return tuple(read_list(value, where, read_whole))


def _skills(value: object, where: str) -> frozenset[int]:
    return frozenset(read_list(value, where, read_whole))


def _priority(value: object, where: str) -> int:
    priority = read_whole(value, where)
    if priority > 100:
        raise BadInputError(f"{priority} is not from 0 to 100", where=where)
    return priority


def _position(value: object, where: str) -> Position:
    figures = read_list(value, where, read_number)
    if len(figures) != 2:
        raise BadInputError("is not [lon, lat]", where=where)
    try:
        return Position(*figures)
    except BadInputError as fault:
        raise BadInputError(fault.what, where=where, way_out=fault.way_out) from None


def _windows(value: object, where: str) -> tuple[TimeWindow, ...]:
    windows = tuple(read_list(value, where, _window))
    if not windows:
        raise BadInputError(NO_WINDOW, where=where)
    for number, (before, after) in enumerate(pairwise(windows)):
        if after.start_s <= before.end_s:
            raise BadInputError(
                "begins before the one before it has ended",
                where=f"{where}[{number + 1}]",
                way_out="Give windows sorted, with room between them.",
            )
    return windows


def _window(value: object, where: str) -> TimeWindow:
    moments = read_list(value, where, read_whole)
    if len(moments) != 2:
        raise BadInputError("is not [start, end]", where=where)
    if moments[1] < moments[0]:
        raise BadInputError(f"ends at {moments[1]}, before it starts at {moments[0]}", where=where)
    return TimeWindow(*moments)
