"""A starting measurement of a square (nulmeting): how its goods travelled before, counted by somebody, on some days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, document, key, moment, reference, square_table, text, whole
from impact.starting_measurement import MOST
from kernel.rights import Thing

__all__ = ["StartingMeasurement"]


class StartingMeasurement(Base):
    """One version of a measurement. Only ever added: under the same name the next version begins, and both are kept.

    Attributes
    ----------
    name_key: of its name, by which versions are one measurement's.
    first_day, last_day: local days on which it was counted, both included.
    measured_by, method, source: who counted, how, and where that can be read.
    orders: purchases whose ways were counted: what its figures are divided by.
    flows: what was counted, as `rounds.starting_measurements` writes it.
    said_by: who handed it in; a principal.
    """

    __tablename__ = "starting_measurements"
    __table_args__ = square_table(
        UniqueConstraint("square_id", "name_key", "version"),
        CheckConstraint("first_day <= last_day", name="day_order"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.REPORTS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    name: Mapped[str] = text(80, empty=False)
    name_key: Mapped[str] = text(160, empty=False)
    version: Mapped[int] = whole(1)
    first_day: Mapped[date] = mapped_column()
    last_day: Mapped[date] = mapped_column()
    measured_by: Mapped[str] = text(200, empty=False)
    method: Mapped[str] = text(1000, empty=False)
    source: Mapped[str] = text(500, empty=False)
    orders: Mapped[int] = whole(1, MOST)
    flows: Mapped[list[dict[str, Any]]] = document()
    said_by: Mapped[str] = text(200, empty=False)
    said_at: Mapped[datetime] = moment()
