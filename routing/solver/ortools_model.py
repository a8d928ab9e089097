"""A problem as OR-Tools' routing model; none of its indices leaves this module.

A task's moment in the model is the beginning of its *service*: its setup then belongs to the travel that
leads to it, and depends only on whether that travel changes place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver.cost import DENOMINATOR, whole
from routing.solver.engine import Standing, VisitOrders
from routing.solver.ortools_nodes import LARGEST, Nodes, Prices, penalties
from routing.solver.ortools_untyped import pywrapcp
from routing.solver.problem import Amount, Costs, Problem, Task, Vehicle
from routing.solver.requests import Request, Visit, visits_of

__all__ = ["MAX_TASKS", "RoutingModel"]

UNLIMITED = 2**53
"""More than any sum of metres, seconds or tasks; the model adds to it without overflow."""
MAX_TASKS = 4_000
"""The model keeps several square tables over its tasks; more would not fit in 1.5 GiB."""
MOST_NEIGHBOURS, FEW_NEIGHBOURS = 10_000, 30
"""Each pair of tasks at one place costs a constraint; 400 tasks at one place would cost minutes."""


Pace = tuple[str, Fraction]
"""What the seconds of ways depend on."""
Tariff = tuple[Pace, str, Costs]
"""What the prices of arcs depend on."""


class RoutingModel:
    """One routing model of one problem; each method adds one kind of constraint."""

    def __init__(self, problem: Problem, requests: Sequence[Request], allowed: Sequence[frozenset[int]]) -> None:
        self.problem = problem
        self.requests = requests
        self.served = [index for index, vehicles in enumerate(allowed) if vehicles]
        visits = [visit for visit in visits_of(requests) if allowed[visit.request]]
        if len(visits) > MAX_TASKS:
            raise BadInputError(
                f"{len(visits)} tasks are more than the {MAX_TASKS} that one plan can hold",
                way_out="Split the day into areas or half-days.",
            )
        self.nodes = Nodes.of(problem, requests, visits)
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.nodes),
            len(problem.vehicles),
            [self.nodes.of_end(vehicle.start) for vehicle in problem.vehicles],
            [self.nodes.of_end(vehicle.end) for vehicle in problem.vehicles],
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.solver = self.routing.solver()
        self.index: dict[Visit, int] = {visit: self.manager.NodeToIndex(node) for node, visit in enumerate(visits)}
        self.travel_s = {_pace(vehicle): self.nodes.travel_s(vehicle) for vehicle in problem.vehicles}
        self.work_s = {of: self._work_s(of) for of in {vehicle.type for vehicle in problem.vehicles}}
        self._keep_time()
        self._price()
        self.shut: set[int] = set()
        sharing = self._sharing_a_place()
        for visit, task in zip(visits, self.nodes.tasks, strict=True):
            if not self._open_windows(visit, task, sharing[visit]):
                self.shut.add(visit.request)
        self._hold_vehicle_limits()
        self._keep_loads()
        for number, vehicle in enumerate(problem.vehicles):
            if vehicle.lifo:
                last_in_first_out = pywrapcp.RoutingModel.PICKUP_AND_DELIVERY_LIFO
                self.routing.SetPickupAndDeliveryPolicyOfVehicle(last_in_first_out, number)
        self.pairs = 0
        for index in self.served:
            self._join(index, requests[index])
            self._allow(index, frozenset() if index in self.shut else allowed[index])

    def orders(self, plan: Any) -> VisitOrders:
        """Read a plan: the visits of each vehicle in their order."""
        return [tuple(self._visits(plan, number)) for number in range(len(self.problem.vehicles))]

    def _visits(self, plan: Any, number: int) -> Iterator[Visit]:
        index = plan.Value(self.routing.NextVar(self.routing.Start(number)))
        while not self.routing.IsEnd(index):
            yield self.nodes.visits[self.manager.IndexToNode(index)]
            index = plan.Value(self.routing.NextVar(index))

    def cost(self, plan: Any) -> int | None:
        """Return what a plan costs, in whole units, about; None where it leaves something out."""
        served = {visit.request for visits in self.orders(plan) for visit in visits}
        return whole(plan.ObjectiveValue() * self.prices.unit) if len(served) == len(self.requests) else None

    def standing(self, objective: int) -> Standing:
        """Say what the plan that the search has just accepted leaves out, and about what it costs.

        The model counts duty with its own times.
        """
        firsts = (self.index[Visit(index, 0)] for index in self.served)
        left_out = [
            penalty
            for first, penalty in zip(firsts, self.leaving_out, strict=True)
            if not self.routing.ActiveVar(first).Value()
        ]
        never_in = len(self.requests) - len(self.served)
        return Standing(never_in + len(left_out), whole((objective - sum(left_out)) * self.prices.unit))

    def _price(self) -> None:
        """Price travel, duty and vehicles, and leaving a request out higher than all of these."""
        by_way = any(matrix.costs is not None for matrix in self.problem.matrices.values())
        whole_units = [DENOMINATOR] if by_way else []
        prices = Prices.of([vehicle.costs for vehicle in self.problem.vehicles], *whole_units)
        leaving_out = self._leaving_out(prices)
        if sum(leaving_out) > LARGEST:
            prices = prices.coarser(1 + sum(leaving_out) // LARGEST)
            leaving_out = self._leaving_out(prices)
        self.prices, self.leaving_out = prices, leaving_out
        evaluators: dict[Tariff, int] = {}
        for number, vehicle in enumerate(self.problem.vehicles):
            key = _tariff(vehicle)
            if key not in evaluators:
                evaluators[key] = self.routing.RegisterTransitMatrix(self._arcs(prices, vehicle).tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(evaluators[key], number)
            self.routing.SetFixedCostOfVehicle(prices.fixed(vehicle.costs), number)
            self.time.SetSpanCostCoefficientForVehicle(prices.per_duty_s(vehicle.costs), number)
        for index, penalty in zip(self.served, leaving_out, strict=True):
            for step in range(len(self.requests[index].tasks)):
                self.routing.AddDisjunction([self.index[Visit(index, step)]], penalty if step == 0 else 0)

    def _leaving_out(self, prices: Prices) -> list[int]:
        """Price leaving each request out: priorities before numbers, numbers before costs."""
        vehicles = self.problem.vehicles
        arcs = (self._arcs(prices, vehicle) for vehicle in {_tariff(one): one for one in vehicles}.values())
        into: list[int] = np.maximum.reduce([figures.max(axis=0) for figures in arcs]).tolist()
        dearest = sum(into[: len(self.nodes.tasks)]) + sum(
            into[self.nodes.of_end(vehicle.end)]  # a task is driven to once, an end as often as vehicles end there
            + prices.fixed(vehicle.costs)
            + prices.per_duty_s(vehicle.costs) * self._longest_duty_s(vehicle)
            for vehicle in vehicles
        )
        return penalties([self.requests[index].priority for index in self.served], dearest)

    def _arcs(self, prices: Prices, vehicle: Vehicle) -> NDArray[np.int64]:
        """Price the arcs for a vehicle, with the work at their ends."""
        matrix = self.problem.matrices[vehicle.profile]
        if matrix.costs is None:
            metres = self.nodes.between(matrix.distances_m)
            ways = prices.arcs(vehicle.costs, self.travel_s[_pace(vehicle)], metres)
        else:
            ways = self.nodes.between(matrix.costs) * (DENOMINATOR // prices.step) // prices.coarseness
        return ways + self.work_s[vehicle.type] * prices.per_task_s(vehicle.costs)

    def _work_s(self, vehicle_type: str) -> NDArray[np.int64]:
        """Return setup and service at the end of each arc."""
        return self.nodes.setups_s(vehicle_type) + self.nodes.services_s(vehicle_type)[None, :]

    def _longest_duty_s(self, vehicle: Vehicle) -> int:
        hours = vehicle.time_window
        return min(self.horizon_s, hours.end_s - hours.start_s) if hours else self.horizon_s

    def _keep_time(self) -> None:
        """Count clock time: service at a node, the way to the next, and its setup where the place changes."""
        spans = {
            (pace, of): travel_s + self.nodes.services_s(of)[:, None] + self.nodes.setups_s(of)
            for pace, travel_s in self.travel_s.items()
            for of in self.work_s
        }
        self.horizon_s = self._last_window_end() + sum(int(span.max(axis=0).sum()) for span in spans.values())
        evaluators = {key: self.routing.RegisterTransitMatrix(span.tolist()) for key, span in spans.items()}
        self.time = self._dimension(
            "time",
            [evaluators[_pace(vehicle), vehicle.type] for vehicle in self.problem.vehicles],
            [vehicle.time_window.end_s if vehicle.time_window else self.horizon_s for vehicle in self.problem.vehicles],
            slack=self.horizon_s,
            from_zero=False,
        )
        for number, vehicle in enumerate(self.problem.vehicles):
            if vehicle.time_window:
                self.time.CumulVar(self.routing.Start(number)).SetMin(vehicle.time_window.start_s)
            self.routing.AddVariableMinimizedByFinalizer(self.time.CumulVar(self.routing.End(number)))
            self.routing.AddVariableMaximizedByFinalizer(self.time.CumulVar(self.routing.Start(number)))

    def _last_window_end(self) -> int:
        hours = [vehicle.time_window for vehicle in self.problem.vehicles if vehicle.time_window]
        return max(
            (window.end_s for window in (*hours, *(w for t in self.nodes.tasks for w in t.time_windows))), default=0
        )

    def _open_windows(self, visit: Visit, task: Task, neighbours: list[int]) -> bool:
        """Hold the beginning of work in the windows; service begins one setup later, if there is a setup.

        Parameters
        ----------
        neighbours: what may come just before without a change of place, and so spares the setup.

        Returns
        -------
        False where no vehicle's hours leave a moment for it.
        """
        here = self.index[visit]
        service = self.time.CumulVar(here)
        if not self._finish_in_time(service, task):
            return False
        if not task.time_windows:
            return True
        setups_s = {task.setup_by_s(vehicle.type) for vehicle in self.problem.vehicles}
        setup_s = max(setups_s)
        if len(setups_s) > 1:  # which of them counts is for the layout to say
            return _keep_within(service, _merged([(w.start_s, w.end_s + setup_s) for w in task.time_windows]))
        windows = [(window.start_s, window.end_s) for window in task.time_windows]
        if not neighbours or not setup_s:
            return _keep_within(service, [(start_s + setup_s, end_s + setup_s) for start_s, end_s in windows])
        if not _keep_within(service, _merged([(start_s, end_s + setup_s) for start_s, end_s in windows])):
            return False
        # What is left out has a moment in the model too; counted as spared, that moment binds nothing else.
        spared = self.solver.Sum([self.routing.NextVar(before) == here for before in (*neighbours, here)])
        return _keep_within((service + setup_s * spared - setup_s).Var(), windows)

    def _finish_in_time(self, service: Any, task: Task) -> bool:
        """Hold the end of service; False where it can never be in time."""
        if task.latest_finish_s is None:
            return True
        last_s = task.latest_finish_s - min(task.service_by_s(vehicle.type) for vehicle in self.problem.vehicles)
        if last_s < service.Min():
            return False
        service.SetMax(last_s)
        return True

    def _sharing_a_place(self) -> dict[Visit, list[int]]:
        """List for each visit the indices at its place: of other tasks, and of starts.

        Beyond `MOST_NEIGHBOURS` in all, nothing is listed for places with more than `FEW_NEIGHBOURS`: the model
        then lets a task there begin one setup after its window opens at the earliest.
        """
        at: defaultdict[int | None, list[int]] = defaultdict(list)
        for visit, task in zip(self.nodes.visits, self.nodes.tasks, strict=True):
            at[task.location].append(self.index[visit])
        for number, vehicle in enumerate(self.problem.vehicles):
            at[vehicle.start].append(self.routing.Start(number))
        tasks = list(zip(self.nodes.visits, self.nodes.tasks, strict=True))
        pairs = sum(len(at[task.location]) for _, task in tasks if task.time_windows and task.setup_s)
        most = FEW_NEIGHBOURS if pairs > MOST_NEIGHBOURS else pairs
        return {
            visit: [other for other in at[task.location] if other != self.index[visit]]
            if len(at[task.location]) <= most
            else []
            for visit, task in tasks
        }

    def _hold_vehicle_limits(self) -> None:
        vehicles = self.problem.vehicles
        one_each = [[1 if node < len(self.nodes.tasks) else 0] * len(self.nodes) for node in range(len(self.nodes))]
        metres = {v.profile: self.nodes.between(self.problem.matrices[v.profile].distances_m) for v in vehicles}
        energies = {v.profile: self._energy_wh(self.problem.matrices[v.profile]) for v in vehicles}
        limits: tuple[tuple[str, list[int | None], list[Any]], ...] = (
            ("travel time", [v.max_travel_time_s for v in vehicles], [self.travel_s[_pace(v)] for v in vehicles]),
            ("distance", [v.max_distance_m for v in vehicles], [metres[v.profile] for v in vehicles]),
            ("energy", [v.max_energy_wh for v in vehicles], [energies[v.profile] for v in vehicles]),
            ("tasks", [v.max_tasks for v in vehicles], [np.array(one_each)] * len(vehicles)),
        )
        for name, limit, arcs in limits:
            if any(most is not None for most in limit):
                self._dimension(
                    name,
                    [self.routing.RegisterTransitMatrix(figures.tolist()) for figures in arcs],
                    [UNLIMITED if most is None else most for most in limit],
                )

    def _energy_wh(self, matrix: TravelMatrix) -> NDArray[np.int64]:
        known = matrix.energy_wh
        return self.nodes.between(np.zeros_like(matrix.durations_s) if known is None else known)

    def _keep_loads(self) -> None:
        width = max((len(vehicle.capacity) for vehicle in self.problem.vehicles), default=0)
        for d in range(width):
            brought = [_entry(self.requests[visit.request].from_start, d) for visit in self.nodes.visits]
            taken = [
                _entry(self.requests[visit.request].to_end, d)
                + (-1 if visit.step else 1) * _entry(self.requests[visit.request].carried, d)
                for visit in self.nodes.visits
            ]
            everything = sum(brought) + sum(amount for amount in taken if amount > 0)
            room = [
                vehicle.capacity[d] if vehicle.capacity and vehicle.reload is None else everything
                for vehicle in self.problem.vehicles  # where one may reload, the layout says what fits
            ]
            if everything > min(room):
                self._keep_load(d, brought, taken, room)

    def _keep_load(self, d: int, brought: list[int], taken: list[int], room: list[int]) -> None:
        """Hold one dimension: what leaves the start with the vehicle is all that is brought on the way."""
        if not any(brought):
            self._dimension(f"load {d}", self._of_nodes(taken), room)
            return
        delivered = self._dimension(f"brought {d}", self._of_nodes(brought), room)
        if any(taken):
            net = [gain - loss for gain, loss in zip(taken, brought, strict=True)]
            load = self._dimension(f"load {d}", self._of_nodes(net), room, from_zero=False)
            for number in range(len(room)):
                at_start, at_end = self.routing.Start(number), self.routing.End(number)
                self.solver.Add(load.CumulVar(at_start) == delivered.CumulVar(at_end))

    def _of_nodes(self, figures: list[int]) -> list[int]:
        padded = figures + [0] * (len(self.nodes) - len(figures))
        return [self.routing.RegisterUnaryTransitVector(padded)] * len(self.problem.vehicles)

    def _dimension(
        self, name: str, evaluators: list[int], limits: list[int], *, slack: int = 0, from_zero: bool = True
    ) -> Any:
        self.routing.AddDimensionWithVehicleTransitAndCapacity(evaluators, slack, limits, from_zero, name)
        return self.routing.GetDimensionOrDie(name)

    def _join(self, index: int, request: Request) -> None:
        """Keep a shipment's two tasks in one route, in order, and not too far apart in time."""
        if len(request.tasks) == 1:
            return
        pickup, delivery = self.index[Visit(index, 0)], self.index[Visit(index, 1)]
        self.routing.AddPickupAndDelivery(pickup, delivery)
        self.solver.Add(self.routing.VehicleVar(pickup) == self.routing.VehicleVar(delivery))
        if request.max_time_on_board_s is not None:
            pickup_s = max(request.tasks[0][1].service_by_s(vehicle.type) for vehicle in self.problem.vehicles)
            apart_s = request.max_time_on_board_s + pickup_s  # which of them counts is for the layout to say
            self.time.SetPickupToDeliveryLimitFunctionForPair(_always(apart_s), self.pairs)
            # That call guides the search and is not held at the end of it; what is left out is held by nothing.
            between_s = self.time.CumulVar(delivery) - self.time.CumulVar(pickup)
            self.solver.Add(between_s + self.horizon_s * self.routing.ActiveVar(pickup) <= apart_s + self.horizon_s)
        self.pairs += 1

    def _allow(self, index: int, vehicles: frozenset[int]) -> None:
        """Keep a request to some vehicles, or to none (-1); OR-Tools 9.15's own call takes no list from Python."""
        if len(vehicles) < len(self.problem.vehicles):
            for step in range(len(self.requests[index].tasks)):
                self.routing.VehicleVar(self.index[Visit(index, step)]).SetValues([-1, *sorted(vehicles)])


def _pace(vehicle: Vehicle) -> Pace:
    return vehicle.profile, vehicle.speed_factor


def _tariff(vehicle: Vehicle) -> Tariff:
    return _pace(vehicle), vehicle.type, vehicle.costs


def _always(figure: int) -> Callable[[int, int], int]:
    return lambda _pickup, _delivery: figure


def _entry(amount: Amount, dimension: int) -> int:
    return amount[dimension] if amount else 0


def _merged(windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join windows that overlap; they are sorted."""
    merged = [windows[0]]
    for start_s, end_s in windows[1:]:
        if start_s <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end_s))
        else:
            merged.append((start_s, end_s))
    return merged


def _keep_within(moment: Any, windows: Sequence[tuple[int, int]]) -> bool:
    """Hold a moment in windows; False, and nothing held, where it can be in none: OR-Tools would fail there."""
    low, high = moment.Min(), moment.Max()
    met = [(max(start_s, low), min(end_s, high)) for start_s, end_s in windows if start_s <= high and end_s >= low]
    if not met:
        return False
    moment.SetRange(met[0][0], met[-1][1])
    for (_, closed_s), (open_s, _) in pairwise(met):
        if closed_s + 1 < open_s:
            moment.RemoveInterval(closed_s + 1, open_s - 1)
    return True
