"""`dorpsronde route`: text, GeoJSON, GPX and a map; and what a person reads when a place is wrong."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cli.main import main
from tests.gpx_schema import NAMESPACE, faults

CORNER, OPPOSITE = "5.5,52.1", "5.507,52.104"


@pytest.fixture
def ride(call, village: Path):
    def run(*arguments: str | Path):
        return call("route", village, *arguments)

    return run


def test_without_a_file_the_steps_are_printed(ride) -> None:
    said = ride(CORNER, OPPOSITE, "--lang", "nl")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].strip().startswith("1. Rijd in ")
    assert "Uw bestemming" in lines[-3]
    assert lines[-2].endswith("min")
    assert ride(CORNER, OPPOSITE, "-o", "-").out.splitlines()[0].strip().startswith("1. Ride ")


def test_its_metres_and_seconds_are_the_matrixs(ride, call, village: Path, tmp_path: Path) -> None:
    points, matrix, route = (tmp_path / name for name in ("punten.csv", "matrix.json", "route.geojson"))
    points.write_text(f"id,lon,lat\na,{CORNER}\nb,{OPPOSITE}\n")
    assert call("matrix", village, points, "--profile", "cargo-bike", "-o", matrix).code == 0
    assert ride(CORNER, OPPOSITE, "-o", route).code == 0
    figures = json.loads(matrix.read_text())["cargo-bike"]
    line, *maneuvers = json.loads(route.read_text())["features"]
    told = line["properties"]
    assert (told["distance_m"], told["duration_s"]) == (figures["distances"][0][1], figures["durations"][0][1])
    assert sum(step["distance"] for step in told["steps"]) == told["distance_m"]
    assert sum(step["duration"] for step in told["steps"]) == told["duration_s"]
    assert [one["properties"]["text"] for one in maneuvers] == [step["text"] for step in told["steps"]]
    assert line["geometry"]["coordinates"][0] == maneuvers[0]["geometry"]["coordinates"]


def test_gpx_has_the_form_of_its_schema(ride, tmp_path: Path) -> None:
    file = tmp_path / "route.gpx"
    assert ride(CORNER, OPPOSITE, "-o", file).code == 0
    assert faults(file.read_bytes()) == []
    root = ET.fromstring(file.read_bytes())  # noqa: S314 - our own
    assert all(point.findtext(f"{NAMESPACE}desc") for point in root.iter(f"{NAMESPACE}rtept"))
    assert len(list(root.iter(f"{NAMESPACE}trkpt"))) >= 2


def test_a_map_needs_no_network(ride, tmp_path: Path) -> None:
    file = tmp_path / "route.html"
    assert ride(CORNER, OPPOSITE, "--lang", "nl", "-o", file).code == 0
    page = file.read_text()
    assert "Content-Security-Policy" in page
    assert "Uw bestemming" in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            [CORNER, "52.104,5.507"],
            "52.104,5.507: longitude and latitude seem to be swapped. Write 5.507,52.104: LON,LAT; if it is right",
        ),
        ([CORNER, CORNER], "both places are the same"),
        (["5.5,52.1", "5.5,52.100000001"], "both places lie at the same point of the road"),
        ([CORNER, "5.507"], "the second LON,LAT: '5.507' is no position"),
        ([CORNER, "5,5;52,1"], "the second LON,LAT: '5,5;52,1' is no position"),
        ([CORNER, "nan,52.1"], "the second LON,LAT: nan, 52.1 is no position"),
        (["155000,463000", CORNER], "the first LON,LAT: 155000.0, 463000.0 is not on the globe"),
        ([CORNER, OPPOSITE, "--profile", "bakfiets"], "there is no profile 'bakfiets'"),
        ([CORNER, OPPOSITE, "-o", "route.kml"], "route.kml: the ending tells no form"),
        ([CORNER], "Missing argument 'LON,LAT'"),
        ([CORNER, OPPOSITE, "--profiel", "bike"], "No such option"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(ride, arguments: list[str], told: str) -> None:
    said = ride(*arguments)
    assert said.code == 2
    assert told in said.last_line
    assert "Traceback" not in said.err


@pytest.mark.parametrize("far", ["-0.1,51.5", "-0.1,-51.5", "-.1,51.5", "5.6,52.1"])
def test_a_place_beyond_the_roads_is_told_west_of_greenwich_too(ride, far: str) -> None:
    said = ride(far, OPPOSITE)
    assert said.code == 1
    assert "the nearest road for a cargo-bike is" in said.last_line


def test_a_missing_extract_is_told(call, tmp_path: Path) -> None:
    said = call("route", tmp_path / "weg.osm.pbf", CORNER, OPPOSITE)
    assert (said.code, "weg.osm.pbf: there is no such file" in said.last_line) == (2, True)


def test_help_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "route " in capsys.readouterr().out
