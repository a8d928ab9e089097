"""What is computed for charts, sheets, GeoJSON and colours."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.position import Position
from maps.day_view import DayView, RoundView, StopView, TaskView
from maps.geojson import rounds_geojson
from maps.interval_chart import interval_chart
from maps.pages import style
from maps.palette import ROUND_COLOURS, round_colour
from maps.route_sheet import route_sheet
from maps.saving import saving_in_words
from maps.sheet_map import sheet_map
from tests.drawn_day import length_m

CORNERS = [(5.0, 52.0), (5.01, 52.0), (5.01, 52.005), (5.0, 52.0)]


def one_round(line: list[tuple[float, float]] = CORNERS, stops: int = 2) -> RoundView:
    return RoundView(
        id="round-1",
        number=1,
        vehicle="bike-1",
        start=Position(*CORNERS[0]),
        start_place="Bakker",
        leaving_s=46_800,
        return_s=50_400,
        stops=[
            StopView(
                number=i + 1,
                position=Position(*CORNERS[1 + i % 2]),
                place=f"Dorpsstraat {i + 1}",
                arrival_s=47_000 + 60 * i,
                leaving_s=47_030 + 60 * i,
                tasks=[TaskView("delivery", f"o-{i}", "Jansen", 2.5, 10.0, "Bakker", (46_800, 54_000), "cool")],
                line=CORNERS[i % 2 : i % 2 + 2],
                leg_distance_m=685,
            )
            for i in range(stops)
        ],
        line=line,
        distance_m=round(length_m(line)),
        duration_s=3_600,
        kg=2.5 * stops,
        litres=10.0 * stops,
    )


def test_a_round_that_cannot_come_back_is_told_no_time_of_return() -> None:
    for unreached, times in (((), 2), ((0,), 0)):
        one = replace(one_round(), unreached=unreached)
        sheet = route_sheet(one, a_day(one), lang="en")
        assert sheet.count("14:00") == times
        assert ("cannot be reached" in sheet) == bool(unreached)


def a_day(*rounds: RoundView) -> DayView:
    return DayView("Dorp", date(2026, 11, 24), Path("dorp.osm.pbf"), rounds, [], invented_demand=False)


def test_geojson_has_a_line_for_each_round_and_a_point_for_each_stop():
    features: list[dict[str, Any]] = rounds_geojson(a_day(one_round()))["features"]
    assert [feature["geometry"]["type"] for feature in features] == ["LineString", "Point", "Point"]
    line, stop, _ = features
    assert line["properties"]["round"] == "round-1"
    assert line["properties"]["vehicle"] == "bike-1"
    assert length_m(line["geometry"]["coordinates"]) == pytest.approx(line["properties"]["distance_m"], rel=0.01)
    assert stop["geometry"]["coordinates"] == [5.01, 52.0]
    assert stop["properties"]["arrival"] == "13:03"
    assert stop["properties"]["tasks"] == [
        {
            "kind": "delivery",
            "done": "delivery",
            "order": "o-0",
            "who": "Jansen",
            "shop": "Bakker",
            "kg": 2.5,
            "litres": 10.0,
            "window_s": [46_800, 54_000],
            "note": "cool",
        }
    ]


def test_a_round_that_goes_nowhere_is_still_valid_geojson():
    standing = rounds_geojson(a_day(one_round(line=[], stops=0)))
    assert standing["features"][0]["geometry"]["coordinates"] == [[5.0, 52.0], [5.0, 52.0]]
    assert rounds_geojson(a_day()) == {"type": "FeatureCollection", "features": []}


def saved(low: int, central: int, high: int) -> dict[str, Any]:
    return {
        "saved_g": {"pooled_van": {"low": low, "central": central, "high": high, "probability": 0.5}},
        "co2_g": {"factor_set": "2026.1"},
    }


@pytest.mark.parametrize(
    ("saving", "effect", "short", "range_"),
    [
        ((100, 200, 300), "less", "200 g minder", "100 tot 300 g minder"),
        ((-300, -200, -100), "more", "200 g meer", "100 tot 300 g meer"),  # an increase, smaller end first
        ((-100, 200, 300), "unsure", "onzeker", "van 100 g meer tot 300 g minder"),  # whatever its middle
        ((-430, 1402, 3600), "unsure", "onzeker", "van 0,43 kg meer tot 3,6 kg minder"),
        ((0, 200, 300), "less", "200 g minder", "0 tot 300 g minder"),
        ((970, 2100, 7600), "less", "2,1 kg minder", "0,97 tot 7,6 kg minder"),
        ((0, 0, 0), "same", "geen verschil", ""),
    ],
)
def test_an_increase_is_told_as_an_increase(saving: tuple[int, int, int], effect: str, short: str, range_: str):
    told = saving_in_words(saved(*saving), "pooled_van", "nl")
    assert told.effect == effect
    assert told.short.replace("\N{NO-BREAK SPACE}", " ") == short
    assert told.range.replace("\N{NO-BREAK SPACE}", " ") == range_
    assert "2026.1" in told.sentence


@given(st.lists(st.tuples(*[st.integers(0, 10**9)] * 3).map(sorted), min_size=1, max_size=6))
def test_every_bar_lies_on_its_axis(ranges: list[list[int]]):
    chart = interval_chart({str(i): {"low": a, "central": b, "high": c} for i, (a, b, c) in enumerate(ranges)})
    assert [value for _, value in chart.ticks] == sorted({value for _, value in chart.ticks})
    assert 2 <= len(chart.ticks) <= 6
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.middle <= bar.x + bar.width + 0.2
        assert bar.x + bar.width <= chart.width + 4.2


@pytest.mark.parametrize("stops", [0, 1, 2, 60])
def test_marks_on_the_sheet_do_not_lie_over_each_other(stops: int):
    drawn = sheet_map(one_round(stops=stops), None)
    apart = [hypot(a.x - b.x, a.y - b.y) for a, b in combinations(drawn.marks, 2)]
    assert all(distance >= 2 * drawn.radius for distance in apart)
    assert sum(1 + int(mark.number.partition("+")[2] or 0) for mark in drawn.marks) == stops


def test_sixty_stops_in_one_street_all_find_room():
    line = [(5.0 + i * 2e-5, 52.0) for i in range(60)]
    stops = [StopView(i + 1, Position(*point), "Straat", 0, 0, [], [], 0) for i, point in enumerate(line)]
    drawn = sheet_map(RoundView("r", 1, "v", Position(5, 52), "D", 0, 0, stops, line, 100, 10, 0, 0), None)
    apart = [hypot(a.x - b.x, a.y - b.y) for a, b in combinations(drawn.marks, 2)]
    assert min(apart) >= 1.5 * drawn.radius
    assert all(0 <= mark.x <= drawn.width and 0 <= mark.y <= drawn.height for mark in drawn.marks)


def contrast_under_white(channels: list[float]) -> float:
    """Channels from 0 to 255. Source: WCAG 2.2, relative luminance and contrast ratio."""
    shares = [channel / 255 for channel in channels]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


@pytest.mark.parametrize("colour", ROUND_COLOURS)
def test_white_numbers_are_legible_on_every_round_and_on_the_strip_beside_it(colour: str):
    channels = [float(int(colour[i : i + 2], 16)) for i in (1, 3, 5)]
    assert contrast_under_white(channels) >= 4.5
    strip = re.search(r"\.stop \.of \{[^}]*background: rgb\((\d+) (\d+) (\d+) / (\.\d+)\)", style("day_map.css"))
    assert strip is not None
    *over, share = map(float, strip.groups())
    blended = [share * above + (1 - share) * below for above, below in zip(over, channels, strict=True)]
    assert contrast_under_white(blended) >= 4.5


def test_colours_begin_again_after_the_last():
    assert round_colour(0) == round_colour(len(ROUND_COLOURS))


EDGES = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}


@pytest.mark.parametrize("edge", EDGES)
def test_no_mark_on_the_sheet_is_cut_by_its_edge(edge: str):
    """Sixty-four doors stand so close at one end of the round that their marks push each other out over it."""
    east, north = EDGES[edge]
    crowd = [(column * 3e-5, row * 2e-5) for column in range(8) for row in range(8)]
    doors = [(5.0 + 0.03 * east + lon, 52.0 + 0.02 * north + lat) for lon, lat in crowd]
    points = [*doors, (5.0 - 0.03 * east, 52.0 - 0.02 * north)]
    stops = [StopView(i + 1, Position(*point), "Straat", 0, 0, [], [], 0) for i, point in enumerate(points)]
    drawn = sheet_map(RoundView("r", 1, "v", Position(5, 52), "D", 0, 0, stops, points, 100, 10, 0, 0), None)
    assert len(drawn.marks) == len(points)
    for mark in drawn.marks:
        assert drawn.radius <= mark.x <= drawn.width - drawn.radius
        assert drawn.radius <= mark.y <= drawn.height - drawn.radius
