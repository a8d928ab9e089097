"""Metres and seconds between places: what the network measures and the solver reads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["TravelMatrix"]


@dataclass(frozen=True, slots=True, eq=False)
class TravelMatrix:
    """Every place against every other; rows are origins.

    Attributes
    ----------
    distances_m: int32, shape (n, n); metres, rounded to nearest, never negative.
    durations_s: int32, shape (n, n); seconds of the same paths, rounded up, never negative.
    costs: int32, shape (n, n); whole cost units in place of prices by the hour and the kilometre; None has none.
    energy_wh: int32, shape (n, n); watt-hours of the same paths; None is not known.
    """

    distances_m: NDArray[np.int32]
    durations_s: NDArray[np.int32]
    costs: NDArray[np.int32] | None = None
    energy_wh: NDArray[np.int32] | None = None

    def __post_init__(self) -> None:
        shape = self.distances_m.shape
        shapes = [figures.shape for figures in (self.durations_s, self.costs, self.energy_wh) if figures is not None]
        if len(shape) != 2 or shape[0] != shape[1] or any(other != shape for other in shapes):
            raise ValueError(f"a travel matrix is square: {shape} and {', '.join(map(str, shapes))}")

    def __len__(self) -> int:
        return self.distances_m.shape[0]
