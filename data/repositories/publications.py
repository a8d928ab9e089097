"""What was published of a square's months and years: added once, never changed."""

import re
from typing import Any

from data.models.publication import Publication
from data.repositories.base import Repository
from kernel.errors import ConflictError, NotFoundError
from kernel.ids import new_id
from kernel.quoting import quoted
from kernel.rights import Thing

__all__ = ["Publications"]

OF_TABLES = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")


class Publications(Repository):
    """Published reports."""

    thing = Thing.REPORTS

    def add(self, square_id: str, period: str, document: dict[str, Any]) -> Publication:
        """Keep what is published of a period.

        Raises
        ------
        ConflictError
            That period was published before.
        """
        self._may_write()
        self._square(square_id)
        if self.find(square_id, period) is not None:
            raise ConflictError(f"{period} was published before", way_out="What was published stays as it is.")
        row = {"id": new_id(), "square_id": square_id, "period": period, "document": document}
        self._insert(Publication, [{**row, "published_at": self._now}])
        return self._published(square_id, period)

    def find(self, square_id: str, period: str) -> Publication | None:
        """Find what was published of a period, "2026-11", "2026", or "b202611" as a bundle; None where nothing was."""
        of_period = (Publication.square_id == square_id, Publication.period == period)
        return self._first(self._select(Publication).where(*of_period))

    def get(self, square_id: str, period: str) -> Publication:
        """Give the tables that were published of a period, "2026-11" or "2026".

        Raises
        ------
        NotFoundError
            None were, or it is no such period.
        """
        if not OF_TABLES.fullmatch(period):  # a bundle's is, and some signs no database takes
            raise NotFoundError(f"{quoted(period)} is no month or year", way_out="Write 2026-11, or 2026.")
        return self._published(square_id, period)

    def of_year(self, square_id: str, year: int) -> list[Publication]:
        """List the tables that were published of a year: its months in order, and the year."""
        query = self._select(Publication).where(
            Publication.square_id == square_id, Publication.period.startswith(f"{year}")
        )
        return self._all(query.order_by(Publication.period))

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Publication]:
        """List what was published, as it was, a page of it."""
        return self._page(self._select(Publication).where(Publication.square_id == square_id), after, limit)

    def _published(self, square_id: str, period: str) -> Publication:
        of_period = (Publication.square_id == square_id, Publication.period == period)
        return self._one(self._select(Publication).where(*of_period), f"published report of {period}")
