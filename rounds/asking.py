"""Replies of customers to the one question, kept with their orders, when ordering and later; none is written over."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from data.drafts.customer_reply import ReplyDraft
from data.models.customer_reply import MOST_REPLIES, CustomerReply
from data.repositories.customer_replies import ReplyTold
from data.repositories.order_changes import was_cancelled
from data.work import Work
from kernel.errors import ConflictError
from kernel.scope import Role

__all__ = ["answer_later", "counted_reply", "keep_replies"]

Told = TypeVar("Told", CustomerReply, ReplyTold)


def keep_replies(work: Work, square_id: str, replies: Mapping[str, ReplyDraft]) -> None:
    """Keep what came with orders, by their ids; what was known already adds nothing, and no order fails by it."""
    if not replies:
        return
    known = work.customer_replies.of_orders(square_id, replies)
    fresh = {
        order_id: reply
        for order_id, reply in replies.items()
        if _is_news(reply, known.get(order_id, ())) and len(known.get(order_id, ())) < MOST_REPLIES
    }
    work.customer_replies.add(square_id, fresh)


def answer_later(
    work: Work, square_id: str, order_id: str, reply: ReplyDraft, *, correction: bool
) -> list[CustomerReply]:
    """Keep an answer that comes after the order did; give all its replies. The same answer again changes nothing.

    Raises
    ------
    NotFoundError
        There is no such order in the scope.
    ConflictError
        The order was cancelled, its answers were forgotten, or it has another answer and this is no correction.
    """
    order = work.orders.get(order_id)
    known = work.customer_replies.of_orders(square_id, [order_id]).get(order_id, [])
    if was_cancelled(order):
        raise ConflictError("the order was cancelled", way_out="Nothing was brought, so nothing is compared.")
    if any(one.forgotten_at is not None for one in known):
        raise ConflictError("what this customer answered was forgotten", way_out="It is not asked again.")
    if not _is_news(reply, known):
        return known
    if any(one.answer is not None for one in known) and not correction:
        raise ConflictError("the question was answered before", way_out="Say that it is a correction; both are kept.")
    work.customer_replies.add(square_id, {order_id: reply})
    return work.customer_replies.of_orders(square_id, [order_id])[order_id]


def counted_reply(replies: Sequence[Told]) -> Told | None:
    """Choose which of an order's replies counts: the last from before any saving was shown; None where none is.

    What the customer says counts before what anybody enters for them, whenever that was.
    """
    before = [one for one in replies if not one.after_shown]
    own = [one for one in before if one.role == Role.CUSTOMER]
    return next(reversed(own or before), None)


def _is_news(reply: ReplyDraft, known: Sequence[CustomerReply]) -> bool:
    """Say whether a reply adds anything: an order that is handed in again without an answer takes none back."""
    if not known:
        return True
    if reply.answer is None or any(one.forgotten_at is not None for one in known):
        return False
    return (reply.wording, reply.answer) != (known[-1].wording, known[-1].answer)
