"""The engines and the questions all of them answer, ours in this process, the others in theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.road_peers.installed import ROAD_PEERS, ask
from bench.shortest.osm_ways import OsmWays, Point

__all__ = ["SAME_PLACE_M", "Engine", "Found", "Place", "RoadPeer", "lies_on"]

SAME_PLACE_M = 1.0
"""How far from the middle of a way an engine may put who starts there: all know it to a decimetre."""

Place = dict[str, Any]
"""Where an engine brings a point: `off_m`, and the `ways` of OSM or the two `nodes` that it lies between."""


@dataclass(frozen=True, slots=True)
class Found:
    """A path: its metres and its line."""

    m: float
    line: Sequence[Point]


class Engine(Protocol):
    """Whoever can be asked for places and shortest paths; None where there is none."""

    name: str

    def near(self, points: Sequence[Point]) -> Sequence[Place | None]: ...

    def paths(self, pairs: Sequence[tuple[Point, Point]]) -> Sequence[Found | None]: ...

    def metres(self, pairs: Sequence[tuple[Point, Point]]) -> Sequence[float | None]: ...


class RoadPeer:
    """OSRM or Valhalla with an extract prepared for shortest paths."""

    def __init__(self, peer: str, extract: Path, folder: Path, **how: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = ROAD_PEERS[peer]
        self._peer = peer
        self._folder = str(folder)
        self.version: str = ask(peer, "prepare", extract=str(extract), folder=self._folder, threads=2, **how)["version"]

    def near(self, points: Sequence[Point]) -> Sequence[Place | None]:
        return ask(self._peer, "near", folder=self._folder, points=list(points))

    def paths(self, pairs: Sequence[tuple[Point, Point]]) -> Sequence[Found | None]:
        told = ask(self._peer, "paths", folder=self._folder, pairs=list(pairs))
        return [None if each is None else Found(each["m"], each["line"]) for each in told]

    def metres(self, pairs: Sequence[tuple[Point, Point]]) -> Sequence[float | None]:
        return ask(self._peer, "metres", folder=self._folder, pairs=list(pairs))


def lies_on(way: int | None, place: Place | None, ways: OsmWays) -> bool:
    """Whether an engine brings a point to the way that it was taken from."""
    if way is None or place is None or place["off_m"] > SAME_PLACE_M:
        return False
    return way in (place["ways"] if "ways" in place else ways.joins(*place["nodes"]))
