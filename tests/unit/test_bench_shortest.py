"""How shortest paths are compared with the peers': what is the same path, and what stops whom."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bench.road_peers.entry import shape_points
from bench.roads_beside import beside_it, in_turns
from bench.shortest.causes import NOT_EXPLAINED, cause_of
from bench.shortest.comparison import Comparison, Difference, first_explained, ratio_of, share_with_either
from bench.shortest.ends import draw_pairs, ends_on_ways
from bench.shortest.engines import Found, Place
from bench.shortest.extracts import is_platform
from bench.shortest.osm_ways import OsmWay, OsmWays, Point
from bench.shortest.page import lines_of
from bench.shortest.parting import Obstacle, length_m, partings, pieces_of
from bench.shortest.pure_metres import PLATFORM, SWITCHED_OFF, pure_metres
from bench.shortest.town import Town
from data.distance import metres_apart
from kernel.position import Position
from routing.network.polyline import encoded_polyline
from tests.scenarios.table import scenarios, tags_of

ROOT = Path(__file__).parents[2]
STEP = 0.001
"""Degrees between nodes: about 111 m along the equator."""


def village(**tags: dict[str, str]) -> OsmWays:
    """Draw a square of four streets, 1 to 4 at its corners, each street a way of its own with a node in its middle.

    a: 1–2, b: 2–3, c: 3–4, d: 4–1.
    """
    corners = {1: (0.0, 0.0), 2: (2 * STEP, 0.0), 3: (2 * STEP, 2 * STEP), 4: (0.0, 2 * STEP)}
    middles = {12: (STEP, 0.0), 23: (2 * STEP, STEP), 34: (STEP, 2 * STEP), 41: (0.0, STEP)}
    rows = {"a": (101, (1, 12, 2)), "b": (102, (2, 23, 3)), "c": (103, (3, 34, 4)), "d": (104, (4, 41, 1))}
    ways = {
        number: OsmWay(number, nodes, tags.get(name, {"highway": "residential"}), whole=True)
        for name, (number, nodes) in rows.items()
    }
    return OsmWays(ways, {}, set(), {**corners, **middles})


class Rider:
    """An engine that goes from node to node of the village; `closed` are (way, forward) that it does not ride."""

    name = "rider"

    def __init__(self, ways: OsmWays, closed: set[tuple[int, bool]], no_turn: tuple[int, int] | None = None) -> None:
        self.ways = ways
        self.closed = closed
        self.no_turn = no_turn

    def near(self, points: Sequence[Point]) -> list[Place | None]:
        found: list[Place | None] = []
        for point in points:
            way = self.ways.steps([point, point_ahead(self.ways, point)])[0].way
            closed = way is None or {(way, True), (way, False)} <= self.closed
            found.append({"ways": [] if closed else [way], "off_m": 0.0})
        return found

    def paths(self, pairs: Sequence[tuple[Point, Point]]) -> list[Found | None]:
        raise NotImplementedError

    def metres(self, pairs: Sequence[tuple[Point, Point]]) -> list[float | None]:
        return [self._metres(*pair) for pair in pairs]

    def _metres(self, begin: Point, end: Point) -> float:
        """Go straight where that is allowed, else an hour's way round."""
        first, last = self._at(begin, end), self._at(end, end)
        turns = first[0] != last[0]
        stopped = first in self.closed or (turns and last in self.closed) or (first[0], last[0]) == self.no_turn
        return 5_000.0 if stopped else manhattan_m(begin, end)

    def _at(self, point: Point, towards: Point) -> tuple[int, bool]:
        ahead = point_ahead(self.ways, point)
        step = self.ways.steps([point, ahead])[0]
        assert step.way is not None
        onward = length_m(ahead, towards) <= length_m(point, towards) or point is towards
        return step.way, step.forward == onward


def point_ahead(ways: OsmWays, point: Point) -> Point:
    """Give the node that the street through a point leads to as it was drawn."""
    for way in ways.ways.values():
        for begin, end in pairwise(way.nodes):
            (ax, ay), (bx, by) = ways.at[begin], ways.at[end]
            on_line = abs((bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)) < 1e-12
            if on_line and min(ax, bx) <= point[0] <= max(ax, bx) and min(ay, by) <= point[1] <= max(ay, by):
                return ways.at[end]
    raise AssertionError(point)


def manhattan_m(begin: Point, end: Point) -> float:
    corner = (end[0], begin[1])
    return length_m(begin, corner) + length_m(corner, end)


A_THEN_B: Sequence[Point] = [
    (STEP / 2, 0.0),
    (STEP, 0.0),
    (2 * STEP, 0.0),
    (2 * STEP, STEP),
    (2 * STEP, 1.5 * STEP),
]


def test_a_line_is_told_in_the_ways_it_follows_from_the_middle_of_one_to_the_middle_of_another():
    steps = village().steps(A_THEN_B)
    assert [step.way for step in steps] == [101, 101, 102, 102]
    assert all(step.forward for step in steps)
    back = village().steps(A_THEN_B[::-1])
    assert [step.way for step in back] == [102, 102, 101, 101]
    assert not any(step.forward for step in back)


def test_a_line_off_every_way_is_said_to_be_on_none():
    steps = village().steps([(0.0, 0.0), (STEP, STEP), (2 * STEP, 2 * STEP)])
    assert [step.way for step in steps] == [None, None]


def test_a_path_is_taken_apart_where_roads_meet():
    pieces = pieces_of(A_THEN_B, village())
    assert [len(piece.steps) for piece in pieces] == [2, 2]
    assert pieces[0].m == pytest.approx(1.5 * STEP * 111_320)
    assert pieces[0].at(0.0) == pytest.approx(A_THEN_B[0])
    assert pieces[0].at(1.0) == pytest.approx((2 * STEP, 0.0))


@pytest.mark.parametrize(
    ("closed", "no_turn", "obstacle", "way"),
    [
        ({(102, True), (102, False)}, None, Obstacle.ROAD, 102),
        ({(102, True)}, None, Obstacle.DIRECTION, 102),  # a oneway
        (set(), (101, 102), Obstacle.TURN, 102),
    ],
)
def test_what_stops_an_engine_is_found_by_asking_it(closed, no_turn, obstacle, way):
    ways = village()
    ((found, *_),) = partings([pieces_of(A_THEN_B, ways)], Rider(ways, closed, no_turn), ways)
    assert (found.obstacle, found.piece.steps[0].way) == (obstacle, way)
    assert found.more_m > 4_000


def test_nothing_stops_who_can_follow():
    ways = village()
    assert partings([pieces_of(A_THEN_B, ways)], Rider(ways, set()), ways) == [[]]


@pytest.mark.parametrize(
    ("tags", "stopped", "cause"),
    [
        ({"highway": "steps"}, "rider", "pushed here, where rider does not push: steps"),
        ({"highway": "footway"}, "rider", "pushed here, where rider does not push: footways and squares"),
        ({"highway": "residential"}, "rider", NOT_EXPLAINED),
        ({"highway": "residential", "bicycle": "use_sidepath"}, "ours", "closed here: bicycle=use_sidepath"),
        ({"highway": "motorway"}, "ours", "closed here: highway=motorway"),
        ({"highway": "path", "mtb:scale": "3"}, "ours", "declared: a hikers'"),
        ({"highway": "footway", "bicycle": "no"}, "ours", "declared: one may walk where only riding is forbidden"),
        ({"railway": "platform"}, "ours", f"declared: {PLATFORM}"),
    ],
)
def test_a_cause_is_read_off_the_tags_of_what_stops(tags, stopped, cause):
    ways = village(b=tags)
    ((parting, *_),) = partings([pieces_of(A_THEN_B, ways)], Rider(ways, {(102, True), (102, False)}), ways)
    assert cause_of(parting, stopped, pure_metres(), ways).startswith(cause)


def test_a_difference_that_nothing_stops_is_not_explained():
    assert first_explained([], "ours", pure_metres(), village()) == (NOT_EXPLAINED, 0)


def test_the_costliest_place_that_has_a_cause_counts():
    ways = village(a={"highway": "residential"}, b={"highway": "steps"})
    closed = {(way, forward) for way in (101, 102) for forward in (True, False)}
    (stops,) = partings([pieces_of(A_THEN_B, ways)], Rider(ways, closed), ways)
    assert {stop.piece.steps[0].way for stop in stops} == {101, 102}
    assert first_explained(stops, "rider", pure_metres(), ways)[1] == 102


def test_every_metre_costs_a_metre():
    table = pure_metres().table
    for road in [*table.highway.values(), *table.route.values(), *table.ramp.values()]:
        assert road.penalty == 1
        assert road.pushing_penalty in (None, 1)
        assert road.entry_m == 0
    assert {condition.penalty for rows in table.tag.values() for condition in rows.values()} == {1}
    assert {barrier.metres for barrier in [*table.barrier.values(), *table.kerb.values()]} == {0}
    assert table.pushing is not None
    assert table.pushing.penalty == 1
    assert table.effort is None  # level, so that no climb counts


def test_the_profile_that_people_ride_by_is_left_as_it_is():
    before = pure_metres(()).table.model_dump()
    pure_metres()
    assert pure_metres(()).table.model_dump() == before


@pytest.mark.parametrize("reason", SWITCHED_OFF)
def test_what_is_switched_off_is_declared_and_does_something(reason: str):
    """A reason stands in docs/profiles.md, and one of its scenarios opens or closes by it."""
    declared = [row for name in ("bike", "cargo-bike") for row in scenarios(name) if row.reason == reason]
    assert any(openness(row.tags, (reason,)) != openness(row.tags, ()) for row in declared)


def test_platforms_are_declared():
    assert {row.tags for row in scenarios("bike") if row.reason == PLATFORM} == {
        "railway=platform",
        "highway=platform",
    }
    assert is_platform({"railway": "platform"})
    assert not is_platform({"railway": "platform", "highway": "footway"})


def openness(text: str, off: Sequence[str]) -> tuple[bool, ...]:
    tags, profile = tags_of(text), pure_metres(off)
    if "barrier" in tags:
        return (profile.passage(tags) is not None,)
    ride = profile.ride(tags)
    paces = (ride.forward, ride.backward)
    return tuple(pace is not None and pace.entry_m == 0 for pace in paces)


def test_a_pair_whose_path_begins_elsewhere_is_not_compared():
    pair = ((0.0, 0.0), (STEP, 0.0))
    straight = Found(111.0, pair)
    assert ratio_of(pair, straight, Found(100.0, pair)) == pytest.approx(1.11)
    assert np.isnan(ratio_of(pair, straight, Found(100.0, [(0.0, STEP), (STEP, 0.0)])))
    assert ratio_of(pair, straight, None) == 0.0
    assert ratio_of(pair, None, straight) == np.inf


def test_a_pair_agrees_with_either_where_one_peer_says_the_same():
    one = Comparison("one", np.array([1.0, 1.5, np.nan, 1.5]), ())
    other = Comparison("other", np.array([0.5, 1.01, np.nan, 0.5]), ())
    assert share_with_either([one, other]) == 0.5
    assert (one.compared, one.share) == (3, pytest.approx(1 / 3))


def test_the_page_counts_every_pair_that_differs():
    osrm = Comparison(
        "OSRM", np.array([1.0, 1.5, 1.001, 0.0]), [Difference(1, 1.5, "hill", 7), Difference(3, 0.0, "ford", 8)]
    )
    valhalla = Comparison("Valhalla", np.array([1.0, np.nan, 1.0, 1.0]), [])
    pair = ((0.0, 0.0), (STEP, 0.0))
    town = Town("delft", [pair] * 4, 9, Counter(ours=5), [osrm, valhalla], [osrm, valhalla], {"OSRM": "1"})
    page = "\n".join(lines_of([town], "picture.svg"))
    assert "| delft | 4 | 50.0% of 4 | 100.0% of 3 | **75.0%** |" in page
    assert "Within 0.5% of OSRM, declared deviations switched off: delft 50.00%." in page
    assert page.count("| hill | 1 | 1.50 | 7 (1) |") == page.count("| ford | 1 | 0.00 | 8 (1) |") == 2
    assert "None." in page


def test_an_end_counts_only_where_everybody_brings_it_to_its_way():
    ways = village()
    everywhere, not_b = Rider(ways, set()), Rider(ways, {(102, True), (102, False)})
    drawn = [(101, (STEP / 2, 0.0)), (102, (2 * STEP, STEP / 2))]
    ends = ends_on_ways(drawn, [everywhere, not_b], ways)
    assert list(ends.points) == [(STEP / 2, 0.0)]
    assert ends.dropped == {"rider": 1}


def test_pairs_are_far_apart_and_the_same_for_a_seed():
    points = [(number * STEP, 0.0) for number in range(20)]
    pairs = draw_pairs(points, 50, 1)
    assert pairs == draw_pairs(points, 50, 1)
    assert all(metres_apart(Position(*begin), Position(*end)) >= 500 for begin, end in pairs)


def test_a_peers_line_is_read_as_the_format_says():
    """The example of the format's own page, of five digits there."""
    told = [(lon * 10, lat * 10) for lon, lat in shape_points("_p~iF~ps|U_ulLnnqC_mqNvxq`@")]
    assert told == [pytest.approx(point) for point in [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]]


def test_a_peers_line_is_read_as_our_own_are_written():
    """Ours have five digits: read as six, they come out a tenth as large."""
    line = np.array([[0.00001, -0.00001], [0.00004, -0.00033], [-179.99999, 89.99998]])
    assert [10 * place for point in shape_points(encoded_polyline(line)) for place in point] == pytest.approx(
        line.ravel().tolist(), abs=1e-9
    )


def test_without_a_newer_python_one_line_says_so_and_nothing_fails(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "scripts/set_up_road_peers.py", str(tmp_path / "peers")],
        cwd=ROOT,
        env={**os.environ, "ROAD_PYTHON": str(tmp_path / "nowhere")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "ROAD_PYTHON=" in done.stderr
    assert not (tmp_path / "peers").exists()


def test_the_lock_file_names_hashes_and_no_index():
    locked = (ROOT / "requirements" / "road-peers.txt").read_text("utf-8")
    packages = [line for line in locked.splitlines() if "==" in line]
    assert {line.split("==")[0] for line in packages} == {"osrm-bindings", "pyvalhalla"}
    assert "http" not in locked
    assert locked.count("--hash=sha256:") >= len(packages)


def test_engines_are_tried_in_turns_each_round_begun_by_another():
    called: list[str] = []

    def attempt(name: str) -> float:
        called.append(name)
        return float(len(called))

    seconds = in_turns({name: partial(attempt, name) for name in "abc"})
    assert "".join(called) == "abcbcacababcbca"
    assert seconds["a"] == [1, 6, 8, 10, 15]


def test_a_ratio_is_told_of_the_medians_and_of_the_least():
    assert beside_it([3.0, 1.0, 9.0], [4.0, 8.0, 6.0]) == "3.00 / 6.00 s = 0.50; least 1.00 / 4.00 s = 0.25"
