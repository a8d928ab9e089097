"""Tasks, requests and kinds of vehicles as rows of numbers."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from routing.solver.chain import LAST_S
from routing.solver.ortools_nodes import Prices
from routing.solver.problem import Break, Task, TimeWindow, Vehicle
from routing.solver.requests import Request, Visit
from routing.solver.ruin.plan_kernels import NEVER, NONE
from routing.solver.ruin.rows_kernels import BreakRow, KindRow, RequestRow, Rows, TaskRow, fill, rows_of

__all__ = ["Windows", "break_rows", "kind_rows", "request_rows", "task_rows", "work_times"]


class Windows:
    """All windows there are, those of each task and each break together."""

    def __init__(self) -> None:
        self._all: list[tuple[int, int]] = []

    def add(self, windows: Sequence[TimeWindow]) -> tuple[int, int]:
        """Take some in, where none means any time; return where they begin and end."""
        first = len(self._all)
        self._all += [(window.start_s, window.end_s) for window in windows] or [(0, LAST_S)]
        return first, len(self._all)

    def array(self) -> NDArray[np.int64]:
        """Return int64, shape (w, 2)."""
        return np.array(self._all, np.int64)


def task_rows(
    visits: Sequence[Visit],
    tasks: Sequence[Task],
    *,
    reloads: Sequence[int],
    vehicles: Sequence[Vehicle],
    row: Mapping[int | None, int],
    windows: Windows,
    prices: Prices,
) -> Rows[TaskRow]:
    """Return a row for each visit, then for the reloads of each kind that reloads, then for starts and ends.

    Parameters
    ----------
    reloads: places.
    row: number of each place.
    windows: takes in theirs.
    """
    first_end = len(visits) + len(reloads)
    rows = rows_of(TaskRow, first_end + 2 * len(vehicles))
    no_wish = NEVER, 0, 0, 0
    for node, (visit, task) in enumerate(zip(visits, tasks, strict=True)):
        span = _span(task.time_windows)
        finish_s = NEVER if task.latest_finish_s is None else task.latest_finish_s
        wish = task.soft_window
        wished = (wish.start_s, wish.end_s, prices.per_s(wish.cost_per_hour)) if wish else (0, 0, 0)
        fill(rows, node, (row[task.location], visit.request, *span, *windows.add(task.time_windows), finish_s, *wished))
    for number, place in enumerate(reloads):
        fill(rows, len(visits) + number, (row[place], NONE, *_span(()), *windows.add(()), *no_wish))
    for number, vehicle in enumerate(vehicles):
        hours = (vehicle.time_window,) if vehicle.time_window else ()
        of_windows = windows.add(hours)
        for side, place in enumerate((vehicle.start, vehicle.end)):
            fill(rows, first_end + 2 * number + side, (row[place], NONE, *_span(hours), *of_windows, *no_wish))
    return rows


def _span(windows: Sequence[TimeWindow]) -> tuple[int, int]:
    return (windows[0].start_s, windows[-1].end_s) if windows else (0, LAST_S)


def work_times(
    tasks: Sequence[Task], reloads_s: Sequence[int], nodes: int, types: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return seconds of setup and of service by each type of vehicle.

    Returns
    -------
    Both int64, shape (types, nodes).
    """
    setup_s, service_s = np.zeros((2, len(types), nodes), np.int64)
    for number, vehicle_type in enumerate(types):
        setup_s[number, : len(tasks)] = [task.setup_by_s(vehicle_type) for task in tasks]
        service_s[number, : len(tasks)] = [task.service_by_s(vehicle_type) for task in tasks]
        service_s[number, len(tasks) : len(tasks) + len(reloads_s)] = reloads_s
    return setup_s, service_s


def break_rows(breaks: Sequence[Break], windows: Windows, width: int) -> tuple[Rows[BreakRow], NDArray[np.int64]]:
    """Return a row for each break, and the most on board meanwhile, shape (b, width).

    Parameters
    ----------
    windows: takes in theirs.
    """
    rows = rows_of(BreakRow, len(breaks))
    room = np.full((len(breaks), width), NEVER, np.int64)
    for number, one in enumerate(breaks):
        fill(rows, number, (one.service_s, *windows.add(one.windows), one.max_load is not None))
        if one.max_load is not None:
            room[number] = one.max_load
    return rows, room


def request_rows(requests: Sequence[Request]) -> Rows[RequestRow]:
    """Return a row for each request."""
    rows = rows_of(RequestRow, len(requests))
    node = 0
    for index, request in enumerate(requests):
        leash_s = NONE if request.max_time_on_board_s is None else request.max_time_on_board_s
        special = leash_s != NONE or any(_is_special(task) for _, task in request.tasks)
        last = node + len(request.tasks) - 1
        fill(rows, index, (node, last, special, request.priority, leash_s))
        node = last + 1
    return rows


def _is_special(task: Task) -> bool:
    return len(task.time_windows) > 1 or task.soft_window is not None or task.latest_finish_s is not None


def kind_rows(
    kinds: Sequence[Vehicle], numbers: Sequence[tuple[int, int, int]], first_reload: int, prices: Prices
) -> Rows[KindRow]:
    """Return a row for each kind of vehicle.

    Parameters
    ----------
    numbers: of each kind's profile, tariff and type.
    first_reload: node of the first kind's reloads; those of others follow.
    """
    rows = rows_of(KindRow, len(kinds))
    breaks, reload = 0, first_reload
    for number, (kind, matrices) in enumerate(zip(kinds, numbers, strict=True)):
        limits = kind.max_travel_time_s, kind.max_distance_m, kind.max_energy_wh
        special = bool(kind.breaks) or kind.reload is not None or kind.lifo
        of_prices = prices.fixed(kind.costs), prices.per_duty_s(kind.costs), prices.per_task_s(kind.costs)
        reloads = (NONE, 0) if kind.reload is None else (reload, _or_never(kind.reload.most))
        reload += kind.reload is not None
        own_breaks = breaks, breaks + len(kind.breaks)
        breaks += len(kind.breaks)
        limited = any(limit is not None for limit in limits)
        most = map(_or_never, (kind.max_tasks, *limits))
        fill(rows, number, (*matrices, limited, special, *most, *of_prices, kind.lifo, *own_breaks, *reloads))
    return rows


def _or_never(limit: int | None) -> int:
    return NEVER if limit is None else limit
