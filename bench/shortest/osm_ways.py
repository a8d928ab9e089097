"""Every way of an extract that anybody might ride, with its nodes: to say in OSM's words where a line on the map goes.

Read beside the product's own reader, with all tags, because a peer may ride what our network leaves out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
from scipy.spatial import cKDTree

__all__ = ["OsmWay", "OsmWays", "Step", "read_ways"]

KEYS = ("highway", "route", "railway", "public_transport", "man_made", "amenity", "bridge", "leisure")
"""Of ways: all that OSRM's bicycle profile or Valhalla's reader looks at, and what we look at."""
NODE_KEYS = ("barrier", "highway", "access", "bicycle", "vehicle", "foot")
SAME_DEG = 2.5e-6
"""Peers give their lines in millionths of a degree, cut off or rounded."""

Point = Sequence[float]


@dataclass(frozen=True, slots=True)
class OsmWay:
    """A way as it was drawn; not `whole` where the extract lacks nodes of it."""

    id: int
    nodes: tuple[int, ...]
    tags: dict[str, str]
    whole: bool


@dataclass(frozen=True, slots=True)
class Step:
    """From one node to the next along a way; `way` is None where no way goes so."""

    way: int | None
    forward: bool
    begin: Point
    end: Point
    nodes: tuple[int, int] = (0, 0)


@dataclass
class OsmWays:
    """Attributes
    ----------
    restricted: nodes that a turn restriction speaks of.
    """

    ways: dict[int, OsmWay] = field(default_factory=dict)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    restricted: set[int] = field(default_factory=set)
    at: dict[int, Point] = field(default_factory=dict)
    of_pair: dict[tuple[int, int], list[tuple[int, bool]]] = field(default_factory=dict)
    uses: dict[int, int] = field(default_factory=dict)
    beside: dict[int, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for way in self.ways.values():
            for pair in pairwise(way.nodes):
                self.of_pair.setdefault(pair, []).append((way.id, True))
                self.of_pair.setdefault(pair[::-1], []).append((way.id, False))
                for one, other in (pair, pair[::-1]):
                    self.beside.setdefault(one, set()).add(other)
            for node in way.nodes:
                self.uses[node] = self.uses.get(node, 0) + 1
            for node in (way.nodes[0], way.nodes[-1]):
                self.uses[node] = self.uses.get(node, 0) + 1
        self._ids = np.fromiter(self.at, np.int64, len(self.at))
        self._tree = cKDTree(np.array(list(self.at.values())))

    def joins(self, first: int, second: int) -> list[int]:
        """Name the ways on which two nodes follow each other."""
        return [way for way, _ in self.of_pair.get((first, second), [])]

    def touching(self, way: int) -> list[OsmWay]:
        """Name the other ways that share a node with one."""
        nodes = self.ways[way].nodes
        found = {its for node in nodes for far in self.beside[node] for its, _ in self.of_pair[node, far]}
        return [self.ways[its] for its in sorted(found - {way})]

    def steps(self, line: Sequence[Point]) -> list[Step]:
        """Say which way each piece of a line follows; of several at one place a road before what is none."""
        near = [self._ids[found].tolist() for found in self._tree.query_ball_point(np.array(line), SAME_DEG)]
        near[0] = near[0] or self._behind(near[1], line[0])
        near[-1] = near[-1] or self._behind(near[-2], line[-1])
        return [self._step(*ends, points) for ends, points in zip(pairwise(near), pairwise(line), strict=True)]

    def _behind(self, nodes: list[int], point: Point) -> list[int]:
        """Find the far ends of the pieces on which a point lies that is no node."""
        return [far for node in nodes for far in self.beside[node] if self._lies_between(point, node, far)]

    def _lies_between(self, point: Point, node: int, far: int) -> bool:
        begin, end = np.array(self.at[node]), np.array(self.at[far])
        along, to = end - begin, np.array(point) - begin
        share = float(to @ along) / (float(along @ along) or 1.0)
        return 0 <= share <= 1 and bool(np.abs(to - share * along).max() <= SAME_DEG)

    def is_junction(self, node: int) -> bool:
        return self.uses.get(node, 2) > 1 or node in self.node_tags

    def _step(self, begin: list[int], end: list[int], points: tuple[Point, Point]) -> Step:
        pairs = [(a, b) for a in begin for b in end if (a, b) in self.of_pair]
        choices = [(way, forward, pair) for pair in pairs for way, forward in self.of_pair[pair]]
        if not choices:
            return Step(None, True, *points)
        way, forward, pair = min(choices, key=lambda one: ("highway" not in self.ways[one[0]].tags, one[0]))
        return Step(way, forward, *points, nodes=pair)


def read_ways(extract: Path) -> OsmWays:
    """Read an extract."""
    ways: dict[int, OsmWay] = {}
    node_tags: dict[int, dict[str, str]] = {}
    restricted: set[int] = set()
    at: dict[int, Point] = {}
    for entity in osmium.FileProcessor(str(extract)).with_locations():
        tags = {tag.k: tag.v for tag in entity.tags}
        if entity.is_way() and any(key in tags for key in KEYS):
            nodes = [node for node in entity.nodes if node.location.valid()]
            if len(nodes) > 1:
                ways[entity.id] = OsmWay(
                    entity.id, tuple(node.ref for node in nodes), tags, whole=len(nodes) == len(entity.nodes)
                )
                at.update({node.ref: (node.location.lon, node.location.lat) for node in nodes})
        elif entity.is_node() and any(key in tags for key in NODE_KEYS):
            node_tags[entity.id] = tags
        elif entity.is_relation() and tags.get("type", "").startswith("restriction"):
            restricted |= {member.ref for member in entity.members if (member.role, member.type) == ("via", "n")}
    return OsmWays(ways, {node: tags for node, tags in node_tags.items() if node in at}, restricted, at)
