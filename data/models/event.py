"""An event: one change, who made it, when it happened and when we heard of it. Events are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, document, latitude, longitude, moment, reference, text, whole, within_square
from kernel.rights import Thing

__all__ = ["Event"]


class Event(Base):
    """One change.

    Attributes
    ----------
    received_seq: the order in which we heard of them; rises, with gaps.
    id: for everyone else.
    kind: "order.received", "plan.replaced"; see `EventKind`.
    device_id, seq: a device's own count of its events; the same one twice is refused.
    who: a principal, as text; never a person's name.
    round_id, plan_id: without a foreign key, as a replaced round is gone and its history is not.
    details: what else there is to know; parcels by id.
    """

    __tablename__ = "events"
    __table_args__ = (
        ForeignKeyConstraint(["square_id"], ["squares.id"]),
        within_square("order_id", "orders"),
        within_square("leg_id", "legs"),
        UniqueConstraint("id"),
        UniqueConstraint("square_id", "device_id", "seq"),
        Index("ix_events_square_id_received_seq", "square_id", "received_seq"),
        Index("ix_events_order_id", "order_id"),
        Index("ix_events_leg_id", "leg_id"),
        Index("ix_events_round_id", "round_id"),
        Index("ix_events_plan_id", "plan_id"),
        CheckConstraint("(device_id IS NULL) = (seq IS NULL)", name="device_whole"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="position_whole"),
        {"sqlite_autoincrement": True},
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.EVENTS

    received_seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), Identity(always=True), primary_key=True
    )
    id: Mapped[str] = mapped_column(Uuid(as_uuid=False))
    square_id: Mapped[str] = reference()
    kind: Mapped[str] = text(40, empty=False)
    happened_at: Mapped[datetime] = moment()
    arrived_at: Mapped[datetime] = moment()
    who: Mapped[str] = text(120, empty=False)
    role: Mapped[str] = text(20, empty=False)
    device_id: Mapped[str | None] = text(80, empty=False)
    seq: Mapped[int | None] = whole(0, 2**53)
    lon: Mapped[float | None] = longitude()
    lat: Mapped[float | None] = latitude()
    order_id: Mapped[str | None] = reference()
    leg_id: Mapped[str | None] = reference()
    round_id: Mapped[str | None] = reference()
    plan_id: Mapped[str | None] = reference()
    details: Mapped[dict[str, Any]] = document()
