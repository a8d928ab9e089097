"""PyVRP with its own parameters: one process a thread with a seed each, the best one counts.

Its shipments (since 0.14) are pickup and delivery by one vehicle, so it can say every instance of the contest:
one window a task, service but no setup, distances as costs.
"""

import json
from importlib.metadata import version

from pyvrp import Model, ScheduledActivity, Solution, solve

from bench.entrants.entry import Answer, Clock, Json, Task, best_of, enter


class Until:
    """PyVRP's stopping criterion: the clock, which ran through its first solution too; keeps what it saw."""

    def __init__(self, limit_s: float) -> None:
        self.clock = Clock(limit_s)
        self.trace: list[tuple[float, float]] = []

    def __call__(self, best_cost: float) -> bool:
        if best_cost < float("inf") and (not self.trace or best_cost < self.trace[-1][1]):
            self.trace.append((self.clock.now_s, float(best_cost)))
        return self.clock.left_s <= 0


def search(task: Task, number: int) -> Answer | None:
    data = model_of(task).data()
    until = Until(task.seconds)
    found = solve(data, until, seed=task.seed * task.threads + number, collect_stats=False)
    if not found.is_feasible():
        return None
    orders = orders_of(task, found.best)
    left_out = len(task.problem["shipments"]) - found.best.num_shipments()
    return Answer(orders, found.cost(), left_out, until.trace, 1, until.clock.now_s, version("pyvrp"))


def model_of(task: Task) -> Model:
    """Say the problem; its one profile is the base of all edges."""
    model = Model()
    (matrix,) = task.problem["matrices"].values()
    metres, seconds = matrix["distances"], matrix["durations"]
    places = [model.add_location(0, 0) for _ in metres]
    depots = {index: model.add_depot(places[index]) for index in sorted({one["start_index"] for one in fleet(task)})}
    for entry, alike in types_of(task):
        model.add_vehicle_type(
            num_available=len(alike),
            capacity=entry["capacity"],
            start_depot=depots[entry["start_index"]],
            end_depot=depots[entry["end_index"]],
            fixed_cost=entry["costs"]["fixed"],
            tw_early=entry["time_window"][0],
            tw_late=entry["time_window"][1],
            unit_distance_cost=entry["costs"]["per_km"] // 1000,
        )
    for one, origin in enumerate(places):
        for other, destination in enumerate(places):
            model.add_edge(origin, destination, metres[one][other], seconds[one][other])
    for entry in task.problem["shipments"]:
        pickup, delivery = entry["pickup"], entry["delivery"]
        model.add_shipment(
            places[pickup["location_index"]],
            places[delivery["location_index"]],
            *pickup["time_windows"][0],
            pickup.get("service", 0),
            *delivery["time_windows"][0],
            delivery.get("service", 0),
            amount=entry["amount"],
        )
    return model


def fleet(task: Task) -> list[Json]:
    return task.problem["vehicles"]


def types_of(task: Task) -> list[tuple[Json, list[int]]]:
    """Put vehicles that differ in nothing but their id into one type, which PyVRP searches faster."""
    alike: dict[str, tuple[Json, list[int]]] = {}
    for entry in fleet(task):
        key = json.dumps({name: value for name, value in entry.items() if name != "id"}, sort_keys=True)
        alike.setdefault(key, (entry, []))[1].append(entry["id"])
    return list(alike.values())


def orders_of(task: Task, best: Solution) -> dict[int, list[tuple[str, int]]]:
    """Give the visits back to single vehicles."""
    free = [list(ids) for _, ids in types_of(task)]
    return {
        free[route.vehicle_type()].pop(): [visit_of(task, step) for step in route if step.is_shipment()]
        for route in best.routes()
    }


def visit_of(task: Task, step: ScheduledActivity) -> tuple[str, int]:
    kind = "pickup" if step.is_pickup() else "delivery"
    return kind, task.problem["shipments"][step.idx][kind]["id"]


if __name__ == "__main__":
    enter(lambda task: best_of(search, task))
