"""Days that come again, as a rule of iCalendar says them (RFC 5545, 3.3.10), read by python-dateutil.

Only what speaks of days is taken; whatever could be sought for without an end is not.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any, cast

from dateutil.rrule import rrulestr

from kernel.errors import BadInputError

__all__ = ["Recurrence", "read_rule"]

FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST", "UNTIL"})
LONGEST = 200
LEAP_YEAR = 2028
MOST_INTERVAL = 366
WITHIN_YEARS = 10
"""A rule that names no day for so long is a typing error: 29 February comes within eight. Our own choice."""
CALENDAR_YEARS = 400
"""After which days of the Gregorian calendar fall on the same weekdays again: 146,097 days are 20,871 weeks."""
WAY_OUT = "Write for example FREQ=WEEKLY;BYDAY=TU,FR or FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;UNTIL=20271231."
_ANOTHER_LINE = re.compile(r"[\s:]")
"""Behind either the library reads more than a rule: days left out, another day to count from."""
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(T[0-9]{6}Z?)?")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule without its end, and the last day on which it holds; None is for good."""

    rule: str
    until: date | None

    def days(self, starts_on: date, first: date, last: date, pauses: Collection[tuple[date, date]] = ()) -> list[date]:
        """Give the days from `first` to `last`, both included, that no pause holds.

        Parameters
        ----------
        starts_on: from when the rule is counted; it is a day of its own only where the rule says so.
        pauses: first and last day of each.
        """
        end = min(last, self.until or last)
        if end < max(starts_on, first):
            return []
        ahead = _years_ahead(end)
        found = _rule(self.rule, _moved(starts_on, ahead)).replace(until=_midnight(_moved(end, ahead)))
        moments: list[datetime] = found.between(
            _midnight(_moved(first, ahead)), _midnight(_moved(end, ahead)), inc=True
        )
        days = [_moved(moment.date(), -ahead) for moment in moments]
        return [day for day in days if not any(begin <= day <= over for begin, over in pauses)]

    def refuse_without_days(self, starts_on: date, today: date) -> None:
        """Refuse a rule that names no day from now on.

        Raises
        ------
        BadInputError
            Its last day is before its first or past, or no day is what it says.
        """
        _refuse_no_such_day(dict(part.split("=", 1) for part in self.rule.split(";")))
        if abs(today.year - starts_on.year) > WITHIN_YEARS:
            raise BadInputError(
                f"the rule is counted from {starts_on}, more than {WITHIN_YEARS} years from today",
                where="starts_on",
                way_out="Give a nearer day to count from.",
            )
        begin = max(starts_on, today)
        if self.until is not None and self.until < begin:
            raise BadInputError(
                f"the rule holds until {self.until}, which is before {begin}: no order would ever come of it",
                where="rule",
                way_out="Give a later UNTIL, or leave it out.",
            )
        last = self.until or begin.replace(month=1, day=1, year=begin.year + WITHIN_YEARS)
        ahead = _years_ahead(last)
        sought = _rule(self.rule, _moved(starts_on, ahead))
        first: datetime | None = sought.after(_midnight(_moved(begin - timedelta(days=1), ahead)))
        if first is None or first.date() > _moved(last, ahead):
            raise BadInputError(
                f"the rule names no day from {begin} to {last}: no order would ever come of it",
                where="rule",
                way_out=WAY_OUT,
            )


def read_rule(text: str) -> Recurrence:
    """Read a rule.

    Raises
    ------
    BadInputError
        It is none, or speaks of hours, numbers of times or other things than days.
    """
    given = text.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in given.split(";")]
    parts = {name: value for name, _, value in pairs}
    if _ANOTHER_LINE.search(given):
        raise BadInputError("the rule has a space, line break or colon", where="rule", way_out=WAY_OUT)
    if len(given) > LONGEST or len(parts) != len(pairs):
        raise BadInputError("the rule is too long, or says something twice", where="rule", way_out=WAY_OUT)
    if parts.get("FREQ") not in FREQUENCIES:
        raise BadInputError("the rule says no frequency of days, weeks, months or years", where="rule", way_out=WAY_OUT)
    unknown = sorted(parts.keys() - PARTS)
    if unknown:
        raise BadInputError(f"the rule says {unknown[0] or 'nothing'}", where="rule", way_out=WAY_OUT)
    interval = parts.get("INTERVAL", "1")
    if not (interval.isascii() and interval.isdigit() and 1 <= int(interval[:9]) <= MOST_INTERVAL):
        raise BadInputError(f"the interval is not between 1 and {MOST_INTERVAL}", where="rule", way_out=WAY_OUT)
    rule = ";".join(f"{name}={value}" for name, value in sorted(parts.items()) if name != "UNTIL")
    try:
        _rule(rule, date(2026, 1, 1))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError) as fault:
        raise BadInputError("the rule cannot be read", where="rule", way_out=WAY_OUT) from fault
    return Recurrence(rule, _until(parts["UNTIL"]) if "UNTIL" in parts else None)


def _refuse_no_such_day(parts: Mapping[str, str]) -> None:
    """Refuse what the library would look for until the year 9999: 30 February, the second of the Mondays of a day."""
    if "BYSETPOS" in parts and parts["FREQ"] not in {"MONTHLY", "YEARLY"}:
        raise BadInputError("BYSETPOS is for rules of months or years", where="rule", way_out=WAY_OUT)
    days = [int(day) for day in parts.get("BYMONTHDAY", "").split(",") if day]
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    unknown = [month for month in months if not 1 <= month <= 12]
    if unknown:
        raise BadInputError(f"there is no month {unknown[0]}", where="rule", way_out=WAY_OUT)
    if days and months and not any(abs(day) <= monthrange(LEAP_YEAR, month)[1] for day in days for month in months):
        told = f"day {parts['BYMONTHDAY']} of month {parts['BYMONTH']}"
        raise BadInputError(f"there is no {told}: no order would ever come of it", where="rule", way_out=WAY_OUT)


def _years_ahead(last: date) -> int:
    """Give by how many years days are moved ahead while a rule is read, to come near the end of the calendar.

    The library looks for the next day until the year 9999 and nowhere earlier, so that a rule which names none costs it
    seconds. The calendar is the same again after 400 years, weekdays and leap years too: from there it is not far.
    """
    return (MAXYEAR - last.year) // CALENDAR_YEARS * CALENDAR_YEARS


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def _until(text: str) -> date:
    found = _UNTIL.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as fault:
        raise BadInputError(f"{text} is no day", where="rule", way_out=WAY_OUT) from fault
    raise BadInputError("UNTIL is no day", where="rule", way_out=WAY_OUT)


def _rule(text: str, starts_on: date) -> Any:
    """Let the library read a rule; its own types are not known to checkers."""
    return cast("Any", rrulestr(text, dtstart=_midnight(starts_on)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
