"""Which roads a closure is about, for whom, and that nothing else changes."""

from math import inf, nan

import numpy as np
import pytest
import shapely

from kernel.errors import BadInputError
from kernel.position import Position
from routing.network.barrier_stars import road_of_edge
from routing.network.build import road_graph
from routing.network.closures import Closure, closed_graph
from routing.network.cutting import cut_at_junctions
from routing.network.road_graph import RoadGraph
from routing.network.snapping import Snapper
from tests.osm_scenarios.picture import Tags, raw_ways

STREET = {"highway": "residential"}
TOWN = """
a  b  c
d  e  f
"""
WAYS = {"abc": STREET, "def": STREET, "ad": STREET, "be": STREET, "cf": STREET}


def town(barriers: dict[str, Tags] | None = None, profile: str = "bike") -> RoadGraph:
    return road_graph(cut_at_junctions(raw_ways(TOWN, WAYS, barriers)), profile)


def between(graph: RoadGraph, *shares: float) -> shapely.Polygon:
    """A box by shares of the town's width and height: west, south, east, north."""
    lon, lat = graph.network.node_lon, graph.network.node_lat
    west, south, east, north = shares
    width, height = np.ptp(lon), np.ptp(lat)
    return shapely.box(
        lon.min() + west * width, lat.min() + south * height, lon.min() + east * width, lat.min() + north * height
    )


def lines_closed(graph: RoadGraph) -> set[str]:
    """Tell the closed edges by where their ends lie, as east,north in shares of the town."""
    assert graph.closed is not None
    network = graph.network
    lon, lat = network.node_lon, network.node_lat
    told = set()
    for edge in np.unique(graph.edge[graph.closed]).tolist():
        ends = [int(network.edge_from[edge]), int(network.edge_to[edge])]
        at = [((lon[end] - lon.min()) / np.ptp(lon), (lat[end] - lat.min()) / np.ptp(lat)) for end in ends]
        told.add(" ".join(f"{round(float(x), 1):g},{round(float(y), 1):g}" for x, y in sorted(at)))
    return told


def test_a_road_is_closed_from_junction_to_junction_where_a_part_of_it_lies_within() -> None:
    graph = town()
    market = between(graph, 0.6, 0.9, 0.7, 1.1)  # on the street bc
    closed = closed_graph(graph, [Closure(market)])
    assert lines_closed(closed) == {"0.5,1 1,1"}
    assert (closed.cost == graph.cost).all()
    arcs = closed.turns.arc
    assert not closed.closed[arcs[closed.turns.start]].any()
    assert not closed.closed[arcs[closed.turns.to]].any()
    assert len(closed.turns.start) < len(graph.turns.start)
    assert (closed.turns.arc == graph.turns.arc).all()
    assert graph.closed is None


@pytest.mark.parametrize(
    ("shares", "closed"),
    [
        ((0.5, 0.2, 0.9, 0.8), set()),  # its border runs along be
        ((0.5, 0.0, 1.0, 1.0), set()),  # a whole block: its streets are its border
        ((1.0, 1.0, 1.5, 1.5), set()),  # it touches the corner c
        ((0.4, 0.4, 0.6, 0.6), {"0.5,0 0.5,1"}),
        ((2.0, 2.0, 3.0, 3.0), set()),  # in another place
        ((-1.0, 0.4, 2.0, 0.6), {"0,0 0,1", "0.5,0 0.5,1", "1,0 1,1"}),
    ],
)
def test_a_road_that_only_touches_a_border_stays_open(shares: tuple[float, ...], closed: set[str]) -> None:
    graph = town()
    assert lines_closed(closed_graph(graph, [Closure(between(graph, *shares))])) == closed


def test_a_hole_in_a_polygon_and_several_polygons_are_seen() -> None:
    graph = town()
    ring = between(graph, -1, -1, 2, 2) - between(graph, -0.1, 0.4, 0.6, 1.1)  # leaves ab alone
    assert "0,1 0.5,1" not in lines_closed(closed_graph(graph, [Closure(ring)]))
    two = shapely.MultiPolygon([between(graph, -0.1, 0.4, 0.1, 0.6), between(graph, 0.9, 0.4, 1.1, 0.6)])
    assert lines_closed(closed_graph(graph, [Closure(two)])) == {"0,0 0,1", "1,0 1,1"}


def test_a_way_by_its_number_is_closed_whole() -> None:
    graph = town()
    number = int(graph.network.edge_way[int(np.flatnonzero(graph.network.edge_mm)[0])])
    closed = closed_graph(graph, [Closure(ways=frozenset({number}))])
    assert set(np.unique(graph.network.edge_way[graph.edge[closed.closed]]).tolist()) == {number}
    assert (closed.closed == (graph.network.edge_way[graph.edge] == number)).all()
    assert not closed_graph(graph, [Closure(ways=frozenset({987654321}))]).closed.any()


def test_a_barrier_at_the_end_of_a_closed_road_is_closed_with_it() -> None:
    graph = town({"b": {"barrier": "gate"}})
    spokes = graph.network.edge_mm[graph.edge] == 0
    assert spokes.any()
    east = closed_graph(graph, [Closure(between(graph, 0.6, 0.9, 0.9, 1.1))])
    assert east.closed[spokes].sum() == 2  # one spoke, both ways
    gate = int(graph.network.edge_way[graph.edge[np.flatnonzero(spokes)[0]]])
    roads = set(graph.network.edge_way[graph.edge[~spokes]].tolist())
    if gate not in roads:  # a node may have the number of a way
        assert not closed_graph(graph, [Closure(ways=frozenset({gate}))]).closed.any()


def test_a_slowed_road_takes_its_factor_in_cost_and_time_and_the_largest_counts() -> None:
    graph = town()
    shape = between(graph, 0.4, 0.4, 0.6, 0.6)
    slow = closed_graph(graph, [Closure(shape, slowed=1.5), Closure(shape, slowed=3), Closure(shape, slowed=2)])
    inside = slow.ms != graph.ms
    assert inside.sum() == 2
    assert (slow.ms[inside] == graph.ms[inside] * 3).all()
    assert (slow.cost[inside] == graph.cost[inside] * 3).all()
    assert (slow.cost[~inside] == graph.cost[~inside]).all()
    assert (slow.mm == graph.mm).all()
    assert len(slow.turns.start) == len(graph.turns.start)
    both = closed_graph(graph, [Closure(shape, slowed=2), Closure(shape)])
    assert both.closed.sum() == 2


def test_a_closure_for_others_changes_nothing() -> None:
    shape = between(town(), 0.4, 0.4, 0.6, 0.6)
    for_cars = Closure(shape, profiles=frozenset({"car", "van"}))
    assert not closed_graph(town(), [for_cars]).closed.any()
    assert closed_graph(town(profile="car"), [for_cars]).closed.any()


def test_a_road_that_is_left_open_stays_so_with_the_barrier_at_its_end() -> None:
    graph = town({"b": {"barrier": "gate"}})
    network = graph.network
    everywhere = Closure(between(graph, -1, -1, 2, 2))
    road = next(edge for edge in np.flatnonzero(network.edge_mm).tolist() if (road_of_edge(network) == edge).sum() > 1)
    closed = closed_graph(graph, [everywhere], road)
    still = set(graph.edge[~closed.closed].tolist())
    assert road in still
    assert {int(network.edge_mm[edge]) for edge in still - {road}} == {0}
    assert len(still) == 2
    assert closed_graph(graph, [everywhere]).closed.all()


def test_closing_twice_closes_both() -> None:
    graph = town()
    west, middle = between(graph, -0.1, 0.4, 0.1, 0.6), between(graph, 0.4, 0.4, 0.6, 0.6)
    twice = closed_graph(closed_graph(graph, [Closure(west)]), [Closure(middle)])
    once = closed_graph(graph, [Closure(west), Closure(middle)])
    assert (twice.closed == once.closed).all()
    assert twice.turns.start.tolist() == once.turns.start.tolist()


def test_places_stay_where_they_were_when_roads_close() -> None:
    graph = town()
    lon, lat = graph.network.node_lon, graph.network.node_lat
    positions = [Position(float(lon.mean()), float(lat.mean())), Position(float(lon.min()), float(lat.mean()))]
    closed = closed_graph(graph, [Closure(between(graph, 0.4, 0.4, 0.6, 0.6))])
    assert Snapper(closed).nearest(positions) == Snapper(graph).nearest(positions)


@pytest.mark.parametrize("factor", [1.0, 0.5, 0.0, -2.0, 100.5, nan, inf])
def test_a_factor_that_is_none_is_refused(factor: float) -> None:
    with pytest.raises(BadInputError, match="Give a factor above 1 and up to 100"):
        Closure(ways=frozenset({1}), slowed=factor)
