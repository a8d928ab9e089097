"""Many strings in two arrays: their UTF-8 behind each other, and where each ends."""

from collections.abc import Iterable
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["joined_strings", "separate_strings"]

_LONE_HALVES = "surrogatepass"
"""Half a character outside the basic plane is no UTF-8; where a map of others has one, it stays."""


def joined_strings(strings: Iterable[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Give the bytes, and where each string ends in them."""
    encoded = [text.encode("utf-8", _LONE_HALVES) for text in strings]
    end = np.array(list(accumulate(map(len, encoded))), np.int64)
    return np.frombuffer(b"".join(encoded), np.uint8), end


def separate_strings(text: NDArray[np.uint8], end: NDArray[np.int64]) -> tuple[str, ...]:
    """Give the strings that `joined_strings` joined."""
    content = text.tobytes()
    return tuple(str(content[start:stop], "utf-8", _LONE_HALVES) for start, stop in pairwise([0, *end.tolist()]))
