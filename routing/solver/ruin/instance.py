"""A problem as the arrays that the kernels read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.solver.cost import exact_cost
from routing.solver.ortools_nodes import Prices
from routing.solver.problem import Amount, Costs, Problem, Task, Vehicle
from routing.solver.requests import Request, Visit, visits_of
from routing.solver.ruin.instance_rows import kind_rows, request_rows, task_rows
from routing.solver.ruin.plan_kernels import NEVER, Instance
from routing.solver.ruin.relatedness import most_related, orders_of_insertion

__all__ = ["LARGEST", "Numbers"]

Whole = TypeVar("Whole", np.int32, np.int64)

BYTES_A_PROFILE, BYTES_A_TARIFF, MOST_BYTES = 12, 32, 2**30
"""Of each pair of places in the arrays of `Instance`: about 4,900 places with one price."""
LARGEST = 2**60
"""No cost of a plan, however bad, may pass this; the kernels never add more than a few such costs."""


@dataclass(frozen=True)
class Numbers:
    """How a problem's parts are numbered, and the arrays in which the kernels find them."""

    problem: Problem
    requests: Sequence[Request]
    allowed: Sequence[frozenset[int]]

    @cached_property
    def visits(self) -> list[Visit]:
        """Node i is visit i; behind them come each vehicle's start and end."""
        return visits_of(tuple(self.requests))

    @cached_property
    def tasks(self) -> list[Task]:
        """Return the task of each visit."""
        return [self.requests[visit.request].tasks[visit.step][1] for visit in self.visits]

    @cached_property
    def row(self) -> dict[int | None, int]:
        """Number the places of the matrices that the problem uses; nowhere comes last."""
        ends = {place for vehicle in self.problem.vehicles for place in (vehicle.start, vehicle.end)}
        used = sorted({task.location for task in self.tasks} | {place for place in ends if place is not None})
        return {place: number for number, place in enumerate([*used, None])}

    @cached_property
    def kinds(self) -> list[Vehicle]:
        """Return one vehicle of each kind."""
        return list(dict.fromkeys(map(_kind, self.problem.vehicles)))

    @cached_property
    def profiles(self) -> list[str]:
        return list(dict.fromkeys(kind.profile for kind in self.kinds))

    @cached_property
    def tariffs(self) -> list[tuple[str, Costs]]:
        """Return what the costs of ways depend on."""
        return list(dict.fromkeys((kind.profile, kind.costs) for kind in self.kinds))

    @cached_property
    def prices(self) -> Prices:
        """Make every price a whole number; a coarser one only where the dearest plan would overflow."""
        prices = Prices.of([kind.costs for kind in self.kinds])
        dearest = self._dearest(prices)
        return prices if dearest <= LARGEST else prices.coarser(1 + dearest // LARGEST)

    def check_size(self) -> None:
        """Refuse what would not fit in memory.

        Raises
        ------
        BadInputError
            Too many places, or too many profiles and prices for them.
        """
        places = len(self.row)
        if places**2 * (BYTES_A_PROFILE * len(self.profiles) + BYTES_A_TARIFF * len(self.tariffs)) > MOST_BYTES:
            raise BadInputError(
                f"{places - 1} places under {len(self.tariffs)} prices are more than one plan can hold",
                way_out="Split the day into areas or half-days.",
            )

    @cached_property
    def instance(self) -> Instance:
        """Put everything in arrays."""
        numbers = {kind: number for number, kind in enumerate(self.kinds)}
        kind_of = np.array([numbers[_kind(vehicle)] for vehicle in self.problem.vehicles], np.int64)
        tasks, windows = task_rows(self.visits, self.tasks, self.problem.vehicles, self.row)
        durations_s = np.stack([self._between(self.problem.matrices[name].durations_s) for name in self.profiles])
        distances_m = np.stack([self._between(self.problem.matrices[name].distances_m) for name in self.profiles])
        costs = np.stack([self._costs(profile, costs) for profile, costs in self.tariffs])
        worth = np.stack([ways + self._duty(*tariff) for ways, tariff in zip(costs, self.tariffs, strict=True)])
        related = costs[0] if costs[0].any() else durations_s[0].astype(np.int64)
        ends = self._ends_of_requests()
        change, brought = self._amounts()
        return Instance(
            tasks=tasks,
            windows=windows,
            requests=request_rows(self.requests),
            change=change,
            brought=brought,
            jobs_carry=any(request.from_start or request.to_end for request in self.requests),
            kind_of=kind_of,
            kinds=kind_rows(self.kinds, self.profiles, self.tariffs, self.prices),
            room=np.array([_filled(kind.capacity, self._width, NEVER) for kind in self.kinds], np.int64),
            allowed=self._allowed(kind_of),
            durations_s=durations_s,
            distances_m=distances_m,
            costs=costs,
            worth=worth,
            durations_to_s=_turned(durations_s),
            costs_to=_turned(costs),
            worth_to=_turned(worth),
            near=most_related(related, *ends),
            ranks=orders_of_insertion(self.requests, related, *ends, depot=self.row[self.problem.vehicles[0].start]),
        )

    @cached_property
    def _width(self) -> int:
        amounts = [amount for one in self.requests for amount in (one.from_start, one.to_end, one.carried)]
        return max(len(amount) for amount in (*amounts, *(kind.capacity for kind in self.kinds)))

    def _between(self, figures: NDArray[np.int32]) -> NDArray[np.int32]:
        """Cut a matrix down to the places used, and put nowhere, next to everything, at its end."""
        used = np.array([place for place in self.row if place is not None], dtype=np.intp)
        return np.pad(figures[np.ix_(used, used)], ((0, 1), (0, 1))).astype(np.int32)

    def _costs(self, profile: str, costs: Costs) -> NDArray[np.int64]:
        matrix = self.problem.matrices[profile]
        travel_s, travel_m = self._between(matrix.durations_s), self._between(matrix.distances_m)
        return self.prices.arcs(costs, travel_s.astype(np.int64), travel_m.astype(np.int64))

    def _duty(self, profile: str, costs: Costs) -> NDArray[np.int64]:
        """Price the duty that the ways take, if nothing is waited for."""
        travel_s = self._between(self.problem.matrices[profile].durations_s)
        return travel_s.astype(np.int64) * self.prices.per_duty_s(costs)

    def _dearest(self, prices: Prices) -> int:
        """Return more than any plan can cost, in Python's own integers."""
        matrices = [self.problem.matrices[name] for name in self.profiles]
        longest_s = max(int(self._between(matrix.durations_s).max()) for matrix in matrices)
        longest_m = max(int(self._between(matrix.distances_m).max()) for matrix in matrices)
        ways = len(self.visits) + len(self.problem.vehicles)
        ends = [window.end_s for task in self.tasks for window in task.time_windows]
        ends += [kind.time_window.end_s for kind in self.kinds if kind.time_window]
        worked_s = sum(task.setup_s + task.service_s for task in self.tasks)
        horizon_s = max(ends, default=0) + worked_s + ways * longest_s
        dearest_ways = max(
            exact_cost(replace(costs, fixed=0), distance_m=ways * longest_m, duration_s=ways * longest_s, duty_s=0)
            for _, costs in self.tariffs
        )
        dearest_vehicle = max(
            exact_cost(costs, distance_m=0, duration_s=0, duty_s=horizon_s) for _, costs in self.tariffs
        )
        return 1 + (dearest_ways + len(self.problem.vehicles) * dearest_vehicle) // prices.unit

    def _ends_of_requests(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places of the first and the last task of each request."""
        ends = [(self.row[one.tasks[0][1].location], self.row[one.tasks[-1][1].location]) for one in self.requests]
        first, last = np.array(ends, np.int64).T
        return first, last

    def _amounts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return what each visit adds on board, and what it leaves that was there since the start."""
        nodes = len(self.visits) + 2 * len(self.problem.vehicles)
        change, brought = np.zeros((2, nodes, self._width), np.int64)
        for node, visit in enumerate(self.visits):
            one = self.requests[visit.request]
            carried, taken, left = (
                np.array(_filled(amount, self._width, 0)) for amount in (one.carried, one.to_end, one.from_start)
            )
            brought[node] = left
            change[node] = taken - left + (-carried if visit.step else carried)
        return change, brought

    def _allowed(self, kind_of: NDArray[np.int64]) -> NDArray[np.bool_]:
        allowed = np.zeros((len(self.requests), len(self.kinds)), np.bool_)
        for index, vehicles in enumerate(self.allowed):
            allowed[index, kind_of[sorted(vehicles)]] = True
        return allowed


def _kind(vehicle: Vehicle) -> Vehicle:
    """Return what a vehicle shares with all others of its kind."""
    return replace(vehicle, id=0, description="", start_position=None, end_position=None)


def _filled(amount: Amount, width: int, default: int) -> list[int]:
    return list(amount) or [default] * width


def _turned(figures: NDArray[Whole]) -> NDArray[Whole]:
    return np.ascontiguousarray(figures.transpose(0, 2, 1))
