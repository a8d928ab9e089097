"""Compiling our own kernels before a contest, whose processes wait only so long."""

from bench.pooled_days import pooled_day
from routing.solver.solve import solve

__all__ = ["compile_ours"]


def compile_ours() -> None:
    """Solve next to nothing; what is compiled is kept for every process after this one."""
    solve(pooled_day(1, orders=4, shops=4, bikes=1), iterations=10)
