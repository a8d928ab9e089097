"""Polygons out of GeoJSON files that people draw: borders and closures. Each fault is told in one line."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from kernel.errors import BadInputError
from kernel.files import read_within
from kernel.quoting import quoted

__all__ = ["DrawnPolygon", "polygons_of", "read_polygons"]

MAX_GEOJSON_MIB = 20
"""A country's coast in full detail has some megabytes; more was not drawn by a person."""

Polygon = shapely.Polygon | shapely.MultiPolygon

_DEGREES = {"CRS84", "CRS84H", "4326", "4258"}
"""The last part of names of WGS 84 and ETRS89, which are less than a metre apart. Source: epsg.org; RFC 7946, 4."""

_RD_X, _RD_Y = (0, 300_000), (300_000, 630_000)
"""Metres that the Netherlands lie within. Source: epsg.org, 28992, area of use."""

_NAMING = re.compile("code|naam|name", re.IGNORECASE)
_LONGEST_NAME = 40

_FROM_RD = "Turn it into degrees: `ogr2ogr -t_srs EPSG:4326 OUT.geojson IN.geojson`, or in QGIS."
_IN_DEGREES = "Save it in degrees of WGS 84 (EPSG:4326), lon before lat, as geojson.io does."


@dataclass(frozen=True, slots=True)
class DrawnPolygon:
    """A polygon with the properties of its feature; `where` names the file, and the feature where there are several."""

    shape: Polygon
    properties: Mapping[str, Any]
    where: str


def read_polygons(path: Path, what: str, way_out: str) -> list[DrawnPolygon]:
    """Read polygons from a GeoJSON file: a polygon, a feature, or a collection of them.

    Parameters
    ----------
    what: how a fault calls what is drawn, as "the border".
    way_out: what to do about a fault.

    Returns
    -------
    At least one.

    Raises
    ------
    BadInputError
        It cannot be read, holds something else, has a ring that is open, crosses itself, or is not in degrees.
    """
    return polygons_of(_document(path, way_out), what, way_out, str(path))


def polygons_of(document: Any, what: str, way_out: str, where: str) -> list[DrawnPolygon]:
    """Take the polygons out of a GeoJSON document, as `read_polygons` does; `where` it stands."""
    telling = _Telling(what, where, way_out)
    found = list(_shapes(document, {}, telling))
    if not found:
        raise telling.fault("there is no polygon in it")
    return [DrawnPolygon(_polygon(shape, own), properties, own.where) for shape, properties, own in found]


def _called(number: int, feature: Any) -> str:
    """Say which feature of a collection is meant, as a person finds it: its number, and its code, name or `id`."""
    match feature:
        case {"properties": dict() as properties}:
            named = [value for key, value in properties.items() if _NAMING.search(str(key))]
        case _:
            named = []
    own = feature.get("id") if isinstance(feature, dict) else None
    texts = [str(one).strip() for one in (*named, own) if isinstance(one, str | int) and not isinstance(one, bool)]
    name = next(filter(None, texts), "")
    return f"feature {number}" + (f" ({quoted(name[:_LONGEST_NAME])})" if name else "")


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

    def of(self, number: int, feature: Any) -> "_Telling":
        """Go on about one feature of several."""
        return replace(self, where=": ".join(filter(None, (self.where, _called(number, feature)))))

    def fault(self, told: str, way_out: str = "") -> BadInputError:
        return BadInputError(told, where=self.where, way_out=way_out or self.way_out)


def _shapes(
    document: Any, properties: Mapping[str, Any], telling: _Telling
) -> Iterator[tuple[BaseGeometry, Mapping[str, Any], _Telling]]:
    """Take the shapes out of a geometry, a feature or a collection of features, each with how its faults are told."""
    if isinstance(document, dict):
        _refuse_named_grid(cast("dict[str, Any]", document), telling)
    match document:
        case {"type": "FeatureCollection", "features": list() as features}:
            are_several = len(features) > 1
            for number, feature in enumerate(features, 1):
                one = telling.of(number, feature) if are_several else telling
                yield from _shapes(feature, properties, one)
        case {"type": "GeometryCollection", "geometries": list() as geometries}:
            for geometry in geometries:
                yield from _shapes(geometry, properties, telling)
        case {"type": "Feature", "geometry": None}:  # as RFC 7946, 3.2 has it
            return
        case {"type": "Feature", "geometry": dict() as geometry}:
            own = document.get("properties")
            yield from _shapes(geometry, own if isinstance(own, dict) else {}, telling)
        case {"type": str(), "coordinates": list()}:
            yield _shape(document, telling), properties, telling
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
    _refuse_other_grids(shape, telling)
    return shape


def _refuse_other_grids(shape: Polygon, telling: _Telling) -> None:
    west, south, east, north = shape.bounds
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return
    told = f"{telling.what} runs to {east:g}, {north:g}, which are no degrees"
    if _RD_X[0] <= west and east <= _RD_X[1] and _RD_Y[0] <= south and north <= _RD_Y[1]:
        raise telling.fault(f"{told} but metres of the Dutch grid (RD New, EPSG:28992)", _FROM_RD)
    if south >= -180 and north <= 180 and west >= -90 and east <= 90:
        raise telling.fault(f"{told} lon, lat", "Write lon first, then lat.")
    raise telling.fault(told, _IN_DEGREES)
