"""Days of pooled orders on invented places: clusters in a plane, no roads. For measuring a solver alone."""

import math
import random

import numpy as np

from routing.matrix import TravelMatrix
from routing.solver.problem import Costs, Problem, Shipment, Task, TimeWindow, Vehicle

__all__ = ["pooled_day"]

DETOUR = 1.3
"""Roads over straight lines, invented as everything here."""
SPEED_M_S = 15 / 3.6
OPENS_S, CLOSES_S = 9 * 3_600, 14 * 3_600
COSTS = Costs(fixed=1_800, per_hour=0, per_km=3_600, per_duty_hour=3_600)
"""The planner's own prices."""


def pooled_day(
    seed: int, *, orders: int = 200, shops: int = 40, bikes: int = 8, one_hour_windows: bool = False
) -> Problem:
    """Draw a day: most customers buy near by, weights are log-normal, a third is cool and leashed to 90 minutes."""
    draw = random.Random(seed)  # noqa: S311 (an invented day keeps no secret)
    centres = [(draw.uniform(0, 3_500), draw.uniform(0, 3_500)) for _ in range(6)]

    def place(spread_m: float) -> tuple[float, float]:
        x, y = draw.choice(centres)
        return x + draw.gauss(0, spread_m), y + draw.gauss(0, spread_m)

    of_shops = [place(250) for _ in range(shops)]
    of_customers = [place(500) for _ in range(orders)]
    depot = sorted(of_shops)[shops // 2]
    shipments = [
        _order(draw, number, 1 + _shop(draw, of_shops, customer), 1 + shops + number, one_hour_windows)
        for number, customer in enumerate(of_customers)
    ]
    hours = TimeWindow(OPENS_S, CLOSES_S)
    vehicles = tuple(
        Vehicle(
            number,
            profile="bike",
            start=0,
            end=0,
            capacity=(150_000, 800_000, 60_000),
            costs=COSTS,
            time_window=hours,
        )
        for number in range(bikes)
    )
    return Problem(vehicles, {"bike": _plane([depot, *of_shops, *of_customers])}, shipments=tuple(shipments))


def _shop(draw: random.Random, shops: list[tuple[float, float]], customer: tuple[float, float]) -> int:
    if draw.random() < 0.3:
        return draw.randrange(len(shops))
    return min(draw.sample(range(len(shops)), 4), key=lambda shop: math.dist(shops[shop], customer))


def _order(draw: random.Random, number: int, shop: int, customer: int, one_hour: bool) -> Shipment:
    grams = int(min(25_000, draw.lognormvariate(8, 0.7)))
    millilitres = int(min(120_000, draw.lognormvariate(9.3, 0.7)))
    cool = millilitres // 2 if draw.random() < 0.3 else 0
    length_s = 3_600 if one_hour else draw.choice([7_200, 9_000, 10_800])
    opens_s = OPENS_S + int(draw.uniform(1_800 if one_hour else 0, CLOSES_S - OPENS_S - length_s))
    return Shipment(
        Task(number, shop, setup_s=90, service_s=20, time_windows=(TimeWindow(OPENS_S, CLOSES_S),)),
        Task(number, customer, setup_s=60, service_s=60, time_windows=(TimeWindow(opens_s, opens_s + length_s),)),
        amount=(grams, millilitres, cool),
        max_time_on_board_s=5_400 if cool else None,
    )


def _plane(places: list[tuple[float, float]]) -> TravelMatrix:
    at = np.array(places)
    metres = np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1)) * DETOUR
    return TravelMatrix(np.rint(metres).astype(np.int32), np.ceil(metres / SPEED_M_S).astype(np.int32))
