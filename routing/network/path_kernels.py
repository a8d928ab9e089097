"""One path: two climbs that meet, and the turns of the graph behind the hierarchy's arcs."""

import numpy as np
from numpy.typing import NDArray

from routing.compiled import kernel
from routing.network.climb_kernels import Climb, Seeds, climb, start_climbing
from routing.network.hierarchy_kernels import UNREACHED, Topology, Values, find, less

__all__ = ["least_path"]

_UP, _DOWN = 0, 1
"""Which way an arc of the topology is ridden; the last bit of an entry on the stack below."""


@kernel
def least_path(
    topology: Topology, up: Values, down: Values, leaving: Seeds, entering: Seeds
) -> tuple[int, int, int, int, int, NDArray[np.int32]]:
    """Find the least path from the first place of the one seeds to the first place of the others.

    Returns
    -------
    cost, packed: of the whole path; UNREACHED where there is none.
    bits: all packed values met, joined bit by bit, for `hierarchy.check_bits`.
    left_by, entered_by: which seed of each place it uses.
    between: int32; the turns of the graph from the node of the one to the node of the other.
    """
    from_origin = start_climbing(len(topology.parent))
    to_destination = start_climbing(len(topology.parent))
    count, bits = climb(topology, up, leaving, 0, from_origin)
    other_count, other_bits = climb(topology, down, entering, 0, to_destination)
    cost, packed, top = _meet(from_origin, count, to_destination, other_count)
    bits |= other_bits | packed
    if cost >= UNREACHED:
        return cost, packed, bits, 0, 0, np.empty(0, np.int32)
    stack = np.empty(count + other_count, np.int64)
    size = 0
    v = top
    while to_destination.came_by[v] >= 0:
        stack[size] = 2 * to_destination.came_by[v] + _DOWN
        size += 1
        v = topology.low[to_destination.came_by[v]]
    entered_by = ~to_destination.came_by[v]
    stack[:size] = stack[:size][::-1].copy()
    v = top
    while from_origin.came_by[v] >= 0:
        stack[size] = 2 * from_origin.came_by[v] + _UP
        size += 1
        v = topology.low[from_origin.came_by[v]]
    left_by = ~from_origin.came_by[v]
    return cost, packed, bits, left_by, entered_by, _unpack(topology, up, down, stack, size)


@kernel
def _meet(from_origin: Climb, count: int, to_destination: Climb, other_count: int) -> tuple[int, int, int]:
    """Return the least value over the nodes that both climbs met, and that node."""
    cost = UNREACHED
    packed = 0
    top = -1
    i = 0
    j = 0
    while i < count and j < other_count:
        v: int = from_origin.node[i]
        u: int = to_destination.node[j]
        if v == u:
            both_cost = from_origin.cost[v] + to_destination.cost[v]
            both_packed = from_origin.packed[v] + to_destination.packed[v]
            if less(both_cost, both_packed, cost, packed):
                cost = both_cost
                packed = both_packed
                top = v
        i += v <= u
        j += u <= v
    return cost, packed, top


@kernel
def _unpack(topology: Topology, up: Values, down: Values, stack: NDArray[np.int64], size: int) -> NDArray[np.int32]:
    """Replace the arcs on the stack, whose top is ridden first, by turns of the graph.

    An arc via a lower node stands for the way down to that node and up again.
    """
    path = np.empty(4 * size + 16, np.int32)
    length = 0
    while size > 0:
        size -= 1
        arc: int = stack[size] >> 1
        downwards = stack[size] & 1
        via: int = down.via[arc] if downwards else up.via[arc]
        if via < 0:
            if length == len(path):
                path = np.concatenate((path, path))
            path[length] = ~via
            length += 1
        else:
            tail: int = topology.head[arc] if downwards else topology.low[arc]
            head: int = topology.low[arc] if downwards else topology.head[arc]
            if size + 2 > len(stack):
                stack = np.concatenate((stack, np.empty(len(stack) + 2, np.int64)))
            stack[size] = 2 * find(topology, via, head) + _UP
            stack[size + 1] = 2 * find(topology, via, tail) + _DOWN
            size += 2
    return path[:length].copy()
