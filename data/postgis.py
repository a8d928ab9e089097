"""Places of rows as PostGIS sees them. Each expression stands word for word in an index, so that the index is used."""

from typing import Any

from sqlalchemy import ColumnElement, Index, func, literal_column, text
from sqlalchemy.schema import SchemaItem

from data.geometry import SRID
from kernel.position import Position

__all__ = ["GROUND", "POINT", "ground", "ground_index", "ground_of", "point", "point_index", "point_of"]

POINT = f"ST_SetSRID(ST_MakePoint(lon, lat), {SRID})"
"""Of a row with lon and lat: in degrees, for polygons."""
GROUND = f"({POINT}::geography)"
"""The same on the ellipsoid of WGS 84, for metres."""


def point_index(table: str) -> SchemaItem:
    """Make the index by which polygons find the points of a table; there is none on SQLite."""
    return _index(table, f"({POINT})")


def ground_index(table: str) -> SchemaItem:
    """Make the index by which metres find the points of a table; there is none on SQLite."""
    return _index(table, GROUND)


def _index(table: str, expression: str) -> SchemaItem:
    return Index(f"ix_{table}_place", text(expression), postgresql_using="gist").ddl_if(dialect="postgresql")


def point(table: str) -> ColumnElement[Any]:
    return _of(table, POINT)


def ground(table: str) -> ColumnElement[Any]:
    return _of(table, GROUND)


def _of(table: str, expression: str) -> ColumnElement[Any]:
    return literal_column(expression.replace("lon", f"{table}.lon").replace("lat", f"{table}.lat"))


def point_of(at: Position) -> ColumnElement[Any]:
    return func.ST_SetSRID(func.ST_MakePoint(at.lon, at.lat), SRID)


def ground_of(at: Position) -> ColumnElement[Any]:
    return func.geography(point_of(at))
