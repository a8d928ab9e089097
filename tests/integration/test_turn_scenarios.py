"""Hand-made OSM with restrictions: each kind is ridden as told, and otherwise where the relation is taken away."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from kernel.errors import BadInputError
from routing.network.build import road_graph
from routing.network.profile import load_profile
from routing.network.reader import read_network
from tests.osm_scenarios.picture import Relation, Tags, write_osm
from tests.osm_scenarios.riding import Ridden, ride

STREET = {"highway": "residential"}
ONEWAY = {"highway": "residential", "oneway": "yes"}

CROSSING = "   d\na  b  c\n   e"
ARMS = dict.fromkeys(("ab", "cb", "bd", "be"), STREET)

# Two carriageways, a b c eastwards and f e d westwards, joined by b-e; streets g-a-f and c-d-h at either end.
AVENUE = "   a  b  c\ng           h\n   f  e  d"
CARRIAGEWAYS = {
    "ab": ONEWAY,
    "bc": ONEWAY,
    "de": ONEWAY,
    "ef": ONEWAY,
    "be": STREET,
    "ga": ONEWAY,
    "fg": ONEWAY,
    "ch": STREET,
    "hd": STREET,
}

# Two blocks, with a way in at h.
BLOCK = "a  b  c  h\nf  e  d"
BLOCK_STREETS = dict.fromkeys(("ab", "bc", "hc", "cd", "de", "ef", "fa", "be"), STREET)


class Case(NamedTuple):
    """A relation over a picture, and a ride that it changes (or, where both are equal, does not)."""

    tags: Tags
    members: list[tuple[str, str]]
    ends: str
    free: str
    bound: str
    profile: str = "car"
    picture: str = CROSSING
    ways: dict[str, Tags] = ARMS


def over(*names: str) -> list[tuple[str, str]]:
    """From the first, via all between, to the last."""
    first, *via, last = names
    return [("from", first), *(("via", name) for name in via), ("to", last)]


def kind(value: str, **more: str) -> Tags:
    return {"restriction": value, **more}


LEFT = over("ab", "b", "bd")
CASES = {
    "no left turn": Case(kind("no_left_turn"), LEFT, "ad", "abd", "abebd"),
    "no right turn": Case(kind("no_right_turn"), over("ab", "b", "be"), "ae", "abe", "abdbe"),
    "no straight on": Case(kind("no_straight_on"), over("ab", "b", "cb"), "ac", "abc", "abebc"),
    "it binds who comes from there only": Case(kind("no_left_turn"), LEFT, "ed", "ebd", "ebd"),
    "it binds who goes there only": Case(kind("no_left_turn"), LEFT, "ae", "abe", "abe"),
    "no entry, from several": Case(
        kind("no_entry"), [("from", "ab"), ("from", "cb"), ("via", "b"), ("to", "bd")], "cd", "cbd", "cbebd"
    ),
    "no exit, to several": Case(
        kind("no_exit"), [("from", "ab"), ("via", "b"), ("to", "bd"), ("to", "cb")], "ad", "abd", "abebd"
    ),
    "only right": Case(kind("only_right_turn"), over("ab", "b", "be"), "ad", "abd", "abebd"),
    "only left": Case(kind("only_left_turn"), over("ab", "b", "bd"), "ac", "abc", "abdbc"),
    "only straight on": Case(kind("only_straight_on"), over("ab", "b", "cb"), "ae", "abe", "abcbe"),
    "only straight on forbids turning round": Case(
        kind("only_straight_on"), over("ab", "b", "cb"), "aa", "aba", "abcba"
    ),
    "except for all but this": Case(kind("no_left_turn", **{"except": "psv; bicycle"}), LEFT, "ad", "abd", "abebd"),
    "except for this": Case(kind("no_left_turn", **{"except": "psv;motorcar"}), LEFT, "ad", "abd", "abd"),
    "for lorries only": Case({"restriction:hgv": "no_left_turn"}, LEFT, "ad", "abd", "abd"),
    "for cars only": Case({"restriction:motorcar": "no_left_turn"}, LEFT, "ad", "abd", "abebd"),
    "not for cars": Case(kind("no_left_turn", **{"restriction:motorcar": "none"}), LEFT, "ad", "abd", "abd"),
    "for bikes only": Case({"restriction:bicycle": "no_left_turn"}, LEFT, "ad", "abd", "abd"),
    "at times: not in force yet": Case(
        {"restriction:conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}, LEFT, "ad", "abd", "abd"
    ),
    "a word that forbids nothing": Case(kind("give_way"), LEFT, "ad", "abd", "abd"),
    "walkers are not bound": Case(kind("no_left_turn"), LEFT, "ad", "abd", "abd", profile="foot"),
    "no U-turn over the middle": Case(
        kind("no_u_turn"), over("ab", "be", "ef"), "gg", "gabefg", "gabchdefg", picture=AVENUE, ways=CARRIAGEWAYS
    ),
    "who comes otherwise over the middle is free": Case(
        kind("no_u_turn"), over("ab", "be", "ef"), "bf", "bef", "bef", picture=AVENUE, ways=CARRIAGEWAYS
    ),
    "only over the middle, and at its end to the left": Case(
        kind("only_left_turn"), over("hc", "cd", "de"), "hf", "hcbaf", "hcdef", picture=BLOCK, ways=BLOCK_STREETS
    ),
    "only, over two ways between": Case(
        kind("only_straight_on"),
        over("hc", "cd", "de", "ef"),
        "ha",
        "hcba",
        "hcdefa",
        picture=BLOCK,
        ways=BLOCK_STREETS,
    ),
    "no, over two ways between, named in disorder": Case(
        kind("no_straight_on"),
        [("from", "hc"), ("via", "de"), ("via", "cd"), ("to", "ef")],
        "he",
        "hcde",
        "hcde",
        picture=BLOCK,
        ways=BLOCK_STREETS,
    ),
}


def rides(folder: Path, case: Case) -> tuple[Ridden | None, Ridden | None]:
    told = []
    for relations in ([], [Relation(case.tags, case.members)]):
        network = read_network(write_osm(folder / "town.osm", case.picture, case.ways, relations=relations))
        assert network.restrictions.skipped == 0
        told.append(ride(road_graph(network, case.profile), *case.ends))
    return told[0], told[1]


@pytest.mark.parametrize("name", CASES)
def test_a_restriction_is_obeyed(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    free, bound = rides(tmp_path, case)
    assert free is not None
    assert bound is not None
    assert (free.junctions, bound.junctions) == (case.free, case.bound)


BROKEN = {
    "the way to go is not in the extract": [("from", "ab"), ("via", "b"), ("to", "bz")],
    "nor is the node": [("from", "ab"), ("via", "z"), ("to", "bd")],
    "nor a way between": [("from", "ab"), ("via", "bz"), ("to", "bd")],
    "it ends nowhere": [("from", "ab"), ("via", "b")],
    "two nodes between": [("from", "ab"), ("via", "b"), ("via", "c"), ("to", "bd")],
    "the ways do not meet there": [("from", "ab"), ("via", "c"), ("to", "bd")],
    "the way runs through the junction": [("from", "gbh"), ("via", "b"), ("to", "bd")],
}


@pytest.mark.parametrize("why", BROKEN)
def test_a_broken_restriction_is_skipped_and_counted(why: str, tmp_path: Path) -> None:
    ways = {**ARMS, "gbh": STREET}
    sound = Relation(kind("no_left_turn"), LEFT)
    town = write_osm(
        tmp_path / "town.osm",
        "g  d\na  b  c\n   e  h",
        ways,
        relations=[Relation(kind("no_right_turn"), BROKEN[why]), sound],
    )
    restrictions = read_network(town).restrictions
    assert restrictions.skipped == 1
    assert restrictions.tags == (sound.tags,)


def test_a_restriction_over_more_ways_than_anybody_draws_is_skipped_at_once(tmp_path: Path) -> None:
    # Each order of its ways is tried: twelve alike would be 479 million.
    alike = {f"bd#{number}": STREET for number in range(12)}
    endless = Relation(kind("no_left_turn"), over("ab", *alike, "cb"))
    twice = Relation(kind("no_u_turn"), over("ab", *["bd#0"] * 12, "bd#1"))
    town = write_osm(tmp_path / "town.osm", CROSSING, {**ARMS, **alike}, relations=[endless, twice])
    restrictions = read_network(town).restrictions
    assert restrictions.skipped == 1
    assert restrictions.tags == (twice.tags,)


def town_of(folder: Path, picture: str, ways: dict[str, Tags], nodes: dict[str, Tags] | None = None, *told: Relation):
    return read_network(write_osm(folder / "town.osm", picture, ways, nodes, told))


def test_a_street_that_cannot_be_left_any_more_is_no_road(tmp_path: Path) -> None:
    """Turning round at its end is forbidden too, so nobody may deliver there."""
    told = [
        Relation(kind("no_u_turn"), over("bd", "d", "bd")),
        Relation(kind("no_u_turn"), over("cb", "b", "cb")),
    ]
    stranded = road_graph(town_of(tmp_path, CROSSING, ARMS, {}, *told), "car")
    assert {int(way) for way in stranded.network.edge_way[stranded.edge]} == {1, 2, 4}
    assert road_graph(stranded.network, "foot").arc_count == 8


def test_where_every_turn_is_forbidden_there_is_no_road(tmp_path: Path) -> None:
    told = [Relation(kind("no_u_turn"), over("ab", end, "ab")) for end in "ab"]
    with pytest.raises(BadInputError, match="no road here that a car can both enter and leave"):
        road_graph(town_of(tmp_path, "a  b", {"ab": STREET}, {}, *told), "car")


def test_of_several_only_each_allows_its_own(tmp_path: Path) -> None:
    told = [
        Relation(kind(f"only_{way}"), over("ab", "b", to)) for way, to in (("left_turn", "bd"), ("right_turn", "be"))
    ]
    graph = road_graph(town_of(tmp_path, CROSSING, ARMS, {}, *told), "car")
    found = [ride(graph, "a", goal) for goal in "dec"]
    assert [ridden.junctions for ridden in found if ridden] == ["abd", "abe", "abebc"]


def test_only_onto_a_road_closed_to_the_vehicle_says_nothing(tmp_path: Path) -> None:
    ways = {**ARMS, "bd": {"highway": "footway"}}
    told = Relation(kind("only_left_turn"), LEFT)
    there = ride(road_graph(town_of(tmp_path, CROSSING, ways, {}, told), "car"), "a", "c")
    assert there is not None
    assert there.junctions == "abc"


def test_a_rider_gets_off_where_that_is_cheaper_than_riding_round(tmp_path: Path) -> None:
    """80 m of cost and 20 s for the corner on foot, more than nothing and less than any way round."""
    relation = Relation(kind("no_left_turn"), LEFT)
    free, bound = (
        ride(road_graph(town_of(tmp_path, CROSSING, ARMS, {}, *told), "cargo-bike"), "a", "d")
        for told in ([], [relation])
    )
    assert free is not None
    assert bound is not None
    assert (free.junctions, bound.junctions) == ("abd", "abd")
    assert bound.metres == free.metres
    assert bound.cost_m - free.cost_m == pytest.approx(80)
    assert bound.seconds - free.seconds == pytest.approx(20)
    graph = road_graph(town_of(tmp_path, CROSSING, ARMS, {}, relation), "cargo-bike")
    assert np.count_nonzero(graph.turns.pushed) == 1


def test_nobody_gets_off_where_walkers_may_not_be(tmp_path: Path) -> None:
    ways = {**ARMS, "bd": {**STREET, "foot": "no"}}
    graph = road_graph(town_of(tmp_path, CROSSING, ways, {}, Relation(kind("no_left_turn"), LEFT)), "cargo-bike")
    there = ride(graph, "a", "d")
    assert there is not None
    assert there.junctions == "abebd"


@pytest.mark.parametrize("nodes", [{}, {"b": {"barrier": "gate"}}], ids=["open", "gate"])
def test_who_may_only_turn_round_gets_off_where_walkers_may_be_on_the_road_behind(
    nodes: dict[str, Tags], tmp_path: Path
) -> None:
    """To c, where nobody walks, one first turns into another street, pushing; a gate between changes nothing."""
    ways = {**ARMS, "cb": {"highway": "secondary", "bicycle": "yes", "foot": "no"}}
    relation = Relation(kind("only_u_turn"), over("ab", "b", "ab"))
    graph = road_graph(town_of(tmp_path, CROSSING, ways, nodes, relation), "cargo-bike")
    there = ride(graph, "a", "c")
    assert there is not None
    assert there.junctions == "abebc"
    assert np.count_nonzero(graph.turns.pushed) == 2


# What turns cost: the cargo bike's table

LONG = "a  b  c\nd     e"


def seconds_on_roads(metres: float) -> float:
    return metres * 3.6 / 17


def beyond_the_road(ridden: Ridden | None) -> tuple[float, float]:
    """Return metres of cost and seconds that a ride on quiet streets takes beyond riding."""
    assert ridden is not None
    return (
        pytest.approx(ridden.cost_m - ridden.metres, abs=0.01),
        pytest.approx(ridden.seconds - seconds_on_roads(ridden.metres), abs=0.01),
    )


def cargo_ride(folder: Path, picture: str, ways: dict[str, Tags], ends: str, nodes: dict[str, Tags] | None = None):
    return ride(road_graph(town_of(folder, picture, ways, nodes), "cargo-bike"), *ends)


def test_a_bend_of_a_road_without_a_side_street_is_free(tmp_path: Path) -> None:
    assert beyond_the_road(cargo_ride(tmp_path, "a  b\n   c", {"ab": STREET, "bc": STREET}, "ac")) == (0, 0)


def test_straight_on_over_a_crossing_is_free(tmp_path: Path) -> None:
    assert beyond_the_road(cargo_ride(tmp_path, CROSSING, ARMS, "ac")) == (0, 0)


def test_right_is_quicker_than_left(tmp_path: Path) -> None:
    assert beyond_the_road(cargo_ride(tmp_path, CROSSING, ARMS, "ae")) == (28 / 1.4, 6 / 1.4)
    assert beyond_the_road(cargo_ride(tmp_path, CROSSING, ARMS, "ad")) == (28 * 1.4, 6 * 1.4)


def test_a_slight_turn_costs_by_the_square_of_its_angle(tmp_path: Path) -> None:
    """To d the road bends by 45° (a row is 0.7 % lower than a column is wide)."""
    ways = {"ab": STREET, "bc": STREET, "bd": STREET}
    _, seconds = beyond_the_road(cargo_ride(tmp_path, "a  b  c\n      d", ways, "ad"))
    assert seconds.expected == pytest.approx(6 / 1.4 / 4, rel=0.02)


def test_straight_back_into_another_road_is_to_the_left(tmp_path: Path) -> None:
    """Two roads drawn over one another: half a turn, four times a right angle."""
    ways = {"ab#1": STREET, "ab#2": STREET, "bc": {"highway": "path"}}
    network = town_of(tmp_path, "a  b  c", ways)
    turns = road_graph(network, "cargo-bike").turns
    assert set(turns.cost.tolist()) <= {0, 24_000, 95_000, round(4 * 1.4 * 28_000)}
    assert round(4 * 1.4 * 28_000) in turns.cost.tolist()


def test_turning_round_costs_less_at_a_dead_end(tmp_path: Path) -> None:
    assert beyond_the_road(cargo_ride(tmp_path, "a  b", {"ab": STREET}, "aa")) == (24, 5)
    # at b, before the crossing, rather than at the end 111 m farther
    assert beyond_the_road(cargo_ride(tmp_path, CROSSING, ARMS, "aa")) == (95, 20)


def test_signals_cost_who_comes_to_them(tmp_path: Path) -> None:
    signals = {"highway": "traffic_signals"}
    assert beyond_the_road(cargo_ride(tmp_path, CROSSING, ARMS, "ac", {"b": signals})) == (10, 2)


@pytest.mark.parametrize(("facing", "there", "back"), [("forward", 2, 0), ("backward", 0, 2), ("both", 2, 2)])
def test_signals_within_a_road_stop_the_direction_they_face(facing: str, there: int, back: int, tmp_path: Path) -> None:
    signals = {"b": {"highway": "traffic_signals", "traffic_signals:direction": facing}}
    told = [beyond_the_road(cargo_ride(tmp_path, "a  b  c", {"abc": STREET}, ends, signals)) for ends in ("ac", "ca")]
    assert told == [(5 * there, there), (5 * back, back)]


@pytest.mark.parametrize("ends", ["ac", "de"])
def test_crossing_a_main_road_costs_and_following_it_does_not(ends: str, tmp_path: Path) -> None:
    ways = {
        **ARMS,
        "bd": {"highway": "tertiary", "cycleway": "track"},
        "be": {"highway": "tertiary", "cycleway": "track"},
    }
    assert beyond_the_road(cargo_ride(tmp_path, CROSSING, ways, ends)) == ((24, 5) if ends == "ac" else (0, 0))


def test_signals_take_the_place_of_giving_way(tmp_path: Path) -> None:
    ways = {**ARMS, "bd": {"highway": "tertiary"}, "be": {"highway": "tertiary"}}
    signals = {"b": {"highway": "traffic_signals"}}
    assert beyond_the_road(cargo_ride(tmp_path, CROSSING, ways, "ac", signals)) == (10, 2)


# Barriers: a star of spokes that turns look through

BOLLARD = {"b": {"barrier": "bollard"}}
PASSED = (10, 4)


def test_a_barrier_on_a_road_is_as_straight_as_the_road(tmp_path: Path) -> None:
    assert beyond_the_road(cargo_ride(tmp_path, "a  b  c", {"abc": STREET}, "ac", BOLLARD)) == PASSED


def test_a_barrier_in_a_bend_is_no_junction(tmp_path: Path) -> None:
    assert beyond_the_road(cargo_ride(tmp_path, "a  b\n   c", {"abc": STREET}, "ac", BOLLARD)) == PASSED


@pytest.mark.parametrize(("ends", "right_angles"), [("ac", 0), ("ae", 1 / 1.4), ("ad", 1.4)])
def test_a_barrier_at_a_crossing_leaves_its_angles(ends: str, right_angles: float, tmp_path: Path) -> None:
    metres, seconds = PASSED
    told = beyond_the_road(cargo_ride(tmp_path, CROSSING, ARMS, ends, BOLLARD))
    assert told == (metres + 28 * right_angles, seconds + 6 * right_angles)


@pytest.mark.parametrize("barrier", ["bollard", "gate"])
@pytest.mark.parametrize("profile", ["cargo-bike", "bike"])
@pytest.mark.parametrize("ends", ["ac", "ad", "ae", "da", "de"])
def test_a_barrier_at_a_main_road_leaves_what_giving_way_takes(
    ends: str, profile: str, barrier: str, tmp_path: Path
) -> None:
    """Crossing, joining, leaving, following: each costs what it does without the barrier, and the barrier itself."""
    main = {"highway": "tertiary", "cycleway": "track"}
    ways = {**ARMS, "bd": main, "be": main}
    passage = load_profile(profile).passage({"barrier": barrier})
    assert passage is not None
    free, barred = (
        ride(road_graph(town_of(tmp_path, CROSSING, ways, nodes), profile), *ends)
        for nodes in ({}, {"b": {"barrier": barrier}})
    )
    assert free is not None
    assert barred is not None
    assert barred.junctions == free.junctions
    assert barred.cost_m - free.cost_m == pytest.approx(passage.metres)
    assert barred.seconds - free.seconds == pytest.approx(passage.seconds, abs=0.002)


T_JUNCTION = dict.fromkeys(("ab", "bd", "be"), STREET)


@pytest.mark.parametrize("profile", ["car", "van", "cargo-bike"])
@pytest.mark.parametrize(
    ("relation", "ends"), [("no_right_turn", "ad"), ("no_left_turn", "ae"), ("only_left_turn", "ad")]
)
def test_a_street_that_one_may_not_turn_into_still_makes_a_junction(
    relation: str, ends: str, profile: str, tmp_path: Path
) -> None:
    """The turn that is left costs what it does without the relation; a gate adds what a gate takes, and no more."""
    members = {"no_right_turn": "be", "no_left_turn": "bd", "only_left_turn": "bd"}
    told = Relation(kind(relation), over("ab", "b", members[relation]))
    gate = {"b": {"barrier": "gate"}}
    passage = load_profile(profile).passage(gate["b"])
    assert passage is not None
    free, *others = (
        ride(road_graph(town_of(tmp_path, CROSSING, T_JUNCTION, nodes, *relations), profile), *ends)
        for nodes, relations in (({}, []), ({}, [told]), (gate, []), (gate, [told]))
    )
    assert free is not None
    assert free.cost_m - free.metres > 15  # what a right angle takes, to the right
    for other, times in zip(others, (0, 1, 1), strict=True):
        assert other is not None
        assert other.cost_m - free.cost_m == pytest.approx(times * passage.metres)
        assert other.seconds - free.seconds == pytest.approx(times * passage.seconds, abs=0.002)


def test_a_barrier_at_the_end_of_a_street_makes_it_no_less_a_dead_end(tmp_path: Path) -> None:
    assert beyond_the_road(cargo_ride(tmp_path, "a  b", {"ab": STREET}, "aa", BOLLARD)) == (24, 5)


def test_signals_at_a_barrier_stop_once(tmp_path: Path) -> None:
    nodes = {"b": {"barrier": "bollard", "highway": "traffic_signals"}}
    assert beyond_the_road(cargo_ride(tmp_path, CROSSING, ARMS, "ac", nodes)) == (20, 6)


@pytest.mark.parametrize(("relation", "bound"), [(kind("no_left_turn"), "abebd"), (kind("only_right_turn"), "abebd")])
def test_a_restriction_at_a_barrier_is_not_dodged_on_its_spokes(relation: Tags, bound: str, tmp_path: Path) -> None:
    members = LEFT if relation == kind("no_left_turn") else over("ab", "b", "be")
    gate = {"b": {"barrier": "gate"}}
    there = ride(road_graph(town_of(tmp_path, CROSSING, ARMS, gate, Relation(relation, members)), "car"), "a", "d")
    assert there is not None
    assert there.junctions == bound
    assert there.metres == pytest.approx(111.3 + 3 * 110.6, abs=0.5)
