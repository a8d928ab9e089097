"""A large plan shared out: each search changes routes of its own that lie together, and all that they gain is kept.

Where searches all change the whole plan, the best of them is kept and the work of the others is lost; and the more
routes there are, the more of them each request is tried in.
Source: decomposition by barycentres of routes, as in Santini, Schneider, Vidal, Vigo, "Decomposition strategies for
vehicle routing heuristics", INFORMS J. on Computing 35 (2023); here by nearness to a request drawn anew each time.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.solver.ruin.plan_kernels import NONE, Instance
from routing.solver.ruin.rows_kernels import field
from routing.solver.ruin.worker import Snapshot

__all__ = ["Surveyor", "joined"]

Marks = NDArray[np.bool_]


class Surveyor:
    """Draws districts: vehicles whose requests lie near each other, some unused ones with them."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self._firsts = field(instance.requests, "first")
        self._near = instance.near
        self._chance = np.random.default_rng(seed)

    def districts(self, vehicles: NDArray[np.int64], fleet: int, count: int) -> list[Marks]:
        """Draw so many districts of about as many requests, none with a vehicle of another.

        Parameters
        ----------
        vehicles: of each node, in a plan that serves everything.
        fleet: how many vehicles there are.
        """
        route_of = vehicles[self._firsts]
        load = np.bincount(route_of, minlength=fleet)
        size = len(route_of) // count
        free = load > 0
        unused = self._chance.permutation(np.flatnonzero(load == 0))
        drawn: list[Marks] = []
        for number in range(count):
            district = np.zeros(fleet, np.bool_)
            if free.any():
                near = self._by_nearness(route_of, load, free)
                district[near[: 1 + int(np.searchsorted(np.cumsum(load[near]), size))]] = True
            free &= ~district
            district[unused[number::count]] = True
            drawn.append(district)
        return drawn

    def _by_nearness(self, route_of: NDArray[np.int64], load: NDArray[np.int64], free: Marks) -> NDArray[np.int64]:
        """List the free routes, nearest first, by the mean rank of their requests among those near one of them."""
        seed = self._chance.choice(np.flatnonzero(free[route_of]))
        near = self._near[seed]
        rank = np.full(len(route_of), len(near))
        rank[near] = np.arange(len(near))
        mean = np.bincount(route_of, weights=rank, minlength=len(load)) / np.maximum(load, 1)
        routes = np.flatnonzero(free)
        return routes[np.argsort(mean[routes], kind="stable")]


def joined(plans: Sequence[Snapshot], districts: Sequence[Marks], vehicles: NDArray[np.int64]) -> Snapshot:
    """Put a plan together of what each search has made of its district.

    Parameters
    ----------
    vehicles: of each node in the plan that all searches began with, which served everything.
    """
    after = plans[0].copy()
    for plan, district in zip(plans[1:], districts[1:], strict=True):
        own = district[vehicles] & (vehicles != NONE)
        after[own] = plan[own]
    return after
