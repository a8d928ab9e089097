"""What is closed on a courier's way: named on the sheet of a round that may come upon it, and struck out on its map."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from kernel.position import Position
from maps.day_view import ClosureView, DayView, RoundView
from maps.route_sheet import route_sheet, route_sheets
from maps.sheet_map import sheet_map

RIDDEN = [(5.0, 52.0), (5.01, 52.0), (5.01, 52.005)]
ON_IT = [(5.004, 52.0), (5.006, 52.0)]
FAR = [(5.3, 52.3), (5.31, 52.3)]
AFTERNOON = RoundView(
    "round-1", 1, "Bakfiets", Position(5.0, 52.0), "Depot", 46_800, 57_600, [], RIDDEN, 1_200, 10_800, 0, 0,
    profile="cargo-bike",
)  # fmt: skip


def market(name: str = "Markt", streets: Sequence[Sequence[tuple[float, float]]] = (ON_IT,), **more) -> ClosureView:
    given = {"told": "dicht, van 13:30 tot 17:00", "slowed": False, "areas": [], "hours": (48_600, 61_200)}
    return ClosureView(name=name, streets=streets, **(given | more))


def a_day(*closures: ClosureView) -> DayView:
    return DayView("Dorp", date(2026, 12, 5), Path("dorp.osm.pbf"), [AFTERNOON], [], False, closures)


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize(
    ("closure", "is_told"),
    [
        (market(), True),
        (market(streets=[FAR, ON_IT]), True),
        (market(streets=[FAR]), False),
        (market(profiles=frozenset({"van", "cargo-bike"})), True),
        (market(profiles=frozenset({"van"})), False),  # a bike rides through
        (market(hours=(57_599, 61_200)), True),
        (market(hours=(57_600, 61_200)), False),  # the round is back when it begins
        (market(hours=(0, 46_801)), True),
        (market(hours=(0, 46_800)), False),  # over when the round leaves
    ],
)
def test_a_sheet_tells_what_its_courier_may_come_upon(closure: ClosureView, is_told: bool):
    drawn = sheet_map(AFTERNOON, None, [closure])
    assert list(drawn.closures) == [closure] * is_told
    assert bool(drawn.crosses) is is_told
    assert ("Markt : dicht, van 13:30 tot 17:00" in words_of(route_sheet(AFTERNOON, a_day(closure)))) is is_told


def test_crosses_lie_on_the_closed_street_alone():
    drawn = sheet_map(AFTERNOON, None, [market()])
    (start, start_y), (end, _) = ends_of(AFTERNOON)
    ends = [start + (end - start) * share for share in (0.4, 0.6)]
    strokes = [tuple(map(float, one)) for one in re.findall(r"M([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)", drawn.crosses)]
    middles = {((x + to_x) / 2, (y + to_y) / 2) for x, y, to_x, to_y in strokes}
    assert len(strokes) >= 2 * 8
    assert all(ends[0] <= x <= ends[1] for x, _ in middles)
    assert all(y == pytest.approx(start_y, abs=0.1) for _, y in middles)


def ends_of(one: RoundView) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the first stretch of the round begins and ends on paper."""
    numbers = [float(number) for number in re.findall(r"[\d.]+", sheet_map(one, None).way)[:4]]
    return (numbers[0], numbers[1]), (numbers[2], numbers[3])


@pytest.mark.parametrize("metres", [0, 3, 8])
def test_a_street_shorter_than_a_cross_is_struck_out_once(metres: int):
    street = [(5.004, 52.0), (5.004 + metres / 68_400, 52.0)]
    assert sheet_map(AFTERNOON, None, [market(streets=[street])]).crosses.count("M") == (2 if metres else 0)


def test_a_slow_street_is_dashed_and_not_struck_out():
    drawn = sheet_map(AFTERNOON, None, [market(slowed=True)])
    assert drawn.slow
    assert not drawn.crosses
    assert 'class="crosses"' not in route_sheet(AFTERNOON, a_day(market(slowed=True)))


def test_each_sheet_tells_its_own_closures_in_its_language():
    morning = replace(AFTERNOON, number=2, leaving_s=28_800, return_s=36_000)
    page = route_sheets([AFTERNOON, morning], a_day(market()), lang="en")
    first, second = page.split("<article>")[1:]
    assert "Closed or slow Markt :" in words_of(first)
    assert "Closed or slow" not in words_of(second)
    assert "Dicht of langzaam" not in route_sheet(AFTERNOON, a_day())


def test_a_name_that_is_a_script_stays_text():
    code = "<script>alert(1)</script> {{7*191}}"
    page = route_sheet(AFTERNOON, a_day(market(code)))
    assert code in unescape(page)
    assert "<script" not in page
