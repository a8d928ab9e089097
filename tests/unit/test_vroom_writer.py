"""A solution in VROOM's JSON, with what VROOM has no word for."""

from dataclasses import replace

import pytest

from routing.solver.checker import check
from routing.solver.layout import lay_out
from routing.solver.problem import Break, Costs, Job, Problem, Reload, Shipment, Task, TimeWindow, Vehicle
from routing.solver.requests import requests_of, visits_of
from routing.solver.solution import Phase, Route, Solution
from routing.solver.vroom_reader import read_problem
from routing.solver.vroom_writer import write_problem, write_solution
from tests.solver.solving import line

LUNCH = Break(9, (TimeWindow(25, 30),), service_s=5, description="lunch")
VEHICLE = Vehicle(
    4, start=0, end=0, capacity=(1,), breaks=(LUNCH,), reload=Reload(0, service_s=3), costs=Costs(per_hour=0)
)
PROBLEM = Problem(
    (VEHICLE,),
    {"car": line(0, 10, 20)},
    tuple(Job(Task(number, number, service_s=1), delivery=(1,)) for number in (1, 2)),
    per_longest_duty_hour=1_800,
)
PHASES = (Phase("search", "ruin and recreate", 1.23456, 34),)


def written() -> dict[str, object]:
    requests = requests_of(PROBLEM)
    route = lay_out(PROBLEM, VEHICLE, requests, visits_of(requests))
    assert isinstance(route, Route)
    return write_solution(PROBLEM, Solution((route,), (), route.cost + 35, PHASES, 35, proven=True))


def test_rests_and_reloads_are_steps_of_their_own() -> None:
    (route,) = written()["routes"]
    start, first, reload, rest, second, end = route["steps"]
    assert [step["type"] for step in (start, first, second, end)] == ["start", "job", "job", "end"]
    assert reload == {
        "type": "reload",
        "location_index": 0,
        "arrival": 21,
        "setup": 0,
        "service": 3,
        "waiting_time": 0,
        "load": [1],
        "duration": 20,
        "distance": 20,
        "violations": [],
    }
    assert rest == {
        "type": "break",
        "id": 9,
        "description": "lunch",
        "arrival": 25,
        "setup": 0,
        "service": 5,
        "waiting_time": 0,
        "load": [1],
        "duration": 21,
        "distance": 20,
        "violations": [],
    }
    assert (route["service"], route["duration"]) == (1 + 1 + 3 + 5, 60)


def test_the_summary_tells_how_it_was_found_and_what_balance_costs() -> None:
    summary = written()["summary"]
    assert summary["dorpsronde"] == {
        "duty": 70,
        "balance_cost": 35,
        "proven": True,
        "phases": [{"name": "search", "tool": "ruin and recreate", "seconds": 1.235, "cost": 34}],
    }
    assert summary["cost"] == 35


def test_what_is_brought_and_taken_is_added_up_and_a_shipment_is_both() -> None:
    jobs = (Job(Task(1, 1), delivery=(2, 0), pickup=(0, 1)), Job(Task(2, 2), delivery=(0, 4)))
    fleet = tuple(Vehicle(number, start=0, end=0) for number in (1, 2))
    problem = Problem(fleet, {"car": line(0, 10, 20)}, jobs, (Shipment(Task(3, 1), Task(3, 2), amount=(1, 1)),))
    requests = requests_of(problem)
    visits = visits_of(requests)
    routes = [
        lay_out(problem, fleet[0], requests, [visits[0], *visits[2:]]),
        lay_out(problem, fleet[1], requests, [visits[1]]),
    ]
    said = write_solution(problem, Solution(tuple(routes), (), 0))
    assert [(route["delivery"], route["pickup"]) for route in said["routes"]] == [([3, 1], [1, 2]), ([0, 4], [0, 0])]
    assert (said["summary"]["delivery"], said["summary"]["pickup"]) == ([3, 5], [1, 2])


def test_a_load_has_every_dimension_also_where_nothing_is_on_board() -> None:
    problem = replace(PROBLEM, vehicles=(Vehicle(4, start=0), VEHICLE), jobs=(Job(Task(1, 1)),))
    problem = replace(problem, vehicles=(problem.vehicles[0], replace(VEHICLE, id=5)))
    requests = requests_of(problem)
    route = lay_out(problem, problem.vehicles[0], requests, visits_of(requests))
    assert isinstance(route, Route)
    (said,) = write_solution(problem, Solution((route,), (), route.cost))["routes"]
    assert [said["delivery"], *(step["load"] for step in said["steps"])] == [[0], [0], [0]]


def test_where_there_are_no_amounts_none_are_added_up() -> None:
    plain = replace(PROBLEM, vehicles=(Vehicle(4, start=0),), jobs=(Job(Task(1, 1)),))
    requests = requests_of(plain)
    route = lay_out(plain, plain.vehicles[0], requests, visits_of(requests))
    assert isinstance(route, Route)
    said = write_solution(plain, Solution((route,), (), route.cost))
    assert not {"delivery", "pickup"} & (said["summary"].keys() | said["routes"][0].keys())


@pytest.mark.parametrize(("matrix", "told"), [({}, {}), ({"distances": [[0]]}, {"distance": 0})])
def test_metres_that_are_known_are_told_though_they_are_nought(matrix: dict[str, object], told: dict[str, int]) -> None:
    document = {
        "vehicles": [{"id": 1, "start_index": 0}],
        "jobs": [{"id": 1, "location_index": 0}],
        "matrices": {"car": {"durations": [[0]], **matrix}},
    }
    problem = read_problem(document)
    route = lay_out(problem, problem.vehicles[0], requests_of(problem), visits_of(requests_of(problem)))
    assert isinstance(route, Route)
    said = write_solution(problem, Solution((route,), (), route.cost))
    for entry in (said["summary"], said["routes"][0], said["routes"][0]["steps"][0]):
        assert {name: entry[name] for name in entry.keys() & {"distance"}} == told
    assert write_problem(problem)["matrices"] == document["matrices"]
    assert check(document, said) == []


def test_a_line_stands_by_its_route_and_nowhere_else() -> None:
    requests = requests_of(PROBLEM)
    route = lay_out(PROBLEM, VEHICLE, requests, visits_of(requests))
    assert isinstance(route, Route)
    said = write_solution(PROBLEM, Solution((route,), (), route.cost), geometries={4: "_p~iF~ps|U"})
    assert said["routes"][0]["geometry"] == "_p~iF~ps|U"
    assert "geometry" not in written()["routes"][0]
