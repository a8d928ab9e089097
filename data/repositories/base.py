"""What every repository has: a transaction, and the limits of whoever asks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar, TypeVar, cast

from sqlalchemy import ColumnElement, Select, Table, insert, select
from sqlalchemy.orm import Session

from data.base import Base
from data.drafts.event import EventDraft
from data.fitting import refuse_unfit
from data.models.event import Event
from data.models.square import Square
from data.repositories.history import Asker, event_rows
from data.repositories.listeners import ask_to_tell, may_be_told
from data.visibility import bounded_loading, visible
from kernel.errors import BadInputError, NotAllowedError, NotFoundError
from kernel.ids import new_id
from kernel.quoting import quoted
from kernel.rights import Reach, Thing, right_of
from kernel.scope import Role

__all__ = ["IN_ONE_STATEMENT", "Repository", "in_parts", "refuse_twice", "table_of"]

IN_ONE_STATEMENT = 5_000
"""Values in one IN: below SQLite's 32,766 and PostgreSQL's 65,535 parameters."""

Row = TypeVar("Row", bound=Base)
Item = TypeVar("Item")


class Repository:
    """Queries on one concept, each within a scope.

    Attributes
    ----------
    thing: what these rows are in the table of rights, which says who may change them, within what they see.
    """

    thing: ClassVar[Thing]

    def __init__(self, session: Session, asker: Asker) -> None:
        self._session = session
        self._asker = asker

    @property
    def _now(self) -> datetime:
        return self._asker.now

    def _seen(self, model: type[Base]) -> ColumnElement[bool]:
        return visible(model, self._asker.scope, self._asker.principal)

    def _select(self, model: type[Row]) -> Select[Row]:
        """Begin every query: rows of a table that the scope may see."""
        return select(model).where(self._seen(model))

    def _all(self, query: Select[Row], asked: Mapping[str, Any] | None = None) -> list[Row]:
        """Return rows as they stand now, each a copy of its own: a later query neither changes nor empties them.

        What is loaded with them along relationships is what the scope may see, too.
        """
        found = self._session.scalars(query.options(*bounded_loading(query, self._asker.scope)), asked)
        rows = list(found.unique())  # what is joined to a row repeats it
        self._session.expunge_all()
        return rows

    def _first(self, query: Select[Row], asked: Mapping[str, Any] | None = None) -> Row | None:
        return next(iter(self._all(query, asked)), None)

    def _page(self, query: Select[Row], after: str | None, limit: int) -> list[Row]:
        """Return at most so many rows in the order of their making, those that were made after one of them."""
        model = query.column_descriptions[0]["entity"]
        later = query if after is None else query.where(model.id > after)
        return self._all(later.order_by(model.id).limit(limit))

    def _one(self, query: Select[Row], what: str) -> Row:
        """Return the row of a query.

        Raises
        ------
        NotFoundError
            There is none, or the scope does not see it.
        """
        row = self._first(query)
        if row is None:
            raise NotFoundError(f"there is no {what}", way_out="Is it spelled right?")
        return row

    def _square(self, square_id: str) -> Square:
        return self._one(self._select(Square).where(Square.id == square_id), f"square {square_id}")

    def _may_write(self) -> None:
        """Refuse a role that may not change these rows.

        Raises
        ------
        NotAllowedError
            The role has no such right.
        TypeError
            The unit of work was begun for reading: a defect of the caller.
        """
        if not self._asker.writing:
            raise TypeError("this unit of work only reads; begin it by Database.begin")
        if not right_of(self._asker.scope.role, self.thing).writes:
            raise NotAllowedError(
                f"the role {self._asker.scope.role} may not change {self.thing}",
                way_out="Ask the host of the square.",
            )

    def _must_read_all(self, thing: Thing) -> None:
        """Refuse whoever sees only a part of what a check has to know: without the rest it would say too much.

        Raises
        ------
        NotAllowedError
            The role reads its own of this kind, or nothing.
        """
        if right_of(self._asker.scope.role, thing).reads is not Reach.ALL:
            raise NotAllowedError(
                f"this is for who reads all {thing}, which the role {self._asker.scope.role} does not",
                way_out="Ask the host of the square.",
            )

    def _may_write_as_system(self, square_id: str) -> None:
        """Refuse everybody but our own work on a square: `Work.as_system`.

        Raises
        ------
        NotAllowedError
            Somebody asks for themselves.
        NotFoundError
            The scope does not see the square.
        """
        self._may_write()
        if self._asker.scope.role is not Role.SYSTEM:
            raise NotAllowedError(
                f"{type(self).__name__.lower()} follow from what is said; nobody changes them by hand",
                way_out="Say what happened.",
            )
        self._square(square_id)

    def _may_write_everywhere(self) -> None:
        """Refuse whoever does not see every square to change what concerns them all.

        Raises
        ------
        NotAllowedError
            The scope is bounded.
        """
        self._may_write()
        if self._asker.scope.squares is not None:
            raise NotAllowedError(
                f"only the platform may change {self.thing} for all squares",
                way_out="Ask whoever runs this installation.",
            )

    def _insert(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that fit their table, in one statement.

        Raises
        ------
        BadInputError
            A value does not fit its column; the line names both.
        """
        for row in rows:
            refuse_unfit(model, row)
        if rows:
            self._session.connection().execute(insert(table_of(model)).inline(), list(rows))

    def _insert_new(self, model: type[Base], square_id: str, **values: Any) -> str:
        """Insert one row of a square that begins now; return its new id. Raises as `_insert`."""
        row_id = new_id()
        self._insert(model, [{"id": row_id, "square_id": square_id, "created_at": self._now, **values}])
        return row_id

    def _record(self, square_id: str, drafts: Sequence[EventDraft]) -> int:
        """Add events about rows that were just written or seen, and ask for whoever is to be told of them.

        Returns
        -------
        How many were new.
        """
        rows = self._insert_events(square_id, drafts)
        if may_be_told(self._session, square_id, rows):
            ask_to_tell(self._session, self._asker, square_id, rows)
        return len(rows)

    def _insert_events(self, square_id: str, drafts: Sequence[EventDraft]) -> list[dict[str, Any]]:
        """Add events and give their rows, for whoever knows already whether anybody is to be told of them."""
        rows = event_rows(self._session, self._asker, square_id, drafts)
        self._insert(Event, rows)
        return rows

    def _require_seen(self, model: type[Base], ids: Iterable[str], square_id: str, what: str) -> None:
        """Refuse ids that are not rows of this square within the scope.

        Raises
        ------
        NotFoundError
            One is not there, or is another's.
        """
        wanted = set(ids)
        table = table_of(model)
        for part in in_parts(wanted):
            found = select(table.c.id).where(self._seen(model), table.c.square_id == square_id, table.c.id.in_(part))
            wanted -= set(self._session.scalars(found))
        if wanted:
            raise NotFoundError(f"there is no {what} {min(wanted)} on this square", way_out="Was it replaced?")


def table_of(model: type[Base]) -> Table:
    """Give the table of a model: statements on it skip what the mapper adds, at a third of the time."""
    return cast("Table", model.__table__)


def in_parts(items: Iterable[Item]) -> Iterable[list[Item]]:
    """Cut values into lists that one statement can take."""
    rest = iter(list(items))
    while part := list(islice(rest, IN_ONE_STATEMENT)):
        yield part


def refuse_twice(keys: Iterable[str], what: str) -> None:
    """Refuse a key that is given more than once.

    Raises
    ------
    BadInputError
        Two of one name.
    """
    met: set[str] = set()
    for key in keys:
        if key in met:
            raise BadInputError(f"two {what} are called {quoted(key)}", way_out="Give each its own name.")
        met.add(key)
