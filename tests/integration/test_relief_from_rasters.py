"""Heights from GeoTIFFs: what they make of roads, and what becomes of files that cannot be used."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer

from kernel.errors import BadInputError
from routing.network.build import road_graph
from routing.network.cutting import cut_at_junctions
from routing.network.edge_effort import climbs_mm
from routing.network.measured_relief import with_heights
from routing.network.reader import read_network
from routing.network.road_network import RoadNetwork
from tests.osm_scenarios.picture import Tags, raw_ways, write_osm
from tests.rasters import METRES_PER_DEGREE, write_raster

STREET = {"highway": "residential"}
CELL = 10 / METRES_PER_DEGREE
KILOMETRE = "a  b  c  d  e  f  g  h  i  j"
"""Nine steps of 111 m to the east, from lon 0, lat 0."""


def drawn(ways: Mapping[str, Tags], picture: str = KILOMETRE) -> RoadNetwork:
    return cut_at_junctions(raw_ways(picture, ways))


def raster(path: Path, height_m, **options) -> Path:
    """Cover the picture and 200 m around it; heights by metres to the east and to the north."""
    usual = {"west_north": (-0.002, 0.002), "cell": CELL, "shape": (60, 160)}
    in_metres = lambda x, y: height_m(x * METRES_PER_DEGREE, y * METRES_PER_DEGREE)  # noqa: E731 (a formula reads best so)
    return write_raster(path / "heights.tif", in_metres, **{**usual, **options})


def up_and_down_m(network: RoadNetwork) -> tuple[float, float]:
    up, down = climbs_mm(network).sum(axis=1) / 1000
    return float(up), float(down)


def test_a_plane_slopes_as_it_does_from_one_end_to_the_other(tmp_path: Path) -> None:
    network = with_heights(drawn({"abcdefghij": STREET}), raster(tmp_path, lambda x, _: 0.05 * x))
    assert up_and_down_m(network) == pytest.approx((0.05 * 1001.9, 0), abs=0.2)
    assert network.relief.told().en == "from heights.tif"
    assert network.relief.mm.sum() == network.edge_mm.sum()


def test_a_road_drawn_the_other_way_falls(tmp_path: Path) -> None:
    network = with_heights(drawn({"jihgfedcba": STREET}), raster(tmp_path, lambda x, _: 0.05 * x))
    assert up_and_down_m(network) == pytest.approx((0, 0.05 * 1001.9), abs=0.2)


def test_a_hill_between_the_ends_of_a_straight_road_is_climbed(tmp_path: Path) -> None:
    """The way has but two nodes: the hill is between them."""
    hill = lambda x, _: 40 * np.exp(-(((x - 500) / 150) ** 2))  # noqa: E731 (a formula reads best so)
    network = with_heights(drawn({"aj": STREET}), raster(tmp_path, hill))
    assert network.edge_count == 1
    assert up_and_down_m(network) == pytest.approx((40, 40), abs=3)


def test_round_a_block_one_climbs_as_much_as_one_falls(tmp_path: Path) -> None:
    block = drawn({"ab": STREET, "bd": STREET, "dc": STREET, "ca": STREET}, "a  b\nc  d")
    rough = np.random.default_rng(4)
    network = with_heights(block, raster(tmp_path, lambda x, y: 0.05 * x - 0.08 * y + rough.normal(0, 1, x.shape)))
    up, down = up_and_down_m(network)
    assert up == down > 10


def test_a_bridge_over_a_valley_is_straight_from_end_to_end(tmp_path: Path) -> None:
    valley = lambda x, _: np.where(np.abs(x - 500) < 150, 60.0, 100.0)  # noqa: E731 (a formula reads best so)
    ways = {"abcd": STREET, "defg": STREET | {"bridge": "yes"}, "ghij": STREET}
    bridged, forded = (
        with_heights(drawn({name: tags | more for name, tags in ways.items()}), raster(tmp_path, valley))
        for more in ({}, {"bridge": "no"})
    )
    assert sum(up_and_down_m(bridged)) < 1
    assert up_and_down_m(forded) == pytest.approx((40, 40), abs=3)


def test_a_bridge_in_pieces_slopes_evenly_between_its_ends(tmp_path: Path) -> None:
    """Two ways make the bridge, and another meets them high above the river."""
    shores = lambda x, _: np.where(x < 330, 10.0, np.where(x > 560, 16.0, -5.0))  # noqa: E731 (a formula reads best so)
    picture = f"{KILOMETRE}\n            k"
    ways = {"abcd": STREET, "de": {**STREET, "bridge": "yes"}, "ef": {"highway": "footway", "bridge": "yes"}}
    ways |= {"ek": {"highway": "footway", "bridge": "yes"}, "fghij": STREET}
    network = with_heights(drawn(ways, picture), raster(tmp_path, shores))
    up, down = climbs_mm(network)
    by_way = {int(way): int(rise) for way, rise in zip(network.edge_way, up - down, strict=True)}
    assert by_way[2] == pytest.approx(3000, abs=600)
    assert by_way[3] == pytest.approx(3000, abs=600)
    assert by_way[4] == 0


def test_a_tunnel_does_not_climb_its_hill(tmp_path: Path) -> None:
    hill = lambda x, _: np.where(np.abs(x - 500) < 150, 80.0, 20.0)  # noqa: E731 (a formula reads best so)
    ways = {"abcd": STREET, "defg": STREET | {"tunnel": "yes"}, "ghij": STREET}
    assert sum(up_and_down_m(with_heights(drawn(ways), raster(tmp_path, hill)))) < 1


@pytest.mark.parametrize("at_m", [500, 0, 1001], ids=["on the way", "at the begin", "at the end"])
def test_one_cell_as_high_as_a_church_is_no_climb(tmp_path: Path, at_m: float) -> None:
    spike = lambda x, y: 50.0 * ((np.abs(x - at_m) < 5) & (np.abs(y) < 20))  # noqa: E731 (a formula reads best so)
    up, down = up_and_down_m(with_heights(drawn({"abcdefghij": STREET}), raster(tmp_path, spike)))
    assert up + down < 1


@pytest.mark.parametrize(("cell_m", "noise_m", "most_m"), [(30, 1.2, 6), (10, 0.5, 3), (5, 0.1, 1)])
def test_noise_adds_few_metres_of_climb(tmp_path: Path, cell_m: float, noise_m: float, most_m: float) -> None:
    """1.2 m: what Copernicus' raster of 30 m promises (2 m in nine of ten cells); raw, it would be 12 m and more."""
    rough = np.random.default_rng(7)
    file = raster(
        tmp_path,
        lambda x, _: rough.normal(0, noise_m, x.shape),
        cell=cell_m / METRES_PER_DEGREE,
        shape=(int(500 / cell_m), int(1500 / cell_m)),
    )
    up, down = up_and_down_m(with_heights(drawn({"abcdefghij": STREET}), file))
    assert max(up, down) < most_m


def test_what_the_raster_does_not_tell_lies_straight_between_what_it_tells(tmp_path: Path) -> None:
    holed = lambda x, _: np.where(np.abs(x - 500) < 150, -9999.0, 0.04 * x)  # noqa: E731 (a formula reads best so)
    network = with_heights(drawn({"abcdefghij": STREET}), raster(tmp_path, holed, nodata=-9999))
    assert up_and_down_m(network) == pytest.approx((0.04 * 1001.9, 0), abs=0.3)


def test_a_mark_of_no_data_that_the_file_does_not_name_is_no_height(tmp_path: Path) -> None:
    holed = lambda x, _: np.where(np.abs(x - 500) < 150, -32768.0, 0.04 * x)  # noqa: E731 (a formula reads best so)
    network = with_heights(drawn({"abcdefghij": STREET}), raster(tmp_path, holed))
    assert up_and_down_m(network) == pytest.approx((0.04 * 1001.9, 0), abs=0.3)


def test_beyond_the_raster_it_is_flat_and_says_how_much_is_known(tmp_path: Path) -> None:
    half = raster(tmp_path, lambda x, _: 0.05 * x, shape=(60, 70))  # to 480 m
    network = with_heights(drawn(dict.fromkeys(("abc", "cde", "efg", "gij"), STREET)), half)
    up, down = climbs_mm(network)
    assert up[:2].sum() == pytest.approx(0.05 * 445_000, abs=300)
    assert up[3] + down[3] < 100
    assert network.relief.told().en == "from heights.tif on 67 % of metres, elsewhere flat assumed"
    assert network.relief.told().nl == "uit heights.tif op 67 % van de meters, verder vlak aangenomen"


def test_a_raster_in_decimetres_says_so_itself(tmp_path: Path) -> None:
    file = raster(tmp_path, lambda x, _: 0.05 * x, dtype="int16", scale=0.1)
    network = with_heights(drawn({"abcdefghij": STREET}), file)
    assert up_and_down_m(network)[0] == pytest.approx(0.05 * 1001.9, abs=0.3)


def test_a_raster_in_the_dutch_grid_lies_where_it_should(tmp_path: Path) -> None:
    """A cone of 5 % around a point in Utrecht: a road away from it climbs."""
    places = {"a": (5.12, 52.09), "b": (5.125, 52.09), "c": (5.13, 52.09)}
    nodes = "".join(f'<node id="{ord(name)}" version="1" lon="{x}" lat="{y}"/>' for name, (x, y) in places.items())
    way = '<way id="1" version="1"><nd ref="97"/><nd ref="98"/><nd ref="99"/><tag k="highway" v="residential"/></way>'
    extract = tmp_path / "street.osm"
    extract.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{way}</osm>')
    x, y = Transformer.from_crs(4326, 28992, always_xy=True).transform(*places["a"])
    file = write_raster(
        tmp_path / "rd.tif",
        lambda east, north: 0.05 * np.hypot(east - x, north - y),
        west_north=(round(x) - 300, round(y) + 300),
        cell=5,
        shape=(120, 260),
        crs="EPSG:28992",
    )
    network = with_heights(read_network(extract), file)
    assert up_and_down_m(network) == pytest.approx((0.05 * network.edge_mm.sum() / 1000, 0), abs=0.8)


def test_a_large_raster_is_read_in_tiles_that_fit_together(tmp_path: Path) -> None:
    file = raster(tmp_path, lambda x, _: 0.05 * x, cell=0.5 / METRES_PER_DEGREE, shape=(900, 2600))
    network = with_heights(drawn({"abcdefghij": STREET}), file)
    assert up_and_down_m(network) == pytest.approx((0.05 * 1001.9, 0), abs=0.2)


def test_a_barrier_on_the_road_is_as_high_as_the_road(tmp_path: Path) -> None:
    raw = raw_ways(KILOMETRE, {"abcdefghij": STREET}, {"e": {"barrier": "bollard"}})
    network = with_heights(cut_at_junctions(raw), raster(tmp_path, lambda x, _: 0.05 * x))
    assert network.edge_count == 4  # two pieces and two spokes
    assert up_and_down_m(network) == pytest.approx((0.05 * 1001.9, 0), abs=0.2)


def test_a_raster_goes_before_tags(tmp_path: Path) -> None:
    tagged = drawn({"abcdefghij": STREET | {"incline": "-10%"}})
    network = with_heights(tagged, raster(tmp_path, lambda x, _: 0.05 * x))
    assert up_and_down_m(network) == pytest.approx((0.05 * 1001.9, 0), abs=0.2)


def test_the_ground_under_a_ferry_is_not_asked(tmp_path: Path) -> None:
    ways = {"abcd": STREET, "dg": {"route": "ferry", "bicycle": "yes"}, "ghij": STREET}
    network = with_heights(drawn(ways), raster(tmp_path, lambda x, _: np.where(np.abs(x - 500) < 160, -20.0, 2.0)))
    assert climbs_mm(network)[:, 1].tolist() == [0, 0]


def test_a_flat_raster_changes_no_figure(tmp_path: Path) -> None:
    plain = drawn({"abcdefghij": STREET, "eb": STREET})
    level = with_heights(plain, raster(tmp_path, lambda x, _: x * 0 + 3))
    for profile in ("cargo-bike", "foot", "car"):
        before, after = road_graph(plain, profile), road_graph(level, profile)
        for name in ("cost", "mm", "ms"):
            assert getattr(before, name).tolist() == getattr(after, name).tolist()


def damaged(folder: Path) -> Path:
    file = raster(folder, lambda x, _: x * 0)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return file


def not_a_raster(folder: Path) -> Path:
    file = folder / "heights.tif"
    file.write_bytes(b"II*\x00 no")
    return file


def a_reference_elsewhere(folder: Path) -> Path:
    file = folder / "heights.tif"
    file.write_text('<VRTDataset rasterXSize="1" rasterYSize="1"/>')
    return file


BAD = {
    "this is not a GeoTIFF, or it is damaged": not_a_raster,
    "there is no such file": lambda folder: folder / "nowhere.tif",
    "this is not a file": lambda folder: folder,
    "does not say where on the globe": lambda folder: raster(folder, lambda x, _: x * 0, crs=None),
    "its heights are in ft, not in metres": lambda folder: raster(folder, lambda x, _: x * 0, unit="ft"),
    "this is a picture": lambda folder: raster(folder, lambda x, _: x * 0, dtype="uint8", colour=True),
    "tells no height of these roads": lambda folder: raster(folder, lambda x, _: x * 0, west_north=(50.0, 10.0)),
}


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")  # of making it
@pytest.mark.parametrize("fault", BAD)
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, fault: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file = BAD[fault](tmp_path)
    with pytest.raises(BadInputError) as told:
        with_heights(drawn({"abcdefghij": STREET}), file)
    assert fault in str(told.value)
    assert "\n" not in str(told.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("make", [damaged, a_reference_elsewhere])
def test_half_a_file_and_a_list_of_others_are_refused(tmp_path: Path, make) -> None:
    with pytest.raises(BadInputError, match="not a GeoTIFF, or it is damaged"):
        with_heights(drawn({"abcdefghij": STREET}), make(tmp_path))


def test_nodes_with_heights_are_read_from_a_file(tmp_path: Path) -> None:
    heights = {"a": {"ele": "10"}, "j": {"ele": "30 m"}, "e": {"ele": "high"}}
    network = read_network(write_osm(tmp_path / "hill.osm", KILOMETRE, {"abcdefghij": STREET}, heights))
    assert up_and_down_m(network) == pytest.approx((20, 0), abs=0.01)
    assert network.relief.told().en == "from tags"
