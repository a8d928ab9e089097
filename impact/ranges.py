"""From draws to the figures people read: P5, P50 and P95, rounded once, here."""

from dataclasses import dataclass

import numpy as np

from impact.draws import Sample

__all__ = ["Range", "Saving"]


@dataclass(frozen=True, slots=True)
class Range:
    """P5, P50 and P95 of a drawn quantity in whole units (g or m)."""

    low: int
    central: int
    high: int

    @classmethod
    def of(cls, sample: Sample) -> "Range":
        low, central, high = _percentiles(sample)
        return cls(low, central, high)


@dataclass(frozen=True, slots=True)
class Saving:
    """P5, P50 and P95 of baseline minus project in the same draw, in whole grams; below zero is an increase.

    The P50 of the differences is not the difference of the two P50s: the sides share draws, and their
    distributions lean. Use these figures; do not subtract those of the two sides.

    Attributes
    ----------
    probability: P(saving > 0), the share of draws in which the project emits less.
    """

    low: int
    central: int
    high: int
    probability: float

    @classmethod
    def of(cls, baseline: Sample, project: Sample) -> "Saving":
        difference = baseline - project
        low, central, high = _percentiles(difference)
        return cls(low, central, high, int(np.count_nonzero(difference > 0)) / difference.size)


def _percentiles(sample: Sample) -> tuple[int, int, int]:
    # Nearest rank: a value that was drawn, with no interpolation that a NumPy release could change.
    ordered = np.sort(sample)
    low, central, high = (round(float(ordered[-(-percent * ordered.size // 100) - 1])) for percent in (5, 50, 95))
    return low, central, high
