"""A courier: who rides, what they may ride, and when they can."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, document, key, moment, reference, square_table, text
from kernel.rights import Thing

__all__ = ["Courier"]


class Courier(Base):
    """One courier of a square. One who leaves is ended, never deleted: their name, telephone and hours go.

    Attributes
    ----------
    profiles: kinds of vehicle they may ride.
    vehicles: ids of the only vehicles they may ride; none is every one of these profiles.
    weekly: [weekday, start, end] of each time they can ride every week: 0 is Monday, seconds since local midnight.
    exceptions: [day, start, end] of dates on which it is otherwise; start and end null is a day off, else a time more.
    active: false is not for the time being.
    """

    __tablename__ = "couriers"
    __table_args__ = square_table(
        UniqueConstraint("square_id", "name_key"),
        CheckConstraint("ended_at IS NULL OR phone = ''", name="ended_forgotten"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.COURIERS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    name: Mapped[str] = text(120, empty=False)
    name_key: Mapped[str] = text(240, empty=False)
    phone: Mapped[str] = text(40)
    profiles: Mapped[list[str]] = document()
    vehicles: Mapped[list[str]] = document()
    weekly: Mapped[list[tuple[int, int, int]]] = document()
    exceptions: Mapped[list[tuple[str, int | None, int | None]]] = document()
    active: Mapped[bool] = mapped_column()
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()
