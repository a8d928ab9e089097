"""Opening hours as a shopkeeper writes them ("ma-vr 9-18, za 9:00-17:00") in the form of OpenStreetMap's tag."""

import re
from datetime import date, timedelta

from data.opening import read_opening
from kernel.position import Position
from kernel.text import Text
from rounds.intake.cell import Reading, UnreadableCellError, quoted

__all__ = ["read_opening_hours"]

_DAYS = {
    word: short
    for short, words in {
        "Mo": "maandag ma", "Tu": "dinsdag di", "We": "woensdag wo", "Th": "donderdag do", "Fr": "vrijdag vr",
        "Sa": "zaterdag za", "Su": "zondag zo", "PH": "feestdagen feestdag",
    }.items()
    for word in words.split()
}  # fmt: skip
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})\b\.?", re.IGNORECASE)
_TIMES = re.compile(
    r"\b([0-9]{1,2})(?:[.:u]([0-9]{2}))?\s*(?:uur|u)?\s*(?:-|–|—|tot)\s*([0-9]{1,2})(?:[.:u]([0-9]{2}))?\s*(?:uur|u)?\b"
)
_DAY_SPAN = re.compile(r"(?<=[a-z])\s*(?:-|–|—|t/m|tot en met|tot)\s*(?=(?:Mo|Tu|We|Th|Fr|Sa|Su)\b)")
_DAY_ENDS = re.compile(r"(?<=[0-9])\s*[,\n]\s*(?=(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b)", re.IGNORECASE)
_SEASON = re.compile(r"\b(?:week|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\b(?:gesloten|dicht|closed)\b", re.IGNORECASE)
_SOMEWHERE = Position(5.39, 52.16)
"""Amersfoort: whether a text can be understood does not depend on the place; whose holidays count does."""
_TRIED = tuple(date(2026, 12, 21) + timedelta(days) for days in range(14))
"""Every day of the week, with public holidays and without."""


def read_opening_hours(cell: str) -> Reading[str]:
    """Read opening hours, in OpenStreetMap's form as they stand, or by Dutch day names; what was rewritten is told.

    Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification.
    """
    if not read_opening(cell, _SOMEWHERE).unreadable:  # its spans of dates and weeks look like times of day
        text = cell if _SEASON.search(cell) or all(_lie_beside(cell)) else _DAY_ENDS.sub("; ", cell)
    else:
        text = _DAY.sub(lambda found: _DAYS[found[1].lower()], cell)
        text = _DAY_SPAN.sub("-", _CLOSED.sub("off", _TIMES.sub(_clock_times, text)))
        beside = _lie_beside(text)
        text = _DAY_ENDS.sub(", " if beside and all(beside) else "; ", text)
        text = " ".join(text.replace(" en ", ",").split())
    if read_opening(text, _SOMEWHERE).unreadable:
        raise UnreadableCellError(
            f"openingstijden {quoted(cell)} zijn niet te lezen; schrijf bijvoorbeeld ma-vr 09:00-18:00; za 09:00-17:00",
            f"opening hours {quoted(cell)} cannot be read; write for example Mo-Fr 09:00-18:00; Sa 09:00-17:00",
        )
    told = Text(f"openingstijden gelezen als {text}", f"opening hours read as {text}")
    return Reading(text, None if text == cell else told)


def _lie_beside(text: str) -> list[bool]:
    """Tell of each day on which a comma before a day says other hours than a semicolon, whether it only adds some.

    A comma adds, a semicolon replaces: "Mo-Fr 09:00-12:00, Mo-Fr 13:00-18:00" adds the afternoon, and who writes
    "Mo-Sa 09:00-18:00, Sa 10:00-16:00" means a shorter Saturday.
    """
    if not _DAY_ENDS.search(text):
        return []
    adding, replacing = (read_opening(_DAY_ENDS.sub(sign, text), _SOMEWHERE) for sign in (", ", "; "))
    hours = [(adding.opens_on(day) or (), replacing.opens_on(day) or ()) for day in _TRIED]
    return [bool(last) and set(last) < set(both) for both, last in hours if both != last]


def _clock_times(found: re.Match[str]) -> str:
    start, start_minute, end, end_minute = found.groups()
    return f"{int(start):02}:{start_minute or '00'}-{int(end):02}:{end_minute or '00'}"
