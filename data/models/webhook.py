"""A webhook: an address that is told what happens on a square, and each thing that it is told."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, choice, document, key, moment, reference, square_table, text, whole, within_square
from kernel.rights import Thing

__all__ = ["ERASED", "DeliveryState", "Webhook", "WebhookDelivery", "WebhookState"]

MOST = 2**53
ERASED = "erased"
"""Stands in the place of the secret of a webhook that has ended: nothing is signed with it any more."""


class WebhookState(StrEnum):
    """active ⇄ paused → ended."""

    ACTIVE = "active"
    PAUSED = "paused"
    """Nothing is sent: it failed for a day, or a person wishes so. What happens meanwhile waits."""
    ENDED = "ended"


class Webhook(Base):
    """One subscription. It is ended, never deleted.

    Attributes
    ----------
    shop_id: whose orders alone it is told of; NULL is everything of the square.
    kinds: of `rounds.webhook_kinds`.
    secret: with which we sign. It has to be known to sign, so it is kept as it is, and is shown once; when the webhook
        ends it is erased.
    old_secret, old_until: the one before, with which we sign too until then.
    failure_count: in a row. failing_since: since the first of these; retry_at: nothing is sent before.
    last_seq: the number of the last delivery that was written.
    why_paused: a line for a person; empty where it is active.
    """

    __tablename__ = "webhooks"
    __table_args__ = square_table(
        within_square("shop_id", "shops"),
        CheckConstraint("(old_secret IS NULL) = (old_until IS NULL)", name="old_secret_whole"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_when"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.WEBHOOKS_OUT

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    shop_id: Mapped[str | None] = reference(index=True)
    url: Mapped[str] = text(2000, empty=False)
    kinds: Mapped[list[str]] = document()
    secret: Mapped[str] = text(100, empty=False)
    old_secret: Mapped[str | None] = text(100, empty=False)
    old_until: Mapped[datetime | None] = moment()
    state: Mapped[WebhookState] = choice(WebhookState, "state")
    why_paused: Mapped[str] = text(300)
    failure_count: Mapped[int] = whole(0)
    failing_since: Mapped[datetime | None] = moment()
    retry_at: Mapped[datetime | None] = moment()
    last_seq: Mapped[int] = whole(0, MOST)
    made_by: Mapped[str] = text(120, empty=False)
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()


class DeliveryState(StrEnum):
    """pending → delivered or dead; a person sends either again."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class WebhookDelivery(Base):
    """One thing that a webhook is told.

    Attributes
    ----------
    seq: 1, 2, … of its webhook.
    event_id: what is told; NULL of a ping.
    body: as it is sent: ids, kinds and moments, nobody's name or address.
    attempt_count: since a person last asked for it. first_tried_at: the first of these.
    last_status: what the last one was answered; NULL where there was no answer: then last_fault says why.
    next_at: not tried before.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = square_table(
        within_square("webhook_id", "webhooks"),
        UniqueConstraint("webhook_id", "seq"),
        UniqueConstraint("webhook_id", "event_id"),
        Index("ix_webhook_deliveries_webhook_id_state_next_at", "webhook_id", "state", "next_at"),
        Index("ix_webhook_deliveries_created_at", "created_at"),
        CheckConstraint("(state = 'pending') = (ended_at IS NULL)", name="ended_when"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.WEBHOOKS_OUT

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    webhook_id: Mapped[str] = reference()
    seq: Mapped[int] = whole(1, MOST)
    event_id: Mapped[str | None] = reference()
    kind: Mapped[str] = text(40, empty=False)
    body: Mapped[dict[str, Any]] = document()
    state: Mapped[DeliveryState] = choice(DeliveryState, "state")
    attempt_count: Mapped[int] = whole(0)
    first_tried_at: Mapped[datetime | None] = moment()
    last_tried_at: Mapped[datetime | None] = moment()
    last_status: Mapped[int | None] = whole(100, 999)
    last_fault: Mapped[str] = text(200)
    next_at: Mapped[datetime] = moment()
    created_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()
