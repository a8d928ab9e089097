"""Whoever writes an event of which somebody is to be told asks for the telling, in the same transaction.

One column of the square says whether there is anybody, so that a square without webhooks pays one indexed look. Whoever
writes the event need not see who is told: what is asked for is our own work.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data.asked_scope import scope_document
from data.drafts.event import EventKind
from data.models.job import OutboxRow
from data.models.square import Square
from data.models.system_act import SystemAct
from data.policy_settings import hand_over
from data.repositories.history import Asker
from kernel.ids import new_id
from kernel.scope import Role, Scope

__all__ = ["TELL_WEBHOOKS", "TOLD", "ask_to_tell", "may_be_told"]

TELL_WEBHOOKS = "tell webhooks"
"""The kind of job: a row in `rounds.later.RULES`."""
TOLD = frozenset({
    EventKind.ORDER_RECEIVED, EventKind.ORDER_MENDED, EventKind.ORDER_CHANGED, EventKind.ORDER_STATE,
    EventKind.LEG_STATE, EventKind.PLAN_MADE, EventKind.PLAN_REPLACED, EventKind.ROUND_STATE,
    EventKind.INCIDENT_OPENED, EventKind.INCIDENT_SETTLED, EventKind.WEBHOOK_PAUSED,
})  # fmt: skip
"""Of these somebody may want to be told: `rounds.webhook_kinds` says what of."""
AT_ONCE = 200
"""Events in one job."""
WITHIN = timedelta(minutes=1)
MOST_ATTEMPTS = 20


def may_be_told(session: Session, square_id: str, events: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether somebody may want to be told of one of these events, and the square has anybody who is told."""
    if not any(event["kind"] in TOLD for event in events):
        return False
    return session.scalar(select(Square.told_since).where(Square.id == square_id)) is not None


def ask_to_tell(session: Session, asker: Asker, square_id: str, events: Sequence[Mapping[str, Any]]) -> None:
    """Ask for a job that tells webhooks of these events, for a square that has some."""
    ids = [event["id"] for event in events if event["kind"] in TOLD]
    scope = Scope.system(TELL_WEBHOOKS, [square_id])
    rows = [
        {
            "id": new_id(),
            "square_id": square_id,
            "kind": TELL_WEBHOOKS,
            "arguments": {"events": ids[first : first + AT_ONCE]},
            "due_at": asker.now,
            "deadline_at": asker.now + WITHIN,
            "most_attempts": MOST_ATTEMPTS,
            "asked_by": str(asker.principal),
            "scope": scope_document(scope),
            "created_at": asker.now,
        }
        for first in range(0, len(ids), AT_ONCE)
    ]
    act = {"id": new_id(), "work": scope.work, "who": str(asker.principal), "at": asker.now}
    foreign = asker.scope.role is not Role.SYSTEM
    if foreign:
        hand_over(session, scope, asker.principal)
    session.execute(insert(OutboxRow), rows)
    if foreign:
        session.execute(insert(SystemAct), [act])
        hand_over(session, asker.scope, asker.principal)
