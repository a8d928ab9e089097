"""VROOM's JSON as strangers write it: read exactly, or refused in one line that names the field."""

from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInputError
from kernel.position import Position
from routing.solver.json_reading import parse_json
from routing.solver.problem import Costs, TimeWindow
from routing.solver.vroom_reader import read_problem
from routing.solver.vroom_writer import write_problem

PROBLEM: dict[str, Any] = {
    "vehicles": [
        {
            "id": 3,
            "profile": "bike",
            "description": "the old one",
            "start": [5.1, 52.1],
            "start_index": 0,
            "end_index": 1,
            "capacity": [10, 20],
            "costs": {"fixed": 1, "per_hour": 2, "per_km": 3},
            "skills": [1],
            "time_window": [0, 100],
            "max_tasks": 4,
            "max_travel_time": 50,
            "max_distance": 60,
            "type": "trike",
            "dorpsronde": {"costs": {"per_duty_hour": 5}},
        }
    ],
    "jobs": [
        {
            "id": 1,
            "location": [5.2, 52.2],
            "location_index": 1,
            "setup": 1,
            "service": 2,
            "delivery": [1, 1],
            "pickup": [2, 2],
            "skills": [1],
            "priority": 100,
            "time_windows": [[0, 10], [20, 30]],
        }
    ],
    "shipments": [
        {
            "amount": [1, 2],
            "skills": [1],
            "priority": 5,
            "pickup": {"id": 1, "location_index": 0, "description": "bakery"},
            "delivery": {"id": 1, "location_index": 1, "time_windows": [[5, 9]]},
            "dorpsronde": {"max_time_on_board": 600},
        }
    ],
    "matrices": {"bike": {"durations": [[0, 1], [2, 0]], "distances": [[0, 3], [4, 0]]}},
}


def changed(path: tuple[Any, ...], value: object) -> dict[str, Any]:
    document = deepcopy(PROBLEM)
    node: Any = document
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return document


def test_every_field_arrives() -> None:
    problem = read_problem(PROBLEM)
    (vehicle,), (job,), (shipment,) = problem.vehicles, problem.jobs, problem.shipments
    assert (vehicle.id, vehicle.start, vehicle.end, vehicle.capacity) == (3, 0, 1, (10, 20))
    assert vehicle.costs == Costs(fixed=1, per_hour=2, per_km=3, per_duty_hour=5)
    assert vehicle.start_position == Position(5.1, 52.1)
    assert (vehicle.max_tasks, vehicle.max_travel_time_s, vehicle.max_distance_m) == (4, 50, 60)
    assert job.task.time_windows == (TimeWindow(0, 10), TimeWindow(20, 30))
    assert (job.delivery, job.pickup, job.priority) == ((1, 1), (2, 2), 100)
    assert (shipment.amount, shipment.max_time_on_board_s) == ((1, 2), 600)
    assert problem.matrices["bike"].durations_s.tolist() == [[0, 1], [2, 0]]
    assert problem.matrices["bike"].distances_m.tolist() == [[0, 3], [4, 0]]


def test_what_is_left_out_takes_vrooms_defaults() -> None:
    vehicle = read_problem({"vehicles": [{"id": 0}], "matrices": {"car": {"durations": [[0]]}}}).vehicles[0]
    assert (vehicle.profile, vehicle.costs) == ("car", Costs(fixed=0, per_hour=3600, per_km=0, per_duty_hour=0))


def test_what_is_written_reads_back_the_same() -> None:
    written = write_problem(read_problem(PROBLEM))
    assert write_problem(read_problem(written)) == written
    del written["vehicles"][0]["costs"], (expected := deepcopy(PROBLEM))["vehicles"][0]["costs"]
    del expected["vehicles"][0]["type"]  # says nothing without setup_per_type
    assert written == expected


NOT_YET = [
    (("vehicles", 0, "breaks"), [{"id": 1}], 'vehicles[0]: "breaks" is not honoured yet'),
    (("vehicles", 0, "steps"), [{"type": "start"}], 'vehicles[0]: "steps" is not honoured yet'),
    (("vehicles", 0, "speed_factor"), 1.5, 'vehicles[0]: "speed_factor" is not honoured yet'),
    (("vehicles", 0, "costs", "per_task_hour"), 5, 'vehicles[0].costs: "per_task_hour" is not honoured yet'),
    (("jobs", 0, "setup_per_type"), {"a": 1}, 'jobs[0]: "setup_per_type" is not honoured yet'),
    (("shipments", 0, "delivery", "service_per_type"), {"a": 1}, '"service_per_type" is not honoured yet'),
    (("matrices", "bike", "costs"), [[0]], 'matrices.bike: "costs" is not honoured yet'),
    (("options",), {"g": True}, '"options" is not honoured yet'),
]
WRONG = [
    (("surprise",), 1, '"surprise" is not a field'),
    (("vehicles", 0, "colour"), "red", 'vehicles[0]: "colour" is not a field'),
    (("vehicles", 0, "dorpsronde", "speed"), 1, 'vehicles[0].dorpsronde: "speed" is not a field'),
    (("jobs",), {}, "jobs: an object is not a list"),
    (("jobs", 0), 4, "jobs[0]: 4 is not an object"),
    (("jobs", 0, "id"), True, "jobs[0].id: true is not a whole number"),
    (("jobs", 0, "id"), 1.0, "jobs[0].id: 1.0 is not a whole number"),
    (("jobs", 0, "id"), "1", 'jobs[0].id: "1" is not a whole number'),
    (("jobs", 0, "service"), -1, "jobs[0].service: -1 is not a whole number"),
    (("jobs", 0, "service"), 10**40, "jobs[0].service: a number of more than 20 digits"),
    (("jobs", 0, "priority"), 101, "jobs[0].priority: 101 is not from 0 to 100"),
    (("jobs", 0, "location"), [10**400, 5], "jobs[0].location[0]: a number of more than 20 digits is not a number"),
    (("vehicles", 0, "start"), [5, -(10**400)], "vehicles[0].start[1]: a number of more than 20 digits"),
    (("jobs", 0, "location"), [5.2], "jobs[0].location: is not [lon, lat]"),
    (("jobs", 0, "location"), [52.2, 500], "jobs[0].location: 52.2, 500.0 is not on the globe"),
    (("jobs", 0, "time_windows"), [], "jobs[0].time_windows: holds no window"),
    (("jobs", 0, "time_windows"), [[5, 1]], "jobs[0].time_windows[0]: ends at 1, before it starts at 5"),
    (("jobs", 0, "time_windows"), [[5, 9], [9, 12]], "jobs[0].time_windows[1]: begins before the one before"),
    (("jobs", 0, "time_windows"), [[5]], "jobs[0].time_windows[0]: is not [start, end]"),
    (("shipments", 0, "pickup"), None, "shipments[0].pickup: null is not an object"),
    (("vehicles", 0, "skills"), ["a"], 'vehicles[0].skills[0]: "a" is not a whole number'),
    (("matrices", "bike", "durations"), [[0, 1], [2]], "matrices.bike.durations[1]: has 1 entries"),
    (("matrices", "bike", "durations", 0, 1), None, "matrices.bike.durations[0][1]: is null"),
    (("matrices", "bike", "durations", 0, 1), 2**31, "matrices.bike.durations[0][1]: is not a whole number"),
    (("matrices", "bike", "durations", 0, 1), -1, "matrices.bike.durations[0][1]: is not a whole number"),
    (("jobs", 0, "\x1b[2J\ud800"), 1, r'"\x1b[2J\ud800" is not a field'),
    (("matrices", "bike"), {"durations": [[0, 1], [2, 0]]}, "vehicle 3: max_distance needs distances in matrices.bike"),
    (("matrices", "bike", "distances"), [[0]], "matrices.bike: distances are 1 by 1, durations 2 by 2"),
]


@pytest.mark.parametrize(("path", "value", "line"), NOT_YET + WRONG, ids=[line for _, _, line in NOT_YET + WRONG])
def test_a_field_that_cannot_be_honoured_is_refused_by_name(path: tuple[Any, ...], value: object, line: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        read_problem(changed(path, value))
    assert line in str(refusal.value)


@pytest.mark.parametrize(
    ("path", "value"),
    [(("vehicles", 0, "breaks"), []), (("vehicles", 0, "speed_factor"), 1), (("options",), {})],
)
def test_a_field_that_asks_for_nothing_is_accepted(path: tuple[Any, ...], value: object) -> None:
    assert read_problem(changed(path, value)).vehicles == read_problem(PROBLEM).vehicles


def without_metres(**vehicle: object) -> dict[str, Any]:
    return {"vehicles": [{"id": 3, **vehicle}], "matrices": {"car": {"durations": [[0]]}}}


def test_what_asks_for_metres_needs_them() -> None:
    with pytest.raises(BadInputError, match=r"vehicle 3: per_km needs distances in matrices\.car"):
        read_problem(without_metres(costs={"per_km": 1}))
    assert read_problem(without_metres(costs={"per_km": 0})).vehicles[0].costs.per_km == 0


def test_metres_for_one_profile_and_none_for_another_are_refused() -> None:
    document = without_metres()
    document["vehicles"].append({"id": 4, "profile": "bike"})
    document["matrices"]["bike"] = {"durations": [[0]], "distances": [[0]]}
    with pytest.raises(BadInputError, match=r'matrices\.car: "distances" is missing'):
        read_problem(document)


@pytest.mark.parametrize("kind", ["vehicles", "jobs", "shipments"])
def test_an_id_taken_twice_is_named(kind: str) -> None:
    with pytest.raises(BadInputError, match=rf"{kind}\[1\].*id.* is taken by {kind}\[0\]"):
        read_problem(changed((kind,), PROBLEM[kind] * 2))


def test_bare_coordinates_say_what_is_missing() -> None:
    document = deepcopy(PROBLEM)
    del document["jobs"][0]["location_index"]
    with pytest.raises(BadInputError, match=r'jobs\[0\]: "location" alone is not enough. Give "location_index"'):
        read_problem(document)
    with pytest.raises(BadInputError, match='"matrices" is missing'):
        read_problem({"vehicles": []})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", "in.json: is no JSON"),
        ('{"a": NaN}', "holds NaN"),
        ('{"a": -Infinity}', "holds -Infinity"),
        ('{"a": 1, "a": 2}', 'holds the key "a" twice'),
        ("{" + '"b": 1, ' * 60_000 + '"c": 2}', 'holds the key "b" twice'),
        ("[" * 200_000, "nested too deeply"),
        ('{"a": ' + "9" * 5_000 + "}", "a number that is too long"),
    ],
    ids=["cut off", "NaN", "Infinity", "twin keys", "many twin keys", "deep", "long number"],
)
def test_hostile_text_is_one_line(text: str, line: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        parse_json(text, "in.json")
    assert line in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_number_beyond_floats_is_no_coordinate() -> None:
    with pytest.raises(BadInputError, match=r"jobs\[0\].location\[0\]"):
        read_problem(changed(("jobs", 0, "location"), parse_json("[1e999, 0]", "in.json")))


def paths(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(deeper for key, value in entries for deeper in paths(value, (*path, key)))]


@given(st.sampled_from(paths(PROBLEM)[1:]), st.sampled_from([None, True, -1, 0.5, 10**30, "x", [], {}, [[]], [None]]))
def test_junk_anywhere_is_read_or_refused(path: tuple[Any, ...], junk: object) -> None:
    with suppress(BadInputError):
        read_problem(changed(path, junk))
