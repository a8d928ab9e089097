"""Days whose places lie in a plane without roads: straight on, at four metres a second."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from kernel.position import Position
from rounds.delivery_day import DeliveryDay, Order, Parcel, Vehicle
from rounds.roads import MeasuredPlaces
from routing.matrix import TravelMatrix
from routing.network.paths import RoadPath
from tests.planned_day import DAY, SHOP

__all__ = ["Plane", "busy_day"]

METRES_A_DEGREE = np.array([68_500, 111_000])


class InAPlane(MeasuredPlaces):
    """Places between which every way is a straight line."""

    def path(self, origin: Position, destination: Position) -> RoadPath:
        metres = self.distance_m(origin, destination)
        line = np.array([(origin.lon, origin.lat), (destination.lon, destination.lat)])
        return RoadPath(metres, metres // 4, np.empty(0, np.int32), np.empty(0, np.bool_), line)


@dataclass(frozen=True)
class Plane:
    """Measures as roads do."""

    def measure(self, places: Sequence[Position], profile: str) -> MeasuredPlaces:
        at = np.array([(place.lon, place.lat) for place in places]) * METRES_A_DEGREE
        metres = np.rint(np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))).astype(np.int32)
        named = SimpleNamespace(graph=SimpleNamespace(profile=profile))
        rows = {place: row for row, place in enumerate(places)}
        return InAPlane(cast("Any", named), rows, (), TravelMatrix(metres, metres // 4))

    def measure_for(self, vehicles: Sequence[Vehicle], places: Sequence[Position]) -> list[MeasuredPlaces]:
        profiles = dict.fromkeys(vehicle.profile for vehicle in vehicles)
        return [self.measure(list(dict.fromkeys(places)), profile) for profile in profiles]


def busy_day(orders: int, *, shops: int = 1) -> DeliveryDay:
    """Some shops' day, each with its share: windows of three hours, four kilometres round about."""
    draw = random.Random(1)  # noqa: S311 (nothing secret)
    (shop,) = DAY.shops
    ordered: list[Order] = []
    for number in range(orders):
        door = Position(SHOP.lon + draw.uniform(-0.03, 0.03), SHOP.lat + draw.uniform(-0.02, 0.02))
        begin_s = draw.randrange(9, 12) * 3_600
        parcels = (Parcel(2.0, 8.0),)
        named = f"shop-{1 + number % shops}"
        ordered.append(Order(str(number), named, "", "", door, parcels, 28_800, (begin_s, begin_s + 10_800)))
    bike = replace(DAY.vehicles[0], hours=(30_000, 57_600))
    sold_at = [replace(shop, id=f"shop-{number}") for number in range(1, 1 + shops)]
    return replace(DAY, orders=ordered, vehicles=[bike], shops=sold_at)
