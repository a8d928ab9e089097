"""An order: what one customer bought from one shop and wants delivered; or one return, or crates to collect."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import (
    Base,
    Tenancy,
    choice,
    document,
    key,
    latitude,
    longitude,
    moment,
    reference,
    square_table,
    text,
    whole,
    within_square,
)
from data.models.leg import Leg
from data.models.parcel import Parcel
from data.models.shop import Shop
from data.models.states import OrderKind, OrderState, PositionSource
from data.models.tariff import MAX_PRICE_CENTS
from data.postcode import dutch_postcode
from kernel.rights import Thing

__all__ = ["Order", "address_line"]


class Order(Base):
    """One order. It is never deleted: it waits for a named planning or a named person, is in a plan, or has ended.

    Attributes
    ----------
    order_ref: the shop's own number; unique for the shop in the square.
    planned_for: the local date whose planning it waits for.
    lon, lat: of the household; NULL while the address waits to be mended.
    position_note: how sure the position is, or what there is to mend.
    position_note_nl: what there is to mend, in Dutch; empty where nobody said it in Dutch.
    window_start_at, window_end_at: when it may be handed over.
    ready_at: when the shop has it packed; NULL is the shop's usual time.
    slot_id: the slot template whose window it has; not a foreign key, as SQLite gives a table none later.
    tariff_id, price_cents, price: what it costs, by which tariff, and why (see `rounds.pricing`); NULL where none was.
    invented: drawn for a demo, ordered by nobody.
    given_sha256: of the order as it was handed in, so that the same file twice adds nothing.
    """

    __tablename__ = "orders"
    __table_args__ = square_table(
        within_square("shop_id", "shops"),
        UniqueConstraint("square_id", "shop_id", "order_ref"),
        Index("ix_orders_square_id_planned_for", "square_id", "planned_for"),
        Index("ix_orders_square_id_state", "square_id", "state"),
        CheckConstraint("window_start_at <= window_end_at", name="window_order"),
        CheckConstraint(
            "(lon IS NULL) = (lat IS NULL) AND (lon IS NULL) = (position_source IS NULL)", name="position_whole"
        ),
        CheckConstraint("lon IS NOT NULL OR state IN ('received', 'ended')", name="position_known"),
        CheckConstraint("lon IS NOT NULL OR position_note <> ''", name="mend_reason"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.ORDERS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    shop_id: Mapped[str] = reference()
    order_ref: Mapped[str] = text(80, empty=False)
    kind: Mapped[OrderKind] = choice(OrderKind, "kind")
    state: Mapped[OrderState] = choice(OrderState, "state")
    planned_for: Mapped[date] = mapped_column()
    recipient: Mapped[str] = text(120)
    phone: Mapped[str] = text(40)
    email: Mapped[str] = text(254)
    street: Mapped[str] = text(120)
    number: Mapped[str] = text(20)
    addition: Mapped[str] = text(20)
    postcode: Mapped[str] = text(20)
    town: Mapped[str] = text(120)
    lon: Mapped[float | None] = longitude()
    lat: Mapped[float | None] = latitude()
    position_source: Mapped[PositionSource | None] = choice(PositionSource, "position_source")
    position_note: Mapped[str] = text(500)
    position_note_nl: Mapped[str] = text(500, server_default="")
    window_start_at: Mapped[datetime] = moment()
    window_end_at: Mapped[datetime] = moment()
    ready_at: Mapped[datetime | None] = moment()
    note: Mapped[str] = text(1000)
    slot_id: Mapped[str | None] = reference()
    tariff_id: Mapped[str | None] = reference()
    price_cents: Mapped[int | None] = whole(0, MAX_PRICE_CENTS)
    price: Mapped[dict[str, Any] | None] = document()
    invented: Mapped[bool] = mapped_column()
    given_sha256: Mapped[str] = text(64)
    received_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()

    shop: Mapped[Shop] = relationship(primaryjoin="foreign(Order.shop_id) == Shop.id", lazy="raise", viewonly=True)
    parcels: Mapped[list[Parcel]] = relationship(
        primaryjoin="Order.id == foreign(Parcel.order_id)", order_by=Parcel.number, lazy="raise", viewonly=True
    )
    legs: Mapped[list[Leg]] = relationship(
        primaryjoin="Order.id == foreign(Leg.order_id)", order_by=Leg.number, lazy="raise", viewonly=True
    )

    @property
    def address(self) -> str:
        """One line, as on an envelope."""
        return address_line(self.street, self.number, self.addition, self.postcode, self.town)


def address_line(street: str, number: str, addition: str, postcode: str, town: str) -> str:
    """Write an address in one line as on an envelope, without what is not known: "Kerkweg 7-2, 1234 AC Dorp"."""
    house = "-".join(filter(None, (number, addition)))
    first, last = (" ".join(filter(None, parts)) for parts in ((street, house), (_spaced(postcode), town)))
    return ", ".join(filter(None, (first, last)))


def _spaced(postcode: str) -> str:
    return f"{postcode[:4]} {postcode[4:]}" if postcode and dutch_postcode(postcode) == postcode else postcode
