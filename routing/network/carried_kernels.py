"""One more figure carried along the least paths: compared last, after (cost, mm, ms), and so changing none of them.

Where several paths are equal in all three, the figure is the least of theirs.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import kernel
from routing.network.climb_kernels import Climb, climb, start_climbing
from routing.network.hierarchy_kernels import MS, UNREACHED, Arcs, Topology, Values, find, less
from routing.network.sweep_kernels import Query

__all__ = ["Carried", "carried_over", "carry"]

_NONE = 2**62
"""More than any path carries; never added to."""


class Carried(NamedTuple):
    """The figure wherever values are, in the order of those.

    Attributes
    ----------
    up: int64 (k,); of the topology's arcs upwards.
    down: int64 (q,); of the arcs of the query's `Downward`.
    leaving, entering: int64; of the seeds.
    origins, destinations: int64; of the points of the places.
    """

    up: NDArray[np.int64]
    down: NDArray[np.int64]
    leaving: NDArray[np.int64]
    entering: NDArray[np.int64]
    origins: NDArray[np.int64]
    destinations: NDArray[np.int64]


class Reached(NamedTuple):
    """Values at the rows of a `Downward`: int64 (r,)."""

    cost: NDArray[np.int64]
    packed: NDArray[np.int64]
    figure: NDArray[np.int64]


@kernel
def carried_over(
    topology: Topology, arcs: Arcs, up: Values, down: Values, figure: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give each arc of a topology the figure of the path that its value is of.

    Parameters
    ----------
    figure: int64; of `arcs`.

    Returns
    -------
    Upwards and downwards; int64 (k,). Where there is no path it means nothing.
    """
    k = len(topology.head)
    above = np.full(k, _NONE, np.int64)
    below = np.full(k, _NONE, np.int64)
    for arc in range(len(arcs.tail)):
        tail = arcs.tail[arc]
        head = arcs.head[arc]
        if tail < head:
            _keep(above, up, find(topology, tail, head), arcs.cost[arc], arcs.packed[arc], figure[arc])
        elif head < tail:
            _keep(below, down, find(topology, head, tail), arcs.cost[arc], arcs.packed[arc], figure[arc])
    for v in range(len(topology.parent)):
        end = topology.first[v + 1]
        for a in range(topology.first[v], end):
            middle: int = topology.head[a]
            across: int = topology.first[middle]
            for b in range(a + 1, end):
                while topology.head[across] != topology.head[b]:
                    across += 1
                there = down.cost[a] + up.cost[b]
                if there < UNREACHED:
                    _keep(above, up, across, there, down.packed[a] + up.packed[b], below[a] + above[b])
                back = down.cost[b] + up.cost[a]
                if back < UNREACHED:
                    _keep(below, down, across, back, down.packed[b] + up.packed[a], below[b] + above[a])
    return above, below


@kernel
def _keep(figures: NDArray[np.int64], values: Values, arc: int, cost: int, packed: int, figure: int) -> None:
    if cost == values.cost[arc] and packed == values.packed[arc]:
        figures[arc] = min(figures[arc], figure)


@kernel
def carry(query: Query, carried: Carried, begin: int, end: int, table: NDArray[np.int64]) -> None:
    """Fill rows begin to end of a table, int64 (origins, destinations), with what the least paths carry.

    -1 where there is no path, 0 where two places are at one point of the road.
    """
    n = len(query.topology.parent)
    found = start_climbing(n)
    gathered = np.empty(n, np.int64)
    rows = len(query.down.node)
    at = Reached(np.empty(rows, np.int64), np.empty(rows, np.int64), np.empty(rows, np.int64))
    places = len(query.destinations.spot)
    there = Reached(np.empty(places, np.int64), np.empty(places, np.int64), np.empty(places, np.int64))
    for origin in range(begin, end):
        _ascend(query, carried, origin, found, gathered, at)
        _descend(query, carried, at)
        _arrive(query, carried, at, there)
        _go_straight(query, carried, origin, there)
        spot = query.origins.spot[origin]
        for j in range(places):
            if query.destinations.spot[j] == spot:
                table[origin, j] = 0
            else:
                table[origin, j] = there.figure[j] if there.cost[j] < UNREACHED else -1


@kernel
def _ascend(
    query: Query, carried: Carried, origin: int, found: Climb, gathered: NDArray[np.int64], at: Reached
) -> None:
    """Climb from an origin, and carry the figure along whatever gave each node its value."""
    topology, seeds, up = query.topology, query.leaving, query.up
    count, _ = climb(topology, up, seeds, origin, found)
    for i in range(count):
        gathered[found.node[i]] = _NONE
    for s in range(seeds.first[origin], seeds.first[origin + 1]):
        v: int = seeds.node[s]
        if seeds.cost[s] == found.cost[v] and seeds.packed[s] == found.packed[v]:
            gathered[v] = min(gathered[v], carried.leaving[s])
    at.cost[:] = UNREACHED
    at.packed[:] = 0
    at.figure[:] = 0
    for i in range(count):
        v = found.node[i]
        if found.cost[v] >= UNREACHED:
            continue
        for a in range(topology.first[v], topology.first[v + 1]):
            u: int = topology.head[a]
            cost = found.cost[v] + up.cost[a]
            if cost < UNREACHED and cost == found.cost[u] and found.packed[v] + up.packed[a] == found.packed[u]:
                gathered[u] = min(gathered[u], gathered[v] + carried.up[a])
        row: int = query.down.row[v]
        if row >= 0:
            at.cost[row] = found.cost[v]
            at.packed[row] = found.packed[v]
            at.figure[row] = gathered[v]


@kernel
def _descend(query: Query, carried: Carried, at: Reached) -> None:
    down = query.down
    for r in range(len(down.node)):
        for q in range(down.first[r], down.first[r + 1]):
            u: int = down.from_row[q]
            if at.cost[u] < UNREACHED:
                cost = at.cost[u] + down.cost[q]
                _improve(at, r, cost, at.packed[u] + down.packed[q], at.figure[u] + carried.down[q])


@kernel
def _arrive(query: Query, carried: Carried, at: Reached, there: Reached) -> None:
    entering = query.entering
    there.cost[:] = UNREACHED
    there.packed[:] = 0
    there.figure[:] = 0
    for j in range(len(entering.first) - 1):
        for i in range(entering.first[j], entering.first[j + 1]):
            v: int = entering.node[i]
            row: int = query.down.row[v]
            if at.cost[row] < UNREACHED:
                cost = at.cost[row] + entering.cost[i]
                _improve(there, j, cost, at.packed[row] + entering.packed[i], at.figure[row] + carried.entering[i])


@kernel
def _go_straight(query: Query, carried: Carried, origin: int, there: Reached) -> None:
    """Compare the piece of one arc between two places as `sweep` does."""
    origins, destinations, same_arc = query.origins, query.destinations, query.same_arc
    for i in range(origins.first[origin], origins.first[origin + 1]):
        for q in range(same_arc.begin[i], same_arc.end[i]):
            point: int = same_arc.point[q]
            cost = destinations.cost[point] - origins.cost[i]
            packed = destinations.packed[point] - origins.packed[i]
            if cost >= 0 and packed >= 0 and (destinations.packed[point] & MS) >= (origins.packed[i] & MS):
                figure = carried.destinations[point] - carried.origins[i]
                _improve(there, same_arc.place[q], cost, packed, figure)


@kernel
def _improve(reached: Reached, at: int, cost: int, packed: int, figure: int) -> None:
    equal = cost == reached.cost[at] and packed == reached.packed[at]
    if less(cost, packed, reached.cost[at], reached.packed[at]) or (equal and figure < reached.figure[at]):
        reached.cost[at] = cost
        reached.packed[at] = packed
        reached.figure[at] = figure
