"""The line of a path with its heights: those of the raster or the tags, and a climb that is the one that is told."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.position import Position
from routing.network.build import road_graph
from routing.network.cutting import cut_at_junctions
from routing.network.guidance.guided_route import GuidedRoute, guided_route
from routing.network.guidance.surroundings import Surroundings
from routing.network.hierarchy import build_hierarchy
from routing.network.measured_relief import with_heights
from routing.network.reader import read_network
from routing.network.road_network import RoadNetwork
from routing.network.snapping import Snapper
from tests.osm_scenarios.picture import Tags, nodes, raw_ways, write_osm
from tests.rasters import METRES_PER_DEGREE, write_raster

STREET = {"highway": "residential"}
CELL = 10 / METRES_PER_DEGREE
ROAD = "a  b  c  d  e  f  g  h  i  j"
BLOCKS = "a  b  c  d\ne  f  g  h\ni  j  k  l"
STREETS = ("ab", "cb", "cd", "ef", "gf", "gh", "ij", "kj", "kl", "ae", "ei", "fb", "fj", "cg", "kg", "dh", "lh")


def raster(folder: Path, height_m, **options) -> Path:
    """Cover the pictures and 200 m around them; heights by metres to the east and to the north."""
    usual = {"west_north": (-0.002, 0.002), "cell": CELL, "shape": (60, 160)}
    in_metres = lambda x, y: height_m(x * METRES_PER_DEGREE, y * METRES_PER_DEGREE)  # noqa: E731 (a formula reads best so)
    return write_raster(folder / "heights.tif", in_metres, **{**usual, **options})


def ridden(network: RoadNetwork, begin: tuple[float, float], end: tuple[float, float]) -> GuidedRoute:
    graph = road_graph(network, "cargo-bike")
    origin, destination = Snapper(graph).nearest([Position(*begin), Position(*end)])
    return guided_route(build_hierarchy(graph), Surroundings(graph), origin, destination, "en")


def between(network: RoadNetwork, picture: str, ends: str) -> GuidedRoute:
    at = nodes(picture)
    return ridden(network, at[ends[0]], at[ends[-1]])


def climbed_m(height_m: np.ndarray) -> tuple[float, float]:
    steps = np.diff(height_m)
    return float(steps[steps > 0].sum()), float(-steps[steps < 0].sum())


@pytest.mark.parametrize("ends", ["aj", "ja"])
def test_a_hill_in_the_middle_of_a_straight_line_is_in_the_track(ends: str, tmp_path: Path) -> None:
    """The way has two nodes; without points of its own the track would be level."""
    hill = lambda x, _: 30 + 40 * np.exp(-(((x - 500) / 150) ** 2))  # noqa: E731 (a formula reads best so)
    network = with_heights(cut_at_junctions(raw_ways(ROAD, {"aj": STREET})), raster(tmp_path, hill))
    route = between(network, ROAD, ends)
    assert len(route.path.line) == 2
    assert climbed_m(route.track.height_m) == pytest.approx((route.effort.climb_m, route.effort.descent_m), abs=0.51)
    east_m = route.track.line[:, 0] * METRES_PER_DEGREE
    assert route.track.height_m == pytest.approx(hill(east_m, 0), abs=3)
    assert route.track.line[[0, -1]].tolist() == route.path.line[[0, -1]].tolist()


place = st.tuples(st.floats(-0.0001, 0.0031), st.floats(-0.0021, 0.0001))


@given(begin=place, end=place, gate=st.sampled_from("abfgkl"))
def test_wherever_one_rides_a_point_is_as_high_as_the_ground(
    begin: tuple[float, float], end: tuple[float, float], gate: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Streets drawn either way, gates at corners, and places anywhere along them."""
    ground = lambda x, y: 100 + 0.06 * x - 0.04 * y  # noqa: E731 (a formula reads best so)
    folder = tmp_path_factory.mktemp("ground")
    town = write_osm(folder / "town.osm", BLOCKS, dict.fromkeys(STREETS, STREET), {gate: {"barrier": "gate"}})
    route = ridden(with_heights(read_network(town), raster(folder, ground)), begin, end)
    east_m, north_m = (route.track.line * METRES_PER_DEGREE).T
    assert route.track.is_measured == (len(route.path.arcs) > 0)
    if route.track.is_measured:
        assert route.track.height_m == pytest.approx(ground(east_m, north_m), abs=2)


@given(ends=st.permutations("abcdefghijkl"), gate=st.sampled_from("abfgkl"))
def test_from_corner_to_corner_a_track_climbs_what_is_told(
    ends: list[str], gate: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rough = np.random.default_rng(5)
    folder = tmp_path_factory.mktemp("rough")
    town = write_osm(folder / "town.osm", BLOCKS, dict.fromkeys(STREETS, STREET), {gate: {"barrier": "gate"}})
    file = raster(folder, lambda x, y: 100 + 0.06 * x - 0.04 * y + rough.normal(0, 3, x.shape))
    route = between(with_heights(read_network(town), file), BLOCKS, "".join(ends[:2]))
    assert climbed_m(route.track.height_m) == pytest.approx((route.effort.climb_m, route.effort.descent_m), abs=0.51)


def test_beyond_the_raster_no_height_is_told(tmp_path: Path) -> None:
    """It ends at 500 m, within the fifth street."""
    file = raster(tmp_path, lambda x, _: 50 + 0.05 * x, shape=(60, 72))
    ways = dict.fromkeys(("ab", "bc", "cd", "de", "ef", "fg", "gh", "hi", "ij"), STREET)
    track = between(with_heights(cut_at_junctions(raw_ways(ROAD, ways)), file), ROAD, "aj").track
    known = ~np.isnan(track.height_m)
    east_m = track.line[:, 0] * METRES_PER_DEGREE
    assert known[east_m < 440].all()
    assert not known[east_m > 560].any()
    assert not track.is_measured


TAGGED: dict[str, Tags] = {"abc": STREET, "cd": {**STREET, "incline": "5%"}, "def": STREET}


def tagged(folder: Path, heights: dict[str, str]) -> RoadNetwork:
    told = {letter: {"ele": height} for letter, height in heights.items()}
    return read_network(write_osm(folder / "town.osm", ROAD, TAGGED, told))


def test_between_told_heights_a_road_rises_evenly_and_an_incline_tells_none(tmp_path: Path) -> None:
    """The road at b lies halfway between two told heights; how high c-d and d-e-f lie nobody says."""
    track = between(tagged(tmp_path, {"a": "10", "c": "20"}), ROAD, "af").track
    east = np.round(track.line[:, 0] / nodes(ROAD)["b"][0]).astype(int).tolist()
    told = dict(zip(east, track.height_m.tolist(), strict=True))
    assert [told[number] for number in (0, 1, 2)] == pytest.approx([10, 15, 20], abs=0.01)
    assert np.isnan([told[number] for number in (3, 5)]).all()


def test_a_road_without_heights_is_its_own_line(tmp_path: Path) -> None:
    route = between(tagged(tmp_path, {}), ROAD, "af")
    assert route.track.line is route.path.line
    assert np.isnan(route.track.height_m).all()
