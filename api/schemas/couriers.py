"""Couriers: who rides, what they may ride, and when they can."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.clock_time import ClockTime, on_clock, optional_on_clock, optional_seconds_of, seconds_of
from api.schemas.closures import Weekday
from api.schemas.thing import Day, Id, Moment, Name, Sent, Thing, Truth, Words
from api.schemas.vehicles import Profile
from data.drafts.closure import WEEKDAYS
from data.drafts.courier import DayException, WeeklyShift
from data.models.courier import Courier
from rounds.courier_hours import Span
from rounds.courier_keeping import GivenCourier

__all__ = ["CourierGiven", "CourierShifts", "CourierShown", "Shift"]

MOST_SHIFTS, MOST_EXCEPTIONS, MOST_VEHICLES = 50, 400, 200
EXAMPLE: dict[str, Any] = {
    "name": "Noor",
    "phone": "06 12345678",
    "profiles": ["cargo-bike"],
    "vehicle_ids": [],
    "weekly": [{"weekdays": ["tue", "fri"], "start": "13:00", "end": "18:00"}],
    "exceptions": [
        {"day": "2026-12-25"},
        {"day": "2026-12-23", "start": "09:00", "end": "12:00"},
    ],
    "active": True,
}


class Weekly(Sent):
    """A time at which a courier can ride every week, on the square's clock."""

    weekdays: list[Weekday] = Field(min_length=1, max_length=7)
    start: ClockTime
    end: ClockTime


class Exceptional(Sent):
    """A date on which it is otherwise: without start and end a day off, with both a shift more."""

    day: Day
    start: ClockTime | None = None
    end: ClockTime | None = None


class CourierGiven(Sent):
    """A courier, whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name
    phone: Words = Field("", max_length=200)
    profiles: list[Profile] = Field(  # pyright: ignore[reportInvalidTypeForm] (its members are the tables there are)
        min_length=1, max_length=len(Profile), description="Kinds of vehicle they may ride."
    )
    vehicle_ids: list[Id] = Field(
        [], max_length=MOST_VEHICLES, description="The only vehicles they may ride; none is every one of these kinds."
    )
    weekly: list[Weekly] = Field([], max_length=MOST_SHIFTS, description="When they can ride every week.")
    exceptions: list[Exceptional] = Field(
        [], max_length=MOST_EXCEPTIONS, description="A day off and a shift on one date are that shift alone."
    )
    active: Truth = Field(True, description="False is not for the time being.")

    @property
    def given(self) -> GivenCourier:
        return GivenCourier(
            name=self.name,
            phone=self.phone,
            profiles=frozenset(profile.value for profile in self.profiles),
            vehicles=frozenset(self.vehicle_ids),
            weekly=[
                WeeklyShift(WEEKDAYS.index(day.value), seconds_of(one.start), seconds_of(one.end))
                for one in self.weekly
                for day in one.weekdays
            ],
            exceptions=[
                DayException(one.day, optional_seconds_of(one.start), optional_seconds_of(one.end))
                for one in self.exceptions
            ],
            active=self.active,
        )


class CourierShown(Thing):
    """A courier. Who may not read contacts sees null for who they are and when they can ride."""

    id: str
    name: str | None
    phone: str | None
    profiles: list[str]
    vehicle_ids: list[str]
    weekly: list[Weekly] | None
    exceptions: list[Exceptional] | None
    active: bool
    created_at: Moment
    changed_at: Moment
    ended_at: Moment | None = Field(description="When they left; who they were is forgotten.")

    @classmethod
    def of(cls, courier: Courier, *, contacts: bool) -> "CourierShown":
        weekly = [
            Weekly(weekdays=[Weekday(WEEKDAYS[day])], start=on_clock(start_s), end=on_clock(end_s))
            for day, start_s, end_s in courier.weekly
        ]
        exceptions = [
            Exceptional(day=date.fromisoformat(day), start=optional_on_clock(start_s), end=optional_on_clock(end_s))
            for day, start_s, end_s in courier.exceptions
        ]
        return cls(
            id=courier.id,
            name=courier.name if contacts else None,
            phone=courier.phone if contacts else None,
            profiles=courier.profiles,
            vehicle_ids=courier.vehicles,
            weekly=weekly if contacts else None,
            exceptions=exceptions if contacts else None,
            active=courier.active,
            created_at=courier.created_at,
            changed_at=courier.changed_at,
            ended_at=courier.ended_at,
        )


class Shift(Thing):
    """From a moment until another one."""

    day: date = Field(description="The local day on which it begins.")
    start_at: Moment
    end_at: Moment

    @classmethod
    def of(cls, day: date, span: Span) -> "Shift":
        return cls(day=day, start_at=span.begins_at, end_at=span.ends_at)


class CourierShifts(Thing):
    """When a courier can ride, exceptions reckoned in."""

    shifts: list[Shift]
