"""Hours on the command line as a person says them, with days of the week before them: "tu,fr 13:00-18:00"."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from cli.local_time import weekdays_of
from kernel.errors import BadInputError

__all__ = ["ClockHours", "clock_hours", "clock_time"]

_FORM = re.compile(r"(?:(?P<days>[a-z, ]+?) )?(?P<start>\S+?)-(?P<end>\S+)", re.ASCII | re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
MINUTES, MOST_HOURS = 60, 48


class ClockHours(NamedTuple):
    """Days of the week (0 is Monday; none where none were said), and seconds since local midnight."""

    weekdays: frozenset[int]
    start_s: int
    end_s: int


def clock_hours(written: str, option: str) -> ClockHours:
    """Read hours.

    Raises
    ------
    BadInputError
        They cannot be read.
    """
    form = _FORM.fullmatch(" ".join(written.split()))
    if form is None:
        raise BadInputError(f"{written!r} cannot be read", where=option, way_out='Write "tu,fr 13:00-18:00".')
    days: Iterable[str] = (form["days"] or "").replace(" ", ",").split(",")
    weekdays = weekdays_of(tuple(filter(None, days)), option)
    return ClockHours(weekdays, clock_time(form["start"], option), clock_time(form["end"], option))


def clock_time(written: str, option: str) -> int:
    """Read a time, 48:00 being the midnight after the next day; give seconds since local midnight, raise as above."""
    form = _TIME.fullmatch(written.strip())
    if form is None or int(form[2]) >= MINUTES or int(form[1]) * MINUTES + int(form[2]) > MOST_HOURS * MINUTES:
        raise BadInputError(f"there is no time {written}", where=option, way_out="Write it as 14:30.")
    return (int(form[1]) * MINUTES + int(form[2])) * 60
