"""Random pairs of places whose ends all engines bring to the same way of OSM."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.shortest.engines import Engine, lies_on
from bench.shortest.osm_ways import OsmWays, Point
from data.distance import metres_apart
from kernel.position import Position

__all__ = ["Ends", "draw_pairs", "ends_on_ways"]

LEAST_APART_M = 500.0


@dataclass(frozen=True, slots=True)
class Ends:
    """Places that can be asked for.

    Attributes
    ----------
    points: in the middle of a way between two junctions.
    drawn: how many there were before.
    dropped: how many of those each engine brings to another way, or to none; several may drop the same.
    """

    points: Sequence[Point]
    drawn: int
    dropped: Counter[str]


def ends_on_ways(drawn: Sequence[tuple[int, Point]], engines: Sequence[Engine], ways: OsmWays) -> Ends:
    """Keep the places that everybody brings to the way they were drawn on."""
    places = [engine.near([point for _, point in drawn]) for engine in engines]
    dropped: Counter[str] = Counter()
    points: list[Point] = []
    for (way, point), *told in zip(drawn, *places, strict=True):
        strays = [engine.name for engine, place in zip(engines, told, strict=True) if not lies_on(way, place, ways)]
        dropped.update(strays)
        if not strays:
            points.append(point)
    return Ends(points, len(drawn), dropped)


def draw_pairs(points: Sequence[Point], count: int, seed: int) -> list[tuple[Point, Point]]:
    """Draw pairs of places at least so far apart, as the crow flies."""
    chance = np.random.default_rng(seed)
    pairs: list[tuple[Point, Point]] = []
    while len(pairs) < count:
        first, second = (points[number] for number in chance.integers(len(points), size=2))
        if metres_apart(Position(*first), Position(*second)) >= LEAST_APART_M:
            pairs.append((first, second))
    return pairs
