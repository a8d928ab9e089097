"""A line on the ground as a short text, as routing programs exchange it."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["encoded_polyline"]

PER_DEGREE = 100_000
"""Five decimals, about a metre."""
CHUNK_BITS = 5
MORE = 1 << CHUNK_BITS
PRINTABLE = 63
"""Added to each chunk, which makes it a printable character."""


def encoded_polyline(line: NDArray[np.float64]) -> str:
    """Write a line in the encoded polyline format, latitude before longitude.

    Parameters
    ----------
    line: float64 (p, 2); lon, lat.

    Source: https://developers.google.com/maps/documentation/utilities/polylinealgorithm.
    """
    fixed = np.rint(line[:, ::-1] * PER_DEGREE).astype(np.int64)
    steps = np.diff(fixed, axis=0, prepend=np.zeros((1, 2), np.int64))
    return "".join(map(chr, _characters(steps.ravel().tolist())))


def _characters(steps: Iterable[int]) -> Iterator[int]:
    for step in steps:
        rest = ~(step << 1) if step < 0 else step << 1  # the sign goes last: small steps are short either way
        while rest >= MORE:
            yield (rest % MORE | MORE) + PRINTABLE
            rest >>= CHUNK_BITS
        yield rest + PRINTABLE
