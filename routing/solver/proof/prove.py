"""Is there a better plan? Every group of requests on every kind of vehicle is bounded from below, CP-SAT chooses.

Where the cheapest choice of bounds is no cheaper than the plan, the plan is proven. Where it is, its groups are
looked at exactly, as far as is needed, and CP-SAT chooses again: a logic-based Benders decomposition (Hooker,
Ottosson, Math. Programming 96, 2003). A choice whose groups are all exact is a better plan.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routing.solver.balance import lay_out_all
from routing.solver.cost import PER_S, balance_cost, whole
from routing.solver.engine import VisitOrders
from routing.solver.problem import Problem, Vehicle
from routing.solver.proof.best_order import BestOrder, WaysHome
from routing.solver.proof.choice import Choice, Fleet, Goal
from routing.solver.proof.cover import cheapest, worthiest
from routing.solver.proof.effort import Spent, SpentError
from routing.solver.proof.groups import Groups, Interest, least_figures
from routing.solver.proof.loose import LooseRoutes
from routing.solver.requests import Request, visits_of
from routing.solver.solution import Phase, Route

__all__ = ["MOST_TASKS", "Proof", "prove"]

MOST_TASKS = 14
"""Larger problems are not looked at: docs/adr/0014-proof.md says what is proven in what time."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The best plan known then, and whether none is better.

    Attributes
    ----------
    phase: None where nothing was tried.
    """

    orders: VisitOrders
    proven: bool = False
    phase: Phase | None = None


def prove(
    problem: Problem,
    requests: Sequence[Request],
    allowed: Sequence[frozenset[int]],
    orders: VisitOrders,
    spent: Spent,
) -> Proof:
    """Prove that no plan is better, or find one that is.

    Nothing is tried where there are too many tasks, or no time. Once Ctrl-C is noticed (`Spent.interruption`) it ends
    with the best plan so far.

    Parameters
    ----------
    orders: a plan that holds.
    """
    if len(visits_of(requests)) > MOST_TASKS or spent.left_s() == 0.0:
        return Proof(orders)
    began_s = time.monotonic()
    try:
        search = _Search(problem, requests, orders, spent)
    except SpentError:  # by the plan itself
        return Proof(orders)
    try:
        search.bound_all(allowed)
        proven = search.serves_best() and search.costs_least()
    except SpentError:
        proven = False
    cost = whole(search.cost) if search.left == 0 else None
    return Proof(search.orders, proven, Phase("proof", "OR-Tools CP-SAT", time.monotonic() - began_s, cost))


@dataclass(frozen=True, slots=True)
class _Kind:
    """Vehicles that differ in nothing that counts; a frozen beginning makes a vehicle one of its own."""

    numbers: tuple[int, ...]
    must_go: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of requests on a kind of vehicle."""

    kind: int
    duty_s: int
    order: BestOrder


class _Search:
    """One proof, with the best plan so far."""

    def __init__(self, problem: Problem, requests: Sequence[Request], orders: VisitOrders, spent: Spent) -> None:
        self.problem = problem
        self.requests = requests
        self.orders = orders
        self.spent = spent
        self.cost = self._cost(orders) or 0
        more = len(requests) + 1  # one priority weighs more than any number of requests
        self.worths = tuple(more * request.priority + 1 for request in requests)
        self.kinds = list(_kinds(problem))
        self.groups: list[_Group] = []
        self.fleet = Fleet(
            vehicles=tuple(len(kind.numbers) for kind in self.kinds),
            must_go=frozenset(number for number, kind in enumerate(self.kinds) if kind.must_go),
            longest_price=PER_S * problem.per_longest_duty_hour,
        )

    def bound_all(self, allowed: Sequence[frozenset[int]]) -> None:
        """Bound every group on every kind of vehicle."""
        visits = visits_of(self.requests)
        able: dict[int, Groups] = {}
        least_to: list[int] = []
        for number, kind in enumerate(self.kinds):
            members = frozenset(index for index, numbers in enumerate(allowed) if kind.numbers[0] in numbers)
            if members:
                self.spent.step(len(visits) ** 2)  # its legs, which the first question makes
                routes = LooseRoutes(self.problem, kind.numbers[0], self.requests, visits)
                here = [routes.least_to(node) for node in range(len(visits))]
                least_to = list(map(min, least_to, here)) if able else here
                able[number] = Groups(routes, members)
        interest = Interest(self.cost if self.left == 0 else None, least_to)
        for kind, groups in able.items():
            ways_home = WaysHome(groups, self.spent)
            for served, least in least_figures(groups, interest, self.spent).items():
                self.groups.append(_Group(kind, least.duty_s, BestOrder(ways_home, served, least.cost)))

    def serves_best(self) -> bool:
        """Serve the best requests that can be served; false where that cannot be told."""
        if self.left == 0:
            return True
        while chosen := worthiest(self._choices(), self.fleet, self._goal(), self.spent):
            unsure = [group for group in self._of(chosen) if group.order.best is None]
            if not (self._searched([(group, None) for group in unsure]) if unsure else self._adopted(chosen)):
                return False
        return True

    def costs_least(self) -> bool:
        """Find the cheapest plan that serves as much; false where that cannot be told."""
        while chosen := cheapest(self._choices(), self.fleet, self._goal(), self.spent):
            unsure = [group for group in self._of(chosen) if not group.order.is_exact]
            bound = sum(group.order.bound or 0 for group in self._of(chosen))
            bound += self.fleet.longest_price * max((group.duty_s for group in self._of(chosen)), default=0)
            gap = self.cost - bound
            goals = [(group, (group.order.bound or 0) + gap) for group in unsure]
            if not (self._searched(goals) if unsure else self._adopted(chosen)):
                return False
        return True

    @property
    def left(self) -> int:
        """Weigh what the plan leaves."""
        return self._left_by(self.orders)

    def _left_by(self, orders: VisitOrders) -> int:
        served = {visit.request for visits in orders for visit in visits}
        return sum(worth for index, worth in enumerate(self.worths) if index not in served)

    def _goal(self) -> Goal:
        return Goal(self.worths, self.left, self.cost)

    def _choices(self) -> list[Choice]:
        self.groups = [group for group in self.groups if group.order.bound is not None]
        return [Choice(group.kind, group.order.requests, group.order.bound or 0, group.duty_s) for group in self.groups]

    def _of(self, chosen: Sequence[int]) -> list[_Group]:
        return [self.groups[number] for number in chosen]

    def _searched(self, goals: Sequence[tuple[_Group, int | None]]) -> bool:
        """Look at groups exactly; false where layouts cannot."""
        for group, until in goals:
            if not group.order.is_certain:
                return False
            group.order.search(until, self.spent)
        return True

    def _adopted(self, chosen: Sequence[int]) -> bool:
        """Take a plan over where it is better."""
        orders: VisitOrders = [() for _ in self.problem.vehicles]
        free = [list(kind.numbers) for kind in self.kinds]
        for group in self._of(chosen):
            if group.order.best is not None:
                orders[free[group.kind].pop(0)] = group.order.best[1]
        cost = self._cost(orders)
        if cost is None or (self._left_by(orders), cost) >= (self.left, self.cost):
            return False
        self.orders, self.cost = orders, cost
        return True

    def _cost(self, orders: VisitOrders) -> int | None:
        """Price a plan as it will be laid out; None where it cannot be.

        Raises
        ------
        SpentError
        """
        with self.spent.looking() as looks:
            found = lay_out_all(self.problem, self.requests, orders, looks).values()
        routes = [route for route in found if isinstance(route, Route)]
        if len(routes) < len(found):
            return None
        return sum(route.exact_cost for route in routes) + balance_cost(self.problem, routes)


def _kinds(problem: Problem) -> Iterator[_Kind]:
    alike: dict[Vehicle, list[int]] = {}
    for number, vehicle in enumerate(problem.vehicles):
        if vehicle.frozen:
            yield _Kind((number,), any(step.id is not None and step.kind != "break" for step in vehicle.frozen_steps))
            continue
        alike.setdefault(vehicle.kind, []).append(number)
    yield from (_Kind(tuple(numbers), must_go=False) for numbers in alike.values())
