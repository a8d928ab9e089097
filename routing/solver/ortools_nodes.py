"""The problem as OR-Tools' routing model wants it: numbered nodes, and whole-number arcs between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from routing.solver.cost import DENOMINATOR, PER_M, PER_S
from routing.solver.problem import Costs, Problem, Task, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.travel import scaled_s

__all__ = ["LARGEST", "Nodes", "Prices", "penalties"]

Whole = TypeVar("Whole", np.int32, np.int64)

LARGEST = 2**61
"""No sum that the model makes may pass a quarter of int64; it adds penalties to costs."""


@dataclass(frozen=True)
class Nodes:
    """Tasks first, then the places where vehicles start or end; OR-Tools insists that each is used.

    Attributes
    ----------
    visits: node i is visit i.
    tasks: of the same visits.
    ends: places of starts and ends; None is nowhere, for open routes.
    """

    problem: Problem
    visits: tuple[Visit, ...]
    tasks: tuple[Task, ...]
    ends: tuple[int | None, ...]

    @classmethod
    def of(cls, problem: Problem, requests: Sequence[Request], visits: Sequence[Visit]) -> "Nodes":
        """Number the given visits and what their vehicles need."""
        return cls(
            problem=problem,
            visits=tuple(visits),
            tasks=tuple(requests[visit.request].tasks[visit.step][1] for visit in visits),
            ends=tuple(dict.fromkeys(place for vehicle in problem.vehicles for place in (vehicle.start, vehicle.end))),
        )

    def __len__(self) -> int:
        return len(self.tasks) + len(self.ends)

    def of_end(self, place: int | None) -> int:
        """Return the node of a start or an end."""
        return len(self.tasks) + self.ends.index(place)

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Return each node's place, shape (n,); -1 is nowhere."""
        ends = [-1 if place is None else place for place in self.ends]
        return np.array([*(task.location for task in self.tasks), *ends], dtype=np.int64)

    def setups_s(self, vehicle_type: str) -> NDArray[np.int64]:
        """Return seconds of setup where the place changes, shape (n, n); rows are what came before."""
        setups = self._of_tasks([task.setup_by_s(vehicle_type) for task in self.tasks])
        return np.where(self.places[:, None] == self.places[None, :], 0, setups[None, :])

    def services_s(self, vehicle_type: str) -> NDArray[np.int64]:
        """Return each node's seconds of service, shape (n,)."""
        return self._of_tasks([task.service_by_s(vehicle_type) for task in self.tasks])

    def travel_s(self, vehicle: Vehicle) -> NDArray[np.int64]:
        """Return seconds between nodes, shape (n, n).

        Nowhere is next to everything, and ends to each other: only an unused vehicle drives that.
        """
        durations_s = self.problem.matrices[vehicle.profile].durations_s
        return self.between(scaled_s(durations_s, vehicle.speed_factor))

    def between(self, figures: NDArray[Whole]) -> NDArray[np.int64]:
        """Return a matrix of places as one of nodes, shape (n, n); nothing to and from nowhere."""
        nodes = figures[np.ix_(self.places, self.places)].astype(np.int64)
        first = len(self.tasks)
        nodes[first:, first:] = 0
        nodes[self.places < 0, :] = 0
        nodes[:, self.places < 0] = 0
        return nodes

    def _of_tasks(self, figures: Sequence[int]) -> NDArray[np.int64]:
        return np.array([*figures, *([0] * (len(self) - len(self.tasks)))], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices as the model counts them.

    Attributes
    ----------
    step: every price is a whole number of these 18,000ths of a cost unit.
    coarseness: the model counts in this many steps, rounded down; 1, and so exact, unless sums would overflow.
    """

    step: int
    coarseness: int = 1

    @classmethod
    def of(cls, costs: Sequence[Costs], *others: int) -> "Prices":
        """Find the largest step in which every price is whole.

        Parameters
        ----------
        others: further prices, in 18,000ths of a cost unit.
        """
        by_the_hour = (PER_S * gcd(one.per_hour, one.per_duty_hour, one.per_task_hour) for one in costs)
        by_the_km = (PER_M * one.per_km for one in costs)
        fixed = (DENOMINATOR * one.fixed for one in costs)
        return cls(gcd(*by_the_hour, *by_the_km, *fixed, *others) or 1)

    def coarser(self, times: int) -> "Prices":
        return Prices(self.step, self.coarseness * times)

    @property
    def unit(self) -> int:
        """Return how many 18,000ths of a cost unit the model's unit is."""
        return self.step * self.coarseness

    def fixed(self, costs: Costs) -> int:
        return DENOMINATOR * costs.fixed // self.unit

    def per_duty_s(self, costs: Costs) -> int:
        return PER_S * costs.per_duty_hour // self.unit

    def per_task_s(self, costs: Costs) -> int:
        return PER_S * costs.per_task_hour // self.unit

    def per_s(self, per_hour: int) -> int:
        return PER_S * per_hour // self.unit

    def arcs(self, costs: Costs, travel_s: NDArray[np.int64], travel_m: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the price of each arc, shape as given."""
        per_s, per_m = PER_S * costs.per_hour // self.step, PER_M * costs.per_km // self.step
        return (travel_s * per_s + travel_m * per_m) // self.coarseness


def penalties(priorities: Sequence[int], dearest: int) -> list[int]:
    """Price leaving each request out, so that no saving of cost outweighs a number, and no number a priority.

    Parameters
    ----------
    dearest: more than any whole plan costs.
    """
    count, step = dearest + 1, gcd(*priorities)
    if len(set(priorities)) == 1 or not step:
        return [count] * len(priorities)
    priority = count * (len(priorities) + 1)
    return [count + priority * (one // step) for one in priorities]
