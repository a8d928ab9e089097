"""A starting measurement (nulmeting): how goods travelled before, as counted, and the grams of that for each order.

Metres and parcels are taken as they were counted; the range is that of the factors alone. Another number of orders
is reckoned from the grams of one order, so nothing of what pooling does to a longer list is in it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import index

import numpy as np

from impact.activities import VehicleClass
from impact.drawn_grams import per_km_g
from impact.draws import Draws, Sample
from kernel.errors import BadInputError

__all__ = ["MOST", "CustomerMode", "Flow", "FlowKind", "Measured", "per_order_g"]

MOST = 10**9
"""Of trips, metres, parcels or orders: more is a typing error. Our own choice."""
LONGEST = 80


class FlowKind(StrEnum):
    """What was counted: what shops drove, what carriers brought, how customers fetched."""

    SHOP_TRIPS = "shop_trips"
    PARCELS = "parcels"
    CUSTOMER_TRIPS = "customer_trips"


class CustomerMode(StrEnum):
    """How customers came; only a car has grams here."""

    CAR = "car"
    BICYCLE = "bicycle"
    ON_FOOT = "on_foot"
    PUBLIC_TRANSPORT = "public_transport"


BY = {FlowKind.SHOP_TRIPS: tuple(VehicleClass), FlowKind.CUSTOMER_TRIPS: tuple(CustomerMode)}


@dataclass(frozen=True, slots=True)
class Flow:
    """One line of a count; zero is said, never left out.

    Attributes
    ----------
    by: a `VehicleClass`, a `CustomerMode`, or a carrier's name.
    trips, distance_m: out and back, for these goods alone; of parcels 0: a carrier's metres are not known.
    parcels: of a carrier; of trips 0.

    Raises
    ------
    BadInputError
        A number is not whole or out of range, or the parts contradict each other.
    """

    kind: FlowKind
    by: str
    trips: int
    distance_m: int
    parcels: int

    def __post_init__(self) -> None:
        for name in ("trips", "distance_m", "parcels"):
            object.__setattr__(self, name, _whole(getattr(self, name), name))
        choices = BY.get(self.kind)
        if choices is not None and self.by not in choices:
            raise BadInputError(f"{self.by!r} is no way of {self.kind}; use one of {', '.join(choices)}")
        if not 0 < len(self.by) <= LONGEST:
            raise BadInputError(f"a carrier's name has 1 to {LONGEST} characters")
        if self.kind is FlowKind.PARCELS and (self.trips or self.distance_m):
            raise BadInputError("parcels have no trips or metres: a carrier's are not known")
        if self.kind is not FlowKind.PARCELS and self.parcels:
            raise BadInputError(f"{self.kind} have no parcels")
        if self.distance_m and not self.trips and self.kind is not FlowKind.PARCELS:
            raise BadInputError(f"{self.distance_m} m in no trip", way_out="Say how many trips.")


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted, and of how many orders.

    Raises
    ------
    BadInputError
        There is no order or no flow, or one is there twice.
    """

    orders: int
    flows: Sequence[Flow]

    def __post_init__(self) -> None:
        if not 1 <= index(self.orders) <= MOST:
            raise BadInputError(
                f"a measurement of {self.orders} orders cannot be divided by them",
                field="orders",
                way_out="Count the purchases, too.",
            )
        if not self.flows:
            raise BadInputError("nothing was counted", field="flows", way_out="Give a line for each flow.")
        (same, many), *_ = Counter((one.kind, one.by) for one in self.flows).most_common(1)
        if many > 1:
            raise BadInputError(f"{same[0]} by {same[1]} stand there twice", field="flows", way_out="Add them up.")


def per_order_g(draws: Draws, measured: Measured) -> Sample:
    """Grams CO2e well-to-wheel of one order as it travelled then, shape (n,)."""
    total = np.zeros(draws.n)
    for flow in measured.flows:
        match flow.kind:
            case FlowKind.SHOP_TRIPS:
                total += flow.distance_m / 1000.0 * per_km_g(draws, VehicleClass(flow.by))
            case FlowKind.CUSTOMER_TRIPS if flow.by == CustomerMode.CAR:
                total += flow.distance_m / 1000.0 * per_km_g(draws, VehicleClass.CAR)
            case FlowKind.PARCELS:
                total += flow.parcels * draws.of("parcel_network.delivery", "g/order")
            case _:
                pass
    return total / measured.orders


def _whole(value: int, name: str) -> int:
    try:
        whole = index(value)
    except TypeError:
        raise BadInputError(f"{name}: {value!r} is no whole number") from None
    if not 0 <= whole <= MOST:
        raise BadInputError(f"{name}: {whole:,} is not from 0 to {MOST:,}")
    return whole
