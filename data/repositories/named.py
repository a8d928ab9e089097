"""Rows that are known by their name in a square: made, changed, found; new, changed or the same as before."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import Select, bindparam, select, update

from data.base import Base
from data.drafts.event import EventDraft, EventKind
from data.fitting import refuse_unfit
from data.names import name_key
from data.repositories.base import Repository, refuse_twice, table_of
from kernel.errors import ConflictError
from kernel.ids import new_id

__all__ = ["NamedRows", "Outcome", "Put"]


class Outcome(StrEnum):
    """What became of a row that was put."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Put:
    """One row that was put, in the order given."""

    id: str
    name: str
    outcome: Outcome


class NamedDraft(Protocol):
    """A dataclass with a name and what else its row holds."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=Base)
Draft = TypeVar("Draft", bound=NamedDraft)


class NamedRows(Repository, Generic[Row, Draft]):
    """Repositories of rows with a name that is unique in their square.

    Attributes
    ----------
    model: their table.
    one: what one of them is called where it is not there: "hub".
    told: the event that tells their change.
    """

    model: type[Row]
    one: ClassVar[str]
    told: ClassVar[EventKind]

    def put(self, square_id: str, drafts: Sequence[Draft]) -> list[Put]:
        """Make rows, or change those of these names; raises as `compare`."""
        self._may_write()
        puts = self.compare(square_id, drafts)
        self._write(square_id, [self._values(draft) for draft in drafts], puts)
        self._follow(square_id, {put.id: draft for put, draft in zip(puts, drafts, strict=True)}, puts)
        self._tell(square_id, [put.name for put in puts if put.outcome is not Outcome.SAME])
        return puts

    def compare(self, square_id: str, drafts: Sequence[Draft]) -> list[Put]:
        """Tell for each draft what `put` would do, without doing it; new ones get their id here.

        Raises
        ------
        BadInputError
            Two drafts have one name, a value does not fit, or values contradict each other.
        NotFoundError
            There is no such square, or something that a draft names is not the square's.
        """
        self._square(square_id)
        self._look_at(square_id, drafts)
        rows = [self._values(draft) for draft in drafts]
        for row in rows:
            refuse_unfit(self.model, row)
        keys = [name_key(row["name"]) for row in rows]
        refuse_twice(keys, str(self.model.__tablename__))
        stored = self._stored(square_id)
        return [_compared(row, stored.get(key)) for key, row in zip(keys, rows, strict=True)]

    def create(self, square_id: str, draft: Draft) -> Row:
        """Make one.

        Raises
        ------
        BadInputError, NotFoundError
            As `compare`.
        ConflictError
            Another has this name.
        """
        self._may_write()
        self._square(square_id)
        self._refuse_namesake(square_id, draft.name)
        return self.get(square_id, self.put(square_id, [draft])[0].id)

    def change(self, square_id: str, row_id: str, draft: Draft) -> Row:
        """Give one other values, its name too; raises as `create`, and where there is none."""
        self._may_write()
        self.get(square_id, row_id)
        self._look_at(square_id, [draft])
        row = self._values(draft)
        refuse_unfit(self.model, row)
        self._refuse_namesake(square_id, draft.name, but=row_id)
        put = Put(row_id, draft.name, Outcome.CHANGED)
        self._write(square_id, [row], [put])
        self._follow(square_id, {row_id: draft}, [put])
        self._tell(square_id, [draft.name])
        return self.get(square_id, row_id)

    def get(self, square_id: str, row_id: str) -> Row:
        """Find one by its id.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        query = self._of_square(square_id).where(table_of(self.model).c.id == row_id)
        return self._one(query, f"{self.one} {row_id}")

    def page(self, square_id: str, *, after: str | None, limit: int) -> list[Row]:
        """List those of a square as they were made, a page of them."""
        return self._page(self._of_square(square_id), after, limit)

    def all(self, square_id: str) -> list[Row]:
        """List those of a square by name."""
        return self._all(self._of_square(square_id).order_by(table_of(self.model).c.name_key))

    def _of_square(self, square_id: str) -> Select[Row]:
        """Begin a query on those of a square, with what is loaded along with each."""
        return self._select(self.model).where(table_of(self.model).c.square_id == square_id)

    def _values(self, draft: Draft) -> dict[str, Any]:
        """Give what a draft writes into its row."""
        return asdict(draft)

    def _look_at(self, square_id: str, drafts: Sequence[Draft]) -> None:
        """Refuse drafts whose values contradict each other, or name what is not the square's."""

    def _follow(self, square_id: str, drafts: Mapping[str, Draft], puts: Sequence[Put]) -> None:
        """Write what goes with rows that were just put; the drafts are by the id of their row."""

    def _tell(self, square_id: str, names: Sequence[str]) -> None:
        if names:
            self._record(square_id, [EventDraft(self.told, details={"names": list(names)})])

    def _refuse_namesake(self, square_id: str, name: str, *, but: str = "") -> None:
        """Refuse a name that another row has; `but` is the row that may have it."""
        table = table_of(self.model)
        same = (table.c.square_id == square_id, table.c.name_key == name_key(name), table.c.id != (but or new_id()))
        if self._session.execute(select(table.c.id).where(*same)).first() is not None:
            raise ConflictError(
                f"another of the {self.model.__tablename__} is called {name!r}", way_out="Choose another name."
            )

    def _write(self, square_id: str, rows: Sequence[Mapping[str, Any]], puts: Sequence[Put]) -> None:
        """Write what was found new or changed."""
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for row, put in zip(rows, puts, strict=True):
            values = {**row, "name_key": name_key(row["name"]), "changed_at": self._now}
            if put.outcome is Outcome.NEW:
                new.append({**values, "id": put.id, "square_id": square_id, "created_at": self._now})
            elif put.outcome is Outcome.CHANGED:
                changed.append({**{f"new_{name}": value for name, value in values.items()}, "row_id": put.id})
        self._insert(self.model, new)
        if changed:
            self._update(square_id, changed)

    def _update(self, square_id: str, changed: list[dict[str, Any]]) -> None:
        table = table_of(self.model)
        names = [name.removeprefix("new_") for name in changed[0] if name != "row_id"]
        statement = (
            update(table)
            .where(self._seen(self.model), table.c.square_id == square_id, table.c.id == bindparam("row_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        self._session.connection().execute(statement, changed)

    def _stored(self, square_id: str) -> dict[str, Mapping[str, Any]]:
        table = table_of(self.model)
        query = select(table).where(self._seen(self.model), table.c.square_id == square_id)
        return {row["name_key"]: dict(row) for row in self._session.execute(query).mappings()}


def _compared(row: Mapping[str, Any], stored: Mapping[str, Any] | None) -> Put:
    if stored is None:
        return Put(new_id(), row["name"], Outcome.NEW)
    same = all(stored[name] == value for name, value in row.items())
    return Put(stored["id"], row["name"], Outcome.SAME if same else Outcome.CHANGED)
