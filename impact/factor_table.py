"""Reads factor sets: CSV files beside this module, named by version and never edited once released."""

import csv
import re
from enum import StrEnum
from importlib.resources import files
from typing import TypeVar

from impact.factors import Distribution, Factor, FactorSet, Scope, Status
from kernel.errors import BadInputError

__all__ = ["LATEST", "available", "load_factors", "read_factors"]

LATEST = "2026.1"

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
)

Choice = TypeVar("Choice", bound=StrEnum)

_FILE = re.compile(r"factors-(.+)\.csv")


def available() -> tuple[str, ...]:
    """The versions that come with the product, oldest first."""
    names = (_FILE.fullmatch(entry.name) for entry in files("impact").iterdir())
    return tuple(sorted(match[1] for match in names if match))


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
        Names the line and what is wrong with it.
    """
    rows = csv.reader(text.splitlines(), strict=True)
    try:
        header = next(rows, None) or []
        _check_header(header, where)
        factors = tuple(_factor(header, row, f"{where}, line {rows.line_num}") for row in rows if row)
    except csv.Error as error:
        raise BadInputError(f"not readable as CSV: {error}", where=f"{where}, line {rows.line_num}") from error
    if not factors:
        raise BadInputError("no factor in it", where=where)
    return FactorSet(version, factors)


def _check_header(header: list[str], where: str) -> None:
    faults = (
        ("unknown column", [column for column in header if column not in COLUMNS]),
        ("missing column", [column for column in COLUMNS if column not in header]),
        ("column more than once:", [column for column in COLUMNS if header.count(column) > 1]),
    )
    for fault, columns in faults:
        if columns:
            raise BadInputError(f"{fault} {', '.join(columns)}", where=where, way_out=f"Columns: {', '.join(COLUMNS)}.")


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


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise BadInputError(f"{text!r} is no year; write four digits")
    return int(text)
