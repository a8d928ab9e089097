"""A shop: a pickup place and its people; and the days it is closed out of turn."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import (
    Base,
    Tenancy,
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
from data.models.limits import MAX_CLOCK_S, MAX_VOLUME_ML, MAX_WEIGHT_G
from data.postgis import ground_index
from kernel.rights import Thing

__all__ = ["Shop", "ShopClosingDay"]


class ShopClosingDay(Base):
    """A local date on which a shop is closed whatever its opening hours say."""

    __tablename__ = "shop_closing_days"
    __table_args__ = (PrimaryKeyConstraint("shop_id", "day"), within_square("shop_id", "shops"))
    tenancy = Tenancy.SQUARE
    thing = Thing.SHOPS

    square_id: Mapped[str] = reference()
    shop_id: Mapped[str] = reference()
    day: Mapped[date] = mapped_column()


class Shop(Base):
    """One shop of a square.

    Attributes
    ----------
    name_key: the name as it is compared; unique in the square.
    opening_hours: as in OSM's tag of that name, on the square's clock; empty where nobody told.
    ready_at_s: seconds since local midnight by which its orders are packed, where an order does not say.
    osm_id: "node/1", where it was proposed from the map.
    note: what a courier must know to collect there.
    paused_until: until then it takes no new orders.
    producers: from whom it has what it sells, each with its share of the orders and the metres of the way; NULL where
        nobody told. Written by `rounds.origins`.
    usual_weight_g, usual_volume_ml: of an order of this shop that does not tell; NULL is what is usual for any.
    """

    __tablename__ = "shops"
    __table_args__ = square_table(UniqueConstraint("square_id", "name_key"), ground_index("shops"))
    tenancy = Tenancy.SQUARE
    thing = Thing.SHOPS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    name: Mapped[str] = text(120, empty=False)
    name_key: Mapped[str] = text(240, empty=False)
    kind: Mapped[str] = text(60)
    street: Mapped[str] = text(120)
    number: Mapped[str] = text(20)
    addition: Mapped[str] = text(20)
    postcode: Mapped[str] = text(20)
    town: Mapped[str] = text(120)
    lon: Mapped[float] = longitude()
    lat: Mapped[float] = latitude()
    opening_hours: Mapped[str] = text(500)
    ready_at_s: Mapped[int | None] = whole(0, MAX_CLOCK_S)
    phone: Mapped[str] = text(40)
    email: Mapped[str] = text(254)
    osm_id: Mapped[str] = text(40)
    note: Mapped[str] = text(1000, server_default="")
    usual_weight_g: Mapped[int | None] = whole(1, MAX_WEIGHT_G)
    usual_volume_ml: Mapped[int | None] = whole(1, MAX_VOLUME_ML)
    paused_until: Mapped[datetime | None] = moment()
    producers: Mapped[list[dict[str, Any]] | None] = document()
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()

    closing_days: Mapped[list[ShopClosingDay]] = relationship(order_by=ShopClosingDay.day, lazy="raise", viewonly=True)
