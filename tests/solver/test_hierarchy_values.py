"""The matrix and every path have the figures of an independent Dijkstra, and a path is made of its arcs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kernel.position import Position
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_matrix
from routing.network.paths import RoadPath, shortest_path
from routing.network.road_graph import RoadGraph, SnappedPlace
from tests.solver.towns import KILO, Dijkstra, Triple, grid, minus, place_at, plus, town

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
    matrix = travel_matrix(build_hierarchy(graph), places, threads=1)
    for i, origin in enumerate(places):
        truth = Dijkstra(graph, origin)
        for j, destination in enumerate(places):
            _, mm, ms = truth.to(destination)
            assert (matrix.distances_m[i, j] * KILO, matrix.durations_s[i, j] * KILO) == (mm, ms)


@given(town(), st.lists(st.tuples(st.integers(0, 99), shares), min_size=2, max_size=2))
def test_the_arcs_of_a_path_join_and_add_up_to_dijkstras_cost(graph: RoadGraph, spots: list[tuple[int, float]]) -> None:
    origin, destination = places_in(graph, spots)
    path = shortest_path(build_hierarchy(graph), origin, destination)
    truth = Dijkstra(graph, origin).to(destination)
    assert np.array_equal(graph.head[path.arcs[:-1]], graph.tail[path.arcs[1:]])
    assert truth in ridden(graph, path, origin, destination)
    assert (path.distance_m * KILO, path.duration_s * KILO) == truth[1:]


def ridden(graph: RoadGraph, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace) -> set[Triple]:
    """Return what the arcs of a path add up to, for each way in which they can begin and end at the places."""
    arcs = [(int(graph.cost[arc]), int(graph.mm[arc]), int(graph.ms[arc])) for arc in path.arcs]
    whole = (0, 0, 0)
    for arc in arcs:
        whole = plus(whole, arc)
    skipped = {(on.cost, on.mm, on.ms) for on in origin.arcs if on.arc == path.arcs[0]}
    skipped |= {(0, 0, 0)} if at_head(graph, origin, int(path.arcs[0])) else set()
    left = {minus(arcs[-1], (on.cost, on.mm, on.ms)) for on in destination.arcs if on.arc == path.arcs[-1]}
    left |= {(0, 0, 0)} if at_tail(graph, destination, int(path.arcs[-1])) else set()
    return {minus(minus(whole, start), end) for start in skipped for end in left}


def at_head(graph: RoadGraph, place: SnappedPlace, first: int) -> bool:
    return any(
        (on.cost, on.mm, on.ms) == (graph.cost[on.arc], graph.mm[on.arc], graph.ms[on.arc])
        and graph.head[on.arc] == graph.tail[first]
        for on in place.arcs
    )


def at_tail(graph: RoadGraph, place: SnappedPlace, last: int) -> bool:
    return any((on.cost, on.mm, on.ms) == (0, 0, 0) and graph.tail[on.arc] == graph.head[last] for on in place.arcs)


def test_a_town_of_a_thousand_streets_equals_dijkstra() -> None:
    graph = grid(18, 25, seed=4)
    chance = np.random.default_rng(5)
    places = [
        place_at(graph, int(arc), float(share))
        for arc, share in zip(chance.integers(0, graph.arc_count, 70), chance.random(70), strict=True)
    ]
    hierarchy = build_hierarchy(graph)
    matrix = travel_matrix(hierarchy, places)
    for i in (0, 1, 40, 69):
        truth = Dijkstra(graph, places[i])
        for j, destination in enumerate(places):
            _, mm, ms = truth.to(destination)
            figures = (matrix.distances_m[i, j], matrix.durations_s[i, j])
            path = shortest_path(hierarchy, places[i], destination)
            assert figures == ((2 * mm + 1000) // 2000, -(-ms // 1000))
            assert figures == (path.distance_m, path.duration_s)
