"""What a path adds up to, arc by arc and turn by turn; no code is shared with the hierarchy."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

from routing.network.paths import RoadPath
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace
from tests.solver.towns import Triple, minus, plus

Pushed = tuple[bool, ...]


def ridden(graph: RoadGraph, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace) -> set[Triple]:
    """Return what a path adds up to, for each way in which it can begin and end at the places and remember its turns.

    An end of which nothing is ridden is not among the arcs, but its turn is paid.
    """
    return {value for value, _ in rides(graph, path, origin, destination)}


def rides(
    graph: RoadGraph, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace
) -> set[tuple[Triple, Pushed]]:
    """Do as `ridden`, and say for each of the path's arcs whether the turn onto it is pushed."""
    arcs = path.arcs.tolist()
    if not arcs:
        return {((0, 0, 0), ())}
    starts = [(on, [on.arc, *arcs]) for on in origin.arcs if at_head(graph, on)]
    starts += [(on, arcs) for on in origin.arcs if on.arc == arcs[0]]
    sums = set()
    for start, ahead in starts:
        whole = [(on, [*ahead, on.arc]) for on in destination.arcs if (on.cost, on.mm, on.ms) == (0, 0, 0)]
        whole += [(on, ahead) for on in destination.arcs if on.arc == ahead[-1]]
        for finish, chain in whole:
            begin = len(ahead) - len(arcs)
            for so_far, pushed in sums_along(graph, chain):
                value = plus(minus(so_far, (start.cost, start.mm, start.ms)), (finish.cost, finish.mm, finish.ms))
                sums.add((value, pushed[begin : begin + len(arcs)]))
    return sums


def sums_along(graph: RoadGraph, chain: list[int]) -> set[tuple[Triple, Pushed]]:
    """Add up the arcs of a chain but for the last, and the turns between them, over all states."""
    turns = graph.turns
    reached: set[tuple[int, Triple, Pushed]] = {(chain[0], (0, 0, 0), (False,))}
    for before, after in pairwise(chain):
        arc = (int(graph.cost[before]), int(graph.mm[before]), int(graph.ms[before]))
        reached = {
            (
                int(turns.to[turn]),
                plus(plus(so_far, arc), (int(turns.cost[turn]), 0, int(turns.ms[turn]))),
                (*pushed, bool(turns.pushed[turn])),
            )
            for state, so_far, pushed in reached
            for turn in range(bisect_left(turns.start, state), bisect_right(turns.start, state))
            if turns.arc[turns.to[turn]] == after
        }
    return {(so_far, pushed) for _, so_far, pushed in reached}


def at_head(graph: RoadGraph, on: OnArc) -> bool:
    return (on.cost, on.mm, on.ms) == (graph.cost[on.arc], graph.mm[on.arc], graph.ms[on.arc])
