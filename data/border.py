"""The border of an area: drawn in a GeoJSON file, or the outline of what an extract holds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from data.geometry import as_multipolygon
from data.places import Places
from kernel.errors import BadInputError
from kernel.files import read_within
from routing.network.road_network import RoadNetwork
from routing.network.snapping import SNAP_LIMIT_M

__all__ = ["outline_of", "read_border"]

MAX_BORDER_MIB = 20
"""A country's coast in full detail has some megabytes; more is not a border."""
METRES_PER_DEGREE_LAT = 111_195.0
"""On the mean sphere, 6,371 km; near enough to widen an outline."""

_WAY_OUT = "Draw one polygon in degrees lon,lat, for example at geojson.io, and save it as GeoJSON."


def outline_of(network: RoadNetwork, places: Places) -> shapely.Polygon:
    """Draw the outline of an extract's roads, doors and shops, wider by as far as a door may be from its road."""
    doors = np.array([(at.position.lon, at.position.lat) for at in (*places.addresses, *places.shops)])
    roads = np.column_stack([network.node_lon, network.node_lat])
    points = np.concatenate([roads, doors.reshape(-1, 2)])
    hull = shapely.convex_hull(shapely.multipoints(points))
    # a degree of longitude is shorter: the outline is wider than need be there, never narrower
    wider = SNAP_LIMIT_M / (METRES_PER_DEGREE_LAT * np.cos(np.radians(np.abs(points[:, 1]).max())))
    return shapely.Polygon(shapely.buffer(hull, float(wider), quad_segs=2))


def read_border(path: Path, outline: shapely.Polygon) -> shapely.MultiPolygon:
    """Read a border from a GeoJSON file: a polygon, a feature, or a collection of them.

    Parameters
    ----------
    outline: of the extract; a border that does not meet it is another town's.

    Raises
    ------
    BadInputError
        It cannot be read, is no polygon, crosses itself, is not in degrees, or lies elsewhere.
    """
    where = str(path)
    border = _polygons(_shapes(_document(path), where), where)
    _refuse_elsewhere(border, outline, where)
    return border


def _document(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            return json.loads(read_within(file, MAX_BORDER_MIB, str(path)).decode("utf-8-sig"))
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=str(path)) from fault
    except (ValueError, RecursionError) as fault:
        raise BadInputError("is no JSON", where=str(path), way_out=_WAY_OUT) from fault


def _shapes(document: Any, where: str) -> list[BaseGeometry]:
    """Take the shapes out of a geometry, a feature or a collection of features."""
    match document:
        case {"type": "FeatureCollection", "features": list() as features}:
            return [shape for feature in features for shape in _shapes(feature, where)]
        case {"type": "GeometryCollection", "geometries": list() as geometries}:
            return [shape for geometry in geometries for shape in _shapes(geometry, where)]
        case {"type": "Feature", "geometry": None}:  # as RFC 7946, 3.2 has it
            return []
        case {"type": "Feature", "geometry": dict() as geometry}:
            return _shapes(geometry, where)
        case {"type": str(), "coordinates": list()}:
            return [_shape(document, where)]
        case _:
            raise BadInputError("is no GeoJSON", where=where, way_out=_WAY_OUT)


def _shape(geometry: Mapping[str, Any], where: str) -> BaseGeometry:
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.GEOSException, ValueError, TypeError) as fault:
        raise BadInputError(f"its {geometry['type']} cannot be read", where=where, way_out=_WAY_OUT) from fault


def _polygons(shapes: Sequence[BaseGeometry], where: str) -> shapely.MultiPolygon:
    for shape in shapes:
        if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
            kind = "empty" if shape.is_empty else f"a {shape.geom_type}"
            raise BadInputError(f"the border is {kind}, not a polygon", where=where, way_out=_WAY_OUT)
        if not shape.is_valid:
            raise BadInputError(
                f"the border crosses or touches itself ({explain_validity(shape)})", where=where, way_out=_WAY_OUT
            )
    if not shapes:
        raise BadInputError("there is no polygon in it", where=where, way_out=_WAY_OUT)
    _refuse_other_grids(shapes, where)
    return as_multipolygon(shapely.union_all(list(shapes)))


def _refuse_other_grids(shapes: Iterable[BaseGeometry], where: str) -> None:
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise BadInputError(
            f"the border runs to {east:g}, {north:g}, which are no degrees", where=where, way_out=_WAY_OUT
        )


def _refuse_elsewhere(border: shapely.MultiPolygon, outline: shapely.Polygon, where: str) -> None:
    if border.intersects(outline):
        return
    swapped = shapely.transform(border, lambda points: points[:, ::-1])
    if swapped.intersects(outline):
        raise BadInputError("its lon and lat are swapped", where=where, way_out="Write lon first, then lat.")
    lon, lat = border.centroid.x, border.centroid.y
    raise BadInputError(
        f"the border lies elsewhere (around {lon:.3f}, {lat:.3f}) than the extract "
        f"(around {outline.centroid.x:.3f}, {outline.centroid.y:.3f})",
        where=where,
        way_out="Give the extract and the border of one place.",
    )
