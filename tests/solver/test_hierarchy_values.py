"""The matrix and every path have the figures of an independent Dijkstra, and a path is made of its arcs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_table
from routing.network.paths import RoadPath, shortest_path
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace
from tests.solver.towns import KILO, Dijkstra, Triple, grid, minus, place_at, plus, town, with_turns

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


def ridden(graph: RoadGraph, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace) -> set[Triple]:
    """Return what a path adds up to, for each way in which it can begin and end at the places and remember its turns.

    An end of which nothing is ridden is not among the arcs, but its turn is paid.
    """
    arcs = path.arcs.tolist()
    starts = [(on, [on.arc, *arcs]) for on in origin.arcs if at_head(graph, on)]
    starts += [(on, arcs) for on in origin.arcs if on.arc == arcs[0]]
    sums = set()
    for start, ahead in starts:
        whole = [(on, [*ahead, on.arc]) for on in destination.arcs if (on.cost, on.mm, on.ms) == (0, 0, 0)]
        whole += [(on, ahead) for on in destination.arcs if on.arc == ahead[-1]]
        for finish, chain in whole:
            for so_far in sums_along(graph, chain):
                sums.add(plus(minus(so_far, (start.cost, start.mm, start.ms)), (finish.cost, finish.mm, finish.ms)))
    return sums


def sums_along(graph: RoadGraph, chain: list[int]) -> set[Triple]:
    """Add up the arcs of a chain but for the last, and the turns between them, over all states."""
    turns = graph.turns
    reached: set[tuple[int, Triple]] = {(chain[0], (0, 0, 0))}
    for before, after in zip(chain, chain[1:], strict=False):
        arc = (int(graph.cost[before]), int(graph.mm[before]), int(graph.ms[before]))
        reached = {
            (int(turns.to[turn]), plus(plus(so_far, arc), (int(turns.cost[turn]), 0, int(turns.ms[turn]))))
            for state, so_far in reached
            for turn in np.flatnonzero(turns.start == state)
            if turns.arc[turns.to[turn]] == after
        }
    return {so_far for _, so_far in reached}


def at_head(graph: RoadGraph, on: OnArc) -> bool:
    return (on.cost, on.mm, on.ms) == (graph.cost[on.arc], graph.mm[on.arc], graph.ms[on.arc])


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
