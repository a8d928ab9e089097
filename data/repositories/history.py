"""How an event is written: by whom, when, and once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.drafts.event import EventDraft
from data.models.event import Event
from kernel.ids import new_id
from kernel.principal import Principal
from kernel.scope import Role, Scope

__all__ = ["Asker", "event_rows"]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, how far they see, when, and whether this unit of work may write.

    Attributes
    ----------
    role: that events say, where our own work goes on for somebody; None is the scope's.
    """

    scope: Scope
    principal: Principal
    now: datetime
    writing: bool
    role: Role | None = None


def event_rows(session: Session, asker: Asker, square_id: str, drafts: Sequence[EventDraft]) -> list[dict[str, Any]]:
    """Make the rows of those events that no device has sent before."""
    return [_row(asker, square_id, draft) for draft in _without_known(session, square_id, drafts)]


def _without_known(session: Session, square_id: str, drafts: Sequence[EventDraft]) -> Sequence[EventDraft]:
    numbered = [draft for draft in drafts if draft.device_id is not None]
    if not numbered:
        return drafts
    devices = {draft.device_id for draft in numbered}
    lowest = min(draft.seq or 0 for draft in numbered)
    query = select(Event.device_id, Event.seq).where(
        Event.square_id == square_id, Event.device_id.in_(devices), Event.seq >= lowest
    )
    known = {(device, seq) for device, seq in session.execute(query)}
    new: list[EventDraft] = []
    for draft in drafts:
        if draft.device_id is None or (draft.device_id, draft.seq) not in known:
            new.append(draft)
            known.add((draft.device_id, draft.seq))
    return new


def _row(asker: Asker, square_id: str, draft: EventDraft) -> dict[str, Any]:
    position = draft.position
    return {
        "id": draft.id or new_id(),
        "square_id": square_id,
        "kind": draft.kind.value,
        "happened_at": draft.happened_at or asker.now,
        "arrived_at": asker.now,
        "who": str(asker.principal),
        "role": (asker.role or asker.scope.role).value,
        "device_id": draft.device_id,
        "seq": draft.seq,
        "lon": position.lon if position else None,
        "lat": position.lat if position else None,
        "order_id": draft.order_id,
        "leg_id": draft.leg_id,
        "round_id": draft.round_id,
        "plan_id": draft.plan_id,
        "details": dict(draft.details),
    }
