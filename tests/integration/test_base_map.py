"""The ground, read from real extracts and from hand-made ones."""

import json
from pathlib import Path

import pytest
import shapely

from kernel.errors import BadInputError
from maps.base_map import BaseMap, base_map
from maps.packing import unpack_line

NODES = """
<node id="1" lon="5.000" lat="52.000"/><node id="2" lon="5.010" lat="52.000"/>
<node id="3" lon="5.010" lat="52.010"/><node id="4" lon="5.000" lat="52.010"/>
<node id="5" lon="5.004" lat="52.004"/><node id="6" lon="5.006" lat="52.004"/>
<node id="7" lon="5.006" lat="52.006"/><node id="8" lon="5.004" lat="52.006"/>
<node id="9" lon="5.002" lat="52.002"><tag k="place" v="village"/><tag k="name" v="Dorp"/></node>
"""
STREET = '<way id="20"><nd ref="1"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Laan"/></way>'


def hand_made(folder: Path, body: str) -> Path:
    extract = folder / "dorp.osm"
    extract.write_text(f'<osm version="0.6">{NODES}{body}</osm>', encoding="utf-8")
    return extract


def wet(ground: BaseMap, lon: float, lat: float) -> bool:
    return any(shapely.contains_xy(area, lon, lat) for kind in ("sea", "water") for area in ground.areas.get(kind, ()))


@pytest.fixture(scope="module")
def central_helsinki(helsinki: Path) -> BaseMap:
    return base_map(helsinki)


def test_helsinki_has_what_a_map_shows(central_helsinki: BaseMap):
    assert len(central_helsinki.areas["building"]) > 400
    assert {"park", "sea", "square", "platform"} <= central_helsinki.areas.keys()
    assert {"street", "primary", "tram", "rail", "footway", "steps", "cycleway"} <= central_helsinki.ways.keys()
    names = {way.name for ways in central_helsinki.ways.values() for way in ways}
    assert {"Aleksanterinkatu", "Unioninkatu", "Mannerheimintie"} <= names
    assert {label.name for label in central_helsinki.labels} >= {"Helsinki", "Kluuvi", "Esplanadinpuisto"}
    assert sum(label.kind == "number" for label in central_helsinki.labels) > 1_000


def test_the_sea_of_helsinki_lies_where_it_lies(central_helsinki: BaseMap):
    assert wet(central_helsinki, 24.9480, 60.1766)  # Kaisaniemenlahti
    assert not wet(central_helsinki, 24.9522, 60.1695)  # Senate Square
    assert not wet(central_helsinki, 24.9480, 60.1782)  # Siltasaari
    assert not wet(central_helsinki, 24.9414, 60.1719)  # the railway station


def test_the_ground_is_small_enough_to_travel_in_the_page(central_helsinki: BaseMap):
    packed = json.dumps(central_helsinki.packed(), ensure_ascii=False, separators=(",", ":"))
    assert len(packed.encode()) < 200_000


def test_packed_streets_are_the_streets(central_helsinki: BaseMap):
    packed = json.loads(json.dumps(central_helsinki.packed()))
    origin = tuple(packed["origin"])
    read = [(packed["names"][name], unpack_line(text, origin)) for name, _, text in packed["ways"]["street"]]
    assert [name for name, _ in read] == [way.name for way in central_helsinki.ways["street"]]
    for (_, line), way in zip(read, central_helsinki.ways["street"], strict=True):
        assert shapely.LineString(line).hausdorff_distance(shapely.LineString(way.line)) < 2e-6


def test_monaco_has_a_harbour_and_dry_feet(bench_data: Path):
    ground = base_map(bench_data / "osm" / "monaco.osm.gz")
    assert wet(ground, 7.4260, 43.7350)  # Port Hercule
    assert wet(ground, 7.4350, 43.7330)
    assert not wet(ground, 7.4285, 43.7392)  # the casino
    assert not wet(ground, 7.4205, 43.7312)  # the palace


def test_liechtenstein_is_not_its_box(bench_data: Path):
    ground = base_map(bench_data / "osm" / "liechtenstein-latest.osm.pbf")
    assert ground.covered.contains(shapely.Point(9.5215, 47.1410))  # Vaduz
    assert not ground.covered.contains(shapely.Point(9.62, 47.25))  # Austria
    assert {"forest", "orchard", "river", "track"} <= ground.areas.keys() | ground.ways.keys()
    assert not ground.areas.get("sea")
    assert len(json.dumps(ground.packed(), ensure_ascii=False, separators=(",", ":")).encode()) < 1_000_000


def test_a_wood_with_a_clearing_keeps_its_hole(tmp_path: Path):
    ring = '<way id="{}">{}</way>'
    outer = ring.format(10, "".join(f'<nd ref="{n}"/>' for n in (1, 2, 3, 4, 1)))
    inner = ring.format(11, "".join(f'<nd ref="{n}"/>' for n in (5, 6, 7, 8, 5)))
    relation = (
        '<relation id="30"><member type="way" ref="10" role="outer"/><member type="way" ref="11" role="inner"/>'
        '<tag k="type" v="multipolygon"/><tag k="landuse" v="forest"/></relation>'
    )
    ground = base_map(hand_made(tmp_path, outer + inner + STREET + relation))
    (wood,) = ground.areas["forest"]
    assert len(wood.interiors) == 1
    assert wood.exterior.is_ccw
    assert not wood.interiors[0].is_ccw
    assert [(label.kind, label.name) for label in ground.labels] == [("village", "Dorp")]


def test_what_misses_nodes_is_drawn_as_far_as_it_is_known(tmp_path: Path):
    def way(number: int, nodes: tuple[int, ...], key: str, value: str) -> str:
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        return f'<way id="{number}">{refs}<tag k="{key}" v="{value}"/></way>'

    cut_street = way(21, (1, 5, 99, 7, 3), "highway", "primary")
    cut_park = way(22, (1, 2, 3, 98, 1), "leisure", "park")
    lost = way(23, (1, 97, 96, 1), "building", "yes")
    ground = base_map(hand_made(tmp_path, cut_street + cut_park + lost))
    assert [len(way.line) for way in ground.ways["primary"]] == [2, 2]
    assert len(ground.areas["park"]) == 1
    assert "building" not in ground.areas


@pytest.mark.parametrize("kept", [STREET, ""])
@pytest.mark.parametrize("body", ["highway=residential", "building=yes", "natural=coastline", "waterway=stream"])
@pytest.mark.parametrize("nodes", [(1, 1), (1, 10), (1, 10, 1), (1,), (1, 99, 10), (1, 10, 97, 1)])
def test_what_has_no_length_is_not_drawn(tmp_path: Path, nodes: tuple[int, ...], body: str, kept: str):
    refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
    key, value = body.split("=")
    at_one = '<node id="10" lon="5.000" lat="52.000"/>'
    nowhere = f'<way id="40">{refs}<tag k="{key}" v="{value}"/><tag k="name" v="Punt"/></way>'
    extract = hand_made(tmp_path, at_one + kept + nowhere)
    if not kept:
        with pytest.raises(BadInputError, match="there is nothing to draw"):
            base_map(extract)
        return
    ground = base_map(extract)
    assert [way.name for ways in ground.ways.values() for way in ways] == ["Laan"]
    assert not ground.areas


def test_a_street_that_ends_where_it_began_is_drawn(tmp_path: Path):
    loop = '<way id="41"><nd ref="1"/><nd ref="2"/><nd ref="1"/><tag k="highway" v="residential"/></way>'
    ground = base_map(hand_made(tmp_path, loop))
    assert {point for way in ground.ways["street"] for point in way.line} == {(5.0, 52.0), (5.01, 52.0)}


def test_streets_of_one_name_are_joined_so_that_the_name_has_room(tmp_path: Path):
    on = '<way id="24"><nd ref="3"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="Laan"/></way>'
    other = '<way id="25"><nd ref="2"/><nd ref="4"/><tag k="highway" v="residential"/><tag k="name" v="Steeg"/></way>'
    ground = base_map(hand_made(tmp_path, STREET + on + other))
    assert sorted((way.name, len(way.line)) for way in ground.ways["street"]) == [("Laan", 3), ("Steeg", 2)]


def test_progress_never_goes_back_and_ends(tmp_path: Path):
    seen: list[float] = []
    base_map(hand_made(tmp_path, STREET), seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_an_extract_with_nothing_to_draw_says_so(tmp_path: Path):
    with pytest.raises(BadInputError, match=r"dorp\.osm: there is nothing to draw. Choose an extract of a town\."):
        base_map(hand_made(tmp_path, ""))
