"""A closure in words: what it does to the roads, and when."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.models.closure import Closure as StoredClosure
from kernel.text import Text
from maps.formats import Formats
from rounds.closure_times import ClosureTimes
from rounds.day_clock import DAY_S

__all__ = ["said_effect", "said_for", "said_when"]

_VEHICLES = {
    "cargo-bike": Text("bakfietsen", "cargo bikes"),
    "cargo-trike": Text("bakfietsen op drie wielen", "cargo trikes"),
    "bike": Text("fietsen", "bicycles"),
    "foot": Text("voetgangers", "people on foot"),
    "car": Text("auto's", "cars"),
    "van": Text("bestelbussen", "vans"),
}


def said_effect(stored: StoredClosure) -> Text:
    """Say what it does: closed, or so many times slower."""
    if stored.slowed is None:
        return Text("dicht", "closed")
    return Text(
        f"langzaam: rijden duurt {Formats('nl').factor(stored.slowed)} keer zo lang",
        f"slow: riding takes {Formats('en').factor(stored.slowed)} times as long",
    )


def said_when(stored: StoredClosure, times: ClosureTimes, timezone: str) -> Text:
    """Say when it is in force, on the square's clock."""
    return Text(_when(stored, times, timezone, "nl"), _when(stored, times, timezone, "en"))


def said_for(stored: StoredClosure) -> Text:
    """Say whom it is for: "only for vans"; nothing where it is for all."""
    if stored.profiles is None:
        return Text("", "")
    named = [_VEHICLES.get(name, Text(name, name)) for name in stored.profiles]
    return Text(f"alleen voor {', '.join(one.nl for one in named)}", f"only for {', '.join(one.en for one in named)}")


def _when(stored: StoredClosure, times: ClosureTimes, timezone: str, lang: str) -> str:
    formats, zone = Formats(lang), ZoneInfo(timezone)
    begins, ends = (None if at is None else at.astimezone(zone) for at in (stored.begins_at, times.ends_at))
    if _never_was(times, zone):
        return Text("ingetrokken voordat het begon", "withdrawn before it began").within(lang)
    if times.weekly is None:
        return _span(begins, ends, formats)
    weekly = times.weekly
    start, end = formats.clock(weekly.start_s), formats.clock(weekly.end_s)
    if weekly.end_s > DAY_S:
        end = formats.clock(weekly.end_s - DAY_S) + Text(" de volgende dag", " the next day").within(lang)
    said = f"{_every(sorted(weekly.weekdays), formats)} {start}–{end}"
    if begins is not None:
        said += Text(", vanaf ", ", from ").within(lang) + formats.plain_day(begins.date())
    if ends is not None:
        said += Text(", tot en met ", ", to ").within(lang) + formats.plain_day(_last_day(ends, weekly.start_s))
    return said


def _never_was(times: ClosureTimes, zone: ZoneInfo) -> bool:
    """Tell whether it ended before it was in force for the first time."""
    if times.begins_at is None or times.ends_at is None:
        return False
    if times.weekly is None:
        return times.ends_at <= times.begins_at
    last = _last_day(times.ends_at.astimezone(zone), times.weekly.start_s)
    days = (last - times.begins_at.astimezone(zone).date()).days + 1
    return not any((last - timedelta(days=ago)).weekday() in times.weekly.weekdays for ago in range(min(7, days)))


def _last_day(ends: datetime, start_s: int) -> date:
    """Give the last day on which a closure that comes back may begin, however late in the night behind it it ends."""
    return (ends.replace(tzinfo=None) - timedelta(seconds=start_s, microseconds=1)).date()


def _every(days: Sequence[int], formats: Formats) -> str:
    if len(days) == 7:
        return Text("elke dag", "every day").within(formats.lang)
    names = [formats.weekday(day) for day in days]
    joined = f"{', '.join(names[:-1])} {Text('en', 'and').within(formats.lang)} {names[-1]}" if names[1:] else names[0]
    return f"{Text('elke', 'every').within(formats.lang)} {joined}"


def _span(begins: datetime | None, ends: datetime | None, formats: Formats) -> str:
    if begins is None or ends is None:  # the database holds that one that comes once has both
        return ""
    if begins.time() == ends.time() == time():
        last = ends.date() - timedelta(days=1)
        whole = [formats.plain_day(day) for day in dict.fromkeys((begins.date(), last))]
        return " – ".join(whole)
    if begins.date() == ends.date():
        return f"{formats.moment(begins)}–{ends:%H:%M}"
    return f"{formats.moment(begins)} – {formats.moment(ends)}"
