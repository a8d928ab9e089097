"""Random draws of every factor, the same on every machine for one seed.

A factor's draws depend on the seed and its own id alone: another factor in the set, or another order
of the table, changes nothing. One set of draws serves the project and every baseline of an assessment,
so that what both sides share cancels out.

Same to the gram between machines: the stream is Philox4x64-10 read raw (NumPy promises the raw stream
of a bit generator for good, but not what `Generator` makes of it), the rest is +, -, x, / and square
root, which IEEE 754 rounds one way everywhere. No sums of many floats, no maths library, no BLAS.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impact.exact_math import exponential, logarithm, normal_quantile
from impact.factors import LIMITS, Distribution, Factor, FactorSet
from kernel.errors import BadInputError

__all__ = ["DEFAULT_DRAWS", "Draws", "Sample", "draw", "uniform"]

Sample = NDArray[np.float64]
"""One value a draw, shape (n,)."""

DEFAULT_DRAWS = 10_000
MAX_DRAWS = 10_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Every drawn factor of a set, `n` times."""

    factors: FactorSet
    n: int
    seed: int
    samples: Mapping[str, Sample]
    units: Mapping[str, str]

    def of(self, factor_id: str, unit: str) -> Sample:
        """Draws of one factor, read-only; `unit` is what the caller's formula reckons in.

        Raises
        ------
        BadInputError
            The set lacks the factor, or has it in another unit.
        """
        if self.units.get(factor_id) != unit:
            found = f"has it in {self.units[factor_id]}" if factor_id in self.units else "lacks it"
            raise BadInputError(
                f"the emissions need {factor_id} in {unit}; this set {found}",
                where=f"factor set {self.factors.version}",
                way_out="Add or convert that row of the table.",
            )
        return self.samples[factor_id]


def draw(factors: FactorSet, n: int = DEFAULT_DRAWS, seed: int = 1) -> Draws:
    """Draw every factor `n` times.

    Raises
    ------
    BadInputError
        `n` is not 1 to 10 million, or the seed is negative.
    """
    if not 1 <= n <= MAX_DRAWS:
        raise BadInputError(f"{n} draws", way_out=f"Ask for 1 to {MAX_DRAWS}; {DEFAULT_DRAWS} is usual.")
    if seed < 0:
        raise BadInputError(f"the seed is {seed}", way_out="A seed is a whole number from 0.")
    return Draws(
        factors=factors,
        n=n,
        seed=seed,
        samples={factor.id: _sample(factor, n, seed) for factor in factors.drawn},
        units={factor.id: factor.unit for factor in factors.drawn},
    )


def _sample(factor: Factor, n: int, seed: int) -> Sample:
    match factor.distribution:
        case Distribution.FIXED:
            sample = np.full(n, factor.central)
        case Distribution.TRIANGULAR:
            sample = _triangular(uniform(f"{seed}:{factor.id}", n), factor.low, factor.central, factor.high)
        case Distribution.LOGNORMAL:
            sample = _lognormal(uniform(f"{seed}:{factor.id}", n), factor)
    sample.setflags(write=False)
    return sample


def uniform(name: str, n: int) -> Sample:
    """Values in [0, 1) with 53 random bits, from the stream that the name selects."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "little")
    raw = np.random.Philox(key=key).random_raw(n)
    return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _triangular(uniform: Sample, low: float, mode: float, high: float) -> Sample:
    """Inverse of the triangular distribution function."""
    width = high - low
    rising = low + np.sqrt(uniform * (width * (mode - low)))
    falling = high - np.sqrt((1.0 - uniform) * (width * (high - mode)))
    return np.where(uniform * width < mode - low, rising, falling)


def _lognormal(uniform: Sample, factor: Factor) -> Sample:
    """The median times e to a normal deviate, with 5 % below low and 5 % above high; held to the unit's limits."""
    width = logarithm(np.array([factor.high / factor.low]))[0] / (2.0 * normal_quantile(np.array([0.95]))[0])
    # half a step up: no share is nought
    sample = factor.central * exponential(width * normal_quantile(uniform + 2.0**-54))
    return np.clip(sample, *LIMITS[factor.unit])
