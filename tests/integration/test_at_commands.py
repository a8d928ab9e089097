"""`--at` of `route`, `matrix` and `isochrone`: the roads of an hour, and what of them could not be read."""

import json
from pathlib import Path

import pytest
import shapely

from tests.osm_scenarios.picture import write_osm

STREET = {"highway": "residential", "name": "Straat"}
SHOPS = {"highway": "residential", "name": "Winkelstraat"}
TOWN = """
a  b  c
d  e  f
"""
HERE, THERE = "0.001,-0.00025", "0.002,-0.00025"
"""167 m apart by the shops' street, 277 m by the next."""
OPEN, SHUT = "2026-12-05T10:59", "2026-12-05T11:00"


@pytest.fixture
def town(tmp_path: Path):
    def write(**shops: str) -> Path:
        ways = dict.fromkeys(("ab", "def", "ad", "be", "cf"), STREET)
        return write_osm(tmp_path / "stad.osm", TOWN, {**ways, "bc": {**SHOPS, **shops}})

    return write


HOURS = {"access:conditional": "no @ (Mo-Sa 11:00-18:00)"}


@pytest.fixture
def measure(call, tmp_path: Path):
    def run(file: Path, *arguments: str):
        points, out = tmp_path / "punten.csv", tmp_path / "matrix.json"
        points.write_text(f"id,lon,lat\n1,{HERE}\n2,{THERE}\n")
        said = call("matrix", file, points, "--profile", "bike", *arguments, "-o", out)
        assert said.code == 0, said.err
        return json.loads(out.read_text())["bike"]["distances"][0][1], said

    return run


def test_a_matrix_is_that_of_its_hour(town, measure) -> None:
    file = town(**HOURS)
    assert [measure(file, "--at", at)[0] for at in (OPEN, SHUT, "2026-12-06T12:00")] == [167, 277, 167]
    assert measure(file)[0] == 167


def test_a_route_is_that_of_its_hour(town, call) -> None:
    file = town(**HOURS)
    by_hour = {at: call("route", file, HERE, THERE, "--profile", "bike", "--at", at) for at in (OPEN, SHUT)}
    assert "Winkelstraat" in by_hour[OPEN].out
    assert by_hour[SHUT].code == 0
    assert "Winkelstraat" not in by_hour[SHUT].out


def test_an_isochrone_is_that_of_its_hour(town, call, tmp_path: Path) -> None:
    file = town(**HOURS)
    reached = {}
    for at in (OPEN, SHUT):
        out = tmp_path / "bereik.geojson"
        said = call("isochrone", file, HERE, "--profile", "bike", "--metres", "120", "--at", at, "-o", out)
        assert said.code == 0, said.err
        reached[at] = shapely.from_geojson(json.dumps(json.loads(out.read_text())["geometry"]))
    middle_of_shops = shapely.Point(0.0015, 0.0)
    assert reached[OPEN].covers(middle_of_shops)
    assert not reached[SHUT].covers(middle_of_shops)


def test_closed_roads_and_the_hour_go_together(town, call, measure, tmp_path: Path) -> None:
    file = town(**HOURS)
    market = tmp_path / "markt.geojson"
    box = shapely.box(0.0014, -0.0011, 0.0016, -0.0009)  # on the next street
    market.write_text(
        json.dumps({"type": "Feature", "properties": None, "geometry": json.loads(shapely.to_geojson(box))})
    )
    assert measure(file, "--closed", str(market), "--at", OPEN)[0] == 167
    assert measure(file, "--closed", str(market), "--at", SHUT)[0] is None


def test_conditions_that_cannot_be_read_are_counted_and_shown_with_at_only(town, measure) -> None:
    file = town(**{"bicycle:conditional": "no @ snow", "access:conditional": "no @ (Sa 11:00-18:00); no @ (SH)"})
    length_m, said = measure(file, "--at", SHUT)
    assert length_m == 277
    assert "2 conditions for bike are left out, wholly or in part: " in said.err
    assert "bicycle:conditional='no @ snow' (1×: it is no time, size or user that is known here)" in said.err
    assert "school holidays are not known" in said.err
    assert "left out" not in measure(file)[1].err


def test_what_is_left_out_is_told_in_dutch_too(town, call) -> None:
    file = town(**{"access:conditional": 'no @ "bij hoog water"'})
    said = call("route", file, HERE, THERE, "--profile", "bike", "--lang", "nl", "--at", SHUT)
    assert (
        "1 voorwaarde voor bike telt niet mee, geheel of deels: access:conditional='no @ \"bij hoog water\"' "
        "(1×: een opmerking alleen zegt niet wanneer)"
    ) in said.err
    assert "Winkelstraat" in said.out


def test_control_characters_of_a_tag_do_not_reach_the_terminal(town, measure) -> None:
    _, said = measure(town(**{"bicycle:conditional": "no @ \u009b31m" + "x" * 500}), "--at", SHUT)
    assert "\u009b" not in said.err
    assert max(map(len, said.err.splitlines())) < 400


@pytest.mark.parametrize("at", ["14:00", "2026-12-05", "2026-12-05 14:00", "2026-13-05T14:00", "morgen", ""])
def test_a_moment_in_another_form_is_refused_in_one_line(town, call, at: str) -> None:
    said = call("route", town(), HERE, THERE, "--at", at)
    assert said.code == 2
    assert "Write it as 2026-12-05T14:00" in said.last_line


def test_a_moment_of_another_age_is_refused_in_one_line(town, call) -> None:
    said = call("route", town(), HERE, THERE, "--at", "0001-01-01T00:00")
    assert (said.code, said.last_line) == (
        2,
        "Error: the holidays of 0001 are not known. Choose a day from 2000 to 2075.",
    )
