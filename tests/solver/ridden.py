"""What a path adds up to, arc by arc and turn by turn; no code is shared with the hierarchy."""

from itertools import pairwise

import numpy as np

from routing.network.paths import RoadPath
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace
from tests.solver.towns import Triple, minus, plus


def ridden(graph: RoadGraph, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace) -> set[Triple]:
    """Return what a path adds up to, for each way in which it can begin and end at the places and remember its turns.

    An end of which nothing is ridden is not among the arcs, but its turn is paid.
    """
    arcs = path.arcs.tolist()
    if not arcs:
        return {(0, 0, 0)}
    starts = [(on, [on.arc, *arcs]) for on in origin.arcs if at_head(graph, on)]
    starts += [(on, arcs) for on in origin.arcs if on.arc == arcs[0]]
    sums = set()
    for start, ahead in starts:
        whole = [(on, [*ahead, on.arc]) for on in destination.arcs if (on.cost, on.mm, on.ms) == (0, 0, 0)]
        whole += [(on, ahead) for on in destination.arcs if on.arc == ahead[-1]]
        for finish, chain in whole:
            for so_far in sums_along(graph, chain):
                sums.add(plus(minus(so_far, (start.cost, start.mm, start.ms)), (finish.cost, finish.mm, finish.ms)))
    return sums


def sums_along(graph: RoadGraph, chain: list[int]) -> set[Triple]:
    """Add up the arcs of a chain but for the last, and the turns between them, over all states."""
    turns = graph.turns
    reached: set[tuple[int, Triple]] = {(chain[0], (0, 0, 0))}
    for before, after in pairwise(chain):
        arc = (int(graph.cost[before]), int(graph.mm[before]), int(graph.ms[before]))
        reached = {
            (int(turns.to[turn]), plus(plus(so_far, arc), (int(turns.cost[turn]), 0, int(turns.ms[turn]))))
            for state, so_far in reached
            for turn in np.flatnonzero(turns.start == state)
            if turns.arc[turns.to[turn]] == after
        }
    return {so_far for _, so_far in reached}


def at_head(graph: RoadGraph, on: OnArc) -> bool:
    return (on.cost, on.mm, on.ms) == (graph.cost[on.arc], graph.mm[on.arc], graph.ms[on.arc])
