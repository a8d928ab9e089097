"""Chance with a state of its own: one sequence a search, the same on every machine.

Source: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

import numpy as np
from numpy.typing import NDArray

from routing.compiled import lean_kernel

__all__ = ["below", "share"]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_27, _30, _31, _33 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(33)
_TO_SHARE = 2.0**-31


@lean_kernel
def _draw(chance: NDArray[np.uint64]) -> int:
    """Return 31 random bits."""
    chance[0] += _STEP
    mixed = chance[0]
    mixed = (mixed ^ (mixed >> _30)) * _MIX_1
    mixed = (mixed ^ (mixed >> _27)) * _MIX_2
    return np.int64((mixed ^ (mixed >> _31)) >> _33)  # pyright: ignore[reportReturnType] - numba's int


@lean_kernel
def below(chance: NDArray[np.uint64], end: int) -> int:
    """Draw a whole number from 0 to below the end, which is at most 2^31."""
    return (_draw(chance) * end) >> 31


@lean_kernel
def share(chance: NDArray[np.uint64]) -> float:
    """Draw from above 0 to 1."""
    return (_draw(chance) + 1) * _TO_SHARE
