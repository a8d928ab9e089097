"""Plans of a square: one a day, made by a worker."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, accepted, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.idempotency import Once
from api.route_docs import listing, showing, starting
from api.schemas.jobs import JobShown
from api.schemas.plans import PlanBrief, PlanShown, PlanWished
from api.schemas.thing import Day
from data.work import Work
from kernel.errors import NotFoundError
from kernel.rights import Thing
from rounds.later import plan_later

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/plans", tags=["plans"])

See = Annotated[AtSquare, to_see(Thing.PLANS)]
Change = Annotated[AtSquare, to_change(Thing.PLANS)]


@router.get("", **listing(PlanBrief))
def list_plans(at: See, paging: Paging) -> Response:
    """List plans, as they were first made, without their rounds."""
    with at.read() as work:
        return paging.page(work.plans.page(at.id, after=paging.after_id, limit=paging.wanted), PlanBrief.of)


@router.post("", **starting(JobShown))
def plan_day(at: Change, once: Once, wished: PlanWished) -> Response:
    """Ask for a day to be planned, or planned again; released rounds stay. The answer is the job that does it.

    One that plans the same day and is not done gives way to this one.
    """

    def ask(work: Work) -> Answer:
        job = JobShown.of(work.jobs.get(plan_later(work, at.id, wished.day)), at.asker)
        return accepted(job, at.address_of("jobs", job.id))

    return once.once(at.begin, ask)


@router.get("/{day}", **showing(PlanShown))
def show_plan(at: See, day: Day, request: Request) -> Response:
    """Show a day's plan: its rounds, and what is in none of them with the reason."""
    with at.read() as work:
        plan = work.plans.of_day(at.id, day)
    if plan is None:
        raise NotFoundError(f"{day} is not planned", way_out="Ask for it: POST /plans.")
    return shown(request, PlanShown.whole(plan, contacts=at.tells_contacts))
