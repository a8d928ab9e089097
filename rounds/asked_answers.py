"""What customers answered to "what would you have done otherwise?", from a file: date, order, wording, answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from impact.substitution import Answer, Reply
from kernel.errors import BadInputError
from rounds.told_rows import read_rows, told_day

__all__ = ["Replies", "read_answers", "replies_between"]

COLUMNS = ["date", "order", "wording", "answer"]
LIMIT_MIB = 64

Replies = Mapping[date, Sequence[Reply]]


def read_answers(file: Path) -> Replies:
    """Read the replies by day; an empty answer is somebody who was asked and did not say.

    Raises
    ------
    BadInputError
        It cannot be read, or has faulty lines; the first ten are told, each with its line.
    """
    found: dict[date, dict[str, Reply]] = {}

    def take(row: Sequence[str], _line: int) -> None:
        day, reply = _reply(row)
        of_day = found.setdefault(day, {})
        if reply.order in of_day:
            raise BadInputError(f"order {reply.order} has a reply already")
        of_day[reply.order] = reply

    read_rows(file, COLUMNS, LIMIT_MIB, take)
    return {day: list(replies.values()) for day, replies in found.items()}


def replies_between(replies: Replies, first: date, last: date) -> Replies:
    """Give the replies of the days from first to last: a file may be of more than a report is."""
    return {day: of_day for day, of_day in replies.items() if first <= day <= last}


def _reply(row: Sequence[str]) -> tuple[date, Reply]:
    if len(row) != len(COLUMNS):
        raise BadInputError(f"{len(row)} values for {len(COLUMNS)} columns")
    when, order, wording, answer = (cell.strip() for cell in row)
    day = told_day(when)
    if answer and answer not in set(Answer):
        raise BadInputError(f"{answer!r} is no answer", way_out=f"Use one of {', '.join(Answer)}, or nothing.")
    return day, Reply(order, wording, Answer(answer) if answer else None)
