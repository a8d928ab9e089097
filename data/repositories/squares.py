"""Squares: made, found by their slug, given a depot."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.orm import selectinload

from data.base import Base
from data.drafts.event import EventDraft, EventKind
from data.drafts.square import DepotDraft, SquareDraft
from data.fitting import refuse_unfit
from data.models.area import Area
from data.models.hub import Hub
from data.models.order import Order
from data.models.shop import Shop
from data.models.square import Square, SquareArea
from data.models.states import OrderState
from data.models.vehicle import Vehicle
from data.names import name_key
from data.repositories.base import Repository, table_of
from data.visibility import KEPT, visible
from kernel.errors import BadInputError, ConflictError, NotFoundError
from kernel.ids import new_id
from kernel.quoting import quoted
from kernel.rights import Thing
from kernel.scope import Scope

__all__ = ["SquareCounts", "Squares"]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class SquareCounts:
    """How much there is of what; orders by state, a state without orders is not there."""

    shops: int
    hubs: int
    vehicles: int
    orders: dict[OrderState, int]


class Squares(Repository):
    """The squares of a scope."""

    thing = Thing.SQUARES

    def create(self, draft: SquareDraft, areas: Sequence[str]) -> Square:
        """Make a square that serves areas, by their names; all lie in one road network.

        Raises
        ------
        BadInputError
            The slug, zone or currency cannot be used, or the areas lie in several networks or are none.
        ConflictError
            There is a square of this slug, or no such area yet.
        """
        self._may_write_everywhere()
        _refuse_unusable(draft)
        if self._session.scalar(select(Square.id).where(Square.slug == draft.slug)) is not None:
            raise ConflictError(f"there is a square {draft.slug!r} already", way_out="Choose another slug.")
        area_ids = self._areas_of_one_network(areas)
        square_id = new_id()
        row = {"slug": draft.slug, "name": draft.name, "timezone": draft.timezone, "currency": draft.currency}
        self._insert(Square, [{**row, **_depot(draft.depot), "id": square_id, "created_at": self._now}])
        self._session.execute(
            insert(SquareArea), [{"square_id": square_id, "area_id": area_id} for area_id in area_ids]
        )
        self._record(square_id, [EventDraft(EventKind.SQUARE_CREATED, details={"slug": draft.slug})])
        return self.get(draft.slug)

    def get(self, slug: str) -> Square:
        """Find a square by its slug, with its areas and their road network.

        Raises
        ------
        NotFoundError
            There is none in the scope; the line names those there are.
        """
        wanted = _whole(self._select(Square).where(Square.slug == slug))
        square = self._first(wanted) if SLUG.fullmatch(slug) else None  # some signs no database takes
        if square is not None:
            return square
        known = ", ".join(square.slug for square in self.all()[:10]) or "none yet"
        raise NotFoundError(f"there is no square {quoted(slug)}", way_out=f"Squares here: {known}.")

    def version(self, slug: str) -> Hashable:
        """Give what differs wherever a square, or an area of it, is not what it was; None where none is seen."""
        rows = self._session.connection().execute(_versions(self._asker.scope), {"slug": slug})
        return tuple(tuple(row) for row in rows) or None

    def with_id(self, square_id: str) -> Square:
        """Find a square by its id, with its areas and their road network.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        return self._one(_whole(self._select(Square).where(Square.id == square_id)), f"square {square_id}")

    def named(self, slug: str) -> Square:
        """Find a square by its slug, without its areas.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        return self._one(self._select(Square).where(Square.slug == slug), f"square {quoted(slug)}")

    def page(self, *, after: str | None, limit: int) -> list[Square]:
        """List squares as they were made, with their areas, a page of them."""
        return self._page(_whole(self._select(Square)), after, limit)

    def rename(self, square_id: str, name: str) -> None:
        """Give a square another name; its slug stays."""
        self._may_write()
        self._square(square_id)
        refuse_unfit(Square, {"name": name})
        self._session.execute(update(Square).where(self._seen(Square), Square.id == square_id).values(name=name))

    def all(self) -> list[Square]:
        """List the squares by slug, with their areas and their road network."""
        return self._all(_whole(self._select(Square).order_by(Square.slug)))

    def set_depot(self, square_id: str, depot: DepotDraft) -> None:
        """Say where the square's rounds begin and end."""
        self._may_write()
        self._square(square_id)
        self._session.execute(update(Square).where(self._seen(Square), Square.id == square_id).values(_depot(depot)))

    def set_cutoff(self, square_id: str, cutoff_s: int) -> None:
        """Say at how many seconds since local midnight the next day is planned by itself."""
        self._may_write()
        self._square(square_id)
        refuse_unfit(Square, {"cutoff_s": cutoff_s})
        self._session.execute(
            update(Square).where(self._seen(Square), Square.id == square_id).values(cutoff_s=cutoff_s)
        )

    def set_proofs_kept(self, square_id: str, days: int) -> None:
        """Say how long pictures of proofs are kept; of those that are there already it is as it was."""
        self._may_write()
        self._square(square_id)
        refuse_unfit(Square, {"proofs_kept_days": days})
        here = (self._seen(Square), Square.id == square_id)
        self._session.execute(update(Square).where(*here).values(proofs_kept_days=days))

    def counts(self, square_id: str) -> SquareCounts:
        """Count what a square has."""
        states = select(Order.state, func.count()).where(self._seen(Order), Order.square_id == square_id)
        return SquareCounts(
            shops=self._count(Shop, square_id),
            hubs=self._count(Hub, square_id),
            vehicles=self._count(Vehicle, square_id),
            orders=dict(self._session.execute(states.group_by(Order.state)).all()),
        )

    def _count(self, model: type[Base], square_id: str) -> int:
        table = table_of(model)
        query = select(func.count()).select_from(table).where(self._seen(model), table.c.square_id == square_id)
        return self._session.scalar(query) or 0

    def _areas_of_one_network(self, names: Sequence[str]) -> list[str]:
        keys = {name_key(name): name for name in names}
        areas = self._all(self._select(Area).where(Area.name_key.in_(keys)))
        missing = keys.keys() - {area.name_key for area in areas}
        if missing:
            raise ConflictError(
                f"there is no area {quoted(keys[min(missing)])}", way_out="Import it first: `dorpsronde area import`."
            )
        if len({area.road_network_id for area in areas}) != 1:
            raise BadInputError(
                f"{len(areas)} areas in several road networks cannot be one square",
                where=_joined(names),
                way_out="Import all its areas from one extract.",
            )
        return [area.id for area in areas]


@lru_cache(maxsize=KEPT)
def _versions(scope: Scope) -> Select[Any]:
    """Build once for a scope what every order asks; `slug` is which square."""
    return (
        select(*table_of(Square).c, Area.id, Area.road_network_id, Area.imported_at)
        .join(SquareArea, SquareArea.square_id == Square.id)
        .join(Area, Area.id == SquareArea.area_id)
        .where(visible(Square, scope), Square.slug == bindparam("slug"))
        .order_by(Area.id)
    )


def _whole(query: Select[Square]) -> Select[Square]:
    return query.options(selectinload(Square.areas).joinedload(Area.road_network))


def _joined(names: Sequence[str]) -> str:
    return ", ".join(names) or "no area"


def _refuse_unusable(draft: SquareDraft) -> None:
    if not SLUG.fullmatch(draft.slug):
        raise BadInputError(
            f"{draft.slug!r} cannot be a square's slug",
            way_out="Write small letters, digits and single hyphens.",
            field="slug",
        )
    if not (len(draft.currency) == 3 and draft.currency.isascii() and draft.currency.isupper()):
        raise BadInputError(
            f"{draft.currency!r} is no currency", way_out="Write its ISO 4217 code, such as EUR.", field="currency"
        )
    try:
        ZoneInfo(draft.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise BadInputError(
            f"{draft.timezone!r} is no time zone",
            way_out="Write its IANA name, such as Europe/Amsterdam.",
            field="timezone",
        ) from fault


def _depot(depot: DepotDraft | None) -> dict[str, str | float | None]:
    if depot is None:
        return {"depot_name": None, "depot_lon": None, "depot_lat": None}
    return {"depot_name": depot.name, "depot_lon": depot.position.lon, "depot_lat": depot.position.lat}
