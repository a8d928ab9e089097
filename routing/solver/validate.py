"""Refuse a problem that cannot be planned, naming the vehicle or task and the field at fault."""

from collections.abc import Iterable, Iterator
from sys import maxsize

from kernel.errors import BadInputError
from kernel.quoting import printable
from routing.solver.bounds import (
    MAX_AMOUNT,
    MAX_TIME_S,
    MOST_DIMENSIONS,
    Ground,
    check_place,
    check_price,
    check_windows,
    unique,
    within,
)
from routing.solver.problem import MAX_PRIORITY, Amount, Problem, Task, TaskKind, TimeWindow
from routing.solver.validate_steps import check_given_steps
from routing.solver.validate_vehicle import check_vehicle

__all__ = ["validate"]

MOST_PAIRS = 10_000_000
"""Of a request and a vehicle: each is looked at in Python, which takes some seconds for so many."""


def validate(problem: Problem) -> None:
    """Check everything that the types leave open.

    Raises
    ------
    BadInputError
        The first fault found: what, and in which vehicle or task.
    """
    _check_size(len(problem.jobs) + len(problem.shipments), len(problem.vehicles))
    unique("vehicles", [vehicle.id for vehicle in problem.vehicles])
    tasks = list(_tasks(problem))
    for kind in TaskKind:
        unique(f"{kind} tasks", [task.id for its_kind, task in tasks if its_kind is kind])
    _check_matrices(problem)
    ground = _ground(problem)
    for vehicle in problem.vehicles:
        check_vehicle(vehicle, problem, ground)
    for kind, task in tasks:
        _check_task(f"{kind} {task.id}", task, ground)
    _check_amounts(problem)
    for where, priority in _priorities(problem):
        within(where, "priority", priority, MAX_PRIORITY)
    for shipment in problem.shipments:
        if shipment.max_time_on_board_s is not None:
            within(f"pickup {shipment.pickup.id}", "max_time_on_board", shipment.max_time_on_board_s, MAX_TIME_S)
    check_price("dorpsronde.costs", "per_longest_duty_hour", problem.per_longest_duty_hour)
    check_given_steps(problem)


def _check_size(requests: int, vehicles: int) -> None:
    """Refuse what would take more memory and time than a few megabytes of JSON let expect."""
    if requests * vehicles > MOST_PAIRS:
        raise BadInputError(
            f"{requests} jobs and shipments for {vehicles} vehicles are more than one plan can hold",
            way_out="Split the day into areas or half-days.",
        )


def _tasks(problem: Problem) -> Iterator[tuple[TaskKind, Task]]:
    for job in problem.jobs:
        yield TaskKind.JOB, job.task
    for shipment in problem.shipments:
        yield TaskKind.PICKUP, shipment.pickup
        yield TaskKind.DELIVERY, shipment.delivery


def _check_matrices(problem: Problem) -> None:
    for profile, matrix in problem.matrices.items():
        for name, figures in (
            ("durations", matrix.durations_s),
            ("distances", matrix.distances_m),
            ("costs", matrix.costs),
            ("energy_wh", matrix.energy_wh),
        ):
            if figures is not None and figures.size and int(figures.min()) < 0:
                row, column = (int(at[0]) for at in (figures < 0).nonzero())
                raise BadInputError(f"from {row} to {column} is negative", where=f"matrix {profile}, {name}")


def _ground(problem: Problem) -> Ground:
    """Find the matrix that holds every place to its size; where nobody drives, any place will do."""
    for vehicle in problem.vehicles:
        if vehicle.profile not in problem.matrices:
            known = printable(", ".join(sorted(problem.matrices))) or "none"
            raise BadInputError(
                f'no matrix for profile "{printable(vehicle.profile)}"; there is {known}', where=f"vehicle {vehicle.id}"
            )
    used = {vehicle.profile: len(problem.matrices[vehicle.profile]) for vehicle in problem.vehicles}
    smallest = min(used, key=lambda profile: used[profile], default="")
    return Ground(used.get(smallest, maxsize), smallest)


def _check_task(where: str, task: Task, ground: Ground) -> None:
    check_place(where, "location", task.location, ground)
    within(where, "setup", task.setup_s, MAX_TIME_S)
    within(where, "service", task.service_s, MAX_TIME_S)
    for name, per_type in (("setup_per_type", task.setup_per_type_s), ("service_per_type", task.service_per_type_s)):
        for figure in per_type.values():
            within(where, name, figure, MAX_TIME_S)
    check_windows(where, task.time_windows)
    if task.latest_finish_s is not None:
        within(where, "latest_finish", task.latest_finish_s, MAX_TIME_S)
    if task.soft_window is not None:
        check_windows(where, (TimeWindow(task.soft_window.start_s, task.soft_window.end_s),))
        check_price(where, "soft_time_window.cost_per_hour", task.soft_window.cost_per_hour)


def _check_amounts(problem: Problem) -> None:
    """Hold every amount to the dimensions of the vehicles' capacities."""
    amounts = [
        *((f"vehicle {vehicle.id}", "capacity", vehicle.capacity) for vehicle in problem.vehicles),
        *(
            (f"vehicle {vehicle.id}", f"max_load of break {rest.id}", rest.max_load or ())
            for vehicle in problem.vehicles
            for rest in vehicle.breaks
        ),
        *((f"job {job.task.id}", "delivery", job.delivery) for job in problem.jobs),
        *((f"job {job.task.id}", "pickup", job.pickup) for job in problem.jobs),
        *((f"pickup {shipment.pickup.id}", "amount", shipment.amount) for shipment in problem.shipments),
    ]
    first = next(((where, amount) for where, _, amount in amounts if amount), None)
    for where, name, amount in amounts:
        _check_amount(where, name, amount, first)


def _check_amount(where: str, name: str, amount: Amount, first: tuple[str, Amount] | None) -> None:
    if len(amount) > MOST_DIMENSIONS:
        raise BadInputError(f"{name} has {len(amount)} dimensions, more than {MOST_DIMENSIONS}", where=where)
    if first and amount and len(amount) != len(first[1]):
        raise BadInputError(
            f"{name} has {len(amount)} dimensions, {first[0]} has {len(first[1])}",
            where=where,
            way_out="Give every capacity and amount the same dimensions.",
        )
    for one in amount:
        within(where, name, one, MAX_AMOUNT)


def _priorities(problem: Problem) -> Iterable[tuple[str, int]]:
    yield from ((f"job {job.task.id}", job.priority) for job in problem.jobs)
    yield from ((f"pickup {shipment.pickup.id}", shipment.priority) for shipment in problem.shipments)
