"""Reads what the base map draws out of an extract, with the names, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from osmium.geom import WKBFactory
from osmium.io import Reader
from osmium.osm import NOTHING, Area, Node, Way
from shapely.geometry import LineString, MultiPolygon, Polygon

from kernel.polygons import polygons_of
from maps.map_kinds import KEYS, area_kind, is_tunnel, line_kind, place_kind
from routing.network.extract import extract_file, read_objects

__all__ = ["MapObjects", "read_map_objects"]

Point = tuple[float, float]


@dataclass(slots=True)
class MapObjects:
    """Raw material of a base map, by kind.

    Attributes
    ----------
    frame: the box that the extract's header names, if it names one.
    areas: (name, shape) by kind; ways: (name, under ground, line) by kind.
    labels: (kind, name, lon, lat, 0).
    shores: the coastline, water at the right hand.
    """

    frame: tuple[float, float, float, float] | None = None
    areas: dict[str, list[tuple[str, MultiPolygon]]] = field(default_factory=lambda: defaultdict(list))
    ways: dict[str, list[tuple[str, bool, LineString]]] = field(default_factory=lambda: defaultdict(list))
    labels: list[tuple[str, str, float, float, int]] = field(default_factory=list)
    shores: list[LineString] = field(default_factory=list)


def read_map_objects(extract: Path) -> MapObjects:
    """Read an extract in one go.

    Raises
    ------
    BadInputError
        The extract cannot be read.
    """
    found = MapObjects()
    wkb = WKBFactory()
    for thing in read_objects(extract, KEYS, areas=True):
        if isinstance(thing, Node):
            _take_node(found, thing)
        elif isinstance(thing, Way):
            _take_way(found, thing)
        elif isinstance(thing, Area):
            _take_area(found, thing, wkb)
    found.frame = _box_of(extract)
    return found


def _box_of(extract: Path) -> tuple[float, float, float, float] | None:
    with Reader(extract_file(extract), NOTHING) as reader:
        box = reader.header().box()
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    return (low.lon, low.lat, high.lon, high.lat)


def _take_node(found: MapObjects, node: Node) -> None:
    tags = dict(node.tags)
    kind = place_kind(tags)
    if kind and tags.get("name"):
        found.labels.append((kind, tags["name"], node.location.lon, node.location.lat, 0))
    elif number := tags.get("addr:housenumber"):
        found.labels.append(("number", number, node.location.lon, node.location.lat, 0))


def _take_way(found: MapObjects, way: Way) -> None:
    tags = dict(way.tags)
    runs = list(_known_runs(way))
    if tags.get("natural") == "coastline":
        found.shores += [LineString(run) for run in runs]
    elif (kind := line_kind(tags)) is not None:
        found.ways[kind] += [(tags.get("name", ""), is_tunnel(tags), LineString(run)) for run in runs]
    elif way.is_closed() and not _is_whole(way) and (kind := area_kind(tags)) is not None:
        # the assembler of areas leaves out what misses nodes
        points = [point for run in runs for point in run]
        if len(points) >= 3 and not (shape := polygons_of(Polygon(points))).is_empty:
            found.areas[kind].append((tags.get("name", ""), shape))


def _take_area(found: MapObjects, area: Area, wkb: WKBFactory) -> None:
    tags = dict(area.tags)
    kind = area_kind(tags)
    number = tags.get("addr:housenumber")
    if kind is None and number is None:
        return
    shape = polygons_of(shapely.from_wkb(bytes.fromhex(wkb.create_multipolygon(area))))
    if shape.is_empty:
        return
    if kind is not None:
        found.areas[kind].append((tags.get("name", ""), shape))
    if number is not None:
        middle = shapely.point_on_surface(shape)
        found.labels.append(("number", number, middle.x, middle.y, 0))


def _is_whole(way: Way) -> bool:
    return all(node.location.valid() for node in way.nodes)


def _known_runs(way: Way) -> Iterator[Sequence[Point]]:
    """Cut a way where nodes are missing, and leave out what has no length: a line is two points apart."""
    run: list[Point] = []
    for node in way.nodes:
        if node.location.valid():
            point = (node.location.lon, node.location.lat)
            if not run or point != run[-1]:
                run.append(point)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run
