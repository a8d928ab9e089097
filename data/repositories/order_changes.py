"""Orders one at a time: taken in, and changed while nobody has them in hand. Never doubled, never deleted."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update

from data.drafts.event import EventDraft, EventKind
from data.drafts.order import OrderDraft
from data.fitting import refuse_unfit
from data.models.leg import Leg, LegParcel
from data.models.order import Order
from data.models.parcel import Parcel
from data.models.plan import PlanLeg
from data.models.relay import Relay
from data.models.round import Round
from data.models.states import LegState, OrderState, RoundState
from data.repositories.order_rows import PARCEL_FIELDS, OrderRows, order_rows
from data.repositories.orders import KEPT_WHEN_RENEWED, Orders, whole_order
from data.repositories.receipts import Receipt, ReceiptKind
from data.repositories.stated import StatedRows
from kernel.rights import Thing
from kernel.text import Text

__all__ = ["OrderChanges", "was_cancelled"]

RELEASED = Text(
    "de bestelling zit in een vrijgegeven rit; bel de planner van het dorpsplein",
    "the order is in a released round; call the dispatcher of the square",
)
UNDER_WAY = Text("de bestelling is al onderweg", "the order is under way already")
HANDED_ON = Text(
    "de bestelling wordt samen met een ander dorpsplein bezorgd en kan niet meer gewijzigd worden; annuleer haar, of"
    " bel de planner van het dorpsplein",
    "the order is brought together with another square and can no longer be changed; cancel it, or call the dispatcher"
    " of the square",
)
ENDED = Text(
    "de bestelling is al afgerond of geannuleerd; geef een nieuwe een eigen nummer",
    "the order has ended or was cancelled; give a new one its own number",
)
SAID_TO_A_COURIER = frozenset({"recipient", "phone", "email", "note"})
"""Fields that change nothing of a plan: whom to ring, and what to mind at the door."""
NOT_COMPARED = KEPT_WHEN_RENEWED | {
    "state", "position_note", "position_note_nl", "given_sha256", "changed_at", "tariff_id", "price_cents", "price",
}  # fmt: skip


class OrderChanges(StatedRows):
    """Changes of one order at a time, by shop and number."""

    thing = Thing.ORDERS

    def day_of(self, square_id: str, shop_id: str, order_ref: str) -> date | None:
        """Give the day for which an order is stored; None where there is none in the scope."""
        query = select(Order.planned_for).where(self._seen(Order), *_numbered(square_id, shop_id, order_ref))
        return self._session.scalar(query)

    def take(self, square_id: str, draft: OrderDraft) -> Receipt | None:
        """Store an order that is new, or say that what is stored is just so; None where it is otherwise: see `change`.

        Raises
        ------
        NotFoundError
            The shop is not on this square, or not the asker's.
        BadInputError
            As `Orders.add`.
        """
        self._may_write()
        order = Orders(self._session, self._asker).add_new(square_id, draft)
        if order is not None:
            waits = order.state is OrderState.RECEIVED
            return Receipt(
                ReceiptKind.NEW, order.order_ref, order.id, waits, order.state, order.planned_for, stored=order
            )
        stored = self._stored(square_id, draft)
        found = stored.state is OrderState.RECEIVED and draft.place is not None
        if stored.given_sha256 == draft.sha256 and not found and not was_cancelled(stored):
            return self._answer(ReceiptKind.SAME, stored.id)
        return None

    def change(self, square_id: str, draft: OrderDraft) -> Receipt:
        """Make the order of this shop and number what is handed in now: for who sees in whose hands it is.

        Its shop does not: neither rounds, nor legs from a hub on, nor another square.

        What is in no released round follows, unless another square has a part in it: that one would not hear of it.
        Where a plan would come out otherwise, a new leg waits in the place of the old one: a proposed round that has
        the old one is not released before its day is planned again. For a day that is past nothing is changed: no
        planning would take it.

        Raises
        ------
        NotFoundError
            There is no such order.
        NotAllowedError
            The scope does not see every round.
        BadInputError
            As `Orders.add`.
        """
        self._may_write()
        self._must_read_all(Thing.ROUNDS)
        stored = self._stored(square_id, draft)
        if late := self._too_late(stored, draft.planned_for):
            return self._answer(ReceiptKind.TOO_LATE, stored.id, late)
        if stored.state is OrderState.RECEIVED:
            (receipt,) = Orders(self._session, self._asker).add(square_id, [draft])
            return self._answer(receipt.kind, receipt.order_id)
        self._change(stored, draft)
        return self._answer(ReceiptKind.CHANGED, stored.id)

    def known(self, square_id: str, shop_id: str, order_ref: str) -> Order | None:
        """Find an order by its shop's number, with shop, parcels and legs; None where there is none in the scope."""
        query = self._select(Order).where(*_numbered(square_id, shop_id, order_ref))
        return self._first(whole_order(query))

    def _stored(self, square_id: str, draft: OrderDraft) -> Order:
        query = self._select(Order).where(*_numbered(square_id, draft.shop_id, draft.order_ref))
        return self._one(whole_order(query), "such order")

    def _answer(self, kind: ReceiptKind, order_id: str, reason: Text | None = None) -> Receipt:
        order = self._one(self._select(Order).where(Order.id == order_id), "order")
        waits = order.state is OrderState.RECEIVED
        said = reason or Text("", "")
        return Receipt(kind, order.order_ref, order_id, waits, order.state, order.planned_for, said)

    def _too_late(self, stored: Order, day: date) -> Text | None:
        """Say why an order can no longer be changed to one of a day; None where it can."""
        if stored.state is OrderState.ENDED:
            return ENDED
        begun = any(leg.state not in {LegState.PLANNED, LegState.CANCELLED} for leg in stored.legs)
        if stored.state is OrderState.UNDER_WAY or begun:
            return UNDER_WAY
        if self._first(self._select(Relay).where(Relay.order_id == stored.id)) is not None:
            return HANDED_ON
        if self._rounds_of(stored) - {RoundState.PROPOSED}:
            return RELEASED
        return _past(day) if self._is_past(stored.square_id, day) else None

    def _rounds_of(self, stored: Order) -> set[RoundState]:
        """Give the states of the rounds that an order's waiting legs are in."""
        query = (
            select(Round.state)
            .join(PlanLeg, PlanLeg.round_id == Round.id)
            .where(PlanLeg.square_id == stored.square_id, PlanLeg.leg_id.in_([leg.id for leg in _open(stored)]))
        )
        return set(self._session.scalars(query))

    def _change(self, stored: Order, draft: OrderDraft) -> None:
        rows = order_rows(
            stored.square_id,
            draft,
            draft.sha256,
            stored.shop,
            self._now,
            known_as=stored.id,
            leg_number=max((leg.number for leg in stored.legs), default=0) + 1,
        )
        refuse_unfit(Order, rows.order)
        fields = _changed_fields(stored, rows)
        if fields <= SAID_TO_A_COURIER:
            rows.order["state"] = stored.state
            self._tell_legs(stored, rows)
        else:
            self._plan_anew(stored, rows)
        fresh = {name: value for name, value in rows.order.items() if name not in KEPT_WHEN_RENEWED}
        self._session.execute(update(Order).where(self._seen(Order), Order.id == stored.id).values(**fresh))
        details: dict[str, Any] = {"fields": sorted(fields)}
        if rows.order["state"] is not stored.state:
            details["state"] = rows.order["state"].value
        self._record(stored.square_id, [EventDraft(EventKind.ORDER_CHANGED, order_id=stored.id, details=details)])

    def _tell_legs(self, stored: Order, rows: OrderRows) -> None:
        """Renew in the waiting legs what a courier is told."""
        told = {name: rows.order[name] for name in ("phone", "note")} | {"contact": rows.order["recipient"]}
        self._session.execute(update(Leg).where(self._seen(Leg), _is_open(stored)).values(**told))

    def _plan_anew(self, stored: Order, rows: OrderRows) -> None:
        """Let a new leg wait for a planning, with the parcels that the order has now.

        Never the old one as it is now: whoever plans it just now, or has it in a proposed round, must notice.
        """
        self._cancel_legs(stored, "the order was changed")
        before = [parcel.id for parcel in stored.parcels]  # of an order that the scope sees: so are what carries them
        self._session.execute(delete(LegParcel).where(LegParcel.parcel_id.in_(before)))
        self._session.execute(delete(Parcel).where(self._seen(Parcel), Parcel.id.in_(before)))
        self._insert(Parcel, rows.parcels)
        if rows.leg is not None:
            self._insert(Leg, [rows.leg])
            self._insert(LegParcel, rows.leg_parcels)

    def _cancel_legs(self, stored: Order, reason: str) -> None:
        cancelled = {leg.id: LegState.CANCELLED for leg in _open(stored)}
        self._change_states(Leg, EventKind.LEG_STATE, stored.square_id, cancelled, reason)


def _numbered(square_id: str, shop_id: str, order_ref: str) -> tuple[ColumnElement[bool], ...]:
    return Order.square_id == square_id, Order.shop_id == shop_id, Order.order_ref == order_ref


def _past(day: date) -> Text:
    return Text(
        f"de bezorgdag van de bestelling ({day}) is voorbij; geef haar opnieuw op met een dag",
        f"the day of the order ({day}) is past; hand it in again with a day",
    )


def _open(stored: Order) -> list[Leg]:
    return [leg for leg in stored.legs if leg.state is LegState.PLANNED]


def was_cancelled(stored: Order) -> bool:
    """Say whether nobody will bring an order, though nobody has brought it."""
    return stored.state is OrderState.ENDED and all(leg.state is LegState.CANCELLED for leg in stored.legs)


def _is_open(stored: Order) -> ColumnElement[bool]:
    return and_(Leg.order_id == stored.id, Leg.state == LegState.PLANNED)


def _changed_fields(stored: Order, rows: OrderRows) -> frozenset[str]:
    """Name what is otherwise now; the position counts, our notes about it do not."""
    compared = rows.order.keys() - NOT_COMPARED
    changed = {name for name in compared if rows.order[name] != getattr(stored, name)}
    before = [[getattr(parcel, name) for name in PARCEL_FIELDS] for parcel in stored.parcels]
    after = [[parcel[name] for name in PARCEL_FIELDS] for parcel in rows.parcels]
    return frozenset(changed | ({"parcels"} if before != after else set()))
