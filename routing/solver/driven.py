"""How far a search's best plan drives, told while it runs."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from routing.solver.engine import VisitOrders
from routing.solver.problem import Problem
from routing.solver.requests import Request, Visit
from routing.solver.vehicle import Vehicle

__all__ = ["driven_m"]


def driven_m(problem: Problem, requests: Sequence[Request], orders: VisitOrders) -> int | None:
    """Add up the metres of every way; None where a vehicle reloads, whose ways back only a laid out route knows."""
    if any(vehicle.reload for vehicle in problem.vehicles):
        return None
    return sum(
        int(problem.matrices[vehicle.profile].distances_m[here, there])
        for vehicle, visits in zip(problem.vehicles, orders, strict=True)
        if visits
        for here, there in pairwise(_places(vehicle, requests, visits))
    )


def _places(vehicle: Vehicle, requests: Sequence[Request], visits: Sequence[Visit]) -> Iterator[int]:
    if vehicle.start is not None:
        yield vehicle.start
    for visit in visits:
        _, task = requests[visit.request].tasks[visit.step]
        yield task.location
    if vehicle.end is not None:
        yield vehicle.end
