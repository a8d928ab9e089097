"""What one vehicle's ways take: its matrix at its own speed."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from routing.matrix import TravelMatrix
from routing.solver.problem import Vehicle

__all__ = ["STAYING", "Way", "Ways", "scaled_s"]


@dataclass(frozen=True, slots=True)
class Way:
    """From one place to another.

    Attributes
    ----------
    cost: by the matrix of costs, where there is one.
    energy_wh: where it is known.
    """

    travel_s: int
    travel_m: int
    cost: int = 0
    energy_wh: int = 0


STAYING = Way(0, 0)
"""From or to an open side of a route."""


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways of one vehicle."""

    matrix: TravelMatrix
    vehicle: Vehicle

    def between(self, origin: int | None, destination: int | None) -> Way:
        """Measure one way; an open side costs nothing."""
        if origin is None or destination is None:
            return STAYING
        matrix, factor = self.matrix, self.vehicle.speed_factor
        travel_s = int(matrix.durations_s[origin, destination])
        return Way(
            travel_s=travel_s if factor == 1 else -(-travel_s * factor.denominator // factor.numerator),
            travel_m=int(matrix.distances_m[origin, destination]),
            cost=0 if matrix.costs is None else int(matrix.costs[origin, destination]),
            energy_wh=0 if matrix.energy_wh is None else int(matrix.energy_wh[origin, destination]),
        )


def scaled_s(durations_s: NDArray[np.int32], factor: Fraction) -> NDArray[np.int64]:
    """Return what a matrix of seconds becomes at so many times its speed, rounded up; shape as given."""
    if factor == 1:
        return durations_s.astype(np.int64)
    longest_s = int(durations_s.max(initial=0))
    if longest_s < durations_s.size:  # large matrices: each number of seconds once, without sorting
        return _scaled(range(longest_s + 1), factor)[durations_s]
    seconds, where = np.unique(durations_s, return_inverse=True)
    return _scaled(seconds.tolist(), factor)[where].reshape(durations_s.shape)


def _scaled(seconds: Iterable[int], factor: Fraction) -> NDArray[np.int64]:
    """Scale in Python's own integers: a factor may have so many digits that 64 bits overflow."""
    return np.array([-(-one * factor.denominator // factor.numerator) for one in seconds], dtype=np.int64)
