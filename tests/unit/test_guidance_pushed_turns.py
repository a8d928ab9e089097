"""A restricted turn is made on foot, and told so: off the bike, round the corner, and on again."""

from dataclasses import replace
from itertools import accumulate, pairwise

import pytest

from routing.network.guidance.course import Stretch
from routing.network.guidance.geojson import as_geojson
from routing.network.guidance.gpx import as_gpx
from routing.network.guidance.guided_route import GuidedRoute
from routing.network.guidance.osrm import as_osrm
from routing.network.guidance.pushed_turns import with_walks
from routing.network.guidance.roads import Road
from tests.osm_scenarios.guiding import guided, told
from tests.osm_scenarios.picture import Relation

STREET = {"highway": "residential"}
HIGH, LOW, PARK = ({**STREET, "name": name} for name in ("High Street", "Low Street", "Park Road"))

CROSSING = "   d\na  b  c\n   e"
ARMS = {"ab": HIGH, "cb": HIGH, "bd": LOW, "be": LOW}


def no(turn: str, *members: str) -> Relation:
    first, *via, last = members
    return Relation({"restriction": f"no_{turn}"}, [("from", first), *(("via", name) for name in via), ("to", last)])


NO_LEFT = no("left_turn", "ab", "b", "bd")


def crossing(ends: str, *restrictions: Relation, **more: object) -> GuidedRoute:
    return guided(CROSSING, ARMS, ends, profile="cargo-bike", restrictions=restrictions, **more)


def modes(route: GuidedRoute) -> list[tuple[str, int]]:
    return [(step.mode, step.distance_m) for step in route.steps]


def test_a_forbidden_left_turn_is_walked_for_twenty_metres() -> None:
    route = crossing("ad", NO_LEFT)
    assert told(route) == ["turn left", "notification straight"]
    assert modes(route) == [("cycling", 111), ("pushing bike", 20), ("cycling", 91), ("cycling", 0)]
    assert route.texts[1:3] == ["Get off and push: turn left onto Low Street", "Get back on along Low Street"]
    assert [step.maneuver.on_foot for step in route.steps] == [False, True, False, False]


def test_it_is_told_in_dutch() -> None:
    route = crossing("ad", NO_LEFT, lang="nl")
    assert route.texts[1:3] == ["Stap af en loop linksaf, Low Street in", "Stap weer op over Low Street"]


def test_who_may_turn_rides() -> None:
    for route in (crossing("ad"), crossing("ed", NO_LEFT), crossing("ae", NO_LEFT)):
        assert {step.mode for step in route.steps} == {"cycling"}
        assert not any(step.maneuver.on_foot for step in route.steps)


def test_straight_on_where_that_is_forbidden_is_told_too() -> None:
    route = crossing("ac", no("straight_on", "ab", "b", "cb"))
    assert told(route) == ["notification straight", "notification straight"]
    assert route.texts[1] == "Get off and push: go straight ahead to stay on High Street"


def test_a_restriction_over_a_way_between_binds_who_came_over_it() -> None:
    """The same turn at c is forbidden to who came from a, and free to who came from f."""
    rule = no("left_turn", "ab", "bc", "cd")
    ways = {"ab": HIGH, "bc": HIGH, "cd": LOW, "ce": PARK, "bf": STREET}
    for ends, mode in (("ad", "pushing bike"), ("fd", "cycling")):
        route = guided("      d\na  b  c\n   f  e", ways, ends, profile="cargo-bike", restrictions=[rule])
        [turn] = [step for step in route.steps if step.maneuver.modifier == "left"]
        assert turn.mode == mode


@pytest.mark.parametrize("barrier", ["gate", "bollard"])
def test_it_is_told_over_the_spokes_of_a_barrier(barrier: str) -> None:
    route = crossing("ad", NO_LEFT, barriers={"b": {"barrier": barrier}})
    assert told(route) == ["turn left", "notification straight"]
    assert modes(route)[1] == ("pushing bike", 20)


def test_a_path_that_ends_sooner_is_walked_to_its_end() -> None:
    route = crossing("ad", NO_LEFT, beside_deg=-0.0008)  # 22 m behind the crossing
    assert modes(route) == [("cycling", 111), ("pushing bike", 22), ("pushing bike", 0)]


def stretches(*metres: float, mode: str = "cycling") -> list[Stretch]:
    """Lay stretches end to end eastwards; onto the second one turns on foot."""
    ends = list(accumulate((one / 111_320 for one in metres), initial=0.0))
    return [
        Stretch(i, True, i, i + 1, m * 1000, m * 250, Road(), mode, "", 90, 90, [(start, 0), (end, 0)], pushed=i == 1)
        for i, (m, (start, end)) in enumerate(zip(metres, pairwise(ends), strict=True))
    ]


@pytest.mark.parametrize(
    ("metres", "parts"),
    [
        ([50, 60, 50], [50, -20, 40, 50]),
        ([50, 34, 50], [50, -34, 50]),
        ([50, 8, 8, 50], [50, -8, -8, -4, 46]),
        ([50, 8, 20, 50], [50, -8, -20, 50]),
        ([50, 20, 50], [50, -20, 50]),
        ([50, 5], [50, -5]),
    ],
)
def test_twenty_metres_are_walked_over_as_many_stretches_as_they_take(metres: list[float], parts: list[float]) -> None:
    """Parts below zero are walked; a last bit of less than 15 m is walked too."""
    course = with_walks(stretches(*metres))
    found = [stretch.mm / (-1000 if stretch.mode == "pushing bike" else 1000) for stretch in course]
    assert found == pytest.approx(parts)
    for before, after in pairwise(course):
        assert before.points[-1] == after.points[0]


def test_nobody_walks_on_aboard_a_ferry() -> None:
    course = stretches(50, 10, 500, 50)
    course[2] = replace(course[2], mode="ferry")
    assert [stretch.mode for stretch in with_walks(course)] == ["cycling", "pushing bike", "ferry", "cycling"]


def test_osrm_json_gpx_and_geojson_say_it() -> None:
    route = crossing("ad", NO_LEFT)
    turn, on_again = (as_osrm(step) for step in route.steps[1:3])
    assert (turn["mode"], turn["maneuver"]["type"], turn["maneuver"]["modifier"]) == ("pushing bike", "turn", "left")
    assert (on_again["mode"], on_again["maneuver"]["type"]) == ("cycling", "notification")
    assert on_again["intersections"] == [
        {"location": list(route.steps[2].maneuver.location), "bearings": [0], "entry": [True], "out": 0}
    ]
    for document in (as_gpx(route, "test"), as_geojson(route)):
        assert "Get off and push: turn left onto Low Street" in document
        assert "Get back on along Low Street" in document


def test_the_line_of_the_steps_is_whole_where_one_gets_on_again() -> None:
    route = crossing("ad", NO_LEFT)
    walk, ride = route.steps[1:3]
    assert walk.line[-1] == ride.line[0] == ride.maneuver.location
    assert walk.line[-1][1] - walk.line[0][1] == pytest.approx(20 / 110_574, rel=0.01)  # northwards, at the equator
    assert walk.duration_s + ride.duration_s > 0
    assert sum(step.distance_m for step in route.steps) == route.path.distance_m
    assert sum(step.duration_s for step in route.steps) == route.path.duration_s
