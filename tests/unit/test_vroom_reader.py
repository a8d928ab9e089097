"""VROOM's JSON as strangers write it: read exactly, or refused in one line that names the field."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from copy import deepcopy
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import BadInputError
from kernel.position import Position
from routing.matrix import TravelMatrix
from routing.solver.json_reading import parse_json
from routing.solver.problem import (
    Break,
    Costs,
    EndKind,
    GivenStep,
    PauseKind,
    Reload,
    SoftWindow,
    TaskKind,
    TimeWindow,
)
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
            "costs": {"fixed": 1, "per_hour": 2, "per_km": 3, "per_task_hour": 4},
            "skills": [1],
            "time_window": [0, 100],
            "max_tasks": 4,
            "max_travel_time": 50,
            "max_distance": 60,
            "type": "trike",
            "speed_factor": 1.1,
            "breaks": [
                {
                    "id": 1,
                    "description": "lunch",
                    "time_windows": [[10, 20], [30, 40]],
                    "service": 5,
                    "max_load": [0, 9],
                }
            ],
            "steps": [
                {"type": "start", "service_at": 0},
                {"type": "job", "id": 1, "service_after": 3, "service_before": 9},
                {"type": "break", "id": 1},
                {"type": "end"},
            ],
            "dorpsronde": {
                "costs": {"per_duty_hour": 5},
                "reload": {"location_index": 1, "location": [5.3, 52.3], "service": 6, "max": 2},
                "loading": "lifo",
                "frozen": 2,
                "max_energy_wh": 900,
            },
        }
    ],
    "jobs": [
        {
            "id": 1,
            "location": [5.2, 52.2],
            "location_index": 1,
            "setup": 1,
            "service": 2,
            "setup_per_type": {"trike": 3},
            "service_per_type": {"trike": 4},
            "delivery": [1, 1],
            "pickup": [2, 2],
            "skills": [1],
            "priority": 100,
            "time_windows": [[0, 10], [20, 30]],
            "dorpsronde": {
                "soft_time_window": {"start": 2, "end": 8, "cost_per_hour": 360},
                "latest_finish": 33,
            },
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
    "matrices": {
        "bike": {
            "durations": [[0, 1], [2, 0]],
            "distances": [[0, 3], [4, 0]],
            "costs": [[0, 5], [6, 0]],
            "energy_wh": [[0, 7], [8, 0]],
        }
    },
    "dorpsronde": {"costs": {"per_longest_duty_hour": 70}},
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
    assert vehicle.costs == Costs(fixed=1, per_hour=2, per_km=3, per_duty_hour=5, per_task_hour=4)
    assert (vehicle.type, vehicle.speed_factor, vehicle.lifo) == ("trike", Fraction(11, 10), True)
    assert vehicle.breaks == (Break(1, (TimeWindow(10, 20), TimeWindow(30, 40)), 5, (0, 9), "lunch"),)
    assert vehicle.steps[0] == GivenStep(EndKind.START, service_at_s=0)
    assert vehicle.frozen_steps == (
        GivenStep(TaskKind.JOB, 1, service_after_s=3, service_before_s=9),
        GivenStep(PauseKind.BREAK, 1),
    )
    assert vehicle.reload == Reload(1, service_s=6, most=2, position=Position(5.3, 52.3))
    assert vehicle.max_energy_wh == 900
    assert (job.task.setup_per_type_s, job.task.service_per_type_s) == ({"trike": 3}, {"trike": 4})
    assert (job.task.soft_window, job.task.latest_finish_s) == (SoftWindow(2, 8, 360), 33)
    assert problem.per_longest_duty_hour == 70
    assert vehicle.start_position == Position(5.1, 52.1)
    assert (vehicle.max_tasks, vehicle.max_travel_time_s, vehicle.max_distance_m) == (4, 50, 60)
    assert job.task.time_windows == (TimeWindow(0, 10), TimeWindow(20, 30))
    assert (job.delivery, job.pickup, job.priority) == ((1, 1), (2, 2), 100)
    assert (shipment.amount, shipment.max_time_on_board_s) == ((1, 2), 600)
    assert problem.matrices["bike"].durations_s.tolist() == [[0, 1], [2, 0]]
    bike = problem.matrices["bike"]
    assert bike.distances_m.tolist() == [[0, 3], [4, 0]]
    assert bike.costs is not None
    assert bike.energy_wh is not None
    assert (bike.costs.tolist(), bike.energy_wh.tolist()) == ([[0, 5], [6, 0]], [[0, 7], [8, 0]])


def test_what_is_left_out_takes_vrooms_defaults() -> None:
    vehicle = read_problem({"vehicles": [{"id": 0}], "matrices": {"car": {"durations": [[0]]}}}).vehicles[0]
    assert (vehicle.profile, vehicle.costs) == ("car", Costs(fixed=0, per_hour=3600, per_km=0, per_duty_hour=0))


def test_what_is_written_reads_back_the_same() -> None:
    written = write_problem(read_problem(PROBLEM))
    assert write_problem(read_problem(written)) == written
    assert written == PROBLEM


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
    (("matrices", "bike", "costs"), [[0]], "matrices.bike: costs are 1 by 1, durations 2 by 2"),
    (("matrices", "bike", "energy_wh"), [[0, 1], [2]], "matrices.bike.energy_wh[1]: has 1 entries"),
    (("matrices", "bike", "surprise"), [[0]], 'matrices.bike: "surprise" is not a field'),
    (("matrices", "van"), [], 'matrices.van: is not an object. Give each profile an object with "durations"'),
    (("matrices", "unreachable"), "hut", "matrices.unreachable: is not an object"),
    (("vehicles", 0, "speed_factor"), 0, "vehicles[0].speed_factor: is not more than 0 and at most 5"),
    (("vehicles", 0, "speed_factor"), 5.1, "vehicles[0].speed_factor: is not more than 0 and at most 5"),
    (("vehicles", 0, "speed_factor"), True, "vehicles[0].speed_factor: true is not a number"),
    (("vehicles", 0, "speed_factor"), float("nan"), "vehicles[0].speed_factor: NaN is not a number"),
    (("vehicles", 0, "costs", "per_task_hour"), -1, "vehicles[0].costs.per_task_hour: -1 is not a whole number"),
    (("vehicles", 0, "costs", "per_duty_hour"), 1, 'vehicles[0].costs: "per_duty_hour" is not a field'),
    (("vehicles", 0, "breaks", 0, "time_windows"), [], "vehicles[0].breaks[0].time_windows: holds no window"),
    (("vehicles", 0, "breaks", 0, "length"), 5, 'vehicles[0].breaks[0]: "length" is not a field'),
    (("vehicles", 0, "breaks"), [{"id": 1}, {"id": 1}], "vehicles[0].breaks[1].id: the id 1 is taken by"),
    (("vehicles", 0, "steps", 1, "type"), "rest", "vehicles[0].steps[1].type: is none of start, end, job"),
    (("vehicles", 0, "steps", 1), {"type": "job"}, 'vehicles[0].steps[1]: "id" is missing'),
    (("vehicles", 0, "steps", 0), {"type": "start", "id": 3}, 'vehicles[0].steps[0]: "id" is not a field'),
    (("vehicles", 0, "dorpsronde", "loading"), "fifo", "vehicles[0].dorpsronde.loading: is neither any nor lifo"),
    (("vehicles", 0, "dorpsronde", "frozen"), -1, "vehicles[0].dorpsronde.frozen: -1 is not a whole number"),
    (("vehicles", 0, "dorpsronde", "reload"), {}, 'vehicles[0].dorpsronde.reload: "location_index" is missing'),
    (("jobs", 0, "setup_per_type"), {"a": 1.5}, "jobs[0].setup_per_type.a: 1.5 is not a whole number"),
    (("jobs", 0, "service_per_type"), {"": 1}, "jobs[0].service_per_type: holds an empty type"),
    (
        ("jobs", 0, "dorpsronde", "soft_time_window"),
        {"start": 9, "end": 2, "cost_per_hour": 1},
        "jobs[0].dorpsronde.soft_time_window: ends at 2, before it starts at 9",
    ),
    (("jobs", 0, "dorpsronde", "max_time_on_board"), 5, 'jobs[0].dorpsronde: "max_time_on_board" is not a field'),
    (("shipments", 0, "dorpsronde", "latest_finish"), 5, 'shipments[0].dorpsronde: "latest_finish" is not a field'),
    (("options",), {"g": True}, "options.g: asks for geometry, and no roads are known"),
    (("options",), {"g": 1}, "options.g: 1 is neither true nor false"),
    (("options",), {"t": 4}, 'options: "t" is not a field'),
    (("dorpsronde",), {"costs": {"balance": 1}}, 'dorpsronde.costs: "balance" is not a field'),
]


@pytest.mark.parametrize(("path", "value", "line"), WRONG, ids=[line for _, _, line in WRONG])
def test_a_field_that_cannot_be_honoured_is_refused_by_name(path: tuple[Any, ...], value: object, line: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        read_problem(changed(path, value))
    assert line in str(refusal.value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("vehicles", 0, "speed_factor"), 1.10),
        (("vehicles", 0, "dorpsronde", "loading"), "lifo"),
        (("options",), {}),
        (("options",), {"g": False}),
    ],
)
def test_a_field_that_says_nothing_new_changes_nothing(path: tuple[Any, ...], value: object) -> None:
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
    del document["vehicles"][1]
    assert not read_problem(document).with_metres  # nobody cycles


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


def by_road(profiles: Iterable[str], positions: Iterable[Position]) -> dict[str, TravelMatrix]:
    """Measure as if each degree of longitude took a second."""
    lon = np.array([round(position.lon) for position in positions], dtype=np.int32)
    apart = np.abs(lon[:, None] - lon[None, :]).astype(np.int32)
    return {profile: TravelMatrix(apart, apart) for profile in profiles}


BARE: dict[str, Any] = {
    "vehicles": [{"id": 1, "start": [4, 50], "end": [4, 50], "dorpsronde": {"reload": {"location": [7, 50]}}}],
    "jobs": [{"id": 1, "location": [9, 50]}, {"id": 2, "location": [4, 50]}],
    "options": {"g": True},
}


def test_bare_coordinates_are_measured_where_roads_are_known() -> None:
    problem = read_problem(BARE, by_road)
    (vehicle,), jobs = problem.vehicles, problem.jobs
    assert vehicle.reload is not None
    assert vehicle.start == vehicle.end == jobs[1].task.location
    durations = problem.matrices["car"].durations_s
    assert durations[vehicle.start, jobs[0].task.location] == 5
    assert durations[vehicle.start, vehicle.reload.location] == 3
    assert problem.with_geometry


def test_who_measures_is_told_where_each_profile_and_place_first_stands() -> None:
    asked: list[object] = []

    def measure(profiles: Mapping[str, str], positions: Mapping[Position, str]) -> dict[str, TravelMatrix]:
        asked.extend((profiles, positions))
        return by_road(profiles, positions)

    vehicles = [BARE["vehicles"][0], {"id": 2, "profile": "van", "end": [1, 1]}, {"id": 3, "profile": "van"}]
    read_problem({**BARE, "vehicles": vehicles}, measure)
    assert asked == [
        {"car": "vehicles[0].profile", "van": "vehicles[1].profile"},
        {
            Position(9, 50): "jobs[0].location",
            Position(4, 50): "jobs[1].location",
            Position(7, 50): "vehicles[0].dorpsronde.reload.location",
            Position(1, 1): "vehicles[1].end",
        },
    ]


@pytest.mark.parametrize("matrices", [{}, {"car": {"costs": [[0]]}}, None])
def test_matrices_beside_roads_are_refused(matrices: object) -> None:
    with pytest.raises(BadInputError, match=r"^matrices: stands beside an area; one of the two measures. Leave it out"):
        read_problem({**BARE, "matrices": matrices}, by_road)


def test_an_index_without_matrices_is_refused_even_where_roads_are_known() -> None:
    document = {**BARE, "jobs": [{"id": 1, "location": [9, 50], "location_index": 3}]}
    with pytest.raises(BadInputError, match=r'jobs\[0\]: "location_index" needs matrices'):
        read_problem(document, by_road)


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
