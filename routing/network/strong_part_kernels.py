"""The strongly connected parts of a directed graph, in one pass over its arcs."""

import numpy as np
from numpy.typing import NDArray

from routing.compiled import kernel

__all__ = ["strong_parts"]

Rows = NDArray[np.int32]


@kernel
def strong_parts(first: Rows, head: Rows) -> Rows:
    """Give each node the number of the part in which every node reaches every other.

    Parameters
    ----------
    first: int32 (n + 1,); the arcs that leave node i are first[i] to first[i + 1].
    head: int32 (m,); the nodes they lead to.

    Source: Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972); without recursion.
    """
    n = len(first) - 1
    part = np.full(n, -1, np.int32)
    found_at = np.zeros(n, np.int32)  # 0: not found yet
    lowest = np.zeros(n, np.int32)  # found_at of the first node that is known to be reached and not in a part
    to_ride = first[:-1].copy()  # next arc of each node
    way = np.empty(n, np.int32)  # from where the search began to where it is
    loose = np.empty(n, np.int32)  # found, and in no part yet
    found, ended, loose_count = 0, 0, 0
    for begin in range(n):
        if found_at[begin]:
            continue
        found += 1
        found_at[begin] = lowest[begin] = found
        way[0], depth = begin, 1
        loose[loose_count] = begin
        loose_count += 1
        while depth:
            node = way[depth - 1]
            if to_ride[node] < first[node + 1]:
                other = head[to_ride[node]]
                to_ride[node] += 1
                if not found_at[other]:
                    found += 1
                    found_at[other] = lowest[other] = found
                    way[depth] = other
                    depth += 1
                    loose[loose_count] = other
                    loose_count += 1
                elif part[other] < 0:
                    lowest[node] = min(lowest[node], found_at[other])
                continue
            depth -= 1
            if depth:
                before = way[depth - 1]
                lowest[before] = min(lowest[before], lowest[node])
            if lowest[node] == found_at[node]:
                while part[node] < 0:
                    loose_count -= 1
                    part[loose[loose_count]] = ended
                ended += 1
    return part
