"""Emissions of driving and of the project, in grams CO2e well-to-wheel, one value a draw.

Boundary: the operation of vehicles and hubs and the energy they take, with its supply (EN ISO 14083).
Not in it: riders' food, packaging, offsets; making vehicles and batteries is a line of its own.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np

from impact.activities import VehicleClass
from impact.amounts import Amounts, Driven
from impact.draws import Draws, Sample

__all__ = [
    "Part",
    "driven_g",
    "driven_m",
    "driven_times",
    "making_g",
    "making_per_km_g",
    "per_km_g",
    "project_g",
    "shop_fleet_mix",
]


class Part(StrEnum):
    """What the project's own emissions are made of."""

    ROUNDS = "rounds"
    HUB = "hub"
    SUPPLY_LEGS = "supply_legs"


def per_km_g(draws: Draws, vehicle: VehicleClass) -> Sample:
    """Grams CO2e a kilometre of one class of vehicle, shape (n,)."""
    match vehicle:
        case VehicleClass.BICYCLE:
            return np.zeros(draws.n)
        case VehicleClass.CARGO_BIKE:
            return _electric_g(draws, "cargo_bike.energy", "cargo_bike.charging")
        case VehicleClass.CAR:
            electric = draws.of("car.electric_share", "share")
            battery = _electric_g(draws, "electric_car.energy", "electric_car.charging")
            return (1.0 - electric) * draws.of("fossil_car.driving", "g/km") + electric * battery
        case VehicleClass.DIESEL_VAN:
            return draws.of("diesel_van.driving", "g/km")
        case VehicleClass.ELECTRIC_VAN:
            return _electric_g(draws, "electric_van.energy", "electric_van.charging")
        case VehicleClass.SHOP_FLEET:
            return shop_fleet_mix(draws, per_km_g)


def making_g(draws: Draws, driven: Driven) -> Sample:
    """Grams CO2e of making vehicles and batteries, by the kilometres of their lives that were driven, shape (n,)."""
    return driven_times(draws, driven, making_per_km_g)


def driven_times(draws: Draws, driven: Driven, per_km: Callable[[Draws, VehicleClass], Sample]) -> Sample:
    """Something a kilometre of each class, times its kilometres, summed, shape (n,)."""
    total = np.zeros(draws.n)
    for vehicle, by_class in _by_class(draws, driven).items():
        total += by_class / 1000.0 * per_km(draws, vehicle)
    return total


def making_per_km_g(draws: Draws, vehicle: VehicleClass) -> Sample:
    """Grams CO2e of making a vehicle, a kilometre of its life, shape (n,)."""
    if vehicle is VehicleClass.SHOP_FLEET:
        return shop_fleet_mix(draws, making_per_km_g)
    return draws.of(f"{vehicle}.making", "g/km")


def driven_m(draws: Draws, driven: Driven) -> Sample:
    """Metres behind the grams, shape (n,): those handed in and the vans' ways from and to the garage."""
    total = np.zeros(draws.n)
    for by_class in _by_class(draws, driven).values():
        total += by_class
    return total


def driven_g(draws: Draws, driven: Driven) -> Sample:
    """Grams CO2e of driving, shape (n,)."""
    return driven_times(draws, driven, per_km_g)


def project_g(draws: Draws, amounts: Amounts) -> Mapping[Part, Sample]:
    """Grams CO2e of the pooled rounds with their hub and supply legs, by part, each of shape (n,)."""
    return {
        Part.ROUNDS: driven_g(draws, amounts.rounds),
        Part.HUB: amounts.hub_orders * draws.of("hub.handling", "g/order"),
        Part.SUPPLY_LEGS: amounts.supply_orders * draws.of("supply_leg.driving", "g/order"),
    }


def _by_class(draws: Draws, driven: Driven) -> Mapping[VehicleClass, Sample]:
    found: dict[VehicleClass, Sample] = {}
    for vehicle, metres in driven.metres.items():
        found[vehicle] = np.zeros(draws.n) + metres
        if np.any(driven.garage_trips[vehicle]):
            found[vehicle] += driven.garage_trips[vehicle] * (draws.of("van.stem", "km/trip") * 1000.0)
    return found


def _electric_g(draws: Draws, energy: str, charging: str) -> Sample:
    from_the_grid_kwh = draws.of(energy, "Wh/km") / 1000.0 / draws.of(charging, "kWh/kWh")
    return from_the_grid_kwh * draws.of("electricity.grid", "g/kWh")


def shop_fleet_mix(draws: Draws, per_km: Callable[[Draws, VehicleClass], Sample]) -> Sample:
    """Mix what vans and cars have a kilometre; the shares are drawn apart and brought to one."""
    shares = {
        vehicle: draws.of(f"shop_fleet.{vehicle}", "share")
        for vehicle in (VehicleClass.DIESEL_VAN, VehicleClass.CAR, VehicleClass.ELECTRIC_VAN)
    }
    mixed, whole = np.zeros(draws.n), np.zeros(draws.n)
    for vehicle, share in shares.items():
        mixed += share * per_km(draws, vehicle)
        whole += share
    return mixed / whole
