"""The sea of an extract: OSM draws only its shore, land to the left and water to the right."""

from collections.abc import Sequence
from itertools import pairwise

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

__all__ = ["sea"]

_REACH = 0.15
"""How far an open end may lie from the frame, as a share of the frame's diagonal, to count as cut off there."""
_AGREE = 0.9
"""The share of a face's shore that must have the water on the same side."""


def sea(shores: Sequence[LineString], frame: Polygon) -> MultiPolygon:
    """Find which part of the frame is sea.

    The frame is cut along the shore; a piece is sea where the shore has it at its right hand. A piece whose shore
    contradicts itself, as where parts of the shore are missing, is left as land.

    Source: wiki.openstreetmap.org, "Tag:natural=coastline".
    """
    if not shores:
        return MultiPolygon()
    lines = [part for line in _joined(shores) for part in _parts(line.intersection(frame))]
    if not lines:
        return MultiPolygon()
    lines = [_reaching(line, frame) for line in lines]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all([*lines, frame.exterior])]))
    wet = [face for face in faces if _is_sea(face, lines)]
    return MultiPolygon([shapely.orient_polygons(face) for face in wet])


def _joined(shores: Sequence[LineString]) -> list[LineString]:
    merged = shapely.line_merge(shapely.multilinestrings(list(shores)), directed=True)
    return _parts(merged)


def _parts(geometry: BaseGeometry) -> list[LineString]:
    # a clip may cut one ring where it begins: join what is one line again
    merged = shapely.line_merge(geometry, directed=True) if geometry.geom_type == "MultiLineString" else geometry
    return [part for part in shapely.get_parts(merged) if isinstance(part, LineString)]


def _reaching(line: LineString, frame: Polygon) -> LineString:
    """Draw open ends on to the frame: an extract cut by nodes ends its lines just inside."""
    if line.is_ring:
        return line
    west, south, east, north = frame.bounds
    reach = _REACH * Point(west, south).distance(Point(east, north))
    points = list(line.coords)
    first, last = _on_frame(points[0], frame, reach), _on_frame(points[-1], frame, reach)
    return LineString([*first, *points, *last])


def _on_frame(end: tuple[float, ...], frame: Polygon, reach: float) -> list[tuple[float, float]]:
    edge = frame.exterior
    if not 0 < edge.distance(Point(end)) <= reach:
        return []
    near = edge.interpolate(edge.project(Point(end)))
    # a hair beyond the edge, so that rounding cannot leave a gap
    return [(near.x + (near.x - end[0]) * 1e-3, near.y + (near.y - end[1]) * 1e-3)]


def _is_sea(face: Polygon, lines: Sequence[LineString]) -> bool:
    wet = dry = 0.0
    shapely.prepare(face)
    for line in lines:
        if not face.intersects(line):
            continue
        points = list(line.coords)
        for (x1, y1), (x2, y2) in pairwise(points):
            length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
            if length == 0:
                continue
            aside = min(length, 1e-5) / 10 / length
            middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
            right = (middle_x + (y2 - y1) * aside, middle_y - (x2 - x1) * aside)
            left = (middle_x - (y2 - y1) * aside, middle_y + (x2 - x1) * aside)
            wet += length * shapely.contains_xy(face, *right)
            dry += length * shapely.contains_xy(face, *left)
    return wet > 0 and wet >= _AGREE * (wet + dry)
