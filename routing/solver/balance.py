"""The routes of a plan as they are answered: each as cheap as its order allows, a long one shorter where that pays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from routing.solver.cost import PER_S, balance_cost, whole
from routing.solver.engine import VisitOrders
from routing.solver.layout import lay_out
from routing.solver.problem import Problem, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.schedule import Looks
from routing.solver.solution import Reason, Route

__all__ = ["lay_out_all"]


def lay_out_all(
    problem: Problem, requests: Sequence[Request], orders: VisitOrders, looks: Looks | None = None
) -> Mapping[int, Route | Reason]:
    """Lay out the routes of a plan, by the numbers of their vehicles; where one does not hold, what forbids it.

    A layout alone knows what its own route costs. Where the longest duty has a price, routes are laid out once more
    with that price on each second of theirs, the longest first, and are kept so where the whole plan is cheaper.

    Parameters
    ----------
    looks: counts what is looked at.
    """
    found = {
        number: lay_out(problem, problem.vehicles[number], requests, visits, looks=looks)
        for number, visits in enumerate(orders)
        if visits
    }
    routes = {number: route for number, route in found.items() if isinstance(route, Route)}
    if len(routes) < len(found) or not problem.per_longest_duty_hour:
        return found
    return _balanced(problem, requests, orders, routes, looks)


def _balanced(
    problem: Problem,
    requests: Sequence[Request],
    orders: VisitOrders,
    routes: Mapping[int, Route],
    looks: Looks | None,
) -> Mapping[int, Route]:
    best, shorter, longest_s = routes, dict(routes), 0
    for number, route in sorted(routes.items(), key=lambda one: -one[1].duty_s):
        if route.duty_s <= longest_s:  # one that was shortened is the longest now
            break
        shorter[number] = _shorter(problem, problem.vehicles[number], requests, orders[number], looks) or route
        longest_s = max(longest_s, shorter[number].duty_s)
        if _cost(problem, shorter) < _cost(problem, best):
            best = dict(shorter)
    return best


def _shorter(
    problem: Problem, vehicle: Vehicle, requests: Sequence[Request], visits: Sequence[Visit], looks: Looks | None
) -> Route | None:
    """Lay a route out as if its duty had the price of the longest one too; priced without."""
    more = problem.per_longest_duty_hour
    costs = replace(vehicle.costs, per_duty_hour=vehicle.costs.per_duty_hour + more)
    route = lay_out(problem, replace(vehicle, costs=costs), requests, visits, looks=looks)
    if not isinstance(route, Route):
        return None
    exact = route.exact_cost - PER_S * more * route.duty_s
    return replace(route, cost=whole(exact), exact_cost=exact)


def _cost(problem: Problem, routes: Mapping[int, Route]) -> int:
    return sum(route.exact_cost for route in routes.values()) + balance_cost(problem, [*routes.values()])
