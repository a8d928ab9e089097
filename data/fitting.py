"""Whether a value fits its column, asked before the database is: SQLite would take what PostgreSQL refuses."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from math import isfinite
from typing import Any

from data.base import Base
from kernel.errors import BadInputError

__all__ = ["faults_of", "refuse_unfit"]


def refuse_unfit(model: type[Base], row: Mapping[str, Any]) -> None:
    """Refuse a row with a value that its table cannot hold.

    Raises
    ------
    BadInputError
        Names the column and what is wrong with its value.
    """
    for name, fault in faults_of(model, row):
        raise BadInputError(fault, where=f"{model.__tablename__}.{name}", way_out="Mend it and try again.", field=name)


def faults_of(model: type[Base], row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Name every column whose value does not fit, with the fault in words; for the verdict on a row of a file."""
    for name, nullable, fault_of, low, high in _bounds(model):
        if name not in row:
            continue
        value = row[name]
        fault = fault_of(value, low, high) if value is not None else None if nullable else "is missing"
        if fault is not None:
            yield name, fault


@cache
def _bounds(model: type[Base]) -> list[tuple[str, bool, Callable[[Any, int, int], str | None], int, int]]:
    """List the columns with bounds: name, whether it may be NULL, what finds a fault, low, high."""
    found: list[tuple[str, bool, Callable[[Any, int, int], str | None], int, int]] = []
    for column in model.__table__.columns:
        for kind, fault_of in (("length", _fault_of_text), ("range", _fault_of_number)):
            if kind in column.info:
                found.append((column.name, bool(column.nullable), fault_of, *column.info[kind]))
    return found


def _fault_of_text(value: str, low: int, high: int) -> str | None:
    if len(value) < low:
        return "is empty"
    if len(value) > high:
        return f"has {len(value)} characters, at most {high} fit"
    if "\x00" in value:
        return "has a NUL byte in it"
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        return "has half a character in it (a lone surrogate)"
    return None


def _fault_of_number(value: float, low: int, high: int) -> str | None:
    if not isfinite(value) or not low <= value <= high:
        return f"is {value:,}, which is not from {low:,} to {high:,}"
    return None
