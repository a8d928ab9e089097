"""Who rides which round, and when. Whether they may is decided in `rounds.assigning`."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import joinedload

from data.drafts.courier import AssignmentDraft
from data.drafts.event import EventDraft, EventKind
from data.models.courier import Courier
from data.models.courier_assignment import CourierAssignment
from data.models.round import Round
from data.repositories.base import Repository
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["CourierAssignments"]

HAS_LENGTH = CourierAssignment.begins_at < CourierAssignment.ends_at


class CourierAssignments(Repository):
    """Couriers on rounds."""

    thing = Thing.COURIERS

    def add(self, square_id: str, draft: AssignmentDraft) -> CourierAssignment:
        """Put a courier on a round.

        Raises
        ------
        NotFoundError
            The courier or the round is not on this square, or not the asker's.
        """
        self._may_write()
        self._require_seen(Courier, [draft.courier_id], square_id, "courier")
        self._require_seen(Round, [draft.round_id], square_id, "round")
        row = {
            "id": new_id(),
            "square_id": square_id,
            "courier_id": draft.courier_id,
            "round_id": draft.round_id,
            "begins_at": draft.begins_at,
            "ends_at": draft.ends_at,
            "assigned_at": self._now,
            "changed_at": self._now,
        }
        self._insert(CourierAssignment, [row])
        return self._told(EventKind.ROUND_ASSIGNED, self.get(square_id, str(row["id"])))

    def end(self, square_id: str, assignment_id: str) -> CourierAssignment:
        """Take a courier off a round from now on; where it has not begun, it never was.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            It is over.
        """
        self._may_write()
        before = self.get(square_id, assignment_id)
        if before.ends_at <= max(self._now, before.begins_at):
            raise ConflictError("this assignment is over", way_out="Nothing was changed.")
        seen = (self._seen(CourierAssignment), CourierAssignment.id == assignment_id)
        values = {"ends_at": max(self._now, before.begins_at), "changed_at": self._now}
        self._session.execute(update(CourierAssignment).where(*seen).values(values))
        return self._told(EventKind.ROUND_UNASSIGNED, self.get(square_id, assignment_id))

    def get(self, square_id: str, assignment_id: str) -> CourierAssignment:
        """Find an assignment by its id, with its courier.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        wanted = CourierAssignment.square_id == square_id, CourierAssignment.id == assignment_id
        return self._one(self._whole(*wanted), f"assignment {assignment_id}")

    def page(
        self,
        square_id: str,
        *,
        round_id: str | None = None,
        courier_id: str | None = None,
        after: str | None,
        limit: int,
    ) -> list[CourierAssignment]:
        """List assignments as they were made, those that are over too, a page of them."""
        query = self._whole(CourierAssignment.square_id == square_id)
        for column, wanted in ((CourierAssignment.round_id, round_id), (CourierAssignment.courier_id, courier_id)):
            query = query if wanted is None else query.where(column == wanted)
        return self._page(query, after, limit)

    def during(
        self, square_id: str, begin: datetime, end: datetime, *, courier_id: str = "", round_id: str = ""
    ) -> list[CourierAssignment]:
        """List what a courier, or a round, has of a time of some length, as it begins."""
        query = self._whole(
            CourierAssignment.square_id == square_id,
            HAS_LENGTH,
            CourierAssignment.begins_at < end,
            CourierAssignment.ends_at > begin,
        )
        for column, wanted in ((CourierAssignment.round_id, round_id), (CourierAssignment.courier_id, courier_id)):
            query = query.where(column == wanted) if wanted else query
        return self._all(query.order_by(CourierAssignment.begins_at, CourierAssignment.id))

    def rounds_of(self, courier_ids: Collection[str], since: datetime) -> frozenset[str]:
        """Give the ids of the rounds that couriers ride, or rode until after a moment; of one who left none."""
        query = (
            select(CourierAssignment.round_id)
            .join(Courier, Courier.id == CourierAssignment.courier_id)
            .where(
                self._seen(CourierAssignment),
                CourierAssignment.courier_id.in_(courier_ids),
                HAS_LENGTH,
                CourierAssignment.ends_at > since,
                Courier.ended_at.is_(None),
            )
        )
        return frozenset(self._session.scalars(query))

    def _whole(self, *wanted: ColumnElement[bool]) -> Select[CourierAssignment]:
        return self._select(CourierAssignment).where(*wanted).options(joinedload(CourierAssignment.courier))

    def _told(self, kind: EventKind, one: CourierAssignment) -> CourierAssignment:
        details = {
            "courier_id": one.courier_id,
            "begins_at": one.begins_at.isoformat(),
            "ends_at": one.ends_at.isoformat(),
        }
        self._record(one.square_id, [EventDraft(kind, round_id=one.round_id, details=details)])
        return one
