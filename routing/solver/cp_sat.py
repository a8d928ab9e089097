"""OR-Tools' CP-SAT as every part of the solver calls it: one answer for one seed, and Ctrl-C left to Python."""

from ortools.sat.python import cp_model

__all__ = ["repeatable_solver"]


def repeatable_solver(seed: int, work: float, limit_s: float | None) -> cp_model.CpSolver:
    """Make a solver that gives the same answer each time, unless seconds end it.

    Parameters
    ----------
    work: the most, in CP-SAT's own measure, about seconds.
    limit_s: the most on the clock; None where the answer must repeat.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # more would not give the same answer each time
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = work
    solver.parameters.catch_sigint_signal = False  # it would leave SIGINT to end the process afterwards
    if limit_s is not None:
        solver.parameters.max_time_in_seconds = limit_s
    return solver
