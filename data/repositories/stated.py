"""Rows with a state: many changed at once, each with its event."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from data.drafts.event import EventDraft, EventKind
from data.models.leg import Leg
from data.models.order import Order
from data.repositories.base import Repository, in_parts

__all__ = ["StatedRows"]


class StatedRows(Repository):
    """Repositories of orders or legs."""

    def _is_past(self, square_id: str, day: date) -> bool:
        """Say whether a day is over on the square's clock: what waits for it then is never planned by itself."""
        return day < self._now.astimezone(ZoneInfo(self._square(square_id).timezone)).date()

    def _change_states(
        self,
        model: type[Order] | type[Leg],
        kind: EventKind,
        square_id: str,
        states: Mapping[str, StrEnum],
        reason: str,
        **also: datetime,
    ) -> None:
        """Store states by id, with an event for each row that changes.

        Raises
        ------
        NotFoundError
            A row is not on this square or not in the scope.
        """
        self._may_write()
        column = f"{model.__name__.lower()}_id"
        self._require_seen(model, states, square_id, model.__name__.lower())
        changes: dict[StrEnum, list[str]] = {}
        events: list[EventDraft] = []
        for part in in_parts(states):
            stored = select(model.id, model.state).where(self._seen(model), model.id.in_(part))
            for row_id, before in self._session.execute(stored):
                after = states[row_id]
                if before != after:
                    changes.setdefault(after, []).append(row_id)
                    details = {"from": before.value, "to": after.value} | ({"reason": reason} if reason else {})
                    events.append(EventDraft(kind, details=details, **_about(column, row_id)))
        for after, ids in changes.items():
            for part in in_parts(ids):
                seen = (self._seen(model), model.id.in_(part))
                self._session.execute(update(model).where(*seen).values(state=after, **also))
        self._record(square_id, events)


def _about(column: str, row_id: str) -> dict[str, Any]:
    return {column: row_id}
