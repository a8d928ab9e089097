"""What a what-if changes of a day: how much is ordered, who brings it, when, and from where."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite

from kernel.errors import BadInputError
from kernel.position import Position
from kernel.quoting import quoted
from kernel.text import Text
from rounds.delivery_day import DeliveryDay, Vehicle

__all__ = ["DEPOT", "FLEETS", "MOST_VEHICLES", "TIMES", "Changes", "MovedPlace", "Pooling", "SlotPolicy", "fleet_of"]

DEPOT = "depot"
"""Names the place where rounds begin, beside the names of hubs."""
TIMES = (0.1, 20.0)
"""How many times the orders, at least and at most."""
MOST_VEHICLES = 500
WHERE = "whatif"


class Pooling(StrEnum):
    """How orders share vehicles: all of them, those of one shop, or none."""

    POOLED = "pooled"
    SHOP_TOURS = "shop_tours"
    EACH_ALONE = "each_alone"


class SlotPolicy(StrEnum):
    """Other windows: all of a day widened to one, or each cut to one of its halves, which chance chooses."""

    ONE = "one"
    HALVED = "halved"


@dataclass(frozen=True, slots=True)
class Fleet:
    """What every vehicle of a day becomes; hours and crew stay."""

    profile: str
    kg: float
    litres: float
    cool_litres: float
    electric: bool
    said: Text


FLEETS = {
    "van": Fleet("van", 800, 4_000, 480, electric=True, said=Text("elektrische bestelbus", "electric van")),
    "diesel-van": Fleet("van", 800, 4_000, 480, electric=False, said=Text("dieselbestelbus", "diesel van")),
    "cargo-bike": Fleet("cargo-bike", 150, 800, 60, electric=True, said=Text("elektrische bakfiets", "cargo bike")),
    "cargo-trike": Fleet(
        "cargo-trike", 200, 1_200, 90, electric=True, said=Text("elektrische bakfiets op drie wielen", "cargo trike")
    ),
}
"""The van is that of the comparisons (rounds/counterfactuals.py), the bike the demo's (rounds/invented_village.py), the
trike that of the import (rounds/vehicle_import.py), with cool boxes in proportion to the bike's."""


@dataclass(frozen=True, slots=True)
class MovedPlace:
    """A hub by its name, or the depot, and where it would be."""

    name: str
    position: Position

    @property
    def is_depot(self) -> bool:
        return self.name.casefold() == DEPOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is changed of every day; nothing, unless it is said.

    Attributes
    ----------
    orders: times as many, from 0.1 to 20.
    vehicle: a key of `FLEETS` that all vehicles become; "" is none.
    vehicles: how many there are, taken in turn from those of the day; None is as many as there were.

    Raises
    ------
    BadInputError
        A number is out of reach, or two changes contradict each other.
    """

    orders: float = 1.0
    vehicle: str = ""
    vehicles: int | None = None
    pooling: Pooling = Pooling.POOLED
    slots: SlotPolicy | None = None
    moved: tuple[MovedPlace, ...] = ()

    def __post_init__(self) -> None:
        least, most = TIMES
        if not isfinite(self.orders) or not least <= self.orders <= most:
            raise BadInputError(f"{self.orders:g} times the orders is not from {least:g} to {most:g}", where=WHERE)
        if self.vehicle and self.vehicle not in FLEETS:
            raise BadInputError(
                f"no vehicle is called {quoted(self.vehicle)}", where=WHERE, way_out=f"There are {', '.join(FLEETS)}."
            )
        if self.vehicles is not None and not 1 <= self.vehicles <= MOST_VEHICLES:
            raise BadInputError(f"{self.vehicles} vehicles are not from 1 to {MOST_VEHICLES}", where=WHERE)
        names = [one.name.casefold() for one in self.moved]
        if len(set(names)) < len(names):
            raise BadInputError("the same place is moved twice", where=WHERE, way_out="Give each hub once.")
        if self.pooling is not Pooling.POOLED and (self.vehicle or self.vehicles or self.moved):
            raise BadInputError(
                "without pooling the day has no vehicles, depot or hubs of the square's: there is nothing of them to "
                "change",
                where=WHERE,
                way_out="Leave out vehicle, vehicles and hubs, or ask in two calls.",
            )

    @property
    def said(self) -> list[Text]:
        """Say each change; none where nothing is changed."""
        return [
            *([_orders_said(self.orders)] if self.orders != 1 else []),
            *_vehicles_said(self),
            *([POOLING_SAID[self.pooling]] if self.pooling is not Pooling.POOLED else []),
            *([SLOTS_SAID[self.slots]] if self.slots else []),
            *(_moved_said(one) for one in self.moved),
        ]


POOLING_SAID = {
    Pooling.SHOP_TOURS: Text("elke winkel rijdt haar eigen ritten", "each shop drives its own tours"),
    Pooling.EACH_ALONE: Text("elke bestelling apart gereden (bovengrens)", "each order driven alone (upper bound)"),
}
SLOTS_SAID = {
    SlotPolicy.ONE: Text("één bezorgmoment voor de hele dag", "one delivery window for the whole day"),
    SlotPolicy.HALVED: Text("bezorgmomenten half zo lang", "delivery windows half as long"),
}


def fleet_of(day: DeliveryDay, changes: Changes) -> list[Vehicle]:
    """Give the vehicles of a changed day: as many as asked, in turn those of the day, each become what was asked."""
    count = len(day.vehicles) if changes.vehicles is None else changes.vehicles
    if not day.vehicles:
        return []
    turns = [divmod(number, len(day.vehicles)) for number in range(count)]
    fleet = [_again(day.vehicles[place], turn) for turn, place in turns]
    return [_become(one, FLEETS[changes.vehicle]) for one in fleet] if changes.vehicle else fleet


def _again(vehicle: Vehicle, turn: int) -> Vehicle:
    return replace(vehicle, id=f"{vehicle.id} ({turn + 1})") if turn else vehicle


def _become(vehicle: Vehicle, fleet: Fleet) -> Vehicle:
    return Vehicle(
        id=vehicle.id,
        profile=fleet.profile,
        kg=fleet.kg,
        litres=fleet.litres,
        cool_litres=fleet.cool_litres,
        hours=vehicle.hours,
        electric=fleet.electric,
        crew=vehicle.crew,
        depot=vehicle.depot,
    )


def _orders_said(times: float) -> Text:
    return Text(f"{times:g} keer zoveel bestellingen".replace(".", ","), f"{times:g} times the orders")


def _vehicles_said(changes: Changes) -> list[Text]:
    count = changes.vehicles
    if changes.vehicle:
        kind = FLEETS[changes.vehicle].said
        if count is None:
            return [Text(f"elk voertuig een {kind.nl}", f"every vehicle a {kind.en}")]
        many = _count_said(count)
        return [Text(f"{many.nl}, elk een {kind.nl}", f"{many.en}, each a {kind.en}")]
    return [] if count is None else [_count_said(count)]


def _count_said(count: int) -> Text:
    return Text("1 voertuig", "1 vehicle") if count == 1 else Text(f"{count} voertuigen", f"{count} vehicles")


def _moved_said(one: MovedPlace) -> Text:
    at = f"{one.position.lon:.5f}, {one.position.lat:.5f}"
    if one.is_depot:
        return Text(f"het vertrekpunt op {at}", f"the depot at {at}")
    return Text(f"dorpspunt {one.name} op {at}", f"hub {one.name} at {at}")
