"""Planning for programs that speak VROOM's JSON."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.asked import Asked, Refusal
from api.caller import CALLER_LEFT, CallerLeftError, while_caller_waits
from api.dependencies import Home, Planners, Settings, Stored
from api.payload import read_json_payload
from api.problem_docs import problem_docs
from api.problems import problem
from api.schemas.thing import Words
from api.settings import ApiSettings
from api.solvers import NoSlotError, OutOfTimeError, Solvers
from api.vroom_docs import INSERTION_BODY, REQUEST_BODY, SOLUTION
from kernel.errors import StorageError
from kernel.scope import Scope
from rounds.areas import roads_at
from rounds.roads_at import RoadsAt
from routing.solver.engine import DEFAULT_THREADS

__all__ = ["router"]

router = APIRouter(prefix="/api/v1")

SCOPE = Scope.system("optimization")
RETRY_S = 5
"""A guess: nobody knows when a slot is free."""


class Measured(BaseModel):
    """Over which roads."""

    model_config = ConfigDict(extra="forbid")

    area: Words | None = Field(
        None, max_length=200, description="Measure bare coordinates over the roads of this area, instead of matrices."
    )


class Effort(Measured):
    """How long and from where to search."""

    time_limit: float | None = Field(None, ge=0, allow_inf_nan=False, description="Seconds to search.")
    iterations: int | None = Field(
        None, ge=1, le=10**9, description="Search this long; the same N, seed and threads give the same plan."
    )
    seed: int = Field(1, ge=0, lt=2**31, description="Start of the random numbers.")
    threads: int | None = Field(
        None, ge=1, description=f"Threads to search with; {DEFAULT_THREADS} unless this server allows fewer."
    )
    why: bool = Field(
        False,
        description="Say what keeps each unassigned task out, and what would let it in; at most as long again.",
    )

    def asked(self, settings: ApiSettings, roads: RoadsAt | None) -> Asked:
        """Fill in what is not asked for.

        Raises
        ------
        HTTPException
            400: more time or threads are asked for than this server gives.
        """
        if self.threads is not None and self.threads > settings.solve_threads:
            raise HTTPException(
                HTTPStatus.BAD_REQUEST, f"threads: {self.threads} are more than {settings.solve_threads}."
            )
        if self.time_limit is not None and self.time_limit > settings.solve_limit_s:
            raise HTTPException(
                HTTPStatus.BAD_REQUEST, f"time_limit: {self.time_limit:g} s is more than {settings.solve_limit_s:g} s."
            )
        most_s = settings.solve_limit_s
        usual_s = min(settings.solve_default_s, most_s) if self.iterations is None else most_s
        return Asked(
            time_limit_s=usual_s if self.time_limit is None else self.time_limit,
            iterations=self.iterations,
            seed=self.seed,
            threads=self.threads or min(DEFAULT_THREADS, settings.solve_threads),
            roads=None if roads is None else asdict(roads),
            why=self.why,
        )


def _roads(effort: Annotated[Effort, Query()], database: Stored, home: Home) -> RoadsAt | None:
    return _roads_of(effort.area, database, home)


def _roads_alone(measured: Annotated[Measured, Query()], database: Stored, home: Home) -> RoadsAt | None:
    return _roads_of(measured.area, database, home)


def _roads_of(area: str | None, database: Stored, home: Home) -> RoadsAt | None:
    """Find an area's roads, in a plain function, so that the database is asked in a thread."""
    if area is None:
        return None
    with database.read(SCOPE) as work:
        return roads_at(work.areas.get(area), home)


@router.post(
    "/optimization",
    tags=["planning"],
    response_class=Response,
    responses={200: SOLUTION, **problem_docs(400, 401, 404, 408, 413, 415, 422, 500, 503)},
    openapi_extra={"requestBody": REQUEST_BODY},
)
async def optimization(
    request: Request,
    effort: Annotated[Effort, Query()],
    settings: Settings,
    planners: Planners,
    roads: Annotated[RoadsAt | None, Depends(_roads)],
) -> Response:
    """Plan a problem in VROOM's JSON and answer in the same.

    Tasks that no vehicle can serve stand under "unassigned", each with a reason. What is honoured stands in
    docs/vroom.md; an unknown field is refused by name. With an area, "location", "start" and "end" are enough, and
    options.g draws the routes.
    """
    return await _answered(request, effort.asked(settings, roads), settings, planners)


@router.post(
    "/optimization/insertions",
    tags=["planning"],
    response_class=Response,
    responses={200: SOLUTION, **problem_docs(400, 401, 404, 408, 413, 415, 422, 500, 503)},
    openapi_extra={"requestBody": INSERTION_BODY},
)
async def insertions(
    request: Request,
    measured: Annotated[Measured, Query()],  # noqa: ARG001 (refuses what else is asked)
    settings: Settings,
    planners: Planners,
    roads: Annotated[RoadsAt | None, Depends(_roads_alone)],
) -> Response:
    """Put orders that come in now into a plan that is being ridden.

    Each job and shipment of the problem that the plan does not know goes where it adds least; what is done by now, and
    where vehicles are driving to, stays as it was told, and nothing is moved to another vehicle. The answer is a plan
    too, for the next call; its "dorpsronde" says which spot each order got, what that adds and whose moments change.
    What does not fit stands under "unassigned", with what would let it in.
    """
    asked = Asked(settings.solve_limit_s, roads=None if roads is None else asdict(roads), inserting=True)
    return await _answered(request, asked, settings, planners)


async def _answered(request: Request, asked: Asked, settings: ApiSettings, planners: Solvers) -> Response:
    try:
        with planners.slot():
            payload = await read_json_payload(request, settings.solve_body_bytes)
            said = await while_caller_waits(request, planners.plan(asked, payload))
    except NoSlotError as fault:
        raise _not_now(str(fault)) from fault
    except OutOfTimeError as fault:
        raise _not_now("The problem could not be planned in time; give it more, or plan less at once.") from fault
    except CallerLeftError:
        return Response(status_code=CALLER_LEFT)
    if isinstance(said, Refusal) and said.ours:
        raise StorageError(said.detail)
    if isinstance(said, Refusal):
        return _refused(request, said)
    return Response(said, media_type="application/json")


def _not_now(detail: str) -> HTTPException:
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, detail, {"Retry-After": str(RETRY_S)})


def _refused(request: Request, refusal: Refusal) -> Response:
    error: dict[str, Any] = {"detail": refusal.detail}
    if refusal.pointer is not None:
        error["pointer"] = refusal.pointer
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, refusal.detail, errors=[error])
