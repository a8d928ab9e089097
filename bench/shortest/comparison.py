"""Pairs of places, the metres of each engine between them, and why they differ where they do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.shortest.causes import cause_of
from bench.shortest.engines import SAME_PLACE_M, Engine, Found
from bench.shortest.osm_ways import OsmWays, Point
from bench.shortest.own_roads import OwnRoads
from bench.shortest.parting import Parting, length_m, partings, pieces_of

__all__ = ["WITHIN", "Comparison", "Difference", "compare", "share_with_either"]

WITHIN = 0.02
"""Of the peer's metres: so near, two lengths are the same path, measured on a sphere and on an ellipsoid."""

Pair = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair on which ours and a peer differ by more.

    Attributes
    ----------
    ratio: our metres over the peer's; 0 or infinite where one has no path.
    cause: in words.
    way: of OSM, where the path of one cannot be followed by the other; 0 where nothing was found.
    """

    pair: int
    ratio: float
    cause: str
    way: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours beside one peer.

    Attributes
    ----------
    ratio: float (p,); NaN for a pair whose ends the peer did not bring to the same ways.
    differences: of all pairs that are not within 2 %.
    """

    peer: str
    ratio: NDArray[np.float64]
    differences: Sequence[Difference]

    @property
    def compared(self) -> int:
        return int(np.count_nonzero(~np.isnan(self.ratio)))

    @property
    def share(self) -> float:
        """Of the pairs compared: within 2 %."""
        return float(np.count_nonzero(self.within)) / max(1, self.compared)

    @property
    def within(self) -> NDArray[np.bool_]:
        return np.abs(self.ratio - 1) <= WITHIN


def compare(pairs: Sequence[Pair], own: OwnRoads, peer: Engine, ways: OsmWays, *, sort: bool = True) -> Comparison:
    """Compare every pair, and `sort` what differs by its cause, which takes longer than all the rest."""
    ours, theirs = own.paths(pairs), peer.paths(pairs)
    ratio = np.array([ratio_of(*each) for each in zip(pairs, ours, theirs, strict=True)])
    if not sort:
        return Comparison(peer.name, ratio, ())
    longer = np.flatnonzero(ratio > 1 + WITHIN).tolist()
    shorter = np.flatnonzero(ratio < 1 - WITHIN).tolist()
    differences = [
        *sorted_by_cause(longer, theirs, ratio, (own, own, ways)),
        *sorted_by_cause(shorter, ours, ratio, (peer, own, ways)),
    ]
    return Comparison(peer.name, ratio, sorted(differences, key=lambda one: one.pair))


def ratio_of(pair: Pair, ours: Found | None, theirs: Found | None) -> float:
    if strays(pair, ours) or strays(pair, theirs):
        return np.nan
    if ours is None or theirs is None:
        return np.nan if ours is theirs else np.inf if ours is None else 0.0
    return ours.m / theirs.m


def strays(pair: Pair, found: Found | None) -> bool:
    """Whether a path begins or ends somewhere else: not every engine takes the nearest road."""
    if found is None:
        return False
    return any(length_m(asked, found.line[end]) > SAME_PLACE_M for asked, end in zip(pair, (0, -1), strict=True))


def sorted_by_cause(
    numbers: Sequence[int],
    followed: Sequence[Found | None],
    ratio: NDArray[np.float64],
    asked: tuple[Engine, OwnRoads, OsmWays],
) -> list[Difference]:
    """Let the engine with the longer path follow the shorter one."""
    stopped, own, ways = asked
    lines = [pieces_of(found.line, ways) for number in numbers if (found := followed[number]) is not None]
    return [
        Difference(number, float(ratio[number]), cause_of(parting, stopped.name, own.profile, ways), way_of(parting))
        for number, parting in zip(numbers, partings(lines, stopped, ways), strict=True)
    ]


def way_of(parting: Parting | None) -> int:
    return 0 if parting is None else parting.piece.steps[0].way or 0


def share_with_either(comparisons: Sequence[Comparison]) -> float:
    """Share of the pairs on which ours is within 2 % of one peer at least."""
    return float(np.mean(np.any([comparison.within for comparison in comparisons], axis=0)))
