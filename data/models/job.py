"""A job: work for later. Its row is the truth; what a broker carries is only a doorbell."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from data.base import Base, Tenancy, choice, document, key, moment, reference, text, whole
from kernel.rights import Thing

__all__ = ["LIVE", "MOST_ATTEMPTS", "Job", "JobState", "OutboxRow"]

MOST_ATTEMPTS = 100


class JobState(StrEnum):
    """pending → leased → done, or dead: failed for good, or cancelled; aside: superseded, by a newer one."""

    PENDING = "pending"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"
    SUPERSEDED = "superseded"


LIVE = (JobState.PENDING, JobState.LEASED)
"""Of these there is one at most of each superseding key."""


class OutboxRow(Base):
    """What someone wants done later, written in the transaction of what makes it needed; relayed into a job once.

    Attributes
    ----------
    id: also that of the job.
    square_id: NULL for what concerns all squares.
    once: of two rows that say the same here the second is not written.
    supersedes: the job takes the place of a living one that says the same here.
    due_at, deadline_at: not before, and wished before; the deadline decides who goes first.
    asked_by, scope: who asked, and how far they see; see `data.asked_scope`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        ForeignKeyConstraint(["square_id"], ["squares.id"]),
        UniqueConstraint("once"),
        Index(
            "ix_outbox_waiting", "id",
            sqlite_where=sql("relayed_at IS NULL"), postgresql_where=sql("relayed_at IS NULL"),
        ),
        CheckConstraint("due_at <= deadline_at", name="deadline_after"),
    )  # fmt: skip
    tenancy = Tenancy.SQUARE
    thing = Thing.JOBS

    id: Mapped[str] = key()
    square_id: Mapped[str | None] = reference(index=True)
    kind: Mapped[str] = text(40, empty=False)
    arguments: Mapped[dict[str, Any]] = document()
    once: Mapped[str | None] = text(250, empty=False)
    supersedes: Mapped[str | None] = text(250, empty=False)
    due_at: Mapped[datetime] = moment()
    deadline_at: Mapped[datetime] = moment()
    most_attempts: Mapped[int] = whole(1, MOST_ATTEMPTS)
    asked_by: Mapped[str] = text(120, empty=False)
    scope: Mapped[dict[str, Any]] = document()
    created_at: Mapped[datetime] = moment()
    relayed_at: Mapped[datetime | None] = moment()


class Job(Base):
    """One piece of work.

    Attributes
    ----------
    supersedes, due_at, deadline_at, asked_by, scope: as in the outbox; after a failure it is due later.
    owner: which worker has it; leased_until: for how long, unless renewed.
    attempt: how many times it was begun, this time included.
    done_percent, progress: how far this attempt is, and what there is to tell of it: "best_m".
    result: what came of it. error: why the last attempt failed, in a line a person reads.
    rung_at: when a worker was last called for it.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        ForeignKeyConstraint(["square_id"], ["squares.id"]),
        Index(
            "uq_jobs_supersedes", "supersedes", unique=True,
            sqlite_where=sql("state IN ('pending', 'leased')"), postgresql_where=sql("state IN ('pending', 'leased')"),
        ),
        Index("ix_jobs_state_due_at", "state", "due_at"),
        Index("ix_jobs_square_id_id", "square_id", "id"),
        CheckConstraint("due_at <= deadline_at", name="deadline_after"),
        CheckConstraint("attempt <= most_attempts", name="attempts_within"),
        CheckConstraint(
            "(state = 'leased') = (owner IS NOT NULL) AND (state = 'leased') = (leased_until IS NOT NULL)",
            name="leased_whole",
        ),
        CheckConstraint("(state IN ('pending', 'leased')) = (ended_at IS NULL)", name="ended_when"),
    )  # fmt: skip
    tenancy = Tenancy.SQUARE
    thing = Thing.JOBS

    id: Mapped[str] = key()
    square_id: Mapped[str | None] = reference()
    kind: Mapped[str] = text(40, empty=False)
    arguments: Mapped[dict[str, Any]] = document()
    supersedes: Mapped[str | None] = text(250, empty=False)
    due_at: Mapped[datetime] = moment()
    deadline_at: Mapped[datetime] = moment()
    state: Mapped[JobState] = choice(JobState, "state")
    owner: Mapped[str | None] = text(120, empty=False)
    leased_until: Mapped[datetime | None] = moment()
    attempt: Mapped[int] = whole(0, MOST_ATTEMPTS)
    most_attempts: Mapped[int] = whole(1, MOST_ATTEMPTS)
    done_percent: Mapped[int] = whole(0, 100)
    progress: Mapped[dict[str, Any] | None] = document()
    result: Mapped[dict[str, Any] | None] = document()
    error: Mapped[str | None] = text(1000, empty=False)
    asked_by: Mapped[str] = text(120, empty=False)
    scope: Mapped[dict[str, Any]] = document()
    created_at: Mapped[datetime] = moment()
    begun_at: Mapped[datetime | None] = moment()
    rung_at: Mapped[datetime | None] = moment()
    ended_at: Mapped[datetime | None] = moment()
