"""The arcs that a profile may ride, before it is known which of them can be both entered and left."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["OpenArcs"]


@dataclass(frozen=True, slots=True)
class OpenArcs:
    """Arcs between nodes of the road network; columns as in `RoadGraph`."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    cost: NDArray[np.int64]
    mm: NDArray[np.int64]
    ms: NDArray[np.int64]
    edge: NDArray[np.int32]
    forward: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.edge)

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "OpenArcs":
        return OpenArcs(
            self.tail[chosen],
            self.head[chosen],
            self.cost[chosen],
            self.mm[chosen],
            self.ms[chosen],
            self.edge[chosen],
            self.forward[chosen],
        )

    def in_order(self) -> "OpenArcs":
        return self.where(self.order())

    def order(self) -> NDArray[np.int64]:
        """Sort by tail, then head, then edge."""
        return np.lexsort((~self.forward, self.edge, self.head, self.tail))

    def first_leaving(self, node_count: int) -> NDArray[np.int32]:
        """Where the arcs leaving each node begin; int32 (n + 1,). The arcs must be in order."""
        return np.searchsorted(self.tail, np.arange(node_count + 1)).astype(np.int32)
