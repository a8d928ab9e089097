"""The matrix and every path have the figures of an independent Dijkstra, and a path is made of its arcs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_table
from routing.network.paths import shortest_path
from routing.network.road_graph import RoadGraph, SnappedPlace
from tests.solver.ridden import ridden
from tests.solver.towns import KILO, Dijkstra, grid, place_at, town, with_turns

shares = st.sampled_from([0.0, 0.25, 0.5, 1.0])


def places_in(graph: RoadGraph, spots: list[tuple[int, float]]) -> list[SnappedPlace]:
    """Places at their own points of the map, so that only arcs decide which are the same."""
    found = [place_at(graph, arc % graph.arc_count, share, KILO) for arc, share in spots]
    return [
        SnappedPlace(place.position, Position(number / 1000, 0), 0.0, place.arcs) for number, place in enumerate(found)
    ]


@given(town(), st.lists(st.tuples(st.integers(0, 99), shares), min_size=1, max_size=5))
def test_the_matrix_equals_dijkstra_in_metres_and_seconds(graph: RoadGraph, spots: list[tuple[int, float]]) -> None:
    places = places_in(graph, spots)
    hierarchy = build_hierarchy(graph)
    for origin in places:
        truth = Dijkstra(graph, origin)
        reached = [destination for destination in places if truth.to(destination) is not None]
        distances_m, durations_s = travel_table(hierarchy, [origin], reached, threads=1)
        for j, destination in enumerate(reached):
            assert (distances_m[0, j] * KILO, durations_s[0, j] * KILO) == truth.to(destination)[1:]
        if len(reached) < len(places):
            with pytest.raises(UnreachablePlaceError):
                travel_table(hierarchy, [origin], places, threads=1)


@given(town(), st.lists(st.tuples(st.integers(0, 99), shares), min_size=2, max_size=2))
def test_the_arcs_of_a_path_join_and_add_up_to_dijkstras_cost(graph: RoadGraph, spots: list[tuple[int, float]]) -> None:
    origin, destination = places_in(graph, spots)
    truth = Dijkstra(graph, origin).to(destination)
    hierarchy = build_hierarchy(graph)
    if truth is None:
        with pytest.raises(UnreachablePlaceError):
            shortest_path(hierarchy, origin, destination)
        return
    path = shortest_path(hierarchy, origin, destination)
    assert np.array_equal(graph.head[path.arcs[:-1]], graph.tail[path.arcs[1:]])
    assert truth in ridden(graph, path, origin, destination)
    assert (path.distance_m * KILO, path.duration_s * KILO) == truth[1:]


def test_a_town_of_a_thousand_streets_equals_dijkstra() -> None:
    graph = with_turns(grid(18, 25, seed=4), seed=6, forbidden=0.02, unit=777)
    chance = np.random.default_rng(5)
    places = [
        place_at(graph, int(arc), float(share))
        for arc, share in zip(chance.integers(0, graph.arc_count, 70), chance.random(70), strict=True)
    ]
    hierarchy = build_hierarchy(graph)
    distances_m, durations_s = travel_table(hierarchy, places, places)
    for i in (0, 1, 40, 69):
        truth = Dijkstra(graph, places[i])
        for j, destination in enumerate(places):
            _, mm, ms = truth.to(destination)
            figures = (distances_m[i, j], durations_s[i, j])
            path = shortest_path(hierarchy, places[i], destination)
            assert figures == ((2 * mm + 1000) // 2000, -(-ms // 1000))
            assert figures == (path.distance_m, path.duration_s)
