"""The part of a directed graph in which every node reaches every other; scipy's untyped search stays in here."""
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false
# scipy has no types

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

__all__ = ["largest_strong_part"]


def largest_strong_part(
    node_count: int, tail: NDArray[np.int32], head: NDArray[np.int32], mm: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Mark the nodes of the strongly connected part with the most metres of arcs; none, where no part has any.

    Metres, not nodes: a park full of short paths shall not win from the streets around it.
    """
    part = _strong_parts(node_count, tail, head)
    inside = part[tail] == part[head]
    metres = np.bincount(part[tail[inside]], weights=mm[inside], minlength=1)
    return (part == metres.argmax()) if metres.max() > 0 else np.zeros(node_count, np.bool_)


def _strong_parts(node_count: int, tail: NDArray[np.int32], head: NDArray[np.int32]) -> NDArray[np.int32]:
    graph = csr_array((np.ones(len(tail)), (tail, head)), shape=(node_count, node_count))
    return np.asarray(connected_components(graph, directed=True, connection="strong")[1], np.int32)
