"""Why a request is in no route: found by giving it alone to each empty vehicle."""

from dataclasses import replace

from routing.solver.beginnings import fixed_orders
from routing.solver.insertion import insert
from routing.solver.layout import lay_out
from routing.solver.problem import Problem, Vehicle
from routing.solver.requests import Request, Visit, requests_of
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
    furthest = ORDER[0]
    for vehicle in problem.vehicles:
        furthest = max(furthest, _obstacle(problem, vehicle, request), key=ORDER.index)
        if furthest is Reason.NO_ROOM_LEFT:  # no other vehicle comes further
            break
    return furthest


def closest_vehicles(problem: Problem, request: Request, reason: Reason) -> list[Vehicle]:
    """List the vehicles that come as far as this reason, in the problem's order."""
    return [vehicle for vehicle in problem.vehicles if _obstacle(problem, vehicle, request) is reason]


def lay_out_alone(problem: Problem, vehicle: Vehicle, request: Request) -> Route | Reason:
    """Give a vehicle this request and nothing else, not even what is frozen."""
    visits = [Visit(0, step) for step in range(len(request.tasks))]
    return lay_out(problem, replace(vehicle, frozen=0), (request,), visits)


def _obstacle(problem: Problem, vehicle: Vehicle, request: Request) -> Reason:
    found = lay_out_alone(problem, vehicle, request)
    if isinstance(found, Reason):
        return found
    return (
        Reason.FROZEN if vehicle.frozen and not _fits_behind_frozen(problem, vehicle, request) else Reason.NO_ROOM_LEFT
    )


def _fits_behind_frozen(problem: Problem, vehicle: Vehicle, request: Request) -> bool:
    only = replace(problem, vehicles=(vehicle,))
    requests = requests_of(problem)
    fixed = fixed_orders(only, requests)
    index = requests.index(request)
    allowed = [frozenset({0}) if one == index else frozenset[int]() for one in range(len(requests))]
    return insert(only, requests, allowed, fixed) != fixed
