"""On central Helsinki the matrix and the paths equal an independent Dijkstra in cost, metres and seconds."""

from pathlib import Path

import numpy as np
import pytest

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_matrix
from routing.network.paths import shortest_path
from routing.network.profile import PROFILE_NAMES
from routing.network.reader import read_network
from routing.network.road_graph import RoadGraph, SnappedPlace
from routing.network.road_network import RoadNetwork
from routing.network.snapping import Snapper
from tests.solver.ridden import ridden
from tests.solver.towns import WGS84, Dijkstra

ORIGINS, DESTINATIONS = 40, 50
"""2,000 pairs."""


@pytest.fixture(scope="module")
def network(helsinki: Path) -> RoadNetwork:
    return read_network(helsinki)


def some_places(graph: RoadGraph, count: int) -> list[SnappedPlace]:
    """Bring chance points of the town to the road; every fifth stands beside the one before, on its street."""
    chance = np.random.default_rng(7)
    node = graph.node[chance.integers(0, graph.node_count, count)]
    lon = graph.network.node_lon[node] + chance.uniform(-8e-4, 8e-4, count)
    lat = graph.network.node_lat[node] + chance.uniform(-4e-4, 4e-4, count)
    near = np.arange(0, count - 1, 5)
    lon[near + 1], lat[near + 1] = lon[near] + 1e-4, lat[near]
    positions = [Position(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]
    return Snapper(graph).nearest(positions)


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_two_thousand_pairs_equal_dijkstra(network: RoadNetwork, profile: str) -> None:
    graph = road_graph(network, profile)
    places = some_places(graph, DESTINATIONS)
    hierarchy = build_hierarchy(graph)
    matrix = travel_matrix(hierarchy, places)
    for i, origin in enumerate(places[:ORIGINS]):
        truth = Dijkstra(graph, origin)
        for j, destination in enumerate(places):
            cost, mm, ms = truth.to(destination)
            path = shortest_path(hierarchy, origin, destination)
            figures = (path.distance_m, path.duration_s)
            assert figures == ((2 * mm + 1000) // 2000, -(-ms // 1000))
            assert figures == (matrix.distances_m[i, j], matrix.durations_s[i, j])
            assert (cost, mm, ms) in ridden(graph, path, origin, destination)


def test_lines_are_as_long_as_their_paths(network: RoadNetwork) -> None:
    graph = road_graph(network, "cargo-bike")
    places = some_places(graph, 40)
    hierarchy = build_hierarchy(graph)
    for origin in places:
        for destination in places:
            path = shortest_path(hierarchy, origin, destination)
            ground_m = WGS84.line_length(path.line[:, 0], path.line[:, 1])
            assert ground_m == pytest.approx(path.distance_m, abs=1.0)
