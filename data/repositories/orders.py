"""Orders of a square: handed in once however often the file comes, found by day, never deleted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, select, update
from sqlalchemy.orm import joinedload, selectinload

from data.drafts.event import EventDraft, EventKind
from data.drafts.order import OrderDraft, PositionDraft
from data.fitting import refuse_unfit
from data.models.leg import Leg, LegParcel
from data.models.order import Order
from data.models.parcel import Parcel
from data.models.shop import Shop
from data.models.square import Square
from data.models.states import OrderState
from data.repositories.base import in_parts
from data.repositories.listeners import ask_to_tell
from data.repositories.order_rows import OrderRows, as_stored, leg_row, order_rows
from data.repositories.receipts import KnownOrder, Receipt, ReceiptKind, receipts_of
from data.repositories.stated import StatedRows
from data.turns import sent_together
from data.visibility import KEPT, visible
from kernel.errors import BadInputError, ConflictError, NotFoundError
from kernel.rights import Thing
from kernel.scope import Scope

__all__ = ["KEPT_WHEN_RENEWED", "Orders", "Receipt", "ReceiptKind", "refuse_nonsense", "whole_order"]

KEPT_WHEN_RENEWED = frozenset({"id", "square_id", "shop_id", "order_ref", "received_at"})
"""Of an order that waited for its address, whatever it becomes."""


class Orders(StatedRows):
    """Orders, with their parcels and legs."""

    thing = Thing.ORDERS

    def add(self, square_id: str, drafts: Sequence[OrderDraft]) -> list[Receipt]:
        """Store the orders that are new, each with its parcels, its first leg and an event; renew those that wait.

        With a place an order is accepted and has a leg; without one it is received and waits to be mended.
        Nothing is raised for what is the same or in conflict: raise in the unit of work to undo the rest.

        Raises
        ------
        NotFoundError
            A shop is not on this square, or not the asker's.
        BadInputError
            A value does not fit, a window ends before it begins, an order has no parcels, or no reason to mend.
        NotAllowedError
            One is renewed, and the scope does not see every leg.
        """
        self._may_write()
        digests = [draft.sha256 for draft in drafts]
        receipts = self._compare(square_id, drafts, digests)
        shops = self._shops(square_id, {draft.shop_id for draft in drafts})
        legs = self._leg_numbers([one.order_id for one in receipts if one.kind is ReceiptKind.MENDED])
        made: dict[tuple[str, str], OrderRows] = {}
        for draft, digest, receipt in zip(drafts, digests, receipts, strict=True):
            if receipt.kind in {ReceiptKind.NEW, ReceiptKind.MENDED}:
                made[draft.shop_id, draft.order_ref] = order_rows(
                    square_id, draft, digest, shops[draft.shop_id], self._now,
                    known_as=receipt.order_id, leg_number=legs.get(receipt.order_id, 0) + 1,
                )  # fmt: skip
        renewed = {receipt.order_id for receipt in receipts if receipt.kind is ReceiptKind.MENDED}
        new = [rows for rows in made.values() if rows.order["id"] not in renewed]
        self._insert_rows(new)
        self._record(square_id, _received(new))
        self._renew(square_id, [rows for rows in made.values() if rows.order["id"] in renewed])
        return [
            receipt if receipt.order_id else replace(receipt, order_id=made[draft.shop_id, draft.order_ref].order["id"])
            for draft, receipt in zip(drafts, receipts, strict=True)
        ]

    def add_new(self, square_id: str, draft: OrderDraft) -> Order | None:
        """Store an order and give it as `get` would, raise as `add`; None where its shop has one of this number."""
        self._may_write()
        refuse_nonsense(draft)
        shop, is_known, is_told = self._shop_of(square_id, draft)
        if is_known:
            return None
        rows = order_rows(square_id, draft, draft.sha256, shop, self._now)
        with sent_together(self._session.connection()):
            self._insert_rows([rows])
            events = self._insert_events(square_id, _received([rows]))
        if is_told:
            ask_to_tell(self._session, self._asker, square_id, events)
        return as_stored(rows, shop)

    def compare(self, square_id: str, drafts: Sequence[OrderDraft]) -> list[Receipt]:
        """Tell what `add` would do, without doing it; raises as it would. New orders have no id yet: "".

        An order that is twice among the drafts is new once, then the same or in conflict.
        """
        return self._compare(square_id, drafts, [draft.sha256 for draft in drafts])

    def of_day(self, square_id: str, day: date, states: Collection[OrderState] | None = None) -> list[Order]:
        """List the orders planned for a local date, by shop's number, with shop, parcels and legs: three queries."""
        query = self._select(Order).where(Order.square_id == square_id, Order.planned_for == day)
        if states is not None:
            query = query.where(Order.state.in_(states))
        return self._all(whole_order(query.order_by(Order.order_ref, Order.id)))

    def page(
        self,
        square_id: str,
        *,
        day: date | None = None,
        state: OrderState | None = None,
        shop_id: str | None = None,
        order_ref: str | None = None,
        after: str | None,
        limit: int,
    ) -> list[Order]:
        """List a square's orders as they came in, a page of them; loaded as `of_day`."""
        query = self._select(Order).where(Order.square_id == square_id)
        for column, wanted in (
            (Order.planned_for, day),
            (Order.state, state),
            (Order.shop_id, shop_id),
            (Order.order_ref, order_ref),
        ):
            query = query if wanted is None else query.where(column == wanted)
        return self._page(whole_order(query), after, limit)

    def waiting(self, square_id: str) -> list[Order]:
        """List the orders whose address waits to be mended, the longest waiting first; loaded as `of_day`."""
        query = self._select(Order).where(Order.square_id == square_id, Order.state == OrderState.RECEIVED)
        return self._all(whole_order(query.order_by(Order.received_at, Order.id)))

    def get(self, order_id: str) -> Order:
        """Find an order by its id; loaded as `of_day`.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        return self._one(whole_order(self._select(Order).where(Order.id == order_id)), f"order {order_id}")

    def mend(self, order_id: str, place: PositionDraft) -> Order:
        """Give an order the position it waited for: it is accepted and gets its leg.

        Raises
        ------
        NotFoundError
            There is no such order in the scope.
        ConflictError
            It does not wait for one, or its day is past.
        NotAllowedError
            The scope does not see every leg.
        """
        self._may_write()
        self._must_read_all(Thing.LEGS)
        order = self.get(order_id)
        if order.state is not OrderState.RECEIVED:
            raise ConflictError(f"order {order.order_ref} does not wait for a position: it is {order.state}")
        if self._is_past(order.square_id, order.planned_for):
            raise ConflictError(
                f"the day of order {order.order_ref} ({order.planned_for}) is past",
                way_out="Hand it in again with a day.",
            )
        self._session.execute(
            update(Order)
            .where(self._seen(Order), Order.id == order_id)
            .values(
                lon=place.position.lon,
                lat=place.position.lat,
                position_source=place.source,
                position_note=place.note,
                position_note_nl="",
                state=OrderState.ACCEPTED,
                changed_at=self._now,
            )
        )
        order = self.get(order_id)
        number = max((leg.number for leg in order.legs), default=0) + 1
        leg = leg_row(_row_of(order), [_row_of(parcel) for parcel in order.parcels], order.shop, number)
        self._insert(Leg, [leg])
        carried = [{"square_id": order.square_id, "leg_id": leg["id"], "parcel_id": one.id} for one in order.parcels]
        self._insert(LegParcel, carried)
        details = {"source": place.source.value, "note": place.note}
        self._record(order.square_id, [EventDraft(EventKind.ORDER_MENDED, order_id=order_id, details=details)])
        return self.get(order_id)

    def set_states(self, square_id: str, states: Mapping[str, OrderState], reason: str = "") -> None:
        """Store states by order id, with an event for each that changes. Which may follow which is the caller's rule.

        Raises
        ------
        NotFoundError
            One is not in the scope.
        """
        self._change_states(Order, EventKind.ORDER_STATE, square_id, states, reason, changed_at=self._now)

    def _compare(self, square_id: str, drafts: Sequence[OrderDraft], digests: Sequence[str]) -> list[Receipt]:
        self._square(square_id)
        self._require_seen(Shop, {draft.shop_id for draft in drafts}, square_id, "shop")
        for draft in drafts:
            refuse_nonsense(draft)
        return receipts_of(drafts, digests, self._known(square_id, drafts))

    def _shops(self, square_id: str, ids: Collection[str]) -> dict[str, Shop]:
        query = self._select(Shop).where(Shop.square_id == square_id, Shop.id.in_(ids))
        return {shop.id: shop for shop in self._all(query)}

    def _known(self, square_id: str, drafts: Sequence[OrderDraft]) -> dict[tuple[str, str], KnownOrder]:
        """Look up what is stored under the numbers of the drafts, by shop and number."""
        known: dict[tuple[str, str], KnownOrder] = {}
        of_shops = Order.shop_id.in_({draft.shop_id for draft in drafts})  # without it no index finds a number
        for part in in_parts({draft.order_ref for draft in drafts}):
            query = select(Order.shop_id, Order.order_ref, Order.id, Order.given_sha256, Order.state).where(
                self._seen(Order), Order.square_id == square_id, of_shops, Order.order_ref.in_(part)
            )
            for shop_id, order_ref, order_id, digest, state in self._session.execute(query):
                known[shop_id, order_ref] = KnownOrder(order_id, digest, waits=state is OrderState.RECEIVED)
        return known

    def _leg_numbers(self, order_ids: Collection[str]) -> dict[str, int]:
        """Give the last leg's number of orders that have any: those whose address was lost after they were accepted."""
        numbers: dict[str, int] = {}
        if order_ids:
            self._must_read_all(Thing.LEGS)
        for part in in_parts(order_ids):
            query = select(Leg.order_id, func.max(Leg.number)).where(self._seen(Leg), Leg.order_id.in_(part))
            numbers |= {row[0]: row[1] for row in self._session.execute(query.group_by(Leg.order_id))}
        return numbers

    def _renew(self, square_id: str, made: Sequence[OrderRows]) -> None:
        """Put rows in the place of those of orders that wait: nobody has their parcels yet, and no leg carries them."""
        for rows in made:
            refuse_unfit(Order, rows.order)
            fresh = {name: value for name, value in rows.order.items() if name not in KEPT_WHEN_RENEWED}
            self._session.execute(update(Order).where(self._seen(Order), Order.id == rows.order["id"]).values(**fresh))
        for part in in_parts([rows.order["id"] for rows in made]):
            self._session.execute(delete(Parcel).where(self._seen(Parcel), Parcel.order_id.in_(part)))
        self._insert_parcels_and_legs(made)
        kinds = {OrderState.ACCEPTED: EventKind.ORDER_MENDED, OrderState.RECEIVED: EventKind.ORDER_CHANGED}
        events = [
            EventDraft(
                kinds[rows.order["state"]],
                order_id=rows.order["id"],
                details={"source": rows.order["position_source"], "note": rows.order["position_note"]},
            )
            for rows in made
        ]
        self._record(square_id, events)

    def _shop_of(self, square_id: str, draft: OrderDraft) -> tuple[Shop, bool, bool]:
        """Find the shop of an order, whether it has one of this number, and whether somebody is told of the square."""
        asked = {"square": square_id, "shop": draft.shop_id, "order_ref": draft.order_ref}
        found = self._session.execute(_shops_with_number(self._asker.scope), asked).first()
        if found is None:
            raise NotFoundError(f"there is no shop {draft.shop_id} on this square", way_out="Is it spelled right?")
        self._session.expunge_all()
        return found[0], found[1] is not None, found[2] is not None

    def _insert_rows(self, made: Sequence[OrderRows]) -> None:
        self._insert(Order, [rows.order for rows in made])
        self._insert_parcels_and_legs(made)

    def _insert_parcels_and_legs(self, made: Sequence[OrderRows]) -> None:
        self._insert(Parcel, [parcel for rows in made for parcel in rows.parcels])
        self._insert(Leg, [rows.leg for rows in made if rows.leg is not None])
        self._insert(LegParcel, [row for rows in made for row in rows.leg_parcels])


@lru_cache(maxsize=KEPT)
def _shops_with_number(scope: Scope) -> Select[Shop, str, datetime | None]:
    """Build once for a scope what every order asks: `shop` of `square`, and its order of number `order_ref` if any.

    With them since when somebody is told of the square, if anybody is.
    """
    same = Order.square_id == Shop.square_id, Order.shop_id == Shop.id, Order.order_ref == bindparam("order_ref")
    return (
        select(Shop, Order.id, Square.told_since)
        .join(Square, Square.id == Shop.square_id)
        .outerjoin(Order, and_(*same, visible(Order, scope)))
        .where(visible(Shop, scope), Shop.square_id == bindparam("square"), Shop.id == bindparam("shop"))
    )


def _received(made: Sequence[OrderRows]) -> list[EventDraft]:
    return [
        EventDraft(EventKind.ORDER_RECEIVED, rows.order["id"], details={"state": rows.order["state"].value})
        for rows in made
    ]


def whole_order(query: Select[Order]) -> Select[Order]:
    """Load orders with shop, parcels and legs."""
    return query.options(joinedload(Order.shop), selectinload(Order.parcels), selectinload(Order.legs))


def _row_of(stored: Order | Parcel) -> dict[str, Any]:
    return {column.name: getattr(stored, column.name) for column in stored.__table__.columns}


def refuse_nonsense(draft: OrderDraft) -> None:
    """Refuse what no order can be, whatever is stored."""
    where = f"order {draft.order_ref}"
    if draft.window_start_at > draft.window_end_at:
        raise BadInputError("its window ends before it begins", where=where)
    if not draft.parcels:
        raise BadInputError("it has no parcels", where=where)
    if draft.place is None and not draft.mend_reason:
        raise BadInputError("it has neither a position nor a reason to mend", where=where)
