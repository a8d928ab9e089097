"""Cost sheets of a square. What a day or an order costs by one is reckoned in `rounds.costs`."""

from datetime import date

from sqlalchemy import select, update

from data.drafts.cost_sheet import CostSheetDraft
from data.drafts.event import EventDraft, EventKind
from data.models.cost_sheet import CostSheet
from data.models.order import Order
from data.models.plan import Plan
from data.repositories.base import Repository
from data.repositories.placed_orders import placed_between
from kernel.errors import ConflictError
from kernel.rights import Reach, Thing, right_of

__all__ = ["CostSheets"]


class CostSheets(Repository):
    """What delivering costs, from one day to another."""

    thing = Thing.COSTS

    def create(self, square_id: str, draft: CostSheetDraft) -> CostSheet:
        """Make a cost sheet, in the square's currency.

        Raises
        ------
        BadInputError
            A value does not fit.
        ConflictError
            Another begins on that day.
        """
        self._may_write()
        currency = self._square(square_id).currency
        if any(one.valid_from == draft.valid_from for one in self.standing(square_id)):
            raise ConflictError(
                f"another cost sheet begins on {draft.valid_from}",
                way_out="Choose another day, or withdraw that one.",
            )
        sheet_id = self._insert_new(CostSheet, square_id, **draft.row, currency=currency)
        return self._changed(square_id, sheet_id)

    def end(self, square_id: str, sheet_id: str) -> CostSheet:
        """Withdraw a cost sheet; reports that are made from now on no longer reckon with it.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        self._may_write()
        if self.get(square_id, sheet_id).ended_at is None:
            here = (self._seen(CostSheet), CostSheet.id == sheet_id)
            self._session.execute(update(CostSheet).where(*here).values(ended_at=self._now))
        return self._changed(square_id, sheet_id)

    def get(self, square_id: str, sheet_id: str) -> CostSheet:
        """Find a cost sheet by its id; raises as `end`."""
        seen = self._select(CostSheet).where(CostSheet.square_id == square_id, CostSheet.id == sheet_id)
        return self._one(seen, f"cost sheet {sheet_id}")

    def standing(self, square_id: str) -> list[CostSheet]:
        """List those that were not withdrawn, the last to begin first."""
        here = self._select(CostSheet).where(CostSheet.square_id == square_id, CostSheet.ended_at.is_(None))
        return self._all(here.order_by(CostSheet.valid_from.desc(), CostSheet.id.desc()))

    def in_force(self, square_id: str, day: date) -> CostSheet | None:
        """Give the sheet for a day; None before the first one."""
        return next((one for one in self.standing(square_id) if one.valid_from <= day), None)

    def incomes(self, square_id: str, first: date, last: date) -> list[tuple[date, int, int]]:
        """Give what orders of some days bring: their day, their price in cents, and the VAT in it in thousandths.

        Each is of its own day of delivery, once, if a round of that day's plan has it; those without a price are left
        out. Nothing for who does not read costs.
        """
        if right_of(self._asker.scope.role, Thing.COSTS).reads is not Reach.ALL:
            return []
        query = select(Order.planned_for, Order.price_cents, Order.price).where(
            self._seen(Order),
            Order.price_cents.is_not(None),
            placed_between(square_id, first, last, self._seen(Plan)),
        )
        rows = self._session.execute(query)
        return [(day, cents or 0, (price or {}).get("vat_permille", 0)) for day, cents, price in rows]

    def _changed(self, square_id: str, sheet_id: str) -> CostSheet:
        self._record(square_id, [EventDraft(EventKind.COSTS_CHANGED, details={"cost_sheet_id": sheet_id})])
        return self.get(square_id, sheet_id)
