"""The plan that a problem's given steps describe, as far as it holds."""

from collections.abc import Mapping, Sequence

from routing.solver.beginnings import visits_by_task
from routing.solver.engine import VisitOrders
from routing.solver.insertion import keep_what_holds
from routing.solver.problem import Problem, Vehicle
from routing.solver.requests import Request, Visit

__all__ = ["given_orders"]

Order = tuple[Visit, ...]


def given_orders(problem: Problem, requests: Sequence[Request]) -> VisitOrders:
    """Turn each vehicle's steps into an order of visits, cut to what holds.

    A shipment whose delivery is not given is delivered at the end, the last one picked up first. Breaks and
    reloads are not orders of visits: layouts place them themselves.
    """
    if not any(vehicle.steps for vehicle in problem.vehicles):
        return [() for _ in problem.vehicles]
    visits = visits_by_task(requests)
    orders = [_order(vehicle, requests, visits) for vehicle in problem.vehicles]
    return keep_what_holds(problem, requests, orders)


def _order(vehicle: Vehicle, requests: Sequence[Request], visits: Mapping[tuple[str, int | None], Visit]) -> Order:
    given = [visits[step.kind, step.id] for step in vehicle.steps if (step.kind, step.id) in visits]
    delivered = {visit.request for visit in given if visit.step == 1}
    owed = [
        Visit(visit.request, 1)
        for visit in reversed(given)
        if len(requests[visit.request].tasks) == 2 and visit.request not in delivered
    ]
    return (*given, *owed)
