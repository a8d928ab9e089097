"""VROOM's JSON with bare coordinates, over the roads of an area."""

import copy
import json
from pathlib import Path

import pytest

from kernel.errors import BadInputError, UnreachablePlaceError
from kernel.position import Position
from rounds.areas import import_area
from rounds.measured_problem import MOST_PLACES, measured_problem
from rounds.roads import Roads
from routing.network.matrix import travel_matrix
from routing.network.snapping import snap_or_refuse
from routing.solver.checker import check
from tests.served import OPTIMIZATION, Here, served
from tests.stored_square import new_database
from tests.village import LAT, LAT_DEGREE_M, LON, LON_DEGREE_M


def at(east: float, north: float) -> list[float]:
    """Give [lon, lat] of a place so many metres from the village's south-west corner."""
    return [LON + east / LON_DEGREE_M, LAT + north / LAT_DEGREE_M]


PROBLEM = {
    "vehicles": [
        {"id": 1, "profile": "cargo-bike", "start": at(0, 0), "end": at(0, 0), "capacity": [9]},
        {"id": 2, "profile": "van", "start": at(500, 500), "capacity": [9]},
    ],
    "jobs": [{"id": 1, "location": at(300, 100), "delivery": [1]}],
    "shipments": [
        {"pickup": {"id": 1, "location": at(90, 205)}, "delivery": {"id": 1, "location": at(300, 100)}, "amount": [2]}
    ],
}


@pytest.fixture(scope="module")
def roads(village: Path) -> Roads:
    return Roads.read(village)


def test_each_place_gets_its_row_and_each_profile_its_matrices(roads: Roads) -> None:
    before = copy.deepcopy(PROBLEM)
    problem = measured_problem(PROBLEM, roads)
    assert before == PROBLEM
    assert isinstance(problem, dict)
    job, shipment = problem["jobs"][0], problem["shipments"][0]
    assert job["location_index"] == shipment["delivery"]["location_index"]  # one place, one row
    assert set(problem["matrices"]) == {"cargo-bike", "van"}
    bike, van = problem["vehicles"]
    assert bike["start_index"] == bike["end_index"]
    assert "end_index" not in van
    for profile, matrix in problem["matrices"].items():
        graph = roads.hierarchy(profile)
        ends = snap_or_refuse(graph.graph, [Position(*at(90, 205)), Position(*at(300, 100))], ["a", "b"])
        straight = travel_matrix(graph, ends)
        row, column = shipment["pickup"]["location_index"], job["location_index"]
        assert matrix["distances"][row][column] == straight.distances_m[0, 1]
        assert matrix["durations"][row][column] == straight.durations_s[0, 1]
        assert straight.distances_m[0, 1] == pytest.approx(310, abs=30)  # along the streets, not through gardens


def changed(**parts: object) -> dict:
    return copy.deepcopy(PROBLEM) | parts


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (changed(matrices={}), "matrices: stands beside an area"),
        (changed(jobs=[{"id": 1, "location_index": 0, "location": at(0, 0)}]), "jobs[0].location_index: points into"),
        (changed(jobs=[{"id": 1}]), 'jobs[0]: "location" is missing'),
        (changed(jobs=[{"id": 1, "location": [5.5]}]), "jobs[0].location: is not [lon, lat]"),
        (changed(jobs=[{"id": 1, "location": "5.5,52.1"}]), 'jobs[0].location: "5.5,52.1" is not a list'),
        (changed(jobs=[{"id": 1, "location": [155_000, 463_000]}]), "jobs[0].location: 155000.0, 463000.0 is not on"),
        (changed(jobs=[{"id": 1, "location": [float("inf"), 52]}]), "jobs[0].location[0]: Infinity is not a number"),
        (changed(vehicles=[{"id": 1, "profile": "zeppelin"}]), "vehicles[0].profile: there is no profile 'zeppelin'"),
        (changed(vehicles=[{"id": 1, "profile": 3}]), "vehicles[0].profile: 3 is not a text"),
        (
            changed(jobs=[{"id": n, "location": [5.5, 52.1 + n / 1e6]} for n in range(MOST_PLACES)]),
            f"{MOST_PLACES + 3} places are more than the {MOST_PLACES}",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_named(roads: Roads, problem: dict, line: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        measured_problem(problem, roads)
    assert str(refusal.value).startswith(line)


def test_a_place_far_from_any_road_is_named_and_the_others_counted(roads: Roads) -> None:
    far = {"pickup": {"id": 5, "location": at(250, 2_500)}, "delivery": {"id": 5, "location": at(250, 2_600)}}
    with pytest.raises(UnreachablePlaceError) as refusal:
        measured_problem(changed(shipments=[*PROBLEM["shipments"], far]), roads)
    assert str(refusal.value).startswith(
        "shipments[1].pickup.location: there is no road for a cargo-bike within 300 m (1 more like it)"
    )


def test_lon_and_lat_swapped_are_no_place_of_this_area(roads: Roads) -> None:
    with pytest.raises(UnreachablePlaceError, match=r"jobs\[0\]\.location"):
        measured_problem(changed(jobs=[{"id": 1, "location": at(0, 0)[::-1]}]), roads)


@pytest.mark.parametrize("document", [[], None, {"vehicles": 3, "jobs": [4], "shipments": [{"pickup": 5}]}, {}])
def test_what_is_no_problem_is_left_to_the_reader(roads: Roads, document: object) -> None:
    measured = measured_problem(document, roads)
    assert measured == (document | {"matrices": {}} if isinstance(document, dict) else document)


def test_a_stored_area_measures_a_problem_over_http(village: Path, tmp_path: Path) -> None:
    database = new_database(tmp_path)
    import_area(database, tmp_path, "Proefdorp", village)
    database.close()
    with served(tmp_path) as client:
        client.app.state.solvers = Here(1)  # type: ignore[attr-defined]
        asked = f"{OPTIMIZATION}?iterations=5&area="
        plan = client.post(f"{asked}Proefdorp", json=PROBLEM)
        assert plan.status_code == 200
        assert plan.json()["unassigned"] == []
        assert 0 < plan.json()["summary"]["distance"] < 5_000
        assert check(measured_problem(PROBLEM, Roads.read(village)), plan.json()) == []
        unknown = client.post(f"{asked}Nergens", json=PROBLEM)
        assert unknown.status_code == 404
        assert "Nergens" in unknown.json()["detail"]
        refused = client.post(f"{asked}Proefdorp", json=changed(jobs=[{"id": 1, "location": at(250, 2_500)}]))
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "#/jobs/0/location"
        (extract,) = (tmp_path / "extracts").iterdir()
        extract.unlink()
        gone = client.post(f"{asked}Proefdorp", json=PROBLEM)
        assert gone.status_code == 503
        assert str(tmp_path) not in json.dumps(gone.json())
