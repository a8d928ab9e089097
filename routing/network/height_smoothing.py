"""Measured heights along roads, freed of noise: one smooth height for a place, the same for all roads that meet there.

A raster has noise, trees and roofs in it, and the line of a road may lie beside the road; each little step would be a
climb. So the heights h sought are those that make  Σ wᵢ (hᵢ - zᵢ)² + ℓ² Σ (hᵢ - hⱼ)² / dᵢⱼ  least, over the measured
heights z and all pieces of road of length d. Along one road this weighs the measured heights by exp(-distance / ℓ).
What is not measured has no weight and so lies straight between what is. Being heights of places, they rise by nothing
round a block.

Source: Tikhonov regularisation; smoothing on graphs as in Zhu, Ghahramani, Lafferty, ICML 2003. Weights by Cauchy's
function: Huber, Ronchetti, Robust Statistics (2009).
"""
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownMemberType=false
# scipy has no types

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from routing.network.slope_tags import STEEPEST

__all__ = ["RoadPieces", "smoothed_heights"]

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

OUTLYING = 0.1
"""So many times ℓ above or below its smooth surroundings, a height counts half: what rises by 10 % over ℓ is a slope,
what stands out by more is a roof, a tree, a quarry beside the road. Own choice."""

_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class RoadPieces:
    """Pieces of road between two places.

    Attributes
    ----------
    tail, head: int64 (p,); numbers of places.
    metres: float64 (p,); lengths, above 0.
    on_ground: bool (p,); False on bridges and in tunnels, where a raster sees what lies below or above.
    """

    tail: Rows
    head: Rows
    metres: Floats
    on_ground: NDArray[np.bool_]


def smoothed_heights(pieces: RoadPieces, measured_m: Floats, over_m: float) -> Floats:
    """Find smooth heights of places.

    Parameters
    ----------
    measured_m: float64 (n,); NaN where nothing is known.
    over_m: ℓ above; what is much shorter is smoothed away.

    Returns
    -------
    float64 (n,); NaN where no road leads to a measured place.
    """
    count = len(measured_m)
    known = ~np.isnan(measured_m)
    stands_for = _at_both_ends(pieces, pieces.metres * pieces.on_ground / 2, count)
    weight = np.where(known, stands_for, 0.0)
    z = np.where(known, measured_m, 0.0)
    reached = _reached(pieces, weight > 0)
    end = _at_both_ends(pieces, np.ones(len(pieces.tail)), count) == 1
    trust = np.ones(count)
    height = z
    for _ in range(_ROUNDS):
        free = np.where(end & (weight > 0), trust, 0.0)
        height = _solved(pieces, np.where(reached, weight * trust, 1.0), z, free, over_m)
        trust = 1 / (1 + ((z - height) / (OUTLYING * over_m)) ** 2)
        trust[end] = np.minimum(trust, _trust_of_ends(pieces, z, height, over_m, count))[end]
    return np.where(reached, height, np.nan)


def _at_both_ends(pieces: RoadPieces, values: Floats, count: int) -> Floats:
    both = np.bincount(pieces.tail, values, count) + np.bincount(pieces.head, values, count)
    return both.astype(np.float64)


def _reached(pieces: RoadPieces, measured: NDArray[np.bool_]) -> NDArray[np.bool_]:
    count = len(measured)
    joined = coo_array((np.ones(len(pieces.tail)), (pieces.tail, pieces.head)), (count, count))
    _, part = cast("tuple[int, NDArray[np.int32]]", connected_components(joined, directed=False))
    return (np.bincount(part, measured) > 0)[part]


def _solved(pieces: RoadPieces, weight: Floats, z: Floats, free: Floats, over_m: float) -> Floats:
    """Solve the equations that the least sum gives; what nothing leads to has height 0.

    Parameters
    ----------
    free: float64 (n,); 1 at dead ends whose own height is taken, so that a slope may go on to the very end, where the
        sum alone would lay the road level; 0 where it is not trusted.
    """
    count = len(z)
    stiff = over_m**2 / pieces.metres
    rows = np.concatenate([pieces.tail, pieces.head])
    columns = np.concatenate([pieces.head, pieces.tail])
    bound = np.tile(stiff, 2) * (1 - free[rows])
    own = np.bincount(rows, bound, count) + weight
    places = np.arange(count)
    matrix = coo_array(
        (np.concatenate([own, -bound]), (np.concatenate([places, rows]), np.concatenate([places, columns]))),
        (count, count),
    ).tocsc()
    factors: Any = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    return factors.solve(weight * z)


def _trust_of_ends(pieces: RoadPieces, z: Floats, height: Floats, over_m: float, count: int) -> Floats:
    """Hold what is measured at a dead end against the height of the place before it, since its own follows it."""
    before, away_m = np.zeros(count), np.zeros(count)
    for place, other in ((pieces.tail, pieces.head), (pieces.head, pieces.tail)):
        before[place], away_m[place] = height[other], pieces.metres
    return 1 / (1 + ((z - before) / (OUTLYING * over_m + STEEPEST * away_m)) ** 2)
