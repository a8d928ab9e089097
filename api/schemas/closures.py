"""Closures: roads of a square that are closed or slower for a time."""

from datetime import date
from enum import StrEnum
from typing import Any

import shapely
from pydantic import ConfigDict, Field

from api.schemas.clock_time import ClockTime, optional_on_clock, seconds_of
from api.schemas.thing import Day, Moment, Name, Number, SaidTwice, Sent, Thing, Whole
from api.schemas.vehicles import Profile
from data.drafts.closure import WEEKDAYS
from data.models.closure import Closure
from rounds.closure_times import LocalTime
from rounds.closures import ChangedClosure, ClosureWish
from rounds.shown_closures import shown_closure

__all__ = ["ClosureMade", "ClosureShown", "ClosureWished"]

MOST_WAYS = 5_000
MOST_WAY_ID = 2**63 - 1
RING = [[5.2, 52.128], [5.203, 52.128], [5.203, 52.13], [5.2, 52.13], [5.2, 52.128]]
EXAMPLE: dict[str, Any] = {
    "name": "Zaterdagmarkt",
    "shape": {"type": "Polygon", "coordinates": [RING]},
    "ways": [],
    "begin": {"day": None, "time": "07:00"},
    "end": {"day": None, "time": "17:00"},
    "weekdays": ["sat"],
    "slowed": None,
    "profiles": [],
}


class Weekday(StrEnum):
    """A day of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class LocalMoment(Sent):
    """A date, a time on the square's clock, or both; a date alone is its begin, or at the end the end of it."""

    day: Day | None = None
    time: ClockTime | None = None

    @property
    def local(self) -> LocalTime:
        return LocalTime(self.day, None if self.time is None else seconds_of(self.time))


class ClosureWished(Sent):
    """A closure to be: of a shape, of ways of OpenStreetMap, or of both."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name = Field(description="As people call it; one name stands for one closure at a time.")
    shape: dict[str, Any] | None = Field(None, description="GeoJSON (RFC 7946): polygons, lon, lat.")
    ways: list[Whole] = Field([], max_length=MOST_WAYS, description="Ids of ways of OpenStreetMap.")
    begin: LocalMoment
    end: LocalMoment
    weekdays: list[Weekday] = Field([], max_length=7, description="On which it comes back every week; none is once.")
    slowed: Number | None = Field(
        None, gt=1, le=100, allow_inf_nan=False, description="How many times as long riding takes; null is closed."
    )
    profiles: list[Profile] = Field(  # pyright: ignore[reportInvalidTypeForm] (its members are the tables there are)
        [], max_length=len(Profile), description="For these vehicles only; none is all."
    )

    @property
    def wish(self) -> ClosureWish:
        return ClosureWish(
            name=self.name,
            polygons=None,
            ways=frozenset(self.ways),
            begin=self.begin.local,
            end=self.end.local,
            weekdays=frozenset(WEEKDAYS.index(day.value) for day in self.weekdays),
            slowed=self.slowed,
            profiles=frozenset(profile.value for profile in self.profiles),
            drawn=self.shape,
        )


class ClosureShown(Thing):
    """A closure. It is ended, never deleted."""

    id: str
    name: str
    told: SaidTwice = Field(description="What it does, when and for whom.")
    begins_at: Moment | None
    ends_at: Moment | None
    ended_at: Moment | None = Field(description="When somebody ended it.")
    weekdays: list[str]
    start: ClockTime | None
    end: ClockTime | None
    slowed: float | None
    profiles: list[str]
    ways: list[int]
    streets: dict[str, Any] = Field(description="The roads meant, as GeoJSON.")
    created_at: Moment

    @classmethod
    def of(cls, closure: Closure, timezone: str) -> "ClosureShown":
        return cls(**_plain(closure, timezone))


class ReroutedRound(Thing):
    """A released round that goes along other roads; its stops keep their order."""

    round_id: str
    number: int
    day: date
    unreached: list[int] = Field(description="Numbers of stops that it cannot reach any more.")


class ClosureMade(ClosureShown):
    """A closure that was made or ended, and which released rounds that sends elsewhere."""

    rerouted: list[ReroutedRound]

    @classmethod
    def with_rounds(cls, changed: ChangedClosure, timezone: str) -> "ClosureMade":
        rerouted = [
            ReroutedRound(
                round_id=one.before.stored.id, number=one.number, day=one.clock.day, unreached=list(one.unreached)
            )
            for one in changed.rerouted
        ]
        return cls(**_plain(changed.shown.stored, timezone), rerouted=rerouted)


def _plain(closure: Closure, timezone: str) -> dict[str, Any]:
    return {
        "id": closure.id,
        "name": closure.name,
        "told": SaidTwice.of(shown_closure(closure, timezone).told),
        "begins_at": closure.begins_at,
        "ends_at": closure.ends_at,
        "ended_at": closure.ended_at,
        "weekdays": (closure.weekdays or "").split(),
        "start": optional_on_clock(closure.start_s),
        "end": optional_on_clock(closure.end_s),
        "slowed": closure.slowed,
        "profiles": closure.profiles or [],
        "ways": closure.ways or [],
        "streets": shapely.geometry.mapping(closure.streets),
        "created_at": closure.created_at,
    }
