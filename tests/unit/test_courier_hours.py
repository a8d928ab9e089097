"""When a courier can ride: weekly shifts, exceptions of dates, nights on which the clocks change."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models.courier import Courier
from rounds.courier_hours import Span, can_ride, shifts_of
from rounds.day_clock import DayClock

AMSTERDAM = "Europe/Amsterdam"
TUESDAY = date(2026, 12, 1)
SUMMER_TIME, WINTER_TIME = date(2026, 3, 29), date(2026, 10, 25)
H = 3_600


def courier(weekly: Any = (), exceptions: Any = (), *, active: bool = True) -> Courier:
    return Courier(weekly=list(weekly), exceptions=list(exceptions), active=active)


def told(shown: Courier, day: date) -> list[str]:
    spans = shifts_of(shown, DayClock(day, AMSTERDAM))
    return [f"{one.begins_at:%H:%M}-{one.ends_at:%H:%M}" for one in spans]


@pytest.mark.parametrize(
    ("weekly", "exceptions", "utc"),
    [
        pytest.param([[1, 13 * H, 18 * H]], [], ["12:00-17:00"], id="every Tuesday"),
        pytest.param([[2, 13 * H, 18 * H]], [], [], id="another day of the week"),
        pytest.param([[1, 13 * H, 15 * H], [1, 15 * H, 18 * H]], [], ["12:00-17:00"], id="two that touch are one"),
        pytest.param([[1, 13 * H, 18 * H]], [["2026-12-01", None, None]], [], id="a day off"),
        pytest.param([[1, 13 * H, 18 * H]], [["2026-12-08", None, None]], ["12:00-17:00"], id="another day off"),
        pytest.param(
            [[1, 13 * H, 18 * H]], [["2026-12-01", 9 * H, 10 * H]], ["08:00-09:00", "12:00-17:00"], id="a shift more"
        ),
        pytest.param(
            [[1, 13 * H, 18 * H]],
            [["2026-12-01", None, None], ["2026-12-01", 9 * H, 10 * H]],
            ["08:00-09:00"],
            id="other hours",
        ),
    ],
)
def test_the_shifts_of_a_day(weekly: Any, exceptions: Any, utc: list[str]) -> None:
    assert told(courier(weekly, exceptions), TUESDAY) == utc
    assert told(courier(weekly, exceptions, active=False), TUESDAY) == []


@pytest.mark.parametrize(
    ("day", "start_h", "end_h", "utc"),
    [
        (SUMMER_TIME, 1, 5, ["00:00-03:00"]),  # the wall leaps from 02:00 to 03:00: an hour less
        (SUMMER_TIME, 13, 18, ["11:00-16:00"]),
        (SUMMER_TIME, 2, 3, []),  # an hour that is not there
        (WINTER_TIME, 1, 5, ["23:00-04:00"]),  # 02:00 to 03:00 comes twice: an hour more
        (WINTER_TIME, 13, 18, ["12:00-17:00"]),
    ],
)
def test_shifts_are_what_the_wall_shows_when_the_clocks_change(
    day: date, start_h: int, end_h: int, utc: list[str]
) -> None:
    assert told(courier([[6, start_h * H, end_h * H]]), day) == utc


def test_a_shift_past_midnight_goes_on_into_the_next_day() -> None:
    late = courier([[0, 22 * H, 26 * H], [1, 2 * H, 4 * H]])  # Monday night, and on from there
    midnight = datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert can_ride(late, Span(midnight - timedelta(hours=2), midnight + timedelta(hours=4)), AMSTERDAM)
    small_hours = Span(midnight + timedelta(hours=1), midnight + timedelta(hours=2))
    assert can_ride(late, small_hours, AMSTERDAM), "they are the day before's"
    longest = courier([[6, 24 * H, 48 * H]])  # Sunday's, all of Monday
    assert can_ride(longest, Span(midnight - timedelta(hours=1), midnight), AMSTERDAM)
    assert not can_ride(late, Span(midnight, midnight + timedelta(hours=4, seconds=1)), AMSTERDAM)


MINUTES = 48 * 60
SHIFTS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, MINUTES - 1), st.integers(1, 1440)).map(
        lambda one: [one[0], one[1] * 60, min(one[1] + one[2], MINUTES) * 60]
    ),
    max_size=4,
)


@given(SHIFTS, st.integers(0, 7 * 1440), st.integers(1, 600))
def test_who_can_ride_can_ride_at_every_minute(weekly: list[Any], start: int, length: int) -> None:
    """On a clock that never changes, minute by minute."""
    monday = datetime(2026, 11, 30, tzinfo=UTC)
    free = set[int]()
    for weekday, start_s, end_s in weekly:
        for week in (-1, 0, 1, 2):
            first = (week * 7 + weekday) * 1440
            free |= set(range(first + start_s // 60, first + end_s // 60))
    span = Span(monday + timedelta(minutes=start), monday + timedelta(minutes=start + length))
    assert can_ride(courier(weekly), span, "UTC") == (set(range(start, start + length)) <= free)
