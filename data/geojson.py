"""Polygons out of GeoJSON files that people draw: borders and closures. Each fault is told in one line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from kernel.errors import BadInputError
from kernel.files import read_within

__all__ = ["read_polygons"]

MAX_GEOJSON_MIB = 20
"""A country's coast in full detail has some megabytes; more was not drawn by a person."""

Polygon = shapely.Polygon | shapely.MultiPolygon


def read_polygons(path: Path, what: str, way_out: str) -> list[tuple[Polygon, Mapping[str, Any]]]:
    """Read polygons from a GeoJSON file: a polygon, a feature, or a collection of them.

    Parameters
    ----------
    what: how a fault calls what is drawn, as "the border".
    way_out: what to do about a fault.

    Returns
    -------
    Each polygon, and the properties of its feature; at least one.

    Raises
    ------
    BadInputError
        It cannot be read, holds something else, crosses itself, or is not in degrees.
    """
    where = str(path)
    found = list(_shapes(_document(path, way_out), {}, where, way_out))
    if not found:
        raise BadInputError("there is no polygon in it", where=where, way_out=way_out)
    polygons = [(_polygon(shape, what, where, way_out), properties) for shape, properties in found]
    _refuse_other_grids([shape for shape, _ in polygons], what, where, way_out)
    return polygons


def _document(path: Path, way_out: str) -> Any:
    try:
        with path.open("rb") as file:
            return json.loads(read_within(file, MAX_GEOJSON_MIB, str(path)).decode("utf-8-sig"))
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=str(path)) from fault
    except (ValueError, RecursionError) as fault:
        raise BadInputError("is no JSON", where=str(path), way_out=way_out) from fault


def _shapes(
    document: Any, properties: Mapping[str, Any], where: str, way_out: str
) -> Iterator[tuple[BaseGeometry, Mapping[str, Any]]]:
    """Take the shapes out of a geometry, a feature or a collection of features."""
    match document:
        case {"type": "FeatureCollection", "features": list() as features}:
            for feature in features:
                yield from _shapes(feature, properties, where, way_out)
        case {"type": "GeometryCollection", "geometries": list() as geometries}:
            for geometry in geometries:
                yield from _shapes(geometry, properties, where, way_out)
        case {"type": "Feature", "geometry": None}:  # as RFC 7946, 3.2 has it
            return
        case {"type": "Feature", "geometry": dict() as geometry}:
            own = document.get("properties")
            yield from _shapes(geometry, own if isinstance(own, dict) else {}, where, way_out)
        case {"type": str(), "coordinates": list()}:
            yield _shape(document, where, way_out), properties
        case _:
            raise BadInputError("is no GeoJSON", where=where, way_out=way_out)


def _shape(geometry: Mapping[str, Any], where: str, way_out: str) -> BaseGeometry:
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.GEOSException, ValueError, TypeError) as fault:
        raise BadInputError(f"its {geometry['type']} cannot be read", where=where, way_out=way_out) from fault


def _polygon(shape: BaseGeometry, what: str, where: str, way_out: str) -> Polygon:
    if shape.is_empty or not isinstance(shape, Polygon):
        kind = "empty" if shape.is_empty else f"a {shape.geom_type}"
        raise BadInputError(f"{what} is {kind}, not a polygon", where=where, way_out=way_out)
    if not shape.is_valid:
        raise BadInputError(
            f"{what} crosses or touches itself ({explain_validity(shape)})", where=where, way_out=way_out
        )
    return shape


def _refuse_other_grids(shapes: Iterable[Polygon], what: str, where: str, way_out: str) -> None:
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise BadInputError(f"{what} runs to {east:g}, {north:g}, which are no degrees", where=where, way_out=way_out)
