"""One order into a square: read, looked up, stored in one transaction; its number again is the same order, changed.

Whoever takes one in reads `OrderTaker.on_square`, `known_day` and, where it may name a slot, `kept_slot` in one unit of
work, lets it `prepare` outside of any, for the map may take a while, and calls `store_prepared` in the unit of work
that keeps their own answer too.

For a form, a program over HTTP, a web shop. A file of many is `rounds/order_import.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.drafts.order import OrderDraft
from data.models.order import Order
from data.models.shop import Shop
from data.models.slot import SlotTemplate
from data.models.square import Square
from data.models.states import OrderState
from data.repositories.receipts import Receipt, ReceiptKind
from data.work import Work
from kernel.text import Text
from rounds.asking import keep_replies
from rounds.cutoffs import cutoff_of
from rounds.day_clock import DayClock
from rounds.intake.cell import UnreadableCellError, clean
from rounds.intake.given_order import FieldFault, GivenOrder, read_given_order
from rounds.intake.shop_choice import shop_chooser
from rounds.intake.verdict import Outcome
from rounds.known_places import KnownPlaces
from rounds.order_draft import given_parcels, order_draft
from rounds.order_prices import priced
from rounds.order_taking import take_order
from rounds.place_finder import NoPlace
from rounds.shop_keeping import paused
from rounds.slot_choice import KeptSlot, chosen_slot, hold_slot, kept_slot
from rounds.stored_counters import shop_of

__all__ = ["OrderTaker", "OrderVerdict", "PreparedOrder", "refused", "store_prepared"]

DAYS_AHEAD = 14
"""Within which a shop that is named without a day is open again. Our own choice."""
WORDS = {
    ReceiptKind.NEW: Text("aangenomen", "taken in"),
    ReceiptKind.SAME: Text("was al zo bekend", "known already, exactly so"),
    ReceiptKind.MENDED: Text("verbeterd", "mended"),
    ReceiptKind.CHANGED: Text("gewijzigd", "changed"),
}


@dataclass(frozen=True, slots=True)
class PreparedOrder:
    """An order that was read and looked up, and not stored yet.

    Attributes
    ----------
    draft: what is to be stored; None where there are faults.
    faults: why it is not taken in, each with its field.
    waits: what a person has to mend before it is planned.
    elsewhere: its address is known and outside the areas of the square: it is somebody else's to bring.
    paused: nothing is wrong with it, but its shop takes no new orders for a while; the fault says until when.
    """

    order_ref: str
    draft: OrderDraft | None
    mends: Sequence[Text] = ()
    waits: Sequence[Text] = ()
    faults: Sequence[FieldFault] = ()
    elsewhere: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class OrderVerdict:
    """What became of one order that was handed in, in words.

    Attributes
    ----------
    outcome: passes, mended, waits for a person, or fails.
    became: new, same, mended (it waited), changed, or too late (it fails, and what is stored stays); None where it was
        refused before anything was looked up in what is stored.
    stored: it, where it is new.
    order_id, state, day: of what is stored under its number now; empty or None where there is nothing.
    """

    outcome: Outcome
    order_ref: str
    became: ReceiptKind | None = None
    order_id: str = ""
    state: OrderState | None = None
    day: date | None = None
    mends: Sequence[Text] = ()
    waits: Sequence[Text] = ()
    faults: Sequence[FieldFault] = ()
    stored: Order | None = None

    @property
    def said(self) -> Text:
        """One line for a person."""
        if self.faults:
            nl, en = "; ".join(one.text.nl for one in self.faults), "; ".join(one.text.en for one in self.faults)
            return Text(f"niet aangenomen: {nl}", f"not taken in: {en}")
        told = [self.in_short, *self.waits, *self.mends]
        return Text("; ".join(one.nl for one in told), "; ".join(one.en for one in told))

    @property
    def in_short(self) -> Text:
        """What became of one that was taken in, without a word of where it goes."""
        word = WORDS.get(self.became or ReceiptKind.NEW, Text("", ""))
        if not self.waits:
            return word
        return Text(f"{word.nl}; wacht op een beter adres", f"{word.en}; waits for a better address")


@dataclass(frozen=True, slots=True)
class OrderTaker:
    """What preparing an order must know of its square; `now` decides what the next day is."""

    square: Square
    shops: Mapping[str, Shop]
    places: KnownPlaces
    now: datetime
    slots: Sequence[SlotTemplate] = ()

    @classmethod
    def on_square(
        cls, work: Work, places: KnownPlaces, slug: str, shop: str = "", day: date | None = None, *, slots: bool = False
    ) -> "OrderTaker":
        """Load it, within the scope of a unit of work.

        Parameters
        ----------
        shop: of the only order there is to prepare: where one is called just so, the others need not be loaded.
        day: that it names, if it does: then it does not matter when the shop is closed.
        slots: whether it may name a slot.

        Raises
        ------
        NotFoundError
            There is no such square in the scope.
        """
        square = places.square(work, slug)
        called = work.shops.called(square.id, shop, closing_days=day is None) if shop else None
        taker = cls.of(work, places, square) if called is None else cls(square, {called.id: called}, places, work.now)
        return replace(taker, slots=work.slot_templates.all(square.id)) if slots else taker

    @classmethod
    def of(cls, work: Work, places: KnownPlaces, square: Square) -> "OrderTaker":
        """As `on_square`, for a square that was loaded with its areas."""
        return cls(square, {shop.id: shop for shop in work.shops.all(square.id)}, places, work.now)

    def known_day(self, work: Work, given: GivenOrder) -> date | None:
        """Give the day for which an order of this shop and number is stored, where that matters; None for none."""
        shop = self._shop(given.shop, [])
        if shop and given.day and given.day >= self._today and self._pause(shop) is None:
            return None
        return work.order_changes.day_of(self.square.id, shop.id, clean(given.order_ref)[0]) if shop else None

    def kept_slot(self, work: Work, given: GivenOrder) -> KeptSlot | None:
        """Give the slot that an order of this shop and number has a place in already; None where it names none."""
        shop = self._shop(given.shop, []) if given.slot else None
        stored = work.order_changes.known(self.square.id, shop.id, clean(given.order_ref)[0]) if shop else None
        return kept_slot(work, stored, self.square.timezone) if stored else None

    def prepare(
        self, given: GivenOrder, known_day: date | None = None, *, kept: KeptSlot | None = None, agreed: bool = False
    ) -> PreparedOrder:
        """Read an order and look up its shop, day and place; nothing is stored.

        Parameters
        ----------
        known_day: of the order that it changes; it stays where none is given, and may be past: the same order handed
            in again later is still the same, and otherwise too late. No pause of its shop stops a change. Any other
            day from today on will do.
        kept: the slot that it has a place in: it keeps that where it names it for the same day, whatever is offered by
            now.
        agreed: it was agreed on before, and nobody hands it in who could be refused: no pause stops it, and where its
            address is not ours any more it waits for a person.
        """
        today = self._today
        read = read_given_order(given, today)
        faults = list(read.faults)
        shop = self._shop(given.shop, faults)
        day = given.day or known_day or (self._next_day(shop, today, faults) if shop and not given.slot else None)
        slot = chosen_slot(given, day, self.slots, self.square.timezone, faults, kept=kept)
        if day is not None and day < today and day != known_day:
            faults.append(FieldFault("day", _past(day, today)))
        if faults or shop is None or day is None:
            return PreparedOrder(read.order_ref, None, read.mends, faults=faults)
        place = self.places.finder(self.square).find(read.address, read.position)
        if isinstance(place, NoPlace) and not place.mendable and not agreed:
            fault = FieldFault("address", place.reason)
            return PreparedOrder(read.order_ref, None, read.mends, faults=[fault], elsewhere=True)
        pause = None if agreed or known_day else self._pause(shop)
        if pause is not None:
            return PreparedOrder(read.order_ref, None, read.mends, faults=[FieldFault("shop", pause)], paused=True)
        draft = order_draft(
            shop_id=shop.id,
            order_ref=read.order_ref,
            recipient=read.recipient,
            written=read.address,
            place=place,
            clock=DayClock(day, self.square.timezone),
            window_s=slot.window_s if slot else (given.window_start_s, given.window_end_s),
            ready_at_s=given.ready_at_s,
            parcels=given_parcels(shop, given.kind, given.parcels),
            phone=read.phone,
            email=read.email,
            note=read.note,
            kind=given.kind,
            invented=given.invented,
            slot_id=slot.id if slot else None,
            asked=read.asked,
        )
        if isinstance(place, NoPlace):
            return PreparedOrder(read.order_ref, draft, read.mends, waits=[place.reason])
        return PreparedOrder(read.order_ref, draft, [*read.mends, *place.mends])

    @property
    def _today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.square.timezone)).date()

    def _pause(self, shop: Shop) -> Text | None:
        return paused(shop, self.now, self.square.timezone)

    def _shop(self, called: str, faults: list[FieldFault]) -> Shop | None:
        try:
            return self.shops[shop_chooser({shop.id: shop.name for shop in self.shops.values()})(called).value]
        except UnreadableCellError as fault:
            faults.append(FieldFault("shop", fault.text))
            return None

    def _next_day(self, shop: Shop, today: date, faults: list[FieldFault]) -> date | None:
        """Give the first day on which the shop is open, and for which rounds are not planned yet."""
        for ahead in range(1, DAYS_AHEAD + 1):
            day = today + timedelta(days=ahead)
            if self.now < cutoff_of(self.square, day) and shop_of(shop, day).hours:
                return day
        faults.append(
            FieldFault(
                "day",
                Text(
                    f"{shop.name} is de komende {DAYS_AHEAD} dagen dicht; geef een bezorgdatum",
                    f"{shop.name} is closed for the next {DAYS_AHEAD} days; give a day of delivery",
                ),
            )
        )
        return None


def _past(day: date, today: date) -> Text:
    return Text(
        f"{day} is al voorbij; geef vandaag ({today}) of een latere dag",
        f"{day} is past; give today ({today}) or a later day",
    )


def store_prepared(work: Work, square_id: str, prepared: PreparedOrder) -> OrderVerdict:
    """Store a prepared order in a unit of work that others end."""
    if prepared.draft is None:
        return refused(prepared)
    hold_slot(work, square_id, prepared.draft)
    (draft,) = priced(work, square_id, [prepared.draft])
    receipt = take_order(work, square_id, draft)
    if draft.asked is not None and receipt.kind is not ReceiptKind.TOO_LATE:
        keep_replies(work, square_id, {receipt.order_id: draft.asked})
    return _told(prepared, receipt)


def refused(prepared: PreparedOrder) -> OrderVerdict:
    return OrderVerdict(Outcome.FAILS, prepared.order_ref, mends=prepared.mends, faults=prepared.faults)


def _told(prepared: PreparedOrder, receipt: Receipt) -> OrderVerdict:
    waits = prepared.waits if receipt.waits else ()
    told = OrderVerdict(
        outcome=Outcome.WAITS if waits else Outcome.MENDED if prepared.mends else Outcome.PASSES,
        order_ref=receipt.order_ref,
        became=receipt.kind,
        order_id=receipt.order_id,
        state=receipt.state,
        day=receipt.day,
        stored=receipt.stored,
        mends=prepared.mends,
        waits=waits,
    )
    if receipt.kind is not ReceiptKind.TOO_LATE:
        return told
    return replace(told, outcome=Outcome.FAILS, mends=(), faults=[FieldFault("", receipt.reason)])
