"""Hills by command: `--elevation`, `--energy`, `--mass`, and the line that says where heights are from."""

import json
import shutil
from pathlib import Path

import pytest
import shapely

from cli.opened import opened
from kernel.scope import Scope
from rounds.areas import roads_at
from rounds.kept_roads import KeptRoads
from tests.rasters import write_raster
from tests.village import LAT, LON, LON_DEGREE_M

WEST, EAST = f"{LON},{LAT}", f"{LON + 500 / LON_DEGREE_M:.6f},{LAT}"
TEST = Scope.system("a test")


@pytest.fixture
def hill(tmp_path: Path) -> Path:
    """Let the village rise by 6 % to the east: 30 m for 500, and half a metre less at each corner."""
    return raster(tmp_path / "heuvel.tif")


def raster(path: Path, west: float = LON - 0.005, percent: float = 6) -> Path:
    return write_raster(
        path,
        lambda lon, _: (lon - LON) * LON_DEGREE_M * percent / 100,
        west_north=(west, LAT + 0.01),
        cell=0.0001,
        shape=(150, 200),
    )


@pytest.fixture
def measured(call, village: Path, tmp_path: Path):
    """Measure from the west to the east of the village and back; give what was said and written."""

    def run(*arguments: str | Path, profile: str = "cargo-bike"):
        points, answer = tmp_path / "punten.csv", tmp_path / "matrix.json"
        points.write_text(f"id,lon,lat\nwest,{WEST}\noost,{EAST}\n")
        said = call("matrix", village, points, "--profile", profile, *arguments, "-o", answer)
        return said, json.loads(answer.read_text()) if answer.exists() else None

    return run


def test_energy_stands_beside_metres_and_seconds(measured, hill: Path) -> None:
    said, written = measured("--energy", "--elevation", hill)
    assert said.code == 0
    assert said.err.strip().splitlines()[-1] == "Heights: from heuvel.tif"
    assert set(written["cargo-bike"]) == {"durations", "distances", "energy_wh"}
    [[here, up], [down, there]] = written["cargo-bike"]["energy_wh"]
    assert (here, there, down) == (0, 0, 0)
    assert up == pytest.approx(36.15 * 0.5, abs=1)  # 500 m at 6 %
    [[_, slow], [quick, _]] = written["cargo-bike"]["durations"]
    assert slow > 1.7 * quick


def test_a_heavier_load_takes_more_and_longer(measured, hill: Path) -> None:
    light, heavy = (measured("--energy", "--elevation", hill, "--mass", kg)[1]["cargo-bike"] for kg in ("150", "300"))
    for figure in ("energy_wh", "durations"):
        assert heavy[figure][0][1] > light[figure][0][1]
    assert heavy["distances"] == light["distances"]


def test_without_heights_it_says_flat_assumed(measured) -> None:
    said, written = measured("--energy")
    assert "Heights: flat assumed" in said.err
    assert written["cargo-bike"]["energy_wh"] == [[0, 4], [4, 0]]  # 7.04 Wh a kilometre on the level


def test_without_a_question_nothing_is_said(measured) -> None:
    said, written = measured()
    assert "Heights" not in said.err
    assert set(written["cargo-bike"]) == {"durations", "distances"}


def test_the_matrix_is_taken_by_a_solve_that_limits_energy(call, measured, hill: Path, tmp_path: Path) -> None:
    _, written = measured("--energy", "--mass", "220", "--elevation", hill)
    up = written["cargo-bike"]["energy_wh"][0][1]
    problem, plan = tmp_path / "dag.json", tmp_path / "plan.json"
    served = {}
    for limit in (up, up - 1):
        vehicle = {"id": 1, "profile": "cargo-bike", "start_index": 0, "end_index": 0}
        vehicle["dorpsronde"] = {"max_energy_wh": limit}
        day = {"vehicles": [vehicle], "jobs": [{"id": 1, "location_index": 1}]}
        problem.write_text(json.dumps(day | {"matrices": {"cargo-bike": written["cargo-bike"]}}))
        assert call("solve", problem, "-o", plan, "--time-limit", "1").code == 0
        served[limit] = len(json.loads(plan.read_text())["routes"])
        assert call("check", problem, plan).code == 0
    assert served == {up: 1, up - 1: 0}


@pytest.mark.parametrize(
    ("arguments", "profile", "line"),
    [
        (("--energy",), "bike", "a bike has no battery"),
        (("--energy",), "car", "a car has no battery"),
        (("--mass", "0"), "cargo-bike", "0 kg is no mass"),
        (("--mass", "nan"), "cargo-bike", "nan kg is no mass"),
        (("--mass", "80"), "car", "mass plays no part for a car"),
        (("--elevation", "nergens.tif"), "cargo-bike", "there is no such file"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(measured, arguments: tuple[str, ...], profile: str, line: str) -> None:
    said, written = measured(*arguments, profile=profile)
    assert said.code == 2
    assert line in said.last_line
    assert written is None


def test_a_raster_of_elsewhere_is_refused(measured, tmp_path: Path) -> None:
    said, _ = measured("--elevation", raster(tmp_path / "elders.tif", west=9.0))
    assert said.code == 2
    assert "elders.tif: this raster tells no height of these roads" in said.last_line


def test_a_route_tells_climb_descent_and_energy_in_both_languages(call, village: Path, hill: Path) -> None:
    up = call("route", village, WEST, EAST, "--elevation", hill).out.splitlines()[-1]
    assert up == "29 m up, 0 m down; 18 Wh at 200 kg; heights from heuvel.tif"
    down = call("route", village, EAST, WEST, "--elevation", hill, "--lang", "nl", "--mass", "150").out.splitlines()[-1]
    assert down == "0 m omhoog, 29 m omlaag; 0 Wh bij 150 kg; hoogten uit heuvel.tif"


def test_hills_are_there_at_every_hour(call, village: Path, hill: Path) -> None:
    hilly = ("route", village, WEST, EAST, "--elevation", hill, "--mass", "250")
    assert call(*hilly, "--at", "2026-12-05T14:00").out == call(*hilly).out


def test_a_flat_route_says_so_in_both_languages(call, village: Path) -> None:
    assert call("route", village, WEST, EAST).out.splitlines()[-1] == "4 Wh at 200 kg; flat assumed"
    on_foot = call("route", village, WEST, EAST, "--profile", "foot", "--lang", "nl")
    assert on_foot.out.splitlines()[-1] == "vlak aangenomen"


def test_geojson_has_the_same_figures(call, village: Path, hill: Path, tmp_path: Path) -> None:
    file = tmp_path / "route.geojson"
    assert call("route", village, WEST, EAST, "--elevation", hill, "--lang", "nl", "-o", file).code == 0
    told = json.loads(file.read_text())["features"][0]["properties"]
    figures = {name: told[name] for name in ("climb_m", "descent_m", "energy_wh", "mass_kg", "heights")}
    assert figures == {
        "climb_m": 29,
        "descent_m": 0,
        "energy_wh": 18,
        "mass_kg": 200,
        "heights": "uit heuvel.tif",
    }


def test_less_is_reached_up_a_hill(call, village: Path, hill: Path, tmp_path: Path) -> None:
    east = {}
    for name, more in (("level", ()), ("hilly", ("--elevation", hill))):
        file = tmp_path / f"{name}.geojson"
        assert call("isochrone", village, WEST, "--minutes", "1", *more, "-o", file).code == 0
        east[name] = shapely.from_geojson(json.dumps(json.loads(file.read_text())["geometry"])).bounds[2]
    assert east["hilly"] < east["level"] - 0.001


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path / "thuis"))
    monkeypatch.delenv("DORPSRONDE_DATABASE_URL", raising=False)
    return tmp_path / "thuis"


def kept_relief():
    with opened() as stored, stored.database.read(TEST) as work:
        return KeptRoads.open(roads_at(work.areas.get("Proefdorp"), stored.home)).network.relief


def test_an_area_keeps_its_heights_when_the_raster_is_gone(call, village: Path, hill: Path, home: Path) -> None:
    said = call("area", "import", "Proefdorp", village, "--elevation", hill)
    assert said.code == 0
    assert "Heights: from heuvel.tif." in said.out.splitlines()
    hill.unlink()
    relief = kept_relief()
    assert relief.told().en == "from heuvel.tif"
    assert abs(relief.rise_mm).sum() == pytest.approx(6 * 30_000, rel=0.02)  # six streets to the east
    assert len(list((home / "extracts").iterdir())) == 2
    shutil.rmtree(home / "roads")
    anew = kept_relief()
    assert anew.told() == relief.told()
    assert abs(anew.rise_mm - relief.rise_mm).max() <= 1  # the raster was cut


def test_an_area_imported_again_without_heights_is_flat(call, village: Path, hill: Path, home: Path) -> None:
    assert call("area", "import", "Proefdorp", village, "--elevation", hill).code == 0
    again = call("area", "import", "Proefdorp", village, "--lang", "nl")
    assert "Hoogten: vlak aangenomen." in again.out.splitlines()
    assert kept_relief().is_flat
    assert call("area", "import", "Proefdorp", village, "--elevation", hill).code == 0
    assert kept_relief().told().en == "from heuvel.tif"


def test_a_raster_that_cannot_be_used_changes_nothing(call, village: Path, home: Path, tmp_path: Path) -> None:
    assert call("area", "import", "Proefdorp", village).code == 0
    before = sorted(home.rglob("*"))
    said = call("area", "import", "Proefdorp", village, "--elevation", raster(tmp_path / "elders.tif", west=9.0))
    assert said.code == 2
    assert "tells no height of these roads" in said.last_line
    assert sorted(home.rglob("*")) == before
    assert kept_relief().is_flat
