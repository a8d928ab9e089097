"""Ways become edges: at junctions, at barriers, where nodes are missing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.network.cutting import cut_at_junctions
from routing.network.road_network import RoadNetwork
from tests.osm_scenarios.picture import raw_ways

STREET = {"highway": "residential"}
GATE = {"barrier": "gate"}


def roads(network: RoadNetwork) -> list[str]:
    """Tell each road by the letters of its ends, as drawn; spokes of barriers are not roads."""
    ends = zip(network.edge_from.tolist(), network.edge_to.tolist(), network.edge_tags.tolist(), strict=True)
    letters = [chr(node) for node in network.node_osm.tolist()]
    return sorted(letters[tail] + letters[head] for tail, head, row in ends if "highway" in network.tags[row])


def spokes(network: RoadNetwork) -> list[tuple[int, int]]:
    return [
        (int(network.edge_from[edge]), int(network.edge_to[edge]))
        for edge in range(network.edge_count)
        if "barrier" in network.tags[int(network.edge_tags[edge])]
    ]


# picture, ways (letters are nodes; a letter not in the picture is missing), the roads that come of it
CUTS = {
    "a way is one road": ("a  b  c", ["abc"], ["ac"]),
    "a crossing cuts both ways": ("   d\na  b  c\n   e", ["abc", "dbe"], ["ab", "bc", "be", "db"]),
    "a side street cuts the way it meets": ("a  b  c\n   d", ["abc", "bd"], ["ab", "bc", "bd"]),
    "ways that cross without a node do not meet": ("   d\na     c\n   e", ["ac", "de"], ["ac", "de"]),
    "a way that passes its own node is cut there": ("a  b  c\n   e  d", ["abcdeb"], ["ab", "bd", "db"]),
    "a missing node leaves a gap": ("a  b     d  e", ["abzde"], ["ab", "de"]),
    "several missing nodes leave one gap": ("a  b  c", ["azyxbc"], ["bc"]),
    "a node alone between gaps leads nowhere": ("a  b  c  d", ["abzcyd"], ["ab"]),
    "a node alone between gaps is no junction": ("a  b  c", ["abc", "zby"], ["ac"]),
    "a way may begin and end with missing nodes": ("a  b", ["zaby"], ["ab"]),
    "a node after a gap is not the node before it": ("a  b", ["abzba"], ["ab", "ba"]),
    "a node that follows itself counts once": ("a  b  c", ["abbc"], ["ac"]),
    "a way of one node is no road": ("a  b", ["a", "ab"], ["ab"]),
    "a way that stays where it is is no road": ("a  b", ["aaa", "ab"], ["ab"]),
    "two ways between the same ends are two roads": ("a  b  c\n   d", ["abc", "adc"], ["ac", "ac"]),
    "a loop is cut half-way": ("a  b\nd  c", ["abcda"], ["ac", "ca"]),
    "a loop at the end of a street too": ("a  b  c\n   e  d", ["ab", "bcdeb"], ["ab", "bd", "db"]),
    "there and back again is two roads": ("a  b", ["aba"], ["ab", "ba"]),
}


@pytest.mark.parametrize("case", CUTS)
def test_ways_are_cut(case: str) -> None:
    picture, ways, expected = CUTS[case]
    assert roads(cut_at_junctions(raw_ways(picture, dict.fromkeys(ways, STREET)))) == expected


def test_the_same_way_drawn_twice_is_two_roads() -> None:
    network = cut_at_junctions(raw_ways("a  b  c", {"abc#1": STREET, "abc#2": STREET}))
    assert roads(network) == ["ab", "ab", "bc", "bc"]  # b is a junction: two ways use it


def test_a_road_keeps_its_shape_way_and_tags() -> None:
    network = cut_at_junctions(raw_ways("a  b\n   c", {"abc": {"highway": "path", "name": "Kerkpad"}}))
    assert network.point_lon.tolist() == [0.0, 0.001, 0.001]
    assert network.point_lat.tolist() == [0.0, 0.0, -0.001]
    assert network.first_point.tolist() == [0, 3]
    assert network.edge_way.tolist() == [1]
    assert network.tags[int(network.edge_tags[0])] == {"highway": "path", "name": "Kerkpad"}


def test_lengths_are_millimetres_on_the_ellipsoid() -> None:
    network = cut_at_junctions(raw_ways("a  b\n   c", {"ab": STREET, "bc": STREET}))
    # WGS 84 at the equator: a thousandth of a degree is 111.319 m along it and 110.574 m across it
    assert network.edge_mm.tolist() == [111_319, 110_574]


def test_a_road_has_at_least_a_millimetre() -> None:
    raw = raw_ways("a  b", {"ab": STREET})
    raw.point_x[:] = 0  # two nodes in the same place
    assert cut_at_junctions(raw).edge_mm.tolist() == [1]


def test_nothing_comes_of_nothing() -> None:
    network = cut_at_junctions(raw_ways("a  b", {}))
    assert (network.node_count, network.edge_count, network.first_point.tolist()) == (0, 0, [0])


def test_a_barrier_stands_between_the_roads_on_either_side() -> None:
    network = cut_at_junctions(raw_ways("a  b  c", {"abc": STREET}, {"b": GATE}))
    assert roads(network) == ["ab", "bc"]
    (one, centre), (other, same_centre) = spokes(network)
    assert centre == same_centre
    assert len({one, other, centre}) == 3
    assert {one, other} == {int(network.edge_to[0]), int(network.edge_from[1])}
    assert network.edge_mm[2:].tolist() == [0, 0]
    assert network.edge_way[2:].tolist() == [ord("b")] * 2


def test_a_barrier_at_a_crossing_has_a_spoke_for_each_road() -> None:
    network = cut_at_junctions(raw_ways("   d\na  b  c\n   e", {"abc": STREET, "dbe": STREET}, {"b": GATE}))
    assert roads(network) == ["ab", "bc", "be", "db"]
    assert len(spokes(network)) == 4
    assert len({centre for _, centre in spokes(network)}) == 1


def test_a_barrier_beside_the_roads_changes_nothing() -> None:
    network = cut_at_junctions(raw_ways("a  b  c", {"ab": STREET}, {"c": GATE}))
    assert (roads(network), spokes(network)) == (["ab"], [])


def test_a_barrier_on_a_loop_is_passed_by_both_ends() -> None:
    network = cut_at_junctions(raw_ways("a  b\nd  c", {"abcda": STREET}, {"a": GATE}))
    assert roads(network) == ["ac", "ca"]
    assert len(spokes(network)) == 2


LETTERS = "abcdefgh"
PICTURE = "a  b  c  d\ne  f  g  h"
WAYS = st.lists(st.text(LETTERS + "z", min_size=1, max_size=7), min_size=1, max_size=6)


@given(WAYS, st.sets(st.sampled_from(LETTERS), max_size=3))
def test_cutting_keeps_every_stretch_of_road_once(ways: list[str], barriers: set[str]) -> None:
    named = {f"{way}#{number}": STREET for number, way in enumerate(ways)}
    network = cut_at_junctions(raw_ways(PICTURE, named, dict.fromkeys(barriers, GATE)))
    assert sorted(_drawn(network)) == sorted(
        (number, first, second)
        for number, way in enumerate(ways, 1)
        for first, second in pairwise(way)
        if first != second and "z" not in (first, second)
    )


@given(WAYS, st.sets(st.sampled_from(LETTERS), max_size=3))
def test_roads_meet_at_their_ends_only(ways: list[str], barriers: set[str]) -> None:
    named = {f"{way}#{number}": STREET for number, way in enumerate(ways)}
    network = cut_at_junctions(raw_ways(PICTURE, named, dict.fromkeys(barriers, GATE)))
    assert not (network.edge_from == network.edge_to).any()
    inner = [letter for letters in _shapes(network) for letter in letters[1:-1]]
    ends = {letter for letters in _shapes(network) for letter in (letters[0], letters[-1])}
    assert len(inner) == len(set(inner))
    assert not set(inner) & (ends | barriers)
    joined = [network.edge_from, network.edge_to]
    assert sorted(set(np.concatenate(joined).tolist())) == list(range(network.node_count))
    for at, number in zip(joined, (0, -1), strict=True):
        assert [chr(node) for node in network.node_osm[at]] == [letters[number] for letters in _shapes(network)]


def _shapes(network: RoadNetwork) -> list[str]:
    """Spell each edge by the places of its points."""
    places = {(0.001 * (i % 4), -0.001 * (i // 4)): letter for i, letter in enumerate(LETTERS)}
    points = zip(network.point_lon.tolist(), network.point_lat.tolist(), strict=True)
    spelled = "".join(places[round(lon, 6), round(lat, 6)] for lon, lat in points)
    return [spelled[first:last] for first, last in pairwise(network.first_point.tolist())]


def _drawn(network: RoadNetwork) -> list[tuple[int, str, str]]:
    return [
        (int(network.edge_way[edge]), first, second)
        for edge, letters in enumerate(_shapes(network))
        if "highway" in network.tags[int(network.edge_tags[edge])]
        for first, second in pairwise(letters)
    ]
