"""How large a problem may be to be proven, and how long that takes: `python -m bench proofs`.

Invented places on 6 x 6 km, distances along the axes, 4 m/s. A search of 300 iterations goes first; what is timed is
the proof alone. Every plan is checked.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np

from bench.figure import Figure
from routing.matrix import TravelMatrix
from routing.solver.checker import check
from routing.solver.problem import Costs, Job, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.solve import solve
from routing.solver.vroom_writer import write_problem, write_solution

SEEDS = 5
SIZES = (6, 8, 10, 12, 14)
"""Tasks."""
HOURS = TimeWindow(0, 18_000)
BY_THE_KM = Costs(fixed=500, per_hour=0, per_km=3_600, per_duty_hour=3_600)


def measure() -> Iterator[Figure]:
    """Prove a few problems of each kind and size."""
    for name, problem in KINDS.items():
        for tasks in SIZES:
            phases = [_proof(problem(np.random.default_rng(seed), tasks)) for seed in range(SEEDS)]
            seconds = [took for took, _ in phases]
            proven = sum(done for _, done in phases)
            timed = f"{median(seconds):.2f} s, {max(seconds):.2f} s at most"
            yield Figure(f"{name}, {tasks} tasks", f"{proven} of {SEEDS} proven, {timed}")


def _proof(problem: Problem) -> tuple[float, bool]:
    solution = solve(problem, iterations=300, threads=1)
    faults = check(write_problem(problem), write_solution(problem, solution))
    if faults:
        raise AssertionError(f"the checker found {faults[0]}")
    return solution.phases[-1].seconds, solution.proven


def one_round(chance: np.random.Generator, tasks: int) -> Problem:
    """Jobs at any time, one vehicle."""
    jobs = tuple(Job(Task(number, 1 + number, 60, 60)) for number in range(tasks))
    return Problem((Vehicle(0, start=0, end=0, costs=BY_THE_KM),), _matrix(chance, tasks + 1), jobs)


def jobs_with_windows(chance: np.random.Generator, tasks: int) -> Problem:
    """Jobs with windows of an hour, a vehicle for every three, with room for four."""
    jobs = tuple(Job(Task(number, 1 + number, 60, 60, (_hour(chance),)), delivery=(1,)) for number in range(tasks))
    van = Vehicle(0, start=0, end=0, capacity=(4,), costs=BY_THE_KM, time_window=HOURS)
    vans = tuple(replace(van, id=number) for number in range(-(-tasks // 3)))
    return Problem(vans, _matrix(chance, tasks + 1), jobs)


def shipments_on_board(chance: np.random.Generator, tasks: int, *, dearer: int = 0) -> Problem:
    """Shipments from three shops, at most 45 minutes on board, three vehicles, each so much dearer than the last."""
    shipments = tuple(
        Shipment(
            Task(number, 1 + number % 3, 60, 30),
            Task(number, 4 + number, 30, 30, (_hour(chance),)),
            amount=(1,),
            max_time_on_board_s=2_700,
        )
        for number in range(tasks // 2)
    )
    vans = tuple(
        Vehicle(
            number,
            start=0,
            end=0,
            capacity=(4,),
            costs=replace(BY_THE_KM, fixed=500 + dearer * number),
            time_window=HOURS,
        )
        for number in range(3)
    )
    return Problem(vans, _matrix(chance, tasks // 2 + 4), shipments=shipments)


KINDS: dict[str, Callable[[np.random.Generator, int], Problem]] = {
    "one round of jobs": one_round,
    "jobs with windows, alike vehicles": jobs_with_windows,
    "shipments on board, alike vehicles": shipments_on_board,
    "shipments on board, three kinds of vehicles": partial(shipments_on_board, dearer=1),
}


def _matrix(chance: np.random.Generator, places: int) -> dict[str, TravelMatrix]:
    at = chance.integers(0, 6_000, (places, 2))
    metres = np.abs(at[:, None] - at[None, :]).sum(axis=2).astype(np.int32)
    return {"car": TravelMatrix(metres, -(-metres // 4))}


def _hour(chance: np.random.Generator) -> TimeWindow:
    begin_s = int(chance.integers(0, 9_000))
    return TimeWindow(begin_s, begin_s + 3_600)
