"""Jobs: work for later, and how far it is."""

from typing import Any

from pydantic import Field

from api.schemas.thing import Moment, Thing
from data.models.job import Job, JobState

__all__ = ["JobShown"]


class JobShown(Thing):
    """A job. What came of it may name people and addresses: it is null for who may not read contacts."""

    id: str
    kind: str
    state: JobState
    arguments: dict[str, Any]
    attempt: int = Field(description="How many times it was begun.")
    most_attempts: int
    done_percent: int
    progress: dict[str, Any] | None = Field(description="What there is to tell of it.")
    result: dict[str, Any] | None
    error: str | None = Field(description="Why the last attempt failed.")
    created_at: Moment
    due_at: Moment
    begun_at: Moment | None
    ended_at: Moment | None

    @classmethod
    def of(cls, job: Job, *, contacts: bool) -> "JobShown":
        shown: dict[str, Any] = {name: getattr(job, name) for name in cls.model_fields}
        if not contacts:
            shown |= {"result": None, "error": None}
        return cls(**shown)
