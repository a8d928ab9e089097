"""Where an extract has data: a country's extract is not its box."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

__all__ = ["coverage"]

_CELL_M = 250.0
_CLOSE_M = 1_000.0
"""Gaps between data narrower than twice this (a wood, a ridge) are still inside."""
_METRES_PER_DEGREE = 111_320.0
"""One degree of latitude; WGS 84 mean."""


def coverage(points: NDArray[np.float64], frame: Polygon) -> MultiPolygon:
    """Outline where the points lie, rounded and without holes, inside the frame.

    Parameters
    ----------
    points: shape (n, 2); lon, lat.
    """
    if len(points) == 0:
        return MultiPolygon()
    middle = float(np.mean(points[:, 1]))
    size = np.array([_CELL_M / (_METRES_PER_DEGREE * np.cos(np.radians(middle))), _CELL_M / _METRES_PER_DEGREE])
    cells = np.unique(np.floor(points / size), axis=0)
    # one unit is one cell, so that buffers are round on the ground
    squares = shapely.union_all(shapely.box(cells[:, 0], cells[:, 1], cells[:, 0] + 1, cells[:, 1] + 1))
    reach = _CLOSE_M / _CELL_M
    closed = squares.buffer(reach, quad_segs=3).buffer(0.5 - reach, quad_segs=3)
    outlines = [Polygon(part.exterior) for part in _polygons([closed])]
    on_earth = [shapely.transform(outline, lambda xy: xy * size) for outline in outlines]
    return MultiPolygon(list(_polygons(outline.intersection(frame) for outline in on_earth)))


def _polygons(geometries: Iterable[shapely.Geometry]) -> Iterable[Polygon]:
    for geometry in geometries:
        for part in shapely.get_parts(geometry):
            if isinstance(part, Polygon):
                yield part
