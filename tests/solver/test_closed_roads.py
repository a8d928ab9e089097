"""Closed and slowed roads have the figures of a Dijkstra on a town built without them, or with slower ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInputError, UnreachablePlaceError
from kernel.position import Position
from routing.network.closures import with_edges_changed
from routing.network.hierarchy import Hierarchy, build_hierarchy, valued_anew
from routing.network.matrix import NO_WAY, table_with_gaps, travel_table
from routing.network.paths import shortest_path
from routing.network.road_graph import RoadGraph, SnappedPlace
from tests.solver.ridden import ridden
from tests.solver.towns import KILO, Walled, grid, place_at, town, with_turns

shares = st.sampled_from([0.0, 0.25, 0.5, 1.0])
spots = st.lists(st.tuples(st.integers(0, 99), shares), min_size=1, max_size=5)


def places_in(graph: RoadGraph, spots: list[tuple[int, float]]) -> list[SnappedPlace]:
    """Places at their own points of the map, so that only arcs decide which are the same."""
    found = [place_at(graph, arc % graph.arc_count, share, KILO) for arc, share in spots]
    return [replace(place, on_road=Position(number / 1000, 0)) for number, place in enumerate(found)]


def some_edges(graph: RoadGraph, seed: int, share: float) -> np.ndarray:
    return np.random.default_rng(seed).random(graph.network.edge_count) < share


def slow(graph: RoadGraph, edges: np.ndarray, times: int) -> RoadGraph:
    """The slower town, its figures written out arc by arc."""
    factor = [times if edges[edge] else 1 for edge in graph.edge.tolist()]
    cost, ms = ([value * by for value, by in zip(row.tolist(), factor, strict=True)] for row in (graph.cost, graph.ms))
    return replace(graph, cost=np.array(cost, np.int64), ms=np.array(ms, np.int64))


def same(one: Hierarchy, other: Hierarchy) -> bool:
    rows = [
        (a, b)
        for mine, theirs in ((one.up, other.up), (one.down, other.down))
        for a, b in zip(mine, theirs, strict=True)
    ]
    return all(np.array_equal(a, b) for a, b in [*rows, (one.first_turn, other.first_turn)])


@given(town(), spots, st.integers(0, 999), st.sampled_from([0.1, 0.4, 1.0]), st.sampled_from([1, 3]))
def test_changed_values_equal_dijkstra_on_what_is_left(
    graph: RoadGraph, spots: list[tuple[int, float]], seed: int, share: float, times: int
) -> None:
    walls, slower = some_edges(graph, seed, share), some_edges(graph, seed + 1, 0.3)
    left = slow(graph, slower, times)
    changed = with_edges_changed(graph, walls, np.where(slower, float(times), 1.0))
    hierarchy = valued_anew(build_hierarchy(graph), changed)
    places = places_in(left, spots)
    distances_m, durations_s = table_with_gaps(hierarchy, places, places, threads=1)
    for i, origin in enumerate(places):
        truth = Walled(left, origin, walls)
        for j, destination in enumerate(places):
            value = truth.to(destination)
            figures = (distances_m[i, j], durations_s[i, j])
            if value is None:
                assert figures == (NO_WAY, NO_WAY)
                with pytest.raises(UnreachablePlaceError):
                    shortest_path(hierarchy, origin, destination)
                with pytest.raises(UnreachablePlaceError):
                    travel_table(hierarchy, [origin], [destination], threads=1)
                continue
            assert (figures[0] * KILO, figures[1] * KILO) == value[1:]
            path = shortest_path(hierarchy, origin, destination)
            assert value in ridden(changed, path, origin, destination) or value == (0, 0, 0)
            assert (path.distance_m * KILO, path.duration_s * KILO) == value[1:]


@given(town(), st.integers(0, 999), st.sampled_from([0.1, 0.4, 1.0]))
def test_opening_again_gives_the_very_first_values(graph: RoadGraph, seed: int, share: float) -> None:
    first = build_hierarchy(graph)
    changed = with_edges_changed(graph, some_edges(graph, seed, share), np.full(graph.network.edge_count, 2.0))
    closed = valued_anew(first, changed)
    again = valued_anew(closed, graph)
    assert same(again, first)
    assert again.topology is closed.topology is first.topology


def test_a_town_of_a_thousand_streets_equals_dijkstra_on_what_is_left() -> None:
    graph = with_turns(grid(18, 25, seed=4), seed=6, forbidden=0.02, unit=777)
    chance = np.random.default_rng(5)
    arcs, parts = chance.integers(0, graph.arc_count, 60), chance.random(60)
    places = [place_at(graph, int(arc), float(part)) for arc, part in zip(arcs, parts, strict=True)]
    walls = some_edges(graph, 8, 0.15)
    hierarchy = valued_anew(build_hierarchy(graph), with_edges_changed(graph, walls, np.ones(len(walls))))
    distances_m, durations_s = table_with_gaps(hierarchy, places, places)
    assert 0 < (distances_m == NO_WAY).sum() < distances_m.size / 2
    for i in (0, 1, 20, 59):
        truth = Walled(graph, places[i], walls)
        for j, destination in enumerate(places):
            value = truth.to(destination)
            expected = (NO_WAY, NO_WAY) if value is None else ((value[1] + 500) // 1000, -(-value[2] // 1000))
            assert (distances_m[i, j], durations_s[i, j]) == expected


def test_values_of_another_town_are_refused() -> None:
    small, large = grid(3, 3, seed=1), grid(3, 4, seed=1)
    with pytest.raises(ValueError, match="another graph"):
        valued_anew(build_hierarchy(small), large)


def test_a_hierarchy_built_while_roads_were_closed_cannot_be_opened() -> None:
    graph = grid(3, 3, seed=1)
    closed = with_edges_changed(graph, np.arange(graph.network.edge_count) < 4, np.ones(graph.network.edge_count))
    with pytest.raises(ValueError, match="built while roads were closed"):
        valued_anew(build_hierarchy(closed), graph)


def test_costs_too_large_after_slowing_are_refused_and_none_runs_over() -> None:
    graph = grid(3, 3, seed=1)
    large = replace(graph, cost=np.full(graph.arc_count, 2**48 // (4 * len(graph.turns.start)), np.int64))
    hierarchy = build_hierarchy(large)
    edges = large.network.edge_count
    with pytest.raises(BadInputError, match="too large"):
        valued_anew(hierarchy, with_edges_changed(large, np.zeros(edges, np.bool_), np.full(edges, 100.0)))
