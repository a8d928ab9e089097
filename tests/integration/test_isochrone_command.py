"""`dorpsronde isochrone`: a polygon of who is within reach, which `area import --border` takes."""

import json
from pathlib import Path

import pytest
import shapely

CORNER, FAR = "5.5,52.1", "5.6,52.1"


@pytest.fixture
def draw(call, village: Path, tmp_path: Path):
    def run(*arguments: str):
        file = tmp_path / "bereik.geojson"
        said = call("isochrone", village, *arguments, "-o", file)
        return said, shapely.from_geojson(
            json.dumps(json.loads(file.read_text())["geometry"])
        ) if file.exists() else None

    return run


def test_more_minutes_reach_more(draw) -> None:
    said, near = draw(CORNER, "--minutes", "1")
    _, far = draw(CORNER, "--minutes", "3")
    assert said.code == 0
    assert near.is_valid
    assert far.is_valid
    assert far.covers(near)
    assert far.area > 1.5 * near.area
    assert near.covers(shapely.Point(5.5, 52.1))


def test_so_many_metres_are_so_many_metres_of_road(draw) -> None:
    _, shape = draw(CORNER, "--metres", "200")
    _, _, east, north = shape.bounds
    assert 235 < (east - 5.5) * 68_600 < 245  # 200 m and the 40 beside; metres in a degree of longitude at 52.1 N
    assert 235 < (north - 52.1) * 111_260 < 245


def test_a_large_hole_is_kept_and_a_block_is_filled(draw) -> None:
    _, shape = draw(CORNER, "--metres", "2000")
    holes = [shapely.Polygon(ring).area * 68_600 * 111_260 for part in shape.geoms for ring in part.interiors]
    assert all(hole > 19_000 for hole in holes)


def test_it_is_taken_as_a_border(draw, call, village: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path / "home"))
    said, _ = draw(CORNER, "--minutes", "2")
    assert said.code == 0
    taken = call("area", "import", "proefdorp", village, "--border", tmp_path / "bereik.geojson")
    assert (taken.code, taken.out.startswith("Area proefdorp")) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([CORNER], 2, "give one limit"),
        ([CORNER, "--minutes", "5", "--metres", "5"], 2, "give one limit"),
        ([CORNER, "--minutes", "0"], 2, "not in the range"),
        ([CORNER, "--minutes", "nan"], 2, "give one limit"),
        (["52.1,5.5", "--minutes", "5"], 2, "seem to be swapped"),
        ([FAR, "--minutes", "5"], 1, "the nearest road"),
        (["-5.6,52.1", "--minutes", "5"], 1, "the nearest road"),
        ([CORNER, "--minutes", "5", "--profile", "bakfiets"], 2, "there is no profile"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(draw, arguments: list[str], code: int, told: str) -> None:
    said, shape = draw(*arguments)
    assert (said.code, shape) == (code, None)
    assert told in said.last_line
    assert "Traceback" not in said.err
