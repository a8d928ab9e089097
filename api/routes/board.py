"""The board of a square's day: one answer with all that a dispatcher looks at."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import shown
from api.at_square import PATH, AtSquare, to_see
from api.route_docs import showing
from api.schemas.board import BoardShown
from api.schemas.thing import Day
from kernel.errors import NotAllowedError
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/board", tags=["plans"])


@router.get("/{day}", **showing(BoardShown))
def show_board(at: Annotated[AtSquare, to_see(Thing.PLANS)], day: Day, request: Request) -> Response:
    """Show a day to who sees the whole of it: its orders, planned or not and why, and the rounds with their stops."""
    at.asker.must_read(Thing.ORDERS)
    if at.asker.scope.own is not None:
        raise NotAllowedError("the board is for who sees the whole day", way_out="Ask for the orders or rounds.")
    with at.read() as work:
        rows = work.board.of_day(at.id, day)
    return shown(request, BoardShown.of(at.slug, day, rows, contacts=at.tells_contacts))
