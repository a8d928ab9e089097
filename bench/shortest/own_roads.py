"""Our own roads, asked the same questions as the peers, with the bike whose cost is its metres."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.shortest.engines import Found, Place
from bench.shortest.osm_ways import Point
from bench.shortest.pure_metres import pure_metres
from kernel.errors import DorpsrondeError
from kernel.position import Position
from routing.network.build import graph_for
from routing.network.hierarchy import Hierarchy, build_hierarchy
from routing.network.paths import shortest_path
from routing.network.profile import Profile
from routing.network.reader import read_network
from routing.network.road_graph import SnappedPlace
from routing.network.snapping import Snapper

__all__ = ["OwnRoads"]


class OwnRoads:
    """An extract's roads for one profile, the bike of `pure_metres` unless another is given."""

    name = "ours"

    def __init__(self, extract: Path, profile: Profile | None = None) -> None:
        self.profile = profile or pure_metres()
        graph = graph_for(read_network(extract), self.profile)
        self.hierarchy: Hierarchy = build_hierarchy(graph)
        self._snapper = Snapper(graph)

    def middles(self, edges: NDArray[np.int64]) -> list[tuple[int, Point]]:
        """Give the way of some edges, and the point halfway along each."""
        network = self.hierarchy.graph.network
        found: list[tuple[int, Point]] = []
        for edge in edges.tolist():
            at = slice(network.first_point[edge], network.first_point[edge + 1])
            points = np.column_stack([network.point_lon[at], network.point_lat[at]])
            scaled = points * [np.cos(np.radians(points[0, 1])), 1.0]
            along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(scaled, axis=0).T))])
            middle = [float(np.interp(along[-1] / 2, along, axis)) for axis in points.T]
            found.append((int(network.edge_way[edge]), middle))
        return found

    def near(self, points: Sequence[Point]) -> list[Place | None]:
        graph = self.hierarchy.graph
        ways = [int(graph.network.edge_way[graph.edge[place.arcs[0].arc]]) for place in self._snapped(points)]
        return [
            {"ways": [way], "off_m": place.snap_distance_m}
            for way, place in zip(ways, self._snapped(points), strict=True)
        ]

    def paths(self, pairs: Sequence[tuple[Point, Point]]) -> list[Found | None]:
        origins, destinations = (self._snapped([pair[end] for pair in pairs]) for end in (0, 1))
        return [self._path(*ends) for ends in zip(origins, destinations, strict=True)]

    def metres(self, pairs: Sequence[tuple[Point, Point]]) -> list[float | None]:
        return [None if found is None else found.m for found in self.paths(pairs)]

    def _snapped(self, points: Sequence[Point]) -> list[SnappedPlace]:
        return self._snapper.nearest([Position(*point) for point in points])

    def _path(self, origin: SnappedPlace, destination: SnappedPlace) -> Found | None:
        try:
            path = shortest_path(self.hierarchy, origin, destination)
        except DorpsrondeError:
            return None
        return Found(float(path.distance_m), path.line.tolist())
