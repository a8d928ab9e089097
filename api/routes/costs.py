"""What delivering costs a square, from a day on: named by that day. What was said before stays, as withdrawn."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import acting, changing, creating, listing, showing
from api.schemas.costs import CostsShown, CostsWished
from api.schemas.thing import Day
from data.work import Work
from kernel.errors import BadInputError
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/costs", tags=["costs"])

See = Annotated[AtSquare, to_see(Thing.COSTS)]
Change = Annotated[AtSquare, to_change(Thing.COSTS)]


@router.get("", **listing(CostsShown))
def list_costs(at: See, paging: Paging) -> Response:
    """List what was said of costs, as it was said; withdrawn ones too."""
    with at.read() as work:
        return paging.page(work.cost_sheets.page(at.id, after=paging.after_id, limit=paging.wanted), CostsShown.of)


@router.post("", **creating(CostsShown))
def say_costs(at: Change, once: Once, given: CostsWished) -> Response:
    """Say what delivering costs from a day on; where others begin on that day: 409."""

    def say(work: Work) -> Answer:
        sheet = work.cost_sheets.create(at.id, given.draft)
        return created(CostsShown.of(sheet), at.address_of("costs", sheet.valid_from.isoformat()))

    return once.once(at.begin, say)


@router.get("/{day}", **showing(CostsShown))
def show_costs(at: See, day: Day, request: Request) -> Response:
    """Show the costs that begin on a day."""
    with at.read() as work:
        return shown(request, CostsShown.of(work.cost_sheets.from_day(at.id, day)))


@router.put("/{day}", **changing(CostsShown))
def put_costs(at: Change, day: Day, seen: IfMatch, given: CostsWished) -> Response:
    """Put what is given in the place of the costs that begin on a day; reports from now on reckon with these."""
    if given.valid_from != day:
        raise BadInputError(
            f"it is {given.valid_from} here and {day} in the address",
            way_out="Costs from another day on are others: POST them.",
            field="valid_from",
        )
    with at.begin() as work:
        seen.must_be(CostsShown.of(work.cost_sheets.from_day(at.id, day)).as_sent())
        return changed(CostsShown.of(work.cost_sheets.replace(at.id, given.draft))).response


@router.post("/{day}/end", **acting(CostsShown))
def end_costs(at: Change, once: Once, day: Day) -> Response:
    """Withdraw the costs that begin on a day; reports from now on reckon with those before."""

    def end(work: Work) -> Answer:
        sheet = work.cost_sheets.from_day(at.id, day)
        return changed(CostsShown.of(work.cost_sheets.end(at.id, sheet.id)))

    return once.once(at.begin, end)
