"""Real towns: sizes that are plausible, one part, metres that agree with an independent sum."""

from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pytest
from pyproj import Geod

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.profile import PROFILE_NAMES
from routing.network.reader import read_network
from routing.network.road_network import RoadNetwork
from routing.network.snapping import Snapper

# km of all roads, and of each profile's part, in whole km; seen in these very files
TOWNS = {
    "helsinki": (105, {"bike": 93, "car": 25, "cargo-bike": 88, "cargo-trike": 87, "foot": 100, "van": 24}),
    "liechtenstein-latest.osm.pbf": (
        1142,
        {"bike": 1015, "car": 424, "cargo-bike": 1001, "cargo-trike": 988, "foot": 1064, "van": 424},
    ),
    "monaco.osm.gz": (84, {"bike": 82, "car": 55, "cargo-bike": 76, "cargo-trike": 76, "foot": 82, "van": 55}),
    "amsterdam.osm.pbf": (11, {"bike": 6, "car": 2, "cargo-bike": 5, "cargo-trike": 5, "foot": 8, "van": 2}),
}


@pytest.fixture(scope="module", params=TOWNS)
def town(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def path(town: str, request: pytest.FixtureRequest) -> Path:
    if town == "helsinki":
        return request.getfixturevalue("helsinki")
    return request.getfixturevalue("bench_data") / "osm" / town


@pytest.fixture(scope="module")
def network(path: Path) -> RoadNetwork:
    return read_network(path)


def test_the_roads_are_as_long_as_their_ways(network: RoadNetwork, path: Path) -> None:
    """Sum way by way with pyosmium's own locations, skipping what lacks a node."""
    ellipsoid = Geod(ellps="WGS84")
    ways = {int(way) for way in network.edge_way[network.edge_mm > 0]}
    metres = 0.0
    for way in osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("highway")):
        if way.is_way() and way.id in ways:
            at = np.array([(n.lon, n.lat) if n.location.valid() else (np.nan, np.nan) for n in way.nodes]).T
            steps = np.stack([at[0, :-1], at[1, :-1], at[0, 1:], at[1, 1:]])
            _, _, step_m = ellipsoid.inv(*steps[:, ~np.isnan(steps).any(axis=0)])
            metres += step_m.sum()
    assert network.edge_mm.sum() / 1000 == pytest.approx(metres, abs=0.002 * network.edge_count)


def test_a_town_has_as_many_kilometres_as_it_had(network: RoadNetwork, town: str) -> None:
    assert round(network.edge_mm.sum() / 1e6) == TOWNS[town][0]


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_a_graph_is_one_strongly_connected_part(network: RoadNetwork, town: str, profile: str) -> None:
    graph = road_graph(network, profile)
    digraph = nx.DiGraph(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    assert digraph.number_of_nodes() == graph.node_count
    assert nx.is_strongly_connected(digraph)
    assert round(network.edge_mm[np.unique(graph.edge)].sum() / 1e6) == TOWNS[town][1][profile]
    assert (graph.cost >= 1).all()
    assert graph.ms.sum() / graph.mm.sum() == pytest.approx(0.3, abs=0.6)  # between 4 and 100 km/h on average


def test_an_arc_runs_between_the_ends_of_its_edge(network: RoadNetwork) -> None:
    graph = road_graph(network, "bike")
    tail, head = graph.node[graph.tail], graph.node[graph.head]
    begins = np.where(graph.forward, network.edge_from[graph.edge], network.edge_to[graph.edge])
    ends = np.where(graph.forward, network.edge_to[graph.edge], network.edge_from[graph.edge])
    assert (begins == tail).all()
    assert (ends == head).all()
    assert (network.point_lon[network.first_point[:-1]] == network.node_lon[network.edge_from]).all()
    assert (network.point_lat[network.first_point[1:] - 1] == network.node_lat[network.edge_to]).all()


def test_every_corner_of_the_graph_lies_on_it(network: RoadNetwork) -> None:
    graph = road_graph(network, "foot")
    corners = zip(network.node_lon[graph.node].tolist(), network.node_lat[graph.node].tolist(), strict=True)
    places = Snapper(graph).nearest([Position(lon, lat) for lon, lat in corners])
    assert max(place.snap_distance_m for place in places) < 0.001
