"""What was driven: one day's rounds, and how the same orders would have travelled otherwise.

All of it is handed in; nothing here measures or solves. Zero is said, never left out: no field of a
day has a default, so that "nothing went through a hub" is somebody's statement; what customers were asked
apart: nobody was, unless it is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import index

from impact.substitution import NOBODY_ASKED, Substitution
from kernel.errors import BadInputError

__all__ = ["DayActivity", "VehicleClass", "VehicleMetres"]

MAX_WHOLE = 10**12
"""Above this a number of metres or orders is a mistake: a million metres for each of a million orders."""


class VehicleClass(StrEnum):
    """Whose grams a kilometre has.

    CAR is the passenger car of the table's mix of fossil and electric; SHOP_FLEET is what shops drive
    when nobody asked them: the table's shares of vans and cars. BICYCLE is moved by its rider alone.
    """

    BICYCLE = "bicycle"
    CARGO_BIKE = "cargo_bike"
    CAR = "car"
    DIESEL_VAN = "diesel_van"
    ELECTRIC_VAN = "electric_van"
    SHOP_FLEET = "shop_fleet"


_FROM_GARAGE = frozenset({VehicleClass.DIESEL_VAN, VehicleClass.ELECTRIC_VAN})


@dataclass(frozen=True, slots=True)
class VehicleMetres:
    """Metres of one class of vehicle, empty ones included.

    Attributes
    ----------
    garage_trips: how often a van came from a garage outside the rounds and went back; each adds the
        table's `van.stem` to the metres. Zero says that the vans stand where their rounds begin.

    Raises
    ------
    BadInputError
        A number is not whole or below zero, or a vehicle other than a van comes from a garage.
    """

    vehicle: VehicleClass
    distance_m: int
    garage_trips: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "distance_m", _whole(self.distance_m, f"{self.vehicle} distance_m"))
        object.__setattr__(self, "garage_trips", _whole(self.garage_trips, f"{self.vehicle} garage_trips"))
        if self.garage_trips and self.vehicle not in _FROM_GARAGE:
            raise BadInputError(
                f"a {self.vehicle} with {self.garage_trips} garage trips",
                way_out="Only vans have the table's stem; put the way to the depot in distance_m.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayActivity:
    """One day of one square; both sides serve the same orders.

    Attributes
    ----------
    orders: that were delivered or planned, and that every baseline serves.
    network_orders: of these, what a parcel network would have brought from one end to the other; None is all of them.
    rounds: what the pooled rounds drove, all metres.
    hub_orders: orders that went through a hub.
    supply_orders: orders that a leg of their own brought to where the round began.
    collect_m: one entry an order: customer to shop to customer by the car's shortest paths.
    shop_tours: what the shops would have driven, each serving its own orders.
    pooled_van: what vans would have driven on the same pooled orders.
    each_alone: what one vehicle would have driven, out and back for every order: the upper bound.
    substitution: what the orders' customers said they would have done otherwise.

    Raises
    ------
    BadInputError
        A number is not whole or below zero, or the parts do not fit the number of orders.
    """

    orders: int
    rounds: tuple[VehicleMetres, ...]
    hub_orders: int
    supply_orders: int
    collect_m: tuple[int, ...]
    shop_tours: tuple[VehicleMetres, ...]
    pooled_van: tuple[VehicleMetres, ...]
    each_alone: tuple[VehicleMetres, ...]
    substitution: Substitution = NOBODY_ASKED
    network_orders: int | None = None

    def __post_init__(self) -> None:
        for name in ("orders", "hub_orders", "supply_orders"):
            object.__setattr__(self, name, _whole(getattr(self, name), name))
        for name in ("rounds", "shop_tours", "pooled_van", "each_alone"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "collect_m", _all_whole(self.collect_m, "collect_m"))
        if len(self.collect_m) != self.orders:
            raise BadInputError(
                f"{len(self.collect_m)} round trips for {self.orders} orders",
                where="collect_m",
                way_out="Give one for each order, in metres.",
            )
        if self.network_orders is not None:
            object.__setattr__(self, "network_orders", _whole(self.network_orders, "network_orders"))
        for name in ("hub_orders", "supply_orders", "network_orders"):
            part = getattr(self, name)
            if part is not None and part > self.orders:
                raise BadInputError(f"{part} of {self.orders} orders", where=name)
        if self.substitution.asked > self.orders:
            raise BadInputError(f"{self.substitution.asked} of {self.orders} orders", where="asked")


def _all_whole(values: Iterable[int], name: str) -> tuple[int, ...]:
    return tuple(_whole(value, f"{name}[{position}]") for position, value in enumerate(values))


def _whole(value: int, where: str) -> int:
    """Take NumPy's integers too, and refuse what only looks whole."""
    try:
        whole = index(value)
    except TypeError:
        raise BadInputError(f"{value!r} is no whole number", where=where, way_out="Round it before.") from None
    if not 0 <= whole <= MAX_WHOLE:
        raise BadInputError(f"{whole} is not from 0 to {MAX_WHOLE}", where=where)
    return whole
