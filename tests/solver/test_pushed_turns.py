"""A path says which of its turns are pushed: those of a ride that adds up to its value, and no others."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing.network.hierarchy import build_hierarchy
from routing.network.paths import shortest_path
from routing.network.road_graph import RoadGraph
from tests.solver.ridden import rides
from tests.solver.towns import KILO, Dijkstra, place_at, town

spots = st.tuples(st.integers(0, 99), st.sampled_from([0.0, 0.25, 0.5, 1.0]))


@given(town(), st.integers(0, 999), st.lists(spots, min_size=2, max_size=4))
def test_the_pushed_turns_of_a_path_are_those_of_its_ride(graph: RoadGraph, seed: int, at: list) -> None:
    chance = np.random.default_rng(seed)
    pushed = chance.random(len(graph.turns.start)) < 0.4
    graph = replace(graph, turns=replace(graph.turns, pushed=pushed))
    hierarchy = build_hierarchy(graph)
    places = [place_at(graph, arc % graph.arc_count, share, KILO) for arc, share in at]
    for origin in places:
        truth = Dijkstra(graph, origin)
        for destination in places:
            value = truth.to(destination)
            if value is None or value == (0, 0, 0):
                continue
            path = shortest_path(hierarchy, origin, destination)
            assert len(path.pushed) == len(path.arcs)
            assert (value, tuple(path.pushed.tolist())) in rides(graph, path, origin, destination)
