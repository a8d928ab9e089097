"""A cost sheet: what delivering costs a square, from a day on. Amounts exclude VAT."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, key, moment, reference, square_table, text, whole
from kernel.rights import Thing

__all__ = ["MAX_COST_CENTS", "CostSheet"]

MAX_COST_CENTS = 100_000_000
"""Of one line: a million euro a month is more than any village pays. Our own choice."""


class CostSheet(Base):
    """What a square pays and is paid, from its first day until the next sheet's. It is never changed, only withdrawn.

    Attributes
    ----------
    valid_from: the first local day that it is for.
    currency: ISO 4217, of the square when it was made.
    courier_hour_cents: an hour of one courier, with all that the employer pays besides.
    vehicle_day_cents: one vehicle on a day that it rides. hub_day_cents: all hubs together on a day of delivery.
    platform_month_cents: a month of this platform and whatever else is paid by the month.
    subsidy_month_cents: what others pay in by the month.
    order_income_cents: income of an order that has no price of a tariff, without VAT; NULL is not known.
    ended_at: when it was withdrawn.
    """

    __tablename__ = "cost_sheets"
    __table_args__ = square_table(
        Index("ix_cost_sheets_square_id_valid_from", "square_id", "valid_from"),
        CheckConstraint("length(currency) = 3", name="currency_whole"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.COSTS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    valid_from: Mapped[date] = mapped_column()
    currency: Mapped[str] = text(3, empty=False)
    courier_hour_cents: Mapped[int] = whole(0, MAX_COST_CENTS)
    vehicle_day_cents: Mapped[int] = whole(0, MAX_COST_CENTS)
    hub_day_cents: Mapped[int] = whole(0, MAX_COST_CENTS)
    platform_month_cents: Mapped[int] = whole(0, MAX_COST_CENTS)
    subsidy_month_cents: Mapped[int] = whole(0, MAX_COST_CENTS)
    order_income_cents: Mapped[int | None] = whole(0, MAX_COST_CENTS)
    created_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()
