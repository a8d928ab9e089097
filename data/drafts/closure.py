"""What a closure is made from."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import shapely

from data.geometry import as_multipolygon
from data.names import name_key
from routing.network.closures import Closure as ClosedRoads

__all__ = ["WEEKDAYS", "ClosureDraft", "Weekly"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As they are stored, in the order of `date.weekday`."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """When a weekly closure is in force.

    Attributes
    ----------
    weekdays: numbers of `date.weekday`, on which it begins.
    start_s, end_s: seconds since local midnight; past 86,400 is the next day.
    """

    weekdays: frozenset[int]
    start_s: int
    end_s: int

    @property
    def stored(self) -> str:
        return " ".join(WEEKDAYS[day] for day in sorted(self.weekdays))


@dataclass(frozen=True, slots=True)
class ClosureDraft:
    """A closure to be; see `data.models.closure.Closure`.

    Attributes
    ----------
    roads: which, how much slower, and for whom.
    streets: the roads that are meant by that, as they lie on the map; of one map or another it is the same closure.
    """

    name: str
    roads: ClosedRoads
    begins_at: datetime | None
    ends_at: datetime | None
    streets: shapely.MultiLineString
    weekly: Weekly | None = None

    @property
    def sha256(self) -> str:
        """Digest of what was handed in: however the name is spelled, whatever the order of points, ways and names."""
        roads, weekly = self.roads, self.weekly
        given = {
            "name": name_key(self.name),
            "shape": None if roads.shape is None else shapely.to_wkb(shapely.normalize(roads.shape), hex=True),
            "ways": sorted(roads.ways),
            "slowed": roads.slowed,
            "profiles": None if roads.profiles is None else sorted(roads.profiles),
            "begins_at": _written(self.begins_at),
            "ends_at": _written(self.ends_at),
            "weekly": None if weekly is None else [weekly.stored, weekly.start_s, weekly.end_s],
        }
        return sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()

    @property
    def row(self) -> dict[str, Any]:
        """Give the columns that say what was handed in."""
        roads, weekly = self.roads, self.weekly
        return {
            "name": self.name,
            "name_key": name_key(self.name),
            "shape": None if roads.shape is None else as_multipolygon(roads.shape),
            "ways": sorted(roads.ways) or None,
            "streets": self.streets,
            "slowed": roads.slowed,
            "profiles": None if roads.profiles is None else sorted(roads.profiles),
            "begins_at": self.begins_at,
            "ends_at": self.ends_at,
            "weekdays": None if weekly is None else weekly.stored,
            "start_s": None if weekly is None else weekly.start_s,
            "end_s": None if weekly is None else weekly.end_s,
            "sha256": self.sha256,
            "ended_at": None,
        }


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
