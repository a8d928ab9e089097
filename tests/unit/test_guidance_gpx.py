"""GPX as its schema asks, whatever mappers wrote and wherever on the globe one rides."""

from xml.etree import ElementTree as ET

import pytest

from routing.network.guidance.gpx import as_gpx
from tests.gpx_schema import NAMESPACE, faults
from tests.osm_scenarios.guiding import guided
from tests.osm_scenarios.picture import Relation

STREET = {"highway": "residential"}
CROSS = "   d\na  b  c\n   e"
NO_LEFT = Relation({"restriction": "no_left_turn"}, [("from", "ab"), ("via", "b"), ("to", "bd")])


def document(name: str = "route", street: str = "High Street", **more: object) -> str:
    ways = {"ab": STREET, "cb": STREET, "bd": {**STREET, "name": street}, "be": STREET}
    return as_gpx(guided(CROSS, ways, "ad", profile="cargo-bike", **more), name)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("restrictions", [(), (NO_LEFT,)])
def test_a_route_is_as_the_schema_asks(lang: str, restrictions: tuple[Relation, ...]) -> None:
    text = document(lang=lang, restrictions=restrictions)
    assert faults(text) == []
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert [child.tag.removeprefix(NAMESPACE) for child in root] == ["metadata", "wpt", "rte", "trk"]
    assert len(list(root.iter(f"{NAMESPACE}rtept"))) == (4 if restrictions else 3)


@pytest.mark.parametrize(
    "name",
    ["", " ", "a\0b\x1b\x0c\x7f", "]]>", "<name>&amp;", "\ud800", "\ufffe\uffff", "\u202e\u200b", "🚲", "x" * 10_000],
)
def test_whatever_a_mapper_or_a_caller_wrote_spoils_nothing(name: str) -> None:
    text = document(name=name, street=name)
    assert faults(text) == []
    assert text.encode("utf-8")


@pytest.mark.parametrize(
    ("lon", "written"),
    [(179.99999999, "-180.000000"), (180.0, "-180.000000"), (-180.0, "-180.000000"), (-1e-9, "0.000000")],
)
def test_on_the_date_line_a_longitude_stays_below_180(lon: float, written: str) -> None:
    """The schema's longitudes end before 180; what rounds to it is -180. Zero has no sign."""
    route = guided("a  b", {"ab": STREET}, "ab")
    route.track.line[:, 0] = lon
    text = as_gpx(route, "route")
    assert faults(text) == []
    assert f'lon="{written}"' in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<gpx xmlns=", "<gpx xmlns:x=", "the root is gpx"),
        ('version="1.1"', 'version="1.0"', "its version is not 1.1"),
        (' creator="Dorpsronde"', "", "attributes"),
        (' author="OpenStreetMap contributors"', "", "gpx/metadata/copyright: attributes"),
        ("<desc>", "<type>turn</type><desc>", "are in disorder"),
        ("<desc>", "<name>again</name><desc>", "name comes too often"),
        ("<desc>", "<speed>3</speed><desc>", "speed is not known"),
        ("<trkseg>", "<trkseg>metres", "text between its children"),
        ('lat="0.', 'lat="north', "are no decimals"),
        ('lon="0.', 'lon="180.', "is not on the globe"),
        ("https://opendatacommons", "opendatacommons", "is no uri"),
    ],
)
def test_the_check_itself_sees_faults(old: str, new: str, told: str) -> None:
    good = document()
    assert old in good
    assert any(told in fault for fault in faults(good.replace(old, new, 1)))
