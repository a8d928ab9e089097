"""Days drawn with replacement: what a month's figure would be had it had other days like these (a block bootstrap).

A day is drawn whole, so that what hangs together within it stays together.
"""

import numpy as np
from numpy.typing import NDArray

from impact.draws import uniform

__all__ = ["day_counts"]


def day_counts(days: int, n: int, seed: int) -> NDArray[np.int64]:
    """Draw as many days as there are, `n` times.

    Returns
    -------
    How often each day was drawn, shape (n, days); every row adds up to `days`.
    """
    drawn = (uniform(f"{seed}:days", n * days) * days).astype(np.int64).reshape(n, days)
    counts = np.bincount((drawn + np.arange(n)[:, None] * days).ravel(), minlength=n * days)
    return counts.reshape(n, days).astype(np.int64)
