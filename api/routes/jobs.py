"""Jobs of a square: looked at, cancelled, and sent again by a person where they died."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import acting, listing, showing
from api.schemas.jobs import JobShown
from api.schemas.thing import Id
from data.models.job import JobState
from data.work import Work
from kernel.rights import Thing
from rounds.job_keeping import cancel, send_again

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/jobs", tags=["jobs"])

See = Annotated[AtSquare, to_see(Thing.JOBS)]
Change = Annotated[AtSquare, to_change(Thing.JOBS)]


@router.get("", **listing(JobShown))
def list_jobs(at: See, paging: Paging, state: JobState | None = None) -> Response:
    """List jobs that were called up, the newest first."""
    states: Sequence[JobState] = tuple(JobState) if state is None else (state,)
    with at.read() as work:
        rows = work.jobs.all(at.id, states=states, before=paging.after_id, limit=paging.wanted)
    return paging.page(rows, lambda job: JobShown.of(job, at.asker))


@router.get("/{job}", **showing(JobShown))
def show_job(at: See, job: Id, request: Request) -> Response:
    """Show a job, and how far it is."""
    with at.read() as work:
        return shown(request, JobShown.of(work.jobs.get(job), at.asker))


@router.post("/{job}/retry", **acting(JobShown))
def retry_job(at: Change, once: Once, job: Id) -> Response:
    """Send a dead job again, as if it were new."""

    def send(work: Work) -> Answer:
        return changed(JobShown.of(send_again(work, job), at.asker))

    return once.once(at.begin, send)


@router.post("/{job}/cancel", **acting(JobShown))
def cancel_job(at: Change, once: Once, job: Id) -> Response:
    """End a job that waits or runs; nothing more of it is written. It is dead then, and can be sent again.

    Plans, imports, reports and what-ifs only: other kinds hand on what somebody sent or is to be told.
    """

    def end(work: Work) -> Answer:
        return changed(JobShown.of(cancel(work, job), at.asker))

    return once.once(at.begin, end)
