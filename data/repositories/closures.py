"""Closures of a square: made, listed, ended."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, update

from data.drafts.closure import ClosureDraft
from data.drafts.event import EventDraft, EventKind
from data.models.closure import Closure
from data.names import name_key
from data.repositories.base import Repository
from data.repositories.named import Outcome, Put
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.quoting import quoted
from kernel.rights import Thing

__all__ = ["Closures"]

A_DAY = timedelta(days=1)
"""A weekly closure without a first day is in force from midnight of the local day on which it was made."""


class Closures(Repository):
    """Roads that are closed or slower for a time."""

    thing = Thing.CLOSURES

    def add(self, square_id: str, draft: ClosureDraft) -> Put:
        """Store a closure; the same one again adds nothing.

        Raises
        ------
        BadInputError
            A value does not fit.
        ConflictError
            Another closure of this name stands.
        """
        put = self.compare(square_id, draft)
        self._may_write()
        if put.outcome is Outcome.NEW:
            self._insert(Closure, [{**draft.row, "id": put.id, "square_id": square_id, "created_at": self._now}])
            self._record(square_id, [EventDraft(EventKind.CLOSURE_ADDED, details=_told(put.id, draft.name))])
        return put

    def compare(self, square_id: str, draft: ClosureDraft) -> Put:
        """Tell what `add` would do, without doing it; raises as it would."""
        self._square(square_id)
        same = self._first(
            self._select(Closure).where(
                Closure.square_id == square_id, Closure.sha256 == draft.sha256, Closure.ended_at.is_(None)
            )
        )
        if same is not None:
            return Put(same.id, same.name, Outcome.SAME)
        namesake = next((one for one in self.standing(square_id) if one.name_key == name_key(draft.name)), None)
        if namesake is not None:
            raise ConflictError(
                f"there is a closure {quoted(namesake.name)} already, of other roads or at other times",
                way_out="End that one first, or give this one another name.",
            )
        return Put(new_id(), draft.name, Outcome.NEW)

    def get(self, square_id: str, closure_id: str) -> Closure:
        """Find a closure by its id, ended or not.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        seen = self._select(Closure).where(Closure.square_id == square_id, Closure.id == closure_id)
        return self._one(seen, f"closure {closure_id}")

    def latest(self, square_id: str, called: str) -> Closure | None:
        """Find the closure of a name or id that was made last, ended or not."""
        is_meant = Closure.name_key == name_key(called)
        with suppress(ValueError):  # it is no id
            is_meant = or_(is_meant, Closure.id == str(UUID(called)))
        query = self._select(Closure).where(Closure.square_id == square_id, is_meant)
        return self._first(query.order_by(Closure.created_at.desc(), Closure.id.desc()).limit(1))

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Closure]:
        """List a square's closures as they were made, those that were ended too, a page of them."""
        return self._page(self._select(Closure).where(Closure.square_id == square_id), after, limit)

    def standing(self, square_id: str) -> list[Closure]:
        """List the closures that are in force or still to come, as they begin."""
        over = Closure.ends_at <= self._now
        query = self._select(Closure).where(
            Closure.square_id == square_id, Closure.ended_at.is_(None), ~over | _endless()
        )
        return self._all(query.order_by(_begin(), Closure.id))

    def between(self, square_id: str, begin: datetime, end: datetime) -> list[Closure]:
        """List the closures of which a part may lie between two moments, as they begin; those that were ended too."""
        query = self._select(Closure).where(
            Closure.square_id == square_id,
            _begin() < end + A_DAY,
            or_(_endless(), Closure.ends_at > begin),
            or_(Closure.ended_at.is_(None), Closure.ended_at > begin),
        )
        return self._all(query.order_by(_begin(), Closure.id))

    def end(self, square_id: str, closure_id: str) -> Closure:
        """End a closure from now on; one that had not begun never was in force.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            Somebody ended it already.
        """
        self._may_write()
        self.get(square_id, closure_id)
        seen = (self._seen(Closure), Closure.square_id == square_id, Closure.id == closure_id)
        statement = update(Closure).where(*seen, Closure.ended_at.is_(None)).values(ended_at=self._now)
        ended = self._session.scalars(statement.returning(Closure.id)).all()
        if not ended:
            raise ConflictError("somebody ended this closure already", way_out="Nothing was changed.")
        closure = self.get(square_id, closure_id)
        self._record(square_id, [EventDraft(EventKind.CLOSURE_ENDED, details=_told(closure.id, closure.name))])
        return closure


def _begin() -> Any:
    return func.coalesce(Closure.begins_at, Closure.created_at)


def _endless() -> Any:
    return Closure.ends_at.is_(None)


def _told(closure_id: str, name: str) -> dict[str, str]:
    return {"closure_id": closure_id, "name": name}
