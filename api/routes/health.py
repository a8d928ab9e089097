"""Whether the server lives, and whether it can work, for whoever watches over it."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from api.dependencies import Home, Settings, Stored
from api.problem_docs import problem_docs
from api.problems import problem
from api.readiness import Part, database_part, folder_part, queue_part

__all__ = ["router"]

router = APIRouter(tags=["server"])


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"
    version: str


class Ready(Alive):
    """Everything it needs is there."""

    parts: dict[str, Literal["ok"]] = Field(description="What was looked at.")


def _parts(database: Stored, home: Home, settings: Settings) -> Sequence[Part]:
    """Look at every part; a plain function, so that nobody else waits for a slow one."""
    parts = [database_part(database), folder_part(home)]
    return [*parts, queue_part(settings.broker_url)] if settings.broker_url else parts


@router.get("/health/live")
async def live() -> Alive:
    """Say that the process answers: where it does not, start it again. It looks at nothing else."""
    return Alive(version=version("dorpsronde"))


@router.get(
    "/health", name="health", summary="Ready, under its older name", responses=problem_docs(503), response_model=Ready
)
@router.get("/health/ready", responses=problem_docs(503), response_model=Ready)
async def ready(request: Request, parts: Annotated[Sequence[Part], Depends(_parts)]) -> Ready | Response:
    """Say that requests can be served: the database has the schema it needs, the data folder can be written,
    and the queue answers if it is a service of its own.

    Where not, 503 says under "errors" which part is not ready.
    """
    faults = [part for part in parts if part.fault]
    if faults:
        errors = [{"detail": part.fault, "pointer": f"/parts/{part.name}"} for part in faults]
        return problem(request, 503, " ".join(part.fault for part in faults), errors=errors)
    return Ready(version=version("dorpsronde"), parts={part.name: "ok" for part in parts})
