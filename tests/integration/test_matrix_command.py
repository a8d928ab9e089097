"""`dorpsronde matrix`: what it writes, and what a person reads when the points are wrong."""

import json
from pathlib import Path

import pytest

from routing.solver.vroom_reader import read_problem
from tests.own_process import run_command

HEADER = "id,lon,lat"
CORNER, OPPOSITE = "hoek,5.5,52.1", "overkant,5.507,52.104"
FAR = "ver,5.6,52.1"


@pytest.fixture
def table(tmp_path: Path):
    """Write lines as a file of points."""

    def write(*lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "punten.csv"
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    return tmp_path / "uit" / "matrix.json"


@pytest.fixture
def measure(call, village: Path, table, answer: Path):
    """Call the command on the village with lines as points."""

    def run(*lines: str, profile: str = "bike", encoding: str = "utf-8"):
        return call("matrix", village, table(*lines, encoding=encoding), "--profile", profile, "-o", answer)

    return run


def test_the_matrix_is_vrooms_with_metres_and_seconds(measure, answer: Path) -> None:
    said = measure(HEADER, CORNER, OPPOSITE)
    assert said.code == 0
    written = json.loads(answer.read_text())
    assert set(written) == {"bike", "unreachable"}
    assert written["unreachable"] == []
    [[here, there], [back, also_here]] = written["bike"]["distances"]
    assert here == also_here == 0
    assert there == back
    assert 880 < there < 960  # 480 m east and 445 m north along a grid of streets
    assert all(isinstance(seconds, int) for row in written["bike"]["durations"] for seconds in row)


def test_what_it_writes_is_read_as_the_matrices_of_a_problem(measure, answer: Path) -> None:
    assert measure(HEADER, CORNER, OPPOSITE).code == 0
    written = json.loads(answer.read_text())
    problem = read_problem({"vehicles": [{"id": 1, "profile": "bike", "start_index": 1}], "matrices": written})
    assert problem.with_metres
    assert problem.matrices["bike"].durations_s.tolist() == written["bike"]["durations"]


def test_a_point_without_a_road_is_null_and_listed(measure, answer: Path) -> None:
    said = measure(HEADER, CORNER, FAR, OPPOSITE, profile="cargo-bike")
    assert said.code == 0
    written = json.loads(answer.read_text())
    for figures in written["cargo-bike"].values():
        assert figures[1] == [None, None, None]
        assert figures[0][1] is figures[2][1] is None
        assert figures[0][2] > 0
    [listed] = written["unreachable"]
    assert listed["id"] == "ver"
    assert "m from the nearest road" in listed["reason"]
    assert listed["reason"] in said.err


def test_when_no_point_has_a_road_nothing_is_written(measure, answer: Path) -> None:
    said = measure(HEADER, FAR)
    assert said.code == 1
    assert "none of the 1 points is near a road for bike" in said.last_line
    assert not answer.exists()


@pytest.mark.parametrize(
    "lines",
    [
        ["\ufeff" + HEADER, CORNER, OPPOSITE],  # as spreadsheets save UTF-8
        ["lat,id,lon", "52.1,hoek,5.5", "52.104,overkant,5.507"],  # columns in another order
        [HEADER, "", " hoek , 5.5 , 52.1 ", OPPOSITE, ",,", ""],  # spaces, and lines without anything
        [HEADER + "\r", CORNER + "\r", OPPOSITE + "\r"],  # ends of lines as in Windows
        [HEADER, CORNER, '"een, twee",5.507,52.104'],  # a comma within quotes
    ],
)
def test_what_spreadsheets_write_is_read(measure, answer: Path, lines: list[str]) -> None:
    said = measure(*lines)
    assert said.code == 0
    assert len(json.loads(answer.read_text())["bike"]["distances"]) == 2


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], "the file is empty"),
        ([HEADER], "there are no points"),
        (["id;lon;lat", "a;5.5;52.1"], "columns are separated by semicolons"),
        (["id,lon", "a,5.5"], "line 1: column lat is missing"),
        (["id,lon,lat,naam", "a,5.5,52.1,Jan"], "line 1: column 'naam' is unknown"),
        (["id,lon,lon,lat", "a,5.5,5.5,52.1"], "line 1: column lon comes twice"),
        ([HEADER, CORNER, "b,oost,52.1"], "line 3, column lon: 'oost' is no number"),
        ([HEADER, CORNER, "b,5.5,nan"], "line 3, column lat: 'nan' is no number"),
        ([HEADER, "a,inf,52.1"], "line 2, column lon: 'inf' is no number"),
        ([HEADER, "a,1_0,52.1"], "line 2, column lon: '1_0' is no number"),  # Python would read 10
        ([HEADER, 'a,"5,5",52.1'], "line 2, column lon: '5,5' is no number"),
        ([HEADER, "a,5,5,52,1"], "line 2: there are 5 columns instead of 3"),
        ([HEADER, "a,,52.1"], "line 2, column lon: this is empty"),
        ([HEADER, ",5.5,52.1"], "line 2, column id: this is empty"),
        ([HEADER, CORNER, CORNER], "line 3, column id: 'hoek' is already on line 2"),
        ([HEADER, "a,155000,463000"], "line 2, columns lon and lat: 155000.0, 463000.0 is not on the globe"),
        ([HEADER, CORNER, "b,52.1,5.5"], "line 3, columns lon and lat: lon 52.1 and lat 5.5 seem to be swapped"),
        ([HEADER, 'a,"5.5,52.1'], "line 2: unexpected end of data"),
        ([HEADER, "a,1e999,52.1"], "line 2, columns lon and lat: inf, 52.1 is no position"),
        ([HEADER, "a\u2028b,5.5,52.1", CORNER, CORNER], "line 4, column id"),  # ends no line, whatever Python thinks
    ],
)
def test_a_wrong_table_is_told_in_one_line(measure, answer: Path, lines: list[str], told: str) -> None:
    said = measure(*lines)
    assert said.code == 2
    assert "punten.csv" in said.last_line
    assert told in said.last_line
    assert "Traceback" not in said.err
    assert not answer.exists()


def test_a_table_in_another_encoding_is_refused(measure, answer: Path) -> None:
    said = measure(HEADER, "café,5.5,52.1", encoding="utf-16")
    assert (said.code, "no UTF-8 text" in said.last_line) == (2, True)


def test_too_many_points_are_refused(measure, answer: Path) -> None:
    lines = [f"{number},5.5,52.1" for number in range(5_001)]
    said = measure(HEADER, *lines)
    assert (said.code, "more than 5,000 points" in said.last_line) == (2, True)


def test_a_missing_table_is_named(call, village: Path, tmp_path: Path, answer: Path) -> None:
    said = call("matrix", village, tmp_path / "weg.csv", "--profile", "bike", "-o", answer)
    assert (said.code, "weg.csv" in said.last_line) == (2, True)


def test_an_unknown_profile_is_refused_before_the_roads_are_read(measure, answer: Path) -> None:
    said = measure(HEADER, CORNER, profile="bakfiets")
    assert (said.code, "bakfiets" in said.last_line, "Reading" in said.err) == (2, True, False)


def test_a_full_disk_leaves_the_old_matrix(village: Path, table, answer: Path) -> None:
    answer.parent.mkdir()
    answer.write_text("the old one")
    points = table(HEADER, *(f"p{number},{5.5 + number / 1e5},52.1" for number in range(60)))
    run = run_command("matrix", village, points, "--profile", "bike", "-o", answer, most_bytes=4_096)
    assert run.returncode == 1
    assert f"{answer}: could not be written (File too large)" in run.stderr.splitlines()[-1]
    assert answer.read_text() == "the old one"
    assert [file.name for file in answer.parent.iterdir()] == [answer.name]
