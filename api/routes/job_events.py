"""A job while it is done, as server-sent events: a browser hears how far it is without asking again and again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.at_square import PATH, AtSquare, to_see
from api.problem_docs import problem_docs
from api.schemas.jobs import JobShown
from api.schemas.thing import Id
from kernel.errors import DorpsrondeError
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/jobs", tags=["jobs"])

See = Annotated[AtSquare, to_see(Thing.JOBS)]
LOOK_S = 0.5
"""Between two looks at the job; a worker writes how far it is every two seconds."""
FOLLOW_S = 60.0
"""After which the stream ends; a browser's EventSource opens it again by itself."""
EVENT = {
    "type": "object",
    "description": "Of each event in the stream.",
    "properties": {"event": {"const": "job"}, "data": {"type": "string", "description": "The job, as JSON."}},
    "required": ["event", "data"],
}
STREAM = {
    200: {
        "description": "An event `job` with the job now, and one whenever it changes, until it has ended.",
        "content": {"text/event-stream": {"schema": EVENT}},
    }
}


class EventStream(StreamingResponse):
    media_type = "text/event-stream"


@router.get(
    "/{job}/events", response_class=EventStream, responses={**STREAM, **problem_docs(400, 401, 403, 404, 500, 503)}
)
async def follow_job(at: See, job: Id) -> StreamingResponse:
    """Follow a job: server-sent events, each the whole job as JSON. The stream ends with the job, or after a minute."""
    first = await asyncio.to_thread(_look, at, job)
    return EventStream(_news(at, job, first), headers={"Cache-Control": "no-store"})


async def _news(at: AtSquare, job_id: str, first: JobShown) -> AsyncIterator[str]:
    told, now = None, first
    for _ in range(round(FOLLOW_S / LOOK_S)):
        if now != told:
            yield f"event: job\ndata: {now.model_dump_json()}\n\n"
            told = now
        if now.ended_at is not None:
            return
        await asyncio.sleep(LOOK_S)
        try:
            now = await asyncio.to_thread(_look, at, job_id)
        except DorpsrondeError:
            return  # an answer has begun, so that no other can be given; who asks again is told


def _look(at: AtSquare, job_id: str) -> JobShown:
    with at.read() as work:
        return JobShown.of(work.jobs.get(job_id), at.asker)
