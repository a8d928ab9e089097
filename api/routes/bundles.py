"""Bundles of a square's reports: the complete one for who audits, the public one for who may read the report."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.at_square import PATH, AtSquare, to_see
from api.dependencies import Home
from api.few_at_once import ON_ROADS
from api.problem_docs import problem_docs
from api.report_periods import AskedPeriod
from api.route_docs import ASKED
from kernel.rights import Thing
from kernel.scope import Scope
from rounds.bundles.making import WORK, Bundle, bundle_of, kept_days, note_reading
from rounds.bundles.period import Period
from rounds.bundles.published import published_bundle
from rounds.stored_rides import rode

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/reports", tags=["reports"])

See = Annotated[AtSquare, to_see(Thing.REPORTS)]
Public = Annotated[bool, Query(description="A month's sums alone: no order, place, shop or courier.")]
ZIP = {
    200: {
        "description": "The bundle, for `dorpsronde report verify`; its seal stands in the header.",
        "content": {"application/zip": {"schema": {"type": "string", "contentMediaType": "application/zip"}}},
        "headers": {"Dorpsronde-Seal": {"description": "To publish with the report.", "schema": {"type": "string"}}},
    }
}


@router.get(
    "/{period}/bundle", dependencies=[ON_ROADS], response_class=Response, responses={**ZIP, **problem_docs(*ASKED)}
)
def fetch_bundle(at: See, period: AskedPeriod, home: Home, public: Public = False) -> Response:
    """Fetch a report with everything that its figures follow from. That a complete one was read is written down.

    A complete one has the exact metres from each household to each shop: whoever has it can reckon where households
    are. A public one is of a month that is over, once `dorpsronde report bundle --public` made it.
    """
    if public:
        with at.read() as work:
            bundle = published_bundle(work, at.id, period)
    else:
        bundle = _complete(at, period, home)
    headers = {
        "Content-Disposition": f'attachment; filename="{bundle.name}"',
        "Cache-Control": "private, no-store",
        "Dorpsronde-Seal": bundle.seal,
    }
    return Response(bundle.content, media_type="application/zip", headers=headers)


def _complete(at: AtSquare, period: Period, home: Home) -> Bundle:
    at.asker.must_read(Thing.BUNDLES)
    own_work = Scope.system(WORK, [at.id])  # what a report is made from, whoever may read it: its answers too
    ridden = rode(at.database, home, at.slug, period.first, period.last)
    with at.database.read(own_work) as work:
        days = kept_days(work, at.slug, period, rode=ridden)
    bundle = bundle_of(days, public=False)
    with at.begin() as work:
        note_reading(work, at.id, bundle)
    return bundle
