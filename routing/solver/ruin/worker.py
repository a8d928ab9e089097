"""One thread's search: its own plan, its own best, its own chance."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from routing.solver.ruin.blank_search import blank_search
from routing.solver.ruin.closing import closable
from routing.solver.ruin.params import DEFAULT, RuinParams
from routing.solver.ruin.plan_kernels import LONGEST, NEVER, NONE, Instance
from routing.solver.ruin.recombination import Column
from routing.solver.ruin.rows_kernels import field
from routing.solver.ruin.search_kernels import adopt, construct, hold, improve, insist

__all__ = ["Snapshot", "Totals", "Worker", "nodes_of", "plan_of", "routes_of", "snapshot_of"]

Snapshot = NDArray[np.int64]
"""A plan: which node follows each; NONE behind an end and where a request is unserved."""

Totals = tuple[int, int, int]
"""Priorities unserved, requests unserved, cost; the smaller is the better."""


class Worker:
    """A search that can be run on for a while, asked for its best, and given a better plan."""

    def __init__(self, instance: Instance, seed: int, params: RuinParams = DEFAULT) -> None:
        self.instance = instance
        empty = _empty_plan(instance)
        self.search = blank_search(instance, empty, seed, params)
        self.adopt(empty)

    @property
    def best(self) -> Snapshot:
        return self.search.best_after

    @property
    def best_totals(self) -> Totals:
        priority, count, cost = self.search.best_totals.tolist()
        return priority, count, cost

    @property
    def standing(self) -> Snapshot:
        """Return the plan that the search is at; behind what is unserved stands anything."""
        return field(self.search.plan.stops, "after")

    @property
    def standing_totals(self) -> Totals:
        priority, count, cost = self.search.plan.totals[:LONGEST].tolist()
        return priority, count, cost

    @property
    def route_count(self) -> int:
        """Return how many vehicles the plan that stands uses."""
        return int(np.count_nonzero(field(self.search.plan.routes, "tasks")))

    def vehicles(self) -> NDArray[np.int64]:
        """Return for each node the vehicle of its route in the plan that stands."""
        return field(self.search.plan.stops, "vehicle").copy()

    def left_out(self) -> frozenset[int]:
        """Return the requests that the best plan does not serve."""
        firsts = field(self.instance.requests, "first")
        return frozenset(np.flatnonzero(self.best[firsts] == NONE).tolist())

    def construct(self, order: int) -> None:
        """Put everything in by one of the orders of insertion, NONE being chance."""
        self.adopt(_empty_plan(self.instance))
        self.complete(order)

    def complete(self, order: int = NONE) -> None:
        """Put in what the plan that stands leaves out, each request where it costs least."""
        construct(self.instance, self.search, order)

    def improve(self, iterations: int, temperature: float, cooling: float) -> float:
        """Search on; other threads run meanwhile. Return how warm it ends."""
        improve(self.instance, self.search, iterations, temperature, cooling)
        for _ in range(iterations):  # as the kernel does it: a power would be another number
            temperature *= cooling
        return temperature

    def may_close(self) -> bool:
        """Tell whether the best plan, which serves everything, has a route that it may do without."""
        return bool(len(closable(self.instance, self._route_of())))

    def close_route(self) -> None:
        """Go on from the best plan without the route whose requests were left out least; no vehicle may stand in.

        Of the routes that it may do without, of which there is one.
        """
        plan, route_of, starts = self.best.copy(), self._route_of(), _starts(self.instance)
        left_out = np.bincount(route_of, weights=1 + self.search.absences)
        closed = min(closable(self.instance, route_of), key=left_out.__getitem__)
        plan[list(nodes_of(self.instance, plan.tolist(), closed))] = NONE
        plan[starts[closed]] = starts[closed] + 1
        self.search.district[:] = False
        self.search.district[route_of[route_of != closed]] = True
        self.adopt(plan)

    def insist(self, iterations: int, temperature: float) -> int:
        """Search on until everything is served; other threads run meanwhile. Return how many iterations it took."""
        return insist(self.instance, self.search, iterations, temperature)

    @property
    def fixed_costs(self) -> int:
        """Return what the vehicles that the best plan uses cost, wherever they drive."""
        used = self.search.best_costs > 0
        return int(field(self.instance.kinds, "fixed")[self.instance.kind_of][used].sum())

    @property
    def costs_but_fixed(self) -> int:
        """Return what the best plan's routes cost besides their vehicles."""
        return int(self.search.best_costs.sum()) - self.fixed_costs

    def adopt(self, plan: Snapshot) -> bool:
        """Go on from another plan, which is kept if it is the best; tell whether it holds times and limits."""
        fits = adopt(self.instance, self.search, plan)
        if fits:
            hold(self.search)
        return fits

    def begin(self, plan: Snapshot, district: NDArray[np.bool_] | None = None) -> None:
        """Forget the best plan and go on from another, changing the routes of some vehicles only."""
        self.search.best_totals[:] = NEVER
        self.search.district[:] = True if district is None else district
        self.adopt(plan)

    def columns(self) -> list[Column]:
        """List the routes of the best plan and of the one that stands."""
        costs = field(self.search.plan.routes, "cost")
        return [
            *self._columns(self.best, self.search.best_costs),
            *self._columns(self.standing, costs),
        ]

    def _columns(self, after: Snapshot, costs: NDArray[np.int64]) -> list[Column]:
        requests, kinds = field(self.instance.tasks, "request"), self.instance.kind_of.tolist()
        return [
            Column(kinds[vehicle], nodes, frozenset(requests[list(nodes)].tolist()), int(costs[vehicle]))
            for vehicle, nodes in routes_of(self.instance, after)
        ]

    def _route_of(self) -> NDArray[np.int64]:
        """Return the vehicle of each request in the best plan, NONE where it is unserved."""
        vehicles = np.full(len(self.instance.tasks), NONE)
        for vehicle, nodes in routes_of(self.instance, self.best):
            vehicles[list(nodes)] = vehicle
        return vehicles[field(self.instance.requests, "first")]


def routes_of(instance: Instance, plan: Snapshot) -> Iterator[tuple[int, tuple[int, ...]]]:
    """List the vehicles in use, and the nodes of their routes."""
    after, starts = plan.tolist(), _starts(instance)
    for vehicle in np.flatnonzero(plan[starts] != starts + 1).tolist():
        yield vehicle, nodes_of(instance, after, vehicle)


def nodes_of(instance: Instance, after: list[int], vehicle: int) -> tuple[int, ...]:
    """List a route's nodes without its start and end."""
    nodes: list[int] = []
    start = int(_starts(instance)[vehicle])
    node = after[start]
    while node != start + 1:
        nodes.append(node)
        node = after[node]
    return tuple(nodes)


def snapshot_of(instance: Instance, routes: Iterable[Sequence[int]]) -> Snapshot:
    """Give each vehicle its nodes, in their order."""
    after = _empty_plan(instance)
    for start, nodes in zip(_starts(instance).tolist(), routes, strict=True):
        way = [start, *nodes, start + 1]
        after[way[:-1]] = way[1:]
    return after


def plan_of(instance: Instance, columns: Iterable[Column]) -> Snapshot:
    """Give each route a vehicle of its kind."""
    routes: list[tuple[int, ...]] = [() for _ in instance.kind_of]
    free: dict[int, list[int]] = {}
    for vehicle in reversed(range(len(instance.kind_of))):
        free.setdefault(int(instance.kind_of[vehicle]), []).append(vehicle)
    for column in columns:
        routes[free[column.kind].pop()] = column.nodes
    return snapshot_of(instance, routes)


def _empty_plan(instance: Instance) -> Snapshot:
    after = np.full(len(instance.tasks), NONE, np.int64)
    starts = _starts(instance)
    after[starts] = starts + 1
    return after


def _starts(instance: Instance) -> NDArray[np.int64]:
    """Return the node that each vehicle's route starts with; the next one is its end.

    What `start_of` says, all at once: a kernel that is called from here takes microseconds to look at its arguments.
    """
    nodes = len(instance.tasks)
    return np.arange(nodes - 2 * len(instance.kind_of), nodes, 2)
