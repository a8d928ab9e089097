"""Rows of whole numbers with names: what numba knows as records, and pyright by these classes."""

from inspect import get_annotations
from typing import Any, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BreakRow",
    "KindRow",
    "MemoRow",
    "RequestRow",
    "RouteRow",
    "Rows",
    "StopRow",
    "TaskRow",
    "field",
    "fill",
    "rows_of",
]

Row_co = TypeVar("Row_co", covariant=True)


class Rows(Protocol[Row_co]):
    """An array of rows; only kernels read figures by their names, others by `field`."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __len__(self) -> int: ...

    def __getitem__(self, at: int | tuple[int, int], /) -> Row_co: ...


class TaskRow(Protocol):
    """What a node asks for.

    Attributes
    ----------
    place: nowhere, which is the place after the last, for open starts and ends.
    request: -1 for starts and ends.
    opens_s, closes_s: the first window's beginning and the last one's end.
    first_window, end_window: which of `Instance.windows` are its own.
    finish_s: when service must have ended.
    wish_from_s, wish_to_s, per_early_s: the soft window, and the price of each second early or late.
    """

    place: int
    request: int
    opens_s: int
    closes_s: int
    first_window: int
    end_window: int
    finish_s: int
    wish_from_s: int
    wish_to_s: int
    per_early_s: int


class RequestRow(Protocol):
    """A job or a shipment.

    Attributes
    ----------
    first, last: nodes of pickup and delivery; both the same for a job.
    special: 1 with anything of which joined pieces know nothing: several windows, a soft one, a latest finish,
        a limit on time on board.
    leash_s: longest time on board, or -1.
    """

    first: int
    last: int
    special: int
    priority: int
    leash_s: int


class KindRow(Protocol):
    """What vehicles of a kind share.

    Attributes
    ----------
    profile, tariff, type: which of the instance's matrices, of its costs, and of its times of work.
    limited: 1 where travel, distance or energy is.
    special: 1 with anything of which joined pieces know nothing: breaks, reloads, loading in order.
    first_break, end_break: which of `Instance.breaks` are its own, in their order.
    reload: the node that stands for each of its reloads, or -1.
    """

    profile: int
    tariff: int
    type: int
    limited: int
    special: int
    max_tasks: int
    max_travel_s: int
    max_distance_m: int
    max_energy_wh: int
    fixed: int
    per_duty_s: int
    per_task_s: int
    lifo: int
    first_break: int
    end_break: int
    reload: int
    most_reloads: int


class BreakRow(Protocol):
    """A rest.

    Attributes
    ----------
    first_window, end_window: which of `Instance.windows` are its own.
    limited: 1 where the load on board meanwhile is.
    """

    service_s: int
    first_window: int
    end_window: int
    limited: int


class StopRow(Protocol):
    """A node's place in its route.

    Attributes
    ----------
    vehicle: -1 in no route.
    to_…: the piece from leaving to the end of work here.
    from_…: the piece from the beginning of work here to the final return.
    onward, onward_worth, onward_s: cost of the way to the next node, cost with its duty, and its seconds.
    onward_to, onward_of: to which node and for which kind of vehicle these three are; -1 before they were looked up.
    spare_s: no detour behind here may take longer, for the sake of what is on board.
    """

    after: int
    before: int
    vehicle: int
    to_duration_s: int
    to_earliest_s: int
    to_latest_s: int
    from_duration_s: int
    from_earliest_s: int
    from_latest_s: int
    onward: int
    onward_worth: int
    onward_s: int
    onward_to: int
    onward_of: int
    spare_s: int


class RouteRow(Protocol):
    """One vehicle's route.

    Attributes
    ----------
    specials: requests of it that are special.
    travel_cost, travel_s: of an empty route too, from start to end.
    distance_m, energy_wh: 0 where no vehicle of its kind is limited in anything, and in energy.
    work_s: setups and services.
    extra: cost of broken wishes and of ways to reload.
    cost: 0 of an empty route.
    state: equal numbers are equal routes.
    """

    tasks: int
    specials: int
    travel_cost: int
    travel_s: int
    work_s: int
    distance_m: int
    energy_wh: int
    duty_s: int
    extra: int
    cost: int
    state: int


class MemoRow(Protocol):
    """The cheapest place for a request in a route.

    Attributes
    ----------
    state: of the route, when this was found.
    extra: what the place costs, or at least so much where `first` is -1.
    """

    state: int
    extra: int
    first: int
    last: int


def rows_of(row: type[Row_co], shape: int | tuple[int, int]) -> Rows[Row_co]:
    """Make rows of zeros."""
    return cast("Rows[Row_co]", np.zeros(shape, np.dtype([(name, np.int64) for name in get_annotations(row)])))


def fill(rows: Rows[Row_co], at: int, figures: tuple[int, ...]) -> None:
    """Write a whole row, in the order of its class."""
    cast("Any", rows)[at] = figures


def field(rows: Rows[Row_co], name: str) -> NDArray[np.int64]:
    """Return one figure of every row."""
    return cast("Any", rows)[name]
