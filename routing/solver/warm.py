"""Compiling the kernels of the solver before anybody waits for them."""

import numpy as np

from kernel.progress import Progress, silent
from routing.matrix import TravelMatrix
from routing.solver.problem import Costs, Job, Problem, Shipment, Task, Vehicle
from routing.solver.solve import solve

__all__ = ["warm_up"]


def warm_up(progress: Progress = silent) -> None:
    """Plan a job and a shipment once; what is compiled is kept, see `routing.compiled`.

    Two dear vehicles, neither of which can do both: so the search for fewer routes is compiled too.
    """
    metres = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0]], np.int32)
    dear = Costs(fixed=1_000_000, per_duty_hour=1)
    problem = Problem(
        vehicles=tuple(Vehicle(number, start=0, end=0, costs=dear, max_tasks=2) for number in (1, 2)),
        matrices={"car": TravelMatrix(metres, metres)},
        jobs=(Job(Task(1, 1)),),
        shipments=(Shipment(Task(1, 1), Task(1, 2)),),
    )
    solve(problem, iterations=1_000, threads=1, progress=progress)
