"""What customers answered to "what would you have done otherwise?", from a file: date, order, wording, answer."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from impact.substitution import Answer, Reply
from kernel.errors import BadInputError
from kernel.files import read_within

__all__ = ["Replies", "read_answers"]

COLUMNS = ["date", "order", "wording", "answer"]
LIMIT_MIB = 64
MOST_FAULTS = 10

Replies = Mapping[date, Sequence[Reply]]


def read_answers(file: Path) -> Replies:
    """Read the replies by day; an empty answer is somebody who was asked and did not say.

    Raises
    ------
    BadInputError
        It cannot be read, or has faulty lines; the first ten are told, each with its line.
    """
    where = str(file)
    try:
        with file.open("rb") as opened:
            text = read_within(opened, LIMIT_MIB, where).decode("utf-8-sig")
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=where) from fault
    except UnicodeDecodeError as fault:
        raise BadInputError(f"is not UTF-8 text (byte {fault.start})", where=where) from fault
    rows = csv.reader(text.splitlines(), strict=True)
    found: dict[date, dict[str, Reply]] = {}
    faults: list[str] = []
    try:
        if next(rows, None) != COLUMNS:
            raise BadInputError("has other columns", where=where, way_out=f"The first line is {','.join(COLUMNS)}.")
        for row in filter(None, rows):
            try:
                day, reply = _reply(row)
                of_day = found.setdefault(day, {})
                if reply.order in of_day:
                    faults.append(f"line {rows.line_num}: order {reply.order} has a reply already")
                of_day[reply.order] = reply
            except BadInputError as fault:
                faults.append(f"line {rows.line_num}: {fault}")
    except csv.Error as fault:
        raise BadInputError(f"line {rows.line_num} is not readable as CSV: {fault}", where=where) from fault
    if faults:
        more = f"; and {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
        raise BadInputError("; ".join(faults[:MOST_FAULTS]) + more, where=where)
    return {day: list(replies.values()) for day, replies in found.items()}


def _reply(row: Sequence[str]) -> tuple[date, Reply]:
    if len(row) != len(COLUMNS):
        raise BadInputError(f"{len(row)} values for {len(COLUMNS)} columns")
    when, order, wording, answer = (cell.strip() for cell in row)
    try:
        day = date.fromisoformat(when)
    except ValueError:
        raise BadInputError(f"{when!r} is no day", way_out="Write it as 2026-01-31.") from None
    if answer and answer not in set(Answer):
        raise BadInputError(f"{answer!r} is no answer", way_out=f"Use one of {', '.join(Answer)}, or nothing.")
    return day, Reply(order, wording, Answer(answer) if answer else None)
