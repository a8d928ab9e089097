"""Of a shape, mended where it crosses itself, its polygons are kept and nothing else."""

import pytest
import shapely
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from kernel.polygons import polygons_of

BOW = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
"""Crosses itself in (1, 1): two triangles of area 1."""
SPIKE = Polygon([(0, 0), (2, 0), (2, 2), (2, 5), (2, 2), (0, 2)])
"""A square of area 4 with a line standing on it, which mending parts from it."""
BOW_AND_SPIKE = Polygon([(0, 0), (2, 2), (2, 0), (0, 2), (0, 3), (0, 2)])
"""Mended, its two triangles are one part of a collection, the line the other."""


@pytest.mark.parametrize(
    ("shape", "areas"),
    [
        (box(0, 0, 1, 2), [2]),
        (MultiPolygon([box(0, 0, 1, 1), box(5, 0, 7, 1)]), [1, 2]),
        (BOW, [1, 1]),
        (SPIKE, [4]),
        (BOW_AND_SPIKE, [1, 1]),
        (GeometryCollection([Point(9, 9), LineString([(7, 7), (8, 8)]), MultiPolygon([box(0, 0, 1, 3)])]), [3]),
        (LineString([(0, 0), (1, 1)]), []),
        (Polygon(), []),
    ],
)
def test_of_a_shape_its_polygons_are_kept_and_are_valid(shape: shapely.Geometry, areas: list[float]) -> None:
    kept = polygons_of(shape)
    assert sorted(part.area for part in kept.geoms) == areas
    assert kept.is_valid
