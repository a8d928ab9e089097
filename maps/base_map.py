"""The ground under the rounds: what an OSM extract shows, compact enough to travel inside the page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from kernel.errors import BadInputError
from kernel.progress import Progress, silent
from maps.coast import sea
from maps.coverage import coverage
from maps.map_objects import MapObjects, read_map_objects
from maps.packing import UNITS_PER_DEGREE, pack_line, pack_rings

__all__ = ["GROUND_VERSION", "BaseMap", "Label", "Way", "base_map"]

GROUND_VERSION = "1"
"""Of what is drawn and how it is packed. Raise it when either changes: grounds that are kept are then made anew."""

_MARGIN = 0.02
"""Room around the roads and buildings of an extract that names no box, as a share of their extent."""
_LEAST_DEG = 0.002
"""200 m: an extract of one straight street is not a line."""
_TOLERANCE_DEG = 6e-6
"""0.7 m: simplification below one pixel at the deepest zoom but one."""
_METRES_PER_DEGREE = 111_320.0
"""One degree of latitude, WGS 84 mean: a label's rank needs no more."""
_UNCUT = {"building", "parking", "pitch"}
"""Kinds that stay as they are where they stick out of the frame."""
_NAMED_AREAS = {"water": "water", "park": "park", "forest": "park", "cemetery": "park", "square": "square"}


@dataclass(frozen=True, slots=True)
class Way:
    """A road, rail or stream; ways of one kind and name are joined end to end."""

    name: str
    tunnel: bool
    line: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Label:
    """A name or house number at a place; `area_m2` is what it names, 0 for a point."""

    kind: str
    name: str
    lon: float
    lat: float
    area_m2: int = 0


@dataclass(frozen=True, slots=True)
class BaseMap:
    """What is drawn, by kind (see `map_kinds`).

    Attributes
    ----------
    frame: west, south, east, north of the data, in degrees.
    covered: where there is data at all.
    areas: polygons by kind, the largest first; "sea" among them.
    """

    frame: tuple[float, float, float, float]
    covered: MultiPolygon
    areas: Mapping[str, Sequence[Polygon]]
    ways: Mapping[str, Sequence[Way]]
    labels: Sequence[Label]

    def areas_of(self, kind: str) -> Sequence[Polygon]:
        return self.areas.get(kind, ())

    def ways_of(self, kind: str) -> Sequence[Way]:
        return self.ways.get(kind, ())

    def packed(self) -> dict[str, object]:
        """Write it as the page carries it; `web/src/decode.ts` reads it."""
        names: dict[str, int] = {"": 0}
        origin = (round(self.frame[0] * UNITS_PER_DEGREE), round(self.frame[1] * UNITS_PER_DEGREE))

        def of_name(name: str) -> int:
            return names.setdefault(name, len(names))

        ways = {
            kind: [[of_name(way.name), int(way.tunnel), pack_line(way.line, origin)] for way in ways]
            for kind, ways in self.ways.items()
        }
        labels = [
            [label.kind, of_name(label.name), pack_line([(label.lon, label.lat)], origin), label.area_m2]
            for label in self.labels
        ]
        return {
            "frame": [round(edge, 5) for edge in self.frame],
            "origin": list(origin),
            "covered": [_packed_polygon(part, origin) for part in self.covered.geoms],
            "areas": {kind: [_packed_polygon(area, origin) for area in areas] for kind, areas in self.areas.items()},
            "ways": ways,
            "labels": labels,
            "names": list(names),
        }


def base_map(extract: Path, progress: Progress = silent) -> BaseMap:
    """Read an extract for drawing.

    Ways and areas that miss nodes, as at the edge of a clipped extract, are drawn as far as they are known.

    Raises
    ------
    BadInputError
        The extract cannot be read, or holds nothing that is drawn.
    """
    progress(0.0)
    found = read_map_objects(extract)
    progress(0.6)
    frame = found.frame or _frame_of(found)
    if frame is None:
        raise BadInputError("there is nothing to draw", where=str(extract), way_out="Choose an extract of a town.")
    box = shapely.box(*frame)
    areas = {kind: _drawn(kind, shapes, box) for kind, shapes in found.areas.items()}
    areas["sea"] = list(sea(found.shores, box).geoms)
    progress(0.8)
    ways = {kind: _joined(lines) for kind, lines in found.ways.items()}
    labels = [*found.labels, *_area_labels(found, box)]
    progress(1.0)
    return BaseMap(
        frame=frame,
        covered=coverage(_points(found), box),
        areas={kind: shapes for kind, shapes in areas.items() if shapes},
        ways={kind: lines for kind, lines in ways.items() if lines},
        labels=[
            Label(kind, name, lon, lat, area)
            for kind, name, lon, lat, area in labels
            if box.contains(shapely.Point(lon, lat))
        ],
    )


def _frame_of(found: MapObjects) -> tuple[float, float, float, float] | None:
    """Take the extent of the roads, or of the buildings where there are none: borders reach far out to sea."""
    roads = [line for kind in found.ways for _, _, line in found.ways[kind]]
    shapes = roads or [shape for kind in found.areas for _, shape in found.areas[kind]]
    if not shapes:
        return None
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    wide, high = max((east - west) * _MARGIN, _LEAST_DEG), max((north - south) * _MARGIN, _LEAST_DEG)
    return (west - wide, south - high, east + wide, north + high)


def _points(found: MapObjects) -> NDArray[np.float64]:
    shapes = [line for kind in found.ways for _, _, line in found.ways[kind]]
    shapes += [shape for kind in found.areas for _, shape in found.areas[kind]]
    return shapely.get_coordinates(shapely.segmentize(shapes, 0.002))


def _drawn(kind: str, shapes: Iterable[tuple[str, MultiPolygon]], box: Polygon) -> list[Polygon]:
    """Cut to the frame, simplify and sort: the large ones go under the small ones."""
    whole = [shape for _, shape in shapes]
    cut = whole if kind in _UNCUT else shapely.intersection(shapely.make_valid(whole), box)
    parts = shapely.get_parts(shapely.simplify(cut, _TOLERANCE_DEG))
    drawn = [shapely.orient_polygons(part) for part in shapely.get_parts(parts) if isinstance(part, Polygon)]
    return sorted((part for part in drawn if not part.is_empty), key=lambda part: -part.area)


def _joined(lines: Iterable[tuple[str, bool, LineString]]) -> list[Way]:
    """Join ways of one name end to end, so that a name has room along its street."""
    by_name: dict[tuple[str, bool], list[LineString]] = defaultdict(list)
    for name, tunnel, line in lines:
        by_name[name, tunnel].append(line)
    ways: list[Way] = []
    for (name, tunnel), parts in by_name.items():
        merged = shapely.line_merge(shapely.multilinestrings(parts))
        lines = shapely.get_parts(shapely.simplify(merged, _TOLERANCE_DEG))
        ways.extend(Way(name, tunnel, [(lon, lat) for lon, lat in line.coords]) for line in lines)
    return ways


def _area_labels(found: MapObjects, box: Polygon) -> Iterable[tuple[str, str, float, float, int]]:
    for kind, label in _NAMED_AREAS.items():
        for name, shape in found.areas.get(kind, ()):
            seen = shape.intersection(box)
            if name and not seen.is_empty:
                point = shapely.point_on_surface(seen)
                yield label, name, point.x, point.y, _area_m2(seen)


def _area_m2(shape: BaseGeometry) -> int:
    _, south, _, north = shape.bounds
    return round(shape.area * _METRES_PER_DEGREE**2 * cos(radians((south + north) / 2)))


def _packed_polygon(polygon: Polygon, origin: tuple[int, int]) -> str:
    rings = [polygon.exterior, *polygon.interiors]
    return pack_rings(([(lon, lat) for lon, lat in ring.coords[:-1]] for ring in rings), origin)
