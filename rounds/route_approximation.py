"""How long rounds are by rule of thumb, beside those that were planned: a check that shares no code with the solver.

Daganzo's continuous approximation: 2 x mean distance from the depot x rounds + 0.57 x sqrt(stops x area), in straight
lines, times how much longer ways over the roads are. Source: Daganzo 1984, "The distance traveled to visit N points
with a maximum of C stops per vehicle", Transportation Science 18(4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from kernel.position import Position
from rounds.plan import Round
from rounds.roads import MeasuredPlaces

__all__ = ["Ground", "approximated_m"]

DETOUR = 0.57
"""Of stops spread evenly, each round a strip. Source: Daganzo 1984."""
NEAR_M = 50.0
"""Places nearer to one another say more of doors than of roads."""
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rule of thumb needs to know of a village.

    Attributes
    ----------
    depot: of rounds whose vehicle has none of its own.
    area_m2: of the convex hull of all places.
    circuity: metres over the roads for each metre in a straight line, over every two of the places.
    """

    depot: Position
    area_m2: float
    circuity: float

    @classmethod
    def of(cls, depot: Position, measured: MeasuredPlaces) -> "Ground":
        """Measure it on places that were measured over the roads."""
        places = list(measured.row)
        flat = _flat(places, depot)
        rows = np.array([measured.row[place] for place in places])
        straight = np.hypot(*(flat[:, None, :] - flat[None, :, :]).transpose(2, 0, 1))
        road = measured.matrix.distances_m[np.ix_(rows, rows)]
        apart = straight >= NEAR_M
        circuity = float(road[apart].sum() / straight[apart].sum()) if np.any(apart) else 1.0
        return cls(depot, float(shapely.MultiPoint(flat).convex_hull.area), circuity)


def approximated_m(rounds: Sequence[Round], ground: Ground) -> int:
    """Give the metres that the rule of thumb expects of as many rounds to the same stops."""
    stops = sum(len(one.stops) for one in rounds)
    starts = dict.fromkeys(one.vehicle.depot for one in rounds if one.stops)
    line_haul_m = sum(
        _line_haul_m([one for one in rounds if one.vehicle.depot == start], start.position if start else ground.depot)
        for start in starts
    )
    return round(ground.circuity * (line_haul_m + DETOUR * sqrt(stops * ground.area_m2)))


def _line_haul_m(rounds: Sequence[Round], depot: Position) -> float:
    """Give the metres there and back in a straight line of rounds from one place."""
    away = np.hypot(*_flat([stop.position for one in rounds for stop in one.stops], depot).T)
    return 2 * float(away.mean()) * len(rounds)


def _flat(places: Sequence[Position], origin: Position) -> NDArray[np.float64]:
    """Metres east and north of a place, on a flat earth, shape (n, 2)."""
    degrees = np.array([(place.lon - origin.lon, place.lat - origin.lat) for place in places])
    return degrees * METRES_PER_DEGREE * np.array([float(np.cos(np.radians(origin.lat))), 1.0])
