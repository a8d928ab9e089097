"""The part of a directed graph in which every node reaches every other; scipy's untyped search stays in here."""
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false
# scipy has no types

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

__all__ = ["largest_strong_part"]


def largest_strong_part(
    node_count: int,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    owner: NDArray[np.int32],
    mm: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Mark the owners with nodes in the strongly connected part whose owners have most metres.

    Metres, not nodes: a park full of short paths shall not win from the streets around it. A node that no cycle
    passes is no part.

    Parameters
    ----------
    owner: int32 (node_count,); several nodes may be the same arc of a road graph.
    mm: int64 (m,); metres of each owner, counted once.

    Returns
    -------
    bool (m,); none, where no part has any metres.
    """
    part = _strong_parts(node_count, tail, head)
    inside = part[tail] == part[head]
    in_a_cycle = np.zeros(node_count, np.bool_)
    in_a_cycle[tail[inside]] = True
    nodes = np.flatnonzero(in_a_cycle)
    once = nodes[np.unique(part[nodes].astype(np.int64) * len(mm) + owner[nodes], return_index=True)[1]]
    metres = np.bincount(part[once], weights=mm[owner[once]], minlength=1)
    kept = np.zeros(len(mm), np.bool_)
    if metres.max() > 0:
        kept[owner[nodes[part[nodes] == metres.argmax()]]] = True
    return kept


def _strong_parts(node_count: int, tail: NDArray[np.int32], head: NDArray[np.int32]) -> NDArray[np.int32]:
    graph = csr_array((np.ones(len(tail)), (tail, head)), shape=(node_count, node_count))
    return np.asarray(connected_components(graph, directed=True, connection="strong")[1], np.int32)
