"""Li and Lim's pickup-and-delivery instances with time windows, and the best known plans.

Source: H. Li and A. Lim, A metaheuristic for the pickup and delivery problem with time windows (2001);
best known plans as kept by SINTEF: routes first, then distance.
"""

import csv
from itertools import pairwise
from math import dist
from pathlib import Path

import numpy as np

from routing.matrix import TravelMatrix
from routing.solver.problem import Costs, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.solution import Solution

__all__ = ["best_known", "distance_of", "read_instance"]

SCALE = 10_000
"""Distances are real numbers; the solver counts whole ones."""
ROUTES_FIRST = Costs(fixed=10**8, per_hour=0, per_km=1_000)
"""A route costs more than all distance of an instance of 100 or 200 tasks together."""


def read_instance(path: Path) -> Problem:
    """Read one instance; a distance is a duration too."""
    lines = [[int(figure) for figure in line.split()] for line in path.read_text().splitlines() if line.strip()]
    (vehicles, capacity, _), nodes = lines[0], lines[1:]
    at = np.array([node[1:3] for node in nodes], dtype=np.float64)
    whole = np.rint(np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1)) * SCALE).astype(np.int32)
    shipments = tuple(
        Shipment(_task(node), _task(nodes[node[8]]), amount=(node[3],)) for node in nodes[1:] if node[8] != 0
    )
    hours = TimeWindow(nodes[0][4] * SCALE, nodes[0][5] * SCALE)
    fleet = tuple(
        Vehicle(number, profile="plane", start=0, end=0, capacity=(capacity,), costs=ROUTES_FIRST, time_window=hours)
        for number in range(vehicles)
    )
    return Problem(fleet, {"plane": TravelMatrix(whole, whole)}, shipments=shipments)


def distance_of(path: Path, solution: Solution) -> float:
    """Return a plan's distance, recomputed in double precision."""
    lines = [line.split() for line in path.read_text().splitlines()[1:] if line.strip()]
    at = [(float(line[1]), float(line[2])) for line in lines]
    return sum(
        dist(at[one.location], at[other.location]) for route in solution.routes for one, other in pairwise(route.steps)
    )


def best_known(folder: Path) -> dict[str, tuple[int, float]]:
    """Return routes and distance by the instance's name."""
    with (folder / "best_known.csv").open() as file:
        return {row["instance"]: (int(row["routes"]), float(row["distance"])) for row in csv.DictReader(file)}


def _task(node: list[int]) -> Task:
    number, _, _, _, opens, closes, service, _, _ = node
    return Task(number, number, service_s=service * SCALE, time_windows=(TimeWindow(opens * SCALE, closes * SCALE),))
