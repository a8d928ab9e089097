"""Where things are, answered by whichever database there is: PostGIS by its indexes, else Shapely and geodesics.

Both count a border as within, measure metres on the ellipsoid of WGS 84, and take a straight line in degrees for the
edge of a polygon.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import shapely
from pyproj import Geod
from sqlalchemy import ColumnElement, Integer, Select, column, func, select, values
from sqlalchemy.orm import Session

from data.base import Base
from data.geometry import GeometryType
from data.models.area import Area
from data.models.stop import Stop
from data.postgis import ground, ground_of, point, point_of
from data.repositories.base import table_of
from kernel.position import Position

__all__ = ["SpatialAnswers", "spatial_answers"]

Distances = list[tuple[str, float]]
"""Ids with metres, the nearest first, then by id."""
SPHERE = 1.01
"""Nearest neighbours are in the order of a sphere, at most 0.6 % off the ellipsoid: so far past the first is looked."""
SHORTEST_DEGREE_M = 110_000
"""Of latitude: below the 110,574 m at the equator of WGS 84."""
WGS84 = Geod(ellps="WGS84")


class SpatialAnswers(Protocol):
    """What each side can tell; `seen` is the condition of the scope and whatever else bounds the rows."""

    def areas_at(self, seen: ColumnElement[bool], at: Position) -> list[str]:
        """Give the ids of the areas that a position lies in."""
        ...

    def near(self, model: type[Base], seen: ColumnElement[bool], at: Position, within_m: float) -> Distances:
        """Measure the rows within so many metres."""
        ...

    def nearest(self, model: type[Base], seen: ColumnElement[bool], at: Position) -> Distances:
        """Measure the nearest row; none is none."""
        ...

    def counted(self, stops: Select[Any], borders: Sequence[shapely.MultiPolygon]) -> list[int]:
        """Count stops by the first border that each lies in."""
        ...


def spatial_answers(session: Session) -> SpatialAnswers:
    """Choose the side of the session's database."""
    return ByPostgis(session) if session.get_bind().dialect.name == "postgresql" else ByShapely(session)


class ByPostgis:
    """Answers of PostGIS."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def areas_at(self, seen: ColumnElement[bool], at: Position) -> list[str]:
        query = select(Area.id).where(seen, func.ST_Intersects(Area.border, point_of(at)))
        return list(self._session.scalars(query))

    def near(self, model: type[Base], seen: ColumnElement[bool], at: Position, within_m: float) -> Distances:
        table = table_of(model)
        where, here = ground(table.name), ground_of(at)
        metres = func.ST_Distance(where, here)
        query = select(table.c.id, metres).where(seen, func.ST_DWithin(where, here, within_m))
        return [(row_id, away_m) for row_id, away_m in self._session.execute(query.order_by(metres, table.c.id))]

    def nearest(self, model: type[Base], seen: ColumnElement[bool], at: Position) -> Distances:
        table = table_of(model)
        on_sphere = ground(table.name).op("<->")(ground_of(at))
        nearly = self._session.scalar(select(on_sphere).select_from(table).where(seen).order_by(on_sphere).limit(1))
        return [] if nearly is None else self.near(model, seen, at, SPHERE * nearly + 1)[:1]

    def counted(self, stops: Select[Any], borders: Sequence[shapely.MultiPolygon]) -> list[int]:
        if not borders:
            return []
        kinds = column("number", Integer), column("border", GeometryType("MULTIPOLYGON"))
        given = values(*kinds, name="given").data(list(enumerate(borders)))
        first = func.min(given.c.number).label("number")
        within = func.ST_Intersects(given.c.border, point("stops"))
        placed = stops.with_only_columns(Stop.id, first).join(given, within).group_by(Stop.id).subquery()
        counts = select(placed.c.number, func.count()).group_by(placed.c.number)
        found = dict(self._session.execute(counts).all())
        return [found.get(number, 0) for number in range(len(borders))]


class ByShapely:
    """Answers of Shapely and pyproj over the rows themselves."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def areas_at(self, seen: ColumnElement[bool], at: Position) -> list[str]:
        rows = self._session.execute(select(Area.id, Area.border).where(seen)).all()
        return [area_id for area_id, border in rows if shapely.intersects_xy(border, at.lon, at.lat)]

    def near(self, model: type[Base], seen: ColumnElement[bool], at: Position, within_m: float) -> Distances:
        table = table_of(model)
        band = within_m / SHORTEST_DEGREE_M
        in_band = table.c.lat.between(at.lat - band, at.lat + band)
        return [(row_id, away_m) for row_id, away_m in self._measured(model, seen & in_band, at) if away_m <= within_m]

    def nearest(self, model: type[Base], seen: ColumnElement[bool], at: Position) -> Distances:
        return self._measured(model, seen, at)[:1]

    def counted(self, stops: Select[Any], borders: Sequence[shapely.MultiPolygon]) -> list[int]:
        rows = self._session.execute(stops.with_only_columns(Stop.lon, Stop.lat)).all()
        lon, lat = np.array(rows, np.float64).reshape(-1, 2).T
        free = np.ones(len(rows), np.bool_)
        counts: list[int] = []
        for border in borders:
            shapely.prepare(border)
            within = free & shapely.intersects_xy(border, lon, lat)
            counts.append(int(within.sum()))
            free &= ~within
        return counts

    def _measured(self, model: type[Base], seen: ColumnElement[bool], at: Position) -> Distances:
        table = table_of(model)
        rows = self._session.execute(select(table.c.id, table.c.lon, table.c.lat).where(seen)).all()
        away_m = [WGS84.inv(at.lon, at.lat, lon, lat)[2] for _, lon, lat in rows]
        return sorted(((row[0], metres) for row, metres in zip(rows, away_m, strict=True)), key=lambda one: one[::-1])
