"""The question that a shop asks at its own check-out, word for word."""

from secrets import randbelow
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import shown
from api.at_square import PATH, AtSquare, to_see
from api.language import language_of
from api.route_docs import showing
from api.schemas.asked import QuestionShown
from api.schemas.thing import Words
from impact.question import LATEST, ROTATIONS, rotation_of, wording
from kernel.rights import Thing

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/question", tags=["orders"])

See = Annotated[AtSquare, to_see(Thing.SQUARES)]


@router.get("", **showing(QuestionShown))
def show_question(
    at: See,
    request: Request,
    ref: Annotated[
        Words | None,
        Query(max_length=120, description="What tells the order from others, as a basket's id: the same order again."),
    ] = None,
) -> Response:
    """Show the question in the asked language (`?lang=`, else Accept-Language), its answers turned for each order.

    Ask it before any saving is shown, and hand its `wording`, `answer` and `rotation` in with the order, as `asked`; an
    answer that did not come, too.
    """
    _ = at.id  # there is such a square
    rotation = randbelow(ROTATIONS) if ref is None else rotation_of(ref)
    return shown(request, QuestionShown.of(wording(LATEST), language_of(request), rotation))
