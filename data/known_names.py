"""Names that are known, and which of them a misspelt one may stand for."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["KnownNames"]

SHORT_NAME = 5
"""Letters from which a name may be read with a typo; shorter ones are too often another name."""

LIKE_ENOUGH = 0.6
"""Similarity (1 - typos / length) from which an unknown name is worth suggesting a known one for."""


class KnownNames:
    """Keys of names, grouped by length: a typo changes the length by one at most."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for key in keys:
            self.add(key)

    def add(self, key: str) -> None:
        self._by_length[len(key)].append(key)

    def resembling(self, keys: Iterable[str], *, typos: int = 1) -> list[str]:
        """Find the known keys with the fewest typos; several where they have equally few.

        Parameters
        ----------
        keys: of the name that was written.
        typos: how many are allowed: letters inserted, left out, changed or swapped (optimal string
            alignment; Boytsov 2011, Indexing methods for approximate dictionary searching).
        """
        near: dict[str, float] = {}
        for key in keys:
            if len(key) < SHORT_NAME:
                continue
            for length in range(len(key) - typos, len(key) + typos + 1):
                known = self._by_length.get(length, ())
                for found, off, _ in process.extract(key, known, scorer=OSA.distance, score_cutoff=typos, limit=None):
                    near[found] = min(off, near.get(found, off))
        return [key for key in near if near[key] == min(near.values())]

    def alike(self, key: str, count: int = 3) -> list[str]:
        """Find the keys worth suggesting for one that is unknown, the likeliest first."""
        known = [name for names in self._by_length.values() for name in names]
        near = process.extract(key, known, scorer=OSA.normalized_similarity, score_cutoff=LIKE_ENOUGH, limit=count)
        return [found for found, _, _ in near]
