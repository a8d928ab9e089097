"""What a square knows before planning a day: its shops, the orders accepted, the vehicles on duty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import fsum

from data.models.states import OrderKind
from kernel.position import Position
from routing.solver.problem import TaskKind

__all__ = ["DeliveryDay", "Depot", "Need", "Order", "Parcel", "Shop", "Temperature", "Vehicle", "counted"]

Span = tuple[int, int]
"""(start_s, end_s) in seconds since local midnight."""


class Temperature(StrEnum):
    """How a parcel must be kept."""

    AMBIENT = "ambient"
    COOL = "cool"
    FROZEN = "frozen"
    HOT = "hot"


class Need(StrEnum):
    """What handing over or carrying a parcel asks for.

    Only two people decide which vehicle may bring it: that is a matter of its crew. The others are the courier's to
    mind, and stand on the sheet: an 18+ parcel is never left with neighbours, in a hub without a keeper, or at a door.
    """

    UPRIGHT = "upright"
    ADULT = "18+"
    TWO_PEOPLE = "two people"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One physical piece."""

    kg: float
    litres: float
    temperature: Temperature = Temperature.AMBIENT

    @property
    def needs_cooling(self) -> bool:
        return self.temperature in {Temperature.COOL, Temperature.FROZEN}


@dataclass(frozen=True, slots=True)
class Shop:
    """A counter: a shop, or a hub where goods are handed over.

    `hours` are the spans it is open on the day, `address` is empty where nobody knows it. `note` says what a courier
    must know there.
    """

    id: str
    name: str
    position: Position
    hours: Sequence[Span]
    address: str = ""
    note: str = ""
    is_hub: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One leg of an order: what one customer bought from one shop, or gives back to it.

    It goes from the shop to the household, or the other way; where one of its ends is a hub, that stands in the place
    of the shop or the household.

    Attributes
    ----------
    shop: id of the shop whose order it is.
    customer: of the household; `address` and `position`: where it is.
    ready_at_s: when the shop has it packed.
    window: when the household is called at.
    note: what the courier must know besides, in words.
    needs: of any of its parcels.
    kind: what was ordered: a delivery, a return, or crates to collect.
    to_shop: whether the parcels go towards the shop.
    pickup_hub, delivery_hub: ids of the hubs where it begins and ends; "" is none.
    at_hub_s: from when the parcels are at the hub that it begins at.
    name: of the order that it is a leg of, as people answer for it; "" is as its `id`.
    again: whether a round was to bring it to its end before, and failed: it was counted then.
    twin_of: id of the leg that it was drawn from for a what-if; "" is of one that somebody ordered.
    """

    id: str
    shop: str
    customer: str
    address: str
    position: Position
    parcels: Sequence[Parcel]
    ready_at_s: int
    window: Span
    note: str = ""
    needs: frozenset[Need] = frozenset()
    kind: OrderKind = OrderKind.DELIVERY
    to_shop: bool = False
    pickup_hub: str = ""
    delivery_hub: str = ""
    at_hub_s: int = 0
    name: str = ""
    again: bool = False
    twin_of: str = ""

    def counter_at(self, kind: TaskKind) -> str:
        """Give the id of the shop or hub where it is collected, or brought; "" is the household's door."""
        if kind is TaskKind.PICKUP:
            return self.pickup_hub or ("" if self.to_shop else self.shop)
        return self.delivery_hub or (self.shop if self.to_shop else "")

    @property
    def ordered_as(self) -> tuple[str, str]:
        """Name the order that it is a leg of: its shop, and the shop's number."""
        return self.shop, self.name or self.id

    @property
    def counters(self) -> frozenset[str]:
        """Return the ids of its shop and of the hubs that it comes to."""
        return frozenset(filter(None, (self.shop, self.pickup_hub, self.delivery_hub)))

    @property
    def calls_at_home(self) -> bool:
        return "" in {self.counter_at(kind) for kind in TaskKind}

    @property
    def counts(self) -> bool:
        """Whether its end is that of what was ordered, for the first time; how many orders legs are, says `counted`.

        Not a hub on the way, not the way back of what failed, not another attempt.
        """
        goes_back = self.to_shop is (self.kind is OrderKind.DELIVERY)
        return not (self.delivery_hub or goes_back or self.again)

    @property
    def kg(self) -> float:
        return fsum(parcel.kg for parcel in self.parcels)  # releases of Python add floats up otherwise

    @property
    def litres(self) -> float:
        return fsum(parcel.litres for parcel in self.parcels)

    @property
    def cool_litres(self) -> float:
        return fsum(parcel.litres for parcel in self.parcels if parcel.needs_cooling)


def counted(legs: Sequence[Order]) -> list[Order]:
    """Give the orders that legs bring to where they were ordered to: each once, whatever hubs and attempts it takes.

    One whose parcels parted is its first leg here, with the parcels of all.
    """
    found: dict[tuple[str, str], Order] = {}
    for leg in legs:
        if leg.counts:
            met = found.get(leg.ordered_as)
            found[leg.ordered_as] = leg if met is None else _joined(met, leg)
    return list(found.values())


def _joined(one: Order, other: Order) -> Order:
    return replace(one, parcels=[*one.parcels, *other.parcels], needs=one.needs | other.needs)


@dataclass(frozen=True, slots=True)
class Depot:
    """Where rounds begin and end, and what is there: the square's, or the hub of a vehicle."""

    name: str
    position: Position


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle and the span in which it leaves its depot and is back; `electric` decides what it emits.

    `note` says what its courier must know; `crew` is how many people ride; `battery_wh` is what its rounds may take
    from the battery, None being as much as they like. `depot` is where it begins and ends, None being as the day has
    it: ask `DeliveryDay.depot_of`.
    """

    id: str
    profile: str
    kg: float
    litres: float
    cool_litres: float
    hours: Span
    electric: bool = True
    note: str = ""
    crew: int = 1
    battery_wh: int | None = None
    depot: Depot | None = None


@dataclass(frozen=True, slots=True)
class DeliveryDay:
    """One day of one area, before planning.

    Attributes
    ----------
    depot: where a vehicle starts and ends that has no place of its own; `depot_name` says what is there.
    shops: those of its orders, and the hubs that they come to.
    invented: True where the demand was drawn from a seed and not ordered by anyone.
    """

    area: str
    day: date
    seed: int
    invented: bool
    depot: Position
    depot_name: str
    shops: Sequence[Shop]
    orders: Sequence[Order]
    vehicles: Sequence[Vehicle]

    def depot_of(self, vehicle: Vehicle) -> Depot:
        """Say where a vehicle begins and ends."""
        return vehicle.depot or Depot(self.depot_name, self.depot)

    @property
    def own_depots(self) -> list[Position]:
        """Give the places that some of its vehicles have for themselves, each once."""
        return list(dict.fromkeys(one.depot.position for one in self.vehicles if one.depot))
