"""Small towns by chance, full of restrictions, barriers and signals: equal to plain Python on the same OSM file."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.network.build import road_graph
from routing.network.reader import read_network
from tests.osm_scenarios.chained_members import chained_members
from tests.osm_scenarios.picture import Relation, Tags, write_osm
from tests.osm_scenarios.plain_answers import hold_against
from tests.osm_scenarios.plain_roads import PlainRoads, raw_osm
from tests.osm_scenarios.plain_turns import PlainTurns
from tests.solver.towns import place_at

PICTURE = "a  b  c   d\ne   f  g  h\n i  j   k  l"
LETTERS = "abcdefghijkl"
KINDS: list[Tags] = [
    {"highway": "residential"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "secondary", "bicycle": "yes", "foot": "no"},
    {"highway": "cycleway"},
]
NODES: list[Tags] = [
    {"barrier": "gate"},
    {"barrier": "bollard", "motor_vehicle": "yes"},
    {"barrier": "cycle_barrier"},
    {"highway": "traffic_signals"},
    {"highway": "traffic_signals", "traffic_signals:direction": "forward"},
    {"barrier": "gate", "highway": "traffic_signals"},
]
WORDS = ("no_left_turn", "no_u_turn", "only_straight_on", "only_right_turn")


class Town(NamedTuple):
    ways: dict[str, Tags]
    nodes: dict[str, Tags]
    relations: list[Relation]


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """A spanning tree of streets and some more; relations follow ways that meet, over a node or up to two ways."""
    ends = [(draw(st.integers(0, number - 1)), number) for number in range(1, draw(st.integers(3, len(LETTERS))))]
    most = len(ends)
    ends += draw(st.lists(st.tuples(st.integers(0, most), st.integers(0, most)), max_size=6))
    ways = {
        f"{LETTERS[one]}{LETTERS[other]}#{number}": draw(st.sampled_from(KINDS if number % 2 else KINDS[:1]))
        for number, (one, other) in enumerate(ends)
        if one != other
    }
    nodes = draw(st.dictionaries(st.sampled_from(LETTERS), st.sampled_from(NODES), max_size=2))
    relations = []
    for _ in range(draw(st.integers(0, 4))):
        members = chained_members(draw, ways, nodes)
        tags = {"restriction": draw(st.sampled_from(WORDS))}
        relations.append(Relation(tags, members))
    return Town(ways, nodes, relations)


@given(
    towns(),
    st.sampled_from(["car", "cargo-bike"]),
    st.lists(st.tuples(st.integers(0, 99), st.sampled_from([0.2, 0.5, 0.8])), min_size=2, max_size=5),
)
def test_a_town_by_chance_is_ridden_as_its_raw_osm_says(
    town: Town, profile: str, spots: list[tuple[int, float]]
) -> None:
    with TemporaryDirectory() as folder:
        file = write_osm(Path(folder) / "town.osm", PICTURE, town.ways, town.nodes, town.relations)
        network = read_network(file)
        truth = PlainTurns(PlainRoads(raw_osm(file), profile))
    assume(not truth.is_tied)
    if not truth.kept:
        with pytest.raises(BadInputError, match="can both enter and leave"):
            road_graph(network, profile)
        return
    graph = road_graph(network, profile)
    roads = [arc for arc in range(graph.arc_count) if graph.mm[arc] > 0]
    places = [place_at(graph, roads[arc % len(roads)], share) for arc, share in spots]
    hold_against(graph, truth, places, len(places))
