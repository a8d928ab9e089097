"""The way between two places at a moment of a day with closures, and with tags that have hours."""

from datetime import date
from pathlib import Path

import pytest
import shapely

from kernel.position import Position
from rounds.roads import Roads
from rounds.roads_of_day import RoadsOfDay
from tests.closed_village import MARKET, at, box, crossed_m
from tests.hours import closed
from tests.village import whole_village

DAY = date(2026, 12, 5)
BIKE = "cargo-bike"
HERE, THERE, INSIDE = (Position(*at(east, 200)) for east in (150, 350, 250))
"""On the third street: west of the market, east of it, and in it."""
TEN, NOON = 36_000, 43_200


@pytest.fixture(scope="module")
def roads(village: Path) -> Roads:
    return Roads.read(village)


def metres(ways: RoadsOfDay, origin: Position, destination: Position, second: int) -> int | None:
    path = ways.way(BIKE, origin, destination, second)
    return None if path is None else path.distance_m


@pytest.mark.parametrize(
    ("second", "is_straight"),
    [
        (TEN - 3_600, True),  # there and away before it begins
        (TEN - 5, False),  # it would begin under way
        (TEN, False),
        (NOON - 1, False),
        (NOON, True),  # open again
    ],
)
def test_a_way_avoids_what_is_closed_at_any_moment_of_the_ride(roads: Roads, second: int, is_straight: bool) -> None:
    ways = RoadsOfDay(roads, DAY, [closed(MARKET, 10, 12)])
    path = ways.way(BIKE, HERE, THERE, second)
    assert path is not None
    assert path.distance_m == pytest.approx(200 if is_straight else 400, abs=4)
    ridden = [(second, second + path.duration_s, shapely.LineString(path.line))]
    assert crossed_m(ridden, MARKET, (TEN, NOON)) == 0


def test_a_way_that_meets_the_next_closure_by_going_round_the_first_avoids_both(roads: Roads) -> None:
    """Round the market by the north is closed half a minute later: south is left."""
    north = box(150, 280, 350, 320)
    ways = RoadsOfDay(roads, DAY, [closed(MARKET, 10, 12), closed(north, 10 + 30 / 3_600, 12, "Noord")])
    path = ways.way(BIKE, HERE, THERE, TEN)
    assert path is not None
    assert path.line[:, 1].max() < at(0, 250)[1]


def test_the_street_one_leaves_from_may_close_behind_and_the_one_one_comes_to_may_not(roads: Roads) -> None:
    ways = RoadsOfDay(roads, DAY, [closed(MARKET, 10, 12)])
    assert metres(ways, INSIDE, THERE, TEN - 5) == pytest.approx(100, abs=4)
    assert metres(ways, INSIDE, THERE, TEN) is None
    assert metres(ways, HERE, INSIDE, TEN - 5) is None
    assert metres(ways, HERE, INSIDE, TEN - 300) == pytest.approx(100, abs=4)


def test_of_a_closure_of_many_streets_only_the_one_one_leaves_from_closes_behind(roads: Roads) -> None:
    """One may ride out of it where it ends, and not on through its other streets."""
    parade = RoadsOfDay(roads, DAY, [closed(box(120, 120, 380, 380), 10, 12)])
    north = Position(*at(250, 300))
    assert metres(parade, INSIDE, north, TEN - 300) == pytest.approx(200, abs=4)
    assert metres(parade, INSIDE, north, TEN - 5) is None
    assert metres(parade, INSIDE, THERE, TEN - 5) is None
    edge = RoadsOfDay(roads, DAY, [closed(box(220, 110, 280, 220), 10, 12)])
    assert metres(edge, INSIDE, THERE, TEN - 5) == pytest.approx(100, abs=4)


@pytest.mark.parametrize("side", [box(310, 280, 390, 320), box(310, 80, 390, 120)])
def test_who_leaves_a_closing_street_avoids_what_else_closes_under_way(roads: Roads, side: dict) -> None:
    """The next street east closes at once; one of the two ways round it a minute later."""
    minute = 10 + 60 / 3_600
    east = closed(box(310, 180, 390, 220), 10, 12)
    ways = RoadsOfDay(roads, DAY, [closed(MARKET, 10, 12), east, closed(side, minute, 12)])
    path = ways.way(BIKE, INSIDE, Position(*at(450, 200)), TEN - 5)
    assert path is not None
    assert path.distance_m == pytest.approx(400, abs=4)
    ridden = [(TEN - 5, TEN - 5 + path.duration_s, shapely.LineString(path.line))]
    assert crossed_m(ridden, side, (TEN + 60, NOON)) == 0


def test_who_may_wait_leaves_when_the_street_opens(roads: Roads) -> None:
    ways = RoadsOfDay(roads, DAY, [closed(MARKET, 10, 12)])
    found = ways.waiting(BIKE)(HERE, INSIDE, TEN)
    assert found is not None
    assert (found[0], found[1].distance_m) == (NOON, pytest.approx(100, abs=4))
    assert ways.leaving_at_once(BIKE)(HERE, INSIDE, TEN) is None
    assert RoadsOfDay(roads, DAY, [closed(MARKET, 10, 48)]).waiting(BIKE)(HERE, INSIDE, TEN) is None


def test_a_slow_street_is_told_in_seconds_and_for_whom_it_is(roads: Roads) -> None:
    ways = RoadsOfDay(roads, DAY, [closed(MARKET, 10, 12, slowed=1.5)])
    plain, slow = (ways.way(BIKE, HERE, INSIDE, second) for second in (NOON, TEN))
    assert plain is not None
    assert slow is not None
    assert (slow.distance_m, slow.duration_s > plain.duration_s) == (plain.distance_m, True)


def test_hours_of_tags_and_of_closures_count_together(tmp_path: Path) -> None:
    """The third street is forbidden to bicycles from eleven on by its sign; a market is on the fourth from two."""
    village = whole_village()
    named = '<tag k="name" v="Dwarsstraat 3"/>'
    sign = '<tag k="bicycle:conditional" v="no @ (Mo-Sa 11:00-18:00)"/>'
    village.elements = [one.replace(named, named + sign) if one.startswith("<way") else one for one in village.elements]
    assert any(sign in one for one in village.elements)
    roads = Roads.read(village.write(tmp_path / "sign.osm"))
    ways = RoadsOfDay(roads, DAY, [closed(box(110, 280, 390, 320), 14, 16)])
    west, east = Position(*at(100, 190)), Position(*at(400, 190))
    lines = {hour: ways.way(BIKE, west, east, hour * 3_600) for hour in (9, 12, 15)}
    assert all(line is not None for line in lines.values())
    rows = {
        hour: round((path.line[len(path.line) // 2, 1] - 52.1) * 111_195 / 100) for hour, path in lines.items() if path
    }
    assert rows[9] == 2, "along the street itself, while it is open"
    assert rows[12] in {1, 3}
    assert rows[15] == 1, "south, since the sign closes its own street and the market the one to the north"
    assert ways.moments(BIKE, (0, 86_400)) == [0, 11 * 3_600, 14 * 3_600, 16 * 3_600, 18 * 3_600]
