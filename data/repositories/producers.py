"""From whom shops have what they sell, and how many orders of each were brought."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from data.drafts.event import EventDraft, EventKind
from data.models.order import Order
from data.models.plan import Plan
from data.models.shop import Shop
from data.repositories.base import Repository
from data.repositories.placed_orders import placed_between
from kernel.rights import Thing

__all__ = ["Producers"]


class Producers(Repository):
    """Producers of a square's shops, kept with the shop."""

    thing = Thing.SHOPS

    def put(self, square_id: str, of_shops: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Give shops their producers, in the place of those they had.

        Raises
        ------
        NotFoundError
            A shop is not this square's, or not the asker's.
        """
        self._may_write()
        self._require_seen(Shop, of_shops, square_id, "shop")
        for shop_id, producers in of_shops.items():
            here = (self._seen(Shop), Shop.square_id == square_id, Shop.id == shop_id)
            values = {"producers": list(producers) or None, "changed_at": self._now}
            self._session.execute(update(Shop).where(*here).values(values))
        told = {"producers_of": sorted(of_shops)}
        self._record(square_id, [EventDraft(EventKind.SHOPS_CHANGED, details=told)])

    def brought(self, square_id: str, first: date, last: date) -> dict[str, int]:
        """Count the orders of some days that a round took, by shop."""
        query = (
            select(Order.shop_id, func.count())
            .where(self._seen(Order), placed_between(square_id, first, last, self._seen(Plan)))
            .group_by(Order.shop_id)
        )
        return {shop_id: int(count) for shop_id, count in self._session.execute(query)}
