"""What was said, as it is stored: events, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from data.drafts.event import EventDraft, EventKind
from data.models.event import Event
from kernel.position import Position
from rounds.lifecycles.said import Left, Said, Then

__all__ = ["digest_of", "draft_of", "event_id", "relayed_by", "said_of"]

_EVENTS = UUID("9a7e2f64-0c38-5f0e-8d3a-61d5b7c2e840")
"""A namespace of our own, as in `rounds.lifecycles.leg_ids`."""
FILLED_IN = {"id", "keeper", "number_taken", "relayed"}
"""Of what was said, what is not part of it as it was handed in."""


def event_id(square_id: str, *said: str) -> str:
    """Name an event by the id it was said with; nobody can say an id that is another square's."""
    return str(uuid5(_EVENTS, "|".join((square_id, *said))))


def digest_of(said: Said) -> str:
    """Tell whether two were handed in alike: the same one again, or something else under its number."""
    given = {name: _written(value) for name, value in asdict(said).items() if name not in FILLED_IN}
    given["relayed"] = _facts(said)
    return sha256(json.dumps(given, sort_keys=True, default=str).encode()).hexdigest()[:32]


def draft_of(said: Said, digest: str, known_leg: str | None) -> EventDraft:
    """Write an event down.

    Parameters
    ----------
    known_leg: the leg where there is one by now; what was said names it anyway.
    """
    numbered = said.device_id is not None and not said.number_taken
    details = {
        "leg": said.leg_id,
        "parcels": None if said.parcels is None else sorted(said.parcels),
        "left": said.left,
        "reason": said.reason or None,
        "then": said.then,
        "hub": said.hub_id,
        "keeper": said.keeper,
        "day": said.day.isoformat() if said.day else None,
        "incident": said.incident_id,
        "set_aside": sorted(said.set_aside) or None,
        "device": None if numbered else said.device_id,
        "seq": None if numbered else said.seq,
        "digest": digest,
        "relayed": _facts(said) or None,
    }
    return EventDraft(
        said.kind,
        order_id=said.order_id,
        leg_id=known_leg,
        round_id=said.round_id,
        details={name: value for name, value in details.items() if value is not None},
        happened_at=said.happened_at,
        position=said.position,
        device_id=said.device_id if numbered else None,
        seq=said.seq if numbered else None,
        id=said.id,
    )


def said_of(event: Event) -> Said:
    """Read an event as it was said."""
    told: Mapping[str, Any] = event.details
    position = Position(event.lon, event.lat) if event.lon is not None and event.lat is not None else None
    said = Said(
        kind=EventKind(event.kind),
        id=event.id,
        device_id=event.device_id or told.get("device"),
        seq=event.seq if event.device_id else told.get("seq"),
        happened_at=event.happened_at,
        position=position,
        order_id=event.order_id,
        leg_id=told.get("leg"),
        round_id=event.round_id,
        parcels=frozenset(told["parcels"]) if "parcels" in told else None,
        left=Left(told["left"]) if "left" in told else None,
        reason=told.get("reason", ""),
        then=Then(told["then"]) if "then" in told else None,
        hub_id=told.get("hub"),
        day=date.fromisoformat(told["day"]) if "day" in told else None,
        incident_id=told.get("incident"),
        set_aside=frozenset(told.get("set_aside", ())),
        keeper=told.get("keeper"),
    )
    relayed = {EventKind(fact["kind"]): frozenset(fact["parcels"]) for fact in told.get("relayed", ())}
    return replace(said, number_taken="device" in told, relayed=relayed_by(said, relayed))


def relayed_by(said: Said, facts: Mapping[EventKind, frozenset[str]]) -> tuple[Said, ...]:
    """Say what another square knows of parcels: each fact is a source of its own, its id made from the telling's."""
    bare = replace(said, device_id=None, seq=None, relayed=())
    return tuple(
        replace(
            bare,
            id=str(uuid5(UUID(said.id), kind)),
            kind=kind,
            leg_id=None if kind is EventKind.ORDER_CANCELLED else said.leg_id,
            parcels=parcels or None,
            then=Then.RETRY if kind is EventKind.LEG_NOT_COLLECTED else None,
        )
        for kind, parcels in sorted(facts.items())
    )


def _facts(said: Said) -> list[dict[str, Any]]:
    return [{"kind": one.kind, "parcels": sorted(one.parcels or ())} for one in said.relayed]


def _written(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(map(str, value))  # pyright: ignore[reportUnknownArgumentType] - ids
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
