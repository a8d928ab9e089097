"""Dates and months as they stand in an address; what is none is an address that leads nowhere."""

import re
from datetime import date, timedelta
from typing import Annotated

from fastapi import Depends

from kernel.errors import NotFoundError

__all__ = ["Day", "Month", "OptionalMonth", "neighbours"]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


def _day(day: str) -> date:
    return _date(day) if DAY.fullmatch(day) else _nowhere(day)


def _month(month: str) -> date:
    return _date(f"{month}-01") if MONTH.fullmatch(month) else _nowhere(month)


def _optional_month(month: str = "") -> date | None:
    return _month(month) if month else None


Day = Annotated[date, Depends(_day)]
"""`{day}` of the path, as 2026-12-01."""
Month = Annotated[date, Depends(_month)]
"""`{month}` of the path, as 2026-12; its first day."""
OptionalMonth = Annotated[date | None, Depends(_optional_month)]
"""`?month=` of the address."""


def neighbours(day: date) -> tuple[date | None, date | None]:
    """Give the days before and after; None at the ends of the calendar."""
    step = timedelta(days=1)
    return (None if day == date.min else day - step, None if day == date.max else day + step)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _nowhere(text)


def _nowhere(text: str) -> date:
    raise NotFoundError(f"{text!r} is no date", way_out="Write it as 2026-12-01, a month as 2026-12.")
