"""Raw OSM as plain Python reads it: roads, barriers, signals, restrictions. No code shared with `routing.network`.

Only the reading of a way's tags by a profile is the product's: other tests are about that.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import osmium
from pyproj import Geod

from routing.network.profile import Profile, load_profile, profiles
from routing.network.ride import Pace

WGS84 = Geod(ellps="WGS84")

Way = int
Node = int


class Piece(NamedTuple):
    """A stretch of road between two junctions, ridden in one direction: the so-many-th of its way."""

    way: Way
    number: int
    forward: bool

    def back(self) -> "Piece":
        return self._replace(forward=not self.forward)


@dataclass
class Raw:
    """What stands in the file; of ways those that some profile may use."""

    at: dict[Node, tuple[float, float]] = field(default_factory=dict)
    nodes: dict[Node, dict[str, str]] = field(default_factory=dict)
    ways: dict[Way, tuple[list[Node], dict[str, str]]] = field(default_factory=dict)
    relations: list[tuple[dict[str, str], list[tuple[str, str, int]]]] = field(default_factory=list)

    @cached_property
    def pieces(self) -> dict[Way, list[list[Node]]]:
        """Cut each way where roads meet, and where signals or barriers stand."""
        return _cut(self)

    @cached_property
    def lengths_mm(self) -> dict[Way, list[int]]:
        """Length of each piece of each way."""
        return {
            way: [max(round(_metres(self, nodes) * 1000), 1) for nodes in pieces] for way, pieces in self.pieces.items()
        }


def raw_osm(path: Path) -> Raw:
    raw = Raw()
    roads = {("highway", value) for profile in profiles() for value in profile.table.highway}
    roads |= {("route", value) for profile in profiles() for value in profile.table.route}
    for thing in osmium.FileProcessor(str(path)):
        tags = {tag.k: tag.v for tag in thing.tags}
        if thing.is_node():
            raw.at.setdefault(thing.id, (thing.location.lon, thing.location.lat))
            if tags:
                raw.nodes.setdefault(thing.id, tags)
        elif thing.is_way() and roads & set(tags.items()) and thing.id not in raw.ways:
            raw.ways[thing.id] = ([node.ref for node in thing.nodes], tags)
        elif thing.is_relation() and tags.get("type") == "restriction":
            raw.relations.append((tags, [(member.role, member.type, member.ref) for member in thing.members]))
    return raw


class PlainRoads:
    """Pieces of road with their nodes, and what one profile makes of them."""

    def __init__(self, raw: Raw, name: str) -> None:
        self.raw = raw
        self.profile: Profile = load_profile(name)
        self.pieces = raw.pieces
        self.rides = {way: self.profile.ride(raw.ways[way][1]) for way in raw.pieces}
        self.roads_at = Counter(
            node for pieces in self.pieces.values() for nodes in pieces for node in (nodes[0], nodes[-1])
        )
        self.value: dict[Piece, tuple[int, int, int]] = {}
        for way, lengths_mm in raw.lengths_mm.items():
            ride = self.rides[way]
            for number, mm in enumerate(lengths_mm):
                for forward, pace in ((True, ride.forward), (False, ride.backward)):
                    if pace is not None:
                        share = mm / sum(lengths_mm)
                        self.value[Piece(way, number, forward)] = self._value(mm, pace, share)

    def _value(self, mm: int, pace: Pace, share: float) -> tuple[int, int, int]:
        """Return what a piece takes; a timetable says it for the whole way, of which this is a share."""
        ms, penalty = mm * (3.6 / pace.speed_kmh), pace.penalty
        if pace.whole_way_s:
            timed_ms = pace.whole_way_s * 1000 * share
            if self.profile.table.reference_kmh is not None:
                penalty *= timed_ms / ms
            ms = timed_ms
        return max(round(mm * penalty), 1), mm, max(round(ms), 1)

    def entry(self, piece: Piece) -> tuple[int, int]:
        """Return cost and milliseconds of coming onto a piece from a road that asks otherwise."""
        ride = self.rides[piece.way]
        pace = ride.forward if piece.forward else ride.backward
        assert pace is not None
        return round(pace.entry_m * 1000), round(pace.entry_s * 1000)

    def nodes(self, piece: Piece) -> list[Node]:
        drawn = self.pieces[piece.way][piece.number]
        return drawn if piece.forward else drawn[::-1]

    def tags(self, piece: Piece) -> dict[str, str]:
        return self.raw.ways[piece.way][1]

    def is_barrier(self, node: Node) -> bool:
        """Say whether a barrier stands between the roads that meet there."""
        return "barrier" in self.raw.nodes.get(node, {}) and self.roads_at[node] > 1

    def passing(self, node: Node) -> tuple[int, int] | None:
        """Return the cost and milliseconds of a barrier; a free one costs as little as anything can."""
        tags = {key: value for key, value in self.raw.nodes[node].items() if key != "highway"}
        passage = self.profile.passage(tags)
        if _is_nothing(tags):
            return 0, 0
        return None if passage is None else (2 * max(round(passage.metres * 500), 1), 2 * round(passage.seconds * 500))


def _is_nothing(tags: dict[str, str]) -> bool:
    """Tell a barrier that stops nobody and is not drawn as one; further tags that are read would make it one."""
    read = {"name", "ref", *(key for profile in profiles() for key in profile.keys)} & set(tags)
    named = any(tags["barrier"] in profile.table.barrier for profile in profiles())
    return read == {"barrier"} and named and all(profile.is_free(tags["barrier"]) for profile in profiles())


def _metres(raw: Raw, nodes: list[Node]) -> float:
    return sum(WGS84.inv(*raw.at[one], *raw.at[other])[2] for one, other in pairwise(nodes))


def _cut(raw: Raw) -> dict[Way, list[list[Node]]]:
    runs = {way: _runs(nodes, raw) for way, (nodes, _) in raw.ways.items()}
    uses = Counter(node for of_way in runs.values() for run in of_way for node in run)
    stops = {
        node
        for node, tags in raw.nodes.items()
        if tags.get("highway") == "traffic_signals"
        or ("barrier" in tags and not _is_nothing({k: v for k, v in tags.items() if k != "highway"}))
    }
    cut: dict[Way, list[list[Node]]] = {}
    for way, of_way in runs.items():
        for run in of_way:
            begin = 0
            for end in range(1, len(run)):
                if end == len(run) - 1 or uses[run[end]] > 1 or run[end] in stops:
                    cut.setdefault(way, []).extend(_halves(run[begin : end + 1]))
                    begin = end
    return cut


def _halves(nodes: list[Node]) -> list[list[Node]]:
    middle = (len(nodes) - 1) // 2
    return [nodes[: middle + 1], nodes[middle:]] if nodes[0] == nodes[-1] else [nodes]


def _runs(nodes: list[Node], raw: Raw) -> list[list[Node]]:
    """Split at nodes that are missing; what stays alone is no road."""
    runs: list[list[Node]] = [[]]
    for number, node in enumerate(nodes):
        if node not in raw.at:
            runs.append([])
        elif number == 0 or nodes[number - 1] != node:
            runs[-1].append(node)
    return [run for run in runs if len(run) > 1]
