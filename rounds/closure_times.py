"""When a closure is in force: from what a person says, to moments, to the spans of one day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.drafts.closure import WEEKDAYS, Weekly
from data.models.closure import Closure as StoredClosure
from kernel.errors import BadInputError
from rounds.clock import clock as on_the_clock
from rounds.day_clock import DAY_S, DayClock
from rounds.delivery_day import Span

__all__ = ["DAY_SEEN_S", "ClosureTimes", "LocalTime", "day_seen", "times_of", "times_said"]

DAY_SEEN_S = 2 * DAY_S
"""How far from midnight the rounds of a day may reach: a duty may end after midnight."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """What stands after "from" or "until": a date, a time on the square's clock, or both.

    Attributes
    ----------
    second: since midnight; None is the begin or the end of the date.
    """

    day: date | None
    second: int | None


@dataclass(frozen=True, slots=True)
class ClosureTimes:
    """When a closure is in force.

    Attributes
    ----------
    begins_at: before it there is nothing, nor what is left of a night that began on the day before; None, of a weekly
        one, is since ever.
    ends_at: after it there is nothing; None, of a weekly one, is never.
    """

    begins_at: datetime | None
    ends_at: datetime | None
    weekly: Weekly | None = None

    def on(self, clock: DayClock) -> list[Span]:
        """Give its spans on a day and the one after, in seconds since the day's midnight; the first begins first."""
        low = 0 if self.begins_at is None else max(0, clock.seconds(self.begins_at))
        high = DAY_SEEN_S if self.ends_at is None else min(DAY_SEEN_S, clock.seconds(self.ends_at))
        found = ((max(low, begin), min(high, end)) for begin, end in self._spans(clock))
        return [(begin, end) for begin, end in found if begin < end]

    def _spans(self, clock: DayClock) -> list[Span]:
        if self.weekly is None:
            return [(0, DAY_SEEN_S)]
        first = clock.day.toordinal()
        begun = date.min if self.begins_at is None else self.begins_at.astimezone(ZoneInfo(clock.timezone)).date()
        near = (offset for offset in (-1, 0, 1) if begun.toordinal() <= first + offset <= date.max.toordinal())
        return [
            (self.weekly.start_s + offset * DAY_S, self.weekly.end_s + offset * DAY_S)
            for offset in near
            if date.fromordinal(first + offset).weekday() in self.weekly.weekdays
        ]


def times_of(stored: StoredClosure, timezone: str) -> ClosureTimes:
    """Give the times of a stored closure; ended before its time is ended."""
    begins_at = stored.begins_at
    if begins_at is None:
        made = DayClock(stored.created_at.astimezone(ZoneInfo(timezone)).date(), timezone)
        begins_at = made.moment(0)
    ends = [at for at in (stored.ends_at, stored.ended_at) if at is not None]
    weekly = None
    if stored.weekdays is not None:
        days = frozenset(WEEKDAYS.index(name) for name in stored.weekdays.split())
        weekly = Weekly(days, stored.start_s or 0, stored.end_s or 0)
    return ClosureTimes(begins_at, min(ends, default=None), weekly)


def times_said(begin: LocalTime, end: LocalTime, weekdays: frozenset[int], timezone: str) -> ClosureTimes:
    """Turn what a person says into moments.

    Parameters
    ----------
    weekdays: on which it comes back every week; none for once. Then times without a date are times of such a day,
        and dates are the first and the last on which it may begin.

    Raises
    ------
    BadInputError
        It ends before it begins, never is, or has no date; `field` says which part.
    """
    try:
        return _weekly(begin, end, weekdays, timezone) if weekdays else _once(begin, end, timezone)
    except OverflowError as fault:  # the first or the last day of the calendar, on another clock
        raise BadInputError(
            "these dates are too far away", field="begin", way_out="Give dates of these years."
        ) from fault


def day_seen(clock: DayClock) -> tuple[datetime, datetime] | None:
    """Give the moments between which the closures of a day are sought; None at the ends of the calendar."""
    try:
        return clock.moment(0), clock.moment(DAY_SEEN_S)
    except OverflowError:
        return None


def _once(begin: LocalTime, end: LocalTime, timezone: str) -> ClosureTimes:
    if begin.day is None or end.day is None:
        name = "begin" if begin.day is None else "end"
        raise BadInputError(
            f"its {name} has no date",
            way_out="Give one, as 2026-12-05; or days of the week on which it comes back.",
            field=f"{name}/day",
        )
    begins_at = DayClock(begin.day, timezone).moment(begin.second or 0)
    ends_at = DayClock(end.day, timezone).moment(DAY_S if end.second is None else end.second)
    if ends_at <= begins_at:
        if (begin.day, begin.second or 0) < (end.day, DAY_S if end.second is None else end.second):
            raise BadInputError(
                f"between {_said(begin)} and {_said(end)} the clock goes forward, so there is no time between them",
                field="end",
                way_out="Give times outside that hour.",
            )
        raise BadInputError(
            f"it ends at {_said(end)}, before it begins at {_said(begin)}", way_out="Turn them round.", field="end"
        )
    return ClosureTimes(begins_at, ends_at)


def _weekly(begin: LocalTime, end: LocalTime, weekdays: frozenset[int], timezone: str) -> ClosureTimes:
    start_s, end_s = begin.second or 0, DAY_S if end.second is None else end.second
    if start_s == end_s:
        raise BadInputError(
            f"it begins and ends at {on_the_clock(start_s)}",
            way_out="For whole days leave the times out.",
            field="end/time",
        )
    weekly = Weekly(weekdays, start_s, end_s if end_s > start_s else end_s + DAY_S)
    if begin.day is not None and end.day is not None:
        _refuse_no_such_day(begin.day, end.day, weekdays)
    return ClosureTimes(
        None if begin.day is None else DayClock(begin.day, timezone).moment(0),
        None if end.day is None else DayClock(end.day, timezone).moment(weekly.end_s),
        weekly,
    )


def _refuse_no_such_day(first: date, last: date, weekdays: frozenset[int]) -> None:
    if last < first:
        raise BadInputError(
            f"it ends on {last}, before it begins on {first}", way_out="Turn them round.", field="end/day"
        )
    days = {(first + timedelta(days=number)).weekday() for number in range(min(7, (last - first).days + 1))}
    if not days & weekdays:
        names = " or ".join(WEEKDAYS[day] for day in sorted(weekdays))
        raise BadInputError(
            f"there is no {names} from {first} to {last}", way_out="Give other dates, or other days.", field="weekdays"
        )


def _said(time: LocalTime) -> str:
    second = "" if time.second is None else f" {on_the_clock(time.second)}"
    return f"{time.day}{second}"
