"""Reports of a square: made by a worker; and what a day or a month cost, as far as who asks may know."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, accepted, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.dependencies import Home
from api.few_at_once import ON_ROADS
from api.idempotency import Once
from api.report_periods import AskedPeriod
from api.route_docs import showing, starting
from api.schemas.costs import CostsReported
from api.schemas.jobs import JobShown
from api.schemas.reports import ReportWished
from data.work import Work
from kernel.rights import Thing
from rounds.cost_figures import costs_told_to
from rounds.later import report_later

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/reports", tags=["reports"])


@router.post("", **starting(JobShown))
def make_report(at: Annotated[AtSquare, to_change(Thing.JOBS)], once: Once, wished: ReportWished) -> Response:
    """Ask for the report of a day or a month, as it was ridden; the answer is the job whose result it will be.

    What it cost is in it for who reads costs, as soon as the square said what delivering costs.
    """
    at.asker.must_read(Thing.REPORTS)

    def ask(work: Work) -> Answer:
        job_id = report_later(work, at.id, wished.asked, wished.lang)
        return accepted(JobShown.of(work.jobs.get(job_id), at.asker), at.address_of("jobs", job_id))

    return once.once(at.begin, ask)


@router.get("/{period}/costs", dependencies=[ON_ROADS], **showing(CostsReported))
def show_period_costs(
    at: Annotated[AtSquare, to_see(Thing.COST_FIGURES)], period: AskedPeriod, home: Home, request: Request
) -> Response:
    """Show what the planned days of a period cost, by the costs of the square.

    Line by line to who reads costs; to a municipality the sums, of a month once that was published.
    """
    told = costs_told_to(at.database, home, at.slug, period, role=at.asker.role, square_id=at.id)
    return shown(request, CostsReported.model_validate(told))
