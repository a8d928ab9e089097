"""What the routes of things with a name in their square share: a list, one made, one shown, one changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import Request, Response

from api.answers import Answer, changed, created, shown
from api.at_square import AtSquare
from api.cursors import Paged
from api.etags import Seen
from api.idempotency import Key
from api.schemas.thing import Thing
from data.base import Base
from data.repositories.named import NamedRows
from data.work import Work

__all__ = ["NamedThings"]

Row = TypeVar("Row", bound=Base)
Draft = TypeVar("Draft")


@dataclass(frozen=True, slots=True)
class NamedThings(Generic[Row, Draft]):
    """The things of one kind; `api/routes/hubs.py` shows how they are used.

    Attributes
    ----------
    name: the last step of their address.
    rows: their repository.
    of: a row as it is shown.
    """

    name: str
    rows: Callable[[Work], NamedRows[Row, Any]]
    of: Callable[[Row], Thing]

    def page(self, at: AtSquare, paging: Paged) -> Response:
        """Answer with a page of them, as they were made."""
        with at.read() as work:
            return paging.page(self.rows(work).page(at.id, after=paging.after_id, limit=paging.wanted), self.of)

    def made(self, at: AtSquare, once: Key, draft: Draft) -> Response:
        """Make one; 409 where another has its name."""

        def make(work: Work) -> Answer:
            row: Any = self.rows(work).create(at.id, draft)
            return created(self.of(row), at.address_of(self.name, row.id))

        return once.once(at.begin, make)

    def shown(self, at: AtSquare, row_id: str, request: Request) -> Response:
        """Answer with one."""
        with at.read() as work:
            return shown(request, self.of(self.rows(work).get(at.id, row_id)))

    def changed(self, at: AtSquare, row_id: str, seen: Seen, draft_from: Callable[[Row], Draft]) -> Response:
        """Put a draft in the place of what was seen; it may keep something of what is known."""
        with at.begin() as work:
            before = self.rows(work).get(at.id, row_id)
            seen.must_be(self.of(before).as_sent())
            return changed(self.of(self.rows(work).change(at.id, row_id, draft_from(before)))).response
