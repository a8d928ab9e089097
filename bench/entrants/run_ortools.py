"""Plain OR-Tools: its routing model with guided local search, as its documentation shows it.

It searches with one thread and takes no seed; one process a thread begins from another first solution.
"""

from collections.abc import Callable

from ortools import __version__ as ortools_version
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from bench.entrants.entry import Answer, Clock, Json, Task, best_of, enter

FIRST = (
    routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION,
    routing_enums_pb2.FirstSolutionStrategy.LOCAL_CHEAPEST_INSERTION,
    routing_enums_pb2.FirstSolutionStrategy.AUTOMATIC,
    routing_enums_pb2.FirstSolutionStrategy.SAVINGS,
)


class Model:
    """Nodes are the vehicles' one depot, then pickup and delivery of each shipment in turn."""

    def __init__(self, problem: Json) -> None:
        self.vehicles, self.shipments = problem["vehicles"], problem["shipments"]
        (self.matrix,) = problem["matrices"].values()
        self.steps = [(kind, entry[kind]) for entry in self.shipments for kind in ("pickup", "delivery")]
        self.places = [self.vehicles[0]["start_index"], *(step["location_index"] for _, step in self.steps)]
        self.manager = pywrapcp.RoutingIndexManager(len(self.places), len(self.vehicles), 0)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._add_metres()
        self._add_times()
        self._add_loads()
        self._add_pairs()

    def orders(self, value_of: Callable[[int], int]) -> dict[int, list[tuple[str, int]]]:
        """Read the routes; `value_of` answers the next index of one."""
        orders: dict[int, list[tuple[str, int]]] = {}
        for number, vehicle in enumerate(self.vehicles):
            index = value_of(self.routing.Start(number))
            while not self.routing.IsEnd(index):
                kind, step = self.steps[self.manager.IndexToNode(index) - 1]
                orders.setdefault(vehicle["id"], []).append((kind, step["id"]))
                index = value_of(index)
        return orders

    def _between(self, kind: str, work_s: list[int]) -> list[list[int]]:
        rows = self.matrix[kind]
        return [
            [rows[one][other] + work for other in self.places] for one, work in zip(self.places, work_s, strict=True)
        ]

    def _add_metres(self) -> None:
        metres = self.routing.RegisterTransitMatrix(self._between("distances", [0] * len(self.places)))
        self.routing.SetArcCostEvaluatorOfAllVehicles(metres)
        self.routing.AddDimension(metres, 0, 2**40, True, "metres")

    def _add_times(self) -> None:
        work_s = [0, *(step.get("service", 0) for _, step in self.steps)]
        transit = self.routing.RegisterTransitMatrix(self._between("durations", work_s))
        latest_s = max(vehicle["time_window"][1] for vehicle in self.vehicles)
        self.routing.AddDimension(transit, latest_s, latest_s, False, "time")
        time = self.routing.GetDimensionOrDie("time")
        for node, (_, step) in enumerate(self.steps, 1):
            begin_s, end_s = step["time_windows"][0]
            time.CumulVar(self.manager.NodeToIndex(node)).SetRange(begin_s, min(end_s, latest_s))
        for number, vehicle in enumerate(self.vehicles):
            for index in (self.routing.Start(number), self.routing.End(number)):
                time.CumulVar(index).SetRange(*vehicle["time_window"])

    def _add_loads(self) -> None:
        for dimension in range(len(self.vehicles[0]["capacity"])):
            amounts = [0]
            for entry in self.shipments:
                amounts += [entry["amount"][dimension], -entry["amount"][dimension]]
            transit = self.routing.RegisterUnaryTransitVector(amounts)
            capacities = [vehicle["capacity"][dimension] for vehicle in self.vehicles]
            self.routing.AddDimensionWithVehicleCapacity(transit, 0, capacities, True, f"load {dimension}")

    def _add_pairs(self) -> None:
        time, solver = self.routing.GetDimensionOrDie("time"), self.routing.solver()
        for number in range(len(self.shipments)):
            pickup, delivery = (self.manager.NodeToIndex(2 * number + step) for step in (1, 2))
            self.routing.AddPickupAndDelivery(pickup, delivery)
            solver.Add(self.routing.VehicleVar(pickup) == self.routing.VehicleVar(delivery))
            solver.Add(time.CumulVar(pickup) <= time.CumulVar(delivery))


def search(task: Task, number: int) -> Answer | None:
    model = Model(task.problem)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = FIRST[number % len(FIRST)]
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    clock = Clock(task.seconds)
    parameters.time_limit.FromMilliseconds(int(1000 * task.seconds))
    trace: list[tuple[float, float]] = []

    def keep() -> None:
        cost = model.routing.CostVar().Max()
        if not trace or cost < trace[-1][1]:
            trace.append((clock.now_s, cost))

    model.routing.AddAtSolutionCallback(keep)
    found = model.routing.SolveWithParameters(parameters)
    if found is None:
        return None
    orders = model.orders(lambda index: found.Value(model.routing.NextVar(index)))
    return Answer(orders, found.ObjectiveValue(), 0, trace, 1, clock.now_s, ortools_version)


if __name__ == "__main__":
    enter(lambda task: best_of(search, task))
