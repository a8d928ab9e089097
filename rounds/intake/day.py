"""Days as people write them: 24-11-2026, 24 nov 2026, 2026-11-24, dinsdag 24 november."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from kernel.text import Text
from rounds.intake.cell import Reading, UnreadableCellError, quoted

__all__ = ["day_reader", "far_day"]

_MONTHS = {
    name: number
    for number, said in enumerate(
        (
            "januari january jan", "februari february feb", "maart march mrt maa mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "augustus august aug", "september sep sept", "oktober october okt oct",
            "november nov", "december dec",
        ),
        1,
    )
    for name in said.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, said in enumerate(
        (
            "maandag monday ma mon mo", "dinsdag tuesday di tue tu", "woensdag wednesday wo wed we",
            "donderdag thursday do thu th", "vrijdag friday vr fri fr", "zaterdag saturday za sat sa",
            "zondag sunday zo sun su",
        )
    )
    for name in said.split()
}  # fmt: skip
_NL_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_CLOCK = r"(?:[T ,]+(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:[ap]m|Z|[+-][0-9]{2}:?[0-9]{2})?))?"
_ISO = re.compile(rf"(?P<y>[0-9]{{4}})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}}){_CLOCK}", re.IGNORECASE)
_COMPACT = re.compile(r"(?P<y>20[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_NUMBERS = re.compile(
    rf"(?P<d>[0-9]{{1,2}})\s*(?P<sign>[-/.])\s*(?P<m>[0-9]{{1,2}})(?:\s*[-/.]\s*(?P<y>[0-9]{{4}}|[0-9]{{2}}))?{_CLOCK}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?P<d>[0-9]{{1,2}})(?:e|st|nd|rd|th)?[\s.-]+(?P<name>[a-z]{{3,9}})\.?(?:[\s.,'’-]+(?P<y>[0-9]{{4}}|[0-9]{{2}}))?{_CLOCK}",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    rf"(?P<name>[a-z]{{3,9}})\.?\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>[0-9]{{4}}){_CLOCK}", re.IGNORECASE
)
_WEEKDAY = re.compile(r"([a-z]{2,9})\.?,?\s+(?=[0-9a-z])", re.IGNORECASE)
_SERIAL = re.compile(r"[0-9]{5}(?:[.,]0+)?")

_EXCEL_DAY_0 = date(1899, 12, 30)
"""Day 0 of Excel's 1900 system for all days from 1 March 1900 on. Source: ECMA-376 part 1, 18.17.4.1."""

YEARS_BACK, YEARS_AHEAD = 1, 2
"""A date further from today is a typing error."""


def far_day(day: date, today: date, written: str = "") -> Text | None:
    """Say that a day is too far from today to be meant; None where it may be.

    Parameters
    ----------
    written: how it was written; as the day itself where nothing else is said.
    """
    if today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        return None
    return Text(
        f"{written or day} ligt ver van vandaag ({today.year}); klopt het jaar?",
        f"{written or day} is far from today ({today.year}); is the year right?",
    )


def day_reader(today: date) -> Callable[[str], Reading[date]]:
    """Make a parser of days; `today` tells the year where none is written and what is believable."""

    def read_day(cell: str) -> Reading[date]:
        text, weekday = _without_weekday(cell)
        if _SERIAL.fullmatch(text):
            return _from_excel(text, today)
        day, mend = _day(cell, text, today)
        _refuse_far(cell, day, today)
        if weekday is not None and day.weekday() != weekday:
            raise UnreadableCellError(
                f"{quoted(cell)}: {_told(day).nl} is een {_NL_DAYS[day.weekday()]}",
                f"{quoted(cell)}: {_told(day).en} is a {_EN_DAYS[day.weekday()]}",
            )
        return Reading(day, mend)

    return read_day


def _without_weekday(cell: str) -> tuple[str, int | None]:
    found = _WEEKDAY.match(cell)
    weekday = _WEEKDAYS.get(found[1].lower()) if found else None
    return (cell[found.end() :], weekday) if found and weekday is not None else (cell, None)


def _day(cell: str, text: str, today: date) -> tuple[date, Text | None]:
    found = (
        _ISO.fullmatch(text)
        or _COMPACT.fullmatch(text)
        or _NUMBERS.fullmatch(text)
        or _NAMED.fullmatch(text)
        or _NAME_FIRST.fullmatch(text)
    )
    parts = found.groupdict() if found else {}
    month = _MONTHS.get(parts["name"].lower(), 0) if parts.get("name") else int(parts.get("m") or 0)
    if not found or not month:
        raise UnreadableCellError(
            f"{quoted(cell)} is geen datum; schrijf bijvoorbeeld {today.day}-{today.month}-{today.year}",
            f"{quoted(cell)} is no date; write for example {today.isoformat()}",
        )
    written, of_month = parts["y"], int(parts["d"])
    if written:
        day = _existing(cell, _year(written, today), month, of_month)
    else:
        day = _nearest(today, month, of_month) or _existing(cell, today.year, month, of_month)
    guessed = len(written or "") != 4 or _may_be_american(parts, day)
    return day, _read_as(cell, day) if guessed or _has_clock(parts) else None


def _year(written: str, today: date) -> int:
    return int(written) if len(written) == 4 else today.year // 100 * 100 + int(written)


def _nearest(today: date, month: int, day: int) -> date | None:
    """Find the nearest such day: a file may tell last week's orders as well as next month's."""
    days: list[date] = []
    for year in (today.year + 1, today.year, today.year - 1):
        with suppress(ValueError):
            days.append(date(year, month, day))
    return min(days, key=lambda one: abs(one - today), default=None)


def _existing(cell: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        turned = month > 12 and day <= 12
        hint = Text("; staat de maand voorop? Schrijf de dag eerst", "; is the month first? Write the day first")
        raise UnreadableCellError(
            f"{quoted(cell)} bestaat niet als datum{hint.nl if turned else ''}",
            f"{quoted(cell)} is no existing date{hint.en if turned else ''}",
        ) from fault


def _may_be_american(parts: dict[str, str | None], day: date) -> bool:
    return parts.get("sign") == "/" and day.day <= 12 and day.day != day.month


def _has_clock(parts: dict[str, str | None]) -> bool:
    clock = parts.get("clock")
    return bool(clock and not re.match(r"0?0:00(:00)?(?!\d)", clock))


def _from_excel(text: str, today: date) -> Reading[date]:
    day = _EXCEL_DAY_0 + timedelta(days=int(text[:5]))
    if abs(day.year - today.year) > YEARS_AHEAD:
        raise UnreadableCellError(
            f"{quoted(text)} is geen datum maar een getal; maak de kolom in Excel op als datum",
            f"{quoted(text)} is a number, no date; format the column as a date in Excel",
        )
    return Reading(day, _read_as(text, day))


def _refuse_far(cell: str, day: date, today: date) -> None:
    if far := far_day(day, today, quoted(cell)):
        raise UnreadableCellError(far.nl, far.en)


def _read_as(cell: str, day: date) -> Text:
    told = _told(day)
    return Text(f"datum {quoted(cell)} gelezen als {told.nl}", f"date {quoted(cell)} read as {told.en}")


def _told(day: date) -> Text:
    return Text(f"{day.day}-{day.month}-{day.year}", day.isoformat())
