"""On central Helsinki and Liechtenstein: a square is closed, the way goes round it, and opens again as it was."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.closures import Closure, closed_graph
from routing.network.hierarchy import Hierarchy, build_hierarchy, valued_anew
from routing.network.matrix import NO_WAY, table_with_gaps
from routing.network.paths import shortest_path
from routing.network.reader import read_network
from routing.network.road_graph import RoadGraph, SnappedPlace
from routing.network.snapping import Snapper
from tests.solver.towns import Dijkstra


@pytest.fixture(scope="module", params=["helsinki", "liechtenstein"])
def hierarchy(request: pytest.FixtureRequest) -> Hierarchy:
    if request.param == "helsinki":
        extract: Path = request.getfixturevalue("helsinki")
    else:
        extract = request.getfixturevalue("bench_data") / "osm" / "liechtenstein-latest.osm.pbf"
    return build_hierarchy(road_graph(read_network(extract), "cargo-bike"))


def ends(graph: RoadGraph) -> list[SnappedPlace]:
    """Places far apart, from chance nodes."""
    node = graph.node[np.random.default_rng(3).integers(0, graph.node_count, 30)]
    lon, lat = graph.network.node_lon[node].tolist(), graph.network.node_lat[node].tolist()
    return Snapper(graph).nearest([Position(*place) for place in zip(lon, lat, strict=True)])


def market_on(line: np.ndarray) -> shapely.Polygon:
    """A square of some 100 m around the middle of a line."""
    lon, lat = line[len(line) // 2].tolist()
    return shapely.box(lon - 7e-4, lat - 4e-4, lon + 7e-4, lat + 4e-4)


def test_a_market_changes_the_way_and_its_end_brings_the_old_one_back(hierarchy: Hierarchy) -> None:
    graph = hierarchy.graph
    places = ends(graph)
    origin, destination = places[:2]
    before = shortest_path(hierarchy, origin, destination)
    market = market_on(before.line)
    closed = valued_anew(hierarchy, closed_graph(graph, [Closure(market)]))
    around = shortest_path(closed, origin, destination)
    assert shapely.LineString(before.line).relate_pattern(market, "T********")
    assert not shapely.LineString(around.line).relate_pattern(market, "T********")
    assert not closed.graph.closed[around.arcs].any()
    again = valued_anew(closed, graph)
    for mine, first in ((again.up, hierarchy.up), (again.down, hierarchy.down)):
        assert all(np.array_equal(one, other) for one, other in zip(mine, first, strict=True))
    same = shortest_path(again, origin, destination)
    assert (same.distance_m, same.duration_s) == (before.distance_m, before.duration_s)
    assert np.array_equal(same.arcs, before.arcs)


def test_matrices_round_a_market_equal_dijkstra_and_a_hierarchy_built_on_the_closed_roads(hierarchy: Hierarchy) -> None:
    graph = hierarchy.graph
    places = ends(graph)
    path = shortest_path(hierarchy, places[0], places[1])
    closed = closed_graph(graph, [Closure(market_on(path.line)), Closure(market_on(path.line[: len(path.line) // 2]))])
    distances_m, durations_s = table_with_gaps(valued_anew(hierarchy, closed), places, places)
    built_m, built_s = table_with_gaps(build_hierarchy(closed), places, places)
    assert np.array_equal(distances_m, built_m)
    assert np.array_equal(durations_s, built_s)
    open_m, _ = table_with_gaps(hierarchy, places, places)
    assert (distances_m != open_m).any()
    arc_closed = closed.closed
    for i in range(0, 30, 6):
        away = tuple(on for on in places[i].arcs if not arc_closed[on.arc])
        truth = Dijkstra(closed, SnappedPlace(places[i].position, places[i].on_road, 0.0, away))
        for j, destination in enumerate(places):
            there = tuple(on for on in destination.arcs if not arc_closed[on.arc])
            value = truth.to(SnappedPlace(destination.position, destination.on_road, 0.0, there))
            expected = (NO_WAY, NO_WAY) if value is None else ((value[1] + 500) // 1000, -(-value[2] // 1000))
            assert (distances_m[i, j], durations_s[i, j]) == expected
