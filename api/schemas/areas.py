"""Areas: what squares serve; shared by all, read here, imported by the platform."""

from typing import Any

import shapely
from pydantic import Field

from api.schemas.thing import Moment, Thing
from data.models.area import Area

__all__ = ["AreaShown", "AreaWithBorder"]


class AreaShown(Thing):
    """An area, without its border."""

    id: str
    name: str
    extract: str = Field(description="Name of the file of OpenStreetMap that its roads are from.")
    extract_sha256: str
    imported_at: Moment

    @classmethod
    def of(cls, area: Area) -> "AreaShown":
        return cls(**_plain(area))


class AreaWithBorder(AreaShown):
    """An area, whole."""

    border: dict[str, Any] = Field(description="A GeoJSON geometry (RFC 7946): MultiPolygon, lon, lat.")

    @classmethod
    def of(cls, area: Area) -> "AreaWithBorder":
        return cls(**_plain(area), border=shapely.geometry.mapping(area.border))


def _plain(area: Area) -> dict[str, Any]:
    network = area.road_network
    return {
        "id": area.id,
        "name": area.name,
        "extract": network.extract_name,
        "extract_sha256": network.sha256,
        "imported_at": area.imported_at,
    }
