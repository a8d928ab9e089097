"""A small file of comma-separated rows with fixed columns, read whole or not at all; a fault is told with its line."""

import csv
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from kernel.errors import BadInputError
from kernel.files import read_within

__all__ = ["read_rows", "told_day"]

MOST_FAULTS = 10
_DAY = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d", re.ASCII)


def read_rows(file: Path, columns: Sequence[str], limit_mib: int, take: Callable[[Sequence[str], int], None]) -> None:
    """Hand over each row with the number of its line; what `take` refuses is a fault of that line.

    Parameters
    ----------
    columns: which the first line has to name, in this order.
    limit_mib: of the file's size.

    Raises
    ------
    BadInputError
        It cannot be read, or has faulty lines; the first ten are told.
    """
    where = str(file)
    try:
        with file.open("rb") as opened:
            text = read_within(opened, limit_mib, where).decode("utf-8-sig")
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=where) from fault
    except UnicodeDecodeError as fault:
        raise BadInputError(f"is not UTF-8 text (byte {fault.start})", where=where) from fault
    rows = csv.reader(text.splitlines(), strict=True)
    faults: list[str] = []
    try:
        if (head := next(rows, None)) != list(columns):
            told = "has other columns" if head else "is empty"
            raise BadInputError(told, where=where, way_out=f"The first line is {','.join(columns)}.")
        for row in filter(None, rows):
            try:
                take(row, rows.line_num)
            except BadInputError as fault:
                faults.append(f"line {rows.line_num}: {str(fault).rstrip('.')}")
    except csv.Error as fault:
        raise BadInputError(f"line {rows.line_num} is not readable as CSV: {fault}", where=where) from fault
    if faults:
        more = f"; and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise BadInputError("; ".join(faults[:MOST_FAULTS]) + more, where=where)


def told_day(text: str) -> date:
    """Read a day as 2026-01-31, and no other form of one."""
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise BadInputError(f"{text!r:.40} is no day", way_out="Write it as 2026-01-31.")
