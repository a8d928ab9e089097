"""Transport chains as they were carried out: elements of movements, and the orders in them (EN ISO 14083).

An element is one round, collection, delivery, relay or hub; a change of vehicle or a hub begins the next. An order's
chain is the elements that it lies in. All metres are in some movement, whatever they were driven for, and each says
whether it was driven, planned or estimated.
"""

from dataclasses import dataclass
from enum import StrEnum

from impact.activities import MAX_WHOLE, VehicleClass
from impact.allocation import Consignment
from kernel.errors import BadInputError

__all__ = ["Carrier", "Element", "ElementKind", "Energy", "Known", "Movement", "Purpose", "Stretch", "Tier"]


class ElementKind(StrEnum):
    """ROUND collects at shops and delivers to customers with one vehicle."""

    COLLECTION = "collection"
    HUB = "hub"
    DELIVERY = "delivery"
    RELAY = "relay"
    ROUND = "round"


class Purpose(StrEnum):
    """Why metres were driven; all of them are shared out over the orders of their element.

    WAY_TO_DEPOT is the courier's own; REPLACEMENT is a vehicle instead of one that broke down; OWN_TRIP is a
    producer's to the hub.
    """

    CARRYING = "carrying"
    EMPTY = "empty"
    REPOSITIONING = "repositioning"
    FAILED_ATTEMPT = "failed_attempt"
    RETURN = "return"
    WAY_TO_DEPOT = "way_to_depot"
    REPLACEMENT = "replacement"
    OWN_TRIP = "own_trip"


class Known(StrEnum):
    """How metres are known; never added up without saying so."""

    DRIVEN = "driven"
    PLANNED = "planned"
    ESTIMATED = "estimated"


class Carrier(StrEnum):
    """What energy was taken as: electricity in Wh, fuels in ml."""

    ELECTRICITY = "electricity"
    DIESEL = "diesel"
    PETROL = "petrol"
    HVO100 = "hvo100"


class Tier(StrEnum):
    """How good data are, the best first: measured, modelled for this vehicle and way, the table's for its class."""

    PRIMARY = "primary"
    MODELLED = "modelled"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Energy:
    """What a vehicle or a hub took, Wh or ml.

    Attributes
    ----------
    from_battery: as the battery gave it; charging losses of the vehicle's class are added. Else as it was charged.

    Raises
    ------
    BadInputError
        It is not whole or below zero, comes from a table, or is fuel from a battery.
    """

    carrier: Carrier
    amount: int
    tier: Tier
    from_battery: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= MAX_WHOLE:
            raise BadInputError(f"{self.amount} of {self.carrier} is not from 0 to {MAX_WHOLE}")
        if self.tier is Tier.DEFAULT:
            raise BadInputError(f"{self.carrier} by default", way_out="Leave it out: the table's is taken then.")
        if self.from_battery and self.carrier is not Carrier.ELECTRICITY:
            raise BadInputError(f"{self.carrier} from a battery")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Metres driven for one purpose."""

    distance_m: int
    purpose: Purpose
    known: Known

    def __post_init__(self) -> None:
        if not 0 <= self.distance_m <= MAX_WHOLE:
            raise BadInputError(f"{self.distance_m} m {self.purpose} is not from 0 to {MAX_WHOLE}")


@dataclass(frozen=True, slots=True)
class Movement:
    """What one vehicle drove in an element; `energy` is all that it took for it, None where nobody knows."""

    vehicle: VehicleClass
    stretches: tuple[Stretch, ...]
    energy: Energy | None = None

    @property
    def distance_m(self) -> int:
        return sum(each.distance_m for each in self.stretches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element and the orders in it.

    Attributes
    ----------
    movements: none in a hub.
    energy: of a hub, None where it has no meter.

    Raises
    ------
    BadInputError
        A hub moves, something else has a meter of its own, or an order is in it twice.
    """

    id: str
    kind: ElementKind
    movements: tuple[Movement, ...]
    consignments: tuple[Consignment, ...]
    energy: Energy | None = None

    def __post_init__(self) -> None:
        is_hub = self.kind is ElementKind.HUB
        if is_hub and self.movements:
            raise BadInputError("a hub that moves", where=self.id, way_out="Make the movement an element of its own.")
        if self.energy and not is_hub:
            raise BadInputError("energy without a vehicle", where=self.id, way_out="Give it to the movement.")
        orders = {each.order for each in self.consignments}
        if len(orders) != len(self.consignments):
            raise BadInputError("an order is in it twice", where=self.id)
