"""Synthetic towns are as real ones where it counts, and what is beside their roads changes nothing."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from bench.growth import exponent
from bench.growth_plot import Panel, picture
from bench.synthetic_town import SyntheticTown
from routing.network.build import road_graph
from routing.network.reader import read_network
from routing.network.road_graph import RoadGraph
from tests.unit.test_saved_parts import same

ARCS = 3_000
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return SyntheticTown(ARCS).write(tmp_path_factory.mktemp("town") / "town.osm.pbf")


@pytest.fixture(scope="module")
def graph(town: Path) -> RoadGraph:
    return road_graph(read_network(town), "cargo-bike")


def test_a_town_has_about_as_many_arcs_as_were_asked_for_and_turns_as_real_towns(graph: RoadGraph) -> None:
    assert 0.8 * ARCS < graph.arc_count < 1.2 * ARCS
    assert 2.4 < len(graph.turns.start) / graph.arc_count < 3.1  # Monaco 2.5, Liechtenstein 2.8, Helsinki 2.9
    leaving = np.bincount(np.diff(graph.first_arc), minlength=5) / graph.node_count
    assert leaving[1] > 0.08  # dead ends
    assert leaving[3] > leaving[4] > 0.02


def test_a_town_has_what_makes_roads_hard(graph: RoadGraph) -> None:
    network = graph.network
    ridden = np.bincount(graph.edge, minlength=network.edge_count)
    assert (ridden == 1).sum() > 50  # oneways
    assert len(network.signal_node) > 5
    assert len(network.restrictions.ride_tags) > 0
    assert network.restrictions.skipped == 0
    assert (network.edge_mm == 0).any()  # barriers
    assert len({tags.get("name") for tags in network.tags}) > 30
    assert len(network.point_lon) > 2 * network.edge_count


def test_the_same_town_comes_out_again_and_buildings_change_nothing_of_its_roads(town: Path, tmp_path: Path) -> None:
    roads = read_network(town)
    assert same(read_network(SyntheticTown(ARCS).write(tmp_path / "again.osm.pbf")), roads)
    beside = SyntheticTown(ARCS, buildings=500, shops=50).write(tmp_path / "beside.osm.pbf")
    assert beside.stat().st_size > town.stat().st_size
    built = read_network(beside)
    assert same(built.edge_mm, roads.edge_mm)
    assert same(built.point_lon, roads.point_lon)
    assert built.tags == roads.tags


def test_growth_is_told_as_a_power() -> None:
    towns = [{"arcs": 1e4, "read: s": 0.5}, {"arcs": 1e6, "read: s": 50.0}]
    assert exponent(towns, "read") == pytest.approx(1.0)
    assert exponent([towns[0], {"arcs": 1e6, "read: s": 500.0}], "read") == pytest.approx(1.5)


def test_a_picture_has_every_point_within_its_frame() -> None:
    lines = {"read": [(1e4, 0.5), (1e5, 4.0), (1e6, 70.0)], "open": [(1e4, 0.02), (1e5, 0.2), (1e6, 2.0)]}
    drawn = ET.fromstring(picture([Panel("seconds", "arcs", lines), Panel("MiB", "arcs", lines)]))  # noqa: S314 (ours)
    assert len(drawn.findall(f"{SVG}g")) == 2
    assert len(drawn.findall(f".//{SVG}circle")) == 12
    for circle in drawn.iter(f"{SVG}circle"):
        assert 52 <= float(circle.attrib["cx"]) <= 352
        assert 26 <= float(circle.attrib["cy"]) <= 256
    assert {"read", "open", "seconds", "10k", "100k", "1M"} <= set(
        "".join(f"\n{text}" for text in drawn.itertext()).split()
    )
