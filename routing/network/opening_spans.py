"""When opening hours are open within the two days from a midnight, in seconds of the clock on the wall.

Public holidays are those of the country where the place lies, as opening-hours-py knows them; so are sunrise and dusk.
Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import opening_hours

from kernel.position import Position

__all__ = ["HORIZON_S", "fault_in_hours", "open_spans"]

HORIZON_S = 172_800
"""Two days: a round that leaves before midnight has roads until it is home. Own choice."""

_SCHOOL = re.compile(r"\bSH\b")


@lru_cache(maxsize=4096)
def fault_in_hours(text: str) -> str:
    """Say why opening hours cannot be read; nothing where they can."""
    if _SCHOOL.search(text):
        return "school holidays are not known"
    if not opening_hours.validate(text):
        return "it is no time, size or user that is known here"
    return ""


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
