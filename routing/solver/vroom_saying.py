"""How writing says what there is, and leaves out what there is not."""

from typing import Any

from kernel.position import Position

__all__ = ["Json", "coordinates", "said"]

Json = dict[str, Any]


def coordinates(position: Position | None) -> list[float] | None:
    """Say a position as [lon, lat]."""
    return None if position is None else [position.lon, position.lat]


def said(entry: Json) -> Json:
    """Leave out what there is nothing to say of."""
    return {name: value for name, value in entry.items() if value is not None}
