"""What one search knows and changes; one a thread, and no lock."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.solver.ruin.params import Habits
from routing.solver.ruin.plan_kernels import Plan, Scratch
from routing.solver.ruin.rows_kernels import MemoRow, Rows
from routing.solver.ruin.ruin_kernels import Undo

__all__ = ["Search"]


class Search(NamedTuple):
    """One search's own state.

    Attributes
    ----------
    queue: int64 (r,); requests to put in.
    memo: (r, v); vehicles beyond its width are never remembered.
    tried: int64 (v,); the vehicles that requests may be put in: those in use, and one unused of each kind.
    kind_seen: bool (k,); whether an unused vehicle of a kind is among them.
    near_seen: int64 (v,); when a route was last found near the request that is put in.
    best_after: int64 (n,); the best plan: which node follows each, NONE in no route.
    best_totals: int64 (3,); unserved priorities and requests, and cost.
    best_costs: int64 (v,); of its routes.
    sizes: int64 (a,); sizes of ruins.
    gains: float64 (a, 2); how often each size has paid, and how many requests it took out for that.
    absences: int64 (r,); how often each request was left out while it was insisted that all be served.
    district: bool (v,); the vehicles whose routes may change.
    chance: uint64 (1,).
    habits: how it behaves.
    """

    plan: Plan
    scratch: Scratch
    undo: Undo
    queue: NDArray[np.int64]
    memo: Rows[MemoRow]
    tried: NDArray[np.int64]
    kind_seen: NDArray[np.bool_]
    near_seen: NDArray[np.int64]
    best_after: NDArray[np.int64]
    best_totals: NDArray[np.int64]
    best_costs: NDArray[np.int64]
    sizes: NDArray[np.int64]
    gains: NDArray[np.float64]
    absences: NDArray[np.int64]
    district: NDArray[np.bool_]
    chance: NDArray[np.uint64]
    habits: Habits
