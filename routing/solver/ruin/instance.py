"""A problem as the arrays that the kernels read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.solver.cost import DENOMINATOR, PER_M, PER_S
from routing.solver.ortools_nodes import Prices
from routing.solver.problem import Amount, Problem, Reload, Task, Vehicle
from routing.solver.requests import Request, Visit, visits_of
from routing.solver.rests import breaks_in_order
from routing.solver.ruin.instance_rows import Windows, break_rows, kind_rows, request_rows, task_rows, work_times
from routing.solver.ruin.plan_kernels import NEVER, Instance
from routing.solver.ruin.relatedness import most_related, orders_of_insertion
from routing.solver.ruin.ways import Drive, Tariff, Ways, turned

__all__ = ["LARGEST", "Numbers"]

BYTES_A_DRIVE, BYTES_A_TARIFF, MOST_BYTES = 16, 32, 2**30
"""Of each pair of places in the arrays of `Instance`: about 4,700 places with one price."""
MOST_REQUESTS = 20_000
"""The first plan of so many takes minutes, with the square of their number, and no time limit ends that."""
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
        """Node i is visit i; behind them come the reloads of each kind, then each vehicle's start and end."""
        return visits_of(tuple(self.requests))

    @cached_property
    def tasks(self) -> list[Task]:
        """Return the task of each visit."""
        return [self.requests[visit.request].tasks[visit.step][1] for visit in self.visits]

    @cached_property
    def kinds(self) -> list[Vehicle]:
        """Return one vehicle of each kind."""
        return list(dict.fromkeys(map(_kind, self.problem.vehicles)))

    @cached_property
    def reloads(self) -> list[Reload]:
        return [kind.reload for kind in self.kinds if kind.reload is not None]

    @cached_property
    def row(self) -> dict[int | None, int]:
        """Number the places of the matrices that the problem uses; nowhere comes last."""
        ends = {place for kind in self.kinds for place in (kind.start, kind.end) if place is not None}
        visited = {task.location for task in self.tasks} | {reload.location for reload in self.reloads}
        return {place: number for number, place in enumerate([*sorted(ends | visited), None])}

    @cached_property
    def ways(self) -> Ways:
        used = np.array([place for place in self.row if place is not None], dtype=np.intp)
        return Ways(self.problem, used, self.kinds)

    @cached_property
    def prices(self) -> Prices:
        """Make every price a whole number; a coarser one only where the dearest plan would overflow."""
        wishes = [PER_S * task.soft_window.cost_per_hour for task in self.tasks if task.soft_window]
        stated = [DENOMINATOR for matrix in self.problem.matrices.values() if matrix.costs is not None]
        longest = PER_S * self.problem.per_longest_duty_hour
        prices = Prices.of([kind.costs for kind in self.kinds], *wishes, *stated, longest)
        dearest = self._dearest() // prices.unit
        return prices if dearest <= LARGEST else prices.coarser(1 + dearest // LARGEST)

    def check_size(self) -> None:
        """Refuse what would not fit in memory.

        Raises
        ------
        BadInputError
            Too many requests or places, or too many profiles and prices for these.
        """
        if len(self.requests) > MOST_REQUESTS:
            raise BadInputError(
                f"{len(self.requests)} jobs and shipments are more than the {MOST_REQUESTS} that one plan can hold",
                way_out="Split the day into areas or half-days.",
            )
        drives, tariffs = len(set(map(Drive.of, self.kinds))), len(set(map(Tariff.of, self.kinds)))
        if len(self.row) ** 2 * (BYTES_A_DRIVE * drives + BYTES_A_TARIFF * tariffs) > MOST_BYTES:
            raise BadInputError(
                f"{len(self.row) - 1} places under {tariffs} prices are more than one plan can hold",
                way_out="Split the day into areas or half-days.",
            )

    @cached_property
    def instance(self) -> Instance:
        """Put everything in arrays."""
        numbers = {kind: number for number, kind in enumerate(self.kinds)}
        kind_of = np.array([numbers[_kind(vehicle)] for vehicle in self.problem.vehicles], np.int64)
        windows, ways, prices = Windows(), self.ways, self.prices
        places, services_s = [one.location for one in self.reloads], [one.service_s for one in self.reloads]
        rows = task_rows(
            self.visits,
            self.tasks,
            reloads=places,
            vehicles=self.problem.vehicles,
            row=self.row,
            windows=windows,
            prices=prices,
        )
        rests = [rest for kind in self.kinds for rest in breaks_in_order(kind)]
        breaks, resting_room = break_rows(rests, windows, self._width)
        types = list(dict.fromkeys(kind.type for kind in self.kinds))
        setup_s, service_s = work_times(self.tasks, services_s, len(rows), types)
        matrices = [
            (ways.drives.index(Drive.of(kind)), ways.tariffs.index(Tariff.of(kind)), types.index(kind.type))
            for kind in self.kinds
        ]
        durations_s = np.stack([ways.seconds(drive) for drive in ways.drives])
        costs = np.stack([ways.prices(tariff, prices) for tariff in ways.tariffs])
        worth: NDArray[np.int64] = np.stack(
            [ways.prices(tariff, prices) + ways.duties(tariff, prices) for tariff in ways.tariffs]
        )
        related = costs[0] if costs[0].any() else durations_s[0].astype(np.int64)
        ends = self._ends_of_requests()
        change, brought = self._amounts(len(rows))
        return Instance(
            tasks=rows,
            windows=windows.array(),
            setup_s=setup_s,
            service_s=service_s,
            requests=request_rows(self.requests),
            change=change,
            brought=brought,
            jobs_carry=any(request.from_start or request.to_end for request in self.requests),
            kind_of=kind_of,
            kinds=kind_rows(self.kinds, matrices, len(self.visits), prices),
            room=np.array([_filled(kind.capacity, self._width, NEVER) for kind in self.kinds], np.int64),
            breaks=breaks,
            resting_room=resting_room,
            allowed=self._allowed(kind_of),
            durations_s=durations_s,
            distances_m=np.stack([ways.metres(drive) for drive in ways.drives]),
            energy_wh=np.stack([ways.watt_hours(drive) for drive in ways.drives]),
            longest_price=prices.per_s(self.problem.per_longest_duty_hour),
            costs=costs,
            worth=worth,
            durations_to_s=turned(durations_s),
            costs_to=turned(costs),
            worth_to=turned(worth),
            near=most_related(related, *ends),
            ranks=orders_of_insertion(self.requests, related, *ends, depot=self.row[self.problem.vehicles[0].start]),
        )

    @cached_property
    def _width(self) -> int:
        amounts = [amount for one in self.requests for amount in (one.from_start, one.to_end, one.carried)]
        return max(len(amount) for amount in (*amounts, *(kind.capacity for kind in self.kinds)))

    def _dearest(self) -> int:
        """Return more 18,000ths of a cost unit than any plan can cost, in Python's own integers."""
        longest_s = max(int(self.ways.seconds(drive).max()) for drive in self.ways.drives)
        longest_m = max(int(self.ways.metres(drive).max()) for drive in self.ways.drives)
        stated = [matrix.costs for matrix in self.problem.matrices.values() if matrix.costs is not None]
        dearest = max((int(matrix.max()) for matrix in stated), default=0)
        ways = (2 if self.reloads else 1) * (len(self.visits) + len(self.problem.vehicles))
        ends = [window.end_s for task in self.tasks for window in task.time_windows]
        ends += [kind.time_window.end_s for kind in self.kinds if kind.time_window]
        ends += [window.end_s for kind in self.kinds for one in kind.breaks for window in one.windows]
        ends += [task.soft_window.end_s for task in self.tasks if task.soft_window]
        worked_s = len(self.visits) * sum(one.service_s for one in self.reloads)
        worked_s += sum(one.service_s for kind in self.kinds for one in kind.breaks)
        worked_s += sum(_most_work_s(task) for task in self.tasks)
        horizon_s = max(ends, default=0) + worked_s + ways * longest_s
        prices = [kind.costs for kind in self.kinds]
        wishes = sum(task.soft_window.cost_per_hour for task in self.tasks if task.soft_window)
        duties = len(self.problem.vehicles) * max(one.per_duty_hour for one in prices)
        by_the_hour = horizon_s * (duties + wishes + self.problem.per_longest_duty_hour)
        by_the_hour += worked_s * max(one.per_task_hour for one in prices)
        by_the_hour += ways * longest_s * max(one.per_hour for one in prices)
        by_the_km = ways * longest_m * max(one.per_km for one in prices)
        fixed = len(self.problem.vehicles) * max(one.fixed for one in prices)
        return 1 + PER_S * by_the_hour + PER_M * by_the_km + DENOMINATOR * (fixed + ways * dearest)

    def _ends_of_requests(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places of the first and the last task of each request."""
        ends = [(self.row[one.tasks[0][1].location], self.row[one.tasks[-1][1].location]) for one in self.requests]
        first, last = np.array(ends, np.int64).T
        return first, last

    def _amounts(self, nodes: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return what each visit adds on board, and what it leaves that was there since the start or a reload."""
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
    """Return what a vehicle shares with all others of its kind; nothing is frozen in a search."""
    return replace(vehicle, frozen=0).kind


def _filled(amount: Amount, width: int, default: int) -> list[int]:
    return list(amount) or [default] * width


def _most_work_s(task: Task) -> int:
    setups_s = task.setup_s, *task.setup_per_type_s.values()
    services_s = task.service_s, *task.service_per_type_s.values()
    return max(setups_s) + max(services_s)
