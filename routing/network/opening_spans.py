"""When opening hours are open within the two days from a midnight, in seconds of the clock on the wall.

Public holidays are those of the country where the place lies, as opening-hours-py knows them; so are sunrise and dusk.
Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import opening_hours

from kernel.opening_remarks import remarks_as_unknown
from kernel.position import Position
from kernel.text import Text

__all__ = ["FIRST_YEAR", "HORIZON_S", "LAST_YEAR", "fault_in_hours", "open_spans"]

HORIZON_S = 172_800
"""Two days: a round that leaves before midnight has roads until it is home. Own choice."""

FIRST_YEAR, LAST_YEAR = 2000, 2075
"""Years whose public holidays opening-hours-py knows."""

_SCHOOL_HOLIDAYS, _PUBLIC_HOLIDAYS = re.compile(r"\bSH\b"), re.compile(r"\bPH\b")


@lru_cache(maxsize=4096)
def fault_in_hours(text: str, place: Position) -> Text | None:
    """Say why opening hours cannot be read; None where they can."""
    if not opening_hours.validate(text):
        return Text(
            "het is geen tijd, maat of gebruiker die hier bekend is", "it is no time, size or user that is known here"
        )
    if remarks_as_unknown(text) != text:
        return Text("een opmerking alleen zegt niet wanneer", "a remark alone does not tell when")
    if _SCHOOL_HOLIDAYS.search(text):
        return Text("schoolvakanties zijn niet bekend", "school holidays are not known")
    if _PUBLIC_HOLIDAYS.search(text) and not _has_holidays(place):
        return Text("de feestdagen van deze plaats zijn niet bekend", "the public holidays of this place are not known")
    return None


@lru_cache(maxsize=64)
def _has_holidays(place: Position) -> bool:
    holidays = opening_hours.OpeningHours("PH", coords=(place.lat, place.lon))
    return holidays.next_change(datetime(FIRST_YEAR, 1, 2)) is not None  # noqa: DTZ001 - of the clock on the wall


def open_spans(text: str, day: date, place: Position) -> tuple[tuple[int, int], ...]:
    """Give the spans in which hours that can be read are open.

    Returns
    -------
    (begin_s, end_s) since the midnight with which the day begins, up to `HORIZON_S`, ascending and apart.
    """
    hours = opening_hours.OpeningHours(text, coords=(place.lat, place.lon))
    midnight = datetime.combine(day, time())
    spans: list[tuple[int, int]] = []
    for begin, end, state, _ in hours.intervals(midnight, midnight + timedelta(seconds=HORIZON_S)):
        if state == opening_hours.State.OPEN:
            begin_s, end_s = (_wall_s(moment, midnight) for moment in (begin, end))
            if spans and spans[-1][1] == begin_s:  # the library parts hours whose comments differ
                begin_s, _ = spans.pop()
            spans.append((begin_s, end_s))
    return tuple(spans)


def _wall_s(moment: datetime, midnight: datetime) -> int:
    return int((moment.replace(tzinfo=None) - midnight).total_seconds())
