"""Neighbourhoods from files as offices and people write them; what is wrong with one is told in one line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.database import Database
from data.models.neighbourhood import Neighbourhood
from data.neighbourhood_file import CodeNames, read_neighbourhoods
from data.neighbourhoods_at import neighbourhoods_at
from kernel.errors import BadInputError
from kernel.position import Position
from rounds.neighbourhood_import import import_neighbourhoods
from tests.stored_square import TEST, new_database
from tests.stores import Store

CBS = {"buurtcode": "BU03440101", "buurtnaam": "Brink", "gemeentenaam": "Utrecht", "jaar": 2025}


def square(west: float, south: float = 52.1, size: float = 0.01) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(properties: dict[str, Any], *rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": list(rings)}}


def written(folder: Path, *features: dict[str, Any]) -> Path:
    path = folder / "buurten.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    opened = new_database(store)
    yield opened
    opened.close()


def test_codes_of_cbs_tell_district_and_municipality(tmp_path):
    year, (one,) = read_neighbourhoods(written(tmp_path, feature(CBS, square(5.5))), CodeNames(), None)

    assert (year, one.code, one.name) == (2025, "BU03440101", "Brink")
    assert (one.district_code, one.municipality_code, one.municipality_name) == ("WK034401", "GM0344", "Utrecht")


@pytest.mark.parametrize(
    ("properties", "code", "name"),
    [
        ({"BU_CODE": "BU03440101", "BU_NAAM": "Brink", "GM_CODE": "GM0344"}, "BU03440101", "Brink"),
        ({"statcode": "WK034401", "statnaam": "Midden"}, "WK034401", "Midden"),
        ({"gemeentecode": "GM0344", "gemeentenaam": "Utrecht"}, "GM0344", "Utrecht"),
        ({"code": 7}, "7", "7"),
    ],
)
def test_other_names_of_properties_are_recognised(tmp_path, properties, code, name):
    _, (one,) = read_neighbourhoods(written(tmp_path, feature(properties, square(5.5))), CodeNames(), 2025)
    assert (one.code, one.name) == (code, name)


def test_properties_can_be_named(tmp_path):
    path = written(tmp_path, feature({"quartier": "Q1", "nom": "Gare", "ville": "V"}, square(5.5)))
    _, (one,) = read_neighbourhoods(path, CodeNames("Quartier", "nom", "ville"), 2025)
    assert (one.code, one.name, one.municipality_code) == ("Q1", "Gare", "V")


RD: list[list[float]] = [[155000, 463000], [156000, 463000], [156000, 464000], [155000, 463000]]
OTHER = CBS | {"buurtcode": "BU03440102"}
FAULTS = {
    "half a letter": ([feature(CBS | {"buurtnaam": "Br\ud800nk"}, square(5.5))], 2025, "cannot be printed"),
    "no code": (
        [feature({"oppervlak": 3}, square(5.5))],
        2025,
        r"a polygon has no code.*--code PROPERTY. There is: opp",
    ),
    "a code twice": ([feature(CBS, square(5.5)), feature(CBS, square(5.6))], None, "two polygons have the code"),
    "no year": ([feature({"buurtcode": "BU1"}, square(5.5))], None, "the year of the division is not in it.*--year"),
    "two years": (
        [feature(CBS, square(5.5)), feature(OTHER | {"jaar": 2024}, square(5.6))],
        None,
        "the year of the division is not in it",
    ),
    "the same ground": ([feature(CBS, square(5.5)), feature(OTHER, square(5.505))], None, "cover the same ground"),
    "one within another": (
        [feature(CBS, square(5.5)), feature(OTHER, square(5.503, 52.103, 0.002))],
        None,
        "cover the same ground",
    ),
    "metres of the Dutch grid": ([feature(CBS, RD)], None, r"metres of the Dutch grid \(RD New, EPSG:28992\).*ogr2ogr"),
    "a bow": ([feature(CBS, [[5.5, 52], [5.6, 52.1], [5.6, 52], [5.5, 52.1], [5.5, 52]])], None, "crosses or touches"),
    "nothing": ([], 2025, "there is no polygon in it"),
    "the second of two broken": (
        [feature(CBS, square(5.5)), feature(OTHER, [[5.6, 52], [5.7, 52.1], [5.7, 52], [5.6, 52.1], [5.6, 52]])],
        None,
        r"geojson: feature 2 \(.BU03440102.\): a neighbourhood crosses or touches itself",
    ),
    "the second of two in metres": (
        [feature(CBS, square(5.5)), feature(OTHER, RD)],
        None,
        r"feature 2 \(.BU03440102.\): a neighbourhood runs to 156000",
    ),
    "no code, but a number of its own": (
        [feature(CBS, square(5.5)), {**feature({}, square(5.6)), "id": 17}],
        None,
        r"feature 2 \(.17.\): a polygon has no code",
    ),
    "no code and no name, after one without a place": (
        [{**feature(CBS), "geometry": None}, feature({"naam": " "}, square(5.6))],
        None,
        r"geojson: feature 2: a polygon has no code",
    ),
    "a code that is a list": ([feature({"code": ["BU1"]}, square(5.5))], 2025, "a polygon has no code"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_a_file_is_told_in_one_line(tmp_path, name):
    features, year, told = FAULTS[name]
    with pytest.raises(BadInputError, match=told) as refused:
        read_neighbourhoods(written(tmp_path, *features), CodeNames(), year)
    assert "\n" not in str(refused.value)


def test_a_file_of_a_whole_country_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "nederland.geojson"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(BadInputError, match="is larger than 20 MiB"):
        read_neighbourhoods(path, CodeNames(), 2025)


def test_neighbours_share_a_border_and_a_hole_is_nobodys(tmp_path):
    ring, hole = square(5.5), square(5.503, 52.103, 0.002)
    _, drafts = read_neighbourhoods(
        written(tmp_path, feature(OTHER, square(5.51)), feature(CBS, ring, hole)), CodeNames(), None
    )
    stored = [Neighbourhood(code=one.code, border=one.border) for one in drafts]
    doors = [Position(5.501, 52.101), Position(5.504, 52.104), Position(5.51, 52.105), Position(5.7, 52.1)]

    found = neighbourhoods_at(stored, doors)

    assert [one and one.code for one in found] == ["BU03440101", None, "BU03440101", None]
    assert neighbourhoods_at([], doors) == [None] * 4


def test_a_year_taken_in_again_is_replaced_and_another_stands_beside_it(database, tmp_path):
    path = written(tmp_path, feature(CBS, square(5.5)), feature(OTHER, square(5.51)))
    assert import_neighbourhoods(database, path, CodeNames(), None).replaced == 0
    path = written(tmp_path, feature(CBS | {"buurtnaam": "Nieuw"}, square(5.5)))
    done = import_neighbourhoods(database, path, CodeNames(), None)
    import_neighbourhoods(database, path, CodeNames(), 2024)

    with database.read(TEST) as work:
        divisions = [(one.year, one.neighbourhoods, one.municipalities) for one in work.neighbourhoods.divisions()]
        names = [one.name for one in work.neighbourhoods.of_year(2025)]
    assert (done.neighbourhoods, done.replaced) == (1, 1)
    assert divisions == [(2025, 2, 1), (2024, 1, 1)]
    assert names == ["Nieuw", "Brink"]


def test_a_year_outside_the_calendar_or_a_long_name_is_told_and_nothing_is_stored(database, tmp_path):
    path = written(tmp_path, feature(CBS, square(5.5)), feature(OTHER | {"buurtnaam": "x" * 121}, square(5.51)))
    with pytest.raises(BadInputError, match="99999 is no year"):
        import_neighbourhoods(database, path, CodeNames(), 99_999)
    with pytest.raises(BadInputError, match="121 characters, at most 120"):
        import_neighbourhoods(database, path, CodeNames(), 2025)
    with database.read(TEST) as work:
        assert work.neighbourhoods.divisions() == []
