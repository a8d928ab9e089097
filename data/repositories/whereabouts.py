"""Questions about where things are: which area, which shops, which hub, how many stops in which neighbourhood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Generic, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from data.geometry import as_multipolygon
from data.models.area import Area
from data.models.hub import Hub
from data.models.plan import Plan
from data.models.round import Round
from data.models.shop import Shop
from data.models.stop import Stop
from data.repositories.base import Repository, in_parts
from data.repositories.spatial import Distances, spatial_answers
from kernel.errors import BadInputError
from kernel.position import Position

__all__ = ["Near", "StopsCounted", "Whereabouts"]

Row = TypeVar("Row", Shop, Hub)


@dataclass(frozen=True, slots=True)
class Near(Generic[Row]):
    """A row, and how far it is as the crow flies."""

    row: Row
    away_m: int


@dataclass(frozen=True, slots=True)
class StopsCounted:
    """How many stops lie in which neighbourhood; one on a border of two counts for the first given."""

    within: Mapping[str, int]
    elsewhere: int


class Whereabouts(Repository):
    """Spatial questions; the same answers on both databases."""

    def areas_at(self, at: Position) -> list[Area]:
        """List the areas that a position lies in, its border included, by name, with their road networks."""
        found = spatial_answers(self._session).areas_at(self._seen(Area), at)
        query = self._select(Area).where(Area.id.in_(found)).order_by(Area.name)
        return self._all(query.options(joinedload(Area.road_network)))

    def shops_near(self, square_id: str, at: Position, within_m: float) -> list[Near[Shop]]:
        """List a square's shops within so many metres, the nearest first.

        Raises
        ------
        BadInputError
            The distance is none.
        """
        if not isfinite(within_m) or within_m < 0:
            raise BadInputError(f"{within_m} is no distance in metres")
        seen = and_(self._seen(Shop), Shop.square_id == square_id)
        return self._rows(Shop, spatial_answers(self._session).near(Shop, seen, at, within_m))

    def nearest_hub(self, square_id: str, at: Position) -> Near[Hub] | None:
        """Find the hub of a square that is nearest; None where it has none."""
        seen = and_(self._seen(Hub), Hub.square_id == square_id)
        return next(iter(self._rows(Hub, spatial_answers(self._session).nearest(Hub, seen, at))), None)

    def stops_in(
        self, square_id: str, first: date, last: date, neighbourhoods: Mapping[str, BaseGeometry]
    ) -> StopsCounted:
        """Count the stops of the rounds from one day to another, both included, by neighbourhood.

        Raises
        ------
        BadInputError
            A neighbourhood is no polygon, or crosses itself.
        """
        borders = [_border(name, shape) for name, shape in neighbourhoods.items()]
        stops = (
            select(Stop)
            .join(Round, Round.id == Stop.round_id)
            .join(Plan, Plan.id == Round.plan_id)
            .where(self._seen(Stop), Stop.square_id == square_id, Plan.day.between(first, last))
        )
        counts = spatial_answers(self._session).counted(stops, borders)
        total = self._session.scalar(stops.with_only_columns(func.count())) or 0
        return StopsCounted(dict(zip(neighbourhoods, counts, strict=True)), total - sum(counts))

    def _rows(self, model: type[Row], found: Distances) -> list[Near[Row]]:
        rows: dict[str, Row] = {}
        for part in in_parts([row_id for row_id, _ in found]):
            rows |= {row.id: row for row in self._all(self._select(model).where(model.id.in_(part)))}
        return [Near(rows[row_id], round(away_m)) for row_id, away_m in found]


def _border(name: str, shape: BaseGeometry) -> shapely.MultiPolygon:
    border = as_multipolygon(shape)
    if border.is_empty or not border.is_valid:
        raise BadInputError("its border is empty, or crosses or touches itself", where=f"neighbourhood {name}")
    return border
