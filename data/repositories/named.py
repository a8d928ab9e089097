"""Putting rows that are known by their name: new, changed, or the same as before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select, update

from data.base import Base
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


class NamedRows(Repository):
    """Repositories of rows with a name that is unique in their square."""

    def _compare(self, model: type[Base], square_id: str, rows: Sequence[Mapping[str, Any]]) -> list[Put]:
        """Tell for each row what putting it would do; new ones get their id here.

        Raises
        ------
        BadInputError
            Two rows have one name, or a value does not fit.
        """
        for row in rows:
            refuse_unfit(model, row)
        keys = [name_key(row["name"]) for row in rows]
        refuse_twice(keys, str(model.__tablename__))
        stored = self._stored(model, square_id)
        return [_compared(row, stored.get(key)) for key, row in zip(keys, rows, strict=True)]

    def _refuse_namesake(self, model: type[Base], square_id: str, name: str, *, but: str = "") -> None:
        """Refuse a name that another row has.

        Raises
        ------
        ConflictError
            One has it; `but` is the row that may.
        """
        table = table_of(model)
        same = (table.c.square_id == square_id, table.c.name_key == name_key(name), table.c.id != (but or new_id()))
        if self._session.execute(select(table.c.id).where(*same)).first() is not None:
            raise ConflictError(
                f"another of the {model.__tablename__} is called {name!r}", way_out="Choose another name."
            )

    def _change(self, model: type[Base], square_id: str, row_id: str, row: Mapping[str, Any]) -> None:
        """Give a row other values, its name too.

        Raises
        ------
        BadInputError
            A value does not fit.
        ConflictError
            Another has the name.
        """
        refuse_unfit(model, row)
        self._refuse_namesake(model, square_id, row["name"], but=row_id)
        values = {**row, "name_key": name_key(row["name"]), "changed_at": self._now}
        self._update(model, square_id, [{**{f"new_{name}": value for name, value in values.items()}, "row_id": row_id}])

    def _write(self, model: type[Base], square_id: str, rows: Sequence[Mapping[str, Any]], puts: Sequence[Put]) -> None:
        """Write what `_compare` found new or changed."""
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for row, put in zip(rows, puts, strict=True):
            values = {**row, "name_key": name_key(row["name"]), "changed_at": self._now}
            if put.outcome is Outcome.NEW:
                new.append({**values, "id": put.id, "square_id": square_id, "created_at": self._now})
            elif put.outcome is Outcome.CHANGED:
                changed.append({**{f"new_{name}": value for name, value in values.items()}, "row_id": put.id})
        self._insert(model, new)
        if changed:
            self._update(model, square_id, changed)

    def _update(self, model: type[Base], square_id: str, changed: list[dict[str, Any]]) -> None:
        table = table_of(model)
        names = [name.removeprefix("new_") for name in changed[0] if name != "row_id"]
        statement = (
            update(table)
            .where(self._seen(model), table.c.square_id == square_id, table.c.id == bindparam("row_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        self._session.connection().execute(statement, changed)

    def _stored(self, model: type[Base], square_id: str) -> dict[str, Mapping[str, Any]]:
        table = table_of(model)
        query = select(table).where(self._seen(model), table.c.square_id == square_id)
        return {row["name_key"]: dict(row) for row in self._session.execute(query).mappings()}


def _compared(row: Mapping[str, Any], stored: Mapping[str, Any] | None) -> Put:
    if stored is None:
        return Put(new_id(), row["name"], Outcome.NEW)
    same = all(stored[name] == value for name, value in row.items())
    return Put(stored["id"], row["name"], Outcome.SAME if same else Outcome.CHANGED)
