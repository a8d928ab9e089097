"""exp, log and the normal quantile against Python's own, and a log-normal factor against its definition."""

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from impact.draws import draw
from impact.exact_math import exponential, logarithm, normal_quantile
from impact.factor_table import load_factors
from impact.factors import Distribution, FactorSet


def test_they_agree_with_a_maths_library() -> None:
    powers = np.linspace(-60, 60, 4_001)
    assert exponential(powers) == pytest.approx([math.exp(power) for power in powers], rel=1e-15)
    values = exponential(powers)
    assert logarithm(values) == pytest.approx([math.log(value) for value in values], rel=1e-15, abs=1e-15)
    shares = np.concatenate([np.linspace(1e-5, 1 - 1e-5, 2_001), [2.0**-54, 1e-12, 1 - 1e-12]])
    assert normal_quantile(shares) == pytest.approx(
        [NormalDist().inv_cdf(share) for share in shares], rel=1e-14, abs=1e-15
    )


def test_their_bits_are_these_on_every_machine() -> None:
    given = np.array([0.001, 0.3, 0.975])
    found = [float(value).hex() for each in (exponential, logarithm, normal_quantile) for value in each(given)]
    assert found == PINNED


PINNED = [
    "0x1.0041919b7ee34p+0",
    "0x1.599058c8c1a96p+0",
    "0x1.53597279b2ec0p+1",
    "-0x1.ba18a998fffa0p+2",
    "-0x1.34378fcbda721p+0",
    "-0x1.9ece955321b6fp-6",
    "-0x1.8b8cbb7204470p+1",
    "-0x1.0c7e39582c5fap-1",
    "0x1.f5c0331eeff82p+0",
]


def test_a_lognormal_factor_has_its_p5_median_and_p95() -> None:
    (parcel,) = (factor for factor in load_factors().drawn if factor.id == "parcel_network.delivery")
    leaning = replace(parcel, low=60, central=90, high=135, distribution=Distribution.LOGNORMAL)
    sample = draw(FactorSet("test", (leaning,)), 100_000).of(parcel.id, parcel.unit)
    assert np.percentile(sample, [5, 50, 95]) == pytest.approx([60, 90, 135], rel=0.01)
