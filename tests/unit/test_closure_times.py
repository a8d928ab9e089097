"""When a closure is in force: what a person says, against a calendar counted out minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.drafts.closure import Weekly
from kernel.errors import BadInputError
from rounds.closure_times import DAY_SEEN_S, ClosureTimes, LocalTime, times_said
from rounds.day_clock import DayClock

ZONE = "Europe/Amsterdam"
SATURDAY = date(2026, 12, 5)
NONE = frozenset[int]()
SAT = frozenset({5})


def said(begin: tuple[date | None, int | None], end: tuple[date | None, int | None], days: frozenset[int] = NONE):
    return times_said(LocalTime(*begin), LocalTime(*end), days, ZONE)


def on(times: ClosureTimes, day: date) -> list[tuple[int, int]]:
    return times.on(DayClock(day, ZONE))


def at(hour: float) -> int:
    return round(hour * 3_600)


def test_a_closure_of_some_hours_is_in_force_for_those_hours() -> None:
    market = said((SATURDAY, at(7)), (SATURDAY, at(17)))
    assert market.begins_at == datetime(2026, 12, 5, 6, tzinfo=UTC)
    assert on(market, SATURDAY) == [(at(7), at(17))]
    assert on(market, SATURDAY - timedelta(days=1)) == [(at(31), at(41))]
    assert on(market, SATURDAY + timedelta(days=1)) == []


def test_dates_alone_are_whole_days_the_last_included() -> None:
    works = said((SATURDAY, None), (SATURDAY + timedelta(days=2), None))
    assert on(works, SATURDAY) == [(0, DAY_SEEN_S)]
    assert on(works, SATURDAY + timedelta(days=2)) == [(0, at(24))]
    assert on(works, SATURDAY + timedelta(days=3)) == []
    assert on(works, SATURDAY - timedelta(days=1)) == [(at(24), at(48))]


def test_a_weekly_market_keeps_its_hours_when_the_clocks_change() -> None:
    market = said((None, at(7)), (None, at(17)), SAT)
    for day in (date(2026, 3, 28), date(2026, 4, 4), date(2026, 10, 24), date(2026, 10, 31)):
        assert on(market, day) == [(at(7), at(17))], day
        assert on(market, day + timedelta(days=1)) == []


def test_a_weekly_closure_may_run_past_midnight() -> None:
    party = said((None, at(22)), (None, at(4)), SAT)
    assert on(party, SATURDAY) == [(at(22), at(28))]
    assert on(party, SATURDAY + timedelta(days=1)) == [(0, at(4))]


def test_the_first_and_last_day_bound_a_weekly_closure() -> None:
    market = said((SATURDAY, at(7)), (SATURDAY + timedelta(days=10), at(17)), SAT)
    days = [SATURDAY + timedelta(days=7 * week) for week in range(-1, 3)]
    assert [bool(on(market, day)) for day in days] == [False, True, True, False]


def test_a_night_that_began_before_the_first_day_is_no_part_of_a_weekly_closure() -> None:
    nights = said((SATURDAY, at(22)), (None, at(6)), frozenset({4, 5}))
    assert on(nights, SATURDAY) == [(at(22), at(30))]
    assert on(nights, SATURDAY + timedelta(days=7)) == [(0, at(6)), (at(22), at(30))]


def test_an_end_before_its_time_cuts_it_off() -> None:
    ended = ClosureTimes(None, datetime(2026, 12, 5, 11, tzinfo=UTC), Weekly(SAT, at(7), at(17)))
    assert on(ended, SATURDAY) == [(at(7), at(12))]
    assert on(ended, SATURDAY + timedelta(days=7)) == []


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_have_days_too(day: date) -> None:
    assert len(on(ClosureTimes(None, None, Weekly(frozenset(range(7)), at(7), at(17))), day)) in {1, 2}


@given(
    st.integers(0, 23), st.integers(1, 24), st.frozensets(st.integers(0, 6), min_size=1), st.integers(0, 2),
    st.tuples(st.integers(-30, 60), st.integers(-30, 60)),
)  # fmt: skip
def test_a_weekly_closure_is_what_a_calendar_says(
    start: int, length: int, days: frozenset[int], offset: int, bounds: tuple[int, int]
) -> None:
    """For each hour of two days: some occurrence that began on one of its weekdays is not over, within the bounds.

    None of the days before the first.
    """
    midnight = datetime(2026, 7, 6, tzinfo=ZoneInfo(ZONE))
    low, high = (midnight + timedelta(hours=bound) for bound in bounds)
    times = ClosureTimes(low, high, Weekly(days, start * 3_600, (start + length) * 3_600))
    seen_from = midnight + timedelta(days=offset)
    spans = on(times, seen_from.date())
    for hour in range(48):
        moment = seen_from + timedelta(hours=hour)
        begun = [moment.replace(hour=start) - timedelta(days=back) for back in range(3)]
        expected = low <= moment < high and any(
            day.weekday() in days and day.date() >= low.date() and day <= moment < day + timedelta(hours=length)
            for day in begun
        )
        assert expected == any(begin <= hour * 3_600 < end for begin, end in spans), (hour, spans)


@pytest.mark.parametrize(
    ("begin", "end", "days", "line"),
    [
        (
            (SATURDAY, at(17)),
            (SATURDAY, at(7)),
            NONE,
            "it ends at 2026-12-05 07:00, before it begins at 2026-12-05 17:00",
        ),
        ((SATURDAY, at(7)), (SATURDAY, at(7)), NONE, "before it begins"),
        ((None, at(7)), (SATURDAY, at(17)), NONE, "its begin has no date"),
        ((SATURDAY, at(7)), (None, at(17)), NONE, "its end has no date"),
        ((None, at(7)), (None, at(7)), SAT, "it begins and ends at 07:00"),
        ((SATURDAY, at(7)), (date(2026, 11, 1), at(17)), SAT, "it ends on 2026-11-01, before it begins on 2026-12-05"),
        ((date(2026, 12, 7), at(7)), (date(2026, 12, 9), at(17)), SAT, "there is no sat from 2026-12-07 to 2026-12-09"),
        ((date.min, None), (date.min, None), NONE, "these dates are too far away"),
        ((SATURDAY, None), (date.max, None), NONE, "these dates are too far away"),
    ],
)
def test_times_that_cannot_be_are_told(begin, end, days: frozenset[int], line: str) -> None:
    with pytest.raises(BadInputError, match=line):
        said(begin, end, days)
