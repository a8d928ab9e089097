"""A day's intervals and the roads of each; rounds timed again by them."""

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely

from kernel.errors import BadInputError, UnreachablePlaceError
from kernel.position import Position
from routing.network.build import road_graph
from routing.network.clock_roads import clock_roads
from routing.network.closures import Closure, closed_graph
from routing.network.cutting import cut_at_junctions
from routing.network.day_roads import HORIZON_S, DayRoads, TimedClosure
from routing.network.hierarchy import build_hierarchy
from routing.network.paths import shortest_path
from routing.network.retiming import UNKNOWN, Break, Retimed, TimedStop, retimed
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


def day(*closures: TimedClosure, profile: str = "van") -> DayRoads:
    return DayRoads(clock_roads(network(), profile), SATURDAY, closures)


def between(one: str, other: str, share: float = 0.5) -> Position:
    (lon, lat), (to_lon, to_lat) = nodes(TOWN)[one], nodes(TOWN)[other]
    return Position(lon + (to_lon - lon) * share, lat + (to_lat - lat) * share)


B, C = between("b", "e", 0.25), between("c", "f", 0.25)
"""Near the corners of the shops' street: 167 m apart by it, 277 m by the street ef."""
E, F = between("b", "e", 0.75), between("c", "f", 0.75)
"""Near the corners of ef."""
A = between("a", "d")


def box(one: str, other: str) -> shapely.Polygon:
    """A small box on the street between two letters."""
    middle = between(one, other)
    return shapely.box(middle.lon - 1e-4, middle.lat - 1e-4, middle.lon + 1e-4, middle.lat + 1e-4)


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


def test_a_closure_holds_from_its_first_second_to_before_its_last() -> None:
    market = Closure(box("e", "f"))
    roads = day(TimedClosure(market, 8 * H, 12 * H))
    assert [begin for begin, _ in roads.intervals] == [0, 8 * H, 11 * H, 12 * H, 18 * H, 35 * H, 42 * H]
    assert [length_m(roads, second, E, F) for second in (8 * H - 1, 8 * H, 12 * H)] == [167, 277, 167]
    with pytest.raises(UnreachablePlaceError, match="while roads are closed"):
        length_m(roads, 11 * H, E, F)  # neither ef nor bc
    built = build_hierarchy(closed_graph(roads.roads.hierarchy.graph, [market]))
    places = roads.snapper(9 * H).nearest([E, F])
    assert shortest_path(built, *places).distance_m == length_m(roads, 9 * H, E, F)


def test_a_place_on_a_closed_road_stays_there_and_cannot_be_reached() -> None:
    roads = day(TimedClosure(Closure(box("e", "f")), 8 * H, 12 * H))
    with pytest.raises(UnreachablePlaceError, match="lies on a road that is closed"):
        length_m(roads, 9 * H, A, between("e", "f"))


def test_closures_that_concern_nobody_here_do_not_cut_the_day() -> None:
    elsewhere = Closure(shapely.box(50, 50, 51, 51))
    for_bikes = Closure(box("e", "f"), profiles=frozenset({"bike"}))
    roads = day(TimedClosure(elsewhere, 100, 200), TimedClosure(for_bikes, 100, 200))
    assert roads.intervals == day().intervals


def test_a_closure_may_have_begun_the_day_before_and_outlast_the_day() -> None:
    roads = day(TimedClosure(Closure(box("e", "f")), -H, 3 * HORIZON_S))
    assert roads.intervals == day().intervals
    assert length_m(roads, 0, E, F) == 277


def test_a_closure_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInputError, match="Give its beginning first"):
        TimedClosure(Closure(ways=frozenset({1})), 100, 100)


@pytest.mark.parametrize("second", [-1, HORIZON_S, 10**9])
def test_a_second_of_another_day_is_refused(second: int) -> None:
    with pytest.raises(BadInputError, match="48 hours from the midnight before 2026-12-05"):
        day().at(second)


@pytest.mark.parametrize("other_age", [date.min, date(1999, 12, 31), date(2076, 1, 1), date.max])
def test_a_day_of_another_age_is_refused(other_age: date) -> None:
    with pytest.raises(BadInputError, match="from 2000 to 2075"):
        DayRoads(clock_roads(network(), "van"), other_age)


# Rounds timed again. What a stretch takes is told by graphs built of tags written anew by hand.


def takes(bc: Tags, *ends: Position) -> tuple[int, int]:
    graph = road_graph(network(bc), "van")
    path = shortest_path(build_hierarchy(graph), *Snapper(graph).nearest(list(ends)))
    return path.distance_m, path.duration_s


def stops(*places: Position, **of: Any) -> list[TimedStop]:
    return [
        TimedStop(place, **{key: values[number] for key, values in of.items()}) for number, place in enumerate(places)
    ]


def kinds(told: Retimed) -> list[tuple[int, str]]:
    return [(one.stretch, one.kind) for one in told.breaks]


def test_each_stretch_is_ridden_by_the_roads_of_its_own_beginning() -> None:
    leaves = 11 * H - 300
    told = retimed(day(), stops(B, C, B, service_s=[0, 600, 0]), leaves)
    there, back = takes(STREET, B, C), takes(SHUT, C, B)
    assert back[0] > there[0]
    assert told.distance_m.tolist() == [there[0], back[0]]
    assert told.duration_s.tolist() == [there[1], back[1]]
    arrives = leaves + there[1]
    assert told.arrival_s.tolist() == [leaves, arrives, arrives + 600 + back[1]]
    assert told.leave_s.tolist() == [leaves, arrives + 600, arrives + 600 + back[1]]
    assert told.breaks == ()
    assert [len(path.line) > 1 for path in told.paths] == [True, True]


def test_one_waits_for_a_window_and_not_for_a_road() -> None:
    told = retimed(day(), stops(B, C, windows=[((17 * H, 17 * H + 60), (17 * H + 3590, 18 * H)), ()]), 17 * H + 61)
    assert told.begin_s.tolist()[0] == 17 * H + 3590
    assert told.distance_m.tolist() == [takes(SHUT, B, C)[0]]  # ten seconds later the street is open


def test_a_window_that_the_detour_breaks_is_named_with_its_stretch() -> None:
    _, straight = takes(STREET, B, C)
    _, round_about = takes(SHUT, B, C)
    told = retimed(day(), stops(B, C, B, windows=[(), ((0, 11 * H + straight),), ()]), 11 * H)
    assert told.breaks == (
        Break(0, "late", round_about - straight, f"{round_about - straight} s after its last window"),
    )
    assert UNKNOWN not in told.arrival_s
    assert retimed(day(), stops(B, C, windows=[(), ((0, 11 * H + straight),)]), 11 * H - straight).breaks == ()


def test_coming_in_the_last_second_of_a_window_is_in_time() -> None:
    assert retimed(day(), stops(B, C, windows=[((5, 10), (20, 30)), ()]), 30).breaks == ()
    assert kinds(retimed(day(), stops(B, C, windows=[((5, 10), (20, 30)), ()]), 31)) == [(-1, "late")]


def test_a_stretch_without_a_way_is_named_and_nothing_is_known_behind_it() -> None:
    market = TimedClosure(Closure(box("e", "f")), 8 * H, 24 * H)
    told = retimed(day(market), stops(B, C, F, A, service_s=[0, 0, H, 0]), 10 * H + 1800)
    assert kinds(told) == [(2, "no way")]
    assert told.arrival_s.tolist()[3] == told.begin_s.tolist()[3] == told.leave_s.tolist()[3] == UNKNOWN
    assert told.distance_m.tolist()[2] == told.duration_s.tolist()[2] == UNKNOWN
    assert len(told.paths) == 2
    assert "no way" in told.breaks[0].told


def test_who_stands_in_a_street_that_is_shut_meanwhile_is_told() -> None:
    shop = between("b", "c")
    told = retimed(day(), stops(A, shop, A, service_s=[0, H, 0]), 10 * H + 1800)
    assert kinds(told) == [(1, "closed")]
    assert UNKNOWN not in told.arrival_s


def test_a_corner_is_still_there_when_one_of_its_streets_is_shut() -> None:
    corner = Position(*nodes(TOWN)["c"])
    [early] = day().snapper(0).nearest([corner])
    assert day().graph_at(12 * H).lies_on_closed_road(early)
    assert retimed(day(), stops(B, corner, B, service_s=[0, H, 0]), 10 * H + 1800).breaks == ()


def test_a_stop_far_from_any_open_road_is_a_stretch_without_a_way() -> None:
    far = Position(0.1, 0.1)
    told = retimed(day(), stops(B, far), 0)
    assert kinds(told) == [(0, "no way")]
    assert "within 300 m" in told.breaks[0].told


def test_two_stops_at_one_door_take_nothing_between_them() -> None:
    told = retimed(day(), stops(B, B, service_s=[60, 60]), 100)
    assert told.arrival_s.tolist() == [100, 160]
    assert told.distance_m.tolist() == [0]
    assert np.array_equal(told.leave_s, [160, 220])
