"""What an order's customer replied to the question: shown, answered later, corrected, forgotten; never written over."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers import Answer, changed, done, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import changing, saying, showing
from api.schemas.asked import AnswerGiven, Forgotten, RepliesShown
from api.schemas.thing import Id
from data.work import Work
from kernel.rights import Thing
from rounds.asking import answer_later

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/orders/{order}/asked", tags=["orders"])

See = Annotated[AtSquare, to_see(Thing.ANSWERS)]
Change = Annotated[AtSquare, to_change(Thing.ANSWERS)]


@router.get("", **showing(RepliesShown))
def show_replies(at: See, order: Id, request: Request) -> Response:
    """Show every reply of an order's customer, with who told it and when, and which of them counts."""
    with at.read() as work:
        return shown(request, _replies(work, at.id, order))


@router.put("", **changing(RepliesShown))
def answer(at: Change, order: Id, seen: IfMatch, given: AnswerGiven) -> Response:
    """Answer after the order was handed in: once, and corrected where that is said; both are kept.

    From when the order is in a plan, an answer is told apart, for what it saves could be seen. Of an order that was
    cancelled, or whose answers were forgotten: 409.
    """
    with at.begin() as work:
        seen.must_be(_replies(work, at.id, order).as_sent())
        replies = answer_later(work, at.id, order, given.draft, correction=given.correction)
        return changed(RepliesShown.of(order, replies)).response


@router.post("/forget", **saying(Forgotten))
def forget_answers(at: Change, once: Once, order: Id) -> Response:
    """Take the answers of an order out, as its customer may ask; that it was asked is still counted.

    For who reads all answers of the square.
    """

    def forget(work: Work) -> Answer:
        return done(Forgotten(forgotten=work.customer_replies.forget(at.id, order)))

    return once.once(at.begin, forget)


def _replies(work: Work, square_id: str, order_id: str) -> RepliesShown:
    order = work.orders.get(order_id)
    return RepliesShown.of(order.id, work.customer_replies.of_orders(square_id, [order.id]).get(order.id, []))
