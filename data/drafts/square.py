"""What a square, its area and its road network are made from."""

from dataclasses import dataclass
from datetime import datetime

from shapely import MultiPolygon, Polygon

from kernel.position import Position

__all__ = ["AreaDraft", "DepotDraft", "RoadNetworkDraft", "SquareDraft"]


@dataclass(frozen=True, slots=True)
class DepotDraft:
    """Where a square's rounds begin and end."""

    name: str
    position: Position


@dataclass(frozen=True, slots=True)
class SquareDraft:
    """A square to be; see `data.models.square.Square`."""

    slug: str
    name: str
    timezone: str = "Europe/Amsterdam"
    currency: str = "EUR"
    depot: DepotDraft | None = None


@dataclass(frozen=True, slots=True)
class AreaDraft:
    """A named border, in degrees lon, lat."""

    name: str
    border: Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class RoadNetworkDraft:
    """An extract that was read; see `data.models.road_network.RoadNetwork`."""

    extract_name: str
    stored_as: str
    sha256: str
    builder_version: str
    size_bytes: int
    node_count: int
    edge_count: int
    extract_at: datetime | None = None
