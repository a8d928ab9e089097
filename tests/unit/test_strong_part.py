"""The part of a graph in which all is reached from all: equal to networkx, whose search shares no code."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing.network.strong_part import largest_strong_part

NODES = 10
ARCS = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=25)
METRES = [2**number for number in range(NODES)]
"""No two sets of nodes have as many."""


@given(ARCS, st.permutations(METRES))
def test_the_part_with_most_metres_is_kept_in_whatever_order_arcs_stand(
    arcs: list[tuple[int, int]], metres: list[int]
) -> None:
    tail, head = (np.array([arc[end] for arc in arcs], np.int32) for end in (0, 1))
    kept = largest_strong_part(NODES, tail, head, np.arange(NODES, dtype=np.int32), np.array(metres))
    graph = nx.DiGraph(arcs)
    parts = [part for part in nx.strongly_connected_components(graph) if graph.subgraph(part).edges]
    longest = max(parts, key=lambda part: sum(metres[node] for node in part), default=set[int]())
    assert set(np.flatnonzero(kept).tolist()) == longest
