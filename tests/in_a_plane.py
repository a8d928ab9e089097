"""Days whose places lie in a plane without roads: straight on, at four metres a second."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from kernel.position import Position
from rounds.delivery_day import Vehicle
from rounds.roads import MeasuredPlaces
from routing.matrix import TravelMatrix
from routing.network.paths import RoadPath

__all__ = ["Plane"]

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
