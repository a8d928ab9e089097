"""What-ifs of a square: planned days replayed with changes, as a job; what came of it is its result, or a page."""

from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from api.answers import Answer, accepted
from api.at_square import PATH, AtSquare, to_change, to_see
from api.headers import POLICY_BESIDE_OWN
from api.idempotency import Once
from api.problem_docs import problem_docs
from api.route_docs import ASKED, starting
from api.schemas.jobs import JobShown
from api.schemas.thing import Id
from api.schemas.what_ifs import WhatIfWished
from data.work import Work
from kernel.errors import ConflictError, NotFoundError
from kernel.rights import Thing
from maps.what_if_page import what_if_page
from rounds.asked_what_if import ask_for_what_if
from rounds.later import JobKind

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/what-ifs", tags=["what-ifs"])

PAGE = {200: {"description": "One page without scripts.", "content": {"text/html": {"schema": {"type": "string"}}}}}


@router.post("", **starting(JobShown))
def ask_what_if(at: Annotated[AtSquare, to_change(Thing.PLANS)], once: Once, wished: WhatIfWished) -> Response:
    """Ask what would have been: days planned once more with changes, beside the same days as they were.

    Both sides are searched as hard, and nothing is stored. The answer is the job, whose result says what came of it;
    with what both sides cost, for who reads costs.
    """

    def ask(work: Work) -> Answer:
        job = JobShown.of(work.jobs.get(ask_for_what_if(work, at.id, wished.asked)), at.asker)
        return accepted(job, at.address_of("jobs", job.id))

    return once.once(at.begin, ask)


@router.get("/{job}/page", response_class=HTMLResponse, responses={**PAGE, **problem_docs(*ASKED, 409)})
def show_what_if(at: Annotated[AtSquare, to_see(Thing.JOBS)], job: Id) -> Response:
    """Show what came of a what-if as a page, in the language that was asked for."""
    at.asker.must_read(Thing.CONTACTS)  # it names orders, and why they are in no round
    with at.read() as work:
        found = JobShown.of(work.jobs.get(job), at.asker)
    if found.kind != JobKind.WHAT_IF:
        raise NotFoundError(f"job {job} is no what-if", way_out="Is it spelled right?")
    if found.result is None:
        raise ConflictError(f"what-if {job} is {found.state}", way_out=found.error or "Wait until it is done.")
    page = what_if_page(found.result["report"], lang=found.arguments["lang"])
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY_BESIDE_OWN})
