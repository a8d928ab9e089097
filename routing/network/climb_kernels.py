"""From a place upwards: the least values at all nodes above it, one direction of a query."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import kernel
from routing.network.hierarchy_kernels import UNREACHED, Topology, Values, less

__all__ = ["Climb", "Places", "Seeds", "climb", "start_climbing"]


class Places(NamedTuple):
    """Places on arcs.

    Attributes
    ----------
    first: int32 (p + 1,); place i has the points first[i] to first[i + 1], one an arc.
    arc: int32; arc of the graph.
    cost, packed: int64; value from the arc's tail to the point.
    spot: int32 (p,); equal for places at the same point of the road.
    """

    first: NDArray[np.int32]
    arc: NDArray[np.int32]
    cost: NDArray[np.int64]
    packed: NDArray[np.int64]
    spot: NDArray[np.int32]


class Seeds(NamedTuple):
    """Where climbs from places begin.

    Attributes
    ----------
    first: int32 (p + 1,); the climb from place i begins at the seeds first[i] to first[i + 1].
    node: int32; rank of a state.
    cost, packed: int64; value there.
    point: int32; the point of the place that it belongs to.
    """

    first: NDArray[np.int32]
    node: NDArray[np.int32]
    cost: NDArray[np.int64]
    packed: NDArray[np.int64]
    point: NDArray[np.int32]


class Climb(NamedTuple):
    """What a climb found; room for every node of the graph, of which only those above the seeds are touched.

    Attributes
    ----------
    node: int32 (n,); the nodes met, lowest first.
    cost, packed: int64 (n,); value at each node.
    came_by: int32 (n,); the topology's arc that gave it, or ~s for seed s.
    """

    node: NDArray[np.int32]
    cost: NDArray[np.int64]
    packed: NDArray[np.int64]
    came_by: NDArray[np.int32]


@kernel
def start_climbing(n: int) -> Climb:
    """Make room for climbs in a graph of n nodes; the system hands out memory only where it is touched."""
    return Climb(np.empty(n, np.int32), np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int32))


@kernel
def climb(topology: Topology, values: Values, seeds: Seeds, place: int, found: Climb) -> tuple[int, int]:
    """Find the least value at every node above a place's seeds.

    Returns
    -------
    How many nodes these are, and their packed values joined bit by bit, for `hierarchy.check_bits`.
    """
    begin: int = seeds.first[place]
    end: int = seeds.first[place + 1]
    count = _meet_nodes(topology, seeds.node[begin:end], found)
    for s in range(begin, end):
        v: int = seeds.node[s]
        if less(seeds.cost[s], seeds.packed[s], found.cost[v], found.packed[v]):
            found.cost[v] = seeds.cost[s]
            found.packed[v] = seeds.packed[s]
            found.came_by[v] = ~s
    bits = 0
    for i in range(count):
        v = found.node[i]
        bits |= found.packed[v]
        for a in range(topology.first[v], topology.first[v + 1]):
            u: int = topology.head[a]
            cost = found.cost[v] + values.cost[a]
            packed = found.packed[v] + values.packed[a]
            if less(cost, packed, found.cost[u], found.packed[u]):
                found.cost[u] = cost
                found.packed[u] = packed
                found.came_by[u] = a
    return count, bits


@kernel
def _meet_nodes(topology: Topology, seeds: NDArray[np.int32], found: Climb) -> int:
    """Walk from all seeds to the root at once, lowest node first, and forget old values on the way."""
    n = len(topology.parent)
    walker = seeds.copy()
    count = 0
    v: int = walker.min() if len(walker) else n
    while v < n:
        found.node[count] = v
        found.cost[v] = UNREACHED
        found.packed[v] = 0
        found.came_by[v] = 0
        count += 1
        lowest = n
        for s in range(len(walker)):
            if walker[s] == v:
                walker[s] = topology.parent[v]
            lowest = min(lowest, walker[s])
        v = lowest
    return count
