"""The closures of one day: which roads, and from when to when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.models.closure import Closure as StoredClosure
from data.work import Work
from kernel.text import Text
from maps.formats import Formats
from rounds.clock import clock as on_the_clock
from rounds.closure_times import ClosureTimes, day_seen, times_of
from rounds.day_clock import DAY_S, DayClock
from rounds.delivery_day import Span
from routing.network.closures import Closure as ClosedRoads

__all__ = ["DayClosure", "blamed", "closures_of_day", "loaded_closures", "on_day", "roads_of"]


@dataclass(frozen=True, slots=True)
class DayClosure:
    """A closure for one span of a day.

    Attributes
    ----------
    begin_s, end_s: seconds since the day's midnight; at the end the roads are open.
    until: when it ends, on the square's clock, in words: it may be another day.
    """

    id: str
    name: str
    roads: ClosedRoads
    begin_s: int
    end_s: int
    until: Text

    @property
    def span(self) -> Span:
        return self.begin_s, self.end_s

    def said(self) -> Text:
        """Name it with its end: "Zaterdagmarkt until 17:00"."""
        return Text(f"{self.name} tot {self.until.nl}", f"{self.name} until {self.until.en}")


def closures_of_day(work: Work, square_id: str, clock: DayClock) -> list[DayClosure]:
    """Load the closures that are in force while a day's rounds may ride, past midnight too, as they begin."""
    return on_day(loaded_closures(work, square_id, clock), clock)


def loaded_closures(work: Work, square_id: str, clock: DayClock) -> list[tuple[StoredClosure, ClosureTimes]]:
    """Load what may be closed on a day and the one after, with its times."""
    seen = day_seen(clock)
    stored = [] if seen is None else work.closures.between(square_id, *seen)
    return [(one, times_of(one, clock.timezone)) for one in stored]


def on_day(closures: Iterable[tuple[StoredClosure, ClosureTimes]], clock: DayClock) -> list[DayClosure]:
    """Say closures in the seconds of a day, as they begin."""
    found = [
        DayClosure(stored.id, stored.name, roads_of(stored), *span, _until(times, span[1], clock))
        for stored, times in closures
        for span in times.on(clock)
    ]
    return sorted(found, key=lambda one: (one.begin_s, one.end_s, one.name))


def roads_of(stored: StoredClosure) -> ClosedRoads:
    """Say which roads a stored closure is about."""
    return ClosedRoads(
        shape=stored.shape,
        ways=frozenset(stored.ways or ()),
        slowed=stored.slowed,
        profiles=None if stored.profiles is None else frozenset(stored.profiles),
    )


def blamed(closures: Sequence[DayClosure]) -> Text:
    """Name closures in a reason: "Zaterdagmarkt until 17:00"; without any it is the road's own hours."""
    if not closures:
        return Text("op die uren, volgens de borden", "at those hours, by its signs")
    said = dict.fromkeys(one.said() for one in closures)
    return Text(", ".join(one.nl for one in said), ", ".join(one.en for one in said))


def _until(times: ClosureTimes, end_s: int, clock: DayClock) -> Text:
    """Say when a span ends; one that ends after what is seen of the day ends when the closure does."""
    if end_s <= DAY_S:
        return Text(on_the_clock(end_s), on_the_clock(end_s))
    if times.weekly is not None or times.ends_at is None:
        time = on_the_clock(end_s - DAY_S)
        return Text(f"{time} de volgende dag", f"{time} the next day")
    wall = DayClock(clock.day, clock.timezone).seconds(times.ends_at)
    day, second = clock.day.fromordinal(clock.day.toordinal() + wall // DAY_S), wall % DAY_S
    if second == 0:  # midnight belongs to the day before
        day = day.fromordinal(day.toordinal() - 1)
        return Text(f"en met {Formats('nl').short_day(day)}", f"the end of {Formats('en').short_day(day)}")
    time = on_the_clock(second)
    return Text(f"{Formats('nl').short_day(day)} {time}", f"{Formats('en').short_day(day)} {time}")
