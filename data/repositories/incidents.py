"""Incidents of a square: opened and closed by what is folded, read by dispatchers."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import and_, or_, select, update

from data.drafts.event import EventDraft, EventKind
from data.models.incident import Incident
from data.repositories.base import Repository, in_parts
from kernel.rights import Thing

__all__ = ["Incidents"]


class Incidents(Repository):
    """What does not fit."""

    thing = Thing.EVENTS

    def open(self, square_id: str, *, after: str | None = None, limit: int = 1_000) -> list[Incident]:
        """List what someone has to look at, the longest open first.

        Parameters
        ----------
        after: only those that come after the incident of this id, which may be closed by now.
        """
        query = self._select(Incident).where(Incident.square_id == square_id, Incident.closed_at.is_(None))
        if after is not None:
            shown = select(Incident.opened_at).where(self._seen(Incident), Incident.id == after).scalar_subquery()
            same_moment = and_(Incident.opened_at == shown, Incident.id > after)
            query = query.where(or_(Incident.opened_at > shown, same_moment))
        return self._all(query.order_by(Incident.opened_at, Incident.id).limit(limit))

    def of_ids(self, ids: Iterable[str]) -> list[Incident]:
        """Find those of the ids that are incidents in the scope."""
        return [
            one for part in in_parts(set(ids)) for one in self._all(self._select(Incident).where(Incident.id.in_(part)))
        ]

    def renew(
        self,
        square_id: str,
        found: Iterable[Mapping[str, Any]],
        *,
        orders: Collection[str] = (),
        rounds: Collection[str] = (),
    ) -> None:
        """Let the open incidents of orders and rounds be those that were found; each opening is an event.

        One that is open stays the same one when more events turn out to be part of it.
        """
        self._may_write_as_system(square_id)
        wanted = {row["id"]: row for row in found}
        stored: dict[str, bool] = {}
        grown: list[str] = []
        for about, ids in ((Incident.order_id, orders), (Incident.round_id, rounds)):
            for part in in_parts(set(ids)):
                also = Incident.order_id.is_(None) if about is Incident.round_id else Incident.order_id.is_not(None)
                here = (self._seen(Incident), Incident.square_id == square_id, about.in_(part), also)
                query = select(Incident.id, Incident.closed_at, Incident.events).where(*here)
                for row_id, closed_at, events in self._session.execute(query):
                    stored[row_id] = closed_at is None
                    if row_id in wanted and wanted[row_id]["events"] != events:
                        grown.append(row_id)
        anew = [row for row_id, row in wanted.items() if row_id not in stored]
        self._insert(
            Incident,
            [{**row, "square_id": square_id, "opened_at": self._now, "closed_at": None, "note": ""} for row in anew],
        )
        again = [row_id for row_id, is_open in stored.items() if row_id in wanted and not is_open]
        over = [row_id for row_id, is_open in stored.items() if row_id not in wanted and is_open]
        for ids, closed_at in ((again, None), (over, self._now)):
            for part in in_parts(ids):
                here = (self._seen(Incident), Incident.id.in_(part))
                self._session.execute(update(Incident).where(*here).values(closed_at=closed_at))
        for row_id in grown:
            here = (self._seen(Incident), Incident.id == row_id)
            self._session.execute(update(Incident).where(*here).values(events=wanted[row_id]["events"]))
        opened = [*anew, *(wanted[row_id] for row_id in again)]
        self._record(square_id, [_told(row) for row in opened])

    def note(self, square_id: str, incident_id: str, note: str) -> None:
        """Keep what whoever settled an incident found out.

        Raises
        ------
        NotFoundError
            There is no such incident in the scope.
        """
        self._may_write_as_system(square_id)
        self._require_seen(Incident, {incident_id}, square_id, "incident")
        here = (self._seen(Incident), Incident.id == incident_id)
        self._session.execute(update(Incident).where(*here).values(note=note))


def _told(row: Mapping[str, Any]) -> EventDraft:
    return EventDraft(
        EventKind.INCIDENT_OPENED,
        row["order_id"],
        row["leg_id"],
        row["round_id"],
        details={"incident": row["id"], "kind": row["kind"].value},
    )
