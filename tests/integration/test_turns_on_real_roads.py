"""On real towns matrix and paths equal plain Python on raw OSM, in cost, metres and seconds, restrictions obeyed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.profile import PROFILE_NAMES
from routing.network.reader import read_network
from routing.network.relief import Relief
from routing.network.road_graph import RoadGraph, SnappedPlace
from routing.network.road_network import RoadNetwork
from routing.network.snapping import Snapper
from tests.osm_scenarios.plain_answers import hold_against
from tests.osm_scenarios.plain_roads import PlainRoads, Raw, raw_osm
from tests.osm_scenarios.plain_turns import PlainTurns

TOWNS = ("helsinki", "liechtenstein")
ORIGINS, DESTINATIONS = 12, 60


@pytest.fixture(scope="module", params=TOWNS)
def path(request: pytest.FixtureRequest) -> Path:
    if request.param == "helsinki":
        return request.getfixturevalue("helsinki")
    return request.getfixturevalue("bench_data") / "osm" / "liechtenstein-latest.osm.pbf"


@pytest.fixture(scope="module")
def raw(path: Path) -> Raw:
    return raw_osm(path)


@pytest.fixture(scope="module")
def network(path: Path) -> RoadNetwork:
    """Take the towns to be flat: slopes are held by `test_relief_from_tags.py` and its neighbours."""
    return replace(read_network(path), relief=Relief())


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_turns_are_those_of_raw_osm(network: RoadNetwork, raw: Raw, profile: str) -> None:
    graph = road_graph(network, profile)
    hold_against(graph, PlainTurns(PlainRoads(raw, profile)), some_places(graph), ORIGINS)


def some_places(graph: RoadGraph) -> list[SnappedPlace]:
    """Half of them near junctions with signals, restrictions or barriers, where there is most to get wrong."""
    chance = np.random.default_rng(11)
    network = graph.network
    told = np.unique(
        np.concatenate(
            [
                network.signal_node,
                network.edge_from[network.restrictions.edge],
                network.edge_from[network.edge_mm == 0],
            ]
        )
    )
    node = np.concatenate([chance.choice(told, DESTINATIONS // 2), chance.choice(graph.node, DESTINATIONS // 2)])
    lon = network.node_lon[node] + chance.uniform(-6e-4, 6e-4, DESTINATIONS)
    lat = network.node_lat[node] + chance.uniform(-3e-4, 3e-4, DESTINATIONS)
    places = Snapper(graph).nearest([Position(float(x), float(y)) for x, y in zip(lon, lat, strict=True)])
    return [places[number] for number in chance.permutation(len(places))]
