"""Cost sheets of a square. What a day or an order costs by one is reckoned in `rounds.stored_costs`."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from data.drafts.cost_sheet import CostSheetDraft
from data.drafts.event import EventDraft, EventKind
from data.models.cost_sheet import CostSheet
from data.models.leg import Leg
from data.models.order import Order
from data.models.plan import Plan, PlanLeg
from data.models.shop import Shop
from data.repositories.base import Repository
from kernel.errors import ConflictError
from kernel.rights import Reach, Thing, right_of

__all__ = ["CostSheets", "PlannedIncome"]


@dataclass(frozen=True, slots=True)
class PlannedIncome:
    """An order that a day's plan has a leg of, and what it brings.

    Attributes
    ----------
    cents: its price, VAT included; None where it has none. vat_permille: the VAT in it, in thousandths.
    """

    day: date
    order_id: str
    order_ref: str
    shop_id: str
    shop: str
    cents: int | None
    vat_permille: int


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

    def replace(self, square_id: str, draft: CostSheetDraft) -> CostSheet:
        """Put a sheet in the place of the one that begins on its day, which is withdrawn: what was said stays stored.

        Said again as it is, nothing changes.

        Raises
        ------
        BadInputError
            A value does not fit.
        NotFoundError
            None begins on that day.
        """
        self._may_write()
        known = self.from_day(square_id, draft.valid_from)
        if all(getattr(known, name) == value for name, value in draft.row.items()):
            return known
        self._withdraw(known.id)
        return self.create(square_id, draft)

    def end(self, square_id: str, sheet_id: str) -> CostSheet:
        """Withdraw a cost sheet; reports that are made from now on no longer reckon with it.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        self._may_write()
        if self.get(square_id, sheet_id).ended_at is None:
            self._withdraw(sheet_id)
        return self._changed(square_id, sheet_id)

    def get(self, square_id: str, sheet_id: str) -> CostSheet:
        """Find a cost sheet by its id; raises as `end`."""
        seen = self._select(CostSheet).where(CostSheet.square_id == square_id, CostSheet.id == sheet_id)
        return self._one(seen, f"cost sheet {sheet_id}")

    def from_day(self, square_id: str, day: date) -> CostSheet:
        """Find the sheet that begins on a day and was not withdrawn; raises as `end`."""
        seen = self._select(CostSheet).where(
            CostSheet.square_id == square_id, CostSheet.valid_from == day, CostSheet.ended_at.is_(None)
        )
        return self._one(seen, f"cost sheet from {day} on")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[CostSheet]:
        """List a square's sheets as they were made, withdrawn ones too, a page of them."""
        return self._page(self._select(CostSheet).where(CostSheet.square_id == square_id), after, limit)

    def standing(self, square_id: str) -> list[CostSheet]:
        """List those that were not withdrawn, the last to begin first."""
        here = self._select(CostSheet).where(CostSheet.square_id == square_id, CostSheet.ended_at.is_(None))
        return self._all(here.order_by(CostSheet.valid_from.desc(), CostSheet.id.desc()))

    def in_force(self, square_id: str, day: date) -> CostSheet | None:
        """Give the sheet for a day; None before the first one."""
        return next((one for one in self.standing(square_id) if one.valid_from <= day), None)

    def incomes(self, square_id: str, first: date, last: date) -> list[PlannedIncome]:
        """Give every order of which the plan of one of some days has a leg, once a day; none to who reads no costs.

        Those without a price are given too, as orders of one number are told apart by the shops of all.
        """
        if right_of(self._asker.scope.role, Thing.COSTS).reads is not Reach.ALL:
            return []
        query = (
            select(Plan.day, Order.id, Order.order_ref, Order.shop_id, Shop.name, Order.price_cents, Order.price)
            .join(PlanLeg, PlanLeg.plan_id == Plan.id)
            .join(Leg, Leg.id == PlanLeg.leg_id)
            .join(Order, Order.id == Leg.order_id)
            .join(Shop, Shop.id == Order.shop_id)
            .where(self._seen(Plan), Plan.square_id == square_id, Plan.day.between(first, last))
        )
        found: dict[tuple[date, str], PlannedIncome] = {}
        for day, order_id, ref, shop_id, shop, cents, price in self._session.execute(query):
            vat_permille = (price or {}).get("vat_permille", 0)
            found[day, order_id] = PlannedIncome(day, order_id, ref, shop_id, shop, cents, vat_permille)
        return list(found.values())

    def _withdraw(self, sheet_id: str) -> None:
        here = (self._seen(CostSheet), CostSheet.id == sheet_id)
        self._session.execute(update(CostSheet).where(*here).values(ended_at=self._now))

    def _changed(self, square_id: str, sheet_id: str) -> CostSheet:
        self._record(square_id, [EventDraft(EventKind.COSTS_CHANGED, details={"cost_sheet_id": sheet_id})])
        return self.get(square_id, sheet_id)
