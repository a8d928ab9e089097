"""exp, log and the normal quantile from +, -, x, / and powers of two alone: the same bits on every machine.

Those of a maths library may differ in the last bit between processors and releases; IEEE 754 rounds these
operations one way everywhere.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["exponential", "logarithm", "normal_quantile"]

Floats = NDArray[np.float64]

_LN2_HIGH = 0.6931471803691238
"""ln 2 to 33 bits, so that a whole number up to 2**20 times it is exact; `_LN2_LOW` is the rest."""
_LN2_LOW = 1.9082149292705877e-10
_ROOT_HALF = 0.7071067811865476

# Wichura 1988, algorithm AS 241 (PPND16), to about 16 digits; highest power first.
_MIDDLE = (
    (
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0,
    ),
    (
        5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
        5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0,
    ),
)  # fmt: skip
_NEAR = (
    (
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
        3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0,
    ),
)  # fmt: skip
_FAR = (
    (
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0,
    ),
    (
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0,
    ),
)  # fmt: skip


def exponential(values: Floats) -> Floats:
    """Raise e to the power of each value, from -700 to 700."""
    halvings = np.rint(values / (_LN2_HIGH + _LN2_LOW))
    rest = (values - halvings * _LN2_HIGH) - halvings * _LN2_LOW
    found = np.ones_like(rest)
    for order in range(16, 0, -1):  # Taylor's series; the rest is at most 0.35
        found = 1.0 + rest * found / order
    return np.ldexp(found, halvings.astype(np.int32))


def logarithm(values: Floats) -> Floats:
    """The natural logarithm of each value, all above zero."""
    mantissa, doublings = np.frexp(values)
    small = mantissa < _ROOT_HALF
    mantissa, doublings = np.where(small, mantissa * 2.0, mantissa), doublings - small
    ratio = (mantissa - 1.0) / (mantissa + 1.0)
    square = ratio * ratio
    series = np.zeros_like(ratio)
    for order in range(25, 0, -2):  # 2 artanh; the ratio is at most 0.18
        series = 1.0 / order + square * series
    return doublings * _LN2_HIGH + (2.0 * ratio * series + doublings * _LN2_LOW)


def normal_quantile(shares: Floats) -> Floats:
    """Standard deviations above the mean that a share of a normal distribution lies below; shares in (0, 1)."""
    offset = shares - 0.5
    found = offset * _ratio(_MIDDLE, 0.180625 - offset * offset)
    in_tail = np.abs(offset) > 0.425
    beyond = np.sqrt(-logarithm(np.minimum(shares, 1.0 - shares)[in_tail]))
    tail = np.where(beyond <= 5.0, _ratio(_NEAR, beyond - 1.6), _ratio(_FAR, beyond - 5.0))
    found[in_tail] = np.where(offset[in_tail] < 0.0, -tail, tail)
    return found


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], at: Floats) -> Floats:
    above, below = (_polynomial(coefficients, at) for coefficients in polynomials)
    return above / below


def _polynomial(coefficients: tuple[float, ...], at: Floats) -> Floats:
    found = np.full_like(at, coefficients[0])
    for coefficient in coefficients[1:]:
        found = found * at + coefficient
    return found
