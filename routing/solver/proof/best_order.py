"""The best order of one group of requests on one vehicle, exactly: orders are laid out, the least bound first.

A search by A* (Hart, Nilsson, Raphael 1968) over beginnings of orders. It stops as soon as enough is known,
and goes on from there when more is asked.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import comb, prod
from typing import NamedTuple

from routing.solver.layout import lay_out
from routing.solver.proof.effort import Spent, SpentError
from routing.solver.proof.groups import Groups
from routing.solver.proof.legs import HOME, START
from routing.solver.proof.loose import Label
from routing.solver.requests import Visit
from routing.solver.rests import MOST_PLACINGS
from routing.solver.schedule import MOST_CHOICES, MOST_HELD, EndedError, Looks
from routing.solver.solution import Route

__all__ = ["BestOrder", "WaysHome"]

STEPS_A_LAYOUT = 20
"""Laying an order out takes about as long as so many labels, and each chain that is timed for it as one more."""


@dataclass(frozen=True, slots=True)
class WaysHome:
    """What the visits that are left cost at least; windows and loads do not count here."""

    groups: Groups
    spent: Spent
    _known: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])

    def least(self, left: int, last: int) -> int:
        """Return the least cost from a visit over all that are left, and home.

        Raises
        ------
        SpentError
        """
        if (left, last) not in self._known:
            self.spent.step()
            routes = self.groups.routes
            onward = [
                routes.least(last, node) + self.least(left & ~(1 << node), node) for node in self.groups.open_to(left)
            ]
            self._known[left, last] = min(onward) if left else routes.least(last, HOME)
        return self._known[left, last]


class _Beginning(NamedTuple):
    """The first visits of an order; of two with one bound the longer comes first."""

    bound: int
    left: int
    tie: int
    order: tuple[int, ...]
    mask: int
    label: Label


class BestOrder:
    """The search of one group's best order.

    Attributes
    ----------
    bound: no route of the group costs less, in 18,000ths of a cost unit; None where it has no route.
    best: the cheapest order found, and its route's cost.
    """

    def __init__(self, ways_home: WaysHome, requests: frozenset[int], bound: int) -> None:
        self.requests = requests
        self.bound: int | None = bound
        self.best: tuple[int, tuple[Visit, ...]] | None = None
        self._ways_home = ways_home
        self._groups = ways_home.groups
        self._mask = sum(self._groups.of_request[index] for index in requests)
        self._ties = count()
        self._waiting: list[_Beginning] | None = None
        self._laid_out: set[tuple[int, ...]] = set()

    @property
    def is_exact(self) -> bool:
        """Tell whether nothing is cheaper than the best, or there is no route."""
        return self.bound is None or (self.best is not None and self.best[0] <= self.bound)

    @property
    def is_certain(self) -> bool:
        """Tell whether layouts of the group look at every place of its rests, and at every choice of windows."""
        vehicle = self._groups.routes.vehicle
        tasks, rests = self._mask.bit_count(), len(vehicle.breaks)
        slots = 2 * tasks + 2 if vehicle.reload else tasks + 1
        placings = comb(slots + rests - 1, rests)
        parted = placings * (self._choices_of_windows - 1)  # all placings share what may be parted, and held
        return placings <= MOST_PLACINGS and parted < MOST_CHOICES and placings * self._held(slots) < MOST_HELD

    @property
    def _choices_of_windows(self) -> int:
        """Count the choices of one window a moment; 1 where no wish makes one of them dearer."""
        routes = self._groups.routes
        tasks = [task for index in self.requests for _, task in routes.requests[index].tasks]
        if not any(task.soft_window and task.soft_window.cost_per_hour for task in tasks):
            return 1
        return prod(max(1, len(one.windows)) for one in routes.vehicle.breaks) * prod(
            max(1, len(one.time_windows)) for one in tasks
        )

    def _held(self, slots: int) -> int:
        """Count what is held at most for the sake of duty, in one placing between so many slots."""
        routes = self._groups.routes
        tasks = [task for index in self.requests for _, task in routes.requests[index].tasks]
        windows = [max(1, len(one.windows)) for one in routes.vehicle.breaks]
        windows += [max(1, len(one.time_windows)) for one in tasks]
        if max(windows) == 1 or not (routes.duty_price or routes.problem.per_longest_duty_hour):
            return 0
        return min(prod(windows), slots + 1 + sum(windows) - len(tasks))  # one a reload, leaving and the return

    def search(self, until: int | None, spent: Spent) -> None:
        """Look at orders until the bound is as high, or exact; None is until the first order that holds.

        Raises
        ------
        SpentError
        """
        waiting = self._begun() if self._waiting is None else self._waiting
        self._waiting = waiting
        while not self.is_exact and not self._is_enough(until):
            if waiting:
                self._look_at(heappop(waiting), waiting, spent)
            bounds = [one.bound for one in waiting[:1]] + ([self.best[0]] if self.best else [])
            self.bound = max(self.bound or 0, min(bounds)) if bounds else None

    def _is_enough(self, until: int | None) -> bool:
        if until is None:
            return self.best is not None
        return self.bound is None or self.bound >= until

    def _begun(self) -> list[_Beginning]:
        order, mask, labels = self._groups.routes.begun
        return [_Beginning(self.bound or 0, 0, next(self._ties), order, mask, label) for label in labels]

    def _look_at(self, beginning: _Beginning, waiting: list[_Beginning], spent: Spent) -> None:
        left = self._mask & ~beginning.mask
        if not left:
            if beginning.order not in self._laid_out:  # the same order comes with other reloads too
                self._laid_out.add(beginning.order)
                self._lay_out(beginning.order, spent)
            return
        routes = self._groups.routes
        last = beginning.order[-1] if beginning.order else START
        for node in self._groups.open_to(left):
            spent.step()
            then, done, order = left & ~(1 << node), beginning.mask | 1 << node, (*beginning.order, node)
            to_go = self._ways_home.least(then, node)
            for label in routes.after(beginning.label, last, node):
                bound = max(beginning.bound, label.cost + routes.duty_price * label.duty_s + to_go)
                heappush(waiting, _Beginning(bound, then.bit_count(), next(self._ties), order, done, label))

    def _lay_out(self, order: tuple[int, ...], spent: Spent) -> None:
        spent.step(STEPS_A_LAYOUT)
        routes = self._groups.routes
        visits = tuple(routes.visits[node] for node in order)
        looks = Looks()
        looks.ended = lambda: spent.is_over(looks.chains)
        try:
            route = lay_out(routes.problem, routes.vehicle, routes.requests, visits, most_splits=None, looks=looks)
        except EndedError as ended:
            raise SpentError from ended
        spent.step(looks.chains)
        if isinstance(route, Route) and (self.best is None or route.exact_cost < self.best[0]):
            self.best = route.exact_cost, visits
