"""Shops of a square, known by their names; a shop that moves takes its waiting legs along."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from data.drafts.event import EventKind
from data.drafts.shop import ShopDraft
from data.models.leg import Leg
from data.models.plan import PlanLeg
from data.models.round import Round
from data.models.shop import Shop, ShopClosingDay
from data.models.states import LegState, RoundState
from data.names import name_key
from data.repositories.base import in_parts
from data.repositories.named import NamedRows, Outcome, Put
from kernel.rights import Thing

__all__ = ["Shops"]

UUID_FORM = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Shops(NamedRows[Shop, ShopDraft]):
    """Pickup places, each with its closing days."""

    thing = Thing.SHOPS
    model = Shop
    one = "shop"
    told = EventKind.SHOPS_CHANGED

    def called(self, square_id: str, called: str) -> Shop | None:
        """Find a shop by its id or by its name, however that is spelled; None where none is called just so."""
        by_id = Shop.id == called.lower() if UUID_FORM.fullmatch(called) else Shop.name_key == name_key(called)
        return self._first(self._of_square(square_id).where(by_id).options(joinedload(Shop.closing_days)))

    def compare(self, square_id: str, drafts: Sequence[ShopDraft]) -> list[Put]:
        """Tell what `put` would do, closing days included: they become those given."""
        puts = super().compare(square_id, drafts)
        closing = self._closing_days(square_id)
        return [
            Put(put.id, put.name, Outcome.CHANGED)
            if put.outcome is Outcome.SAME and closing.get(put.id, frozenset()) != draft.closing_days
            else put
            for put, draft in zip(puts, drafts, strict=True)
        ]

    def _of_square(self, square_id: str) -> Select[Shop]:
        return super()._of_square(square_id).options(selectinload(Shop.closing_days))

    def _values(self, draft: ShopDraft) -> dict[str, Any]:
        return {name: value for name, value in super()._values(draft).items() if name != "closing_days"}

    def _follow(self, square_id: str, drafts: Mapping[str, ShopDraft], puts: Sequence[Put]) -> None:
        told = {put.id: drafts[put.id] for put in puts if put.outcome is not Outcome.SAME}
        self._put_closing_days(square_id, told)
        changed = {put.id: drafts[put.id] for put in puts if put.outcome is Outcome.CHANGED}
        self._move_waiting_legs(square_id, changed)

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
