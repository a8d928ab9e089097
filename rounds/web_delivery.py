"""One message of a web shop that `rounds/web_receiving.py` kept, done as a job; the same one again is done once.

What a message leads to depends on its order alone, not on when it comes: one that tells something older than what is
known changes nothing. What cannot be done by itself waits for a person, and nothing is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.database import Database
from data.drafts.web_shop import WebDeliveryEnd
from data.models.states import OrderState
from data.models.web_shop import WebDelivery, WebDeliveryState
from data.postcode import postcode_to_compare
from data.work import Work
from kernel.errors import ConflictError, NotFoundError
from kernel.scope import Scope
from kernel.text import Text
from rounds.cancelling import cancel_order
from rounds.intake.given_order import GivenOrder
from rounds.intake.platforms import read_web_order
from rounds.intake.verdict import Outcome
from rounds.intake.web_order import WebOrder, Wish
from rounds.known_places import KnownPlaces
from rounds.order_intake import OrderTaker, PreparedOrder, store_prepared

__all__ = ["do_delivery"]

WORK = "webhook in"
UNREAD = WebDeliveryState.KNOWN
NO_ORDER = Text("het bericht bevat geen bestelling", "the message holds no order")
OLDER = Text("er is al een nieuwere stand bekend", "something newer is known already")
NOT_YET = Text("nog niet betaald ({})", "not paid yet ({})")
NOTHING = Text("hoeft niet bezorgd te worden ({})", "is not to be delivered ({})")
NEVER_KNOWN = Text("geannuleerd voordat wij het kenden ({})", "cancelled before we knew it ({})")
GOES_BACK = Text("; de bestelling is onderweg en gaat terug", "; the order is under way and goes back")
CANCELLED = Text("geannuleerd ({})", "cancelled ({})")
OUTSIDE = Text("het adres ligt buiten het bezorggebied", "the address lies outside the areas of the square")
"""Where it is exactly tells of a person, and is kept nowhere once the message is done."""
OTHER_METHOD = Text("wordt anders verzonden ({})", "is sent otherwise ({})")
OTHER_POSTCODE = Text("postcode {} is niet voor ons", "postcode {} is not for us")
ANOTHERS = Text("het nummer is van een andere bestelling ({})", "the number is another order's ({})")
DECIDING = frozenset({WebDeliveryState.TAKEN, WebDeliveryState.FOR_A_PERSON, WebDeliveryState.NOT_OURS})
"""Ends that say anew what is to be done with an order and by whom, or did it."""


def do_delivery(
    database: Database, places: KnownPlaces, square_id: str, delivery_id: str, done: Callable[[Work], None]
) -> WebDeliveryState:
    """Do what a message asks; done again it changes nothing.

    It is read and looked up on the map first, then everything is written in one transaction.

    Parameters
    ----------
    done: called in that unit of work: there the job is closed.

    Raises
    ------
    NotFoundError
        There is no such message on the square.
    ConflictError
        Another message gave the order its number meanwhile: done again, it succeeds.
    StorageError
        The database cannot be written; it is as it was.
    """
    scope = Scope.system(WORK, [square_id])
    with database.read(scope) as work:
        delivery = work.web_deliveries.get(delivery_id)
        order = _order_in(delivery) if delivery.state is WebDeliveryState.PENDING else None
        given = _to_deliver(work, delivery, order)
        taker = OrderTaker.of(work, places, work.squares.with_id(square_id)) if given else None
        known_day = taker.known_day(work, given) if taker and given else None
    prepared = taker.prepare(given, known_day) if taker and given else None
    with database.begin(scope) as work:
        delivery = work.web_deliveries.get(delivery_id)
        state = delivery.state
        if state is WebDeliveryState.PENDING:
            end = _Doing(work, delivery, order, prepared).end() if order else WebDeliveryEnd(UNREAD, NO_ORDER)
            state = end.state
            work.web_deliveries.end(delivery_id, end)
            if _settles(end):
                work.web_deliveries.settle_older(delivery)
        done(work)
    return state


def _order_in(delivery: WebDelivery) -> WebOrder | None:
    return read_web_order(delivery.web_shop.platform, delivery.body or {}, delivery.web_shop.shop_id)


def _to_deliver(work: Work, delivery: WebDelivery, order: WebOrder | None) -> GivenOrder | None:
    """Give the order that is to be delivered, under the number by which it is known; None where none is."""
    if order is None or order.wish is not Wish.DELIVER or order.given is None:
        return None
    known_as = work.web_deliveries.order_ref_of(delivery.web_shop_id, delivery.external_id)
    return replace(order.given, order_ref=known_as) if known_as else order.given


def _settles(end: WebDeliveryEnd) -> bool:
    """Say whether what older messages left to a person is decided: it was done or asked anew, or is not wanted.

    Of the ends that are KNOWN only that of an order which is not wanted, and had ended here already, has an `order_id`.
    """
    return end.state in DECIDING or end.order_id is not None


@dataclass(frozen=True, slots=True)
class _Doing:
    """One message being done; `prepared` is its order where it is to be delivered."""

    work: Work
    delivery: WebDelivery
    order: WebOrder
    prepared: PreparedOrder | None

    def end(self) -> WebDeliveryEnd:
        if self._is_older():
            return self._ended(WebDeliveryState.KNOWN, OLDER)
        if self.prepared is not None:
            return self._delivered(self.prepared)
        match self.order.wish:
            case Wish.CANCEL:
                return self._not_wanted(self._told(CANCELLED))
            case Wish.OTHERWISE:
                return self._not_ours(self._told(OTHER_METHOD))
            case Wish.NOT_YET:
                return self._ended(WebDeliveryState.KNOWN, self._told(NOT_YET))
            case _:
                return self._ended(WebDeliveryState.KNOWN, self._told(NOTHING))

    def _is_older(self) -> bool:
        """Say whether something newer is known; who throws an order away tells no moment, and means it.

        Platforms tell seconds: of two changes in one, that which came later is the newer.
        """
        delivery = self.delivery
        if delivery.changed_at is None:
            return False
        told = self.work.web_deliveries.told_of(delivery)
        return told is not None and (delivery.changed_at, delivery.received_at, delivery.id) < told

    def _delivered(self, prepared: PreparedOrder) -> WebDeliveryEnd:
        other = OUTSIDE if prepared.elsewhere else self._other_way()
        if other is not None:
            return self._not_ours(other)
        if self._is_anothers():
            return self._for_a_person(_filled(ANOTHERS, prepared.order_ref))
        if self._order_ref() not in {"", prepared.order_ref}:
            raise ConflictError("the order was stored under another number meanwhile", way_out="It is done again.")
        verdict = store_prepared(self.work, self.delivery.square_id, prepared)
        fails = verdict.outcome is Outcome.FAILS
        state = WebDeliveryState.FOR_A_PERSON if fails else WebDeliveryState.TAKEN
        said = verdict.said if fails else verdict.in_short
        return WebDeliveryEnd(state, said, prepared.order_ref, verdict.order_id or None)

    def _other_way(self) -> Text | None:
        """Say why an order is somebody else's to bring, by what its shop chose; None where it is ours."""
        web_shop, order = self.delivery.web_shop, self.order
        ours = None if web_shop.methods is None else {one.casefold() for one in web_shop.methods}
        if ours is not None and not ours & {one.casefold() for one in order.methods}:
            return _filled(OTHER_METHOD, ", ".join(order.methods) or "-")
        code = postcode_to_compare(order.postcode)
        if web_shop.postcodes is not None and not code.startswith(tuple(web_shop.postcodes)):
            return _filled(OTHER_POSTCODE, order.postcode or "-")
        return None

    def _not_ours(self, why: Text) -> WebDeliveryEnd:
        """Leave an order to others; one that was ours until now is cancelled here first."""
        if not self._order_ref():
            return self._ended(WebDeliveryState.NOT_OURS, why)
        here = self._cancelled(why)
        if here.state is WebDeliveryState.KNOWN:
            return here
        left = self._ended(WebDeliveryState.NOT_OURS, here.reason)
        return replace(left, order_ref=here.order_ref, order_id=here.order_id)

    def _not_wanted(self, why: Text) -> WebDeliveryEnd:
        """Cancel an order that this web shop made; another's is left as it is, and a person told where it may be it."""
        if self._order_ref():
            return self._cancelled(why)
        if self._is_anothers() and self._other_way() is None:
            return self._for_a_person(_filled(ANOTHERS, self.order.why))
        return self._ended(WebDeliveryState.NOT_OURS, self._told(NEVER_KNOWN))

    def _cancelled(self, why: Text) -> WebDeliveryEnd:
        """Cancel an order that is stored here, wherever it is: what is on its way goes back."""
        ref, delivery = self._order_ref(), self.delivery
        order = self.work.order_changes.known(delivery.square_id, delivery.web_shop.shop_id, ref)
        if order is None:
            raise NotFoundError(f"there is no order {ref} of the web shop")
        if order.state is OrderState.ENDED:
            return WebDeliveryEnd(WebDeliveryState.KNOWN, why, ref, order.id)
        after = cancel_order(self.work, order.id, why.en)
        said = why if after.state is OrderState.ENDED else Text(why.nl + GOES_BACK.nl, why.en + GOES_BACK.en)
        return WebDeliveryEnd(WebDeliveryState.TAKEN, said, ref, order.id)

    def _order_ref(self) -> str:
        """Give the number under which this order of the web shop is stored; empty where it is not."""
        return self.work.web_deliveries.order_ref_of(self.delivery.web_shop_id, self.delivery.external_id)

    def _is_anothers(self) -> bool:
        """Say whether the order's number is stored, but of an order that this one never made.

        A shop that counts its orders by hand too comes to the same numbers: the platform's id decides, not the number.
        """
        if self._order_ref() or self.order.given is None:
            return False
        delivery, ref = self.delivery, self.order.given.order_ref
        return self.work.order_changes.day_of(delivery.square_id, delivery.web_shop.shop_id, ref) is not None

    def _for_a_person(self, why: Text) -> WebDeliveryEnd:
        return self._ended(WebDeliveryState.FOR_A_PERSON, why)

    def _ended(self, state: WebDeliveryState, reason: Text) -> WebDeliveryEnd:
        ref = self.order.given.order_ref if self.order.given else ""
        return WebDeliveryEnd(state, reason, ref, method=", ".join(self.order.methods), postcode=self.order.postcode)

    def _told(self, words: Text) -> Text:
        return _filled(words, self.order.why)


def _filled(words: Text, told: str) -> Text:
    return Text(words.nl.format(told[:100]), words.en.format(told[:100]))
