"""The outbox: what is wanted later, written in the transaction of what makes it needed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data.asked_scope import scope_document
from data.drafts.job import JobDraft
from data.models.job import OutboxRow
from data.repositories.base import Repository
from kernel.errors import NotAllowedError
from kernel.ids import new_id
from kernel.rights import Thing
from kernel.scope import Own

__all__ = ["Asked", "Outbox", "square_word"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A job that was asked for, and when."""

    job_id: str
    at: datetime


class Outbox(Repository):
    """What a relay makes jobs of, once each."""

    thing = Thing.JOBS

    def add(self, draft: JobDraft) -> str:
        """Ask for a job; returns its id, which `work.jobs.get` knows from now on.

        Where the draft says `once` and it was asked for before, that job's id is returned and nothing is written.

        Raises
        ------
        NotFoundError
            There is no such square in the scope.
        NotAllowedError
            The asker may not ask for this.
        BadInputError
            A value does not fit.
        """
        self._may_ask(draft.square_id)
        known = None if draft.once is None else self._known(draft.square_id, draft.once)
        if known is not None:
            return known
        due_at = draft.due_at or self._now
        row = {
            "id": new_id(),
            "square_id": draft.square_id,
            "kind": draft.kind,
            "arguments": dict(draft.arguments),
            "once": draft.once and square_word(draft.square_id, draft.once),
            "supersedes": draft.supersedes and square_word(draft.square_id, draft.supersedes),
            "due_at": due_at,
            "deadline_at": due_at + draft.within,
            "most_attempts": draft.most_attempts,
            "asked_by": str(self._asker.principal),
            "scope": scope_document(self._asker.scope),
            "created_at": self._now,
        }
        self._insert(OutboxRow, [row])
        return str(row["id"])

    def asked(self, square_id: str, once: str) -> str | None:
        """Give the id of the job that was asked for with this word, if it was."""
        self._square(square_id)
        return self._known(square_id, once)

    def last_asked(self, square_id: str, supersedes: str) -> Asked | None:
        """Give the newest of the jobs that supersede each other by this word, done or not; None where none was asked.

        Raises
        ------
        NotFoundError
            There is no such square in the scope.
        """
        self._square(square_id)
        row = self._first(
            self._select(OutboxRow)
            .where(OutboxRow.square_id == square_id, OutboxRow.supersedes == square_word(square_id, supersedes))
            .order_by(OutboxRow.id.desc())
            .limit(1)
        )
        return None if row is None else Asked(row.id, row.created_at)

    def _known(self, square_id: str | None, once: str) -> str | None:
        return self._session.scalar(select(OutboxRow.id).where(OutboxRow.once == square_word(square_id, once)))

    def _may_ask(self, square_id: str | None) -> None:
        if square_id is None:
            self._may_write_everywhere()
            return
        self._may_write()
        self._square(square_id)
        if self._asker.scope.own == Own():
            raise NotAllowedError(
                "whoever has nothing on this square asks for nothing", way_out="Ask the host of the square."
            )


def square_word(square_id: str | None, word: str) -> str:
    """Keep what a square says apart from what another one says."""
    return f"{square_id or 'all squares'}:{word}"
