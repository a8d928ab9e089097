"""A moment on the command line as a person says it: a date, a time, or both; and days of the week."""

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from kernel.errors import BadInputError

if TYPE_CHECKING:
    from rounds.closure_times import LocalTime

__all__ = ["local_time", "weekdays_of"]

_FORM = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})?[ T]?(?P<time>\d{1,2}:\d{2})?", re.ASCII)
_DAYS = {
    name: number
    for number, names in enumerate(
        (("mo", "mon", "ma"), ("tu", "tue", "di"), ("we", "wed", "wo"), ("th", "thu", "do"), ("fr", "fri", "vr"),
         ("sa", "sat", "za"), ("su", "sun", "zo"))
    )
    for name in names
}  # fmt: skip
"""In English and in Dutch; no word means two days."""


def local_time(context: click.Context, parameter: click.Parameter, value: str) -> "LocalTime":  # noqa: ARG001 (click's signature)
    """Read "2026-12-05 07:00", "2026-12-05" or "07:00".

    Raises
    ------
    BadInputError
        It is none of them, or no such day or time.
    """
    from rounds.closure_times import LocalTime

    where = f"--{parameter.opts[0].removeprefix('--')}"
    way_out = 'Write "2026-12-05 07:00", 2026-12-05 for a whole day, or 07:00 with --every.'
    form = _FORM.fullmatch(value.strip())
    if form is None or not (form["day"] or form["time"]):
        raise BadInputError(f"{value!r} cannot be read", where=where, way_out=way_out)
    try:
        day = date.fromisoformat(form["day"]) if form["day"] else None
    except ValueError as fault:
        raise BadInputError(f"there is no day {form['day']}", where=where, way_out=way_out) from fault
    if not form["time"]:
        return LocalTime(day, None)
    hours, minutes = (int(part) for part in form["time"].split(":"))
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise BadInputError(f"there is no time {form['time']}", where=where, way_out=way_out)
    return LocalTime(day, hours * 3_600 + minutes * 60)


def weekdays_of(words: tuple[str, ...], where: str = "--every") -> frozenset[int]:
    """Read days of the week, several in one word with commas; 0 is Monday.

    Raises
    ------
    BadInputError
        A word is no day.
    """
    named = [word.strip().lower() for words_said in words for word in words_said.split(",")]
    unknown = next((word for word in named if word not in _DAYS), None)
    if unknown is not None:
        raise BadInputError(
            f"{unknown!r} is no day of the week",
            where=where,
            way_out="Write mo tu we th fr sa su, or ma di wo do vr za zo.",
        )
    return frozenset(_DAYS[word] for word in named)
