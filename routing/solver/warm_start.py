"""The plan that a problem's given steps describe, as far as it holds."""

from collections.abc import Sequence
from fractions import Fraction

from routing.solver.balance import lay_out_all
from routing.solver.beginnings import given_order, visits_by_task
from routing.solver.cost import objective
from routing.solver.engine import VisitOrders
from routing.solver.insertion import keep_what_holds
from routing.solver.problem import Problem
from routing.solver.requests import Request, Visit
from routing.solver.solution import Route

__all__ = ["best_of", "given_orders", "put_back"]

Order = tuple[Visit, ...]


def given_orders(problem: Problem, requests: Sequence[Request]) -> VisitOrders:
    """Turn each vehicle's steps into an order of visits, cut to what holds.

    A shipment whose delivery is not given is delivered at the end, the last one picked up first. Breaks and
    reloads are not orders of visits: layouts place them themselves.
    """
    if not any(vehicle.steps for vehicle in problem.vehicles):
        return [() for _ in problem.vehicles]
    visits = visits_by_task(requests)
    orders = [given_order(vehicle, requests, visits) for vehicle in problem.vehicles]
    return keep_what_holds(problem, requests, orders)


def put_back(set_aside: VisitOrders, found: VisitOrders) -> VisitOrders:
    """Give vehicles the routes that were set aside for them instead of those found, and nobody else what is in them."""
    theirs = {visit.request for visits in set_aside for visit in visits}
    return [
        aside or tuple(visit for visit in visits if visit.request not in theirs)
        for aside, visits in zip(set_aside, found, strict=True)
    ]


def best_of(problem: Problem, requests: Sequence[Request], *plans: VisitOrders) -> VisitOrders:
    """Return the best of some plans, each cut to what holds, as it will be laid out; of equals the first."""
    held = [keep_what_holds(problem, requests, orders) for orders in plans]
    return min(held, key=lambda orders: _rank(problem, requests, orders))


def _rank(problem: Problem, requests: Sequence[Request], orders: VisitOrders) -> tuple[int, int, Fraction]:
    """Rank a plan that holds by the objective."""
    routes = [route for route in lay_out_all(problem, requests, orders).values() if isinstance(route, Route)]
    served = {visit.request for visits in orders for visit in visits}
    return objective(problem, [requests[index] for index in served], routes)
