"""Made-up towns of `tests/evidence/published.yaml`, planned by the solver: points drawn evenly in a square.

Metres are straight lines. Each town is drawn from its own seed and searched for a number of iterations on one thread,
so that the same call gives the same metres.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import Any

import numpy as np

from routing.matrix import TravelMatrix
from routing.solver.checker import check
from routing.solver.problem import Costs, Job, Problem, Task, Vehicle
from routing.solver.solve import solve
from routing.solver.vroom_writer import write_problem, write_solution

__all__ = ["TOWNS", "planned"]

SQUARE_M = 100_000
"""Side of a square of no place in particular: rounding to whole metres must not matter."""
METRES_ALONE = Costs(per_hour=0, per_km=3_600)
Places = Sequence[tuple[float, float]]
Town = Callable[[Mapping[str, Any], random.Random], dict[str, int]]


def planned(result: str, inputs: Mapping[str, Any], instance: int) -> dict[str, int]:
    """Plan one town of a published result.

    Parameters
    ----------
    result: its id; one of `TOWNS`.
    instance: number of the draw, from 0.

    Returns
    -------
    Whole metres by what they are.
    """
    return TOWNS[result](inputs, random.Random(f"{result} {instance}"))  # noqa: S311 (an invented town keeps no secret)


def tour(inputs: Mapping[str, Any], draw: random.Random, *, torus: bool = False) -> dict[str, int]:
    places = scattered(draw, inputs["points"], SQUARE_M)
    return {"tour_m": metres_of(places, inputs["iterations"], torus=torus)}


def on_torus(inputs: Mapping[str, Any], draw: random.Random) -> dict[str, int]:
    return tour(inputs, draw, torus=True)


def rounds_from(away: float) -> Town:
    """Rounds of equal size from a depot so many sides of the square away from its middle."""

    def town(inputs: Mapping[str, Any], draw: random.Random) -> dict[str, int]:
        places = scattered(draw, inputs["points"], SQUARE_M)
        depot = (SQUARE_M * (0.5 + away), SQUARE_M * 0.5)
        drops = ceil(inputs["points"] / inputs["rounds"])
        return {
            "rounds_m": metres_of([depot, *places], inputs["iterations"], drops=drops),
            "direct_m": round(sum(apart(depot, place) for place in places)),
        }

    return town


def groceries(inputs: Mapping[str, Any], draw: random.Random) -> dict[str, int]:
    found: dict[str, int] = {}
    shop = (SQUARE_M / 2, SQUARE_M / 2)
    for stops in inputs["stops"]:
        homes = scattered(draw, stops, SQUARE_M)
        found[f"van_{stops}_m"] = metres_of([shop, *homes], inputs["iterations"])
        found[f"cars_{stops}_m"] = sum(round(2 * apart(shop, home)) for home in homes)
    return found


def feeders(inputs: Mapping[str, Any], draw: random.Random) -> dict[str, int]:
    """Vans from a centre outside of town, and bikes from a depot in its middle that a van of the centre supplies."""
    side_m, iterations = inputs["side_m"], inputs["iterations"]
    homes = scattered(draw, inputs["parcels"], side_m)
    middle = (side_m / 2, side_m / 2)
    centre = (side_m / 2 + inputs["centre_away_m"], side_m / 2)
    by_bike = round(inputs["parcels"] * inputs["bikes"])
    loads = ceil(by_bike / inputs["van_drops"])
    return {
        "vans_alone_m": metres_of([centre, *homes], iterations, drops=inputs["van_drops"]),
        "vans_m": metres_of([centre, *homes[by_bike:]], iterations, drops=inputs["van_drops"]),
        "bikes_m": metres_of([middle, *homes[:by_bike]], iterations, drops=inputs["bike_drops"]),
        "feeders_m": round(2 * loads * apart(centre, middle)),
    }


TOWNS: Mapping[str, Town] = {
    "tour_20": tour,
    "tour_50": tour,
    "tour_100": tour,
    "tour_200": tour,
    "torus_100": on_torus,
    "rounds_middle": rounds_from(0.0),
    "rounds_outside": rounds_from(1.0),
    "groceries_metres": groceries,
    "feeders_metres": feeders,
    "feeders_grams": feeders,
}


def scattered(draw: random.Random, count: int, side_m: float) -> list[tuple[float, float]]:
    return [(draw.uniform(0, side_m), draw.uniform(0, side_m)) for _ in range(count)]


def apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


def metres_of(places: Places, iterations: int, *, drops: int | None = None, torus: bool = False) -> int:
    """Plan a visit to every place but the first, from it and back; with `drops`, at most so many a round."""
    at = np.array(places)
    gaps = np.abs(at[:, None] - at[None, :])
    if torus:
        gaps = np.minimum(gaps, SQUARE_M - gaps)
    metres = np.rint(np.hypot(gaps[..., 0], gaps[..., 1])).astype(np.int32)
    visits = len(places) - 1
    vehicles = tuple(
        Vehicle(number, profile="van", start=0, end=0, costs=METRES_ALONE, max_tasks=drops)
        for number in range(ceil(visits / drops) if drops else 1)
    )
    jobs = tuple(Job(Task(number, number)) for number in range(1, visits + 1))
    problem = Problem(vehicles, {"van": TravelMatrix(metres, metres)}, jobs=jobs)
    solution = solve(problem, iterations=iterations, threads=1, proving=False)
    faults = check(write_problem(problem), write_solution(problem, solution))
    if faults or solution.unassigned:
        raise AssertionError(f"the plan of a town is no plan: {faults[:1] or 'something is left out'}")
    return solution.distance_m
