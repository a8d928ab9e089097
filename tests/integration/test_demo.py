"""The demo run small: its files agree with each other and with their schema."""

import json
from importlib.resources import files
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cli.main import main
from tests.small_demo import ORDERS, SMALL


@pytest.fixture(scope="module")
def report(small_demo: Path) -> dict:
    return json.loads((small_demo / "report.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def rounds(small_demo: Path) -> list[dict]:
    return json.loads((small_demo / "rounds.geojson").read_text("utf-8"))["features"]


def sphere_m(a: list[float], b: list[float]) -> float:
    """Haversine on a sphere: an oracle that shares nothing with the network's ellipsoid."""
    (lon1, lat1), (lon2, lat2) = ([radians(x) for x in point] for point in (a, b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(half))


def test_the_report_is_valid_against_its_schema(report: dict) -> None:
    schema = json.loads(files("rounds").joinpath("report.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(report)


def test_every_order_is_delivered_once_or_unassigned_with_a_reason(report: dict, rounds: list[dict]) -> None:
    delivered = [
        task["order"]
        for feature in rounds
        if feature["geometry"]["type"] == "Point"
        for task in feature["properties"]["tasks"]
        if task["kind"] == "delivery"
    ]
    unassigned = [entry["id"] for entry in report["orders"]["unassigned"]]
    assert sorted(delivered + unassigned) == sorted(f"order-{number}" for number in range(1, ORDERS + 1))
    assert report["orders"]["planned"] == len(delivered)
    assert len(unassigned) <= 0.05 * ORDERS


def test_every_order_is_collected_before_it_is_delivered(rounds: list[dict]) -> None:
    on_board: set[tuple[str, str]] = set()
    for feature in rounds:
        if feature["geometry"]["type"] != "Point":
            continue
        for task in feature["properties"]["tasks"]:
            parcel = (feature["properties"]["round"], task["order"])
            if task["kind"] == "pickup":
                on_board.add(parcel)
            else:
                on_board.remove(parcel)
    assert not on_board


def test_the_lines_on_the_map_are_as_long_as_the_report_says(report: dict, rounds: list[dict]) -> None:
    lines = {
        feature["properties"]["round"]: feature["geometry"]["coordinates"]
        for feature in rounds
        if feature["geometry"]["type"] == "LineString"
    }
    assert set(lines) == {planned["id"] for planned in report["rounds"]}
    for planned in report["rounds"]:
        drawn_m = sum(sphere_m(a, b) for a, b in pairwise(lines[planned["id"]]))
        assert drawn_m == pytest.approx(planned["distance_m"], rel=0.01)
    assert sum(planned["distance_m"] for planned in report["rounds"]) == report["metres"]["pooled"]


def test_pooling_drives_less_than_every_order_alone(report: dict) -> None:
    assert 0 < report["metres"]["pooled"] < report["metres"]["each_alone"]
    assert report["metres"]["shop_tours"] <= report["metres"]["each_alone"]


def test_each_figure_of_co2_has_a_range_around_its_centre(report: dict) -> None:
    for name in ("project", "customer_collects", "shop_tours", "parcel_network", "pooled_van"):
        figure = report["co2_g"][name]
        assert 0 < figure["low"] < figure["central"] < figure["high"], name


def test_its_page_says_how_the_figures_were_made(report: dict, small_demo: Path) -> None:
    page = (small_demo / "report.html").read_text("utf-8")
    assert "Hoe deze cijfers gemaakt zijn" in page
    assert f"met startgetal {report['seed']}" in page


def test_there_is_a_route_sheet_for_each_round_and_no_other(report: dict, small_demo: Path) -> None:
    sheets = {sheet.name for sheet in (small_demo / "sheets").iterdir()}
    assert sheets == {f"round-{number}.html" for number in range(1, len(report["rounds"]) + 1)}


def test_the_same_seed_and_iterations_give_the_same_day(report: dict, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main([*SMALL, "--out", str(tmp_path)])
    assert json.loads((tmp_path / "report.json").read_text("utf-8")) == report


def test_route_sheets_of_an_earlier_day_are_removed_and_nothing_else(small_demo: Path, tmp_path: Path) -> None:
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "round-99.html").write_text("gisteren")
    (tmp_path / "sheets" / "notes.txt").write_text("van mij")
    (tmp_path / "sheets" / "round-notes.html").write_text("van mij")
    (tmp_path / "sheets" / "round-98.html").mkdir()
    with pytest.raises(SystemExit):
        main([*SMALL, "--out", str(tmp_path)])
    assert not (tmp_path / "sheets" / "round-99.html").exists()
    assert (tmp_path / "sheets" / "notes.txt").read_text() == "van mij"
    assert (tmp_path / "sheets" / "round-notes.html").read_text() == "van mij"
    assert (tmp_path / "sheets" / "round-98.html").is_dir()


def test_more_days_bring_the_report_of_each_month_they_lie_in(tmp_path: Path) -> None:
    (tmp_path / "month-2025-01.html").write_text("vorig jaar")
    (tmp_path / "month-notes.html").write_text("van mij")
    with pytest.raises(SystemExit):
        main([*SMALL, "--date", "2026-11-30", "--days", "2", "--out", str(tmp_path)])
    first_day, *months = (
        json.loads((tmp_path / f"{name}.json").read_text("utf-8"))
        for name in ("report", "month-2026-11", "month-2026-12")
    )
    assert [[day["date"] for day in month["days"]] for month in months] == [["2026-11-30"], ["2026-12-01"]]
    assert [month["orders"]["given"] for month in months] == [ORDERS, ORDERS]
    assert months[0]["metres"]["pooled"] == first_day["metres"]["pooled"] != months[1]["metres"]["pooled"]
    assert "Hoe deze cijfers gemaakt zijn" in (tmp_path / "month-2026-12.html").read_text("utf-8")
    assert not (tmp_path / "month-2025-01.html").exists()
    assert (tmp_path / "month-notes.html").read_text() == "van mij"


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_that_no_clock_tells_is_refused_before_anything_is_made(
    day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*SMALL, "--date", day, "--days", "31", "--out", str(tmp_path)])
    assert ended.value.code == 2
    assert f"nobody delivers on {day}" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
