"""Places out of hand-made OSM files, each written for one rule, and out of the real extracts."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

import osmium
import pytest

from data.place_reader import read_places
from data.places import Places, require_addresses, require_shops
from kernel.errors import BadInputError

Tags = dict[str, str]


class Osm:
    """A small OSM file being written: nodes on a grid of about a metre, ways and relations over them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "small.osm"
        self._xml: list[str] = []
        self._count = 0

    def node(self, east_m: float, north_m: float, **tags: str) -> int:
        self._count += 1
        lon, lat = 5 + east_m / 68_500, 52 + north_m / 111_200
        self._xml.append(f'<node id="{self._count}" lon="{lon:.7f}" lat="{lat:.7f}">{_tags(tags)}</node>')
        return self._count

    def way(self, nodes: list[int], tags: Tags) -> int:
        self._count += 1
        members = "".join(f'<nd ref="{node}"/>' for node in nodes)
        self._xml.append(f'<way id="{self._count}">{members}{_tags(tags)}</way>')
        return self._count

    def square(self, east_m: float, north_m: float, size_m: float, tags: Tags) -> int:
        corners = [self.node(east_m + x * size_m, north_m + y * size_m) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
        return self.way([*corners, corners[0]], tags)

    def relation(self, ways: list[int], tags: Tags) -> None:
        self._count += 1
        members = "".join(f'<member type="way" ref="{way}" role="outer"/>' for way in ways)
        self._xml.append(f'<relation id="{self._count}">{members}{_tags(tags)}</relation>')

    def places(self) -> Places:
        kinds = ("<node", "<way", "<relation")
        body = "".join(sorted(self._xml, key=lambda line: next(i for i, kind in enumerate(kinds) if kind in line[:9])))
        self.path.write_text(f'<osm version="0.6">{body}</osm>', encoding="utf-8")
        return read_places(self.path)


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(key.replace('__', ':'))} v={quoteattr(value)}/>" for key, value in tags.items())


@pytest.fixture
def osm(tmp_path: Path) -> Osm:
    return Osm(tmp_path)


def at(number: str, **tags: str) -> Tags:
    return {"addr__street": "Kerkstraat", "addr__housenumber": number, "addr__city": "Dorp", **tags}


def numbers(places: Places) -> list[str]:
    return [str(address.house) for address in places.addresses]


def test_addresses_come_from_nodes_ways_and_relations(osm: Osm) -> None:
    osm.node(0, 0, **at("1"))
    osm.square(50, 0, 10, at("3", building="yes"))
    osm.relation([osm.square(100, 0, 10, {})], at("5", type="multipolygon"))
    places = osm.places()
    assert sorted(numbers(places)) == ["1", "3", "5"]
    assert [address.osm_id.split("/")[0] for address in places.addresses] == ["node", "way", "relation"]


def test_a_buildings_address_lies_inside_its_outline_even_where_it_is_bent(osm: Osm) -> None:
    corners = [(0, 0), (100, 0), (100, 100), (90, 100), (90, 10), (0, 10)]
    nodes = [osm.node(x, y) for x, y in corners]
    osm.way([*nodes, nodes[0]], at("1", building="yes"))
    position = osm.places().addresses[0].position
    east_m, north_m = (position.lon - 5) * 68_500, (position.lat - 52) * 111_200
    assert 0 <= north_m <= 10 or 90 <= east_m <= 100


def test_outlines_that_cross_themselves_or_have_no_area_still_have_a_place(osm: Osm) -> None:
    for number, corners in enumerate(
        ([(0, 0), (10, 10), (10, 0), (0, 10)], [(50, 0)] * 4, [(0, 90), (5, 90), (9, 90)])
    ):
        nodes = [osm.node(x, y) for x, y in corners]
        osm.way([*nodes, nodes[0]], at(str(number + 1), building="yes"))
    assert numbers(osm.places()) == ["1", "2", "3"]


def test_what_lies_off_the_globe_is_skipped_and_counted(osm: Osm) -> None:
    osm.node(0, 0, **at("1"))
    osm.node(0, 4.8e6, **at("3"))
    places = osm.places()
    assert (numbers(places), places.skipped) == (["1"], 1)


def test_an_entrance_with_the_buildings_address_is_the_one_place_of_both(osm: Osm) -> None:
    osm.square(0, 0, 30, at("1", building="yes"))
    osm.node(15, 0, **at("1", entrance="main", addr__postcode="1234 ab"))
    osm.node(20, 20, **at("1", shop="bakery", name="Bakker"))
    (address,) = osm.places().addresses
    assert address.osm_id.startswith("node/")
    assert (address.position.lat, address.postcode) == (52.0, "1234AB")


def test_one_address_at_two_places_far_apart_stays_two(osm: Osm) -> None:
    osm.node(0, 0, **at("1"))
    osm.node(0, 400, **at("1"))
    assert len(osm.places().addresses) == 2


@pytest.mark.parametrize(
    ("mapped", "doors"),
    [
        ("12;14", ["12", "14"]), ("3-7", ["3", "5", "7"]), ("12a,12b", ["12A", "12B"]), ("7-3", ["3", "5", "7"]),
        ("3-4", ["3", "4"]), ("76, 76a, 76b", ["76", "76A", "76B"]), ("13 A, 5. krs./Floor 5", ["13A"]),
        ("Keskuskatu 5", ["5"]), ("20'", ["20"]), ("4bis", ["4-BIS"]), ("s/n", []), ("0", []),
        ("1-99999", ["1", "99999"]),
    ],
)  # fmt: skip
def test_lists_and_ranges_of_numbers_are_doors_of_their_own(osm: Osm, mapped: str, doors: list[str]) -> None:
    osm.node(0, 0, **at(mapped))
    places = osm.places()
    assert numbers(places) == doors
    assert places.skipped == (0 if doors else 1)


def test_a_dutch_hyphen_is_an_addition_and_no_range(osm: Osm) -> None:
    osm.node(0, 0, **at("1-3", addr__postcode="1234AB"))
    assert numbers(osm.places()) == ["1-3"]


def test_a_line_of_numbers_gives_the_doors_between_its_ends(osm: Osm) -> None:
    ends = [osm.node(0, 0, **at("1")), osm.node(0, 60, **at("7"))]
    osm.way(ends, {"addr__interpolation": "odd"})
    places = osm.places()
    assert numbers(places) == ["1", "7", "3", "5"]
    assert [address.interpolated for address in places.addresses] == [False, False, True, True]
    assert (places.addresses[2].position.lat - 52) * 111_200 == pytest.approx(20, abs=0.1)


@pytest.mark.parametrize("rule", ["alphabetic", "0", "-2", "²", ""])
def test_a_line_that_counts_no_numbers_gives_none(osm: Osm, rule: str) -> None:
    osm.way([osm.node(0, 0, **at("1")), osm.node(0, 60, **at("7"))], {"addr__interpolation": rule})
    assert numbers(osm.places()) == ["1", "7"]


def test_houses_numbered_by_place_have_the_place_for_a_street(osm: Osm) -> None:
    osm.node(0, 0, addr__place="Buurt", addr__housenumber="4")
    assert osm.places().addresses[0].street == "Buurt"


def test_a_missing_town_is_the_border_that_agrees_with_written_towns(osm: Osm) -> None:
    osm.relation([osm.square(-500, -500, 1000, {})], _border("Gemeente", "8"))
    osm.relation([osm.square(-100, -100, 200, {})], _border("Dorp", "10"))
    osm.node(0, 0, **at("1"))
    osm.node(0, 20, addr__street="Kerkstraat", addr__housenumber="3")
    assert [address.town for address in osm.places().addresses] == ["Dorp", "Dorp"]


def test_where_no_town_is_written_the_municipality_is_the_town(osm: Osm) -> None:
    osm.relation([osm.square(-500, -500, 1000, {})], _border("Gemeente", "8"))
    osm.relation([osm.square(-100, -100, 200, {})], _border("Wijk", "10"))
    osm.node(0, 10, place="hamlet", name="Gehucht")
    osm.node(0, 20, addr__street="Kerkstraat", addr__housenumber="3")
    (address,) = osm.places().addresses
    assert (address.town, address.town_written, address.locality) == ("Gemeente", False, "Gehucht")


def test_without_borders_the_town_is_the_nearest_by_its_reach(osm: Osm) -> None:
    osm.node(0, 3000, place="town", name="Stad")
    osm.node(0, -1500, place="hamlet", name="Gehucht")
    osm.node(0, 50, place="suburb", name="Wijk")
    osm.node(0, 0, addr__street="Kerkstraat", addr__housenumber="3")
    (address,) = osm.places().addresses
    assert (address.town, address.locality) == ("Stad", "Wijk")


def _border(name: str, level: str) -> Tags:
    return {"type": "boundary", "boundary": "administrative", "admin_level": level, "name": name}


def test_shops_are_shops_crafts_and_collected_amenities(osm: Osm) -> None:
    osm.node(0, 0, shop="bakery", name="Bakker")
    osm.square(100, 0, 10, {"craft": "brewery", "brand": "Brouwer"})
    osm.relation([osm.square(200, 0, 10, {})], {"type": "multipolygon", "amenity": "marketplace", "name": "Markt"})
    osm.node(0, 100, shop="vacant", name="Leeg")
    osm.node(0, 200, amenity="restaurant", name="Eten")
    osm.node(0, 300, shop="hairdresser", name="Kapper")
    shops = osm.places().shops
    assert [(shop.name, shop.kind) for shop in shops] == [
        ("Bakker", "bakery"), ("Kapper", "hairdresser"), ("Brouwer", "brewery"), ("Markt", "marketplace"),
    ]  # fmt: skip
    assert [shop.sells_goods for shop in shops] == [True, False, True, True]


def test_a_shop_without_a_name_is_called_by_its_kind_and_flagged(osm: Osm) -> None:
    osm.node(0, 0, shop="bicycle_repair", addr__housenumber="3", addr__street="Kerkstraat")
    osm.node(0, 1, shop="bicycle_repair")
    first, second = osm.places().shops
    assert (first.name, first.unnamed) == ("Bicycle repair", True)
    assert first.address is not None
    assert (first.address.street, first.address.number) == ("Kerkstraat", 3)
    assert second.address is None


def test_a_shops_outline_and_its_node_are_one_shop(osm: Osm) -> None:
    osm.node(5, 5, shop="bakery", name="Bakker")
    osm.square(0, 0, 10, {"shop": "bakery", "name": "bakker"})
    osm.node(500, 5, shop="bakery", name="Bakker")
    assert len(osm.places().shops) == 2


def test_an_extract_without_places_is_no_error_until_someone_needs_them(osm: Osm) -> None:
    osm.node(0, 0, amenity="bench")
    places = osm.places()
    assert (places.addresses, places.shops) == ((), ())
    with pytest.raises(BadInputError, match=r"small\.osm: this extract has no addresses .* Take an extract"):
        require_addresses(places)
    with pytest.raises(BadInputError, match=r"small\.osm: this extract has no shops .* Take a larger extract"):
        require_shops(places)


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"nowhere\.osm\.pbf: there is no such file"):
        read_places(tmp_path / "nowhere.osm.pbf")


def test_progress_rises_from_nothing_to_all(osm: Osm) -> None:
    osm.node(0, 0, **at("1"))
    osm.places()
    told: list[float] = []
    read_places(osm.path, told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


EXTRACTS = {
    "liechtenstein-latest.osm.pbf": (940, 60, {"Vaduz", "Schaan", "Triesenberg", "Balzers"}),
    "monaco.osm.gz": (20, 25, {"Monaco"}),
    "amsterdam.osm.pbf": (66, 0, {"Amsterdam"}),
}
"""At least so many addresses and shops, and these towns among the addresses."""


@pytest.mark.parametrize("name", EXTRACTS)
def test_a_real_extract_gives_its_places_each_with_a_town(name: str, bench_data: Path) -> None:
    places = read_places(bench_data / "osm" / name)
    _check(places, bench_data / "osm" / name, *EXTRACTS[name])


def test_the_demos_extract_gives_its_places_each_with_a_town(helsinki: Path) -> None:
    _check(read_places(helsinki), helsinki, 600, 500, {"Helsinki"})


def _check(places: Places, path: Path, addresses: int, shops: int, towns: set[str]) -> None:
    assert len(places.addresses) >= addresses
    assert len(places.shops) >= shops
    assert towns <= {address.town for address in places.addresses}
    assert all(address.town for address in places.addresses)
    written = {thing.tags["addr:street"].split(", ")[-1] for thing in _tagged(path) if "addr:street" in thing.tags}
    streets = {address.street.lower() for address in places.addresses} - {""}
    assert streets == {" ".join(street.lower().split()) for street in written}


def _tagged(path: Path) -> osmium.FileProcessor:
    """An independent read: nodes and ways with a house number."""
    everything = osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION
    return osmium.FileProcessor(str(path), everything).with_filter(osmium.filter.KeyFilter("addr:housenumber"))
