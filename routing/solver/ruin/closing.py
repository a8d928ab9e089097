"""Which routes a plan may do without, where vehicles cost most."""

import numpy as np
from numpy.typing import NDArray

from routing.solver.ruin.plan_kernels import Instance
from routing.solver.ruin.rows_kernels import field

__all__ = ["closable"]


def closable(instance: Instance, route_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """List the vehicles that cost something to use, and each of whose requests another vehicle in use may take.

    Parameters
    ----------
    route_of: the vehicle of each request, in a plan that serves everything.
    """
    used = np.unique(route_of)
    kinds = instance.kind_of[used]
    takers = instance.allowed @ np.bincount(kinds, minlength=len(instance.kinds))
    dear = used[field(instance.kinds, "fixed")[kinds] > 0]
    return np.setdiff1d(dear, route_of[takers < 2])
