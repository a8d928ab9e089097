"""How roads rise and fall: stretches of even slope along the edges of a road network, and where they are known from."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kernel.text import Text

__all__ = ["FROM_TAGS", "UNTOLD_MM", "Relief", "Stretches"]

FROM_TAGS = "tags"
"""What `Relief.source` is where mappers told the heights; else it is empty (flat), or the name of a raster's file."""

UNTOLD_MM = -(2**31)
"""What `Relief.begin_mm` says of an edge whose heights are not told: lower than any road."""

_NEARLY_ALL = 0.995


@dataclass(frozen=True, slots=True)
class Stretches:
    """Pieces of edges, each of one slope, in the direction the edge was drawn.

    Attributes
    ----------
    edge: int32 (s,).
    mm: int64 (s,); lengths, those of an edge together its own.
    rise_mm: int64 (s,); negative where it falls.
    """

    edge: NDArray[np.int32]
    mm: NDArray[np.int64]
    rise_mm: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """The slopes of a road network.

    Attributes
    ----------
    source: where heights are from: empty where all is taken to be flat, `FROM_TAGS`, or a file's name.
    share: of the metres of road of which a height is known, from 0 to 1; the others are taken to be flat.
    first: int32 (e + 1,); the stretches of edge i are first[i] to first[i + 1]; none where it is flat. Empty where
        all is.
    mm, rise_mm: int64 (s,); as in `Stretches`.
    begin_mm: int64 (e,); height above the sea at which an edge begins, `UNTOLD_MM` where heights are not told from its
        one end to the other: an incline says how a road slopes, not how high it lies. Empty where all is flat.
    """

    source: str = ""
    share: float = 0.0
    first: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    mm: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    rise_mm: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    begin_mm: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def is_flat(self) -> bool:
        return not self.source

    @classmethod
    def of(cls, source: str, share: float, stretches: Stretches, begin_mm: NDArray[np.int64]) -> "Relief":
        """Put stretches, given in order of their edges, under those edges."""
        first = np.searchsorted(stretches.edge, np.arange(len(begin_mm) + 1)).astype(np.int32)
        return cls(source, share, first, stretches.mm, stretches.rise_mm, begin_mm)

    def stretches(self, edge_mm: NDArray[np.int64]) -> Stretches:
        """Give the stretches of all edges; a flat edge is one.

        Parameters
        ----------
        edge_mm: int64 (e,); lengths of the edges.
        """
        count = np.diff(self.first) if len(self.first) else np.zeros(len(edge_mm), np.int32)
        flat = np.flatnonzero(count == 0)
        edge = np.concatenate([np.repeat(np.arange(len(edge_mm)), count), flat]).astype(np.int32)
        mm = np.concatenate([self.mm, edge_mm[flat]])
        rise_mm = np.concatenate([self.rise_mm, np.zeros(len(flat), np.int64)])
        order = np.argsort(edge, kind="stable")
        return Stretches(edge[order], mm[order], rise_mm[order])

    def told(self) -> Text:
        """Say where heights are from: `flat assumed`, `from tags on 12 % of metres, …`, `from village.tif`."""
        if self.is_flat:
            return Text("vlak aangenomen", "flat assumed")
        percent = "<1" if self.share < 0.01 else f"{min(self.share, 0.99) * 100:.0f}"
        if self.share >= _NEARLY_ALL:
            return Text(f"uit {self.source}", f"from {self.source}")
        return Text(
            f"uit {self.source} op {percent} % van de meters, verder vlak aangenomen",
            f"from {self.source} on {percent} % of metres, elsewhere flat assumed",
        )
