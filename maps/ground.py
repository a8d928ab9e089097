"""The ground under the rounds as the pages ask for it, and the one that is kept as text between drawings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from shapely.geometry import Polygon

from maps.base_map import Way
from maps.packing import unpack_line, unpack_rings

__all__ = ["Ground", "PackedGround"]


class Ground(Protocol):
    """A base map, just read or kept."""

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        ...

    def areas_of(self, kind: str) -> Sequence[Polygon]: ...
    def ways_of(self, kind: str) -> Sequence[Way]: ...
    def packed(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class PackedGround:
    """A base map as `BaseMap.packed` wrote it: a page carries it as it is, a sheet unpacks the kinds it draws."""

    document: Mapping[str, Any]

    @property
    def frame(self) -> tuple[float, float, float, float]:
        west, south, east, north = self.document["frame"]
        return west, south, east, north

    def areas_of(self, kind: str) -> Sequence[Polygon]:
        """Unpack the areas of a kind, the largest first; a ring that packing made a point or a line is no area."""
        areas = (unpack_rings(text, self._origin) for text in self.document["areas"].get(kind, ()))
        return [
            Polygon(outer, [hole for hole in holes if _is_area(hole)]) for outer, *holes in areas if _is_area(outer)
        ]

    def ways_of(self, kind: str) -> Sequence[Way]:
        """Unpack the ways of a kind."""
        names = self.document["names"]
        return [
            Way(names[name], bool(tunnel), unpack_line(text, self._origin))
            for name, tunnel, text in self.document["ways"].get(kind, ())
        ]

    def packed(self) -> Mapping[str, object]:
        return self.document

    @property
    def _origin(self) -> tuple[int, int]:
        x, y = self.document["origin"]
        return x, y


def _is_area(ring: Sequence[tuple[float, float]]) -> bool:
    return len(set(ring)) > 2
