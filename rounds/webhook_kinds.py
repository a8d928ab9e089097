"""What a webhook can be told of, and which event of ours means which of it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from data.drafts.event import EventKind
from data.models.event import Event
from data.models.states import CustodianKind, LegState, OrderKind, OrderState, RoundState
from data.repositories.stories import Story

__all__ = ["OF_ORDERS", "PING", "WebhookKind", "kind_of", "known_kinds", "told_of"]


class WebhookKind(StrEnum):
    """What is told. A kind is only ever added."""

    ORDER_WAITING = "order.waiting"
    """Its address is to be mended by a person."""
    ORDER_ACCEPTED = "order.accepted"
    """Also: again, as it is in no plan any more."""
    ORDER_PLANNED = "order.planned"
    ORDER_UNDER_WAY = "order.under_way"
    ORDER_FAILED = "order.failed"
    """An attempt was no use; what comes of it is told by what follows."""
    ORDER_DELIVERED = "order.delivered"
    ORDER_RETURNED = "order.returned"
    ORDER_CANCELLED = "order.cancelled"
    ORDER_LOST = "order.lost"
    """Ended with a parcel lost or damaged."""
    PLAN_MADE = "plan.made"
    """Also: made again."""
    ROUND_RELEASED = "round.released"
    ROUND_STARTED = "round.started"
    ROUND_COMPLETED = "round.completed"
    INCIDENT_OPENED = "incident.opened"
    INCIDENT_SETTLED = "incident.settled"
    WEBHOOK_PAUSED = "webhook.paused"
    """One of the square failed for a day."""


PING = "ping"
"""What is told to whoever asks for a trial."""

OF_ORDERS = frozenset(kind for kind in WebhookKind if kind.startswith("order."))
"""What whoever sees a shop's orders only may be told of."""

ORDERS = {
    OrderState.RECEIVED: WebhookKind.ORDER_WAITING,
    OrderState.ACCEPTED: WebhookKind.ORDER_ACCEPTED,
    OrderState.PLANNED: WebhookKind.ORDER_PLANNED,
    OrderState.UNDER_WAY: WebhookKind.ORDER_UNDER_WAY,
}
ROUNDS = {
    RoundState.RELEASED: WebhookKind.ROUND_RELEASED,
    RoundState.UNDER_WAY: WebhookKind.ROUND_STARTED,
    RoundState.COMPLETED: WebhookKind.ROUND_COMPLETED,
}
SAME = {
    EventKind.ORDER_MENDED: WebhookKind.ORDER_ACCEPTED,
    EventKind.PLAN_MADE: WebhookKind.PLAN_MADE,
    EventKind.PLAN_REPLACED: WebhookKind.PLAN_MADE,
    EventKind.INCIDENT_OPENED: WebhookKind.INCIDENT_OPENED,
    EventKind.INCIDENT_SETTLED: WebhookKind.INCIDENT_SETTLED,
    EventKind.WEBHOOK_PAUSED: WebhookKind.WEBHOOK_PAUSED,
}
"""Events that mean one thing, whatever their details say."""


def kind_of(event: Event, story: Story | None) -> WebhookKind | None:
    """Say what an event means to who is told; None where they are not.

    Parameters
    ----------
    story: of the event's order as it is now; None where it is about none.
    """
    kind, said = EventKind(event.kind), event.details
    if kind in SAME:
        return SAME[kind]
    if kind is EventKind.ROUND_STATE:
        return ROUNDS.get(RoundState(said["to"]))
    if kind is EventKind.LEG_STATE:
        return WebhookKind.ORDER_FAILED if said["to"] == LegState.FAILED else None
    if kind is EventKind.ORDER_CHANGED and "state" not in said:
        return None
    if kind in {EventKind.ORDER_STATE, EventKind.ORDER_RECEIVED, EventKind.ORDER_CHANGED}:
        state = OrderState(said.get("to") or said["state"])
        return _ended(story) if state is OrderState.ENDED else ORDERS[state]
    return None


def _ended(story: Story | None) -> WebhookKind | None:
    """Say how an order ended, by who has its parcels now; of several ends the worst is told."""
    if story is None:
        return None
    having = {parcel.custodian for parcel in story.parcels}
    if CustodianKind.NOBODY in having:
        return WebhookKind.ORDER_LOST
    there = CustodianKind.HOUSEHOLD if story.order.kind is OrderKind.DELIVERY else CustodianKind.SHOP
    if having == {there} and any(leg.state is LegState.DROPPED for leg in story.legs):
        return WebhookKind.ORDER_DELIVERED
    ridden = {LegState.COLLECTED, LegState.DROPPED, LegState.FAILED, LegState.RETURNED}
    went = any(leg.state in ridden for leg in story.legs)
    return WebhookKind.ORDER_RETURNED if went else WebhookKind.ORDER_CANCELLED


def told_of(event: Event, story: Story | None, square: str) -> Mapping[str, Any]:
    """Give the part of a body that is about an event: ids, a number, a moment; nobody's name or address.

    Parameters
    ----------
    square: its slug.
    """
    order = story.order if story else None
    told = {
        "happened_at": event.happened_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "square": square,
        "event_id": event.id,
        "order_id": event.order_id,
        "order_ref": order.order_ref if order else None,
        "shop_id": order.shop_id if order else None,
        "leg_id": event.leg_id,
        "round_id": event.round_id,
        "plan_id": event.plan_id,
        "incident_id": event.details.get("incident"),
        "webhook_paused_id": event.details.get("webhook"),
    }
    return {name: value for name, value in told.items() if value is not None}


def known_kinds(names: Sequence[str]) -> list[WebhookKind]:
    """Read kinds in their order, each once."""
    return [kind for kind in WebhookKind if kind in names]
