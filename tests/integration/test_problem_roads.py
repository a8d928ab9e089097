"""VROOM's JSON with bare coordinates: measured over the roads of an area, and its routes drawn along them."""

import copy
from pathlib import Path
from typing import Any

import pytest

from kernel.errors import BadInputError, UnreachablePlaceError
from kernel.position import Position
from rounds.problem_roads import MOST_PLACES, ProblemRoads
from rounds.roads import Roads
from routing.network.matrix import travel_matrix
from routing.network.snapping import snap_or_refuse
from routing.solver.checker import check
from routing.solver.problem import Problem
from routing.solver.solve import solve
from routing.solver.validate import validate
from routing.solver.vroom_reader import read_problem
from routing.solver.vroom_writer import write_problem, write_solution
from tests.bare_problem import PROBLEM, at, changed
from tests.decoded_polyline import Point, decoded_polyline, length_m, metres_apart
from tests.village import low_village

Json = dict[str, Any]


@pytest.fixture(scope="module")
def roads(village: Path) -> Roads:
    return Roads.read(village)


def read(document: object, roads: Roads) -> Problem:
    return read_problem(document, ProblemRoads(roads).measure)


def test_each_place_gets_its_row_and_each_profile_its_matrices(roads: Roads) -> None:
    before = copy.deepcopy(PROBLEM)
    problem = read(PROBLEM, roads)
    assert before == PROBLEM
    (job,), (shipment,), (bike, van) = problem.jobs, problem.shipments, problem.vehicles
    assert job.task.location == shipment.delivery.location  # one place, one row
    assert bike.start == bike.end
    assert van.end is None
    assert set(problem.matrices) == {"cargo-bike", "van"}
    for profile, matrix in problem.matrices.items():
        graph = roads.hierarchy(profile)
        ends = snap_or_refuse(graph.graph, [Position(*at(90, 205)), Position(*at(300, 100))], ["a", "b"])
        straight = travel_matrix(graph, ends)
        there = shipment.pickup.location, job.task.location
        assert matrix.distances_m[there] == straight.distances_m[0, 1]
        assert matrix.durations_s[there] == straight.durations_s[0, 1]
        assert straight.distances_m[0, 1] == pytest.approx(310, abs=30)  # along the streets, not through gardens


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (changed(matrices={}), "matrices: stands beside an area; one of the two measures. Leave it out."),
        (changed(matrices={"van": {"costs": [[0]]}}), "matrices: stands beside an area"),
        (changed(jobs=[{"id": 1, "location_index": 0, "location": at(0, 0)}]), 'jobs[0]: "location_index" needs'),
        (changed(vehicles=[{"id": 1, "start_index": 0}]), 'vehicles[0]: "start_index" needs matrices'),
        (changed(jobs=[{"id": 1}]), 'jobs[0]: "location" is missing'),
        (changed(jobs=[{"id": 1, "location": [5.5]}]), "jobs[0].location: is not [lon, lat]"),
        (changed(jobs=[{"id": 1, "location": "5.5,52.1"}]), 'jobs[0].location: "5.5,52.1" is not a list'),
        (changed(jobs=[{"id": 1, "location": [155_000, 463_000]}]), "jobs[0].location: 155000.0, 463000.0 is not on"),
        (changed(jobs=[{"id": 1, "location": [float("inf"), 52]}]), "jobs[0].location[0]: Infinity is not a number"),
        (
            changed(vehicles=[PROBLEM["vehicles"][0], {"id": 3, "profile": "zeppelin"}]),
            "vehicles[1].profile: there is no profile 'zeppelin'",
        ),
        (changed(vehicles=[{"id": 1, "profile": 3}]), "vehicles[0].profile: 3 is not a text"),
        (
            changed(jobs=[{"id": n, "location": [5.5, 52.1 + n / 1e6]} for n in range(MOST_PLACES)]),
            f"{MOST_PLACES + 3} places are more than the {MOST_PLACES}",
        ),
        ([], "the document: a list is not an object"),
        (None, "the document: null is not an object"),
        ({"vehicles": 3}, "vehicles: 3 is not a list"),
        ({"shipments": [{"pickup": 5}]}, "shipments[0].pickup: 5 is not an object"),
    ],
)
def test_what_cannot_be_measured_is_named(roads: Roads, problem: object, line: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        validate(read(problem, roads))
    assert str(refusal.value).startswith(line)


def test_a_place_far_from_any_road_is_named_and_the_others_counted(roads: Roads) -> None:
    far = {"pickup": {"id": 5, "location": at(250, 2_500)}, "delivery": {"id": 5, "location": at(250, 2_600)}}
    with pytest.raises(UnreachablePlaceError) as refusal:
        read(changed(shipments=[*PROBLEM["shipments"], far]), roads)
    assert str(refusal.value).startswith(
        "shipments[1].pickup.location: there is no road for a cargo-bike within 300 m (1 more like it)"
    )


def test_a_reload_far_from_any_road_is_named(roads: Roads) -> None:
    vehicle = {**PROBLEM["vehicles"][1], "dorpsronde": {"reload": {"location": at(250, 2_500)}}}
    with pytest.raises(UnreachablePlaceError, match=r"^vehicles\[0\]\.dorpsronde\.reload\.location: there is no road"):
        read(changed(vehicles=[vehicle]), roads)


def test_lon_and_lat_swapped_are_no_place_of_this_area(roads: Roads) -> None:
    with pytest.raises(UnreachablePlaceError, match=r"jobs\[0\]\.location"):
        read(changed(jobs=[{"id": 1, "location": at(0, 0)[::-1]}]), roads)


@pytest.mark.parametrize(
    "document", [{}, {"vehicles": [{"id": 1}]}, {"jobs": [{"id": 1, "location": at(0, 0)}], "options": {"g": True}}]
)
def test_without_places_or_vehicles_there_is_no_route(roads: Roads, document: Json) -> None:
    over = ProblemRoads(roads)
    problem = read_problem(document, over.measure)
    solution = solve(problem, iterations=1)
    assert (solution.routes, over.geometries(problem, solution)) == ((), {})
    assert len(solution.unassigned) == len(problem.jobs)


# Lines

CORNERS = [at(0, 0), at(300, 100), at(500, 500), at(100, 400)]
DRAWN: Json = {
    "jobs": [{"id": number, "location": place, "delivery": [1]} for number, place in enumerate(CORNERS[1:], 1)],
    "options": {"g": True},
}
VEHICLES = {
    "there and back": {"start": CORNERS[0], "end": CORNERS[0]},
    "open end": {"start": CORNERS[0]},
    "open start": {"end": CORNERS[0]},
    "no start and no end": {},
    "rests on the way": {
        "start": CORNERS[0],
        "end": CORNERS[0],
        "breaks": [{"id": 1, "time_windows": [[30, 40]], "service": 60}],
    },
    "reloads for each job": {
        "start": CORNERS[0],
        "end": CORNERS[0],
        "capacity": [1],
        "dorpsronde": {"reload": {"location": CORNERS[0]}},
    },
}


def planned(document: Json, roads: Roads) -> Json:
    """Plan over the roads and hold the answer to the independent check."""
    over = ProblemRoads(roads)
    problem = read_problem(document, over.measure)
    solution = solve(problem, iterations=5)
    plan = write_solution(problem, solution, geometries=over.geometries(problem, solution))
    assert check(write_problem(problem), plan) == []
    assert plan["unassigned"] == []
    return plan


def follows(line: list[Point], places: list[Point]) -> bool:
    """Tell whether a line passes the places, corners all of them, in their order."""
    ahead = iter(line)
    return all(any(metres_apart(point, place) < 1.5 for point in ahead) for place in places)


@pytest.mark.parametrize("vehicle", VEHICLES.values(), ids=list(VEHICLES))
def test_a_line_passes_every_stop_in_order_and_is_as_long_as_its_route(roads: Roads, vehicle: Json) -> None:
    plan = planned({**DRAWN, "vehicles": [{"id": 7, "profile": "cargo-bike", **vehicle}]}, roads)
    (route,) = plan["routes"]
    line = decoded_polyline(route["geometry"])
    stops = [tuple(step["location"]) for step in route["steps"] if step["type"] != "break"]
    assert len(stops) >= len(DRAWN["jobs"])
    assert follows(line, stops)
    assert metres_apart(line[0], stops[0]) < 1.5
    assert metres_apart(line[-1], stops[-1]) < 1.5
    assert length_m(line) == pytest.approx(route["distance"], rel=0.005)
    kinds = [step["type"] for step in route["steps"]]
    assert kinds.count("reload") == (2 if "capacity" in vehicle else 0)
    assert ("break" in kinds) == ("breaks" in vehicle)


def test_a_line_has_the_corners_and_the_stops_halfway_each_once(roads: Roads) -> None:
    jobs = [{"id": number, "location": at(100 * number + 50, 0)} for number in (1, 2)]
    plan = planned({"vehicles": [{"id": 1, "start": at(50, 0)}], "jobs": jobs, "options": {"g": True}}, roads)
    line = decoded_polyline(plan["routes"][0]["geometry"])
    expected = [at(east, 0) for east in (50, 100, 150, 200, 250)]
    assert len(line) == len(expected)
    assert all(metres_apart(*pair) < 1.5 for pair in zip(line, map(tuple, expected), strict=True))


def test_each_route_is_drawn_over_the_roads_of_its_own_vehicle(tmp_path: Path) -> None:
    roads = Roads.read(low_village().write(tmp_path / "low.osm"))
    west, east = at(0, 0), at(500, 0)
    vehicles = [
        {"id": 1, "profile": "cargo-bike", "start": west, "max_tasks": 1},
        {"id": 2, "profile": "van", "start": west, "max_tasks": 1},  # must take the northern street
    ]
    jobs = [{"id": number, "location": east} for number in (1, 2)]
    bike, van = planned({"vehicles": vehicles, "jobs": jobs, "options": {"g": True}}, roads)["routes"]
    lines = [decoded_polyline(route["geometry"]) for route in (bike, van)]
    assert [length_m(line) for line in lines] == pytest.approx([500, 1_500], rel=0.005)
    assert [bike["distance"], van["distance"]] == pytest.approx([500, 1_500], rel=0.005)
    assert [follows(line, [tuple(at(0, 500)), tuple(at(500, 500))]) for line in lines] == [False, True]


@pytest.mark.parametrize("ends", [{"start": CORNERS[0]}, {}], ids=["from there", "nowhere else"])
def test_a_route_within_one_place_is_a_line_of_two_equal_points_and_no_metres(roads: Roads, ends: Json) -> None:
    document = {"vehicles": [{"id": 1, **ends}], "jobs": [{"id": 1, "location": CORNERS[0]}], "options": {"g": True}}
    plan = planned(document, roads)
    (route,) = plan["routes"]
    one, other = decoded_polyline(route["geometry"])
    assert one == other
    assert route["distance"] == plan["summary"]["distance"] == 0


def test_nothing_is_drawn_where_it_is_not_asked_for(roads: Roads) -> None:
    plan = planned({**DRAWN, "options": {"g": False}, "vehicles": [{"id": 7, "start": CORNERS[0]}]}, roads)
    assert "geometry" not in plan["routes"][0]
