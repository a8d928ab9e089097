"""Files that cannot be read: each with the line that a person sees."""

import gzip
from collections.abc import Callable
from pathlib import Path

import osmium
import pytest

from kernel.errors import BadInputError
from routing.network.extract import open_extract, read_objects
from routing.network.reader import read_network
from tests.osm_scenarios.picture import write_osm

STREET = {"highway": "residential"}
GIVE = "Give an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz or .osm.bz2)."
AGAIN = "Download or export it again."


def pbf(folder: Path, *, compressed: bool = True) -> Path:
    drawn = write_osm(folder / "town.osm", "a  b  c", {"abc": {**STREET, "name": "Kerkstraat"}})
    path = folder / "town.osm.pbf"
    path.unlink(missing_ok=True)
    compression = "zlib" if compressed else "none"
    with osmium.SimpleWriter(osmium.io.File(str(path), f"pbf,pbf_compression={compression}")) as writer:
        for entity in osmium.FileProcessor(str(drawn)):
            writer.add(entity)
    return path


def truncated(folder: Path) -> Path:
    path = pbf(folder)
    path.write_bytes(path.read_bytes()[:-20])
    return path


def mistyped(folder: Path) -> Path:
    """Text that is no UTF-8, in the middle of an otherwise sound file."""
    path = pbf(folder, compressed=False)
    path.write_bytes(path.read_bytes().replace(b"Kerkstraat", b"Kerk\xff\xff\xffaat"))
    return path


def named(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return write


def folder_named_as_a_file(folder: Path) -> Path:
    path = folder / "town.osm.pbf"
    path.mkdir()
    return path


HTML = b"<html><body>404 Not Found</body></html>"
NO_OSM = "this is not an OSM file, or it is damaged"
BAD_FILES = {
    "missing": (lambda folder: folder / "town.osm.pbf", f"there is no such file. {GIVE}"),
    "a folder": (folder_named_as_a_file, f"this is not a file. {GIVE}"),
    "empty": (named("town.osm.pbf", b""), f"the file is empty. {GIVE}"),
    "another kind of name": (named("town.csv", b"id,lon,lat"), f"this is not the name of an OSM file. {GIVE}"),
    "an error page": (named("town.osm.pbf", HTML), f"{NO_OSM} (PBF error: invalid BlobHeader size"),
    "an error page as XML": (named("town.osm", HTML), f"{NO_OSM} (Unknown top-level element: html). {AGAIN}"),
    "noise": (named("town.osm.pbf", bytes(range(256)) * 40), NO_OSM),
    "noise as gzip": (named("town.osm.gz", bytes(range(256)) * 40), NO_OSM),
    "gzip of something else": (named("town.osm.gz", gzip.compress(b"hello")), NO_OSM),
    "cut off": (truncated, f"{NO_OSM} (PBF error: unexpected EOF). {AGAIN}"),
    "not UTF-8": (mistyped, f"{NO_OSM} ('utf-8' codec can't decode"),
    "XML cut off": (named("town.osm", b'<osm version="0.6"><node id="1" lat="5'), NO_OSM),
    "a position that is no number": (
        named("town.osm", b'<osm version="0.6"><node id="1" lat="north" lon="4"/></osm>'),
        f"{NO_OSM} (wrong format for coordinate: 'north'). {AGAIN}",
    ),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_read_is_told_in_one_line(kind: str, tmp_path: Path) -> None:
    make, line = BAD_FILES[kind]
    path = make(tmp_path)
    with pytest.raises(BadInputError) as refusal:
        read_network(path)
    assert str(refusal.value).startswith(f"{path}: {line}")
    assert "\n" not in str(refusal.value)


NO_ROADS = "there are no roads in this extract: no way with a `highway` tag has two nodes with positions"


ONE_STREET = (
    b'<osm version="0.6"><node id="%d" lat="%f" lon="14"/><node id="%d" lat="%f" lon="14"/>'
    b'<way id="%d"><nd ref="%d"/><nd ref="%d"/><tag k="highway" v="residential"/></way></osm>'
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'<osm version="0.6"/>', "."),
        (ONE_STREET % (1, 52.1, 2, 52.2, 1, 3, 4), " (2 nodes of roads are missing: there are gaps)."),
        # latitude and longitude swapped: 100° north is not on the globe
        (
            ONE_STREET % (1, 100.1, 2, 100.2, 1, 1, 2),
            " (2 nodes lie off the globe and are left out (lon and lat swapped?)).",
        ),
        # numbers below zero, as an editor gives to what it has not uploaded
        (ONE_STREET % (-1, 52.1, -2, 52.2, -1, -1, -2), " (2 nodes of roads are missing: there are gaps)."),
    ],
    ids=["nothing", "no nodes", "off the globe", "not uploaded"],
)
def test_an_extract_without_roads_is_said_so(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "town.osm"
    path.write_bytes(content)
    with pytest.raises(BadInputError) as refusal:
        read_network(path)
    assert str(refusal.value).startswith(f"{path}: {NO_ROADS}{why}")


def test_looking_at_a_sound_file_says_nothing(tmp_path: Path) -> None:
    open_extract(pbf(tmp_path))


def test_a_file_in_capitals_is_the_same_file(tmp_path: Path) -> None:
    path = pbf(tmp_path)
    assert read_network(path.rename(tmp_path / "TOWN.OSM.PBF")).edge_count == 1


def test_objects_come_with_their_tags_and_places(tmp_path: Path) -> None:
    drawn = write_osm(tmp_path / "town.osm", "a  b\n   c", {"abca": {"building": "yes"}}, {"b": {"shop": "bakery"}})
    told = [
        (
            entity.type_str(),
            entity.tags.get("shop"),
            sum(node.location.valid() for node in getattr(entity, "nodes", [])),
        )
        for entity in read_objects(drawn, ("shop", "building"))
    ]
    assert told == [("n", "bakery", 0), ("w", None, 4)]


@pytest.mark.parametrize("ways_first", [False, True])
def test_closed_ways_come_as_areas_when_asked(ways_first: bool, tmp_path: Path) -> None:
    house = {"abca": {"building": "yes"}}
    drawn = write_osm(tmp_path / "town.osm", "a  b\n   c", house, ways_first=ways_first)
    assert [entity.type_str() for entity in read_objects(drawn, ("building",), areas=True)] == ["w", "a"]
