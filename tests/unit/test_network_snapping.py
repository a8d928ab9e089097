"""Places on roads: the nearest point, the parts of its arcs, and what is too far."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
from routing.network.build import road_graph
from routing.network.cutting import cut_at_junctions
from routing.network.raw_ways import RawWays
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace
from routing.network.snapping import Snapper, snap, snap_or_refuse
from tests.osm_scenarios.picture import Tags, raw_ways

STREET = {"highway": "residential"}
ONEWAY = {"highway": "residential", "oneway": "yes"}


def graph_of(picture: str, ways: dict[str, Tags], barriers: dict[str, Tags] | None = None, profile: str = "bike"):
    return road_graph(cut_at_junctions(raw_ways(picture, ways, barriers)), profile)


def one(graph: RoadGraph, lon: float, lat: float) -> SnappedPlace:
    (place,) = Snapper(graph).nearest([Position(lon, lat)])
    return place


def test_a_place_is_brought_to_the_nearest_point_of_a_road() -> None:
    place = one(graph_of("a  b", {"ab": STREET}), 0.00025, 0.0001)
    assert place.on_road.lon == pytest.approx(0.00025)
    assert place.on_road.lat == pytest.approx(0, abs=1e-12)
    assert place.snap_distance_m == pytest.approx(11.0574, abs=0.001)


def test_what_lies_behind_and_before_make_the_whole_arc() -> None:
    graph = graph_of("a  b", {"ab": STREET})
    there, back = one(graph, 0.00025, 0.0001).arcs
    assert (graph.forward[there.arc], graph.forward[back.arc]) == (True, False)
    assert (graph.mm[there.arc], there.mm) == (111_319, 27_829)  # a quarter, rounded down
    assert there.mm + back.mm == graph.mm[there.arc]
    assert there.cost + back.cost == graph.cost[there.arc]
    assert there.ms + back.ms == graph.ms[there.arc]


def test_a_place_before_the_road_begins_lies_at_its_beginning() -> None:
    graph = graph_of("a  b", {"ab": STREET})
    there, back = one(graph, -0.0005, 0.0).arcs
    assert (there.cost, there.mm, there.ms) == (0, 0, 0)
    assert (back.cost, back.mm, back.ms) == (graph.cost[back.arc], graph.mm[back.arc], graph.ms[back.arc])


def test_a_oneway_street_is_entered_one_way() -> None:
    graph = graph_of("a  b\nd  c", {"abcda": ONEWAY}, profile="car")
    assert len(one(graph, 0.0005, 0.0001).arcs) == 1


def test_no_place_is_brought_to_a_barrier_or_a_motorway() -> None:
    ways = {"ab": {"highway": "motorway", "oneway": "no"}, "bc": STREET}
    graph = graph_of("a  b  c", ways, {"c": {"barrier": "gate"}}, profile="car")
    assert one(graph, 0.0005, 0.0).on_road == Position(0.001, 0.0)
    beyond = one(graph, 0.003, 0.0)
    assert [graph.mm[on.arc] > 0 for on in beyond.arcs] == [True, True]


def test_a_graph_of_motorways_takes_no_stops() -> None:
    graph = graph_of("a  b", {"ab": {"highway": "motorway", "oneway": "no"}}, profile="car")
    with pytest.raises(UnreachablePlaceError, match="no road here takes stops of a car"):
        snap(graph, [Position(0.0, 0.0)])


def test_the_nearest_road_is_nearest_where_the_place_is() -> None:
    """Half-way up a map from the equator to 60° north, a degree of longitude is longer than at its top."""
    north, east = 60.0022, 0.003  # of 60° N, 0° E: 245 m and 167 m; 245 m and 289 m in the flat picture of the map
    way = [(-0.01, north), (east, north), (east, 59.9), (5.0, 0.0)]
    raw = raw_ways("a  b  c  d", {"abcd": STREET})
    raw.point_x[:], raw.point_y[:] = (np.array(way).T * 10_000_000).round().astype(np.int64)
    place = one(road_graph(cut_at_junctions(raw), "bike"), 0.0, 60.0)
    assert place.on_road.lon == pytest.approx(east)
    assert place.snap_distance_m == pytest.approx(167.4, abs=0.1)


def test_no_positions_make_no_places() -> None:
    assert snap(graph_of("a  b", {"ab": STREET}), []) == []


def test_what_is_too_far_is_none() -> None:
    graph = graph_of("a  b", {"ab": STREET})
    near, far = snap(graph, [Position(0.0, 0.001), Position(0.0, 0.01)])
    assert near is not None
    assert far is None


def test_the_limit_itself_is_near_enough() -> None:
    graph = graph_of("a  b", {"ab": STREET})
    distance_m = one(graph, 0.0, 0.001).snap_distance_m
    assert snap(graph, [Position(0.0, 0.001)], limit_m=distance_m) != [None]
    assert snap(graph, [Position(0.0, 0.001)], limit_m=np.nextafter(distance_m, 0)) == [None]


def test_a_place_far_from_any_road_is_refused_by_name_and_distance() -> None:
    graph = graph_of("a  b", {"ab": STREET}, profile="cargo-bike")
    with pytest.raises(UnreachablePlaceError) as refusal:
        snap_or_refuse(graph, [Position(0.0, 0.0), Position(0.0, 0.0182)], ["Slager", "Bakkerij X"])
    assert str(refusal.value) == (
        "Bakkerij X: the nearest road for a cargo-bike is 2,012 m away; 300 m is the limit. "
        "Correct its position, or take an extract that holds its street."
    )


def test_several_places_too_far_are_counted() -> None:
    graph = graph_of("a  b", {"ab": STREET})
    with pytest.raises(UnreachablePlaceError, match=r"300 m is the limit \(2 more like it\)"):
        snap_or_refuse(graph, [Position(5.0, 52.0)] * 3, ["A", "B", "C"])


def test_places_within_reach_come_back_in_order() -> None:
    graph = graph_of("a  b", {"ab": STREET})
    positions = [Position(0.0009, 0.0), Position(0.0001, 0.0)]
    assert [place.position for place in snap_or_refuse(graph, positions, ["A", "B"])] == positions


# ── rules for all inputs ────────────────────────────────────────────────────────────────────────────────────

LAT = 52.0  # where a degree of longitude is far shorter than one of latitude
offsets = st.integers(-90_000, 90_000)  # 10⁻⁷ degrees: within ±1 km


@st.composite
def chains(draw: st.DrawFn) -> RoadGraph:
    """One crooked road after another, all in one part, each with corners of its own."""
    corners = draw(st.lists(st.tuples(offsets, offsets), min_size=3, max_size=12, unique=True))
    lengths = draw(st.lists(st.integers(2, 4), min_size=1, max_size=5))
    node, first = [], [0]
    for length in lengths:
        start = node[-1] if node else 0
        node += [(start + step) % len(corners) for step in range(length)]
        first.append(len(node))
    at = np.array(node)
    xy = np.array(corners)[at] + np.array([60_000_000, int(LAT * 10_000_000)])
    raw = RawWays(
        way=np.arange(len(lengths)),
        tags=np.zeros(len(lengths), np.int32),
        first_point=np.array(first),
        point_node=at,
        point_x=xy[:, 0],
        point_y=xy[:, 1],
        barrier_node=np.empty(0, np.int64),
        barrier_tags=np.empty(0, np.int32),
        tag_sets=(STREET,),
    )
    return road_graph(cut_at_junctions(raw), "bike")


@given(chains(), st.lists(st.tuples(offsets, offsets), min_size=1, max_size=4))
def test_no_road_is_nearer_than_the_one_that_was_found(graph: RoadGraph, around: list[tuple[int, int]]) -> None:
    positions = [Position(6 + x / 1e7, LAT + y / 1e7) for x, y in around]
    for place in Snapper(graph).nearest(positions):
        nearest_m = min(_distance_m(graph, edge, place.position) for edge in np.unique(graph.edge))
        # the plane is exact at the place and off by a tan(lat)-th of the distance's angle away from it
        assert place.snap_distance_m == pytest.approx(nearest_m, abs=0.01, rel=3e-4)


def _distance_m(graph: RoadGraph, edge: int, position: Position) -> float:
    """Unroll the ellipsoid around the position: azimuthal equidistant, so that distances from it are true."""
    network = graph.network
    points = slice(network.first_point[edge], network.first_point[edge + 1])
    drawn = shapely.LineString(np.stack([network.point_lon[points], network.point_lat[points]], axis=1))
    lon, lat = shapely.get_coordinates(drawn.segmentize(0.0005)).T
    here = np.full_like(lon, position.lon), np.full_like(lat, position.lat)
    azimuth, _, distance_m = Geod(ellps="WGS84").inv(*here, lon, lat)
    unrolled = np.stack([np.sin(np.radians(azimuth)) * distance_m, np.cos(np.radians(azimuth)) * distance_m], axis=1)
    return shapely.LineString(unrolled).distance(shapely.Point(0, 0))


@given(chains(), st.lists(st.tuples(offsets, offsets), min_size=2, max_size=8))
def test_farther_along_an_arc_is_never_less(graph: RoadGraph, around: list[tuple[int, int]]) -> None:
    places = Snapper(graph).nearest([Position(6 + x / 1e7, LAT + y / 1e7) for x, y in around])
    on_arcs = [on for place in places for on in place.arcs]
    for on in on_arcs:
        assert 0 <= on.cost <= graph.cost[on.arc]
        assert 0 <= on.mm <= graph.mm[on.arc]
        assert 0 <= on.ms <= graph.ms[on.arc]
        for other in (other for other in on_arcs if other.arc == on.arc):
            assert _not_less(on, other) or _not_less(other, on)


def _not_less(one: OnArc, other: OnArc) -> bool:
    return one.cost >= other.cost and one.mm >= other.mm and one.ms >= other.ms
