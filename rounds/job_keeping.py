"""What a person does to a job: ends it, or sends it again."""

from data.models.job import Job, JobState
from data.work import Work
from kernel.errors import ConflictError
from rounds.later import RULES, refuse_too_many

__all__ = ["cancel", "send_again"]


def cancel(work: Work, job_id: str) -> Job:
    """End a job that waits or runs; nothing more of it is written. It is dead then.

    Raises
    ------
    NotFoundError
        There is none in the scope.
    ConflictError
        It ended already, or hands on what would be lost without it.
    """
    kind = work.jobs.get(job_id).kind
    rule = RULES.get(kind)
    if rule is not None and not rule.cancellable:
        raise ConflictError(
            f"a job of the kind {kind!r} hands on what somebody sent or is to be told",
            way_out="Leave it: it ends by itself, or is dead after its last attempt.",
        )
    return work.jobs.cancel(job_id)


def send_again(work: Work, job_id: str) -> Job:
    """Send a dead job again, as if it were new.

    Raises
    ------
    NotFoundError
        There is none in the scope.
    ConflictError
        It is not dead, a newer one does the same, or the square has as many of this kind as it may.
    """
    job = work.jobs.get(job_id)
    if job.state is JobState.DEAD and job.square_id is not None:
        refuse_too_many(work, job.kind, job.square_id)
    return work.jobs.retry(job_id)
