"""In which neighbourhood a door is."""

from collections.abc import Sequence

import numpy as np
import shapely

from data.models.neighbourhood import Neighbourhood
from kernel.position import Position

__all__ = ["neighbourhoods_at"]


def neighbourhoods_at(neighbourhoods: Sequence[Neighbourhood], doors: Sequence[Position]) -> list[Neighbourhood | None]:
    """Give the neighbourhood of each door; of one on the border of two the first by code, None outside all."""
    in_order = sorted(neighbourhoods, key=lambda one: one.code)
    found: list[Neighbourhood | None] = [None] * len(doors)
    if not in_order or not doors:
        return found
    points = shapely.points(np.array([(door.lon, door.lat) for door in doors]))
    at_door, at_border = shapely.STRtree([one.border for one in in_order]).query(points, predicate="intersects")
    for door, border in sorted(zip(at_door.tolist(), at_border.tolist(), strict=True), reverse=True):
        found[door] = in_order[border]
    return found
