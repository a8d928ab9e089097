"""Reads factor sets: CSV files beside this module, named by version and never edited once released."""

import csv
import re
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import TypeVar

from impact.factors import Distribution, Factor, FactorSet, Scope, Status
from kernel.errors import BadInputError

__all__ = ["COLUMNS", "LATEST", "available", "load_factors", "read_factors", "read_rows"]

LATEST = "2026.4"

COLUMNS = (
    "id",
    "scope",
    "low",
    "central",
    "high",
    "unit",
    "distribution",
    "year",
    "region",
    "source",
    "status",
    "range_status",
    "note",
    "licence",
    "valid_from",
)
UNSAID_IN = {"2026.1": frozenset({"licence", "valid_from"})}
"""Columns that a table of before them does not have; it was released, and is not edited."""

MOST_FAULTS = 10
"""So many faulty lines are told at once."""

Choice = TypeVar("Choice", bound=StrEnum)

_FILE = re.compile(r"factors-(\d+\.\d+)\.csv")


def available() -> tuple[str, ...]:
    """The versions that come with the product, oldest first."""
    names = (_FILE.fullmatch(entry.name) for entry in files("impact").iterdir())
    return tuple(sorted((match[1] for match in names if match), key=lambda name: [*map(int, name.split("."))]))


def load_factors(version: str = LATEST) -> FactorSet:
    """Load a factor set that comes with the product.

    Raises
    ------
    BadInputError
        There is no such version, or its table has a fault.
    """
    if version not in available():
        raise BadInputError(f"there is no factor set {version!r}", way_out=f"There is: {', '.join(available())}.")
    name = f"factors-{version}.csv"
    return read_factors(files("impact").joinpath(name).read_text(encoding="utf-8"), version, where=name)


def read_factors(text: str, version: str, *, where: str = "factor table") -> FactorSet:
    """Read a factor set from CSV text with exactly the columns of `COLUMNS`, in any order.

    Raises
    ------
    BadInputError
        Names the line and what is wrong with it; where several are wrong, all of them.
    """
    columns = tuple(column for column in COLUMNS if column not in UNSAID_IN.get(version, ()))
    return FactorSet(version, read_rows(text, columns, where=where))


def read_rows(text: str, columns: tuple[str, ...] = COLUMNS, *, where: str) -> tuple[Factor, ...]:
    """Read factors that are not a whole set, such as those of one's own that replace some.

    Raises
    ------
    BadInputError
        As `read_factors`.
    """
    rows = csv.reader(text.splitlines(), strict=True)
    factors: list[Factor] = []
    faults: list[BadInputError] = []
    try:
        header = next(rows, None) or []
        _check_header(header, columns, where)
        for row in filter(None, rows):
            try:
                factors.append(_factor(header, row, f"{where}, line {rows.line_num}"))
            except BadInputError as fault:
                faults.append(fault)
    except csv.Error as error:
        raise BadInputError(f"not readable as CSV: {error}", where=f"{where}, line {rows.line_num}") from error
    if faults:
        raise _all_of(faults)
    if not factors:
        raise BadInputError("no factor in it", where=where)
    return tuple(factors)


def _all_of(faults: list[BadInputError]) -> BadInputError:
    first, *others = faults
    if not others:
        return first
    told = "; ".join(f"{other.where}: {other.what}" for other in others[: MOST_FAULTS - 1])
    rest = len(faults) - MOST_FAULTS
    return BadInputError(f"{first.what}; {told}" + (f"; and {rest} more" if rest > 0 else ""), where=first.where)


def _check_header(header: list[str], wanted: tuple[str, ...], where: str) -> None:
    faults = (
        ("unknown column", [column for column in header if column not in wanted]),
        ("missing column", [column for column in wanted if column not in header]),
        ("column more than once:", [column for column in wanted if header.count(column) > 1]),
    )
    for fault, columns in faults:
        if columns:
            raise BadInputError(f"{fault} {', '.join(columns)}", where=where, way_out=f"Columns: {', '.join(wanted)}.")


def _factor(header: list[str], row: list[str], where: str) -> Factor:
    if len(row) != len(header):
        raise BadInputError(f"{len(row)} values for {len(header)} columns", where=where)
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    try:
        return Factor(
            id=cells["id"],
            scope=_one_of(Scope, cells["scope"], "scope"),
            low=_number(cells["low"]),
            central=_number(cells["central"]),
            high=_number(cells["high"]),
            unit=cells["unit"],
            distribution=_one_of(Distribution, cells["distribution"], "distribution"),
            year=_year(cells["year"]),
            region=cells["region"],
            source=cells["source"],
            status=_one_of(Status, cells["status"], "status"),
            range_status=None if cells["range_status"] == "-" else _one_of(Status, cells["range_status"], "status"),
            note=cells["note"],
            licence=_said(cells, "licence"),
            valid_from=_day(cells["valid_from"]) if "valid_from" in cells else None,
        )
    except BadInputError as error:
        raise BadInputError(error.what, where=", ".join(filter(None, (where, error.where)))) from error


def _one_of(choices: type[Choice], text: str, what: str) -> Choice:
    try:
        return choices(text)
    except ValueError:
        raise BadInputError(f"{text!r} is no {what}; use one of {', '.join(choices)}") from None


def _number(text: str) -> float:
    # float() also takes "1_000" and "nan", which nobody means in a table.
    if not re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII):
        raise BadInputError(f"{text!r} is no number; write digits and a decimal point")
    return float(text)


def _said(cells: dict[str, str], column: str) -> str:
    """Give a cell that may not be empty; a table of before the column has none."""
    if cells.get(column) == "":
        raise BadInputError(f"it names no {column}; write it, or 'own' for values of your own")
    return cells.get(column, "")


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the thirtieth of February is no day either
    raise BadInputError(f"{text!r} is no day; write it as 2026-01-31")


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise BadInputError(f"{text!r} is no year; write four digits")
    return int(text)
