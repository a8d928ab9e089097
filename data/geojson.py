"""Polygons out of GeoJSON files that people draw: borders and closures. Each fault is told in one line."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from kernel.errors import BadInputError
from kernel.files import read_within

__all__ = ["polygons_of", "read_polygons"]

MAX_GEOJSON_MIB = 20
"""A country's coast in full detail has some megabytes; more was not drawn by a person."""

Polygon = shapely.Polygon | shapely.MultiPolygon

_DEGREES = {"CRS84", "CRS84H", "4326", "4258"}
"""The last part of names of WGS 84 and ETRS89, which are less than a metre apart. Source: epsg.org; RFC 7946, 4."""

_RD_X, _RD_Y = (0, 300_000), (300_000, 630_000)
"""Metres that the Netherlands lie within. Source: epsg.org, 28992, area of use."""

_FROM_RD = "Turn it into degrees: `ogr2ogr -t_srs EPSG:4326 OUT.geojson IN.geojson`, or in QGIS."
_IN_DEGREES = "Save it in degrees of WGS 84 (EPSG:4326), lon before lat, as geojson.io does."


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
        It cannot be read, holds something else, has a ring that is open, crosses itself, or is not in degrees.
    """
    return polygons_of(_document(path, way_out), what, way_out, str(path))


def polygons_of(document: Any, what: str, way_out: str, where: str) -> list[tuple[Polygon, Mapping[str, Any]]]:
    """Take the polygons out of a GeoJSON document, as `read_polygons` does; `where` it stands."""
    telling = _Telling(what, where, way_out)
    found = list(_shapes(document, {}, telling))
    if not found:
        raise telling.fault("there is no polygon in it")
    polygons = [(_polygon(shape, telling), properties) for shape, properties in found]
    _refuse_other_grids([shape for shape, _ in polygons], telling)
    return polygons


def _document(path: Path, way_out: str) -> Any:
    try:
        with path.open("rb") as file:
            return json.loads(read_within(file, MAX_GEOJSON_MIB, str(path)).decode("utf-8-sig"))
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=str(path)) from fault
    except (ValueError, RecursionError) as fault:
        raise BadInputError("is no JSON", where=str(path), way_out=way_out) from fault


@dataclass(frozen=True, slots=True)
class _Telling:
    """How a fault is told."""

    what: str
    where: str
    way_out: str

    def fault(self, told: str, way_out: str = "") -> BadInputError:
        return BadInputError(told, where=self.where, way_out=way_out or self.way_out)


def _shapes(
    document: Any, properties: Mapping[str, Any], telling: _Telling
) -> Iterator[tuple[BaseGeometry, Mapping[str, Any]]]:
    """Take the shapes out of a geometry, a feature or a collection of features."""
    if isinstance(document, dict):
        _refuse_named_grid(cast("dict[str, Any]", document), telling)
    match document:
        case {"type": "FeatureCollection", "features": list() as features}:
            for feature in features:
                yield from _shapes(feature, properties, telling)
        case {"type": "GeometryCollection", "geometries": list() as geometries}:
            for geometry in geometries:
                yield from _shapes(geometry, properties, telling)
        case {"type": "Feature", "geometry": None}:  # as RFC 7946, 3.2 has it
            return
        case {"type": "Feature", "geometry": dict() as geometry}:
            own = document.get("properties")
            yield from _shapes(geometry, own if isinstance(own, dict) else {}, telling)
        case {"type": str(), "coordinates": list()}:
            yield _shape(document, telling), properties
        case _:
            raise telling.fault("is no GeoJSON")


def _refuse_named_grid(document: Mapping[str, Any], telling: _Telling) -> None:
    """Refuse the member `crs` of GeoJSON before RFC 7946, unless it names what counts without it: degrees."""
    match document.get("crs"):
        case None:
            return
        case {"type": "name", "properties": {"name": str(name)}}:
            if re.split("[:/]", name)[-1].upper() not in _DEGREES:
                told = f'its coordinates are in {name!r:.60}, as its member "crs" says, and not in degrees'
                raise telling.fault(told, _IN_DEGREES)
        case _:
            raise telling.fault('its member "crs" does not name the grid of its coordinates', _IN_DEGREES)


def _shape(geometry: Mapping[str, Any], telling: _Telling) -> BaseGeometry:
    for ring in _rings(geometry):
        _refuse_bad_ring(ring, telling)
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.GEOSException, ValueError, TypeError) as fault:
        raise telling.fault(f"its {geometry['type']} cannot be read") from fault


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Give the rings of polygons; what is no list is left to the reader to refuse."""
    coordinates = geometry["coordinates"]
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(geometry["type"], [])
    for polygon in polygons:
        yield from (ring for ring in (polygon if isinstance(polygon, list) else []) if isinstance(ring, list))


def _refuse_bad_ring(ring: list[Any], telling: _Telling) -> None:
    """Refuse a ring that RFC 7946, 3.1.6 does not know: open, or of fewer than four positions."""
    for number, position in enumerate(ring, 1):
        match position:
            case [int() | float(), int() | float(), *_]:
                continue
            case _:
                told = f"position {number} of a ring of {telling.what} is {json.dumps(position):.40}, not two numbers"
                raise telling.fault(told)
    if ring and ring[0][:2] != ring[-1][:2]:
        begin, end = (", ".join(f"{value!s:.12}" for value in position[:2]) for position in (ring[0], ring[-1]))
        raise telling.fault(
            f"a ring of {telling.what} is not closed: it begins at {begin} and ends at {end}",
            "Repeat its first position as its last.",
        )
    if 0 < len(ring) < 4:
        raise telling.fault(
            f"a ring of {telling.what} has only {len(ring)} positions",
            "Give three corners or more, and the first of them again at the end.",
        )


def _polygon(shape: BaseGeometry, telling: _Telling) -> Polygon:
    if shape.is_empty or not isinstance(shape, Polygon):
        kind = "empty" if shape.is_empty else f"a {shape.geom_type}"
        raise telling.fault(f"{telling.what} is {kind}, not a polygon")
    if not shape.is_valid:
        raise telling.fault(f"{telling.what} crosses or touches itself ({explain_validity(shape)})")
    return shape


def _refuse_other_grids(shapes: Iterable[Polygon], telling: _Telling) -> None:
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return
    told = f"{telling.what} runs to {east:g}, {north:g}, which are no degrees"
    if _RD_X[0] <= west and east <= _RD_X[1] and _RD_Y[0] <= south and north <= _RD_Y[1]:
        raise telling.fault(f"{told} but metres of the Dutch grid (RD New, EPSG:28992)", _FROM_RD)
    if south >= -180 and north <= 180 and west >= -90 and east <= 90:
        raise telling.fault(f"{told} lon, lat", "Write lon first, then lat.")
    raise telling.fault(told, _IN_DEGREES)
