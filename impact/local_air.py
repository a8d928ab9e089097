"""NOx and particles that come out where a vehicle drives, in milligrams, one value a draw.

Tank-to-wheel alone: what power stations and refineries emit elsewhere is in none of it. Particles are PM10, of exhaust
and of tyres, brakes and road.
"""

from enum import StrEnum
from functools import partial

import numpy as np

from impact.activities import VehicleClass
from impact.amounts import Driven
from impact.drawn_grams import driven_times, shop_fleet_mix
from impact.draws import Draws, Sample

__all__ = ["Pollutant", "has_local", "local_mg", "local_per_km_mg"]


class Pollutant(StrEnum):
    """What is told."""

    NOX = "nox"
    PM10 = "pm10"


def has_local(draws: Draws) -> bool:
    """Say whether the factor set has these factors: those of before 2026.3 have none."""
    return "diesel_van.nox" in draws.samples


def local_mg(draws: Draws, driven: Driven, pollutant: Pollutant) -> Sample:
    """Milligrams of driving, shape (n,)."""
    return driven_times(draws, driven, partial(local_per_km_mg, pollutant=pollutant))


def local_per_km_mg(draws: Draws, vehicle: VehicleClass, *, pollutant: Pollutant) -> Sample:
    """Milligrams a kilometre of one class of vehicle, shape (n,)."""
    if vehicle is VehicleClass.SHOP_FLEET:
        return shop_fleet_mix(draws, partial(local_per_km_mg, pollutant=pollutant))
    match pollutant:
        case Pollutant.NOX:
            return _exhaust_mg(draws, vehicle, "nox")
        case Pollutant.PM10:
            return _exhaust_mg(draws, vehicle, "pm10_exhaust") + _wear_mg(draws, vehicle)


def _exhaust_mg(draws: Draws, vehicle: VehicleClass, name: str) -> Sample:
    match vehicle:
        case VehicleClass.DIESEL_VAN:
            return draws.of(f"diesel_van.{name}", "mg/km")
        case VehicleClass.CAR:
            fossil = 1.0 - draws.of("car.electric_share", "share")
            return fossil * draws.of(f"fossil_car.{name}", "mg/km")
        case _:
            return np.zeros(draws.n)


def _wear_mg(draws: Draws, vehicle: VehicleClass) -> Sample:
    match vehicle:
        case VehicleClass.DIESEL_VAN | VehicleClass.ELECTRIC_VAN:
            return draws.of("van.pm10_wear", "mg/km")
        case VehicleClass.CAR:
            return draws.of("car.pm10_wear", "mg/km")
        case _:
            return draws.of("cargo_bike.pm10_wear", "mg/km")
