"""The base of every table: whose rows it holds, how constraints are named, and the kinds of column there are."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from kernel.rights import Thing

__all__ = [
    "DOCUMENT", "Base", "Tenancy", "UtcDateTime", "choice", "document", "key", "latitude", "letters", "longitude",
    "moment", "reference", "square_table", "text", "whole", "within_square",
]  # fmt: skip

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
INT32_MAX = 2**31 - 1
DOCUMENT = JSON(none_as_null=True)
"""JSON for what is read back whole, its keys in their order, and never searched."""


class Tenancy(StrEnum):
    """Whose rows a table holds."""

    SQUARE = "square"
    """One square's: seen by scopes that hold the square."""
    SHARED = "shared"
    """Everyone reads them, the platform writes them: what an extract tells."""
    PLATFORM = "platform"
    """Only the platform sees them."""


class Base(DeclarativeBase):
    """A row as it is stored; for reading. Only repositories write, by statements.

    Every table declares its tenancy, and one of a square's rows what kind of thing they are, by which the table of
    rights says who reads them. Bounds that `text` and `whole` put on a column become check constraints, so
    that SQLite refuses what PostgreSQL would.
    """

    metadata = MetaData(naming_convention=NAMING)
    tenancy: ClassVar[Tenancy]
    thing: ClassVar[Thing]
    asker_column: ClassVar[str] = ""
    """Which column names a principal whose row it is, whatever their scope."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        table = cls.__table__
        if isinstance(table, Table):
            for column in table.columns:
                for name, rule in column.info.get("rules", {}).items():
                    table.append_constraint(CheckConstraint(rule.format(column.name), name=f"{column.name}_{name}"))

    def __repr__(self) -> str:
        """Name the row by its key alone: a log line shows nobody's address."""
        return f"<{type(self).__name__} {self.__dict__.get('id', '')}>"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware going in, UTC coming out, on a database that knows zones and on one that does not."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone: nobody knows which moment it is")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class TextUuid(Uuid[str]):
    """An id that is text in Python; on SQLite its hyphens are put back without making an object of each id first.

    A day of 500 orders has 15,000 ids: a tenth of the time that its page takes.
    """

    def __init__(self) -> None:
        super().__init__(as_uuid=False)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return super().result_processor(dialect, coltype) if dialect.supports_native_uuid else _hyphenated


def _hyphenated(digits: str | None) -> str | None:
    if digits is None:
        return None
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def key(**options: Any) -> MappedColumn[str]:
    """Make the column of a row's own id."""
    return mapped_column(TextUuid(), primary_key=True, **options)


def reference(**options: Any) -> MappedColumn[Any]:
    """Make a column for another row's id; the foreign key stands in the table's arguments."""
    return mapped_column(TextUuid(), **options)


def text(length: int, *, empty: bool = True, **options: Any) -> MappedColumn[Any]:
    """Make a column of at most `length` characters; `empty=False` also refuses the empty text."""
    low = 0 if empty else 1
    rules = {"length": f"length({{}}) BETWEEN {low} AND {length}"}
    return mapped_column(letters(length), info={"rules": rules, "length": (low, length)}, **options)


def letters(length: int) -> TypeEngine[str]:
    """Give the type of text: compared and sorted by its code points, on PostgreSQL too, whatever its language."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def whole(low: int, high: int = INT32_MAX, **options: Any) -> MappedColumn[Any]:
    """Make a column of whole numbers from `low` to `high`, both included."""
    kind = Integer() if high <= INT32_MAX else BigInteger()
    rules = {"range": f"{{}} BETWEEN {low} AND {high}"}
    return mapped_column(kind, info={"rules": rules, "range": (low, high)}, **options)


def longitude(**options: Any) -> MappedColumn[Any]:
    return _degrees(180, options)


def latitude(**options: Any) -> MappedColumn[Any]:
    return _degrees(90, options)


def _degrees(limit: int, options: dict[str, Any]) -> MappedColumn[Any]:
    rules = {"range": f"{{}} BETWEEN -{limit} AND {limit}"}
    return mapped_column(Float(53), info={"rules": rules, "range": (-limit, limit)}, **options)


def moment(**options: Any) -> MappedColumn[Any]:
    return mapped_column(UtcDateTime(), **options)


def document(**options: Any) -> MappedColumn[Any]:
    return mapped_column(DOCUMENT, **options)


def choice(kind: type[Enum], name: str, **options: Any) -> MappedColumn[Any]:
    """Make a column of one of an enum's values; the database refuses any other word.

    Text and a check on both databases: a new word is one changed constraint, not an altered type.
    """
    words = EnumType(
        kind,
        name=f"{name}_known",
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [str(member.value) for member in members],
    )
    return mapped_column(words, **options)


def within_square(column: str, table: str, *, target: str = "id") -> ForeignKeyConstraint:
    """Point at a row of the same square: a reference into another square cannot be stored."""
    return ForeignKeyConstraint(["square_id", column], [f"{table}.square_id", f"{table}.{target}"])


def square_table(*arguments: SchemaItem) -> Sequence[SchemaItem]:
    """Complete the arguments of a square's table with what `within_square` points at."""
    return (
        ForeignKeyConstraint(["square_id"], ["squares.id"]),
        UniqueConstraint("square_id", "id"),
        *arguments,
    )
