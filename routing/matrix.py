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
    """

    distances_m: NDArray[np.int32]
    durations_s: NDArray[np.int32]

    def __post_init__(self) -> None:
        shape = self.distances_m.shape
        if len(shape) != 2 or shape[0] != shape[1] or self.durations_s.shape != shape:
            raise ValueError(f"a travel matrix is square: {shape} and {self.durations_s.shape}")

    def __len__(self) -> int:
        return self.distances_m.shape[0]
