"""The solver by itself, on pooled days of invented places. Every plan is checked."""

import time
from collections.abc import Iterator

from bench.figure import Figure
from bench.pooled_days import pooled_day
from routing.solver.checker import check
from routing.solver.problem import Problem
from routing.solver.solution import Solution
from routing.solver.solve import solve
from routing.solver.vroom_writer import write_problem, write_solution

TIME_LIMIT_S = 8.0


def measure() -> Iterator[Figure]:
    """Plan each instance for eight seconds on one thread."""
    for one_hour_windows in (False, True):
        for seed in (1, 2, 3):
            yield _pooled(seed, one_hour_windows)


def _pooled(seed: int, one_hour_windows: bool) -> Figure:
    solution, seconds, cpu_s = _timed(pooled_day(seed, one_hour_windows=one_hour_windows))
    windows = "1 h" if one_hour_windows else "2-3 h"
    return Figure(
        f"200 orders, 40 shops, 8 bikes, windows {windows}, seed {seed}",
        f"{solution.distance_m / 1000:.1f} km, {solution.duty_s / 3600:.1f} h, {len(solution.routes)} routes, "
        f"{len(solution.unassigned) // 2} unassigned, {seconds:.1f} s ({cpu_s:.1f} s of CPU)",
        "0 unassigned, 8 s",
    )


def _timed(problem: Problem) -> tuple[Solution, float, float]:
    begun_s, cpu_s = time.perf_counter(), time.process_time()
    solution = solve(problem, time_limit_s=TIME_LIMIT_S)
    took = time.perf_counter() - begun_s, time.process_time() - cpu_s
    faults = check(write_problem(problem), write_solution(problem, solution))
    if faults:
        raise AssertionError(f"the checker found {faults[0]}")
    return solution, *took
