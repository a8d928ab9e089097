"""A customizable contraction hierarchy over the turns of one road graph: matrices and paths, fast and exact.

Its nodes are the states of `turns.Turns`: an arc about to be ridden. What joins two of them is the first's arc,
ridden whole, and the turn into the second's.

Limits, each checked: a least path up to 2,147 km (2³¹ mm) and 12 days (2³⁰ ms), and all costs of a
graph together below 2⁴⁸.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from routingkit_cch import compute_order_inertial

from kernel.errors import BadInputError
from routing.network.hierarchy_kernels import MM, Arcs, Topology, Values, contract, customise
from routing.network.road_graph import RoadGraph

__all__ = ["Hierarchy", "arcs_by_rank", "build_hierarchy", "check_bits", "contracted", "pack", "valued_anew"]

_TOO_LARGE_BITS = (1 << 62) | (1 << 30)
"""Set in a packed value of 2³¹ mm or 2³⁰ ms; as long as no value has them, no sum of two can run over."""

_COST_LIMIT = 2**48


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """The turns of a road graph contracted in order of importance.

    Attributes
    ----------
    graph: what it was built from.
    topology, up, down: the contracted graph and the values of its arcs, nodes named by rank.
    rank: int32 (s,); each state's place in that order.
    first_turn: int64 (s + 1,); where the turns from each state begin.
    """

    graph: RoadGraph
    topology: Topology
    up: Values
    down: Values
    rank: NDArray[np.int32]
    first_turn: NDArray[np.int64]


def build_hierarchy(graph: RoadGraph) -> Hierarchy:
    """Order the states by nested dissection, contract them, and value what joins them by (cost, mm, ms).

    Raises
    ------
    BadInputError
        The graph has no arcs, a negative value, or a way too long to measure.

    Source: Dibbelt, Strasser, Wagner, "Customizable Contraction Hierarchies", ACM JEA 21 (2016).
    """
    _checked_values(graph)  # before the order, which takes longest
    return contracted(graph, _ranks(graph))


def contracted(graph: RoadGraph, rank: NDArray[np.int32]) -> Hierarchy:
    """Contract the states in an order that is known, and value what joins them; raises as `build_hierarchy`."""
    arcs = _by_rank(graph, rank)
    return _valued(graph, _topology(arcs, graph.turns.state_count), rank, arcs)


def valued_anew(hierarchy: Hierarchy, graph: RoadGraph) -> Hierarchy:
    """Give a hierarchy the values of a changed graph; order and topology stay, and are shared.

    Parameters
    ----------
    graph: with the states of the hierarchy's graph and no turn between two that were not joined when it was built:
        the same graph closed, slowed or opened again, see `routing.network.closures`.

    Raises
    ------
    BadInputError
        As `build_hierarchy`.
    ValueError
        It is another graph.
    """
    if not np.array_equal(graph.turns.arc, hierarchy.graph.turns.arc):
        raise ValueError("these values belong to another graph")
    arcs = _by_rank(graph, hierarchy.rank)
    _check_joined(arcs, hierarchy.topology)
    return _valued(graph, hierarchy.topology, hierarchy.rank, arcs)


def arcs_by_rank(hierarchy: Hierarchy) -> Arcs:
    """Give what was contracted, in the order of the graph's turns."""
    return _by_rank(hierarchy.graph, hierarchy.rank)


def _by_rank(graph: RoadGraph, rank: NDArray[np.int32]) -> Arcs:
    return Arcs(rank[graph.turns.start], rank[graph.turns.to], *_checked_values(graph))


def _checked_values(graph: RoadGraph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give cost and packed value of each turn with the arc before it."""
    turns = graph.turns
    ridden = turns.arc[turns.start]
    cost, ms = graph.cost[ridden] + turns.cost, graph.ms[ridden] + turns.ms
    _check_values(graph, cost, ms)
    return cost, pack(graph.mm[ridden], ms)


def _valued(graph: RoadGraph, topology: Topology, rank: NDArray[np.int32], arcs: Arcs) -> Hierarchy:
    up, down = customise(topology, arcs)
    check_bits(int(np.bitwise_or.reduce(up.packed, initial=0) | np.bitwise_or.reduce(down.packed, initial=0)))
    return Hierarchy(graph, topology, up, down, rank, graph.turns.first)


def _check_joined(arcs: Arcs, topology: Topology) -> None:
    """Look each turn up, since `customise` trusts that it is there."""
    n = len(topology.parent)
    joined = topology.low.astype(np.int64) * n + topology.head
    asked = np.minimum(arcs.tail, arcs.head).astype(np.int64) * n + np.maximum(arcs.tail, arcs.head)
    asked = asked[arcs.tail != arcs.head]
    at = np.searchsorted(joined, asked)
    if (np.append(joined, -1)[at] != asked).any():
        raise ValueError("these values belong to another graph, or the hierarchy was built while roads were closed")


def pack(mm: NDArray[np.int64], ms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put two numbers into one that compares and adds like the pair."""
    return (mm.astype(np.int64) << MM) | ms.astype(np.int64)


def check_bits(bits: int) -> None:
    """Refuse values too large to be added.

    Parameters
    ----------
    bits: all packed values in question, joined bit by bit.

    Raises
    ------
    BadInputError
        One of them is 2³¹ mm or 2³⁰ ms or more.
    """
    if bits & _TOO_LARGE_BITS:
        raise BadInputError(
            "a path in this road network is longer than 2,147 km or 12 days",
            way_out="Cut a smaller extract around the places.",
        )


def _check_values(graph: RoadGraph, cost: NDArray[np.int64], ms: NDArray[np.int64]) -> None:
    """Look at the arcs, and at the arcs with the turns behind them."""
    if graph.arc_count == 0:
        raise BadInputError(
            f"the road network has no road for {graph.profile}", way_out="Choose another extract or profile."
        )
    for name, values in (("cost", graph.cost), ("mm", graph.mm), ("ms", graph.ms)):
        if values.min() < 0:
            raise BadInputError(f"an arc of the {graph.profile} graph has a negative {name}")
    for name, values in (("cost", graph.turns.cost), ("ms", graph.turns.ms)):
        if values.min(initial=0) < 0:
            raise BadInputError(f"a turn of the {graph.profile} graph has a negative {name}")
    if graph.mm.max() >> 31 or max(graph.ms.max(), ms.max(initial=0)) >> 30:
        check_bits(_TOO_LARGE_BITS)
    if max(graph.cost.sum(dtype=np.float64), cost.sum(dtype=np.float64)) >= _COST_LIMIT:
        raise BadInputError("the costs of this road network are too large", way_out="Cut a smaller extract.")


def _ranks(graph: RoadGraph) -> NDArray[np.int32]:
    """Return each state's place in the order of contraction.

    What separates the nodes of the road graph separates its turns too, once it stands for the arcs that leave it.
    So the nodes are ordered, of which there are fewer, and each arc follows its tail.
    """
    low, high = _neighbours(graph.tail, graph.head, graph.node_count)
    order = compute_order_inertial(
        graph.node_count,
        low.tolist(),
        high.tolist(),
        graph.network.node_lat[graph.node].tolist(),
        graph.network.node_lon[graph.node].tolist(),
    )
    node_rank = np.empty(graph.node_count, np.int32)
    node_rank[order] = np.arange(graph.node_count, dtype=np.int32)
    arc = graph.turns.arc
    rank = np.empty(len(arc), np.int32)
    rank[np.lexsort((node_rank[graph.head[arc]], node_rank[graph.tail[arc]]))] = np.arange(len(arc), dtype=np.int32)
    return rank


def _topology(arcs: Arcs, node_count: int) -> Topology:
    low, high = _neighbours(arcs.tail, arcs.head, node_count)
    parent, first, head = contract(_first_of(low, node_count), high)
    low = np.repeat(np.arange(node_count, dtype=np.int32), np.diff(first))
    return Topology(parent, first, low, _rising_within(low, head, node_count))


def _rising_within(low: NDArray[np.int32], head: NDArray[np.int32], node_count: int) -> NDArray[np.int32]:
    """Sort the heads of each node's arcs; sorting whole pairs as one number is many times faster than by two keys."""
    pairs = low.astype(np.int64) * node_count + head
    pairs.sort()
    return (pairs % node_count).astype(np.int32)


def _neighbours(
    tail: NDArray[np.int32], head: NDArray[np.int32], node_count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return each pair of joined nodes once, (lower, higher), sorted; no node with itself."""
    low = np.minimum(tail, head).astype(np.int64)
    high = np.maximum(tail, head)
    pairs = (low * node_count + high)[low != high]
    pairs.sort()  # many times faster than what np.unique does to find each once
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return (pairs // node_count).astype(np.int32), (pairs % node_count).astype(np.int32)


def _first_of(sorted_owner: NDArray[np.int32], owner_count: int) -> NDArray[np.int32]:
    return np.searchsorted(sorted_owner, np.arange(owner_count + 1)).astype(np.int32)
