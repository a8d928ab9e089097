"""Relations of OSM that restrict turns, placed on the edges of a road network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from routing.network.road_network import Restrictions, RoadNetwork

__all__ = ["RawRestriction", "place_restrictions"]

Ride = tuple[tuple[int, bool], ...]
"""Edges one after another, each with True where it is ridden as it was drawn."""

MOST_VIA = 6
"""Via ways; they stand in no order, so that each order is tried. A dual carriageway needs two or three. Own choice."""
MOST_ENDS = 100
"""Pairs of `from` and `to`. Own choice."""


@dataclass(frozen=True, slots=True)
class RawRestriction:
    """A relation as it stands in the extract: OSM ids of its members by their role, and the tags that tell its kind."""

    tags: dict[str, str]
    from_ways: tuple[int, ...]
    via_nodes: tuple[int, ...]
    via_ways: tuple[int, ...]
    to_ways: tuple[int, ...]


def place_restrictions(raw: Sequence[RawRestriction], network: RoadNetwork) -> Restrictions:
    """Find the rides that relations speak of, and count the relations of which none is found.

    A way counts where it ends at the junction; one that runs through it would leave open which half is meant.
    """
    ways = _Ways(network, {way for one in raw for way in (*one.from_ways, *one.via_ways, *one.to_ways)})
    rides: list[Ride] = []
    ride_tags: list[int] = []
    tags: list[dict[str, str]] = []
    for one in raw:
        found = list(dict.fromkeys(_rides(one, ways)))
        if found:
            rides += found
            ride_tags += [len(tags)] * len(found)
            tags.append(one.tags)
    pieces = [piece for ride in rides for piece in ride]
    return Restrictions(
        ride_tags=np.array(ride_tags, np.int32),
        first=np.cumsum([0, *map(len, rides)], dtype=np.int32),
        edge=np.array([edge for edge, _ in pieces], np.int32),
        forward=np.array([forward for _, forward in pieces], np.bool_),
        tags=tuple(tags),
        skipped=len(raw) - len(tags),
    )


class _Ways:
    """The edges of some ways, in the order in which they were drawn, and the OSM nodes at their ends."""

    def __init__(self, network: RoadNetwork, wanted: set[int]) -> None:
        self._from: NDArray[np.int64] = network.node_osm[network.edge_from]
        self._to: NDArray[np.int64] = network.node_osm[network.edge_to]
        roads = np.flatnonzero((network.edge_mm > 0) & np.isin(network.edge_way, list(wanted)))
        self._edges: dict[int, list[int]] = {}
        for edge, way in zip(roads.tolist(), network.edge_way[roads].tolist(), strict=True):
            self._edges.setdefault(way, []).append(edge)

    def into(self, way: int) -> Iterator[tuple[Ride, int]]:
        """Give each end of a way: its last piece as one rides out of the way there, and the node."""
        edges = self._edges.get(way)
        if edges:
            yield ((edges[-1], True),), int(self._to[edges[-1]])
            yield ((edges[0], False),), int(self._from[edges[0]])

    def out_of(self, way: int, node: int) -> Iterator[Ride]:
        """Give the first piece of a way as one enters it at a node."""
        for ((edge, forward),), at in self.into(way):
            if at == node:
                yield ((edge, not forward),)

    def along(self, way: int, node: int) -> Iterator[tuple[Ride, int]]:
        """Ride a whole way from a node at one of its ends to the node at the other."""
        edges = self._edges.get(way, [])
        if edges and all(self._to[one] == self._from[other] for one, other in pairwise(edges)):
            first, last = int(self._from[edges[0]]), int(self._to[edges[-1]])
            if first == node:
                yield tuple((edge, True) for edge in edges), last
            if last == node:
                yield tuple((edge, False) for edge in reversed(edges)), first


def _rides(raw: RawRestriction, ways: _Ways) -> Iterator[Ride]:
    """Join each `from` over `via` to each `to`; `no_entry` and `no_exit` may have several."""
    from_ways, via_ways, to_ways = (list(dict.fromkeys(way)) for way in (raw.from_ways, raw.via_ways, raw.to_ways))
    if (
        (not via_ways and len(raw.via_nodes) != 1)
        or len(via_ways) > MOST_VIA
        or len(from_ways) * len(to_ways) > MOST_ENDS
    ):
        return
    for ride, node in (end for way in from_ways for end in ways.into(way)):
        if via_ways:
            between = list(_over(tuple(via_ways), node, ways))
        else:
            between = [((), node)] if node == raw.via_nodes[0] else []
        for (via, end), to in product(between, to_ways):
            yield from (ride + via + last for last in ways.out_of(to, end))


def _over(via_ways: tuple[int, ...], node: int, ways: _Ways) -> Iterator[tuple[Ride, int]]:
    """Ride all via ways from a node, in whatever order joins them."""
    if not via_ways:
        yield (), node
    for number, way in enumerate(via_ways):
        rest = via_ways[:number] + via_ways[number + 1 :]
        for ride, end in ways.along(way, node):
            yield from ((ride + later, last) for later, last in _over(rest, end, ways))
