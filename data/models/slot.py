"""A slot template: a delivery window that a square offers on days of the week, and until when one may order for it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, document, key, moment, reference, square_table, text, whole, within_square
from data.models.limits import DAY_S, MAX_CLOCK_S
from kernel.rights import Thing

__all__ = ["MAX_CAPACITY", "MAX_CUTOFF_DAYS", "SlotTemplate"]

MAX_CAPACITY = 100_000
MAX_CUTOFF_DAYS = 31


class SlotTemplate(Base):
    """One window of a square. It is ended, never deleted: orders name it.

    Attributes
    ----------
    weekdays: on which it is offered: 0 is Monday.
    start_s, end_s: seconds since local midnight of the day it is offered on.
    cutoff_days, cutoff_s: one may order until so many seconds since local midnight, so many days before.
    capacity: the most orders it takes on a day; NULL is as many as there are.
    hub_id: where its orders are collected; NULL is brought to the door anywhere on the square.
    valid_from, valid_until: the first and the last local day, both included; NULL has no end.
    exceptions: [day, whether it is offered then, capacity or null for the usual one].
    """

    __tablename__ = "slot_templates"
    __table_args__ = square_table(
        UniqueConstraint("square_id", "name_key"),
        within_square("hub_id", "hubs"),
        CheckConstraint("start_s < end_s", name="times_order"),
        CheckConstraint("valid_from <= valid_until", name="days_order"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.SLOTS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    name: Mapped[str] = text(120, empty=False)
    name_key: Mapped[str] = text(240, empty=False)
    weekdays: Mapped[list[int]] = document()
    start_s: Mapped[int] = whole(0, MAX_CLOCK_S)
    end_s: Mapped[int] = whole(0, MAX_CLOCK_S)
    cutoff_days: Mapped[int] = whole(0, MAX_CUTOFF_DAYS)
    cutoff_s: Mapped[int] = whole(0, DAY_S)
    capacity: Mapped[int | None] = whole(1, MAX_CAPACITY)
    hub_id: Mapped[str | None] = reference()
    valid_from: Mapped[date] = mapped_column()
    valid_until: Mapped[date | None] = mapped_column()
    exceptions: Mapped[list[tuple[str, bool, int | None]]] = document()
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()
