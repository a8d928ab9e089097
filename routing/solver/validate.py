"""Refuse a problem that cannot be planned, naming the vehicle or task and the field at fault."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kernel.errors import BadInputError
from routing.solver.json_reading import printable
from routing.solver.problem import MAX_PRIORITY, Amount, Problem, Task, TaskKind, TimeWindow, Vehicle

__all__ = ["MAX_AMOUNT", "MAX_PRICE", "MAX_TIME_S", "validate"]

MAX_TIME_S = 2**32 - 1
"""Moments may be Unix times; VROOM keeps them in 32 bits too."""
MAX_AMOUNT = 10**12
"""A thousand such amounts still fit the engine's 64-bit integers many times over."""
MAX_PRICE = 10**8
"""Times the 2^31 metres or seconds of the longest matrix entry, and 18, still below 2^63."""


def validate(problem: Problem) -> None:
    """Check everything that the types leave open.

    Raises
    ------
    BadInputError
        The first fault found: what, and in which vehicle or task.
    """
    _unique("vehicles", [vehicle.id for vehicle in problem.vehicles])
    tasks = list(_tasks(problem))
    for kind in TaskKind:
        _unique(f"{kind} tasks", [task.id for its_kind, task in tasks if its_kind is kind])
    _check_matrices(problem)
    for vehicle in problem.vehicles:
        _check_vehicle(vehicle, problem)
    places = min((len(problem.matrices[vehicle.profile]) for vehicle in problem.vehicles), default=None)
    for kind, task in tasks:
        _check_task(f"{kind} {task.id}", task, places)
    _check_amounts(problem)
    for where, priority in _priorities(problem):
        _within(where, "priority", priority, MAX_PRIORITY)
    for shipment in problem.shipments:
        if shipment.max_time_on_board_s is not None:
            _within(f"pickup {shipment.pickup.id}", "max_time_on_board", shipment.max_time_on_board_s, MAX_TIME_S)


def _tasks(problem: Problem) -> Iterator[tuple[TaskKind, Task]]:
    for job in problem.jobs:
        yield TaskKind.JOB, job.task
    for shipment in problem.shipments:
        yield TaskKind.PICKUP, shipment.pickup
        yield TaskKind.DELIVERY, shipment.delivery


def _unique(what: str, ids: Sequence[int]) -> None:
    seen: set[int] = set()
    for one in ids:
        if one in seen:
            raise BadInputError(f"two {what} have the id {one}", way_out="Give each its own.")
        seen.add(one)


def _check_matrices(problem: Problem) -> None:
    for profile, matrix in problem.matrices.items():
        for name, figures in (("durations", matrix.durations_s), ("distances", matrix.distances_m)):
            if figures.size and int(figures.min()) < 0:
                row, column = (int(at[0]) for at in (figures < 0).nonzero())
                raise BadInputError(f"from {row} to {column} is negative", where=f"matrix {profile}, {name}")


def _check_vehicle(vehicle: Vehicle, problem: Problem) -> None:
    where = f"vehicle {vehicle.id}"
    if vehicle.profile not in problem.matrices:
        known = printable(", ".join(sorted(problem.matrices))) or "none"
        raise BadInputError(f'no matrix for profile "{printable(vehicle.profile)}"; there is {known}', where=where)
    size = len(problem.matrices[vehicle.profile])
    for name, place in (("start", vehicle.start), ("end", vehicle.end)):
        if place is not None:
            _check_place(where, name, place, size)
    if vehicle.time_window is not None:
        _check_windows(where, (vehicle.time_window,))
    for name, price in (
        ("fixed cost", vehicle.costs.fixed),
        ("per_hour", vehicle.costs.per_hour),
        ("per_km", vehicle.costs.per_km),
        ("per_duty_hour", vehicle.costs.per_duty_hour),
    ):
        _within(where, name, price, MAX_PRICE)
    for name, limit in (
        ("max_tasks", vehicle.max_tasks),
        ("max_travel_time", vehicle.max_travel_time_s),
        ("max_distance", vehicle.max_distance_m),
    ):
        if limit is not None:
            _within(where, name, limit, MAX_AMOUNT)
    for room in vehicle.capacity:
        _within(where, "capacity", room, MAX_AMOUNT)


def _check_task(where: str, task: Task, places: int | None) -> None:
    if places is not None or task.location < 0:
        _check_place(where, "location", task.location, places or 0)
    _within(where, "setup", task.setup_s, MAX_TIME_S)
    _within(where, "service", task.service_s, MAX_TIME_S)
    _check_windows(where, task.time_windows)


def _check_place(where: str, name: str, place: int, size: int) -> None:
    if not 0 <= place < size:
        raise BadInputError(f"{name} {place} is outside the matrix of {size} places", where=where)


def _check_windows(where: str, windows: Sequence[TimeWindow]) -> None:
    for window in windows:
        _within(where, "time window", window.start_s, MAX_TIME_S)
        _within(where, "time window", window.end_s, MAX_TIME_S)
        if window.end_s < window.start_s:
            raise BadInputError(
                f"the time window [{window.start_s}, {window.end_s}] ends before it starts", where=where
            )
    for before, after in pairwise(windows):
        if after.start_s <= before.end_s:
            raise BadInputError(
                f"the time windows [{before.start_s}, {before.end_s}] and [{after.start_s}, {after.end_s}] "
                "overlap or are out of order",
                where=where,
                way_out="Give them sorted, with room between them.",
            )


def _check_amounts(problem: Problem) -> None:
    """Hold every amount to the dimensions of the vehicles' capacities."""
    amounts = [
        *((f"vehicle {vehicle.id}", "capacity", vehicle.capacity) for vehicle in problem.vehicles),
        *((f"job {job.task.id}", "delivery", job.delivery) for job in problem.jobs),
        *((f"job {job.task.id}", "pickup", job.pickup) for job in problem.jobs),
        *((f"pickup {shipment.pickup.id}", "amount", shipment.amount) for shipment in problem.shipments),
    ]
    first = next(((where, amount) for where, _, amount in amounts if amount), None)
    for where, name, amount in amounts:
        _check_amount(where, name, amount, first)


def _check_amount(where: str, name: str, amount: Amount, first: tuple[str, Amount] | None) -> None:
    if first and amount and len(amount) != len(first[1]):
        raise BadInputError(
            f"{name} has {len(amount)} dimensions, {first[0]} has {len(first[1])}",
            where=where,
            way_out="Give every capacity and amount the same dimensions.",
        )
    for one in amount:
        _within(where, name, one, MAX_AMOUNT)


def _priorities(problem: Problem) -> Iterable[tuple[str, int]]:
    yield from ((f"job {job.task.id}", job.priority) for job in problem.jobs)
    yield from ((f"pickup {shipment.pickup.id}", shipment.priority) for shipment in problem.shipments)


def _within(where: str, name: str, figure: int, most: int) -> None:
    if not 0 <= figure <= most:
        raise BadInputError(f"{name} is {figure}, which is not from 0 to {most}", where=where)
