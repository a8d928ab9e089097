"""One profile's graph: which arcs it has, what they cost, and which part of the roads it keeps."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.network.build import road_graph
from routing.network.cutting import cut_at_junctions
from routing.network.road_graph import RoadGraph
from tests.osm_scenarios.picture import Tags, raw_ways
from tests.osm_scenarios.riding import ride

STREET = {"highway": "residential"}
ONEWAY = {"highway": "residential", "oneway": "yes"}
BLOCK_MM = 111_319  # one column of a picture


def graph_of(
    picture: str, ways: dict[str, Tags], barriers: dict[str, Tags] | None = None, profile: str = "cargo-bike"
) -> RoadGraph:
    return road_graph(cut_at_junctions(raw_ways(picture, ways, barriers)), profile)


def test_a_street_is_ridden_both_ways() -> None:
    graph = graph_of("a  b", {"ab": STREET})
    assert graph.mm.tolist() == [BLOCK_MM, BLOCK_MM]
    assert graph.forward.tolist() == [True, False]
    assert graph.cost.tolist() == graph.mm.tolist()  # a quiet street: no penalty
    assert graph.ms.tolist() == [round(BLOCK_MM * 3.6 / 17)] * 2  # 17 km/h


def test_a_penalty_makes_a_metre_dearer_but_not_longer() -> None:
    graph = graph_of("a  b", {"ab": {"highway": "primary"}})
    assert graph.mm.tolist() == [BLOCK_MM] * 2
    assert graph.cost.tolist() == [round(BLOCK_MM * 1.8)] * 2


def test_a_car_counts_time_as_metres_at_fifty() -> None:
    graph = graph_of("a  b", {"ab": STREET}, profile="car")
    assert graph.ms[0] == round(BLOCK_MM * 3.6 / 24)
    assert graph.cost[0] == pytest.approx(graph.ms[0] * 50 / 3.6, abs=10)


def test_a_barrier_costs_its_metres_and_seconds_once() -> None:
    passed = ride(graph_of("a  b  c", {"abc": STREET}, {"b": {"barrier": "gate"}}), "a", "c")
    assert passed is not None
    assert passed.junctions == "abc"
    assert passed.metres == pytest.approx(2 * BLOCK_MM / 1000)
    assert passed.cost_m == pytest.approx(passed.metres + 60)
    assert passed.seconds == pytest.approx(2 * BLOCK_MM * 3.6 / 17 / 1000 + 30, abs=0.001)


def test_every_arc_costs_something_and_every_road_takes_time() -> None:
    raw = raw_ways("a  b  c", {"abc": STREET}, {"b": {"barrier": "bollard"}})
    raw.point_x[:] = 0  # three nodes in the same place, and a barrier that is free to walkers
    graph = road_graph(cut_at_junctions(raw), "foot")
    assert sorted(zip(graph.mm.tolist(), graph.cost.tolist(), graph.ms.tolist(), strict=True)) == [
        *[(0, 1, 0)] * 4,
        *[(1, 1, 1)] * 4,
    ]


def test_a_millimetre_by_car_takes_a_millisecond() -> None:
    raw = raw_ways("a  b", {"ab": STREET})
    raw.point_x[:] = 0
    assert road_graph(cut_at_junctions(raw), "car").ms.tolist() == [1, 1]


def test_a_barrier_that_cannot_be_passed_is_ridden_round() -> None:
    picture = "a  b  c\nd     e"
    ways = {"abc": STREET, "ad": STREET, "de": STREET, "ec": STREET}
    round_it = ride(graph_of(picture, ways, {"b": {"barrier": "cycle_barrier"}}), "a", "c")
    assert round_it is not None
    assert round_it.junctions == "adec"


def test_both_sides_of_a_barrier_stay_within_reach() -> None:
    picture = "a  b  c\nd     e"
    ways = {"abc": STREET, "ad": STREET, "de": STREET, "ec": STREET}
    graph = graph_of(picture, ways, {"b": {"barrier": "cycle_barrier"}})
    ridden = {int(way) for way in graph.network.edge_way[graph.edge]}
    assert ridden == {1, 2, 3, 4}
    assert len({int(edge) for edge in graph.edge}) == 5  # way 1 on either side of its barrier


def test_only_the_part_where_one_can_come_and_go_is_kept() -> None:
    # d leads in and never out, e hangs on a oneway that leads out
    graph = graph_of("d  a  b  c\n   e", {"abc": STREET, "da": ONEWAY, "ae": ONEWAY})
    assert {chr(node) for node in graph.network.node_osm[graph.node]} == {"a", "c"}


def test_the_part_with_the_most_metres_is_kept_not_the_one_with_the_most_nodes() -> None:
    short = {"ab": STREET, "bc": STREET, "cd": STREET, "da": STREET}  # 4 nodes, 4 blocks
    graph = graph_of("a  b\nd  c\n\ne                       f", {**short, "ef": STREET})
    assert {chr(node) for node in graph.network.node_osm[graph.node]} == {"e", "f"}


def test_arcs_are_sorted_and_found_by_their_tail() -> None:
    graph = graph_of("   d\na  b  c\n   e", {"abc": STREET, "dbe": STREET})
    assert graph.tail.tolist() == sorted(graph.tail.tolist())
    for node in range(graph.node_count):
        leaving = slice(graph.first_arc[node], graph.first_arc[node + 1])
        assert set(graph.tail[leaving].tolist()) == {node}
        assert graph.head[leaving].tolist() == sorted(graph.head[leaving].tolist())
    assert graph.first_arc[-1] == graph.arc_count


def test_no_road_for_a_profile_is_said_so() -> None:
    with pytest.raises(BadInputError) as refusal:
        graph_of("a  b", {"ab": {"highway": "steps"}})
    assert str(refusal.value) == (
        "there is no road here that a cargo-bike can both enter and leave. Give a larger extract, or another profile."
    )


def test_roads_that_only_lead_out_are_no_town() -> None:
    with pytest.raises(BadInputError):
        graph_of("a  b  c", {"abc": ONEWAY})


KINDS: list[Tags] = [STREET, ONEWAY, {"highway": "footway"}, {"highway": "steps"}, {"highway": "primary"}]
LETTERS = "abcdefgh"
WAYS = st.lists(st.tuples(st.text(LETTERS, min_size=2, max_size=6), st.sampled_from(KINDS)), min_size=1, max_size=6)


@given(WAYS, st.dictionaries(st.sampled_from(LETTERS), st.sampled_from(["gate", "bollard", "stile"]), max_size=3))
def test_what_is_kept_is_the_heaviest_strongly_connected_part(
    ways: list[tuple[str, Tags]], barriers: dict[str, str]
) -> None:
    named = {f"{way}#{number}": tags for number, (way, tags) in enumerate(ways)}
    tagged = {node: {"barrier": barrier} for node, barrier in barriers.items()}
    network = cut_at_junctions(raw_ways("a  b  c  d\ne  f  g  h", named, tagged))
    everything = nx.MultiDiGraph()
    for edge in range(network.edge_count):
        ends = int(network.edge_from[edge]), int(network.edge_to[edge])
        tags = network.tags[int(network.edge_tags[edge])]
        if tags.get("highway") == "steps" or tags.get("barrier") == "stile":
            continue
        everything.add_edge(*ends, mm=int(network.edge_mm[edge]), arc=(edge, True))
        if "oneway" not in tags:
            everything.add_edge(*reversed(ends), mm=int(network.edge_mm[edge]), arc=(edge, False))
    parts = [everything.subgraph(nodes) for nodes in nx.strongly_connected_components(everything)]
    heaviest = max((part.size(weight="mm") for part in parts), default=0)
    if not heaviest:
        with pytest.raises(BadInputError):
            road_graph(network, "cargo-bike")
        return
    graph = road_graph(network, "cargo-bike")
    assert graph.mm.sum() == heaviest
    arcs = zip(graph.edge.tolist(), graph.forward.tolist(), graph.mm.tolist(), strict=True)
    roads = {(edge, forward) for edge, forward, mm in arcs if mm}
    assert any(roads == {arc for _, _, arc in part.edges(data="arc") if network.edge_mm[arc[0]]} for part in parts)
    assert set(graph.node.tolist()) <= set(everything)  # a spoke behind which nothing is ridden leads nowhere
    assert (graph.cost >= 1).all()
    assert ((graph.ms >= 1) | (graph.mm == 0)).all()
    assert np.array_equal(graph.node, np.sort(graph.node))
