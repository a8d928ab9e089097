"""A day's intervals and the roads of each."""

from datetime import date
from itertools import pairwise

import pytest

from kernel.errors import BadInputError
from kernel.position import Position
from routing.network.build import road_graph
from routing.network.clock_roads import clock_roads
from routing.network.cutting import cut_at_junctions
from routing.network.day_roads import HORIZON_S, DayRoads
from routing.network.hierarchy import build_hierarchy
from routing.network.paths import shortest_path
from routing.network.road_network import RoadNetwork
from routing.network.snapping import Snapper
from tests.osm_scenarios.picture import Tags, nodes, raw_ways

STREET = {"highway": "residential"}
SHOPS = {**STREET, "access:conditional": "no @ (11:00-18:00)"}
SHUT = {**STREET, "access": "no"}
TOWN = """
a  b  c
d  e  f
"""
WAYS = {"ab": STREET, "bc": SHOPS, "def": STREET, "ad": STREET, "be": STREET, "cf": STREET}
SATURDAY = date(2026, 12, 5)
H = 3600


def network(bc: Tags = SHOPS) -> RoadNetwork:
    return cut_at_junctions(raw_ways(TOWN, {**WAYS, "bc": bc}))


def day(profile: str = "van") -> DayRoads:
    return DayRoads(clock_roads(network(), profile), SATURDAY)


def between(one: str, other: str, share: float = 0.5) -> Position:
    (lon, lat), (to_lon, to_lat) = nodes(TOWN)[one], nodes(TOWN)[other]
    return Position(lon + (to_lon - lon) * share, lat + (to_lat - lat) * share)


B, C = between("b", "e", 0.25), between("c", "f", 0.25)
"""Near the corners of the shops' street: 167 m apart by it, 277 m by the street ef."""


def length_m(roads: DayRoads, second: int, *ends: Position) -> int:
    return shortest_path(roads.at(second), *roads.snapper(second).nearest(list(ends))).distance_m


def test_a_street_with_hours_cuts_the_day_and_is_gone_round_within_them() -> None:
    roads = day()
    cuts = [0, 11 * H, 18 * H, 35 * H, 42 * H, HORIZON_S]
    assert roads.intervals == tuple(pairwise(cuts))
    assert [length_m(roads, second, B, C) for second in (11 * H - 1, 11 * H, 18 * H - 1, 18 * H)] == [
        167,
        277,
        277,
        167,
    ]


def test_hours_that_are_alike_share_their_values() -> None:
    roads = day()
    assert roads.at(0) is roads.at(19 * H) is roads.roads.hierarchy
    assert roads.at(12 * H) is roads.at(36 * H)
    assert roads.at(12 * H).topology is roads.at(0).topology
    assert roads.at(12 * H).graph.turns.arc.tolist() == roads.at(0).graph.turns.arc.tolist()


def test_roads_without_conditions_are_those_without_a_clock() -> None:
    plain = build_hierarchy(road_graph(network(STREET), "van"))
    roads = clock_roads(network(STREET), "van", plain)
    assert roads.hierarchy is plain
    one = DayRoads(roads, SATURDAY)
    assert one.intervals == ((0, HORIZON_S),)
    assert one.at(30 * H) is plain


def test_a_road_only_open_at_times_is_closed_where_nobody_asks_for_the_hour() -> None:
    at_times = {**STREET, "access": "no", "motor_vehicle:conditional": "yes @ (11:00-18:00)"}
    roads = DayRoads(clock_roads(network(at_times), "van"), SATURDAY)
    assert length_m(roads, 0, B, C) == 277
    assert length_m(roads, 11 * H, B, C) == 167
    plain = road_graph(network(at_times), "van")
    assert plain.arc_count + 2 == roads.at(0).graph.arc_count
    assert roads.at(0).graph.closed.sum() == 2


def test_a_place_in_a_street_that_is_shut_is_brought_to_the_next_that_is_open() -> None:
    roads = day()
    shop = between("b", "c")
    [early] = roads.snapper(0).nearest([shop])
    [late] = roads.snapper(12 * H).nearest([shop])
    assert early.snap_distance_m < 1
    rewritten = road_graph(network(SHUT), "van")
    [truth] = Snapper(rewritten).nearest([shop])
    assert (late.on_road, late.snap_distance_m) == (truth.on_road, truth.snap_distance_m)
    assert late.snap_distance_m > 50


@pytest.mark.parametrize("second", [-1, HORIZON_S, 10**9])
def test_a_second_of_another_day_is_refused(second: int) -> None:
    with pytest.raises(BadInputError, match="48 hours from the midnight before 2026-12-05"):
        day().at(second)


@pytest.mark.parametrize("other_age", [date.min, date(1999, 12, 31), date(2076, 1, 1), date.max])
def test_a_day_of_another_age_is_refused(other_age: date) -> None:
    with pytest.raises(BadInputError, match="from 2000 to 2075"):
        DayRoads(clock_roads(network(), "van"), other_age)
