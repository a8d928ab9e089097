"""Which orders a round took on the day that they were for: what a day brings in and from whom hangs on these."""

from datetime import date

from sqlalchemy import ColumnElement, and_, select

from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import Plan, PlanLeg

__all__ = ["placed_between"]


def placed_between(square_id: str, first: date, last: date, seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give the condition on orders of some days of delivery that a round of their day's plan has, each once.

    Parameters
    ----------
    seen: which plans the asker sees.
    """
    placed = (
        select(PlanLeg.leg_id)
        .join(Plan, Plan.id == PlanLeg.plan_id)
        .where(seen, Plan.square_id == square_id, Plan.day == Order.planned_for)
        .where(PlanLeg.leg_id == Leg.id, PlanLeg.round_id.is_not(None))
    )
    legs = select(Leg.id).where(Leg.order_id == Order.id, placed.exists())
    return and_(Order.square_id == square_id, Order.planned_for.between(first, last), legs.exists())
