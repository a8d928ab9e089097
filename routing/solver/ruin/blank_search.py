"""All the room that a search needs, made once."""

import numpy as np
from numpy.typing import NDArray

from routing.solver.ruin.params import RuinParams
from routing.solver.ruin.plan_kernels import NEVER, NONE, Instance, Plan, Scratch
from routing.solver.ruin.rows_kernels import MemoRow, RouteRow, StopRow, field, rows_of
from routing.solver.ruin.ruin_kernels import Undo
from routing.solver.ruin.search_state import Search

__all__ = ["blank_search"]

MOST_MEMOS = 2_000_000
"""Cheapest places remembered; 64 MB."""


def blank_search(instance: Instance, empty_plan: NDArray[np.int64], seed: int, params: RuinParams) -> Search:
    """Return what a search knows before it has begun.

    Parameters
    ----------
    empty_plan: which node follows each where nothing is served.
    """
    nodes, requests, vehicles = len(instance.tasks), len(instance.requests), len(instance.kind_of)
    loads = (nodes, instance.change.shape[1])
    longest = 2 * nodes + 2
    rests = int((field(instance.kinds, "end_break") - field(instance.kinds, "first_break")).max())
    stops = rows_of(StopRow, nodes)
    field(stops, "onward_to")[:] = NONE
    return Search(
        plan=Plan(
            stops=stops,
            load=np.zeros(loads, np.int64),
            most_before=np.zeros(loads, np.int64),
            most_after=np.zeros(loads, np.int64),
            routes=rows_of(RouteRow, vehicles),
            unserved=np.zeros(requests, np.int64),
            totals=np.zeros(5, np.int64),
        ),
        scratch=Scratch(
            detour=np.zeros(nodes, np.int64),
            least_detour=np.zeros(nodes, np.int64),
            lower=np.zeros(nodes, np.int64),
            candidates=np.zeros(vehicles, np.int64),
            least=np.zeros(vehicles, np.int64),
            likely=np.zeros(vehicles, np.int64),
            order=np.zeros(longest, np.int64),
            position=np.zeros(nodes, np.int64),
            gap_s=np.zeros(longest, np.int64),
            begin_s=np.zeros(longest, np.int64),
            latest_s=np.zeros(longest, np.int64),
            leashes=np.zeros((nodes, 3), np.int64),
            rested=np.zeros((longest, rests + 1), np.int64),
            rested_at=np.zeros((longest, rests + 1), np.int64),
            trips=np.zeros((longest, 2), np.int64),
            on_board=np.zeros((longest, instance.change.shape[1]), np.int64),
        ),
        undo=Undo(
            touched_at=np.full(vehicles, NONE, np.int64),
            vehicle=np.zeros(vehicles, np.int64),
            first=np.zeros(vehicles + 1, np.int64),
            nodes=np.zeros(nodes, np.int64),
            tasks=np.zeros(vehicles, np.int64),
            specials=np.zeros(vehicles, np.int64),
            state=np.zeros(vehicles, np.int64),
            unserved=np.zeros(requests, np.int64),
            totals=np.zeros(4, np.int64),
            tally=np.zeros(2, np.int64),
            members=np.zeros(requests, np.int64),
        ),
        queue=np.zeros(requests, np.int64),
        memo=rows_of(MemoRow, (requests, min(vehicles, MOST_MEMOS // requests))),
        tried=np.zeros(vehicles, np.int64),
        kind_seen=np.zeros(len(instance.kinds), np.bool_),
        near_seen=np.full(vehicles, NONE, np.int64),
        best_after=empty_plan.copy(),
        best_totals=np.full(3, NEVER, np.int64),
        best_costs=np.zeros(vehicles, np.int64),
        sizes=np.array(params.sizes, np.int64),
        gains=np.zeros((len(params.sizes), 2)),
        absences=np.zeros(requests, np.int64),
        district=np.ones(vehicles, np.bool_),
        chance=np.array([seed], np.uint64),
        habits=params.habits,
    )
