"""Contracting a graph in a given order, and the value of every arc of the contracted graph.

Nodes are named by rank here: 0 is contracted first. A value is (cost, packed), both int64, with
packed = mm · 2³¹ + ms, so that comparing the two numbers in order compares (cost, mm, ms), and adding
them adds all three, as long as ms stays below 2³¹ and mm below 2³².
Source: Dibbelt, Strasser, Wagner, "Customizable Contraction Hierarchies", ACM JEA 21 (2016).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routing.compiled import kernel

__all__ = ["MM", "MS", "UNREACHED", "Arcs", "Topology", "Values", "contract", "customise", "find", "less"]

UNREACHED = 2**61
"""Cost of what has no path; twice this still fits in int64. Its packed part is 0, so ties never improve it."""

MM = 31
"""How far to the left a packed value holds its millimetres."""

MS = 2**MM - 1
"""The bits of a packed value that are its milliseconds."""


class Topology(NamedTuple):
    """The contracted graph without values.

    Attributes
    ----------
    parent: int32 (n,); the lowest neighbour above each node, n where there is none.
    first: int32 (n + 1,); arcs from node v upwards are first[v] to first[v + 1].
    low, head: int32 (k,); lower and upper end of each arc; heads ascend within a node.
    """

    parent: NDArray[np.int32]
    first: NDArray[np.int32]
    low: NDArray[np.int32]
    head: NDArray[np.int32]


class Values(NamedTuple):
    """What the arcs of a topology take in one direction.

    Attributes
    ----------
    cost, packed: int64 (k,).
    via: int32 (k,); the node between the two shorter arcs it stands for, or ~t for turn t of the graph.
    """

    cost: NDArray[np.int64]
    packed: NDArray[np.int64]
    via: NDArray[np.int32]


class Arcs(NamedTuple):
    """What is contracted: each turn with the arc before it, their states as ranks."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    cost: NDArray[np.int64]
    packed: NDArray[np.int64]


@kernel
def contract(
    first: NDArray[np.int32], higher: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Join the upper neighbours of every node by arcs, from the lowest node on.

    What lies above a node lies above its parent too; so each node gathers from its children only.

    Parameters
    ----------
    first, higher: the higher neighbours of node v are higher[first[v]] to higher[first[v + 1]].

    Returns
    -------
    parent, first, head, as in `Topology`, but heads in no order.
    """
    n = len(first) - 1
    parent = np.full(n, n, np.int32)
    first_child = np.full(n, -1, np.int32)
    next_sibling = np.full(n, -1, np.int32)
    gathered_by = np.full(n, -1, np.int32)
    above_first = np.zeros(n + 1, np.int32)
    above = np.empty(2 * len(higher) + n, np.int32)
    count = 0
    for v in range(n):
        if count + n > len(above):
            longer = np.empty(2 * len(above) + n, np.int32)
            longer[:count] = above[:count]
            above = longer
        gathered_by[v] = v
        for i in range(first[v], first[v + 1]):
            u: int = higher[i]
            if gathered_by[u] != v:
                gathered_by[u] = v
                above[count] = u
                count += 1
        child = first_child[v]
        while child >= 0:
            for i in range(above_first[child], above_first[child + 1]):
                u = above[i]
                if gathered_by[u] != v:
                    gathered_by[u] = v
                    above[count] = u
                    count += 1
            child = next_sibling[child]
        above_first[v + 1] = count
        if count > above_first[v]:
            lowest = above[above_first[v] : count].min()
            parent[v] = lowest
            next_sibling[v] = first_child[lowest]
            first_child[lowest] = v
    return parent, above_first, above[:count].copy()


@kernel
def less(cost: int, packed: int, than_cost: int, than_packed: int) -> bool:
    """Compare two values: cost first, then millimetres, then milliseconds."""
    return cost < than_cost or (cost == than_cost and packed < than_packed)


@kernel
def find(topology: Topology, low: int, high: int) -> int:
    """Return the arc between two nodes; it must exist."""
    begin = topology.first[low]
    end = topology.first[low + 1] - 1
    while begin < end:
        middle = (begin + end) >> 1
        if topology.head[middle] < high:
            begin = middle + 1
        else:
            end = middle
    return begin


@kernel
def customise(topology: Topology, arcs: Arcs) -> tuple[Values, Values]:
    """Give each arc of the topology the least value of a path through lower nodes only.

    Returns
    -------
    Values upwards (from low to head) and downwards.
    """
    k = len(topology.head)
    up = Values(np.full(k, UNREACHED, np.int64), np.zeros(k, np.int64), np.zeros(k, np.int32))
    down = Values(np.full(k, UNREACHED, np.int64), np.zeros(k, np.int64), np.zeros(k, np.int32))
    for arc in range(len(arcs.tail)):
        tail = arcs.tail[arc]
        head = arcs.head[arc]
        if tail < head:
            _lower(up, find(topology, tail, head), arcs.cost[arc], arcs.packed[arc], ~arc)
        elif head < tail:
            _lower(down, find(topology, head, tail), arcs.cost[arc], arcs.packed[arc], ~arc)
    for v in range(len(topology.parent)):
        end = topology.first[v + 1]
        for a in range(topology.first[v], end):
            middle: int = topology.head[a]
            across: int = topology.first[middle]
            for b in range(a + 1, end):
                while topology.head[across] != topology.head[b]:
                    across += 1
                _lower(up, across, down.cost[a] + up.cost[b], down.packed[a] + up.packed[b], v)
                _lower(down, across, down.cost[b] + up.cost[a], down.packed[b] + up.packed[a], v)
    return up, down


@kernel
def _lower(values: Values, arc: int, cost: int, packed: int, via: int) -> None:
    if less(cost, packed, values.cost[arc], values.packed[arc]):
        values.cost[arc] = cost
        values.packed[arc] = packed
        values.via[arc] = via
