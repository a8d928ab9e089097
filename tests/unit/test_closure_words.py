"""What is said of when a closure is in force, and of one that never was."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.models.closure import Closure
from kernel.text import Text
from rounds.closure_times import LocalTime, times_said
from rounds.closure_words import said_when

ZONE = "Europe/Amsterdam"
SATURDAY = date(2026, 12, 5)
WITHDRAWN = Text("ingetrokken voordat het begon", "withdrawn before it began")


def market_until(ended: datetime, *, first: date | None = SATURDAY, hours: tuple[int, int] = (10, 12)) -> Text:
    """Tell of a market of every Saturday that is ended at a moment of the wall."""
    start, end = (hour * 3_600 for hour in hours)
    times = times_said(LocalTime(first, start), LocalTime(None, end), frozenset({5}), ZONE)
    made = Closure(begins_at=times.begins_at)
    begins_at = times.begins_at or datetime(2026, 12, 2, 23, tzinfo=UTC)  # as of one made on the third
    return said_when(made, replace(times, begins_at=begins_at, ends_at=ended), ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ended", "given"),
    [
        (at(5, 8), {}),
        (at(5, 10), {}),
        (at(4, 8), {"first": None}),
        (at(5, 8), {"first": None}),
        (at(4, 8), {"first": date(2026, 12, 2)}),  # two days of work without a market
        (at(6, 1), {"first": date(2026, 12, 6), "hours": (22, 4)}),  # in the night of the Saturday before
    ],
)
def test_a_weekly_closure_that_ended_before_its_first_hours_is_withdrawn(ended: datetime, given: dict) -> None:
    assert market_until(ended, **given) == WITHDRAWN


@pytest.mark.parametrize(
    ("ended", "given", "last"),
    [
        (at(5, 10, 1), {}, Text("5 december 2026", "5 December 2026")),
        (at(12, 8), {}, Text("11 december 2026", "11 December 2026")),  # nothing closed on the twelfth
        (at(12, 11), {}, Text("12 december 2026", "12 December 2026")),
        (at(13, 1), {"hours": (22, 4)}, Text("12 december 2026", "12 December 2026")),
        (at(13, 4), {"hours": (22, 4)}, Text("12 december 2026", "12 December 2026")),
        (at(13, 1), {"hours": (0, 24)}, Text("13 december 2026", "13 December 2026")),
    ],
)
def test_a_weekly_closure_lasts_to_the_last_day_on_which_it_may_begin(ended: datetime, given: dict, last: Text) -> None:
    told = market_until(ended, **given)
    assert told.nl.endswith(f", vanaf 5 december 2026, tot en met {last.nl}")
    assert told.en.endswith(f", from 5 December 2026, to {last.en}")
