"""A web shop that tells us its orders, and each time it told us something."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from data.base import Base, Tenancy, choice, document, key, moment, reference, square_table, text, within_square
from data.models.shop import Shop
from kernel.rights import Thing

__all__ = ["Platform", "WebDelivery", "WebDeliveryState", "WebShop"]


class Platform(StrEnum):
    """What a web shop runs on."""

    WOOCOMMERCE = "woocommerce"
    SHOPIFY = "shopify"


class WebShop(Base):
    """The web shop of one shop, which sends us its orders. It is ended, never deleted.

    Attributes
    ----------
    secret: with which it signs. It has to be known to check a signature, so it is kept as it is; it opens nothing here
        but the door for this shop's orders, and is shown once, when it is made.
    methods: names or codes of the ways of sending that are ours, compared without case; NULL is all.
    postcodes: how the postcodes begin that are ours ("12", "1234AB"); NULL is whatever lies in the areas.
    """

    __tablename__ = "web_shops"
    __table_args__ = square_table(within_square("shop_id", "shops"))
    tenancy = Tenancy.SQUARE
    thing = Thing.WEBHOOKS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    shop_id: Mapped[str] = reference(index=True)
    platform: Mapped[Platform] = choice(Platform, "platform")
    secret: Mapped[str] = text(200, empty=False)
    methods: Mapped[list[str] | None] = document()
    postcodes: Mapped[list[str] | None] = document()
    created_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()

    shop: Mapped[Shop] = relationship(primaryjoin="foreign(WebShop.shop_id) == Shop.id", lazy="raise", viewonly=True)


class WebDeliveryState(StrEnum):
    """pending → what became of it."""

    PENDING = "pending"
    TAKEN = "taken"
    KNOWN = "known"
    """It asks nothing of us: not paid yet, brought already, or older than what is known."""
    NOT_OURS = "not ours"
    FOR_A_PERSON = "for a person"
    """It cannot be done by itself: the reason says what is to be decided."""
    SETTLED = "settled"
    """A person, or a newer delivery, did what was to be done."""


class WebDelivery(Base):
    """One message of a web shop: kept before it is answered.

    Attributes
    ----------
    delivery_key: unique for the web shop, so that the same message again is the same row.
    topic: as the platform calls what happened; only told, as no signature holds it.
    external_id, order_ref: of the order, as platform and shop call it; empty where it tells none.
    changed_at: when the shop changed the order.
    method, postcode: how and where to, of what is not ours.
    body: as it came, while something is still to be done with it; then NULL, for it holds people's addresses.
    order_id: of the order that it is about.
    reason_nl, reason_en: what became of it and why.
    """

    __tablename__ = "web_deliveries"
    __table_args__ = square_table(
        within_square("web_shop_id", "web_shops"),
        within_square("order_id", "orders"),
        UniqueConstraint("web_shop_id", "delivery_key"),
        Index("ix_web_deliveries_web_shop_id_external_id", "web_shop_id", "external_id"),
        Index("ix_web_deliveries_square_id_state", "square_id", "state"),
        CheckConstraint("body IS NOT NULL OR state NOT IN ('pending', 'for a person')", name="body_while_needed"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.WEBHOOKS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    web_shop_id: Mapped[str] = reference()
    delivery_key: Mapped[str] = text(80, empty=False)
    topic: Mapped[str] = text(80)
    state: Mapped[WebDeliveryState] = choice(WebDeliveryState, "state")
    external_id: Mapped[str] = text(80)
    order_ref: Mapped[str] = text(80)
    changed_at: Mapped[datetime | None] = moment()
    method: Mapped[str] = text(200)
    postcode: Mapped[str] = text(20)
    body: Mapped[dict[str, Any] | None] = document(deferred=True, deferred_raiseload=True)
    order_id: Mapped[str | None] = reference(index=True)
    reason_nl: Mapped[str] = text(500)
    reason_en: Mapped[str] = text(500)
    received_at: Mapped[datetime] = moment()
    done_at: Mapped[datetime | None] = moment()

    web_shop: Mapped[WebShop] = relationship(
        primaryjoin="foreign(WebDelivery.web_shop_id) == WebShop.id", lazy="raise", viewonly=True
    )
