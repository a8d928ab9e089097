"""An order that comes again by itself: what it is, on which days, and when it is left out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import Base, Tenancy, document, key, moment, reference, square_table, text, within_square
from data.models.shop import Shop
from kernel.rights import Thing

__all__ = ["RecurringOrder"]


class RecurringOrder(Base):
    """One rule, from which orders are made ahead. It is ended, never deleted; what was made of it stays.

    Attributes
    ----------
    order_ref: the shop's own name of it; its orders are called so, with their day behind it.
    rule: days, as RFC 5545 writes them; see `rounds.intake.recurrence`.
    starts_on: from when the rule is counted.
    given: the order as it was handed in, without a day; see `rounds.intake.given_document`.
    pauses: [first day, last day] of each time that it is left out.
    """

    __tablename__ = "recurring_orders"
    __table_args__ = square_table(
        within_square("shop_id", "shops"), UniqueConstraint("square_id", "shop_id", "order_ref")
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.ORDERS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    shop_id: Mapped[str] = reference()
    order_ref: Mapped[str] = text(60, empty=False)
    rule: Mapped[str] = text(240, empty=False)
    starts_on: Mapped[date] = mapped_column()
    given: Mapped[dict[str, Any]] = document()
    pauses: Mapped[list[list[str]]] = document()
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()

    shop: Mapped[Shop] = relationship(
        primaryjoin="foreign(RecurringOrder.shop_id) == Shop.id", lazy="raise", viewonly=True
    )
