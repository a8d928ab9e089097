"""Times and spans of a day as people write them: 14:00, 14.00 uur, 14u30, 2 pm, tussen 14 en 16 uur.

Times are seconds since local midnight; 24:00 is the end of the day.
"""

import re
from decimal import Decimal

from kernel.text import Text
from rounds.clock import clock
from rounds.intake.cell import Reading, UnreadableCellError, quoted

__all__ = ["OpenSpan", "read_clear_time", "read_span", "read_time", "refuse_unclear_hours"]

OpenSpan = tuple[int | None, int | None]
"""(start_s, end_s); None where that side is open."""

DAY_S = 86_400

_TIME = r"[0-9]{1,2}(?:\s*[:.uh]\s*[0-9]{2}(?::[0-9]{2})?)?\s*(?:uur|hrs?|u|h|a\.?m\.?|p\.?m\.?)?"
_ONE = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*[:.uh]\s*(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?\s*"
    r"(?P<half>a\.?m\.?|p\.?m\.?)?(?:uur|hrs?|u|h)?\.?",
    re.IGNORECASE,
)
_FOUR = re.compile(r"(?P<hour>[0-2][0-9])(?P<minute>[0-5][0-9])(?:\s*(?:uur|u|h))?", re.IGNORECASE)
_FRACTION = re.compile(r"0(?:,[0-9]{1,17}|\.[0-9]|\.[6-9][0-9]|\.[0-9]{3,17})")
"""A time that Excel shows as part of a day; 0.30 could be half past midnight and is read as a time."""

_SPAN = re.compile(
    rf"(?:tussen|van|vanaf|from|between)?\s*(?P<start>{_TIME})\s*(?:-|–|—|tot\s*en\s*met|t/m|tot|en|and|to|until|till)\s*(?P<end>{_TIME})",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?:na|vanaf|van|after|from|since|>)\s*(?P<time>{_TIME})", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:voor|vóór|tot|uiterlijk|before|until|by|<)\s*(?P<time>{_TIME})", re.IGNORECASE)
_BARE_HOUR = re.compile(r"(?P<hour>[1-9]|1[01])\s*(?:uur|hrs?|u|h)?", re.IGNORECASE)
"""An hour of which nothing says which half of the day it is of; a zero before it would."""
_LAST_OF_NIGHT = 6
"""Hour; who writes 7 means the morning."""
_ANY = frozenset({"", "-", "hele dag", "de hele dag", "altijd", "all day", "any", "anytime", "maakt niet uit"})


def read_time(cell: str) -> Reading[int]:
    """Read one time of the day; an hour alone is one of the clock, so 4 is of the night."""
    text = _without_word(cell)
    if _FRACTION.fullmatch(text):
        seconds = round(Decimal(text.replace(",", ".")) * DAY_S / 60) * 60
        return Reading(seconds, _read_as(cell, seconds))
    if four := _FOUR.fullmatch(text):
        seconds = _seconds(cell, four)
        return Reading(seconds, _read_as(cell, seconds))
    return Reading(_plain_time(cell, text))


def read_clear_time(cell: str) -> Reading[int]:
    """Read one time of the day that is the only one told; raises as `refuse_unclear_hours` too."""
    refuse_unclear_hours(cell)
    return read_time(cell)


def refuse_unclear_hours(*cells: str) -> None:
    """Refuse hours that stand in cells of their own as `read_span` does in one.

    Parameters
    ----------
    cells: one time each, which follow each other.

    Raises
    ------
    UnreadableCellError
        Nothing says of which half of the day they are.
    """
    if cells:
        _refuse_half_unsaid("-".join(cells), "-".join("{}" for _ in cells), *map(_without_word, cells))


def read_span(cell: str) -> Reading[OpenSpan]:
    """Read a span such as "14:00-16:00" or "na 14 uur"; of "the whole day" both sides are open."""
    text = " ".join(cell.split()).strip(" .")
    if text.lower() in _ANY:
        return Reading((None, None))
    if span := _SPAN.fullmatch(text):
        _refuse_half_unsaid(cell, "{}-{}", span["start"], span["end"])
        end_s = _plain_time(cell, span["end"])
        return Reading((_start_of(cell, span, end_s), end_s))
    if after := _AFTER.fullmatch(text):
        _refuse_half_unsaid(cell, f"{text[: after.start('time')]}{{}}", after["time"])
        return Reading((_plain_time(cell, after["time"]), None))
    if before := _BEFORE.fullmatch(text):
        _refuse_half_unsaid(cell, f"{text[: before.start('time')]}{{}}", before["time"])
        return Reading((None, _plain_time(cell, before["time"])))
    raise UnreadableCellError(
        f"{quoted(cell)} is geen tijdvak; schrijf bijvoorbeeld 14:00-16:00",
        f"{quoted(cell)} is no span of time; write for example 14:00-16:00",
    )


def _refuse_half_unsaid(cell: str, form: str, *times: str) -> None:
    """Refuse "2-4", "4-7" and "na 5", which nobody means at night and some do not mean by day.

    Parameters
    ----------
    form: what to write instead, with a gap for each of the times, which follow each other.
    """
    bare = [int(found["hour"]) for time in times if (found := _BARE_HOUR.fullmatch(time.strip()))]
    if len(bare) < len(times) or bare[0] > _LAST_OF_NIGHT or bare[-1] < bare[0]:
        return
    instead = form.format(*(f"{hour + 12}:00" for hour in bare))
    raise UnreadableCellError(
        f"{quoted(cell)} is onduidelijk: {bare[0]}:00 of {bare[0] + 12}:00? schrijf {instead}",
        f"{quoted(cell)} is unclear: {bare[0]}:00 or {bare[0] + 12}:00? write {instead}",
    )


def _without_word(cell: str) -> str:
    return re.sub(r"^(?:om|at|vanaf|na|tot|voor|from|until)\s+", "", cell.strip(), flags=re.IGNORECASE)


def _start_of(cell: str, span: re.Match[str], end_s: int) -> int:
    """Read the start of a span; "2-4 pm" says its half of the day once, "11-1 pm" only that of its end."""
    half = re.search(r"([ap])\.?m", span["end"], re.IGNORECASE)
    said = re.search(r"[ap]\.?m", span["start"], re.IGNORECASE)
    if half and not said:
        borrowed_s = _plain_time(cell, f"{span['start']} {half[1]}m")
        if borrowed_s < end_s:
            return borrowed_s
    return _plain_time(cell, span["start"])


def _plain_time(cell: str, text: str) -> int:
    found = _ONE.fullmatch(text.strip())
    if not found:
        raise UnreadableCellError(
            f"{quoted(cell)} is geen tijd; schrijf bijvoorbeeld 14:00",
            f"{quoted(cell)} is no time; write for example 14:00",
        )
    return _seconds(cell, found)


def _seconds(cell: str, found: re.Match[str]) -> int:
    parts = found.groupdict()
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()
    possible = 1 <= hour <= 12 if half else hour <= 24
    seconds = (hour % 12 + (12 if half.startswith("p") else 0) if half else hour) * 3600 + minute * 60 + second
    if not possible or minute > 59 or second > 59 or seconds > DAY_S:
        raise UnreadableCellError(f"{quoted(cell)} bestaat niet als tijd", f"{quoted(cell)} is no existing time")
    return seconds


def _read_as(cell: str, seconds: int) -> Text:
    return Text(f"tijd {quoted(cell)} gelezen als {clock(seconds)}", f"time {quoted(cell)} read as {clock(seconds)}")
