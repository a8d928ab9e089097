"""Legs of a square: what a day's planning is about."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from data.models.leg import Leg, LegParcel
from data.models.leg_origin import LegOrigin
from data.models.order import Order
from data.models.plan import Plan, PlanLeg
from data.models.relay import Relay
from data.models.round import Round
from data.models.shop import Shop
from data.models.states import LegCause, LegState, OrderKind, PlaceKind, RelaySide, RoundState, TaskKind
from data.models.stop import Stop, Task
from data.repositories.base import Repository, in_parts
from kernel.rights import Thing

__all__ = ["Legs"]


class Legs(Repository):
    """Ways of orders' parcels."""

    thing = Thing.LEGS

    def to_plan(self, square_id: str, day: date) -> list[Leg]:
        """List the legs a day's planning has to place: planned for it, in no released round, not another square's.

        With order, its shop and closing days, parcels, and the hubs at their ends: three queries.

        Raises
        ------
        NotAllowedError
            The scope does not see every round.
        """
        return self._all(_whole(self._to_plan(square_id, day)))

    def ids_to_plan(self, square_id: str, day: date) -> set[str]:
        """Give the ids of the legs that `to_plan` lists, for who has loaded them.

        Raises
        ------
        NotAllowedError
            The scope does not see every round.
        """
        return set(self._session.scalars(self._to_plan(square_id, day).with_only_columns(Leg.id)))

    def in_no_plan(self, square_id: str, day: date) -> bool:
        """Say whether a leg waits for a day's planning that the day's plan does not name: in no round, for no reason.

        Raises
        ------
        NotFoundError
            There is no such square in the scope.
        NotAllowedError
            The scope does not see every round.
        """
        self._square(square_id)
        self._must_read_all(Thing.ROUNDS)
        named = (
            select(PlanLeg.leg_id)
            .join(Plan, Plan.id == PlanLeg.plan_id)
            .where(PlanLeg.square_id == square_id, Plan.day == day)
        )
        waiting = (Leg.state == LegState.PLANNED, Leg.id.not_in(named), _is_ours(square_id))
        return self._first(self._of_day(square_id, day).where(*waiting).limit(1)) is not None

    def expected_at_hubs(self, square_id: str, order_ids: Iterable[str]) -> dict[tuple[str, str], datetime]:
        """Say when released rounds have brought parcels of orders to hubs, by parcel and hub: as they were planned.

        Raises
        ------
        NotAllowedError
            The scope does not see every round.
        """
        self._must_read_all(Thing.ROUNDS)
        found: dict[tuple[str, str], datetime] = {}
        for part in in_parts(set(order_ids)):
            query = (
                select(LegParcel.parcel_id, Leg.delivery_hub_id, Stop.leaving_at)
                .join(Leg, Leg.id == LegParcel.leg_id)
                .join(Task, Task.leg_id == Leg.id)
                .join(Stop, Stop.id == Task.stop_id)
                .join(Round, Round.id == Stop.round_id)
                .where(
                    self._seen(Leg),
                    Leg.square_id == square_id,
                    Leg.order_id.in_(part),
                    Leg.delivery_hub_id.is_not(None),
                    Leg.state.in_([LegState.PLANNED, LegState.COLLECTED]),
                    Task.kind == TaskKind.DELIVERY,
                    Round.state.in_([RoundState.RELEASED, RoundState.UNDER_WAY]),
                )
            )
            for parcel_id, hub_id, leaving_at in self._session.execute(query):
                key = parcel_id, hub_id or ""
                found[key] = max(leaving_at, found.get(key, leaving_at))
        return found

    def first_tries(self, square_id: str, order_ids: Iterable[str]) -> dict[str, int]:
        """Give the number of the first leg that a released round was to bring to its order's end, and that failed.

        One whose parcel parted from another leg was in that leg's round. Orders of which none failed so are left out.

        Raises
        ------
        NotAllowedError
            The scope does not see every round.
        """
        self._must_read_all(Thing.ROUNDS)
        parted = and_(LegOrigin.leg_id == Leg.id, LegOrigin.cause == LegCause.SPLIT)
        end = case((Order.kind == OrderKind.DELIVERY, PlaceKind.HOUSEHOLD), else_=PlaceKind.SHOP)
        found: dict[str, int] = {}
        for part in in_parts(set(order_ids)):
            query = (
                select(Leg.order_id, func.min(Leg.number))
                .join(Order, Order.id == Leg.order_id)
                .outerjoin(LegOrigin, parted)
                .where(
                    self._seen(Leg),
                    Leg.square_id == square_id,
                    Leg.order_id.in_(part),
                    Leg.state == LegState.FAILED,
                    Leg.delivery_kind == end,
                    exists().where(Task.leg_id.in_([Leg.id, LegOrigin.from_leg_id])),
                )
                .group_by(Leg.order_id)
            )
            found.update((order_id, number) for order_id, number in self._session.execute(query))
        return found

    def of_day(self, square_id: str, day: date) -> list[Leg]:
        """List every leg of a day, whatever its state; loaded as `to_plan`."""
        return self._all(_whole(self._of_day(square_id, day)))

    def get(self, square_id: str, leg_id: str) -> Leg:
        """Find a leg by its id; loaded as `to_plan`.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        return self._one(_whole(self._select(Leg).where(Leg.square_id == square_id, Leg.id == leg_id)), f"leg {leg_id}")

    def page(
        self,
        square_id: str,
        *,
        day: date | None = None,
        state: LegState | None = None,
        order_id: str | None = None,
        after: str | None,
        limit: int,
    ) -> list[Leg]:
        """List a square's legs as they were made, a page of them; loaded as `to_plan`."""
        query = self._select(Leg).where(Leg.square_id == square_id)
        for column, wanted in ((Leg.planned_for, day), (Leg.state, state), (Leg.order_id, order_id)):
            query = query if wanted is None else query.where(column == wanted)
        return self._page(_whole(query), after, limit)

    def _to_plan(self, square_id: str, day: date) -> Select[Leg]:
        self._must_read_all(Thing.ROUNDS)
        given = (
            select(PlanLeg.leg_id)
            .join(Round, Round.id == PlanLeg.round_id)
            .where(PlanLeg.square_id == square_id, Round.state != RoundState.PROPOSED)
        )
        waiting = (Leg.state == LegState.PLANNED, Leg.id.not_in(given), _is_ours(square_id))
        return self._of_day(square_id, day).where(*waiting)

    def _of_day(self, square_id: str, day: date) -> Select[Leg]:
        query = self._select(Leg).where(Leg.square_id == square_id, Leg.planned_for == day)
        return query.order_by(Leg.order_id, Leg.number)


def _is_ours(square_id: str) -> ColumnElement[bool]:
    """Say that no other square rides the leg: it took the order over at a hub."""
    handed_on = select(Relay.leg_id).where(Relay.square_id == square_id, Relay.side == RelaySide.HANDS_ON)
    return Leg.id.not_in(handed_on)


def _whole(query: Select[Leg]) -> Select[Leg]:
    return query.options(
        joinedload(Leg.order).joinedload(Order.shop).selectinload(Shop.closing_days),
        selectinload(Leg.parcels),
        joinedload(Leg.pickup_hub),
        joinedload(Leg.delivery_hub),
    )
