"""Legs of a square: what a day's planning is about."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from data.models.leg import Leg
from data.models.plan import Plan, PlanLeg
from data.models.round import Round
from data.models.shop import Shop
from data.models.states import LegState, RoundState
from data.repositories.base import Repository
from kernel.rights import Thing

__all__ = ["Legs"]


class Legs(Repository):
    """Ways of orders' parcels."""

    thing = Thing.LEGS

    def to_plan(self, square_id: str, day: date) -> list[Leg]:
        """List the legs a day's planning has to place: planned for it, and in no released round.

        With order, parcels, and the shops at their ends with closing days: three queries.

        Raises
        ------
        NotAllowedError
            The scope does not see every round.
        """
        self._must_read_all(Thing.ROUNDS)
        given = (
            select(PlanLeg.leg_id)
            .join(Round, Round.id == PlanLeg.round_id)
            .where(PlanLeg.square_id == square_id, Round.state != RoundState.PROPOSED)
        )
        waiting = (Leg.state == LegState.PLANNED, Leg.id.not_in(given))
        return self._all(_whole(self._of_day(square_id, day).where(*waiting)))

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
        waiting = (Leg.state == LegState.PLANNED, Leg.id.not_in(named))
        return self._first(self._of_day(square_id, day).where(*waiting).limit(1)) is not None

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

    def _of_day(self, square_id: str, day: date) -> Select[Leg]:
        query = self._select(Leg).where(Leg.square_id == square_id, Leg.planned_for == day)
        return query.order_by(Leg.order_id, Leg.number)


def _whole(query: Select[Leg]) -> Select[Leg]:
    return query.options(
        joinedload(Leg.order),
        selectinload(Leg.parcels),
        joinedload(Leg.pickup_shop).selectinload(Shop.closing_days),
        joinedload(Leg.delivery_shop).selectinload(Shop.closing_days),
    )
