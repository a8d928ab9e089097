"""Slopes as mappers tell them: what a value means, and what it makes of the roads."""

from dataclasses import replace

import numpy as np
import pytest

from routing.network.build import road_graph
from routing.network.cutting import cut_at_junctions
from routing.network.edge_effort import climbs_mm
from routing.network.road_network import RoadNetwork
from routing.network.slope_tags import height_m, is_bridged, slope
from tests.osm_scenarios.picture import Tags, raw_ways

STREET = {"highway": "residential"}
STEP_MM = 111_319
"""Between two letters of a picture, on the equator."""


@pytest.mark.parametrize(
    ("value", "rise"),
    [
        ("10%", 0.1),
        ("10 %", 0.1),
        ("+7,5 %", 0.075),
        ("-4 %", -0.04),
        ("−4%", -0.04),
        ("-4 °", -0.0699268),
        ("4°", 0.0699268),
        ("0", 0.0),
        ("0%", 0.0),
        ("up", 0.05),
        ("Down", -0.05),
        ("10", None),  # of what?
        ("steep", None),
        ("yes", None),
        ("up/down", None),  # the wiki: many hops, no slope of the whole
        ("5-10%", None),
        ("1:10", None),
        ("36%", None),  # steeper than any street
        ("90°", None),
        ("", None),
        ("nan%", None),
        ("1e3%", None),
    ],
)
def test_an_incline_is_read_or_left_alone(value: str, rise: float | None) -> None:
    assert slope(value) == (None if rise is None else pytest.approx(rise, abs=1e-6))


@pytest.mark.parametrize(
    ("value", "metres"),
    [
        ("12", 12.0),
        ("-3,5", -3.5),
        ("12.5 m", 12.5),
        ("100 ft", 30.48),
        ("0", 0.0),
        ("9001", None),
        ("-9999", None),
        ("12 km", None),
        ("ca. 12", None),
        ("12;13", None),
        ("", None),
    ],
)
def test_a_height_is_read_or_left_alone(value: str, metres: float | None) -> None:
    assert height_m(value) == metres


@pytest.mark.parametrize(
    ("tags", "leaves_the_ground"),
    [
        ({"bridge": "yes"}, True),
        ({"bridge": "viaduct"}, True),
        ({"bridge": "no"}, False),
        ({"tunnel": "yes"}, True),
        ({"tunnel": "no"}, False),
        ({"tunnel": "building_passage"}, False),
        ({"tunnel": "building_passage", "bridge": "yes"}, True),
        ({}, False),
    ],
)
def test_bridges_and_tunnels_leave_the_ground(tags: Tags, leaves_the_ground: bool) -> None:
    assert is_bridged(tags) is leaves_the_ground


def drawn(ways: dict[str, Tags], heights: dict[str, float] | None = None, picture: str = "a  b  c  d") -> RoadNetwork:
    told = {ord(letter): height for letter, height in (heights or {}).items()}
    return cut_at_junctions(replace(raw_ways(picture, ways), heights_m=told))


def slopes(network: RoadNetwork) -> list[float]:
    """Give the slope of each edge as a whole, in the direction it was drawn."""
    up, down = climbs_mm(network)
    return np.round((up - down) / network.edge_mm, 4).tolist()


def test_without_a_tag_all_is_flat_and_says_so() -> None:
    network = drawn({"abcd": STREET})
    assert network.relief.is_flat
    assert network.relief.told().en == "flat assumed"
    assert network.relief.told().nl == "vlak aangenomen"


def test_an_incline_is_that_of_the_whole_way_as_it_was_drawn() -> None:
    network = drawn({"abc": STREET | {"incline": "6%"}, "cb#": STREET | {"incline": "-2%"}})
    assert slopes(network) == [0.06, 0.06, -0.02]


def test_what_share_of_the_metres_is_known_is_told() -> None:
    network = drawn({"ab": STREET | {"incline": "6%"}, "bcd": STREET})
    assert network.relief.told().en == "from tags on 33 % of metres, elsewhere flat assumed"
    assert slopes(network) == [0.06, 0.0]


def test_the_rise_between_two_told_heights_is_shared_out_by_length() -> None:
    network = drawn({"abd": STREET, "bc": STREET}, {"a": 10.0, "d": 16.0}, "a  b        d\n   c")
    rise = 6000 / (4 * STEP_MM)
    assert slopes(network) == [pytest.approx(rise, abs=1e-4), pytest.approx(rise, abs=1e-4), 0.0]


def test_told_heights_go_before_an_incline_and_an_incline_fills_the_rest() -> None:
    network = drawn({"abcd": STREET | {"incline": "-3%"}}, {"a": 0.0, "b": 5.0})
    up, down = climbs_mm(network)[:, 0].tolist()
    assert up == 5000
    assert down == pytest.approx(2 * 0.03 * STEP_MM, abs=2)


def test_two_heights_steeper_than_any_street_are_a_slip() -> None:
    assert drawn({"abcd": STREET}, {"a": 0.0, "b": 60.0}).relief.is_flat


def test_one_height_alone_tells_no_slope() -> None:
    assert drawn({"abcd": STREET}, {"b": 60.0}).relief.is_flat


def test_heights_of_two_ways_are_not_joined() -> None:
    assert drawn({"ab": STREET, "cd": STREET}, {"a": 0.0, "d": 5.0}).relief.is_flat


def test_an_incline_of_steps_changes_nothing() -> None:
    assert drawn({"ab": {"highway": "steps", "incline": "up"}}).relief.is_flat


def test_uphill_takes_longer_and_costs_more_than_down() -> None:
    graph = road_graph(drawn({"abcd": STREET | {"incline": "6%"}}), "cargo-bike")
    up, down = (int(np.flatnonzero(graph.forward == way)[0]) for way in (True, False))
    assert graph.ms[up] > graph.ms[down]
    assert graph.cost[up] > graph.cost[down] == graph.mm[down]


def test_a_flat_road_that_is_longer_is_ridden_instead_of_a_steep_one() -> None:
    picture = "a  b\nc  d"
    ways = {"ab": STREET | {"incline": "10%"}, "acdb": STREET}
    graph = road_graph(drawn(ways, picture=picture), "cargo-bike")
    cost = {(int(graph.edge[arc]), bool(graph.forward[arc])): int(graph.cost[arc]) for arc in range(graph.arc_count)}
    assert cost[0, True] > cost[1, True] == graph.mm[graph.edge == 1][0]
    assert cost[0, False] < cost[1, False]


@pytest.mark.parametrize("tags", [{"incline": "steep"}, {"bridge": "yes"}, {"tunnel": "yes"}])
def test_what_tells_no_slope_leaves_every_figure_as_it_was(tags: Tags) -> None:
    plain, tagged = (road_graph(drawn({"abcd": STREET | more}), "cargo-bike") for more in ({}, tags))
    for name in ("cost", "mm", "ms", "tail", "head"):
        assert getattr(plain, name).tolist() == getattr(tagged, name).tolist()
