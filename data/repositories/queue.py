"""The queue of jobs as workers see it: claimed, renewed, failed and sent again by compare-and-swap.

Each statement says what the row must still be, so that of two who want the same thing one gets it. Nothing here tells
what a square holds, and nothing here is the effect of a job: that is written beside `Jobs.close`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update

from data.drafts.job import Lease
from data.models.job import LIVE, Job, JobState, OutboxRow
from data.repositories.base import Repository, table_of
from data.repositories.jobs import copied
from data.turns import take_relay_turn
from kernel.ids import new_id

__all__ = ["Queue"]

AT_ONCE = 500
AGAIN_AT_ONCE = 4
"""So many jobs are rung for again: those that go first. Whoever comes takes what goes first, and then the next of them
are; where all workers are merely busy, no more messages than these wait for them each time."""
VANISHED = "the worker that did this vanished, or took longer than its lease"
FREE: dict[str, Any] = {"owner": None, "leased_until": None}
AGAIN: dict[str, Any] = {**FREE, "state": JobState.PENDING, "rung_at": None, "done_percent": 0, "progress": None}


class Queue(Repository):
    """The jobs of every square, without what they are about; made by `Database.queue`."""

    @property
    def now(self) -> datetime:
        return self._now

    def has_news(self, again_after: timedelta) -> bool:
        """Say whether there is anything to relay, to send again, or to ring for; it writes nothing."""
        asked = select(OutboxRow.id).where(OutboxRow.relayed_at.is_(None))
        expired = select(Job.id).where(Job.state == JobState.LEASED, Job.leased_until < self._now)
        due = select(Job.id).where(Job.state == JobState.PENDING, Job.due_at <= self._now)
        new = due.where(Job.rung_at.is_(None))
        if self._session.scalar(select(or_(asked.exists(), expired.exists(), new.exists()))):
            return True
        unheard = due.where(Job.rung_at <= self._now - again_after)
        return bool(self._session.scalar(select(unheard.exists()))) and bool(self.to_ring(again_after))

    def relay(self, limit: int = AT_ONCE) -> list[str]:
        """Make jobs of what was asked for, each once, and let newer ones take the place of older; returns their ids.

        A job that is asked for twice is relayed in the order in which it was asked; relays take turns, so that no
        older one arrives after a newer one that it does not see.
        """
        take_relay_turn(self._session.connection())
        waiting = select(OutboxRow).where(OutboxRow.relayed_at.is_(None)).order_by(OutboxRow.id).limit(limit)
        asked = self._all(waiting)
        for row in asked:
            if row.supersedes is not None:
                self._supersede(row.supersedes, row.id)
            self._insert(Job, [{**copied(row), "state": JobState.PENDING, "attempt": 0, "done_percent": 0}])
        ids = [row.id for row in asked]
        outbox = table_of(OutboxRow)
        if ids:
            self._run(update(outbox).where(outbox.c.id.in_(ids)).values(relayed_at=self._now))
        return ids

    def to_ring(self, again_after: timedelta, limit: int = AT_ONCE) -> list[str]:
        """List due jobs for which nobody was called, and those that go first and for which nobody came."""
        ready = self._ready()
        first = select(ready.c.id, ready.c.rung_at).order_by(*_first(ready)).limit(AGAIN_AT_ONCE)
        before = self._now - again_after
        again = [job_id for job_id, rung_at in self._session.execute(first) if rung_at and rung_at <= before]
        new = select(ready.c.id).where(ready.c.rung_at.is_(None)).order_by(*_first(ready)).limit(limit)
        return [*again, *self._session.scalars(new)]

    def rung(self, job_ids: Iterable[str]) -> None:
        """Keep that a worker was called for jobs."""
        self._run(update(JOBS).where(JOBS.c.id.in_(list(job_ids))).values(rung_at=self._now))

    def claim(self, owner: str, lease: timedelta) -> Lease | None:
        """Take the job that goes first; None where nothing is due.

        First goes who has least time until its deadline, but a square's second job comes after every square's first,
        what is already being done of it counted. Who takes a job at the same moment as another gets another one. The
        owner that is written has a word of its own for each time: a job that is sent again counts its attempts anew,
        and a lease from before it must not fit it.
        """
        ready = self._ready()
        chosen = (
            select(Job.id)
            .join(ready, ready.c.id == Job.id)
            .where(Job.state == JobState.PENDING)
            .order_by(*_first(ready))
            .limit(1)
            .with_for_update(of=Job, skip_locked=True)
        )
        job_id = self._session.scalar(chosen)
        if job_id is None:
            return None
        taken = (
            update(JOBS)
            .where(JOBS.c.id == job_id, JOBS.c.state == JobState.PENDING)
            .values(
                state=JobState.LEASED,
                owner=f"{owner}:{new_id()}",
                leased_until=self._now + lease,
                attempt=JOBS.c.attempt + 1,
                done_percent=0,
                progress=None,
                begun_at=self._now,
            )
        )
        if not self._run(taken):
            return None
        job = self._all(select(Job).where(Job.id == job_id))[0]
        return Lease(
            job.id, job.kind, job.square_id, job.arguments, str(job.owner), job.attempt, job.most_attempts,
            job.deadline_at, job.asked_by, job.scope,
        )  # fmt: skip

    def renew(self, held: Lease, lease: timedelta, done_percent: int, progress: Mapping[str, Any] | None) -> bool:
        """Keep a job for longer, and say how far it is; false where it is another's by now."""
        values = {
            "leased_until": self._now + lease,
            "done_percent": done_percent,
            "progress": None if progress is None else dict(progress),
        }
        return bool(self._run(update(JOBS).where(_held(held)).values(values)))

    def fail(self, held: Lease, error: str, again_in: timedelta | None) -> bool:
        """Say that an attempt failed: again later, or, without a later, or after the last attempt, dead."""
        if again_in is None or held.attempt >= held.most_attempts:
            values: dict[str, Any] = {**FREE, "state": JobState.DEAD, "ended_at": self._now}
        else:
            due_at = self._now + again_in
            values = {**AGAIN, "due_at": due_at, "deadline_at": _at_least(JOBS.c.deadline_at, due_at)}
        return bool(self._run(update(JOBS).where(_held(held)).values(error=_line(error), **values)))

    def expire(self) -> list[str]:
        """Send again what nobody renewed in time; what vanished with its last attempt is dead. Returns the ids."""
        return self._send_again(JOBS.c.leased_until < self._now)

    def release(self, worker: str, *, stopped: bool = False) -> list[str]:
        """Send again what a worker had that is known to be gone; its owners begin with its name and a colon.

        Parameters
        ----------
        stopped: it was asked to stop, so that this attempt does not count.
        """
        return self._send_again(JOBS.c.owner.startswith(f"{worker}:", autoescape=True), counts=not stopped)

    def waiting_until(self, deadline_at: datetime, kind: str) -> int:
        """Count the jobs of a kind that are due or being done and have a deadline no later than this one."""
        live = (Job.state.in_(LIVE), Job.due_at <= self._now, Job.kind == kind, Job.deadline_at <= deadline_at)
        return self._session.scalar(select(func.count()).select_from(Job).where(*live)) or 0

    def _send_again(self, which: ColumnElement[bool], *, counts: bool = True) -> list[str]:
        last = JOBS.c.attempt >= JOBS.c.most_attempts
        values: dict[str, Any] = {**AGAIN, "attempt": JOBS.c.attempt - 1}
        if counts:
            values = {
                **AGAIN,
                "state": case((last, JobState.DEAD.value), else_=JobState.PENDING.value),
                "ended_at": case((last, self._now), else_=None),
                "error": VANISHED,
            }
        statement = update(JOBS).where(JOBS.c.state == JobState.LEASED, which).values(values)
        return list(self._session.connection().execute(statement.returning(JOBS.c.id)).scalars())

    def _supersede(self, word: str, by: str) -> None:
        statement = (
            update(JOBS)
            .where(JOBS.c.supersedes == word, JOBS.c.state.in_(LIVE))
            .values(**FREE, state=JobState.SUPERSEDED, ended_at=self._now, result={"superseded_by": by})
        )
        self._run(statement)

    def _ready(self) -> Any:
        """Give the jobs that are due, each with its turn: how many of its square go before it or are being done."""
        busy = (
            select(Job.square_id, func.count().label("count"))
            .where(Job.state == JobState.LEASED)
            .group_by(Job.square_id)
            .subquery()
        )
        place = func.row_number().over(partition_by=Job.square_id, order_by=(Job.deadline_at, Job.id))
        return (
            select(Job.id, Job.deadline_at, Job.rung_at, (place + func.coalesce(busy.c.count, 0)).label("turn"))
            .outerjoin(busy, busy.c.square_id.is_not_distinct_from(Job.square_id))
            .where(Job.state == JobState.PENDING, Job.due_at <= self._now)
            .subquery()
        )

    def _run(self, statement: Any) -> int:
        return int(self._session.connection().execute(statement).rowcount)


JOBS = table_of(Job)


def _first(ready: Any) -> tuple[Any, ...]:
    return ready.c.turn, ready.c.deadline_at, ready.c.id


def _held(lease: Lease) -> ColumnElement[bool]:
    """Say what the row must be for a lease to stand."""
    return and_(
        JOBS.c.id == lease.job_id,
        JOBS.c.state == JobState.LEASED,
        JOBS.c.owner == lease.owner,
        JOBS.c.attempt == lease.attempt,
    )


def _at_least(column: Any, moment: datetime) -> Any:
    return case((column < moment, moment), else_=column)


def _line(error: str) -> str:
    """Cut an error to what its column takes; a line, whatever was raised."""
    return " ".join(error.replace("\x00", " ").split())[:1_000] or "it failed without a word"
