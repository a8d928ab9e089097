"""The clock on a square's wall, and what of a duty is free."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.day_clock import DayClock
from rounds.stored_rounds import free_span

HOUR_S = 3_600
times = st.integers(0, 48 * HOUR_S)
spans = st.tuples(times, times).map(lambda pair: (min(pair), max(pair)))


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 12, 1), 13),  # winter
        (date(2026, 7, 1), 12),  # summer
        (date(2026, 3, 29), 12),  # clocks went forward that night
        (date(2026, 10, 25), 13),  # and back
    ],
)
def test_two_in_the_afternoon_is_what_the_wall_shows(day: date, utc_hour: int) -> None:
    clock = DayClock(day, "Europe/Amsterdam")
    assert clock.moment(14 * HOUR_S) == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(4 * HOUR_S, 24 * HOUR_S))
def test_the_wall_shows_again_what_was_stored(day: date, seconds: int) -> None:
    clock = DayClock(day, "Europe/Amsterdam")
    assert clock.seconds(clock.moment(seconds)) == seconds


@given(spans, st.lists(spans, max_size=4))
def test_what_is_free_is_within_the_duty_and_meets_nothing_taken(
    duty: tuple[int, int], taken: list[tuple[int, int]]
) -> None:
    free = free_span(duty, taken)
    if free is None:
        assert all(any(start <= at < end for start, end in taken) for at in range(*duty, 1_800))
        return
    assert duty[0] <= free[0] < free[1] <= duty[1]
    assert all(end <= free[0] or start >= free[1] or start == end for start, end in taken)


def test_the_longest_part_is_free() -> None:
    assert free_span((13, 18), [(14, 15)]) == (15, 18)
    assert free_span((13, 18), [(16, 18)]) == (13, 16)
    assert free_span((13, 18), [(12, 19)]) is None
