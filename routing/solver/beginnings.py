"""Beginnings that stay as they are: frozen tasks first, whatever comes behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product

from kernel.errors import BadInputError
from routing.solver.engine import VisitOrders
from routing.solver.layout import lay_out
from routing.solver.problem import PauseKind, Problem, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.schedule import Looks
from routing.solver.solution import Reason, Route

__all__ = ["completed", "fixed_orders", "frozen_visits", "given_order", "visits_by_task", "with_beginnings"]

MOST_OWED = 6
"""Of up to so many deliveries every order is tried: 720 of six. Our own choice, well below a second."""
MOST_CHAINS = 4_000
"""Layouts with rests or reloads look at many timetables: no further way to place deliveries, and then no further order
of them, is tried after so many, some seconds."""

Order = tuple[Visit, ...]


def visits_by_task(requests: Sequence[Request]) -> Mapping[tuple[str, int | None], Visit]:
    """Find a visit by the kind and id of its task."""
    return {
        (kind, task.id): Visit(index, step)
        for index, request in enumerate(requests)
        for step, (kind, task) in enumerate(request.tasks)
    }


def frozen_visits(problem: Problem, requests: Sequence[Request]) -> list[Order]:
    """List each vehicle's frozen visits."""
    if not any(vehicle.frozen for vehicle in problem.vehicles):
        return [() for _ in problem.vehicles]
    visits = visits_by_task(requests)
    return [
        tuple(visits[step.kind, step.id] for step in vehicle.frozen_steps if step.kind is not PauseKind.BREAK)
        for vehicle in problem.vehicles
    ]


def fixed_orders(problem: Problem, requests: Sequence[Request]) -> VisitOrders:
    """Complete each frozen beginning with the deliveries it owes; with all that was given behind it where it must be.

    Raises
    ------
    BadInputError
        A beginning does not hold, or no way was found to deliver what it picks up.
    """
    frozen = frozen_visits(problem, requests)
    return [
        completed(problem, vehicle, requests, visits) for vehicle, visits in zip(problem.vehicles, frozen, strict=True)
    ]


def with_beginnings(
    problem: Problem, requests: Sequence[Request], orders: VisitOrders, fixed: VisitOrders
) -> VisitOrders:
    """Put frozen visits where they belong, and all others behind them in the order they had.

    What was given behind a beginning comes in only where a route lacks what it owes, or does not hold without.

    Parameters
    ----------
    fixed: as `fixed_orders` answers.
    """
    frozen = frozen_visits(problem, requests)
    owner = {visit.request: number for number, visits in enumerate(frozen) for visit in visits}
    if not owner:
        return orders

    def stands(number: int, visits: Order) -> bool:
        """Tell whether a route delivers what its beginning picks up, and holds without what was given behind that."""
        begun = {visit.request for visit in frozen[number]}
        musts = {visit for visit in fixed[number] if visit.request in begun}
        return musts <= set(visits) and isinstance(lay_out(problem, problem.vehicles[number], requests, visits), Route)

    found = list(orders)
    whole = {number for number, visits in enumerate(orders) if set(fixed[number]) <= set(visits)}
    while True:
        owner |= {visit.request: number for number in whole for visit in fixed[number]}
        found = [
            (*first, *(v for v in visits if v not in first and owner.get(v.request, number) == number))
            for number, (first, visits) in enumerate(zip(frozen, found, strict=True))
        ]
        lacking = [number for number, visits in enumerate(found) if number not in whole and not stands(number, visits)]
        if not lacking:
            return found
        for number in lacking:
            theirs = {visit.request for visit in fixed[number]}
            found[number] = (*fixed[number], *(visit for visit in found[number] if visit.request not in theirs))
        whole.update(lacking)  # what these need may be in a route that stood so far


def completed(problem: Problem, vehicle: Vehicle, requests: Sequence[Request], beginning: Order) -> Order:
    """Complete a vehicle's beginning with the deliveries it owes; with all that was given behind it where it must be.

    Raises
    ------
    BadInputError
        It does not hold, or no way was found to deliver what it picks up.
    """
    if not beginning:
        return ()
    delivered = {visit.request for visit in beginning if visit.step == 1}
    owed = list(
        dict.fromkeys(
            visit.request
            for visit in beginning
            if len(requests[visit.request].tasks) == 2 and visit.request not in delivered
        )
    )
    # What is owed counts as collected for good until its delivery has a place.
    pending = [
        replace(one, tasks=one.tasks[:1], to_end=one.carried, carried=()) if index in owed else one
        for index, one in enumerate(requests)
    ]
    # A break still to come may only be possible once all is delivered.
    frozen = {step.id for step in vehicle.frozen_steps if step.kind is PauseKind.BREAK}
    begun = replace(vehicle, breaks=tuple(rest for rest in vehicle.breaks if rest.id in frozen))
    # What forbids the beginning without the way home forbids it with any deliveries behind it.
    looks = Looks()
    found = lay_out(problem, replace(begun, end=None) if owed else vehicle, pending, beginning, looks=looks)
    if not owed and isinstance(found, Route):
        return beginning
    for until_last, in_turn in product(dict.fromkeys((vehicle, begun)), _turns(requests, owed)):
        order = _delivered(problem, (until_last, vehicle), (requests, list(pending)), beginning, in_turn, looks=looks)
        if order is not None:
            return order
        if looks.chains >= MOST_CHAINS:
            break
    order = _in_any_order(problem, vehicle, requests, beginning, owed, looks=looks)
    if order is not None:
        return order
    order = given_order(vehicle, requests, visits_by_task(requests))
    is_more = len(order) > len(beginning) and order[: len(beginning)] == beginning
    if is_more and isinstance(lay_out(problem, vehicle, requests, order, looks=looks), Route):
        return order  # the way home may be too long from where it ends
    if isinstance(found, Reason):
        raise BadInputError(
            f"its frozen beginning does not hold: {found.value} forbids it", where=f"vehicle {vehicle.id}"
        )
    raise BadInputError(
        "no order was found that delivers what its frozen beginning picks up",
        where=f"vehicle {vehicle.id}",
        way_out="Freeze fewer steps, or widen the windows.",
    )


def given_order(vehicle: Vehicle, requests: Sequence[Request], visits: Mapping[tuple[str, int | None], Visit]) -> Order:
    """Turn a vehicle's steps into an order; a delivery that is not among them comes last, the last pickup's first."""
    given = [visits[step.kind, step.id] for step in vehicle.steps if (step.kind, step.id) in visits]
    delivered = {visit.request for visit in given if visit.step == 1}
    owed = [
        Visit(visit.request, 1)
        for visit in reversed(given)
        if len(requests[visit.request].tasks) == 2 and visit.request not in delivered
    ]
    return (*given, *owed)


def _turns(requests: Sequence[Request], owed: Sequence[int]) -> Iterator[Sequence[int]]:
    """List in which turn deliveries get a place: the most urgent first, the last picked up first, as picked up."""

    def closes_s(index: int) -> float:
        windows = requests[index].tasks[1][1].time_windows
        return windows[-1].end_s if windows else float("inf")

    if owed:
        yield sorted(owed, key=closes_s)
        yield owed[::-1]
        yield owed


def _delivered(
    problem: Problem,
    vehicles: tuple[Vehicle, Vehicle],
    known: tuple[Sequence[Request], list[Request]],
    beginning: Order,
    in_turn: Sequence[int],
    *,
    looks: Looks,
) -> Order | None:
    """Give each delivery its cheapest place behind the beginning.

    Parameters
    ----------
    vehicles: until the last delivery has its place, and then.
    """
    requests, pending = known
    order = beginning
    for index in in_turn:
        pending[index] = requests[index]
        vehicle = vehicles[index == in_turn[-1]]
        tried = ((*order[:at], Visit(index, 1), *order[at:]) for at in range(len(beginning), len(order) + 1))
        routes = ((lay_out(problem, vehicle, pending, visits, looks=looks), visits) for visits in tried)
        held = [
            (route.exact_cost, number, visits)
            for number, (route, visits) in enumerate(routes)
            if isinstance(route, Route)
        ]
        if not held:
            return None
        order = min(held)[2]
    return order


def _in_any_order(
    problem: Problem,
    vehicle: Vehicle,
    requests: Sequence[Request],
    beginning: Order,
    owed: Sequence[int],
    *,
    looks: Looks,
) -> Order | None:
    """Find the first order of the deliveries that holds, where they are few enough to try every one."""
    if not 0 < len(owed) <= MOST_OWED:
        return None
    most_chains = looks.chains + MOST_CHAINS
    for tried in permutations(owed):
        order = (*beginning, *(Visit(index, 1) for index in tried))
        if isinstance(lay_out(problem, vehicle, requests, order, looks=looks), Route):
            return order
        if looks.chains >= most_chains:
            break
    return None
