"""What a square offers on a day: its slots with their cut-offs, and how many orders each still takes."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import shown
from api.at_square import PATH, AtSquare, to_see
from api.route_docs import showing
from api.schemas.slots import OfferedShown, OfferedSlots
from kernel.rights import Thing
from kernel.scope import Scope
from rounds.day_clock import days_from
from rounds.slots import offered_slots

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/slots", tags=["slots"])

See = Annotated[AtSquare, to_see(Thing.SLOTS)]
MOST_DAYS = 31


@router.get("", **showing(OfferedSlots))
def show_slots(
    at: See,
    request: Request,
    first: Annotated[date, Query(alias="date", description="The first local day.", examples=["2026-12-01"])],
    days: Annotated[int, Query(ge=1, le=MOST_DAYS, description="So many days from that one on.")] = 1,
) -> Response:
    """Show what is offered on a day, or some; what is closed or full is told too."""
    wanted = days_from(first, days)
    # How many orders there are is told to everyone here: the orders themselves are not.
    with at.database.read(Scope.system("slots left", [at.id]), at.asker.principal) as work:
        templates = work.slot_templates.all(at.id)
        taken = work.slot_templates.taken(at.id, wanted[0], wanted[-1])
    offered = offered_slots(templates, wanted, at.square.timezone, taken, work.now)
    return shown(request, OfferedSlots(slots=[OfferedShown.of(one) for one in offered]))
