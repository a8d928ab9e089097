"""Which arc may be ridden after which, and what turning takes: a graph whose nodes are a road graph's arcs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Turns", "pairs_of_arcs"]


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """Turns between states; a state is an arc about to be ridden from its tail.

    The first states are the arcs themselves, in their order: nothing is known of how one came. The others are arcs
    again, for who came over the first arcs of a ride that a restriction speaks of.

    Attributes
    ----------
    arc: int32 (s,); arc of each state.
    start, to: int32 (t,); the state whose arc is ridden, and the state after the turn; sorted by `start`.
    cost, ms: int64 (t,); what the turn takes beside the arc; turns have no length.
    pushed: bool (t,); a restricted turn, made on foot.
    """

    arc: NDArray[np.int32]
    start: NDArray[np.int32]
    to: NDArray[np.int32]
    cost: NDArray[np.int64]
    ms: NDArray[np.int64]
    pushed: NDArray[np.bool_]

    @property
    def state_count(self) -> int:
        return len(self.arc)

    @property
    def first(self) -> NDArray[np.int64]:
        """Where the turns from each state begin; int64 (s + 1,)."""
        return np.searchsorted(self.start, np.arange(self.state_count + 1))

    @classmethod
    def free(cls, first_arc: NDArray[np.int32], head: NDArray[np.int32]) -> "Turns":
        """Let every arc be followed by every other that leaves its head, for nothing."""
        start, to = pairs_of_arcs(first_arc, head)
        cost, ms = np.zeros((2, len(start)), np.int64)
        return cls(np.arange(len(head), dtype=np.int32), start, to, cost, ms, cost > 0)


def pairs_of_arcs(first_arc: NDArray[np.int32], head: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pair each arc with each that leaves its head.

    Parameters
    ----------
    first_arc: int32 (n + 1,); arcs leaving node v are first_arc[v] to first_arc[v + 1].
    """
    count = first_arc[head + 1] - first_arc[head]
    start = np.repeat(np.arange(len(head), dtype=np.int32), count)
    within = np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)
    return start, (first_arc[head[start]] + within).astype(np.int32)
