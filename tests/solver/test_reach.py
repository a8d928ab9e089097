"""From one place to everywhere, against matrix and path: the same metres and seconds, to the unit."""

from pathlib import Path

import numpy as np
import pytest

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.closures import with_edges_changed
from routing.network.hierarchy import build_hierarchy
from routing.network.matrix import travel_matrix
from routing.network.reach import Parts, reach_from
from routing.network.reader import read_network
from routing.network.road_graph import RoadGraph, SnappedPlace
from routing.network.snapping import snap
from tests.osm_scenarios.picture import write_osm
from tests.solver.towns import Walled, grid, place_at, with_turns


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


def lies_in(parts: Parts, arc: int, share: float) -> bool:
    own = parts.arc == arc
    return bool(((parts.begin[own] - 1e-9 <= share) & (share <= parts.end[own] + 1e-9)).any())


def covered(parts: Parts, graph: RoadGraph, place: SnappedPlace) -> bool:
    return any(lies_in(parts, on.arc, on.mm / max(int(graph.mm[on.arc]), 1)) for on in place.arcs)


@pytest.mark.parametrize("closing", [0.0, 0.15])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("figure", ["ms", "mm"])
def test_of_each_street_that_part_is_within_a_limit_to_which_the_path_is_shorter(
    figure: str, seed: int, closing: float
) -> None:
    """A plain search says how far every point is; a third of the streets are oneway, the origin's own among them."""
    town = with_turns(grid(6, 7, seed), seed, forbidden=0.05, unit=777)
    chance = np.random.default_rng(seed)
    walls = chance.random(town.network.edge_count) < closing
    graph = with_edges_changed(town, walls, np.ones(len(walls))) if closing else town
    oneways = np.flatnonzero((np.bincount(graph.edge)[graph.edge] == 1) & ~walls[graph.edge])
    origin = place_at(graph, int(oneways[seed]), 0.6)
    truth, reach = Walled(town, origin, walls), reach_from(graph, origin)
    limit = int(chance.choice([200_000, 400_000, 800_000])) // (4 if figure == "ms" else 1)
    parts = reach.within(limit, figure)
    found = set()
    for arc in range(graph.arc_count):
        for share in (0.05, 0.3, 0.7, 0.95):
            place = place_at(graph, arc, share)
            value = truth.to(place)
            spent = np.inf if value is None else value[1 if figure == "mm" else 2]
            if abs(spent - limit) > 1_000:
                assert covered(parts, graph, place) == (spent < limit), (arc, share, spent, limit)
                found.add((spent < limit, graph.edge[arc] == graph.edge[origin.arcs[0].arc]))
    assert {(True, True), (True, False), (False, False)} <= found


def test_behind_the_origin_a_oneway_street_is_reached_by_going_round(tmp_path: Path) -> None:
    oneway = {"highway": "residential", "oneway": "yes"}
    town = write_osm(tmp_path / "town.osm", "a     b\nd     c", {"abcda": oneway})
    graph = road_graph(read_network(town), "car")
    origin, behind = snap(graph, [Position(0.0015, 0.0), Position(0.0005, 0.0)])
    assert origin is not None
    assert behind is not None
    reach = reach_from(graph, origin)
    around_m, _ = reach.to(behind)
    assert around_m > 500
    for limit_m, reached in ((around_m - 5, False), (around_m + 5, True)):
        assert covered(reach.within(limit_m * 1000, "mm"), graph, behind) is reached


def test_from_a_closed_street_nothing_is_reached_and_into_one_neither() -> None:
    town = grid(3, 3, seed=1)
    walls = np.arange(town.network.edge_count) == 4
    graph = with_edges_changed(town, walls, np.ones(len(walls)))
    inside, beside = (int(np.flatnonzero(graph.edge == edge)[0]) for edge in (4, 0))
    closed = reach_from(graph, place_at(graph, inside, 0.5))
    assert len(closed.within(10**9, "mm").arc) == 0
    assert closed.to(place_at(graph, inside, 0.75)) is None
    assert closed.to(place_at(graph, inside, 0.5)) == (0, 0)
    reached = reach_from(graph, place_at(graph, beside, 0.5))
    assert reached.to(place_at(graph, inside, 0.5)) is None
    assert set(graph.edge[reached.within(10**9, "mm").arc].tolist()) == set(range(len(walls))) - {4}


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
        inside = any(lies_in(parts, arc, share) for arc, share in shares)
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
