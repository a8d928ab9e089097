"""A leg: one pickup and one delivery of an order's parcels within one square; it carries what its round needs."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import (
    Base,
    Tenancy,
    choice,
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
from data.models.hub import Hub
from data.models.limits import MAX_VOLUME_ML, MAX_WEIGHT_G
from data.models.parcel import Parcel
from data.models.states import LegState, PlaceKind
from kernel.rights import Thing

if TYPE_CHECKING:
    from data.models.order import Order  # an order knows its legs, too

__all__ = ["Leg", "LegParcel"]


class LegParcel(Base):
    """A parcel that a leg carries."""

    __tablename__ = "leg_parcels"
    __table_args__ = (
        PrimaryKeyConstraint("leg_id", "parcel_id"),
        within_square("leg_id", "legs"),
        within_square("parcel_id", "parcels"),
        Index("ix_leg_parcels_parcel_id", "parcel_id"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.LEGS

    square_id: Mapped[str] = reference()
    leg_id: Mapped[str] = reference()
    parcel_id: Mapped[str] = reference()


class Leg(Base):
    """One way from a shop, hub or household to another.

    Both places, contact, sums and needs are copies, taken when the leg is made and renewed while it is in no
    released round: who rides it needs to see nothing else of the order.

    Attributes
    ----------
    number: 1, 2, … within its order; a retry or a split is a new one.
    pickup_name: what stands there: the shop's name, or the household's address.
    ready_at: from when it can be collected; NULL is the shop's usual time.
    pickup_shop_id, delivery_shop_id: its order's shop, where that is an end.
    window_start_at, window_end_at: when it may be delivered; for a return, collected.
    """

    __tablename__ = "legs"
    __table_args__ = square_table(
        within_square("order_id", "orders"),
        within_square("pickup_shop_id", "shops"),
        within_square("pickup_hub_id", "hubs"),
        within_square("delivery_shop_id", "shops"),
        within_square("delivery_hub_id", "hubs"),
        UniqueConstraint("order_id", "number"),
        Index("ix_legs_square_id_planned_for", "square_id", "planned_for"),
        CheckConstraint("window_start_at <= window_end_at", name="window_order"),
        CheckConstraint("cool_volume_ml <= volume_ml", name="cool_within"),
        CheckConstraint(
            "(pickup_kind = 'shop') = (pickup_shop_id IS NOT NULL)"
            " AND (pickup_kind = 'hub') = (pickup_hub_id IS NOT NULL)",
            name="pickup_place",
        ),
        CheckConstraint(
            "(delivery_kind = 'shop') = (delivery_shop_id IS NOT NULL)"
            " AND (delivery_kind = 'hub') = (delivery_hub_id IS NOT NULL)",
            name="delivery_place",
        ),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.LEGS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    order_id: Mapped[str] = reference()
    number: Mapped[int] = whole(1)
    state: Mapped[LegState] = choice(LegState, "state")
    planned_for: Mapped[date] = mapped_column()
    pickup_kind: Mapped[PlaceKind] = choice(PlaceKind, "pickup_kind")
    pickup_shop_id: Mapped[str | None] = reference(index=True)
    pickup_hub_id: Mapped[str | None] = reference()
    pickup_name: Mapped[str] = text(300)
    pickup_lon: Mapped[float] = longitude()
    pickup_lat: Mapped[float] = latitude()
    delivery_kind: Mapped[PlaceKind] = choice(PlaceKind, "delivery_kind")
    delivery_shop_id: Mapped[str | None] = reference(index=True)
    delivery_hub_id: Mapped[str | None] = reference()
    delivery_name: Mapped[str] = text(300)
    delivery_lon: Mapped[float] = longitude()
    delivery_lat: Mapped[float] = latitude()
    contact: Mapped[str] = text(120)
    phone: Mapped[str] = text(40)
    note: Mapped[str] = text(1000)
    ready_at: Mapped[datetime | None] = moment()
    window_start_at: Mapped[datetime] = moment()
    window_end_at: Mapped[datetime] = moment()
    weight_g: Mapped[int] = whole(0, MAX_WEIGHT_G)
    volume_ml: Mapped[int] = whole(0, MAX_VOLUME_ML)
    cool_volume_ml: Mapped[int] = whole(0, MAX_VOLUME_ML)
    upright: Mapped[bool] = mapped_column()
    adults_only: Mapped[bool] = mapped_column()
    two_people: Mapped[bool] = mapped_column()

    order: Mapped["Order"] = relationship(primaryjoin="foreign(Leg.order_id) == Order.id", lazy="raise", viewonly=True)
    pickup_hub: Mapped[Hub | None] = relationship(
        primaryjoin="foreign(Leg.pickup_hub_id) == Hub.id", lazy="raise", viewonly=True
    )
    delivery_hub: Mapped[Hub | None] = relationship(
        primaryjoin="foreign(Leg.delivery_hub_id) == Hub.id", lazy="raise", viewonly=True
    )
    parcels: Mapped[list[Parcel]] = relationship(
        secondary="leg_parcels",
        primaryjoin="Leg.id == LegParcel.leg_id",
        secondaryjoin="Parcel.id == LegParcel.parcel_id",
        order_by=Parcel.number,
        lazy="raise",
        viewonly=True,
    )
