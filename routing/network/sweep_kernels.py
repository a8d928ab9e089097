"""Many origins to many destinations: a climb for each origin, then one sweep down for a batch of them.

The sweep touches only what lies above a destination, arc by arc, each for all origins of the batch at
once; their values lie side by side, so that the processor takes several in one instruction.
Source: Delling, Goldberg, Werneck, "Faster Batched Shortest Paths in Road Networks", ATMOS 2011 (RPHAST).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import kernel
from routing.network.climb_kernels import Climb, Places, Seeds, climb, start_climbing
from routing.network.hierarchy_kernels import MM, MS, UNREACHED, Topology, Values, less

__all__ = ["LANES", "Downward", "Query", "SameArc", "Table", "above", "sweep"]

LANES = 32
"""Origins in one sweep. Measured: 16 took twice as long an arc, 64 no less; see docs/adr/0004."""


class Downward(NamedTuple):
    """The part of a hierarchy that lies above some places, highest node first.

    Attributes
    ----------
    node: int32 (r,); ranks, descending.
    row: int32 (n,); where a node is in `node`, -1 if it is not.
    first: int32 (r + 1,).
    from_row: int32 (q,); an arc's upper end, as row.
    cost, packed: int64 (q,); downwards.
    """

    node: NDArray[np.int32]
    row: NDArray[np.int32]
    first: NDArray[np.int32]
    from_row: NDArray[np.int32]
    cost: NDArray[np.int64]
    packed: NDArray[np.int64]


class SameArc(NamedTuple):
    """Which destinations lie on the arcs of an origin.

    Attributes
    ----------
    begin, end: int32, one each for a point of the origins; a range of the other two.
    point, place: int32, one each for a point of the destinations, by arc; its number, and its place's.
    """

    begin: NDArray[np.int32]
    end: NDArray[np.int32]
    point: NDArray[np.int32]
    place: NDArray[np.int32]


class Query(NamedTuple):
    """Everything that the sweeps of one table read."""

    topology: Topology
    up: Values
    down: Downward
    leaving: Seeds
    entering: Seeds
    origins: Places
    destinations: Places
    same_arc: SameArc


class Table(NamedTuple):
    """What the sweeps write: int32 (origins, destinations); metres to nearest, seconds up."""

    distances_m: NDArray[np.int32]
    durations_s: NDArray[np.int32]


class Lanes(NamedTuple):
    """Values at some nodes or places, for all origins of a batch side by side: int64 (r, LANES)."""

    cost: NDArray[np.int64]
    packed: NDArray[np.int64]


@kernel
def above(topology: Topology, down: Values, entering: Seeds) -> Downward:
    """Pick what lies above the nodes by which places are entered."""
    n = len(topology.parent)
    row = np.full(n, -1, np.int32)
    count = 0
    for i in range(len(entering.node)):
        v: int = entering.node[i]
        while v < n and row[v] < 0:
            row[v] = 0
            count += 1
            v = topology.parent[v]
    node = np.empty(count, np.int32)
    first = np.zeros(count + 1, np.int32)
    r = 0
    for v in range(n - 1, -1, -1):
        if row[v] == 0:
            row[v] = r
            node[r] = v
            first[r + 1] = first[r]
            for a in range(topology.first[v], topology.first[v + 1]):
                if down.cost[a] < UNREACHED:
                    first[r + 1] += 1
            r += 1
    from_row = np.empty(first[count], np.int32)
    cost = np.empty(first[count], np.int64)
    packed = np.empty(first[count], np.int64)
    q = 0
    for r in range(count):
        for a in range(topology.first[node[r]], topology.first[node[r] + 1]):
            if down.cost[a] < UNREACHED:
                from_row[q] = row[topology.head[a]]
                cost[q] = down.cost[a]
                packed[q] = down.packed[a]
                q += 1
    return Downward(node, row, first, from_row, cost, packed)


@kernel
def sweep(query: Query, begin: int, end: int, table: Table) -> int:
    """Fill rows begin to end of a table; -1 where there is no path.

    Returns
    -------
    All packed values met at a node, joined bit by bit, for `hierarchy.check_bits`.
    """
    found = start_climbing(len(query.topology.parent))
    at = _lanes(len(query.down.node))
    there = _lanes(len(query.destinations.spot))
    bits = 0
    for batch in range(begin, end, LANES):
        at.cost[:] = UNREACHED
        at.packed[:] = 0
        batch_end = min(batch + LANES, end)
        for origin in range(batch, batch_end):
            bits |= _ascend(query, origin, found, at, origin - batch)
        bits |= _descend(query.down, at)
        _arrive(query, at, there)
        for origin in range(batch, batch_end):
            _go_straight(query, origin, there, origin - batch)
            _round_off(query, origin, there, origin - batch, table)
    return bits


@kernel
def _lanes(rows: int) -> Lanes:
    return Lanes(np.empty((rows, LANES), np.int64), np.empty((rows, LANES), np.int64))


@kernel
def _ascend(query: Query, origin: int, found: Climb, at: Lanes, lane: int) -> int:
    """Climb from an origin and put what it found into its lane."""
    count, bits = climb(query.topology, query.up, query.leaving, origin, found)
    for i in range(count):
        v: int = found.node[i]
        row: int = query.down.row[v]
        if row >= 0:
            at.cost[row, lane] = found.cost[v]
            at.packed[row, lane] = found.packed[v]
    return bits


@kernel
def _descend(down: Downward, at: Lanes) -> int:
    """Carry the values from every upper end of an arc to its lower end."""
    lanes = at.cost.shape[1]  # were it the constant, LLVM would unroll the loops and no longer vectorise them
    bits = 0
    for r in range(len(down.node)):
        for q in range(down.first[r], down.first[r + 1]):
            u: int = down.from_row[q]
            arc_cost = down.cost[q]
            arc_packed = down.packed[q]
            for lane in range(lanes):
                cost = at.cost[u, lane] + arc_cost
                packed = at.packed[u, lane] + arc_packed
                old_cost = at.cost[r, lane]
                old_packed = at.packed[r, lane]
                better = (cost < old_cost) | ((cost == old_cost) & (packed < old_packed))
                at.cost[r, lane] = cost if better else old_cost
                at.packed[r, lane] = packed if better else old_packed
        for lane in range(lanes):
            bits |= at.packed[r, lane]
    return bits


@kernel
def _arrive(query: Query, at: Lanes, there: Lanes) -> None:
    """Come to every destination from the tails of its arcs."""
    lanes = at.cost.shape[1]
    there.cost[:] = UNREACHED
    there.packed[:] = 0
    entering = query.entering
    for j in range(len(entering.first) - 1):
        for i in range(entering.first[j], entering.first[j + 1]):
            v: int = entering.node[i]
            row: int = query.down.row[v]
            for lane in range(lanes):
                cost = at.cost[row, lane] + entering.cost[i]
                packed = at.packed[row, lane] + entering.packed[i]
                if less(cost, packed, there.cost[j, lane], there.packed[j, lane]):
                    there.cost[j, lane] = cost
                    there.packed[j, lane] = packed


@kernel
def _go_straight(query: Query, origin: int, there: Lanes, lane: int) -> None:
    """Where a destination lies ahead on an arc of the origin, the piece between them is a path too."""
    origins, destinations, same_arc = query.origins, query.destinations, query.same_arc
    for i in range(origins.first[origin], origins.first[origin + 1]):
        for q in range(same_arc.begin[i], same_arc.end[i]):
            point: int = same_arc.point[q]
            j: int = same_arc.place[q]
            cost = destinations.cost[point] - origins.cost[i]
            packed = destinations.packed[point] - origins.packed[i]
            ahead = cost >= 0 and packed >= 0 and (destinations.packed[point] & MS) >= (origins.packed[i] & MS)
            if ahead and less(cost, packed, there.cost[j, lane], there.packed[j, lane]):
                there.cost[j, lane] = cost
                there.packed[j, lane] = packed


@kernel
def _round_off(query: Query, origin: int, there: Lanes, lane: int, table: Table) -> None:
    spot = query.origins.spot[origin]
    for j in range(len(query.destinations.spot)):
        if query.destinations.spot[j] == spot:
            table.distances_m[origin, j] = 0
            table.durations_s[origin, j] = 0
        elif there.cost[j, lane] >= UNREACHED:
            table.distances_m[origin, j] = -1
            table.durations_s[origin, j] = -1
        else:
            packed = there.packed[j, lane]
            table.distances_m[origin, j] = ((packed >> MM) + 500) // 1000
            table.durations_s[origin, j] = ((packed & MS) + 999) // 1000
