"""Orders of a square: handed in, listed, mended, cancelled; never deleted."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import PATH, AtSquare, to_change, to_see
from api.cursors import Paging
from api.dependencies import Places
from api.etags import IfMatch
from api.idempotency import Once
from api.route_docs import acting, changing, creating, listing, showing
from api.schemas.orders import CancelGiven, HandedOnGiven, OrderGiven, OrderShown, PositionGiven
from api.schemas.thing import Day, Id, Words
from api.unusable import UnusableError
from data.drafts.order import PositionDraft
from data.models.states import OrderState, PositionSource
from data.repositories.receipts import ReceiptKind
from data.work import Work
from kernel.errors import ConflictError
from kernel.rights import Thing
from rounds import cancelling
from rounds.handing_on import bring_by_hub, hand_on
from rounds.order_intake import OrderTaker, PreparedOrder, store_prepared
from rounds.order_taking import mend_place
from rounds.squares import refuse_outside

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/orders", tags=["orders"])

See = Annotated[AtSquare, to_see(Thing.ORDERS)]
Change = Annotated[AtSquare, to_change(Thing.ORDERS)]
Say = Annotated[AtSquare, to_change(Thing.EVENTS)]
"""Whoever may say that something happened: cancelling is the event `order.cancelled`, and its rule is the only one."""


@router.get("", **listing(OrderShown))
def list_orders(
    at: See,
    paging: Paging,
    *,
    day: Day | None = None,
    state: OrderState | None = None,
    shop: Id | None = None,
    order_ref: Annotated[Words | None, Query(max_length=80, description="The shop's own number.")] = None,
) -> Response:
    """List orders, as they came in."""
    with at.read() as work:
        rows = work.orders.page(
            at.id, day=day, state=state, shop_id=shop, order_ref=order_ref, after=paging.after_id, limit=paging.wanted
        )
    return paging.page(rows, lambda order: OrderShown.of(order, contacts=at.tells_contacts))


@router.post("", **creating(OrderShown, or_known="The shop's number was known: this is that order, as it is now."))
def hand_in_order(at: Change, once: Once, places: Places, given: OrderGiven) -> Response:
    """Hand in an order: 201 where it is new, 200 where its shop's number was known.

    An address that is not found or not sure is kept, and waits for a person: state `received`. The same number with
    other content changes the order while it is in no released round, no other square has a part in it and its day is
    not past, else 409, whoever asks; so is a slot that is full, or after its cut-off.
    """
    wish = given.given
    with at.look_first() as (work, begin):
        kept = once.kept(work)
        if kept is not None:
            return kept
        taker = OrderTaker.on_square(work, places, at.slug, wish.shop, wish.day, slots=bool(wish.slot))
        prepared = taker.prepare(wish, taker.known_day(work, wish), kept=taker.kept_slot(work, wish))
        if prepared.paused:
            raise ConflictError(prepared.faults[0].text.en, way_out="Send it again then.")
        if prepared.draft is None:
            raise UnusableError([(fault.field.removesuffix("_s"), fault.text.en) for fault in prepared.faults])
        return once.once(begin, lambda work: _taken(work, at, prepared), looked=True)


def _taken(work: Work, at: AtSquare, prepared: PreparedOrder) -> Answer:
    verdict = store_prepared(work, at.id, prepared)
    if verdict.became is ReceiptKind.TOO_LATE:
        raise ConflictError("; ".join(fault.text.en for fault in verdict.faults))
    stored = verdict.stored or work.orders.get(verdict.order_id)
    order = OrderShown.of(stored, contacts=at.tells_contacts)
    location = at.address_of("orders", order.id)
    return created(order, location) if verdict.became is ReceiptKind.NEW else changed(order)


@router.get("/{order}", **showing(OrderShown))
def show_order(at: See, order: Id, request: Request) -> Response:
    """Show an order, and where it is now."""
    with at.read() as work:
        return shown(request, OrderShown.of(work.orders.get(order), contacts=at.tells_contacts))


@router.put("/{order}/position", **changing(OrderShown))
def mend_order(at: Change, order: Id, seen: IfMatch, given: PositionGiven) -> Response:
    """Say where the household is of an order that waits for that: it is accepted. One whose day is past: 409."""
    with at.begin() as work:
        seen.must_be(OrderShown.of(work.orders.get(order), contacts=at.tells_contacts).as_sent())
        refuse_outside(given.place.position, work.squares.get(at.slug).areas, "the place", "place")
        place = PositionDraft(given.place.position, PositionSource.BY_HAND, given.note)
        return changed(OrderShown.of(mend_place(work, order, place), contacts=at.tells_contacts)).response


@router.post("/{order}/cancel", **acting(OrderShown))
def cancel_order(at: Say, once: Once, order: Id, given: CancelGiven) -> Response:
    """Cancel an order, wherever it is: what is on its way goes back. One that has ended already: 409.

    As the event `order.cancelled`, for whoever may say that: its shop, its customer, and who runs the square.
    """

    def cancel(work: Work) -> Answer:
        return changed(OrderShown.of(cancelling.cancel_order(work, order, given.reason), contacts=at.tells_contacts))

    return once.once(at.begin, cancel)


@router.post("/{order}/hand-on", **acting(OrderShown))
def hand_order_on(at: Change, once: Once, order: Id, given: HandedOnGiven) -> Response:
    """Bring an order by a hub, from which another square brings it on: its asker may change orders on both.

    The same again changes nothing. An order that is in a released round, under way or handed on otherwise: 409.
    """
    slug = given.to_square
    other = at if slug in {None, at.slug} else at.beside(slug or "")

    def hand(work: Work) -> Answer:
        if other is at:
            bring_by_hub(work, order, given.hub)
        else:
            hand_on(work, order, given.hub, other.id)
        return changed(OrderShown.of(work.orders.get(order), contacts=at.tells_contacts))

    return once.once(at.begin if other is at else lambda: at.begin_with(other), hand)
