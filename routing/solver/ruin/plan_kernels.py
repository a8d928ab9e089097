"""The numbers that the search reads (`Instance`) and those that it changes (`Plan`): routes as linked stops.

Nodes are the visits in the order of `requests_of`, a pickup just before its delivery, and then the
start and the end of each vehicle. A piece of a route is known by three figures: its least duration,
the earliest beginning that has it, and the latest; pieces are joined in constant time.
Source: Vidal, Crainic, Gendreau, Prins, "A hybrid genetic algorithm with adaptive diversity management
for a large class of vehicle routing problems with time-windows", Computers & OR 40 (2013).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import inlined_kernel
from routing.solver.ruin.rows_kernels import BreakRow, KindRow, RequestRow, RouteRow, Rows, StopRow, TaskRow

__all__ = ["COST", "COUNT", "LONGEST", "NEVER", "NONE", "PRIORITY", "STATE", "Instance", "Plan", "Scratch", "work_at"]

NONE = -1
NEVER = 2**61
"""More than any cost, any moment and any sum of them that an instance may come to."""
PRIORITY, COUNT, COST, LONGEST, STATE = 0, 1, 2, 3, 4
"""Places in `Plan.totals`: priorities unserved, requests unserved, cost, compared in this order; the longest duty
where that is priced, of which `COST` holds the price; last route state."""


class Instance(NamedTuple):
    """A problem in numbers; r requests, n nodes, v vehicles, d dimensions, p places and one that is nowhere.

    Attributes
    ----------
    tasks: (n,).
    windows: int64 (w, 2); those of each task and of each break together.
    setup_s, service_s: int64 (types, n).
    requests: (r,).
    change: int64 (n, d); what a visit adds on board.
    brought: int64 (n, d); what a visit leaves that was on board since the start.
    jobs_carry: whether any job has amounts.
    kind_of: int64 (v,).
    kinds: (k,); vehicles of a kind are alike in everything but their number.
    room: int64 (k, d).
    breaks: (b,).
    resting_room: int64 (b, d); the most on board during a break.
    allowed: bool (r, k).
    durations_s, distances_m: int32 (profiles, p + 1, p + 1).
    energy_wh: int32 (profiles, p + 1, p + 1); (profiles, 0, 0) where nobody limits it.
    longest_price: of each second of the longest duty.
    costs: int64 (tariffs, p + 1, p + 1).
    worth: int64 (tariffs, p + 1, p + 1); costs, and the duty of as many seconds.
    durations_to_s, costs_to, worth_to: the same, by destination and then origin.
    near: int64 (r, q); the requests most related to each, itself first.
    ranks: int64 (orders, r); places in the orders of insertion.
    """

    tasks: Rows[TaskRow]
    windows: NDArray[np.int64]
    setup_s: NDArray[np.int64]
    service_s: NDArray[np.int64]
    requests: Rows[RequestRow]
    change: NDArray[np.int64]
    brought: NDArray[np.int64]
    jobs_carry: bool
    kind_of: NDArray[np.int64]
    kinds: Rows[KindRow]
    room: NDArray[np.int64]
    breaks: Rows[BreakRow]
    resting_room: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    durations_s: NDArray[np.int32]
    distances_m: NDArray[np.int32]
    energy_wh: NDArray[np.int32]
    longest_price: int
    costs: NDArray[np.int64]
    durations_to_s: NDArray[np.int32]
    costs_to: NDArray[np.int64]
    worth: NDArray[np.int64]
    worth_to: NDArray[np.int64]
    near: NDArray[np.int64]
    ranks: NDArray[np.int64]


class Plan(NamedTuple):
    """Routes and what they leave out.

    Attributes
    ----------
    stops: (n,).
    load: int64 (n, d); on board when leaving.
    most_before, most_after: int64 (n, d); most on board up to here, and from here on.
    routes: (v,).
    unserved: int64 (r,); of which the first totals[COUNT] count.
    totals: int64 (5,).
    """

    stops: Rows[StopRow]
    load: NDArray[np.int64]
    most_before: NDArray[np.int64]
    most_after: NDArray[np.int64]
    routes: Rows[RouteRow]
    unserved: NDArray[np.int64]
    totals: NDArray[np.int64]


class Scratch(NamedTuple):
    """Room to think in.

    Attributes
    ----------
    detour, least_detour: int64 (n,); least that a delivery behind a node costs, and from there on.
    lower: int64 (n,); least that a request costs with its pickup behind a node.
    candidates: int64 (v,); vehicles to try.
    least, likely: int64 and int64 (v,); their least bound, and behind which node.
    order: int64 (m,); a route written out, with its reloads; m is enough for one behind every node.
    position: int64 (n,); of a node in `order`.
    gap_s, begin_s: int64 (m,).
    latest_s: int64 (m,); latest beginnings by the node's own windows and finish.
    leashes: int64 (n, 3).
    rested, rested_at: int64 (m, most breaks + 1); moments by how many breaks are behind, and what they follow from.
    trips: int64 (m, 2); least cost of reloads up to a node, and where the last of them was.
    on_board: int64 (m, d).
    """

    detour: NDArray[np.int64]
    least_detour: NDArray[np.int64]
    lower: NDArray[np.int64]
    candidates: NDArray[np.int64]
    least: NDArray[np.int64]
    likely: NDArray[np.int64]
    order: NDArray[np.int64]
    position: NDArray[np.int64]
    gap_s: NDArray[np.int64]
    begin_s: NDArray[np.int64]
    latest_s: NDArray[np.int64]
    leashes: NDArray[np.int64]
    rested: NDArray[np.int64]
    rested_at: NDArray[np.int64]
    trips: NDArray[np.int64]
    on_board: NDArray[np.int64]


@inlined_kernel
def work_at(instance: Instance, type_: int, node: int, coming_from: int) -> int:
    """Return seconds of work at a node after a place: service, and setup where the place changes."""
    setup_s = 0 if instance.tasks[node].place == coming_from else instance.setup_s[type_, node]
    return instance.service_s[type_, node] + setup_s
