"""VROOM through pyvroom: one quick run, then exploration 5 with all threads again and again; the best counts.

VROOM's own timeout ends its local search but not the building of its first plans, which takes minutes at 1,000
orders. So the quick run makes sure that there is a plan, the runs are a process that is ended when the time is
over, and only a first plan is waited for. Where those of exploration 5 would not be built in time, the quick run is
repeated in its place. VROOM takes no seed and answers the same again: every run after the first of its exploration
gets the shipments in another order, which breaks its ties otherwise.
"""

import multiprocessing
import random
from collections import Counter
from datetime import timedelta
from importlib.metadata import version
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
import vroom

from bench.entrants.entry import Answer, Clock, Json, Task, enter

QUICK, EXPLORATION = 0, 5
"""The lowest and the highest VROOM has."""
LATE_S, LATE_SHARE = 2.0, 0.2
"""A run that its timeout ends may answer so many seconds, or this share of the time, late: VROOM's gain."""
BUILDING = 2.5
"""How many times the whole quick run the first plans of exploration 5 take: up to 2.4 at 200 orders in the contest of
2026-11-29, more at 1,000. Twice as many starts as the quick run's, which exploration 1 has, are hardly shorter."""


def search(task: Task) -> Answer:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    runner = context.Process(target=run_on, args=(task, theirs))
    runner.start()
    theirs.close()
    ours.recv()
    clock = Clock(task.seconds)
    best: Answer | None = None
    trace: list[tuple[float, float]] = []
    runs = Counter[int]()
    most_mib = 0.0
    while ours.poll(None if best is None else max(0.0, clock.left_s + late_s(task))):
        try:
            level, found = ours.recv()
        except EOFError:  # it has come to its end
            break
        runs[level] += 1
        most_mib = max(most_mib, found.peak_mib)
        if best is None or found.rank < best.rank:
            best = found
            if not found.left_out:
                trace.append((clock.now_s, found.cost))
    runner.kill()
    runner.join()
    if best is None:
        raise RuntimeError("VROOM found nothing")
    best.trace, best.runs, best.seconds, best.version = trace, runs.total(), clock.now_s, version("pyvroom")
    best.told = ", ".join(f"exploration {level} x {count}" for level, count in sorted(runs.items()))
    best.peak_mib = most_mib
    return best


def late_s(task: Task) -> float:
    return max(LATE_S, LATE_SHARE * task.seconds)


def run_on(task: Task, answers: Connection) -> None:
    """Run until killed; say first that all is read."""
    matrices = {
        profile: tuple(np.array(matrix[kind], dtype=np.uint32) for kind in ("durations", "distances"))
        for profile, matrix in task.problem["matrices"].items()
    }
    draw = random.Random(task.seed)  # noqa: S311 (nothing secret)
    shipments = list(task.problem["shipments"])
    answers.send(True)
    clock = Clock(task.seconds)
    answers.send((QUICK, run(task, matrices, shipments, QUICK, clock)))
    quick_s = clock.now_s
    done = {QUICK}
    while clock.left_s > 0:
        ends = BUILDING * quick_s <= clock.left_s + late_s(task)
        level = EXPLORATION if ends else QUICK
        if level in done:
            draw.shuffle(shipments)
        done.add(level)
        answers.send((level, run(task, matrices, shipments, level, clock)))


def run(task: Task, matrices: dict[str, Any], shipments: list[Json], level: int, clock: Clock) -> Answer:
    problem = vroom.Input()
    for profile, (durations, distances) in matrices.items():
        problem.set_durations_matrix(profile, durations)
        problem.set_distances_matrix(profile, distances)
    problem.add_vehicle([vehicle_of(entry) for entry in task.problem["vehicles"]])
    for entry in shipments:
        problem.add_shipment(step_of(entry["pickup"]), step_of(entry["delivery"]), amount=vroom.Amount(entry["amount"]))
    left = timedelta(seconds=max(clock.left_s, 0.05))
    answer = problem.solve(level, nb_threads=task.threads, timeout=left).to_dict()
    orders = {
        route["vehicle"]: [
            (step["type"], step["id"]) for step in route["steps"] if step["type"] not in {"start", "end"}
        ]
        for route in answer["routes"]
    }
    return Answer(orders, answer["summary"]["cost"], len(answer["unassigned"]) // 2)


def vehicle_of(entry: Json) -> Any:
    return vroom.Vehicle(
        entry["id"],
        start=entry["start_index"],
        end=entry["end_index"],
        profile=entry["profile"],
        capacity=entry["capacity"],
        time_window=tuple(entry["time_window"]),
        costs=vroom.VehicleCosts(**entry["costs"]),
    )


def step_of(entry: Json) -> Any:
    return vroom.ShipmentStep(
        entry["id"],
        location=entry["location_index"],
        default_service=entry.get("service", 0),
        time_windows=[vroom.TimeWindow(*window) for window in entry["time_windows"]],
    )


if __name__ == "__main__":
    enter(search)
