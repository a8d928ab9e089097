"""A column of shapes: Shapely in and out, PostGIS on PostgreSQL, well-known binary elsewhere.

Points are two columns lon and lat on both databases; this is for borders and lines.
"""

from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Dialect, LargeBinary, TypeDecorator

from kernel.errors import BadInputError

__all__ = ["SRID", "GeometryType", "as_multipolygon"]

SRID = 4326
"""WGS 84: lon, lat in degrees."""


class GeometryType(TypeDecorator[BaseGeometry]):
    """Shapes of one kind, "MULTIPOLYGON", "LINESTRING" or "MULTILINESTRING", in degrees lon, lat.

    GeoAlchemy2 is imported for PostgreSQL only. It asks for the type without a dialect and reads
    `spatial_index` and the like off the decorator, hence the class attributes.

    Raises
    ------
    BadInputError
        The shape is empty, of another kind, or not within the degrees of the globe.
    """

    impl = LargeBinary
    cache_ok = True
    spatial_index = False
    use_N_D_index = False  # noqa: N815 (GeoAlchemy2 reads this name)
    srid = SRID

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect | None) -> Any:
        if dialect is None or dialect.name != "postgresql":
            return LargeBinary()
        from geoalchemy2 import Geometry  # noqa: PLC0415  # pyright: ignore[reportMissingImports] - only with PostGIS

        return dialect.type_descriptor(Geometry(self.kind, srid=SRID, spatial_index=False))

    def process_bind_param(self, value: BaseGeometry | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        self._refuse_unfit(value)
        if dialect.name != "postgresql":
            return shapely.to_wkb(value)
        from geoalchemy2.shape import from_shape  # noqa: PLC0415  # pyright: ignore[reportMissingImports] - only with PostGIS

        return from_shape(value, srid=SRID)

    def process_result_value(self, value: Any, dialect: Dialect) -> BaseGeometry | None:
        if value is None or dialect.name != "postgresql":
            return None if value is None else shapely.from_wkb(value)
        from geoalchemy2.shape import to_shape  # noqa: PLC0415  # pyright: ignore[reportMissingImports] - only with PostGIS

        return to_shape(value)

    def _refuse_unfit(self, shape: BaseGeometry) -> None:
        if shape.is_empty or shape.geom_type.upper() != self.kind:
            raise BadInputError(f"a shape of kind {shape.geom_type} cannot stand where a {self.kind} is due")
        west, south, east, north = shape.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise BadInputError(
                "the shape is not on the globe",
                way_out="Give degrees as lon,lat (WGS 84); are the two swapped, or is this another grid such as RD?",
            )


def as_multipolygon(shape: BaseGeometry) -> shapely.MultiPolygon:
    """Give a border the one kind it is stored in.

    Raises
    ------
    BadInputError
        It is no polygon.
    """
    match shape:
        case shapely.MultiPolygon():
            return shape
        case shapely.Polygon():
            return shapely.MultiPolygon([shape])
        case _:
            raise BadInputError(f"a border is a polygon, not a {shape.geom_type}")
