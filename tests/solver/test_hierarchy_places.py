"""Places on the same street, at the same point, behind one another; and tables of every shape."""

import numpy as np
import pytest

from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_matrix, travel_table
from routing.network.paths import shortest_path
from routing.network.road_graph import RoadGraph, SnappedPlace
from tests.solver.towns import Street, graph_of, grid, place_at

KM = (1_000_000, 1_000_000, 200_000)
"""A street of a kilometre, ridden in 200 seconds."""

TRIANGLE = [(5.0, 52.0), (5.01, 52.0), (5.0, 52.01)]


def between(graph: RoadGraph, origin: SnappedPlace, destination: SnappedPlace) -> tuple[int, int]:
    """Return metres and seconds, the same from matrix and path."""
    hierarchy = build_hierarchy(graph)
    path = shortest_path(hierarchy, origin, destination)
    distances_m, durations_s = travel_table(hierarchy, [origin], [destination])
    assert (path.distance_m, path.duration_s) == (distances_m[0, 0], durations_s[0, 0])
    return path.distance_m, path.duration_s


def one_way_round() -> RoadGraph:
    return graph_of([Street(0, 1, KM), Street(1, 2, KM), Street(2, 0, KM)], TRIANGLE)


def test_ahead_on_a_oneway_is_the_piece_between() -> None:
    graph = one_way_round()
    assert between(graph, place_at(graph, 0, 0.25), place_at(graph, 0, 0.75)) == (500, 100)


def test_behind_on_a_oneway_is_all_the_way_round() -> None:
    graph = one_way_round()
    assert between(graph, place_at(graph, 0, 0.75), place_at(graph, 0, 0.25)) == (2500, 500)


def test_a_place_to_itself_is_nothing_even_on_a_oneway() -> None:
    graph = one_way_round()
    place = place_at(graph, 0, 0.5)
    assert between(graph, place, place) == (0, 0)
    path = shortest_path(build_hierarchy(graph), place, place)
    assert len(path.arcs) == 0
    assert path.line.tolist() == [[place.on_road.lon, place.on_road.lat]]


def test_two_places_at_the_same_point_of_the_road_are_nothing_apart() -> None:
    graph = one_way_round()
    end_of_first, start_of_second = place_at(graph, 0, 1.0), place_at(graph, 1, 0.0)
    same = SnappedPlace(start_of_second.position, end_of_first.on_road, 12.0, start_of_second.arcs)
    assert between(graph, same, end_of_first) == (0, 0)


def test_behind_on_a_street_both_ways_is_the_piece_back() -> None:
    graph = graph_of([Street(0, 1, KM, KM), Street(1, 2, KM), Street(2, 0, KM)], TRIANGLE)
    assert between(graph, place_at(graph, 0, 0.75), place_at(graph, 0, 0.25)) == (500, 100)


def test_a_cheaper_way_round_is_taken_instead_of_the_piece_between() -> None:
    cobbled = (9_000_000, 1_000_000, 200_000)
    graph = graph_of([Street(0, 1, cobbled, cobbled), Street(1, 2, KM, KM), Street(2, 0, KM, KM)], TRIANGLE)
    start, end = place_at(graph, 0, 0.05), place_at(graph, 0, 0.95)
    assert between(graph, start, end) == (2100, 420)
    assert between(graph, end, start) == (2100, 420)


def test_the_two_ends_of_a_street_back_to_its_start_are_joined_at_its_node() -> None:
    graph = graph_of([Street(0, 0, KM)], [(5.0, 52.0)], bends=3)
    assert between(graph, place_at(graph, 0, 0.9), place_at(graph, 0, 0.1)) == (200, 40)


def test_a_barrier_costs_but_has_no_length() -> None:
    barrier = (5_000_000, 0, 30_000)
    graph = graph_of([Street(0, 1, KM, KM), Street(1, 2, barrier, barrier), Street(2, 3, KM, KM)], [*TRIANGLE, (5, 53)])
    start, end = place_at(graph, 0, 0.5), place_at(graph, graph.arc_count - 1, 0.5)
    assert between(graph, start, end) == (1000, 230)


def test_an_arc_of_which_nothing_is_ridden_is_not_part_of_the_path() -> None:
    graph = one_way_round()
    hierarchy = build_hierarchy(graph)
    path = shortest_path(hierarchy, place_at(graph, 0, 1.0), place_at(graph, 2, 0.0))
    assert path.arcs.tolist() == [1]
    assert path.distance_m == 1000


@pytest.mark.parametrize("count", [1, 31, 32, 33, 64, 65])  # a sweep takes 32 origins
def test_every_row_is_the_same_alone_and_in_a_batch(count: int) -> None:
    graph = grid(6, 7, seed=1)
    places = [place_at(graph, arc * 7 % graph.arc_count, (arc % 5) / 5) for arc in range(count)]
    hierarchy = build_hierarchy(graph)
    matrix = travel_matrix(hierarchy, places)
    for i, place in enumerate(places):
        distances_m, durations_s = travel_table(hierarchy, [place], places)
        assert np.array_equal(matrix.distances_m[i], distances_m[0])
        assert np.array_equal(matrix.durations_s[i], durations_s[0])


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_any_number_of_threads_gives_the_same_matrix(threads: int) -> None:
    graph = grid(6, 7, seed=2)
    places = [place_at(graph, arc % graph.arc_count, 0.3) for arc in range(200)]
    hierarchy = build_hierarchy(graph)
    alone, shared = travel_matrix(hierarchy, places, threads=1), travel_matrix(hierarchy, places, threads=threads)
    assert np.array_equal(alone.distances_m, shared.distances_m)
    assert np.array_equal(alone.durations_s, shared.durations_s)


def test_a_table_of_some_origins_and_destinations_is_a_part_of_the_matrix() -> None:
    graph = grid(5, 5, seed=3)
    places = [place_at(graph, arc, 0.4) for arc in range(20)]
    hierarchy = build_hierarchy(graph)
    matrix = travel_matrix(hierarchy, places)
    distances_m, durations_s = travel_table(hierarchy, places[:3], places[5:])
    assert distances_m.dtype == durations_s.dtype == np.int32
    assert np.array_equal(distances_m, matrix.distances_m[:3, 5:])
    assert np.array_equal(durations_s, matrix.durations_s[:3, 5:])


def test_no_places_give_an_empty_table() -> None:
    graph = grid(3, 3, seed=3)
    hierarchy = build_hierarchy(graph)
    assert len(travel_matrix(hierarchy, [])) == 0
    assert travel_table(hierarchy, [place_at(graph, 0, 0.5)], [])[0].shape == (1, 0)
    assert travel_table(hierarchy, [], [place_at(graph, 0, 0.5)])[1].shape == (0, 1)
