"""Turns go out beside an OSMnx graph and come back: the same rides, whatever OSMnx does in between."""

from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import osmnx as ox
import pytest

from kernel.errors import BadInputError
from routing.network.build import road_graph
from routing.network.osmnx_graph import from_osmnx, to_networkx
from routing.network.reader import read_network
from routing.network.road_graph import RoadGraph
from tests.integration.test_turn_scenarios import CASES
from tests.osm_scenarios.picture import Relation, write_osm
from tests.osm_scenarios.riding import ride


def graph_with(folder: Path, name: str) -> RoadGraph:
    case = CASES[name]
    relation = Relation(case.tags, case.members)
    return road_graph(
        read_network(write_osm(folder / "town.osm", case.picture, case.ways, relations=[relation])), case.profile
    )


def saved_and_loaded(graph: nx.MultiDiGraph, folder: Path) -> nx.MultiDiGraph:
    ox.io.save_graphml(graph, folder / "town.graphml")
    return ox.io.load_graphml(folder / "town.graphml")


@pytest.mark.parametrize("name", CASES)
def test_a_restriction_is_obeyed_after_it_went_out_and_came_back(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    exported = to_networkx(graph_with(tmp_path, name))
    for came in (exported, saved_and_loaded(exported, tmp_path)):
        network = from_osmnx(came)
        assert network.restrictions.skipped == 0
        there = ride(road_graph(network, case.profile), *case.ends)
        assert there is not None
        assert there.junctions == case.bound


def cheapest(exported: nx.MultiDiGraph, start: str, goal: str) -> tuple[str, float]:
    """Search the edges with nothing but what stands in the graph: its edges' costs and its turns."""
    takes = {(before, after): cost for before, after, cost, _ in exported.graph["turns"]}
    lines = nx.DiGraph()
    for tail, head, key, cost in exported.edges(keys=True, data="cost_m"):
        if chr(tail) == start:
            lines.add_edge("start", (tail, head, key), cost=cost)
        if chr(head) == goal:
            lines.add_edge((tail, head, key), "goal", cost=0)
        for onward in exported.out_edges(head, keys=True):
            turn = takes.get(((tail, head, key), onward), 0)
            if turn is not None:
                lines.add_edge((tail, head, key), onward, cost=turn + exported.edges[onward]["cost_m"])
    path = nx.dijkstra_path(lines, "start", "goal", weight="cost")
    cost = sum(lines.edges[pair]["cost"] for pair in pairwise(path))
    return "".join([start, *(chr(head) for _, head, _ in path[1:-1])]), cost


AT_ONE_JUNCTION = [
    name
    for name, case in CASES.items()
    if len(case.members) == 3 and case.members[1] == ("via", "b") and case.ends != "aa"  # who turns passes no barrier
]


@pytest.mark.parametrize("profile", ["car", "cargo-bike", "foot"])
@pytest.mark.parametrize("barrier", [None, "toll_booth", "gate", "bollard"])
@pytest.mark.parametrize("name", AT_ONE_JUNCTION)
def test_costs_of_turns_are_those_of_our_graph(name: str, barrier: str | None, profile: str, tmp_path: Path) -> None:
    case = CASES[name]
    tagged = {} if barrier is None else {"b": {"barrier": barrier}}
    relation = Relation(case.tags, case.members)
    town = write_osm(tmp_path / "town.osm", case.picture, case.ways, tagged, relations=[relation])
    graph = road_graph(read_network(town), profile)
    ours = ride(graph, *case.ends)
    exported = to_networkx(graph)
    if ours is None:
        assert profile == "car"
        return
    junctions, cost = cheapest(exported, *case.ends)
    assert junctions == ours.junctions
    assert cost == pytest.approx(ours.cost_m)


@pytest.mark.parametrize("profile", ["car", "cargo-bike"])
def test_every_turn_of_a_city_comes_back(helsinki: Path, profile: str) -> None:
    """As pairs of OSM's nodes: what is forbidden, and what is pushed; signals and barriers OSMnx does not know."""
    graph = road_graph(read_network(helsinki), profile)
    exported = to_networkx(graph)
    again = road_graph(from_osmnx(exported), profile)
    assert len(exported.graph["turn_restrictions"]) > 20
    assert len(again.network.restrictions.ride_tags) == len(exported.graph["turn_restrictions"])
    assert np.count_nonzero(again.turns.pushed) == np.count_nonzero(graph.turns.pushed)


def test_what_is_gone_from_the_graph_is_skipped_and_counted(tmp_path: Path) -> None:
    exported = to_networkx(graph_with(tmp_path, "no left turn"))
    exported.remove_edge(ord("b"), ord("d"))
    assert from_osmnx(exported).restrictions.skipped == 1
    renamed = nx.relabel_nodes(to_networkx(graph_with(tmp_path, "no left turn")), lambda node: -node)
    assert from_osmnx(renamed).restrictions.skipped == 1


def test_a_graph_without_the_attribute_has_no_restrictions(tmp_path: Path) -> None:
    exported = to_networkx(graph_with(tmp_path, "no left turn"))
    del exported.graph["turn_restrictions"]
    assert len(from_osmnx(exported).restrictions.ride_tags) == 0
    assert from_osmnx(nx.DiGraph(to_networkx(graph_with(tmp_path, "no left turn")))).edge_count == 4


@pytest.mark.parametrize(
    "said",
    [
        "no list",
        "[",
        "__import__('os')",
        "[" * 10_000,
        7,
        {},
        [7],
        [{}],
        [{"tags": {}, "edges": []}],
        [{"tags": {}, "edges": [[1, 2, 0]]}],
        [{"tags": {}, "edges": [[1, 2], [2, 3]]}],
        [{"tags": {}, "edges": [[1, 2, 0], [[], 3, 0]]}],
        [{"tags": {"restriction": 7}, "edges": [[1, 2, 0], [2, 3, 0]]}],
        [{"tags": "no_left_turn", "edges": [[1, 2, 0], [2, 3, 0]]}],
        [{"tags": {}, "edges": "ab"}],
    ],
)
def test_an_attribute_of_another_form_is_told_in_one_line(said: object, tmp_path: Path) -> None:
    exported = to_networkx(graph_with(tmp_path, "no left turn"))
    exported.graph["turn_restrictions"] = said
    with pytest.raises(BadInputError, match="the graph's attribute 'turn_restrictions' cannot be read: it") as refusal:
        from_osmnx(exported)
    assert 'del G.graph["turn_restrictions"]' in str(refusal.value)
    assert len(str(refusal.value)) < 250
