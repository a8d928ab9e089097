"""Vehicles: what rides, what it carries, and when it is on duty."""

from enum import StrEnum
from typing import Any

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from api.schemas.clock_time import ClockTime, on_clock, seconds_of
from api.schemas.thing import Id, Moment, Name, Sent, Thing, Truth, Whole, Words
from data.drafts.shop import VehicleDraft
from data.models.limits import MAX_BATTERY_WH, MAX_CREW, MAX_VOLUME_ML, MAX_WEIGHT_G
from data.models.vehicle import Vehicle
from routing.network.energy import has_battery
from routing.network.profile import PROFILE_NAMES

__all__ = ["VehicleGiven", "VehicleShown"]

EXAMPLE: dict[str, Any] = {
    "name": "Bakfiets 1",
    "profile": "cargo-bike",
    "weight_g": 150_000,
    "volume_ml": 800_000,
    "cool_volume_ml": 60_000,
    "duty_start": "13:00",
    "duty_end": "18:00",
    "electric": True,
    "crew": 1,
    "hub_id": None,
    "note": "Sleutel ligt bij de bibliotheek.",
}

Profile = StrEnum("Profile", {name.replace("-", "_").upper(): name for name in PROFILE_NAMES})


class VehicleGiven(Sent):
    """A vehicle, whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name
    profile: Profile = Field(  # pyright: ignore[reportInvalidTypeForm] (its members are the tables there are)
        description="Whose roads it rides."
    )
    weight_g: Whole = Field(ge=0, le=MAX_WEIGHT_G)
    volume_ml: Whole = Field(ge=0, le=MAX_VOLUME_ML)
    cool_volume_ml: Whole = Field(0, ge=0, le=MAX_VOLUME_ML, description="Part of the volume that is kept cool.")
    duty_start: ClockTime
    duty_end: ClockTime
    electric: Truth = True
    crew: Whole = Field(1, ge=1, le=MAX_CREW)
    hub_id: Id | None = Field(None, description="Where its rounds begin and end, open or not; else the depot.")
    note: Words = Field("", max_length=1_000)
    battery_wh: Whole | None = Field(
        None, ge=1, le=MAX_BATTERY_WH, description="What its battery gives between leaving and returning."
    )

    @field_validator("battery_wh")
    @classmethod
    def _battery_known(cls, battery_wh: int | None, given: ValidationInfo) -> int | None:
        profile = given.data.get("profile")
        if battery_wh is not None and profile is not None and not has_battery(profile.value):
            raise ValueError("what a kilometre takes from the battery of this kind of vehicle is not known")
        return battery_wh

    @property
    def draft(self) -> VehicleDraft:
        return VehicleDraft(
            name=self.name,
            profile=self.profile.value,
            weight_g=self.weight_g,
            volume_ml=self.volume_ml,
            duty_start_s=seconds_of(self.duty_start),
            duty_end_s=seconds_of(self.duty_end),
            cool_volume_ml=self.cool_volume_ml,
            electric=self.electric,
            hub_id=self.hub_id,
            note=self.note,
            crew=self.crew,
            battery_wh=self.battery_wh,
        )


class VehicleShown(Thing):
    """A vehicle. Its note, which may name somebody, is null for who may not read contacts."""

    id: str
    name: str
    profile: str
    weight_g: int
    volume_ml: int
    cool_volume_ml: int
    duty_start: ClockTime
    duty_end: ClockTime
    electric: bool
    crew: int
    hub_id: str | None
    note: str | None
    battery_wh: int | None
    created_at: Moment
    changed_at: Moment

    @classmethod
    def of(cls, vehicle: Vehicle, *, contacts: bool) -> "VehicleShown":
        same = (
            "id", "name", "profile", "weight_g", "volume_ml", "cool_volume_ml", "electric", "crew", "hub_id",
            "battery_wh",
        )  # fmt: skip
        return cls(
            **{name: getattr(vehicle, name) for name in same},
            duty_start=on_clock(vehicle.duty_start_s),
            duty_end=on_clock(vehicle.duty_end_s),
            note=vehicle.note if contacts else None,
            created_at=vehicle.created_at,
            changed_at=vehicle.changed_at,
        )
