"""One town: its pairs, and ours beside each peer, with and without what we do otherwise on purpose."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.shortest.comparison import Comparison, compare
from bench.shortest.ends import draw_pairs, ends_on_ways
from bench.shortest.engines import RoadPeer
from bench.shortest.extracts import as_pbf, with_platforms_as_footways
from bench.shortest.osm_ways import Point, read_ways
from bench.shortest.own_roads import OwnRoads
from bench.shortest.pure_metres import pure_metres

__all__ = ["SEED", "Town", "measure_town"]

SEED = 24
LEAST_EDGE_MM = 20_000
"""Of a way between two junctions, so that its middle is nowhere near another."""


@dataclass(frozen=True, slots=True)
class Town:
    """Attributes
    ----------
    pairs: (lon, lat) of both ends of each.
    drawn, dropped: ends drawn, and those that an engine brought to another way.
    as_it_is, switched_off: by peer; with what we do otherwise on purpose (sorted for OSRM), and without.
    versions: by peer.
    """

    name: str
    pairs: Sequence[tuple[Point, Point]]
    drawn: int
    dropped: Counter[str]
    as_it_is: Sequence[Comparison]
    switched_off: Sequence[Comparison]
    versions: dict[str, str]


def measure_town(name: str, extract: Path, folder: Path, count: int) -> Town:
    """Prepare the engines, draw the pairs, compare."""
    roads = as_pbf(extract, folder / "roads.osm.pbf")
    walked = with_platforms_as_footways(extract, folder / "platforms.osm.pbf")
    osrm = RoadPeer("osrm", roads, folder / "osrm", profile="shortest", algorithm="CH")
    valhalla = RoadPeer("valhalla", roads, folder / "valhalla")
    own, plain = OwnRoads(walked, pure_metres()), OwnRoads(roads, pure_metres(()))
    ways = read_ways(roads)
    ends = ends_on_ways(plain.middles(long_edges(plain)), [plain, own, osrm], ways)
    pairs = draw_pairs(ends.points, count, SEED)
    return Town(
        name,
        pairs,
        ends.drawn,
        ends.dropped,
        as_it_is=[compare(pairs, plain, peer, ways, sort=peer is osrm) for peer in (osrm, valhalla)],
        switched_off=[compare(pairs, own, peer, ways) for peer in (osrm, valhalla)],
        versions={peer.name: peer.version for peer in (osrm, valhalla)},
    )


def long_edges(own: OwnRoads) -> NDArray[np.int64]:
    graph = own.hierarchy.graph
    return np.unique(graph.edge[graph.mm >= LEAST_EDGE_MM]).astype(np.int64)
