"""What a webhook and its deliveries are made from, and what came of trying one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["DeliveryDraft", "Tried", "WebhookDraft"]


@dataclass(frozen=True, slots=True)
class WebhookDraft:
    """A webhook to be; see `data.models.webhook.Webhook`."""

    url: str
    kinds: Sequence[str]
    secret: str = field(repr=False)
    shop_id: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryDraft:
    """Something to tell; without an event it is a ping.

    Attributes
    ----------
    told: the part of the body that is about the event.
    """

    kind: str
    event_id: str | None
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one attempt.

    Attributes
    ----------
    status: that was answered; None where there was no answer.
    fault: why it failed, for a person; empty where it did not.
    again_at: when this delivery is tried again; None is never: it is dead.
    """

    status: int | None
    fault: str = ""
    again_at: datetime | None = None
