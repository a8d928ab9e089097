"""The calendar of a square: how much there is on each day, counted by the database."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from data.models.order import Order
from data.models.plan import Plan
from data.models.round import Round
from data.models.states import OrderState, RoundState
from data.repositories.base import Repository

__all__ = ["Calendar", "DayCounts", "PlannedAround"]


@dataclass(slots=True)
class DayCounts:
    """What one local date holds.

    Attributes
    ----------
    orders, rounds: by state; a state without any is not there.
    plan_version: None where the day was never planned.
    distance_m, duration_s: of the plan; 0 without one.
    """

    day: date
    orders: dict[OrderState, int] = field(default_factory=dict)
    rounds: dict[RoundState, int] = field(default_factory=dict)
    plan_version: int | None = None
    distance_m: int = 0
    duration_s: int = 0


@dataclass(frozen=True, slots=True)
class PlannedAround:
    """The planned days nearest to a date: the last one before it, and the next one from it on."""

    last: date | None
    next: date | None


class Calendar(Repository):
    """Days with orders or a plan."""

    def between(self, square_id: str, first: date, last: date) -> list[DayCounts]:
        """List the days from first to last, both included, that have orders or a plan: three queries."""
        days: dict[date, DayCounts] = {}
        orders = (
            select(Order.planned_for, Order.state, func.count())
            .where(self._seen(Order), Order.square_id == square_id, Order.planned_for.between(first, last))
            .group_by(Order.planned_for, Order.state)
        )
        for day, state, number in self._session.execute(orders):
            days.setdefault(day, DayCounts(day)).orders[state] = number
        of_days = (self._seen(Plan), Plan.square_id == square_id, Plan.day.between(first, last))
        plans = select(Plan.day, Plan.version, Plan.distance_m, Plan.duration_s).where(*of_days)
        for day, version, distance_m, duration_s in self._session.execute(plans):
            counts = days.setdefault(day, DayCounts(day))
            counts.plan_version, counts.distance_m, counts.duration_s = version, distance_m, duration_s
        rounds = select(Plan.day, Round.state, func.count()).join(Round, Round.plan_id == Plan.id).where(*of_days)
        rounds = rounds.where(self._seen(Round)).group_by(Plan.day, Round.state)
        for day, state, number in self._session.execute(rounds):
            days[day].rounds[state] = number
        return [days[day] for day in sorted(days)]

    def extent(self, square_id: str) -> tuple[date, date] | None:
        """Give the first and last day that has orders or a plan; None where there is none."""
        orders = select(func.min(Order.planned_for), func.max(Order.planned_for))
        plans = select(func.min(Plan.day), func.max(Plan.day))
        found = [
            *self._session.execute(orders.where(self._seen(Order), Order.square_id == square_id)).one(),
            *self._session.execute(plans.where(self._seen(Plan), Plan.square_id == square_id)).one(),
        ]
        known = [day for day in found if day is not None]
        return (min(known), max(known)) if known else None

    def around(self, square_id: str, today: date) -> PlannedAround:
        """Find the planned days nearest to a date."""
        seen = (self._seen(Plan), Plan.square_id == square_id)
        return PlannedAround(
            last=self._session.scalar(select(func.max(Plan.day)).where(*seen, Plan.day < today)),
            next=self._session.scalar(select(func.min(Plan.day)).where(*seen, Plan.day >= today)),
        )
