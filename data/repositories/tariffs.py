"""Tariffs of a square. Which price an order gets by one is reckoned in `rounds.pricing`."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from sqlalchemy import Select, bindparam, select, update

from data.drafts.event import EventDraft, EventKind
from data.drafts.tariff import TariffDraft
from data.fitting import refuse_unfit
from data.models.order import Order
from data.models.slot import SlotTemplate
from data.models.tariff import Tariff
from data.repositories.base import Repository, in_parts
from data.visibility import KEPT, visible
from kernel.errors import ConflictError
from kernel.ids import new_id
from kernel.rights import Thing
from kernel.scope import Scope

__all__ = ["Tariffs"]


class Tariffs(Repository):
    """What deliveries cost, from one day to another."""

    thing = Thing.TARIFFS

    def create(self, square_id: str, draft: TariffDraft) -> Tariff:
        """Make a tariff, in the square's currency.

        Raises
        ------
        BadInputError
            A value does not fit.
        NotFoundError
            A slot is not the square's.
        ConflictError
            Another begins on that day.
        """
        self._may_write()
        currency = self._square(square_id).currency
        self._look_at(square_id, draft)
        of_row = {"id": new_id(), "square_id": square_id, "currency": currency, "ended_at": None}
        self._insert(Tariff, [{**draft.row, **of_row, "created_at": self._now, "changed_at": self._now}])
        return self._changed(square_id, str(of_row["id"]))

    def change(self, square_id: str, tariff_id: str, draft: TariffDraft) -> Tariff:
        """Give a tariff that no order has other values.

        Raises
        ------
        BadInputError, NotFoundError, ConflictError
            As `create`; an order has it, or it was withdrawn.
        """
        self._may_write()
        self._refuse_used(self.get(square_id, tariff_id))
        self._look_at(square_id, draft, but=tariff_id)
        self._update(tariff_id, **draft.row)
        return self._changed(square_id, tariff_id)

    def end(self, square_id: str, tariff_id: str) -> Tariff:
        """Withdraw a tariff that no order has; raises as `change`."""
        self._may_write()
        self._refuse_used(self.get(square_id, tariff_id))
        self._update(tariff_id, ended_at=self._now)
        return self._changed(square_id, tariff_id)

    def get(self, square_id: str, tariff_id: str) -> Tariff:
        """Find a tariff by its id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        seen = self._select(Tariff).where(Tariff.square_id == square_id, Tariff.id == tariff_id)
        return self._one(seen, f"tariff {tariff_id}")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Tariff]:
        """List a square's tariffs as they were made, withdrawn ones too, a page of them."""
        return self._page(self._select(Tariff).where(Tariff.square_id == square_id), after, limit)

    def standing(self, square_id: str) -> list[Tariff]:
        """List those that were not withdrawn, the last to begin first."""
        return self._all(_standing(self._asker.scope), {"square": square_id})

    def of_orders(
        self, square_id: str, shop_ids: Iterable[str], refs: Iterable[str]
    ) -> dict[tuple[str, str], tuple[date, str | None]]:
        """Give day and tariff of the stored orders of these shops and numbers, by both.

        Without its shop a number is found by no index: every order would look through all others of the square.
        """
        found: dict[tuple[str, str], tuple[date, str | None]] = {}
        of_shops = Order.shop_id.in_(list(shop_ids))
        for part in in_parts(refs):
            query = select(Order.shop_id, Order.order_ref, Order.planned_for, Order.tariff_id).where(
                self._seen(Order), Order.square_id == square_id, of_shops, Order.order_ref.in_(part)
            )
            found |= {(shop, ref): (day, tariff) for shop, ref, day, tariff in self._session.execute(query)}
        return found

    def _look_at(self, square_id: str, draft: TariffDraft, *, but: str = "") -> None:
        refuse_unfit(Tariff, draft.row)
        self._require_seen(SlotTemplate, draft.slot_cents, square_id, "slot")
        same = [one for one in self.standing(square_id) if one.valid_from == draft.valid_from and one.id != but]
        if same:
            raise ConflictError(
                f"another tariff begins on {draft.valid_from}", way_out="Choose another day, or withdraw that one."
            )

    def _refuse_used(self, tariff: Tariff) -> None:
        if tariff.ended_at is not None:
            raise ConflictError("this tariff was withdrawn", way_out="Make a new one.")
        used = select(Order.id).where(
            self._seen(Order), Order.square_id == tariff.square_id, Order.tariff_id == tariff.id
        )
        if self._session.scalar(used.limit(1)) is not None:
            raise ConflictError(
                f"orders have the price of the tariff from {tariff.valid_from} on", way_out="Make one from a later day."
            )

    def _update(self, tariff_id: str, **values: object) -> None:
        seen = (self._seen(Tariff), Tariff.id == tariff_id)
        self._session.execute(update(Tariff).where(*seen).values(**values, changed_at=self._now))

    def _changed(self, square_id: str, tariff_id: str) -> Tariff:
        self._record(square_id, [EventDraft(EventKind.TARIFFS_CHANGED, details={"tariff_id": tariff_id})])
        return self.get(square_id, tariff_id)


@lru_cache(maxsize=KEPT)
def _standing(scope: Scope) -> Select[Tariff]:
    """Build once for a scope what every order asks: the tariffs of `square` that were not withdrawn."""
    here = visible(Tariff, scope), Tariff.square_id == bindparam("square"), Tariff.ended_at.is_(None)
    return select(Tariff).where(*here).order_by(Tariff.valid_from.desc(), Tariff.id.desc())
