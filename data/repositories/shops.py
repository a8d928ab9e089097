"""Shops of a square, known by their names; a shop that moves takes its waiting legs along."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from data.drafts.event import EventDraft, EventKind
from data.drafts.shop import ShopDraft
from data.models.leg import Leg
from data.models.plan import PlanLeg
from data.models.round import Round
from data.models.shop import Shop, ShopClosingDay
from data.models.states import LegState, RoundState
from data.names import name_key
from data.repositories.base import in_parts
from data.repositories.named import NamedRows, Outcome, Put
from data.visibility import KEPT, visible
from kernel.rights import Thing
from kernel.scope import Scope

__all__ = ["Shops"]

UUID_FORM = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Shops(NamedRows):
    """Pickup places."""

    thing = Thing.SHOPS

    def put(self, square_id: str, drafts: Sequence[ShopDraft]) -> list[Put]:
        """Make shops, or change those of these names; closing days become those given.

        Raises
        ------
        BadInputError
            Two have one name, or a value does not fit.
        """
        self._may_write()
        puts = self.compare(square_id, drafts)
        self._write(Shop, square_id, [_row(draft) for draft in drafts], puts)
        told = {put.id: draft for put, draft in zip(puts, drafts, strict=True) if put.outcome is not Outcome.SAME}
        self._put_closing_days(square_id, told)
        self._move_waiting_legs(square_id, {put.id: told[put.id] for put in puts if put.outcome is Outcome.CHANGED})
        if told:
            names = [draft.name for draft in told.values()]
            self._record(square_id, [EventDraft(EventKind.SHOPS_CHANGED, details={"names": names})])
        return puts

    def create(self, square_id: str, draft: ShopDraft) -> Shop:
        """Make a shop.

        Raises
        ------
        BadInputError
            A value does not fit.
        ConflictError
            Another has this name.
        """
        self._may_write()
        self._square(square_id)
        self._refuse_namesake(Shop, square_id, draft.name)
        return self.get(square_id, self.put(square_id, [draft])[0].id)

    def change(self, square_id: str, shop_id: str, draft: ShopDraft) -> Shop:
        """Give a shop other values, its name too.

        Raises
        ------
        BadInputError
            A value does not fit.
        NotFoundError
            There is no such shop in the scope.
        ConflictError
            Another has this name.
        """
        self._may_write()
        before = self.get(square_id, shop_id)
        self._change(Shop, square_id, shop_id, _row(draft))
        self._put_closing_days(square_id, {shop_id: draft})
        if (before.name, before.lon, before.lat) != (draft.name, draft.lon, draft.lat):
            self._move_waiting_legs(square_id, {shop_id: draft})
        self._record(square_id, [EventDraft(EventKind.SHOPS_CHANGED, details={"names": [draft.name]})])
        return self.get(square_id, shop_id)

    def get(self, square_id: str, shop_id: str) -> Shop:
        """Find a shop by its id, with its closing days.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._select(Shop).where(Shop.square_id == square_id, Shop.id == shop_id)
        return self._one(query.options(selectinload(Shop.closing_days)), f"shop {shop_id}")

    def called(self, square_id: str, called: str, *, closing_days: bool = True) -> Shop | None:
        """Find a shop by its id or by its name, however that is spelled; None where none is called just so."""
        by, value = ("id", called.lower()) if UUID_FORM.fullmatch(called) else ("name_key", name_key(called))
        query = _shops_by(by, self._asker.scope)
        query = query.options(joinedload(Shop.closing_days)) if closing_days else query
        return self._first(query, {"square": square_id, "called": value})

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Shop]:
        """List a square's shops as they were made, with their closing days, a page of them."""
        query = self._select(Shop).where(Shop.square_id == square_id)
        return self._page(query.options(selectinload(Shop.closing_days)), after, limit)

    def compare(self, square_id: str, drafts: Sequence[ShopDraft]) -> list[Put]:
        """Tell what `put` would do, without doing it; raises as it would."""
        self._square(square_id)
        puts = self._compare(Shop, square_id, [_row(draft) for draft in drafts])
        closing = self._closing_days(square_id)
        return [
            Put(put.id, put.name, Outcome.CHANGED)
            if put.outcome is Outcome.SAME and closing.get(put.id, frozenset()) != draft.closing_days
            else put
            for put, draft in zip(puts, drafts, strict=True)
        ]

    def all(self, square_id: str) -> list[Shop]:
        """List a square's shops by name, with their closing days."""
        query = self._select(Shop).where(Shop.square_id == square_id).order_by(Shop.name_key)
        return self._all(query.options(selectinload(Shop.closing_days)))

    def _closing_days(self, square_id: str) -> dict[str, frozenset[date]]:
        query = (
            select(ShopClosingDay.shop_id, ShopClosingDay.day)
            .join(Shop, Shop.id == ShopClosingDay.shop_id)
            .where(self._seen(Shop), Shop.square_id == square_id)
        )
        days: dict[str, frozenset[date]] = {}
        for shop_id, day in self._session.execute(query):
            days[shop_id] = days.get(shop_id, frozenset()) | {day}
        return days

    def _put_closing_days(self, square_id: str, drafts: Mapping[str, ShopDraft]) -> None:
        for part in in_parts(drafts):
            self._session.execute(
                delete(ShopClosingDay).where(
                    self._seen(ShopClosingDay),
                    ShopClosingDay.square_id == square_id,
                    ShopClosingDay.shop_id.in_(part),
                )
            )
        self._insert(
            ShopClosingDay,
            [
                {"square_id": square_id, "shop_id": shop_id, "day": day}
                for shop_id, draft in drafts.items()
                for day in sorted(draft.closing_days)
            ],
        )

    def _move_waiting_legs(self, square_id: str, drafts: Mapping[str, ShopDraft]) -> None:
        """Renew the copies of name and position in legs that no courier has been given yet.

        Raises
        ------
        NotAllowedError
            There is something to renew, and the scope does not see every round.
        """
        if drafts:
            self._must_read_all(Thing.ROUNDS)
        given = (
            select(PlanLeg.leg_id)
            .join(Round, Round.id == PlanLeg.round_id)
            .where(PlanLeg.square_id == square_id, Round.state != RoundState.PROPOSED)
        )
        waiting = and_(self._seen(Leg), Leg.square_id == square_id, Leg.state == LegState.PLANNED, Leg.id.not_in(given))
        for shop_id, draft in drafts.items():
            for side, column in (("pickup", Leg.pickup_shop_id), ("delivery", Leg.delivery_shop_id)):
                place = {f"{side}_name": draft.name, f"{side}_lon": draft.lon, f"{side}_lat": draft.lat}
                moved = or_(*(getattr(Leg, name) != value for name, value in place.items()))
                self._session.execute(update(Leg).where(column == shop_id, waiting, moved).values(place))


@lru_cache(maxsize=KEPT)
def _shops_by(column: str, scope: Scope) -> Select[Shop]:
    """Build once for a scope what every order asks: the shop of `square` that is `called` so."""
    called = getattr(Shop, column) == bindparam("called")
    return select(Shop).where(visible(Shop, scope), Shop.square_id == bindparam("square"), called)


def _row(draft: ShopDraft) -> dict[str, Any]:
    return {name: value for name, value in asdict(draft).items() if name != "closing_days"}
