"""One more order for rounds that are already being ridden: where it adds least, and what that does to the others.

The visits that stand keep their sequence. The answer is the least of all spots: they are taken by what
they cost at least, laid out exactly one by one, until no other can be cheaper.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from routing.solver.cheapest_spot import Placed, cheapest_spot
from routing.solver.holding import begin_s
from routing.solver.problem import TaskKind
from routing.solver.requests import Visit
from routing.solver.running import Running
from routing.solver.solution import Route
from routing.solver.spots import visits_with

__all__ = ["Fit", "TaskKey", "begins_of", "insert_one", "neighbours"]

TaskKey = tuple[TaskKind, int]


@dataclass(frozen=True, slots=True)
class Fit:
    """One request in its spot.

    Attributes
    ----------
    number: of the vehicle among the problem's.
    visits: the vehicle's new order.
    route: that order laid out, what is begun at its old moments.
    between: for each task of the request what comes just before and just behind it; None is the start or the end.
    extra_m, extra_duty_s, extra_cost: of the route; of the whole of it where the vehicle was unused.
    later_s: how much later (less than 0: earlier) work begins at each task of the route whose moment changes.
        What is not named keeps its moment.
    """

    number: int
    visits: tuple[Visit, ...]
    route: Route
    between: tuple[tuple[TaskKey | None, TaskKey | None], ...]
    extra_m: int
    extra_duty_s: int
    extra_cost: int
    later_s: Mapping[TaskKey, int]


def insert_one(running: Running, index: int) -> Fit | None:
    """Find the spot of least cost for a request that is in no route; None where it does not fit.

    Of spots of the same cost the one of the first vehicle, and there the first in the route. Why a request
    does not fit is answered by `routing.solver.why.why_unassigned`.

    Parameters
    ----------
    index: of the request among `running.requests`.

    Raises
    ------
    BadInputError
        A round does not hold, or can no longer be driven.
    """
    found = cheapest_spot(running, index, running.requests[index])
    return None if found is None else _fit(running, index, found)


def _fit(running: Running, index: int, found: Placed) -> Fit:
    number, route = found.number, found.route
    request, visits = running.requests[index], running.orders[number]
    before, told = running.routes[number], running.before(number)
    begins = {} if told is None else begins_of(told)
    now = begins_of(route)
    return Fit(
        number=number,
        visits=visits_with(visits, index, request, found.spot),
        route=route,
        between=tuple(neighbours(route, (kind, task.id)) for kind, task in request.tasks),
        extra_m=route.distance_m - (before.distance_m if before else 0),
        extra_duty_s=route.duty_s - (before.duty_s if before else 0),
        extra_cost=route.cost - (before.cost if before else 0),
        later_s={key: now[key] - was_s for key, was_s in begins.items() if now.get(key, was_s) != was_s},
    )


def begins_of(route: Route) -> dict[TaskKey, int]:
    """Return when work begins at each task, in the order of the route."""
    return {
        (step.kind, step.id): begin_s(step) for step in route.steps if step.kind is not None and step.id is not None
    }


def neighbours(route: Route, key: TaskKey) -> tuple[TaskKey | None, TaskKey | None]:
    """Return the tasks just before and just behind one; None is the start or the end."""
    keys = list(begins_of(route))
    at = keys.index(key)
    return keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None
