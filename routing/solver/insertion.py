"""Routes kept to what holds, and requests put where they cost least, all by exact layouts.

Plain and slow beside an engine, and without a way to fail: it mends what an engine gets wrong.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import islice, repeat, zip_longest
from math import inf

from routing.solver.beginnings import fixed_orders, frozen_visits, with_beginnings
from routing.solver.engine import VisitOrders
from routing.solver.interruption import Interruption
from routing.solver.layout import lay_out
from routing.solver.problem import Problem, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.schedule import Looks
from routing.solver.solution import Route

__all__ = ["LATE_S", "MOST_CHAINS", "MOST_LAYOUTS", "insert", "keep_what_holds", "orders_with"]

LATE_S = 0.3
"""Where a search may not know what makes room, it is looked for so long when the time is over, or after Ctrl-C."""

MOST_LAYOUTS = 4_000
"""So many layouts, shared by the requests, take up to some 5 s in routes of 60 stops where each looks at one timetable;
a count, so that the plan repeats on every machine."""
MOST_CHAINS = 10 * MOST_LAYOUTS
"""Layouts of routes with reloads, rests, or soft windows or paid duty beside many windows look at up to thousands: no
more of all of them than this, some half a minute, but for what the last layout still looks at."""

Order = tuple[Visit, ...]


def keep_what_holds(problem: Problem, requests: Sequence[Request], orders: VisitOrders) -> VisitOrders:
    """Leave out of each route that cannot be laid out what keeps it from holding, the least important first.

    Frozen visits are put where they belong before, and never left out.

    Raises
    ------
    BadInputError
        A frozen beginning does not hold.
    """
    fixed = fixed_orders(problem, requests)
    begun = with_beginnings(problem, requests, orders, fixed)
    return [_kept(problem, number, requests, visits, fixed[number]) for number, visits in enumerate(begun)]


def insert(
    problem: Problem,
    requests: Sequence[Request],
    allowed: Sequence[frozenset[int]],
    orders: VisitOrders,
    *,
    until_s: float = inf,
    interruption: Interruption | None = None,
) -> VisitOrders:
    """Put each request that is in no route where it costs least, the most important first.

    Parameters
    ----------
    allowed: for each request the indices of vehicles that may carry it.
    orders: one a vehicle; each can be laid out, or is empty.
    until_s: on the monotonic clock, after which no further layout is tried.
    interruption: after which none is either.
    """
    served = {visit.request for visits in orders for visit in visits}
    left_out = [index for index in _by_importance(requests) if index not in served and allowed[index]]
    if not left_out:
        return orders
    work = _Insertion(problem, requests, list(orders), until_s, interruption)
    for turn, index in enumerate(left_out, 1):
        vehicles = work.open_to_more(allowed[index])
        first = index % len(vehicles)
        in_turn = vehicles[first:] + vehicles[:first]  # where few layouts are left for each, all vehicles get some
        most_chains = turn * max(1, MOST_CHAINS // len(left_out))  # what one leaves, those after it have
        work.insert(index, in_turn, max(1, MOST_LAYOUTS // len(left_out)), most_chains)
    return work.orders


def _by_importance(requests: Sequence[Request]) -> list[int]:
    return sorted(range(len(requests)), key=lambda index: -requests[index].priority)


def _kept(problem: Problem, number: int, requests: Sequence[Request], visits: Order, fixed: Order) -> Order:
    if not visits or _exact_cost(problem, number, requests, visits) is not None:
        return visits
    kept = {visit.request for visit in fixed}
    if fixed and _exact_cost(problem, number, requests, _of(visits, kept)) is None:
        visits = (*fixed, *(visit for visit in visits if visit.request not in kept))
    visited = {visit.request for visit in visits} - kept
    for index in (one for one in _by_importance(requests) if one in visited):
        if _exact_cost(problem, number, requests, _of(visits, kept | {index})) is not None:
            kept.add(index)
    return _of(visits, kept)


def _of(visits: Order, kept: set[int]) -> Order:
    return tuple(visit for visit in visits if visit.request in kept)


def _exact_cost(
    problem: Problem, number: int, requests: Sequence[Request], visits: Order, looks: Looks | None = None
) -> int | None:
    """Price a route; None where it cannot be laid out."""
    if not visits:
        return 0
    vehicle = problem.vehicles[number]
    route = lay_out(problem, vehicle, requests, visits, looks=looks)
    if not isinstance(route, Route):
        return None
    return route.exact_cost


class _Insertion:
    """Orders that grow."""

    def __init__(
        self,
        problem: Problem,
        requests: Sequence[Request],
        orders: VisitOrders,
        until_s: float,
        interruption: Interruption | None,
    ) -> None:
        self.problem = problem
        self.requests = requests
        self.orders = orders
        self.until_s = until_s
        self.interruption = interruption
        self.looks = Looks()
        alike: dict[Vehicle, int] = {}
        self.kinds = [alike.setdefault(vehicle.kind, len(alike)) for vehicle in problem.vehicles]
        self.first = [len(visits) for visits in frozen_visits(problem, requests)]
        self.costs = [_exact_cost(problem, number, requests, visits) or 0 for number, visits in enumerate(orders)]

    def open_to_more(self, allowed: frozenset[int]) -> list[int]:
        """List the vehicles to try; of the unused ones that are alike, only the first."""
        chosen: dict[tuple[bool, int], int] = {}
        for number in sorted(allowed):
            is_used = bool(self.orders[number])
            chosen.setdefault((is_used, number if is_used else self.kinds[number]), number)
        return list(chosen.values())

    def insert(self, index: int, vehicles: Sequence[int], most: int, most_chains: int) -> None:
        found = min(self._places(index, vehicles, most, most_chains), default=None)
        if found is not None:
            added, number, _, visits = found
            self.orders[number] = visits
            self.costs[number] += added

    def _places(
        self, index: int, vehicles: Sequence[int], most: int, most_chains: int
    ) -> Iterator[tuple[int, int, int, Order]]:
        """List where a request fits: added cost, vehicle, a number that breaks ties, and the order with it.

        Parameters
        ----------
        most: layouts to try: at the end of every vehicle's order first, then ever further from it.
        most_chains: once so many were looked at, for all requests so far, no further layout is tried.
        """
        tasks = len(self.requests[index].tasks)
        of_vehicles = [
            zip(repeat(number), orders_with(self.orders[number], index, tasks, self.first[number]), strict=False)
            for number in vehicles
        ]
        in_turn = (one for round_ in zip_longest(*of_vehicles) for one in round_ if one is not None)
        for tie, (number, visits) in enumerate(islice(in_turn, most)):
            if self.interruption or self.looks.chains >= most_chains or time.monotonic() >= self.until_s:
                return
            cost = _exact_cost(self.problem, number, self.requests, visits, self.looks)
            if cost is not None:
                yield cost - self.costs[number], number, tie, visits


def orders_with(visits: Order, index: int, tasks: int, soonest: int) -> Iterator[Order]:
    """List the orders with a request, none of them before what is frozen."""
    first, last = Visit(index, 0), Visit(index, 1)
    for at in range(len(visits), soonest - 1, -1):
        if tasks == 1:
            yield (*visits[:at], first, *visits[at:])
            continue
        for then in range(at, len(visits) + 1):
            yield (*visits[:at], first, *visits[at:then], last, *visits[then:])
