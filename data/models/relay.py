"""A relay: an order that one square brings to a hub, and another from there on. Each square has its side of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, choice, document, key, moment, reference, square_table, within_square
from data.models.states import RelaySide
from kernel.rights import Thing

__all__ = ["Relay"]


class Relay(Base):
    """One square's side. An order belongs to its first square; the other one has an order of its own that follows it.

    Attributes
    ----------
    order_id, leg_id: on this square; the leg is the one from the hub on, which the second square rides.
    other_square_id, other_id: the other side.
    parcels: ids of the same pieces on the other square, by their ids on this one.
    expected_at: when a released round of the first square brings the last parcel to the hub; NULL where none does.
    handed_over_at: when the first parcel was heard to be at the hub; NULL before.
    """

    __tablename__ = "relays"
    __table_args__ = square_table(
        within_square("order_id", "orders"),
        within_square("leg_id", "legs"),
        ForeignKeyConstraint(["other_square_id"], ["squares.id"]),
        UniqueConstraint("order_id"),
        Index("ix_relays_square_id_handed_over_at", "square_id", "handed_over_at"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.ORDERS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    side: Mapped[RelaySide] = choice(RelaySide, "side")
    order_id: Mapped[str] = reference()
    leg_id: Mapped[str] = reference()
    other_square_id: Mapped[str] = reference()
    other_id: Mapped[str] = reference()
    parcels: Mapped[dict[str, Any]] = document()
    expected_at: Mapped[datetime | None] = moment()
    handed_over_at: Mapped[datetime | None] = moment()
    made_at: Mapped[datetime] = moment()
