"""Exact grams of movements and hubs at the central values of a factor set, tank-to-wheel and well-to-tank apart.

Exact means fractions: nothing is rounded before an inventory is cut into whole grams.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from impact.activities import VehicleClass
from impact.elements import Carrier, Element, ElementKind, Energy, Movement, Tier
from impact.factors import FactorSet, Scope
from kernel.errors import BadInputError

__all__ = ["NOTHING", "CentralGrams", "Emitted"]

_BATTERIES: Mapping[VehicleClass, str] = {
    VehicleClass.CARGO_BIKE: "cargo_bike",
    VehicleClass.CAR: "electric_car",
    VehicleClass.ELECTRIC_VAN: "electric_van",
}
_SHOP_FLEET = (VehicleClass.DIESEL_VAN, VehicleClass.CAR, VehicleClass.ELECTRIC_VAN)


@dataclass(frozen=True, slots=True)
class Emitted:
    """Grams CO2e: of operation (tank-to-wheel) and of bringing the energy there (well-to-tank)."""

    ttw: Fraction
    wtt: Fraction

    @property
    def wtw(self) -> Fraction:
        return self.ttw + self.wtt

    def __add__(self, other: "Emitted") -> "Emitted":
        return Emitted(self.ttw + other.ttw, self.wtt + other.wtt)

    def __mul__(self, times: Fraction | int) -> "Emitted":
        return Emitted(self.ttw * times, self.wtt * times)


NOTHING = Emitted(Fraction(0), Fraction(0))


class CentralGrams:
    """Grams by one factor set.

    Parameters
    ----------
    factors: with well-to-wheel values split in two wherever something emits.
    """

    def __init__(self, factors: FactorSet) -> None:
        self.version = factors.version
        self._factors = factors
        self._heads = {factor.id: factor for factor in factors.drawn}

    def of_element(self, element: Element) -> Mapping[Tier, Emitted]:
        """Give the grams of an element by the tier of their data.

        Raises
        ------
        BadInputError
            The set lacks a factor, has it in another unit, or without its two parts.
        """
        if element.kind is ElementKind.HUB:
            return {self._tier(element.energy): self._of_hub(element)}
        found: dict[Tier, Emitted] = {}
        for movement in element.movements:
            tier = self._tier(movement.energy)
            found[tier] = found.get(tier, NOTHING) + self.of_movement(movement)
        return found

    def of_movement(self, movement: Movement) -> Emitted:
        """Give the grams of a movement: of its energy where that is known, else of its metres."""
        if movement.energy is not None:
            return self._of_energy(movement.energy, movement.vehicle)
        return self.per_km(movement.vehicle) * Fraction(movement.distance_m, 1000)

    def per_km(self, vehicle: VehicleClass) -> Emitted:
        """Give the table's grams a kilometre of a class of vehicle."""
        match vehicle:
            case VehicleClass.BICYCLE:
                return NOTHING
            case VehicleClass.CAR:
                electric = self._value("car.electric_share", "share")
                fossil = self._split("fossil_car.driving", "g/km")
                return fossil * (1 - electric) + self._electric(VehicleClass.CAR) * electric
            case VehicleClass.DIESEL_VAN:
                return self._split("diesel_van.driving", "g/km")
            case VehicleClass.SHOP_FLEET:
                return sum((self.per_km(each) * share for each, share in self._fleet().items()), NOTHING)
            case VehicleClass.CARGO_BIKE | VehicleClass.ELECTRIC_VAN:
                return self._electric(vehicle)

    def carriers(self, movement: Movement) -> Mapping[Carrier, Fraction]:
        """Give the shares of a movement's metres by the energy that drove them; they add up to one.

        A car that is not electric counts as one on petrol. A bicycle without a motor counts as electric: it took none.
        """
        if movement.energy is not None:
            return {movement.energy.carrier: Fraction(1)}
        return self._carriers_of(movement.vehicle)

    def _carriers_of(self, vehicle: VehicleClass) -> Mapping[Carrier, Fraction]:
        match vehicle:
            case VehicleClass.BICYCLE | VehicleClass.CARGO_BIKE | VehicleClass.ELECTRIC_VAN:
                return {Carrier.ELECTRICITY: Fraction(1)}
            case VehicleClass.DIESEL_VAN:
                return {Carrier.DIESEL: Fraction(1)}
            case VehicleClass.CAR:
                electric = self._value("car.electric_share", "share")
                return {Carrier.PETROL: 1 - electric, Carrier.ELECTRICITY: electric}
            case VehicleClass.SHOP_FLEET:
                found: dict[Carrier, Fraction] = {}
                for each, share in self._fleet().items():
                    for carrier, part in self._carriers_of(each).items():
                        found[carrier] = found.get(carrier, Fraction(0)) + share * part
                return found

    def per_unit(self, carrier: Carrier) -> Emitted:
        """Give the grams of a kWh of electricity, or of a litre of fuel."""
        return self._grid if carrier is Carrier.ELECTRICITY else self._split(f"{carrier}.burnt", "g/l")

    def _fleet(self) -> Mapping[VehicleClass, Fraction]:
        """Give the shares of the classes that shops drive, brought to one."""
        shares = {each: self._value(f"shop_fleet.{each}", "share") for each in _SHOP_FLEET}
        whole = sum(shares.values(), Fraction(0))
        return {each: share / whole for each, share in shares.items()}

    @cached_property
    def _grid(self) -> Emitted:
        return self._split("electricity.grid", "g/kWh")

    def _electric(self, vehicle: VehicleClass) -> Emitted:
        name = _BATTERIES[vehicle]
        from_battery_kwh = self._value(f"{name}.energy", "Wh/km") / 1000
        return self._grid * (from_battery_kwh / self._value(f"{name}.charging", "kWh/kWh"))

    def _of_energy(self, energy: Energy, vehicle: VehicleClass | None = None) -> Emitted:
        amount = Fraction(energy.amount, 1000)
        if energy.from_battery:
            if vehicle is None or vehicle not in _BATTERIES:
                raise BadInputError(f"a battery reading of a {vehicle or 'hub'}", way_out="Say what was charged.")
            amount /= self._value(f"{_BATTERIES[vehicle]}.charging", "kWh/kWh")
        return self.per_unit(energy.carrier) * amount

    def _of_hub(self, hub: Element) -> Emitted:
        if hub.energy is not None:
            return self._of_energy(hub.energy)
        return self._split("hub.handling", "g/order") * len(hub.consignments)

    def _tier(self, energy: Energy | None) -> Tier:
        return energy.tier if energy else Tier.DEFAULT

    def _value(self, factor_id: str, unit: str) -> Fraction:
        factor = self._heads.get(factor_id)
        if factor is None or factor.unit != unit:
            raise self._missing(f"{factor_id} in {unit}")
        return Fraction(repr(factor.central))

    def _split(self, factor_id: str, unit: str) -> Emitted:
        """Share the well-to-wheel value out as the table's two parts stand to one another: those are rounded."""
        whole, parts = self._value(factor_id, unit), self._factors.split(factor_id)
        if parts is None:
            raise self._missing(f"{factor_id} split in {Scope.TTW} and {Scope.WTT}")
        ttw, wtt = (Fraction(repr(part.central)) for part in parts)
        operation = whole * ttw / (ttw + wtt) if ttw + wtt else Fraction(0)
        return Emitted(operation, whole - operation)

    def _missing(self, what: str) -> BadInputError:
        return BadInputError(
            f"the inventory needs {what}",
            where=f"factor set {self.version}",
            way_out="Take a set that has it: `dorpsronde factors list`.",
        )
