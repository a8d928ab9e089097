"""From a place upwards: the least values at all nodes above it, one direction of a query."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import kernel
from routing.network.hierarchy_kernels import UNREACHED, Arcs, Topology, Values, less

__all__ = ["Climb", "Places", "Seeds", "climb", "seed_destination", "seed_origin", "start_climbing"]


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
    """Where a climb begins: a node and its value for each arc through the place."""

    node: NDArray[np.int32]
    cost: NDArray[np.int64]
    packed: NDArray[np.int64]


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
def seed_origin(arcs: Arcs, places: Places, place: int) -> Seeds:
    """Leave a place: what is left of each arc, to its head."""
    begin, end = places.first[place], places.first[place + 1]
    arc = places.arc[begin:end]
    return Seeds(arcs.head[arc], arcs.cost[arc] - places.cost[begin:end], arcs.packed[arc] - places.packed[begin:end])


@kernel
def seed_destination(arcs: Arcs, places: Places, place: int) -> Seeds:
    """Come to a place, seen backwards: what is done of each arc, from its tail."""
    begin, end = places.first[place], places.first[place + 1]
    return Seeds(arcs.tail[places.arc[begin:end]], places.cost[begin:end], places.packed[begin:end])


@kernel
def climb(topology: Topology, values: Values, seeds: Seeds, found: Climb) -> tuple[int, int]:
    """Find the least value at every node above the seeds.

    Returns
    -------
    How many nodes these are, and their packed values joined bit by bit, for `hierarchy.check_bits`.
    """
    count = _meet_nodes(topology, seeds, found)
    for s in range(len(seeds.node)):
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
def _meet_nodes(topology: Topology, seeds: Seeds, found: Climb) -> int:
    """Walk from all seeds to the root at once, lowest node first, and forget old values on the way."""
    n = len(topology.parent)
    walker = seeds.node.copy()
    count = 0
    v: int = walker.min()
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
