"""The ledger of deposit crates: entries are added, never changed; balances are their sums."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from data.models.crate_entry import CrateEntry
from data.models.order import Order
from data.models.shop import Shop
from data.models.states import CrateEntryKind, OrderKind, OrderState
from data.repositories.base import Repository, in_parts
from data.repositories.orders import whole_order
from kernel.ids import new_id
from kernel.rights import Thing

__all__ = ["CrateBalance", "CrateDraft", "Crates"]


@dataclass(frozen=True, slots=True)
class CrateDraft:
    """An entry to be; see `data.models.crate_entry.CrateEntry`."""

    shop_id: str
    household_id: str
    place: str
    kind: CrateEntryKind
    crates: int
    order_id: str | None = None
    event_id: str | None = None
    said_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CrateBalance:
    """How many crates of a shop stand at a household of it."""

    shop_id: str
    household_id: str
    place: str
    crates: int


class Crates(Repository):
    """Entries of the ledger."""

    thing = Thing.ORDERS

    def enter(self, square_id: str, drafts: Sequence[CrateDraft]) -> None:
        """Add what followed from events: our own work, in the transaction that keeps them."""
        self._may_write_as_system(square_id)
        self._add(square_id, drafts)

    def correct(self, square_id: str, draft: CrateDraft) -> CrateEntry:
        """Add what a person says.

        Raises
        ------
        NotFoundError
            The shop is not on this square, or not the asker's.
        """
        self._may_write()
        self._require_seen(Shop, {draft.shop_id}, square_id, "shop")
        (entry_id,) = self._add(square_id, [draft])
        return self.get(square_id, entry_id)

    def get(self, square_id: str, entry_id: str) -> CrateEntry:
        """Find an entry.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._select(CrateEntry).where(CrateEntry.square_id == square_id, CrateEntry.id == entry_id)
        return self._one(query, f"entry {entry_id}")

    def page(
        self,
        square_id: str,
        *,
        shop_id: str | None = None,
        household_id: str | None = None,
        after: str | None,
        limit: int,
    ) -> list[CrateEntry]:
        """List entries as they were made, a page of them."""
        query = self._select(CrateEntry).where(CrateEntry.square_id == square_id)
        for column, wanted in ((CrateEntry.shop_id, shop_id), (CrateEntry.household_id, household_id)):
            query = query if wanted is None else query.where(column == wanted)
        return self._page(query, after, limit)

    def entered_for(self, square_id: str, order_ids: Iterable[str]) -> dict[str, int]:
        """Sum what was entered of orders' own events, by order; none where nothing was."""
        found: dict[str, int] = {}
        for part in in_parts(set(order_ids)):
            query = (
                select(CrateEntry.order_id, func.sum(CrateEntry.crates))
                .where(
                    self._seen(CrateEntry),
                    CrateEntry.square_id == square_id,
                    CrateEntry.order_id.in_(part),
                    CrateEntry.kind != CrateEntryKind.CORRECTION,
                )
                .group_by(CrateEntry.order_id)
            )
            found.update((order_id or "", int(crates)) for order_id, crates in self._session.execute(query))
        return found

    def balances(
        self,
        square_id: str,
        *,
        shop_id: str | None = None,
        household_id: str | None = None,
        after: str | None = None,
        limit: int,
    ) -> list[CrateBalance]:
        """List households with what stands there, those where nothing does any more too, by their ids: a page."""
        entry = CrateEntry
        query = (
            select(entry.shop_id, entry.household_id, func.max(entry.place), func.sum(entry.crates))
            .where(self._seen(entry), entry.square_id == square_id)
            .group_by(entry.shop_id, entry.household_id)
            .order_by(entry.household_id)
            .limit(limit)
        )
        for column, wanted in ((entry.shop_id, shop_id), (entry.household_id, household_id)):
            query = query if wanted is None else query.where(column == wanted)
        query = query if after is None else query.where(entry.household_id > after)
        return [
            CrateBalance(shop, house, place, int(sum_)) for shop, house, place, sum_ in self._session.execute(query)
        ]

    def last_order(self, square_id: str, household_id: str) -> Order | None:
        """Find the newest order by which crates came to a household or went, with shop, parcels and legs, if any."""
        found = (
            select(CrateEntry.order_id)
            .where(
                self._seen(CrateEntry),
                CrateEntry.square_id == square_id,
                CrateEntry.household_id == household_id,
                CrateEntry.order_id.is_not(None),
            )
            .order_by(CrateEntry.id.desc())
            .limit(1)
        )
        order_id = self._session.scalar(found)
        if order_id is None:
            return None
        return self._one(whole_order(self._select(Order).where(Order.id == order_id)), f"order {order_id}")

    def households_at(self, order: Order) -> list[tuple[str, Order]]:
        """List what the ledger of an order's shop has at doors of its house number, letters aside: the oldest first.

        Returns
        -------
        Each household with an order by which crates came to it or went, of a correction that which was named.
        """
        digits = re.match(r"\d+", order.number)
        same = Order.number.startswith(digits[0], autoescape=True) if digits else Order.number == order.number
        query = (
            select(CrateEntry.household_id, Order)
            .join(Order, Order.id == CrateEntry.order_id)
            .where(
                self._seen(CrateEntry),
                self._seen(Order),
                CrateEntry.square_id == order.square_id,
                CrateEntry.shop_id == order.shop_id,
                same,
            )
            .order_by(CrateEntry.id)
        )
        found = {(household_id, known.id): known for household_id, known in self._session.execute(query)}
        return [(household_id, known) for (household_id, _), known in found.items()]

    def to_collect(self, square_id: str, shop_id: str) -> list[Order]:
        """List the crate collections of a shop that have not ended."""
        query = self._select(Order).where(
            Order.square_id == square_id,
            Order.shop_id == shop_id,
            Order.kind == OrderKind.CRATES,
            Order.state != OrderState.ENDED,
        )
        return self._all(query.order_by(Order.id))

    def _add(self, square_id: str, drafts: Sequence[CrateDraft]) -> list[str]:
        rows = [{**asdict(draft), "id": new_id(), "square_id": square_id, "entered_at": self._now} for draft in drafts]
        self._insert(CrateEntry, rows)
        return [row["id"] for row in rows]
