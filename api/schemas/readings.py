"""Readings: what a vehicle's meters said of one day."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from api.schemas.thing import Day, Moment, Sent, Thing, Whole, Words
from data.models.limits import MAX_DAY_ENERGY, MAX_DAY_M, MAX_ODOMETER_M
from data.models.states import EnergyKind
from data.models.vehicle_reading import VehicleReading
from rounds.reading_taking import FUELS, GivenReading

__all__ = ["ReadingGiven", "ReadingShown"]

EXAMPLE: dict[str, Any] = {
    "vehicle": "Bakfiets 1",
    "day": "2026-12-01",
    "odometer_m": {"before": 1_204_500, "after": 1_221_200},
    "energy": "electricity",
    "taken_wh": 610,
    "note": "Geladen in de schuur.",
}


class Odometer(Sent):
    """What the counter showed, in metres."""

    before: Whole = Field(ge=0, le=MAX_ODOMETER_M)
    after: Whole = Field(ge=0, le=MAX_ODOMETER_M)


class ReadingGiven(Sent):
    """A reading, whole. Of a vehicle and day that have one it takes the place of that."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    vehicle: Words = Field(min_length=1, max_length=120, description="Its name, or its id.")
    day: Day = Field(description="On the square's clock.")
    odometer_m: Odometer | None = None
    driven_m: Whole | None = Field(None, ge=0, le=MAX_DAY_M, description="In its place, the day's metres alone.")
    energy: EnergyKind | None = Field(
        None, description="What was taken: electricity at the socket, out of the battery, or a fuel."
    )
    taken_wh: Whole | None = Field(None, ge=0, le=MAX_DAY_ENERGY, description="How much, of electricity or battery.")
    taken_ml: Whole | None = Field(None, ge=0, le=MAX_DAY_ENERGY, description="How much of a fuel.")
    note: Words = Field("", max_length=200)

    @model_validator(mode="after")
    def _in_its_unit(self) -> "ReadingGiven":
        if (self.taken_wh if self.energy in FUELS else self.taken_ml) is not None:
            raise ValueError("a fuel is told in taken_ml, all else in taken_wh")
        return self

    @property
    def given(self) -> GivenReading:
        return GivenReading(
            vehicle=self.vehicle,
            day=self.day,
            odometer_m=None if self.odometer_m is None else (self.odometer_m.before, self.odometer_m.after),
            driven_m=self.driven_m,
            energy=self.energy,
            amount=self.taken_ml if self.energy in FUELS else self.taken_wh,
            note=self.note,
        )


class OdometerShown(Thing):
    """What the counter showed, in metres."""

    before: int
    after: int


class ReadingShown(Thing):
    """A reading. Its note, which may name somebody, is null for who may not read contacts."""

    id: str
    vehicle_id: str
    day: date
    odometer_m: OdometerShown | None
    driven_m: int | None
    energy: EnergyKind | None
    taken_wh: int | None
    taken_ml: int | None
    note: str | None
    by: str = Field(description="Who said it, as events say it.")
    created_at: Moment
    changed_at: Moment

    @classmethod
    def of(cls, reading: VehicleReading, *, contacts: bool) -> "ReadingShown":
        same = cls.model_fields.keys() - {"odometer_m", "by", "note"}
        start_m, end_m = reading.odometer_start_m, reading.odometer_end_m
        odometer = None if start_m is None or end_m is None else OdometerShown(before=start_m, after=end_m)
        return cls(
            **{name: getattr(reading, name) for name in same},
            odometer_m=odometer,
            by=reading.said_by,
            note=reading.note if contacts else None,
        )
