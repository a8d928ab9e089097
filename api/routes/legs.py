"""Legs of a square."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import shown
from api.at_square import PATH, AtSquare, to_see
from api.cursors import Paging
from api.route_docs import listing, showing
from api.schemas.legs import LegShown
from api.schemas.thing import Day, Id
from data.models.states import LegState
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/legs", tags=["legs"])

See = Annotated[AtSquare, to_see(Thing.LEGS)]


@router.get("", **listing(LegShown))
def list_legs(
    at: See, paging: Paging, day: Day | None = None, state: LegState | None = None, order: Id | None = None
) -> Response:
    """List legs, as they were made."""
    with at.read() as work:
        rows = work.legs.page(at.id, day=day, state=state, order_id=order, after=paging.after_id, limit=paging.wanted)
    return paging.page(rows, lambda leg: LegShown.of(leg, contacts=at.tells_contacts))


@router.get("/{leg}", **showing(LegShown))
def show_leg(at: See, leg: Id, request: Request) -> Response:
    """Show a leg."""
    with at.read() as work:
        return shown(request, LegShown.of(work.legs.get(at.id, leg), contacts=at.tells_contacts))
