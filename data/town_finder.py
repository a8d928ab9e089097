"""Which town an address belongs to, where the mapper did not write it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import STRtree
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from data.places import Town
from data.street_name import name_key
from kernel.position import Position

__all__ = ["Border", "TownFinder"]

REACH_DEGREES = {"city": 0.16, "town": 0.08, "village": 0.04, "hamlet": 0.02}
"""How far the name of a place reaches. Source: Nominatim, ranking.sql, `reverse_place_diameter`."""

QUARTERS = frozenset({"village", "hamlet", "suburb", "quarter", "neighbourhood", "isolated_dwelling"})

USUAL_LEVELS = ("place", "8", "9", "10", "7")
"""Where nothing in the extract tells: the level of municipalities in most of Europe first.
Source: wiki.openstreetmap.org/wiki/Tag:boundary=administrative, table of admin_level."""


@dataclass(frozen=True, slots=True)
class Border:
    """The polygon of a town; `level` is its admin_level, or "place"."""

    name: str
    level: str
    shape: BaseGeometry


class TownFinder:
    """Answers in which town a position lies.

    Which admin_level holds the names that people write differs by country: Dutch towns are level 10 within
    municipalities of level 8; Finnish quarters are level 10 within towns of level 8. So the addresses
    whose town was written decide: the level that agrees with most of them is asked first.

    Parameters
    ----------
    known: positions with the town that was written there.
    """

    def __init__(
        self, borders: Sequence[Border], towns: Sequence[Town], known: Iterable[tuple[Position, str]] = ()
    ) -> None:
        self._borders = borders
        self._tree = STRtree([border.shape for border in borders])
        self._towns = _Nearest([town for town in towns if town.kind in REACH_DEGREES])
        self._quarters = _Nearest([town for town in towns if town.kind in QUARTERS])
        agreeing = Counter(
            border.level for position, name in known for border in self._around(position) if _same(border.name, name)
        )
        self._levels = sorted(USUAL_LEVELS, key=lambda level: (-agreeing[level], USUAL_LEVELS.index(level)))

    def town_at(self, position: Position) -> str:
        """Return the name of the town, or an empty text where the extract does not tell."""
        around = {border.level: border.name for border in self._around(position)}
        level = next((level for level in self._levels if level in around), None)
        return around[level] if level else self._towns.at(position)

    def locality_at(self, position: Position) -> str:
        """Return the name of the village or quarter around, or an empty text."""
        return self._quarters.at(position)

    def _around(self, position: Position) -> list[Border]:
        if not self._borders:
            return []
        found = self._tree.query(Point(position.lon, position.lat), predicate="intersects")
        return [self._borders[at] for at in found]


class _Nearest:
    """The place node whose reach covers a position best: the least distance over reach."""

    def __init__(self, towns: list[Town]) -> None:
        self._names = [town.name for town in towns]
        self._at = np.array([(town.position.lon, town.position.lat) for town in towns]).reshape(-1, 2)
        self._reach = np.array([REACH_DEGREES.get(town.kind, REACH_DEGREES["hamlet"]) for town in towns])

    def at(self, position: Position) -> str:
        if not self._names:
            return ""
        off = self._at - (position.lon, position.lat)
        off[:, 0] *= np.cos(np.radians(position.lat))
        share = np.hypot(off[:, 0], off[:, 1]) / self._reach
        best = int(share.argmin())
        return self._names[best] if share[best] <= 1 else ""


def _same(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)
