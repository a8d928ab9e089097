"""Days that come again, beside an enumeration that shares no code with the library."""

import re
from datetime import date, timedelta

import pytest
from dateutil.rrule import _iterinfo
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInputError
from rounds.intake.recurrence import read_rule

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
A_DAY = timedelta(days=1)


def every_day(first: date, last: date) -> list[date]:
    return [first + number * A_DAY for number in range((last - first).days + 1)]


@given(
    start=DAYS, first=DAYS, length=st.integers(0, 60), interval=st.integers(1, 4),
    weekdays=st.sets(st.integers(0, 6), min_size=1), pause=st.tuples(DAYS, st.integers(0, 20)),
)  # fmt: skip
def test_weeks_are_counted_from_the_week_of_the_start(  # noqa: PLR0917 - Hypothesis names them
    start: date, first: date, length: int, interval: int, weekdays: set[int], pause: tuple[date, int]
) -> None:
    last, paused = first + length * A_DAY, (pause[0], pause[0] + pause[1] * A_DAY)
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(CODES[day] for day in sorted(weekdays))}"
    monday = start - start.weekday() * A_DAY
    expected = [
        day
        for day in every_day(first, last)
        if day >= start
        and day.weekday() in weekdays
        and (day - monday).days // 7 % interval == 0
        and not paused[0] <= day <= paused[1]
    ]
    assert read_rule(rule).days(start, first, last, [paused]) == expected


@given(start=DAYS, first=DAYS, length=st.integers(0, 60), interval=st.integers(1, 10), until=DAYS)
def test_days_are_counted_from_the_start_until_the_end(
    start: date, first: date, length: int, interval: int, until: date
) -> None:
    last = first + length * A_DAY
    expected = [day for day in every_day(first, last) if start <= day <= until and (day - start).days % interval == 0]
    assert read_rule(f"RRULE:FREQ=DAILY;INTERVAL={interval};UNTIL={until:%Y%m%d}").days(start, first, last) == expected


def test_the_first_saturday_of_the_month() -> None:
    days = read_rule("FREQ=MONTHLY;BYDAY=1SA").days(date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31))
    assert days == [date(2026, 1, 3), date(2026, 2, 7), date(2026, 3, 7)]


def test_a_day_that_never_is_ends_at_once() -> None:
    rule = read_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert rule.days(date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Tuesday",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=1000000000",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;BYHOUR=1",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=99999999999999999999",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=MONTHLY;BYMONTHDAY=a",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;UNTIL=20261399",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=WEEKLY;",
        "FREQ=WEEKLY\nFREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=TU;WKST=MO EXDATE:20261229T000000",
        "FREQ=WEEKLY;BYDAY=TU;WKST=MO\nEXDATE:20261229T000000",
        "FREQ=WEEKLY;BYDAY=TU;WKST=MO DTSTART:20200107T000000",
        "RRULE: FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=" + "MO," * 200,
    ],
)
def test_what_is_no_rule_of_days_is_refused_in_a_line(rule: str) -> None:
    with pytest.raises(BadInputError, match=r"^rule: "):
        read_rule(rule)


@given(st.text(alphabet="FREQ=WEKLYDAIBOMNTHSUPC;,-0123456789+ ", max_size=40))
def test_whatever_is_written_is_a_rule_or_refused(text: str) -> None:
    try:
        rule = read_rule(f"FREQ=MONTHLY;{text}")
    except BadInputError:
        return
    assert isinstance(rule.days(date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 1)), list)


START = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "there is no day 30 of month 2"),
        ("FREQ=DAILY;BYMONTH=4,6;BYMONTHDAY=31,-31", "there is no day 31,-31 of month 4,6"),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=5", "there is no month 13"),
        ("FREQ=YEARLY;BYMONTH=0;BYMONTHDAY=5", "there is no month 0"),
        ("FREQ=DAILY;BYDAY=MO;BYSETPOS=2", "BYSETPOS is for rules of months or years"),
        ("FREQ=YEARLY;INTERVAL=366;BYMONTH=1;BYMONTHDAY=1", "names no day from 2026-12-01 to 2036-01-01"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=1", "names no day from"),  # counted from a November
        ("FREQ=WEEKLY;UNTIL=20261130", "holds until 2026-11-30, which is before 2026-12-01"),
        ("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1;UNTIL=20270630", "names no day from 2026-12-01 to 2027-06-30"),
    ],
)
def test_a_rule_of_which_no_order_would_ever_come_is_refused(rule: str, told: str) -> None:
    with pytest.raises(BadInputError, match=re.escape(told)):
        read_rule(rule).refuse_without_days(START, START + A_DAY)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;UNTIL=20261201", "FREQ=MONTHLY;BYMONTH=2,3;BYMONTHDAY=30"],
)
def test_a_rule_that_comes_seldom_or_once_is_one(rule: str) -> None:
    read_rule(rule).refuse_without_days(START, START + A_DAY)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=31", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=2MO"],
)
def test_a_rule_that_names_no_day_is_not_sought_until_the_year_9999(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of the library is a month of its masks made anew, or a day looked at."""
    steps = list[int]()
    made = _iterinfo.rebuild
    monkeypatch.setattr(
        _iterinfo, "rebuild", lambda self, year, month: (steps.append(year), made(self, year, month))[1]
    )
    with pytest.raises(BadInputError, match="names no day"):
        read_rule(rule).refuse_without_days(date(2026, 12, 1), date(2026, 12, 1))
    assert 0 < len(steps) < 400 * 53


@pytest.mark.parametrize("start", [date(2000, 1, 1), date(2060, 1, 1), date(9995, 12, 31)])
def test_a_rule_is_counted_from_a_day_that_is_near(start: date) -> None:
    with pytest.raises(BadInputError, match="more than 10 years from today"):
        read_rule("FREQ=DAILY").refuse_without_days(start, date(2026, 12, 1))


def test_leap_days_stay_where_they_are() -> None:
    days = read_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29").days(date(2026, 1, 1), date(2026, 1, 1), date(2033, 1, 1))
    assert days == [date(2028, 2, 29), date(2032, 2, 29)]
