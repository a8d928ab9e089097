"""Orders that come again by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import joinedload

from data.models.recurring_order import RecurringOrder
from data.models.shop import Shop
from data.repositories.base import Repository
from kernel.errors import ConflictError
from kernel.rights import Thing

__all__ = ["RecurringDraft", "RecurringOrders"]


@dataclass(frozen=True, slots=True)
class RecurringDraft:
    """One to be; see `data.models.recurring_order.RecurringOrder`."""

    shop_id: str
    order_ref: str
    rule: str
    starts_on: date
    given: Mapping[str, Any]


class RecurringOrders(Repository):
    """Rules by which orders are made ahead."""

    thing = Thing.ORDERS

    def add(self, square_id: str, draft: RecurringDraft) -> RecurringOrder:
        """Store one.

        Raises
        ------
        NotFoundError
            The shop is not on this square, or not the asker's.
        ConflictError
            The shop has one of this name, or had.
        """
        self._may_write()
        self._require_seen(Shop, {draft.shop_id}, square_id, "shop")
        same = self._select(RecurringOrder).where(
            RecurringOrder.square_id == square_id,
            RecurringOrder.shop_id == draft.shop_id,
            RecurringOrder.order_ref == draft.order_ref,
        )
        known = self._first(same)
        if known is not None:
            told = f"the shop has a recurring order {known.order_ref} already"
            if known.ended_at is not None:  # its orders keep their numbers, which the new one's would be
                told = f"the shop had a recurring order {known.order_ref}, which was ended"
            raise ConflictError(told, way_out="Give this one another name.")
        recurring_id = self._insert_new(
            RecurringOrder,
            square_id,
            shop_id=draft.shop_id,
            order_ref=draft.order_ref,
            rule=draft.rule,
            starts_on=draft.starts_on,
            given=dict(draft.given),
            pauses=[],
            changed_at=self._now,
            ended_at=None,
        )
        return self.get(recurring_id)

    def get(self, recurring_id: str) -> RecurringOrder:
        """Find one with its shop.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._select(RecurringOrder).where(RecurringOrder.id == recurring_id)
        return self._one(query.options(joinedload(RecurringOrder.shop)), f"recurring order {recurring_id}")

    def standing(self, square_id: str) -> list[RecurringOrder]:
        """List those of a square that have not ended, by shop and name, each with its shop."""
        query = self._select(RecurringOrder).where(
            RecurringOrder.square_id == square_id, RecurringOrder.ended_at.is_(None)
        )
        query = query.order_by(RecurringOrder.shop_id, RecurringOrder.order_ref)
        return self._all(query.options(joinedload(RecurringOrder.shop)))

    def pause(self, recurring_id: str, pauses: Sequence[tuple[date, date]]) -> RecurringOrder:
        """Leave it out on days, in the place of what was said before; raises as `end`."""
        written = [[first.isoformat(), last.isoformat()] for first, last in pauses]
        return self._change(recurring_id, pauses=written)

    def end(self, recurring_id: str) -> RecurringOrder:
        """Make no more orders of it.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        ConflictError
            It was ended before.
        """
        return self._change(recurring_id, ended_at=self._now)

    def _change(self, recurring_id: str, **values: Any) -> RecurringOrder:
        self._may_write()
        if self.get(recurring_id).ended_at is not None:
            raise ConflictError("the recurring order was ended before", way_out="Nothing was changed.")
        seen = (self._seen(RecurringOrder), RecurringOrder.id == recurring_id)
        self._session.execute(update(RecurringOrder).where(*seen).values(**values, changed_at=self._now))
        return self.get(recurring_id)
