"""Jobs as people and use cases see them: looked at, closed with their effect, cancelled or retried by a person."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update

from data.drafts.job import Lease
from data.models.job import LIVE, Job, JobState, OutboxRow
from data.repositories.base import Repository, table_of
from data.repositories.outbox import square_word
from data.turns import take_relay_turn
from kernel.errors import ConflictError, NotAllowedError, NotFoundError
from kernel.rights import Thing
from kernel.scope import Role

__all__ = ["Jobs", "LeaseLostError", "copied"]

COPIED = (
    "id", "square_id", "kind", "arguments", "supersedes", "due_at", "deadline_at", "most_attempts", "asked_by", "scope",
    "created_at",
)  # fmt: skip


def copied(row: OutboxRow) -> dict[str, Any]:
    """Give what a job has from its outbox row."""
    return {name: getattr(row, name) for name in COPIED}


class LeaseLostError(ConflictError):
    """The job is no longer this worker's: it took too long, was cancelled, or a newer one took its place."""


class Jobs(Repository):
    """The jobs of a scope."""

    thing = Thing.JOBS

    def get(self, job_id: str) -> Job:
        """Find a job; one that was asked for a moment ago is pending, though no relay has seen it.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        job = self._first(self._select(Job).where(Job.id == job_id))
        if job is not None:
            return job
        row = self._one(self._select(OutboxRow).where(OutboxRow.id == job_id), f"job {job_id}")
        return Job(**copied(row), state=JobState.PENDING, attempt=0, done_percent=0)

    def all(
        self,
        square_id: str | None = None,
        *,
        states: Collection[JobState] = tuple(JobState),
        before: str | None = None,
        limit: int = 50,
    ) -> list[Job]:
        """List jobs that a relay has seen, the newest first.

        Parameters
        ----------
        square_id: None is of every square of the scope, and those of no square where it sees them.
        before: only those asked for before the job of this id.
        """
        query = self._select(Job).where(Job.state.in_(states))
        if square_id is not None:
            query = query.where(Job.square_id == square_id)
        if before is not None:
            query = query.where(Job.id < before)
        return self._all(query.order_by(Job.id.desc()).limit(limit))

    def files(self, since: datetime) -> set[str]:
        """List the names of kept files that are still needed: of jobs that live, or were asked for or ended since."""
        young = or_(Job.state.in_(LIVE), Job.created_at >= since, Job.ended_at >= since)
        told = self._session.execute(select(Job.arguments, Job.result).where(self._seen(Job), young)).all()
        asked = select(OutboxRow.arguments).where(self._seen(OutboxRow), OutboxRow.relayed_at.is_(None))
        says = [arguments for arguments, _ in told] + list(self._session.scalars(asked))
        names = [one.get("upload") for one in says] + [(result or {}).get("rows_to_mend") for _, result in told]
        return {name for name in names if isinstance(name, str)}

    def lives(self, square_id: str, supersedes: str, *, due_by: datetime | None = None) -> bool:
        """Say whether a job is asked for, waits or runs, of those that supersede each other by this word.

        Parameters
        ----------
        due_by: one that waits for a later moment does not count.

        Raises
        ------
        NotFoundError
            There is no such square in the scope.
        """
        self._square(square_id)
        return self._lives(square_word(square_id, supersedes), due_by)

    def alive(self, square_id: str, kind: str) -> int:
        """Count the jobs of a kind that are asked for, wait or run on a square, whoever asked.

        Raises
        ------
        NotFoundError
            There is no such square in the scope.
        """
        self._square(square_id)
        jobs = select(func.count(Job.id)).where(
            self._seen(Job), Job.square_id == square_id, Job.kind == kind, Job.state.in_(LIVE)
        )
        asked = select(func.count(OutboxRow.id)).where(
            self._seen(OutboxRow),
            OutboxRow.square_id == square_id,
            OutboxRow.kind == kind,
            OutboxRow.relayed_at.is_(None),
        )
        return (self._session.scalar(jobs) or 0) + (self._session.scalar(asked) or 0)

    def close(self, lease: Lease, result: Mapping[str, Any] | None = None) -> None:
        """Say that a job is done, in the transaction of its effect.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        LeaseLostError
            The job is another's by now: the unit of work must end here, and nothing of it is written.
        """
        self._may_write()
        if self._asker.scope.role is not Role.SYSTEM:
            raise NotAllowedError("only a worker closes a job", way_out="Wait until one does.")
        self.get(lease.job_id)
        table = table_of(Job)
        statement = (
            update(table)
            .where(
                self._seen(Job),
                table.c.id == lease.job_id,
                table.c.state == JobState.LEASED,
                table.c.owner == lease.owner,
                table.c.attempt == lease.attempt,
            )
            .values(
                state=JobState.DONE,
                owner=None,
                leased_until=None,
                done_percent=100,
                result=None if result is None else dict(result),
                error=None,
                ended_at=self._now,
            )
        )
        if self._session.connection().execute(statement).rowcount != 1:
            raise LeaseLostError(
                f"job {lease.job_id} is no longer this worker's", way_out="Nothing was written; another one does it."
            )

    def retry(self, job_id: str) -> Job:
        """Send a dead job again, as if it were new.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            It is not dead, or a newer job that does the same is on its way.
        """
        self._may_write()
        job = self.get(job_id)
        if job.square_id is None:
            self._may_write_everywhere()
        if job.state is not JobState.DEAD:
            raise ConflictError(f"job {job_id} is {job.state}", way_out="Only a dead job is sent again.")
        if job.supersedes is not None and self._lives(job.supersedes):
            raise ConflictError(
                f"a newer job does what job {job_id} did", way_out="Look at that one, in the list of jobs."
            )
        table = table_of(Job)
        statement = (
            update(table)
            .where(self._seen(Job), table.c.id == job_id, table.c.state == JobState.DEAD)
            .values(
                state=JobState.PENDING,
                attempt=0,
                done_percent=0,
                progress=None,
                error=None,
                due_at=self._now,
                deadline_at=self._now + (job.deadline_at - job.due_at),
                rung_at=None,
                ended_at=None,
            )
        )
        if self._session.connection().execute(statement).rowcount != 1:
            raise NotFoundError(f"there is no dead job {job_id}", way_out="Was it sent again already?")
        return self.get(job_id)

    def cancel(self, job_id: str) -> Job:
        """End a job that waits or runs: dead, until a person sends it again.

        What it wrote by now stays; who is doing it writes nothing more of it.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            It ended already.
        """
        self._may_write()
        take_relay_turn(self._session.connection())
        job = self.get(job_id)
        if job.square_id is None:
            self._may_write_everywhere()
        ended = {"state": JobState.DEAD, "ended_at": self._now, "error": f"cancelled by {self._asker.principal}"}
        if not self._end_unrelayed(job_id, ended) and not self._end_live(job_id, ended):
            raise ConflictError(f"job {job_id} is {job.state}", way_out="Only a job that waits or runs is cancelled.")
        return self.get(job_id)

    def _end_unrelayed(self, job_id: str, ended: Mapping[str, Any]) -> bool:
        """Make an ended job of what no relay has seen; false where one has."""
        waiting = self._select(OutboxRow).where(OutboxRow.id == job_id, OutboxRow.relayed_at.is_(None))
        row = self._first(waiting)
        if row is None:
            return False
        self._insert(Job, [{**copied(row), **ended, "attempt": 0, "done_percent": 0}])
        outbox = table_of(OutboxRow)
        relayed = update(outbox).where(self._seen(OutboxRow), outbox.c.id == job_id).values(relayed_at=self._now)
        self._session.connection().execute(relayed)
        return True

    def _end_live(self, job_id: str, ended: Mapping[str, Any]) -> bool:
        table = table_of(Job)
        live = update(table).where(self._seen(Job), table.c.id == job_id, table.c.state.in_(LIVE))
        done = self._session.connection().execute(live.values(owner=None, leased_until=None, **ended))
        return done.rowcount == 1

    def _lives(self, supersedes: str, due_by: datetime | None = None) -> bool:
        job = select(Job.id).where(self._seen(Job), Job.supersedes == supersedes, Job.state.in_(LIVE))
        asked = select(OutboxRow.id).where(
            self._seen(OutboxRow), OutboxRow.supersedes == supersedes, OutboxRow.relayed_at.is_(None)
        )
        if due_by is not None:
            job, asked = job.where(Job.due_at <= due_by), asked.where(OutboxRow.due_at <= due_by)
        return self._session.scalar(select(or_(job.exists(), asked.exists()))) or False
