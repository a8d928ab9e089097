"""What an event is made from, and the kinds there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from kernel.position import Position

__all__ = ["EventDraft", "EventKind"]


class EventKind(StrEnum):
    """What changed. A kind is only ever added: old events keep theirs."""

    SQUARE_CREATED = "square.created"
    AREA_REPLACED = "area.replaced"
    SHOPS_CHANGED = "shops.changed"
    HUBS_CHANGED = "hubs.changed"
    VEHICLES_CHANGED = "vehicles.changed"
    COURIERS_CHANGED = "couriers.changed"
    SLOTS_CHANGED = "slots.changed"
    TARIFFS_CHANGED = "tariffs.changed"
    COSTS_CHANGED = "costs.changed"
    READINGS_CHANGED = "readings.changed"
    ORDER_RECEIVED = "order.received"
    ORDER_MENDED = "order.mended"
    ORDER_CHANGED = "order.changed"
    ORDER_STATE = "order.state"
    LEG_STATE = "leg.state"
    PLAN_MADE = "plan.made"
    PLAN_REPLACED = "plan.replaced"
    ROUND_STATE = "round.state"
    ROUND_REROUTED = "round.rerouted"
    ROUND_ASSIGNED = "round.assigned"
    ROUND_UNASSIGNED = "round.unassigned"
    CLOSURE_ADDED = "closure.added"
    CLOSURE_ENDED = "closure.ended"
    LEG_COLLECTED = "leg.collected"
    LEG_NOT_COLLECTED = "leg.not_collected"
    LEG_DROPPED = "leg.dropped"
    LEG_FAILED = "leg.failed"
    LEG_LOST = "leg.lost"
    LEG_MADE = "leg.made"
    ORDER_CANCELLED = "order.cancelled"
    ORDER_HANDED_ON = "order.handed_on"
    RELAY_TOLD = "relay.told"
    ROUND_STARTED = "round.started"
    ROUND_COMPLETED = "round.completed"
    INCIDENT_OPENED = "incident.opened"
    INCIDENT_SETTLED = "incident.settled"
    WEBHOOK_PAUSED = "webhook.paused"
    PROOF_ADDED = "proof.added"
    PROOFS_FORGOTTEN = "proofs.forgotten"
    BUNDLE_READ = "bundle.read"


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One change.

    Attributes
    ----------
    happened_at: None is now.
    device_id, seq: a device's own count; both or neither.
    id: of what came with one; "" gets a new one.
    """

    kind: EventKind
    order_id: str | None = None
    leg_id: str | None = None
    round_id: str | None = None
    plan_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    happened_at: datetime | None = None
    position: Position | None = None
    device_id: str | None = None
    seq: int | None = None
    id: str = ""
