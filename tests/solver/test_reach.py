"""From one place to everywhere, against matrix and path: the same metres and seconds, to the unit."""

from pathlib import Path

import numpy as np
import pytest

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_matrix
from routing.network.reach import reach_from
from routing.network.reader import read_network
from routing.network.snapping import snap
from tests.osm_scenarios.picture import write_osm


@pytest.mark.parametrize("profile", ["cargo-bike", "car", "foot"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_reached_takes_what_the_matrix_says(profile: str, seed: int, helsinki: Path) -> None:
    graph = road_graph(read_network(helsinki), profile)
    drawn = np.random.default_rng(seed).uniform((24.936, 60.165), (24.953, 60.178), (60, 2))
    places = [place for place in snap(graph, [Position(*point) for point in drawn.tolist()]) if place is not None]
    matrix = travel_matrix(build_hierarchy(graph), places)
    reach = reach_from(graph, places[0])
    values = [reach.to(place) for place in places]
    assert values == list(zip(matrix.distances_m[0].tolist(), matrix.durations_s[0].tolist(), strict=True))


def test_what_lies_within_a_limit_is_what_the_matrix_says_lies_within_it(helsinki: Path) -> None:
    graph = road_graph(read_network(helsinki), "cargo-bike")
    [origin] = snap(graph, [Position(24.945, 60.171)])
    assert origin is not None
    reach = reach_from(graph, origin)
    parts = reach.within(240_000, "ms")
    reached = 0
    drawn = np.random.default_rng(7).uniform((24.936, 60.165), (24.953, 60.178), (300, 2))
    for place in snap(graph, [Position(*at) for at in drawn.tolist()]):
        assert place is not None
        _, seconds = reach.to(place) or (0, 0)
        shares = [(on.arc, on.mm / max(int(graph.mm[on.arc]), 1)) for on in place.arcs]
        inside = any(
            parts[arc, 0] < parts[arc, 1] and parts[arc, 0] - 1e-9 <= share <= parts[arc, 1] + 1e-9
            for arc, share in shares
        )
        if abs(seconds - 240) > 1:
            assert inside == (seconds < 240)
        reached += inside
    assert 20 < reached < 280


def test_a_forbidden_turn_counts(tmp_path: Path) -> None:
    street = {"highway": "residential"}
    town = write_osm(
        tmp_path / "town.osm", "a  b  c\n   d  e", {"ab": street, "bc": street, "bd": street, "ced": street}
    )
    free = road_graph(read_network(town), "car")
    relation = (
        '<relation id="9" version="1"><member type="way" ref="1" role="from"/>'
        f'<member type="node" ref="{ord("b")}" role="via"/><member type="way" ref="3" role="to"/>'
        '<tag k="type" v="restriction"/><tag k="restriction" v="no_right_turn"/></relation></osm>'
    )
    town.write_text(town.read_text().replace("</osm>", relation))
    bound = road_graph(read_network(town), "car")
    metres = []
    for graph in (free, bound):
        origin, goal = snap(graph, [Position(0.0003, 0.0), Position(0.001, -0.0008)])
        assert origin is not None
        assert goal is not None
        value = reach_from(graph, origin).to(goal)
        assert value is not None
        metres.append(value[0])
    assert metres[1] > metres[0] + 150
