"""Why a request is in no route: found by giving it alone to each empty vehicle."""

from routing.solver.layout import lay_out
from routing.solver.problem import Problem, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.solution import Reason, Route

__all__ = ["closest_vehicles", "lay_out_alone", "reason_alone"]

ORDER = tuple(Reason)
"""From what no vehicle at all gets past to what only the other requests forbid."""


def reason_alone(problem: Problem, request: Request) -> Reason:
    """Find what forbids a request even on an empty vehicle; the vehicle that comes furthest decides.

    Returns
    -------
    `NO_ROOM_LEFT` where some empty vehicle could serve it: then only the other requests forbid it.
    """
    return max(
        (_obstacle(problem, vehicle, request) for vehicle in problem.vehicles), key=ORDER.index, default=ORDER[0]
    )


def closest_vehicles(problem: Problem, request: Request, reason: Reason) -> list[Vehicle]:
    """List the vehicles that come as far as this reason, in the problem's order."""
    return [vehicle for vehicle in problem.vehicles if _obstacle(problem, vehicle, request) is reason]


def lay_out_alone(problem: Problem, vehicle: Vehicle, request: Request) -> Route | Reason:
    """Give a vehicle this request and nothing else."""
    return lay_out(problem, vehicle, (request,), [Visit(0, step) for step in range(len(request.tasks))])


def _obstacle(problem: Problem, vehicle: Vehicle, request: Request) -> Reason:
    found = lay_out_alone(problem, vehicle, request)
    return Reason.NO_ROOM_LEFT if isinstance(found, Route) else found
