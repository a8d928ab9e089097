"""What a job is asked for with, and what a worker holds while it does one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

__all__ = ["JobDraft", "Lease"]


@dataclass(frozen=True, slots=True)
class JobDraft:
    """A job to be; see `data.models.job`.

    Attributes
    ----------
    square_id: None is work for all squares.
    due_at: not before; None is at once.
    within: how long after it is due it should be done.
    once: two drafts of one square that say the same here are one job, for ever.
    supersedes: takes the place of a living job of the square that says the same here.
    """

    kind: str
    square_id: str | None
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    due_at: datetime | None = None
    within: timedelta = timedelta(minutes=10)
    once: str | None = None
    supersedes: str | None = None
    most_attempts: int = 5


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do a job, until it runs out or the job is another's.

    Attributes
    ----------
    owner, attempt: what the job's row must still say when the effect is written.
    asked_by, scope: who asked for it, and how far they see.
    """

    job_id: str
    kind: str
    square_id: str | None
    arguments: Mapping[str, Any]
    owner: str
    attempt: int
    most_attempts: int
    deadline_at: datetime
    asked_by: str
    scope: Mapping[str, Any]
