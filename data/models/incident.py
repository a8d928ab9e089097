"""An incident: what was said does not fit, and a dispatcher looks at it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, choice, document, key, moment, reference, square_table, text, within_square
from data.models.states import IncidentKind
from kernel.rights import Thing

__all__ = ["Incident"]


class Incident(Base):
    """One incident, about an order or a round. It closes when it is settled, or when later events explain it.

    Attributes
    ----------
    id: made from what it is about: the same events make the same one, in whatever order they come.
    events: ids of the events that do not fit.
    closed_at: NULL while someone has to look at it.
    note: what whoever settled it found out.
    """

    __tablename__ = "incidents"
    __table_args__ = square_table(
        within_square("order_id", "orders"),
        within_square("leg_id", "legs"),
        within_square("round_id", "rounds"),
        Index("ix_incidents_square_id_closed_at", "square_id", "closed_at"),
        Index("ix_incidents_order_id", "order_id"),
        Index("ix_incidents_round_id", "round_id"),
        CheckConstraint("order_id IS NOT NULL OR round_id IS NOT NULL", name="about"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.EVENTS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    kind: Mapped[IncidentKind] = choice(IncidentKind, "kind")
    order_id: Mapped[str | None] = reference()
    leg_id: Mapped[str | None] = reference()
    round_id: Mapped[str | None] = reference()
    events: Mapped[list[str]] = document()
    opened_at: Mapped[datetime] = moment()
    closed_at: Mapped[datetime | None] = moment()
    note: Mapped[str] = text(1000)
