"""One thread's search: its own plan, its own best, its own chance."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from routing.solver.ruin.params import DEFAULT, RuinParams
from routing.solver.ruin.plan_kernels import LONGEST, NEVER, NONE, Instance, Plan, Scratch
from routing.solver.ruin.recombination import Column
from routing.solver.ruin.route_kernels import end_of, start_of
from routing.solver.ruin.rows_kernels import MemoRow, RouteRow, StopRow, field, rows_of
from routing.solver.ruin.ruin_kernels import Undo
from routing.solver.ruin.search_kernels import adopt, construct, hold, improve, insist
from routing.solver.ruin.search_state import Search

__all__ = ["Snapshot", "Totals", "Worker", "nodes_of", "plan_of", "snapshot_of"]

Snapshot = NDArray[np.int64]
"""A plan: which node follows each; NONE behind an end and where a request is unserved."""

Totals = tuple[int, int, int]
"""Priorities unserved, requests unserved, cost; the smaller is the better."""

MOST_MEMOS = 2_000_000
"""Cheapest places remembered; 64 MB."""


class Worker:
    """A search that can be run on for a while, asked for its best, and given a better plan."""

    def __init__(self, instance: Instance, seed: int, params: RuinParams = DEFAULT) -> None:
        self.instance = instance
        self.search = _blank_search(instance, seed, params)
        self.adopt(_empty_plan(instance))

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

    def improve(self, iterations: int, temperature: float, cooling: float) -> None:
        """Search on; other threads run meanwhile."""
        improve(self.instance, self.search, iterations, temperature, cooling)

    def close_route(self) -> None:
        """Go on from the best plan without the route whose requests were left out least; no vehicle may stand in.

        Everything is served in the best plan, by two routes or more.
        """
        tasks, plan = field(self.instance.tasks, "request"), self.best.copy()
        routes = {
            vehicle: list({int(tasks[node]) for node in nodes})
            for vehicle in range(len(self.instance.kind_of))
            if (nodes := nodes_of(self.instance, plan.tolist(), vehicle))
        }
        closed = min(routes, key=lambda vehicle: int((1 + self.search.absences[routes[vehicle]]).sum()))
        node, end = start_of(self.instance, closed), end_of(self.instance, closed)
        while node != end:
            after, plan[node] = int(plan[node]), NONE
            node = after
        plan[start_of(self.instance, closed)] = end
        self.search.district[:] = False
        self.search.district[[vehicle for vehicle in routes if vehicle != closed]] = True
        self.adopt(plan)

    def insist(self, iterations: int, temperature: float) -> int:
        """Search on until everything is served; other threads run meanwhile. Return how many iterations it took."""
        return insist(self.instance, self.search, iterations, temperature)

    @property
    def costs_but_fixed(self) -> int:
        """Return what the best plan's routes cost besides their vehicles."""
        used = self.search.best_costs > 0
        return int(
            self.search.best_costs.sum() - field(self.instance.kinds, "fixed")[self.instance.kind_of][used].sum()
        )

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
            *self._columns(self.best.tolist(), self.search.best_costs.tolist()),
            *self._columns(self.standing.tolist(), costs.tolist()),
        ]

    def _columns(self, after: list[int], costs: list[int]) -> list[Column]:
        columns: list[Column] = []
        for vehicle, kind in enumerate(self.instance.kind_of.tolist()):
            nodes = nodes_of(self.instance, after, vehicle)
            if nodes:
                requests = frozenset(field(self.instance.tasks, "request")[list(nodes)].tolist())
                columns.append(Column(kind, nodes, requests, costs[vehicle]))
        return columns


def nodes_of(instance: Instance, after: list[int], vehicle: int) -> tuple[int, ...]:
    """List a route's nodes without its start and end."""
    nodes: list[int] = []
    node, end = after[start_of(instance, vehicle)], end_of(instance, vehicle)
    while node != end:
        nodes.append(node)
        node = after[node]
    return tuple(nodes)


def snapshot_of(instance: Instance, routes: Iterable[Sequence[int]]) -> Snapshot:
    """Give each vehicle its nodes, in their order."""
    after = _empty_plan(instance)
    for vehicle, nodes in enumerate(routes):
        way = [start_of(instance, vehicle), *nodes, end_of(instance, vehicle)]
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
    starts = [start_of(instance, vehicle) for vehicle in range(len(instance.kind_of))]
    after[starts] = [end_of(instance, vehicle) for vehicle in range(len(instance.kind_of))]
    return after


def _blank_search(instance: Instance, seed: int, params: RuinParams) -> Search:
    nodes, requests, vehicles = len(instance.tasks), len(instance.requests), len(instance.kind_of)
    loads = (nodes, instance.change.shape[1])
    longest = 2 * nodes + 2
    rests = int((field(instance.kinds, "end_break") - field(instance.kinds, "first_break")).max())
    stops = rows_of(StopRow, nodes)
    field(stops, "onward_to")[:] = NONE
    return Search(
        plan=Plan(
            stops=stops,
            load=np.zeros(loads, np.int64),
            most_before=np.zeros(loads, np.int64),
            most_after=np.zeros(loads, np.int64),
            routes=rows_of(RouteRow, vehicles),
            unserved=np.zeros(requests, np.int64),
            totals=np.zeros(5, np.int64),
        ),
        scratch=Scratch(
            detour=np.zeros(nodes, np.int64),
            least_detour=np.zeros(nodes, np.int64),
            lower=np.zeros(nodes, np.int64),
            candidates=np.zeros(vehicles, np.int64),
            least=np.zeros(vehicles, np.int64),
            likely=np.zeros(vehicles, np.int64),
            order=np.zeros(longest, np.int64),
            position=np.zeros(nodes, np.int64),
            gap_s=np.zeros(longest, np.int64),
            begin_s=np.zeros(longest, np.int64),
            latest_s=np.zeros(longest, np.int64),
            leashes=np.zeros((nodes, 3), np.int64),
            rested=np.zeros((longest, rests + 1), np.int64),
            rested_at=np.zeros((longest, rests + 1), np.int64),
            trips=np.zeros((longest, 2), np.int64),
            on_board=np.zeros((longest, instance.change.shape[1]), np.int64),
        ),
        undo=Undo(
            touched_at=np.full(vehicles, NONE, np.int64),
            vehicle=np.zeros(vehicles, np.int64),
            first=np.zeros(vehicles + 1, np.int64),
            nodes=np.zeros(nodes, np.int64),
            tasks=np.zeros(vehicles, np.int64),
            specials=np.zeros(vehicles, np.int64),
            state=np.zeros(vehicles, np.int64),
            unserved=np.zeros(requests, np.int64),
            totals=np.zeros(4, np.int64),
            tally=np.zeros(2, np.int64),
            members=np.zeros(requests, np.int64),
        ),
        queue=np.zeros(requests, np.int64),
        memo=rows_of(MemoRow, (requests, min(vehicles, MOST_MEMOS // requests))),
        tried=np.zeros(vehicles, np.int64),
        kind_seen=np.zeros(len(instance.kinds), np.bool_),
        near_seen=np.full(vehicles, NONE, np.int64),
        best_after=_empty_plan(instance),
        best_totals=np.full(3, NEVER, np.int64),
        best_costs=np.zeros(vehicles, np.int64),
        sizes=np.array(params.sizes, np.int64),
        gains=np.zeros((len(params.sizes), 2)),
        absences=np.zeros(requests, np.int64),
        district=np.ones(vehicles, np.bool_),
        chance=np.array([seed], np.uint64),
        habits=params.habits,
    )
