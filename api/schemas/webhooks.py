"""Webhooks: who is told of what, and what became of each telling. A secret is told once, when it is made."""

from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from api.schemas.thing import Id, Moment, Sent, Thing, Truth, Words
from data.models.webhook import DeliveryState, Webhook, WebhookDelivery, WebhookState
from rounds.webhook_keeping import WebhookWish
from rounds.webhook_kinds import WebhookKind

__all__ = ["DeliveryShown", "WebhookGiven", "WebhookMade", "WebhookShown"]

EXAMPLE: dict[str, Any] = {
    "url": "https://winkel.example/dorpsronde",
    "kinds": ["order.planned", "order.delivered", "order.failed"],
    "shop_id": "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f",
}


class WebhookGiven(Sent):
    """A webhook, whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    url: Words = Field(min_length=1, max_length=2_000, description="https, and reachable from the internet.")
    kinds: list[WebhookKind] = Field(min_length=1, max_length=50, description="What is told; docs/how-to/webhooks.md.")
    shop_id: Id | None = Field(
        None, description="Whose orders alone; null is everything of the square, for who sees all of it."
    )
    paused: Truth = Field(False, description="Send nothing for now; what happens waits for thirty days at most.")

    def wish(self, secret: str = "") -> WebhookWish:
        return WebhookWish(self.url, self.kinds, self.shop_id, self.paused, secret)


class WebhookShown(Thing):
    """A webhook, without its secret. Its ETag is of what people say of it, not of how its deliveries go."""

    untagged: ClassVar[frozenset[str]] = frozenset({"failure_count", "failing_since", "retry_at"})

    id: str
    url: str
    kinds: list[WebhookKind]
    shop_id: str | None
    state: WebhookState
    why_paused: str
    failure_count: int = Field(description="In a row.")
    failing_since: Moment | None = Field(description="After a day of these it is paused.")
    retry_at: Moment | None = Field(description="Nothing is sent before.")
    old_secret_until: Moment | None = Field(description="Until when the secret before the last signs, too.")
    made_by: str
    created_at: Moment
    ended_at: Moment | None

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookShown":
        return cls(**_plain(webhook))


class WebhookMade(WebhookShown):
    """A webhook with a new secret."""

    told_once: ClassVar[frozenset[str]] = frozenset({"secret"})

    secret: str | None = Field(
        None, description="With which each delivery is signed. Here and never again, not in a repeated answer either."
    )

    @classmethod
    def with_secret(cls, webhook: Webhook) -> "WebhookMade":
        return cls(**_plain(webhook), secret=webhook.secret)


class DeliveryShown(Thing):
    """One thing that a webhook is told."""

    id: str = Field(description="As in the header `Dorpsronde-Delivery`: the same each time that it is sent.")
    seq: int = Field(description="1, 2, … of this webhook; in the body, too.")
    kind: str
    state: DeliveryState
    attempt_count: int = Field(description="Since a person last asked for it.")
    last_tried_at: Moment | None
    last_status: int | None = Field(description="Null where there was no answer.")
    last_fault: str
    next_at: Moment | None = Field(description="When it is tried again, at the earliest; null where it is not.")
    created_at: Moment
    ended_at: Moment | None
    body: dict[str, Any] = Field(description="As it is sent.")

    @classmethod
    def of(cls, delivery: WebhookDelivery) -> "DeliveryShown":
        same = {name: getattr(delivery, name) for name in cls.model_fields if name != "next_at"}
        return cls(**same, next_at=delivery.next_at if delivery.state is DeliveryState.PENDING else None)


def _plain(webhook: Webhook) -> dict[str, Any]:
    same = {name: getattr(webhook, name) for name in WebhookShown.model_fields if name != "old_secret_until"}
    return same | {"old_secret_until": webhook.old_until}
