"""Tasks, requests and kinds of vehicles as rows of numbers."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from routing.solver.ortools_nodes import Prices
from routing.solver.problem import Costs, Task, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.ruin.plan_kernels import NEVER, NONE
from routing.solver.ruin.rows_kernels import KindRow, RequestRow, Rows, TaskRow, fill, rows_of
from routing.solver.schedule import LAST_S

__all__ = ["kind_rows", "request_rows", "task_rows"]


def task_rows(
    visits: Sequence[Visit], tasks: Sequence[Task], vehicles: Sequence[Vehicle], row: Mapping[int | None, int]
) -> tuple[Rows[TaskRow], NDArray[np.int64]]:
    """Return a row for each visit, start and end, and all their windows.

    Parameters
    ----------
    row: number of each place.
    """
    rows = rows_of(TaskRow, len(visits) + 2 * len(vehicles))
    windows: list[tuple[int, int]] = []
    for node, (visit, task) in enumerate(zip(visits, tasks, strict=True)):
        own = [(window.start_s, window.end_s) for window in task.time_windows] or [(0, LAST_S)]
        of_windows = own[0][0], own[-1][1], len(windows), len(windows) + len(own)
        fill(rows, node, (row[task.location], visit.request, task.setup_s, task.service_s, *of_windows))
        windows += own
    for number, vehicle in enumerate(vehicles):
        hours = vehicle.time_window
        shift = (hours.start_s, hours.end_s) if hours else (0, LAST_S)
        for side, place in enumerate((vehicle.start, vehicle.end)):
            of_windows = *shift, len(windows), len(windows) + 1
            fill(rows, len(visits) + 2 * number + side, (row[place], NONE, 0, 0, *of_windows))
        windows.append(shift)
    return rows, np.array(windows, np.int64)


def request_rows(requests: Sequence[Request]) -> Rows[RequestRow]:
    """Return a row for each request."""
    rows = rows_of(RequestRow, len(requests))
    node = 0
    for index, request in enumerate(requests):
        leash_s = NONE if request.max_time_on_board_s is None else request.max_time_on_board_s
        special = leash_s != NONE or any(len(task.time_windows) > 1 for _, task in request.tasks)
        last = node + len(request.tasks) - 1
        fill(rows, index, (node, last, special, request.priority, leash_s))
        node = last + 1
    return rows


def kind_rows(
    kinds: Sequence[Vehicle], profiles: Sequence[str], tariffs: Sequence[tuple[str, Costs]], prices: Prices
) -> Rows[KindRow]:
    """Return a row for each kind of vehicle."""
    rows = rows_of(KindRow, len(kinds))
    for number, kind in enumerate(kinds):
        limited = kind.max_travel_time_s is not None or kind.max_distance_m is not None
        matrices = profiles.index(kind.profile), tariffs.index((kind.profile, kind.costs))
        limits = map(_or_never, (kind.max_tasks, kind.max_travel_time_s, kind.max_distance_m))
        fill(rows, number, (*matrices, limited, *limits, prices.fixed(kind.costs), prices.per_duty_s(kind.costs)))
    return rows


def _or_never(limit: int | None) -> int:
    return NEVER if limit is None else limit
