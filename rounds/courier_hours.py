"""When a courier can ride, as moments: weekly shifts and exceptions of dates, on the square's clock.

Shifts are what the wall shows, so on the two nights a year when clocks change one may be an hour longer or shorter.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from data.models.courier import Courier
from rounds.day_clock import DayClock

__all__ = ["Span", "can_ride", "shifts_of"]

DAYS_BEFORE = 2
"""A shift ends at 48:00 of its day at the latest, which is two midnights later."""


class Span(NamedTuple):
    """From a moment until another one."""

    begins_at: datetime
    ends_at: datetime


def shifts_of(courier: Courier, clock: DayClock) -> list[Span]:
    """Give the times that begin on a local day at which a courier can ride, as they begin; none overlap or touch."""
    if not courier.active:
        return []
    return _joined(_spans(courier, clock))


def can_ride(courier: Courier, wanted: Span, timezone: str) -> bool:
    """Say whether a courier can ride the whole of a time; shifts that go on past midnight go on."""
    first, last = (moment.astimezone(ZoneInfo(timezone)).date() for moment in wanted)
    days = (first + timedelta(days=ahead) for ahead in range(-DAYS_BEFORE, (last - first).days + 1))
    found = _joined(span for day in days for span in _spans(courier, DayClock(day, timezone)))
    return courier.active and any(
        span.begins_at <= wanted.begins_at and wanted.ends_at <= span.ends_at for span in found
    )


def _spans(courier: Courier, clock: DayClock) -> Iterator[Span]:
    """Give the shifts of a day: those of its weekday, unless it is a day off, and those it has besides."""
    exceptions = [(start_s, end_s) for day, start_s, end_s in courier.exceptions if day == clock.day.isoformat()]
    is_off = any(start_s is None for start_s, _ in exceptions)
    usual: Sequence[tuple[int, int]] = [
        (start_s, end_s) for weekday, start_s, end_s in courier.weekly if weekday == clock.day.weekday()
    ]
    for start_s, end_s in ([] if is_off else [*usual]) + exceptions:
        if start_s is not None and end_s is not None:
            yield Span(clock.moment(start_s), clock.moment(end_s))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Join what overlaps or touches; what has no length (an hour that the clocks leap over) is gone."""
    joined: list[Span] = []
    for span in sorted(one for one in spans if one.begins_at < one.ends_at):
        if joined and span.begins_at <= joined[-1].ends_at:
            joined[-1] = Span(joined[-1].begins_at, max(joined[-1].ends_at, span.ends_at))
        else:
            joined.append(span)
    return joined
