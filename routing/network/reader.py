"""From an OSM extract to raw ways: only roads that some profile may use, only tags that some profile reads.

With them come what stops or turns a rider: barriers and signals on nodes, relations that restrict turns.
"""

from array import array
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from osmium.osm.types import Node, Relation, TagList, Way

from kernel.errors import BadInputError
from kernel.progress import Progress, silent
from routing.network.cutting import cut_at_junctions
from routing.network.extract import Box, faults_told, read_objects, told_box
from routing.network.map_faults import MapFaults
from routing.network.node_positions import node_positions
from routing.network.profile import ferries, network_keys, profiles
from routing.network.raw_ways import RawWays
from routing.network.restriction_members import RawRestriction
from routing.network.road_network import AGAINST, ALONG, RoadNetwork
from routing.network.slope_tags import RELIEF_KEYS, height_m

__all__ = ["KEYS", "read_network"]

KEYS = ("highway", "barrier", "route", "restriction")
"""Whatever makes or closes a road or forbids a turn has one of these, but for `ONE_CLASS`."""

_HEIGHT = "ele"

_CLASSES = ("bicycle", "cargo_bike", "motorcar", "motor_vehicle", "goods", "vehicle")
ONE_CLASS = (
    *(f"restriction:{name}" for name in _CLASSES),
    *(f"restriction:{name}:conditional" for name in _CLASSES),
    "restriction:conditional",
)
"""What a restriction has instead of `restriction` where it binds only some, or at times.

Source: wiki.openstreetmap.org/wiki/Relation:restriction.
"""


def read_network(path: Path, progress: Progress = silent) -> RoadNetwork:
    """Read the roads of an extract and cut them at junctions, at barriers and where nodes are missing.

    A way that lacks nodes, as in a clipped extract, keeps the parts that it has. A closed way that is an
    area (a square) is kept as its outline. Of objects that come twice the first counts. What is left out or mended
    is counted (`RoadNetwork.faults`), and so is a restriction that lacks members and is skipped
    (`RoadNetwork.restrictions.skipped`).
    Memory grows with the roads kept, not with the extract.

    Raises
    ------
    BadInputError
        The file is no OSM or is damaged, has no road, or has its coordinates swapped.
    """
    gathered = _Gathered()
    with faults_told(path):  # text that is not UTF-8 shows only when a tag is looked at
        for entity in read_objects(path, (*KEYS, *ONE_CLASS, _HEIGHT), locations=False):
            if isinstance(entity, Way):
                gathered.add_way(entity)
            elif isinstance(entity, Node):
                gathered.add_barrier(entity)
                gathered.add_mini_roundabout(entity)
                gathered.add_signals(entity)
                gathered.add_height(entity)
            elif isinstance(entity, Relation):
                gathered.add_restriction(entity)
    progress(0.5)
    network = cut_at_junctions(gathered.ways(path))
    if network.edge_count == 0:
        faults = network.faults.told()
        raise BadInputError(
            "there are no roads in this extract: no way with a `highway` tag has two nodes with positions"
            + (f" ({faults.en})" if faults else ""),
            where=str(path),
            way_out="Give an extract that holds the streets of the town, with their nodes.",
        )
    _refuse_swapped(network, told_box(path), path)
    progress(1.0)
    return network


def _refuse_swapped(network: RoadNetwork, box: Box | None, path: Path) -> None:
    """Refuse an extract that lies where it says only with its coordinates exchanged."""
    if box is None:
        return
    lon, lat = network.node_lon, network.node_lat
    if box.holds(lat, lon).any() and not box.holds(lon, lat).any():
        west, south, east, north = box
        raise BadInputError(
            f"its coordinates are swapped: it says that it reaches from lon {west:g}, lat {south:g} to {east:g}, "
            f"{north:g}, and its roads lie around lon {lon.mean():.3f}, lat {lat.mean():.3f}",
            where=str(path),
            way_out="Export it again, longitude as lon and latitude as lat.",
        )


_STOPS = {"forward": ALONG, "backward": AGAINST}
"""Values of `traffic_signals:direction`. Source: wiki.openstreetmap.org/wiki/Tag:highway=traffic_signals."""

_TagSet = tuple[tuple[str, str], ...]


@dataclass
class _Gathered:
    """Roads as they come by."""

    points: "array[int]" = field(default_factory=lambda: array("q"))  # OSM ids of nodes
    first_point: "array[int]" = field(default_factory=lambda: array("q", [0]))
    seen: dict[int, int] = field(default_factory=dict[int, int])  # way id → its row of tags, in order of the file
    ways_again: int = 0
    tag_rows: dict[_TagSet, int] = field(default_factory=dict[_TagSet, int])
    barriers: dict[int, int] = field(default_factory=dict[int, int])  # node id → its row of tags
    mini_roundabouts: dict[int, None] = field(default_factory=dict[int, None])
    signals: dict[int, int] = field(default_factory=dict[int, int])  # node id → whom they stop
    restrictions: dict[int, RawRestriction] = field(default_factory=dict[int, RawRestriction])  # by relation id
    heights_m: dict[int, float] = field(default_factory=dict[int, float])  # by node id

    def add_way(self, way: Way) -> None:
        """Keep a way's tags; of a boat without `highway`, so that no profile takes the crossing for a street."""
        is_boat = way.tags.get("route") in ferries()
        if not (is_boat or way.tags.get("highway") in _road_classes()):
            return
        if way.id in self.seen:
            self.ways_again += 1
            return
        left_out = {"barrier", "highway"} if is_boat else {"barrier"}
        self.seen[way.id] = self._row(_kept(way.tags, network_keys() - left_out))
        self.points.extend([node.ref for node in way.nodes])
        self.first_point.append(len(self.points))

    def add_barrier(self, node: Node) -> None:
        """Keep a barrier's tags, without `highway` and `route`: what has those is a road."""
        kept = _kept(node.tags, network_keys() - {"highway", "route"} - RELIEF_KEYS)
        if "barrier" in node.tags and not (len(kept) == 1 and node.tags["barrier"] in _free_barriers()):
            self.barriers.setdefault(node.id, self._row(kept))

    def add_mini_roundabout(self, node: Node) -> None:
        if node.tags.get("highway") == "mini_roundabout":
            self.mini_roundabouts.setdefault(node.id)

    def add_signals(self, node: Node) -> None:
        if node.tags.get("highway") == "traffic_signals":
            facing = node.tags.get("traffic_signals:direction") or "both"
            self.signals.setdefault(node.id, _STOPS.get(facing, ALONG | AGAINST))

    def add_height(self, node: Node) -> None:
        height = height_m(node.tags.get(_HEIGHT) or "")
        if height is not None:
            self.heights_m.setdefault(node.id, height)

    def add_restriction(self, relation: Relation) -> None:
        if relation.tags.get("type") != "restriction" or relation.id in self.restrictions:
            return
        members = [(member.role, member.type, member.ref) for member in relation.members]

        def of(role: str, kind: str) -> tuple[int, ...]:
            return tuple(ref for its_role, its_kind, ref in members if (its_role, its_kind) == (role, kind))

        self.restrictions[relation.id] = RawRestriction(
            {tag.k: tag.v for tag in relation.tags if tag.k == "except" or tag.k.partition(":")[0] == "restriction"},
            from_ways=of("from", "w"),
            via_nodes=of("via", "n"),
            via_ways=of("via", "w"),
            to_ways=of("to", "w"),
        )

    def ways(self, path: Path) -> RawWays:
        """Give all that was gathered, with where it lies."""
        points = np.frombuffer(self.points, np.int64)
        nodes, node = np.unique(points, return_inverse=True)
        positions = node_positions(path, nodes)
        return RawWays(
            way=np.fromiter(self.seen, np.int64, len(self.seen)),
            tags=np.fromiter(self.seen.values(), np.int32, len(self.seen)),
            first_point=np.frombuffer(self.first_point, np.int64),
            point_node=points,
            point_x=positions.x[node],
            point_y=positions.y[node],
            barrier_node=np.fromiter(self.barriers, np.int64, len(self.barriers)),
            barrier_tags=np.fromiter(self.barriers.values(), np.int32, len(self.barriers)),
            tag_sets=tuple(dict(row) for row in self.tag_rows),
            mini_roundabouts=tuple(self.mini_roundabouts),
            signals=self.signals,
            restrictions=tuple(self.restrictions.values()),
            heights_m=self.heights_m,
            faults=MapFaults(ways_again=self.ways_again, nodes_again=positions.again),
        )

    def _row(self, kept: _TagSet) -> int:
        return self.tag_rows.setdefault(kept, len(self.tag_rows))


def _kept(tags: TagList, keys: frozenset[str]) -> _TagSet:
    return tuple(sorted((tag.k, tag.v) for tag in tags if tag.k in keys))


@cache
def _road_classes() -> frozenset[str]:
    return frozenset(name for profile in profiles() for name in profile.table.highway)


@cache
def _free_barriers() -> frozenset[str]:
    """Barriers that cost nobody anything: cutting a road there would only make the graph larger."""
    named = {value for profile in profiles() for value in profile.table.barrier}
    return frozenset(value for value in named if all(profile.is_free(value) for profile in profiles()))
