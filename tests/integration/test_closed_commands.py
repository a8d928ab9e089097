"""`--closed`: a market changes way, matrix and reach, and a file that is none is told in one line."""

import json
from pathlib import Path

import pytest
import shapely

from tests.village import LAT, LAT_DEGREE_M, LON, LON_DEGREE_M


def at(east_m: float, north_m: float) -> list[float]:
    return [LON + east_m / LON_DEGREE_M, LAT + north_m / LAT_DEGREE_M]


def box(west_m: float, south_m: float, east_m: float, north_m: float) -> dict:
    corners = [(west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m), (west_m, south_m)]
    return {"type": "Polygon", "coordinates": [[at(*corner) for corner in corners]]}


def lonlat(east_m: float, north_m: float) -> str:
    return ",".join(f"{value:.6f}" for value in at(east_m, north_m))


HERE, THERE = lonlat(150, 200), lonlat(350, 200)
"""Both on the third street; the straight way is along it, over the market between the two."""

MARKET = box(220, 180, 280, 220)


@pytest.fixture
def drawn(tmp_path: Path):
    def write(shape: object, name: str = "markt.geojson", **properties: object) -> Path:
        file = tmp_path / name
        features = [{"type": "Feature", "geometry": shape, "properties": properties or None}]
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return file

    return write


@pytest.fixture
def ride(call, village: Path, tmp_path: Path):
    """Route between the two and give metres, seconds and the line."""

    def run(*arguments: str | Path) -> tuple[int, int, list]:
        out = tmp_path / "route.geojson"
        said = call("route", village, HERE, THERE, *arguments, "-o", out)
        assert said.code == 0, said.err
        line = json.loads(out.read_text())["features"][0]
        return line["properties"]["distance_m"], line["properties"]["duration_s"], line["geometry"]["coordinates"]

    return run


@pytest.fixture
def measure(call, village: Path, tmp_path: Path):
    def run(*arguments: str | Path, points: tuple[str, ...] = (HERE, THERE)):
        table, out = tmp_path / "punten.csv", tmp_path / "matrix.json"
        table.write_text("id,lon,lat\n" + "".join(f"p{number},{point}\n" for number, point in enumerate(points)))
        said = call("matrix", village, table, "--profile", "cargo-bike", *arguments, "-o", out)
        return said, json.loads(out.read_text()) if said.code == 0 else None

    return run


def test_the_way_leads_round_a_market_and_back_over_it_when_it_is_gone(ride, drawn) -> None:
    before = ride()
    round_it = ride("--closed", drawn(MARKET))
    assert before[0] == pytest.approx(200, abs=2)
    assert round_it[0] == pytest.approx(400, abs=4)
    (west, south), (east, north) = at(220, 180), at(280, 220)
    assert not any(west < lon < east and south < lat < north for lon, lat in round_it[2])
    assert ride() == before


def test_a_little_slower_is_still_the_way_and_much_slower_is_not(ride, drawn) -> None:
    open_m, open_s, _ = ride()
    metres, seconds, _ = ride("--closed", drawn(MARKET, slowed=1.5))
    assert (metres, seconds > open_s) == (open_m, True)
    assert ride("--closed", drawn(MARKET, slowed=9))[0] == pytest.approx(400, abs=4)


def test_several_files_all_count(ride, drawn) -> None:
    north = drawn(box(150, 280, 350, 320), "noord.geojson")
    metres, _, line = ride("--closed", drawn(MARKET), "--closed", north)
    assert metres == pytest.approx(400, abs=4)
    assert min(lat for _, lat in line) < at(0, 150)[1]  # south, since the north is closed too


def test_the_matrix_goes_round_it_too(measure, ride, drawn) -> None:
    metres, seconds, _ = ride("--closed", drawn(MARKET))
    _, written = measure("--closed", drawn(MARKET))
    assert (written["cargo-bike"]["distances"][0][1], written["cargo-bike"]["durations"][0][1]) == (metres, seconds)


def test_a_point_in_the_market_is_null_and_listed(measure, drawn) -> None:
    said, written = measure("--closed", drawn(MARKET), points=(HERE, lonlat(250, 200), THERE))
    for figures in written["cargo-bike"].values():
        assert figures[1] == [None] * 3
        assert figures[0][1] is figures[2][1] is None
        assert figures[0][2] > 0
    assert written["unreachable"] == [{"id": "p1", "reason": "p1 lies on a road that is closed"}]
    assert "p1 lies on a road that is closed" in said.err


def test_points_cut_off_from_one_another_have_null_between_them(measure, drawn) -> None:
    _, written = measure("--closed", drawn(box(220, -50, 280, 550)))  # all six streets
    for rows in written["cargo-bike"].values():
        assert rows == [[0, None], [None, 0]]
    assert written["unreachable"] == []


def test_when_every_point_is_in_it_nothing_is_written(measure, drawn) -> None:
    said, _ = measure("--closed", drawn(box(-100, -100, 600, 600)))
    assert (said.code, "none of the 2 points is near an open road" in said.last_line) == (1, True)


def test_an_end_in_the_market_is_told(call, village: Path, drawn) -> None:
    inside = lonlat(250, 200)
    said = call("route", village, HERE, inside, "--closed", drawn(MARKET))
    assert said.code == 1
    assert "this place lies on a road that is closed" in said.last_line
    cut = call("route", village, HERE, THERE, "--closed", drawn(box(220, -50, 280, 550)))
    assert (cut.code, "while roads are closed" in cut.last_line) == (1, True)


def test_a_market_on_a_meadow_is_told_and_closes_nothing(call, village: Path, ride, drawn) -> None:
    file = drawn(box(220, 220, 280, 280))
    said = call("route", village, HERE, THERE, "--closed", file)
    assert said.code == 0
    assert "markt.geojson: no road for cargo-bike lies within its polygons" in said.err
    assert ride("--closed", file) == ride()
    dutch = call("route", village, HERE, THERE, "--closed", file, "--lang", "nl")
    assert "markt.geojson: binnen de vlakken ervan ligt geen weg voor cargo-bike" in dutch.err


@pytest.fixture
def reach(call, village: Path, tmp_path: Path):
    def run(place: str, *arguments: str | Path):
        out = tmp_path / "bereik.geojson"
        said = call("isochrone", village, place, "--minutes", "0.5", *arguments, "-o", out)
        shape = None if said.code else json.dumps(json.loads(out.read_text())["geometry"])
        return said, shapely.from_geojson(shape)

    return run


def test_the_reach_of_a_place_ends_where_a_market_begins(reach, drawn) -> None:
    _, open_shape = reach(HERE)
    said, shape = reach(HERE, "--closed", drawn(MARKET))
    assert said.code == 0, said.err
    along = shapely.Point(at(260, 200))  # 110 m along the street; closed, it is within 40 m of no other road
    assert open_shape.covers(along)
    assert not shape.covers(along)
    assert shape.covers(shapely.Point(at(150, 200)))
    _, slow = reach(HERE, "--closed", drawn(MARKET, slowed=9))
    assert not slow.covers(along)
    assert slow.covers(shapely.Point(at(150, 200)))


def test_from_a_place_in_the_market_nothing_is_reached(reach, drawn) -> None:
    said, _ = reach(lonlat(250, 200), "--closed", drawn(MARKET))
    assert (said.code, "this place lies on a road that is closed" in said.last_line) == (1, True)


def swapped(shape: dict) -> dict:
    return {"type": "Polygon", "coordinates": [[point[::-1] for point in ring] for ring in shape["coordinates"]]}


BOW_TIE = {"type": "Polygon", "coordinates": [[at(0, 0), at(9, 9), at(9, 0), at(0, 9), at(0, 0)]]}
RD = {"type": "Polygon", "coordinates": [[[155000, 463000], [155100, 463000], [155100, 463100], [155000, 463000]]]}


@pytest.mark.parametrize("command", ["route", "matrix", "isochrone"])
@pytest.mark.parametrize(
    ("shape", "properties", "told"),
    [
        ({"type": "LineString", "coordinates": [at(0, 0), at(9, 9)]}, {}, "a closure is a LineString, not a polygon"),
        ({"type": "Point", "coordinates": at(0, 0)}, {}, "a closure is a Point, not a polygon"),
        ({"type": "Polygon", "coordinates": []}, {}, "a closure is empty, not a polygon"),
        (None, {}, "there is no polygon in it"),
        (BOW_TIE, {}, "a closure crosses or touches itself (Self-intersection"),
        (RD, {}, "a closure runs to 155100, 463100, which are no degrees"),
        (swapped(MARKET), {}, "lon and lat of a closure are swapped. Write lon first"),
        ({"type": "Polygon", "coordinates": [["a"]]}, {}, 'position 1 of a ring of a closure is "a", not two'),
        ({"type": "Kring"}, {}, "is no GeoJSON"),
        (MARKET, {"slowed": "2"}, "slowed is '2', no number"),
        (MARKET, {"slowed": True}, "slowed is True, no number"),
        (MARKET, {"slowed": 1}, "slowed is 1. Give a factor above 1 and up to 100"),
        (MARKET, {"slowed": -3}, "slowed is -3. Give a factor above 1"),
        (MARKET, {"slowed": 10**400}, "slowed is inf. Give a factor above 1"),
        (MARKET, {"slowed": float("nan")}, "slowed is nan. Give a factor above 1"),
    ],
)
def test_a_file_that_closes_nothing_sensible_is_told_in_one_line(
    *, call, village: Path, drawn, tmp_path: Path, command: str, shape: object, properties: dict, told: str
) -> None:
    points = tmp_path / "punten.csv"
    points.write_text(f"id,lon,lat\na,{HERE}\nb,{THERE}\n")
    out = tmp_path / "uit.json"
    arguments = {
        "route": [HERE, THERE],
        "matrix": [points, "--profile", "bike", "-o", out],
        "isochrone": [HERE, "--minutes", "5", "-o", out],
    }[command]
    said = call(command, village, *arguments, "--closed", drawn(shape, **properties))
    assert said.code == 2
    assert "markt.geojson: " in said.last_line
    assert told in said.last_line
    assert "Traceback" not in said.err
    assert not out.exists()


def test_a_missing_file_and_one_that_is_no_json_are_told(call, village: Path, tmp_path: Path) -> None:
    said = call("route", village, HERE, THERE, "--closed", tmp_path / "weg.geojson")
    assert (said.code, "weg.geojson: cannot be read (No such file" in said.last_line) == (2, True)
    file = tmp_path / "tekst.geojson"
    file.write_text("markt")
    said = call("route", village, HERE, THERE, "--closed", file)
    assert (said.code, "tekst.geojson: is no JSON" in said.last_line) == (2, True)
