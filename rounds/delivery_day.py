"""What a square knows before planning a day: its shops, the orders accepted, the vehicles on duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.position import Position

__all__ = ["DeliveryDay", "Need", "Order", "Parcel", "Shop", "Temperature", "Vehicle"]

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
    """A pickup place; `hours` are the spans it is open on the day, `address` is empty where nobody knows it.

    `note` says what a courier must know to collect there.
    """

    id: str
    name: str
    position: Position
    hours: Sequence[Span]
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What one customer bought from one shop.

    Attributes
    ----------
    shop: id of the shop.
    customer: who receives it; `address` and `position`: where.
    ready_at_s: when the shop has it packed.
    window: when it may be handed over.
    note: what the courier must know besides, in words.
    needs: of any of its parcels.
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

    @property
    def kg(self) -> float:
        return sum(parcel.kg for parcel in self.parcels)

    @property
    def litres(self) -> float:
        return sum(parcel.litres for parcel in self.parcels)

    @property
    def cool_litres(self) -> float:
        return sum(parcel.litres for parcel in self.parcels if parcel.needs_cooling)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle and the span in which it leaves the depot and is back; `electric` decides what it emits.

    `note` says what its courier must know; `crew` is how many people ride; `battery_wh` is what its rounds may take
    from the battery, None being as much as they like.
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


@dataclass(frozen=True, slots=True)
class DeliveryDay:
    """One day of one area, before planning.

    Attributes
    ----------
    depot: where every vehicle starts and ends; `depot_name` says what is there.
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
