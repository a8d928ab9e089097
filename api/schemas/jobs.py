"""Jobs: work for later, and how far it is."""

from typing import Any

from pydantic import Field

from api.schemas.thing import Moment, Thing
from data.models.job import Job, JobState
from kernel.rights import Thing as Kind
from people.asker import Asker

__all__ = ["JobShown"]


class JobShown(Thing):
    """A job. What came of it may name people and addresses: it is null for who may not read contacts.

    A report that came of it is told without its costs to who may not read those.
    """

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
    def of(cls, job: Job, asker: Asker) -> "JobShown":
        """Show of a job what somebody may know of it."""
        shown: dict[str, Any] = {name: getattr(job, name) for name in cls.model_fields}
        if not asker.reads(Kind.CONTACTS):
            shown |= {"result": None, "error": None}
        elif job.result is not None and "report" in job.result and not asker.reads(Kind.COSTS):
            told = {name: part for name, part in job.result["report"].items() if name != "costs"}
            shown["result"] = job.result | {"report": told}
        return cls(**shown)
