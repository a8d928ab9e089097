"""A customizable contraction hierarchy over one road graph: what makes matrices and paths fast, and exact.

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

__all__ = ["Hierarchy", "build_hierarchy", "check_bits", "pack"]

_TOO_LARGE_BITS = (1 << 62) | (1 << 30)
"""Set in a packed value of 2³¹ mm or 2³⁰ ms; as long as no value has them, no sum of two can run over."""

_COST_LIMIT = 2**48


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """A road graph contracted in order of importance.

    Attributes
    ----------
    graph: what it was built from.
    topology, up, down: the contracted graph and the values of its arcs, nodes named by rank.
    arcs: the graph's arcs, their ends as ranks.
    """

    graph: RoadGraph
    topology: Topology
    up: Values
    down: Values
    arcs: Arcs


def build_hierarchy(graph: RoadGraph) -> Hierarchy:
    """Order the nodes by nested dissection, contract them, and value the arcs by (cost, mm, ms).

    Raises
    ------
    BadInputError
        The graph has no nodes, a negative value, or a way too long to measure.

    Source: Dibbelt, Strasser, Wagner, "Customizable Contraction Hierarchies", ACM JEA 21 (2016).
    """
    _check_values(graph)
    rank = _ranks(graph)
    arcs = Arcs(rank[graph.tail], rank[graph.head], graph.cost.astype(np.int64), pack(graph.mm, graph.ms))
    topology = _topology(arcs, graph.node_count)
    up, down = customise(topology, arcs)
    check_bits(int(np.bitwise_or.reduce(up.packed, initial=0) | np.bitwise_or.reduce(down.packed, initial=0)))
    return Hierarchy(graph, topology, up, down, arcs)


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


def _check_values(graph: RoadGraph) -> None:
    if graph.node_count == 0:
        raise BadInputError(
            f"the road network has no road for {graph.profile}", way_out="Choose another extract or profile."
        )
    for name, values in (("cost", graph.cost), ("mm", graph.mm), ("ms", graph.ms)):
        if values.min(initial=0) < 0:
            raise BadInputError(f"an arc of the {graph.profile} graph has a negative {name}")
    if graph.mm.max(initial=0) >> 31 or graph.ms.max(initial=0) >> 30:
        check_bits(_TOO_LARGE_BITS)
    if graph.cost.sum(dtype=np.float64) >= _COST_LIMIT:
        raise BadInputError("the costs of this road network are too large", way_out="Cut a smaller extract.")


def _ranks(graph: RoadGraph) -> NDArray[np.int32]:
    """Return each node's place in the order of contraction."""
    low, high = _neighbours(graph.tail, graph.head, graph.node_count)
    order = compute_order_inertial(
        graph.node_count,
        low.tolist(),
        high.tolist(),
        graph.network.node_lat[graph.node].tolist(),
        graph.network.node_lon[graph.node].tolist(),
    )
    rank = np.empty(graph.node_count, np.int32)
    rank[order] = np.arange(graph.node_count, dtype=np.int32)
    return rank


def _topology(arcs: Arcs, node_count: int) -> Topology:
    low, high = _neighbours(arcs.tail, arcs.head, node_count)
    parent, first, head = contract(_first_of(low, node_count), high)
    low = np.repeat(np.arange(node_count, dtype=np.int32), np.diff(first))
    return Topology(parent, first, low, head[np.lexsort((head, low))])


def _neighbours(
    tail: NDArray[np.int32], head: NDArray[np.int32], node_count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return each pair of joined nodes once, (lower, higher), sorted; no node with itself."""
    low = np.minimum(tail, head).astype(np.int64)
    high = np.maximum(tail, head)
    pairs = np.unique((low * node_count + high)[low != high])
    return (pairs // node_count).astype(np.int32), (pairs % node_count).astype(np.int32)


def _first_of(sorted_owner: NDArray[np.int32], owner_count: int) -> NDArray[np.int32]:
    return np.searchsorted(sorted_owner, np.arange(owner_count + 1)).astype(np.int32)
