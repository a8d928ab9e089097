"""Which inputs a figure's width hangs on: rank correlation of each drawn factor with the figure."""

from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from impact.draws import Draws, Sample
from impact.factors import Scope

__all__ = ["Influence", "influences"]

MOST_DRAWS = 10_000
"""More draws than this rank the inputs no better, and sums of squared ranks stay far within 64 bits."""


@dataclass(frozen=True, slots=True)
class Influence:
    """How far a factor pulls a figure.

    Attributes
    ----------
    correlation_permille: Spearman's rank correlation, -1000 to 1000, rounded down towards nought.
    share_percent: its square among the squares of all factors: about its part of the figure's variance.
    """

    factor: str
    correlation_permille: int
    share_percent: int


def influences(draws: Draws, figure: Sample, most: int = 5) -> tuple[Influence, ...]:
    """Name the factors that matter most, the strongest first; none where the figure does not vary.

    One whose share is no whole per cent is not named: draws of an input that is in no gram of the figure correlate with
    it a little too, by chance. What making vehicles emits, and what comes out of them besides CO2e, is in none.

    Reckoned in whole numbers, so that it is the same everywhere.
    """
    ranks = _ranks(figure[:MOST_DRAWS])
    in_no_gram = {factor.id for factor in draws.factors.drawn if factor.scope in {Scope.LOCAL, Scope.MAKING}}
    found = {
        name: _correlation_permille(_ranks(sample[:MOST_DRAWS]), ranks)
        for name, sample in draws.samples.items()
        if name not in in_no_gram and (sample[0] != sample[-1] or np.ptp(sample))
    }
    total = sum(each * each for each in found.values())
    strongest = sorted(found.items(), key=lambda item: (-abs(item[1]), item[0]))[:most]
    told = (Influence(name, permille, round(100 * permille**2 / (total or 1))) for name, permille in strongest)
    return tuple(each for each in told if each.share_percent)


def _ranks(sample: Sample) -> NDArray[np.int64]:
    """Twice the rank of each value, from its mean; equal values share theirs."""
    _, place, size = np.unique(sample, return_inverse=True, return_counts=True)
    before = np.cumsum(size) - size
    return (2 * before + size)[place] - sample.size


def _correlation_permille(one: NDArray[np.int64], other: NDArray[np.int64]) -> int:
    spread = int(one @ one) * int(other @ other)
    if not spread:
        return 0
    together = 1000 * int(one @ other)
    size = isqrt(together * together // spread)
    return size if together > 0 else -size
