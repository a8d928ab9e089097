"""Changes in VROOM's JSON and in words."""

import pytest

from routing.solver.change_words import say_change
from routing.solver.changes import Change, ChangeKind
from routing.solver.checker import check
from routing.solver.explanations import Dimension
from routing.solver.layout import lay_out
from routing.solver.problem import Job, Problem, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.requests import Visit, requests_of
from routing.solver.running import Running
from routing.solver.solution import Reason, Route, Solution, Unassigned
from routing.solver.vroom_changes import with_changes, write_change
from routing.solver.vroom_writer import write_problem, write_solution
from routing.solver.why import why_all
from tests.solver.solving import line

WEIGHT = Dimension({"en": "heavier", "nl": "zwaarder"}, "kg", 1_000)

CASES = [
    (
        Change(ChangeKind.TIME_WINDOW, 4, 1_500, side="later", task=TaskKind.DELIVERY),
        {"kind": "time_window", "vehicle": 4, "minutes": 25, "side": "later", "task": "delivery"},
        "fits if the window of the delivery may end 25 minutes later",
        "past als het venster van het bezorgadres 25 minuten later mag eindigen",
    ),
    (
        Change(ChangeKind.TIME_WINDOW, 4, 60, side="earlier", task=TaskKind.PICKUP),
        {"kind": "time_window", "vehicle": 4, "minutes": 1, "side": "earlier", "task": "pickup"},
        "fits if the window of the pickup may begin 1 minute earlier",
        "past als het venster van het ophaaladres 1 minuut eerder mag beginnen",
    ),
    (
        Change(ChangeKind.TIME_WINDOW, 4, 60, "later", TaskKind.JOB, TimeWindow(36_000, 39_600)),
        {
            "kind": "time_window",
            "vehicle": 4,
            "minutes": 1,
            "side": "later",
            "task": "job",
            "time_window": [36_000, 39_600],
        },
        "fits if the window of the stop from 10:00 to 11:00 may end 1 minute later",
        "past als het venster van de halte van 10:00 tot 11:00 1 minuut later mag eindigen",
    ),
    (
        Change(ChangeKind.TIME_WINDOW, 4, 60, "earlier", TaskKind.JOB, TimeWindow(36_000, 39_600)),
        {
            "kind": "time_window",
            "vehicle": 4,
            "minutes": 1,
            "side": "earlier",
            "task": "job",
            "time_window": [36_000, 39_600],
        },
        "fits if the window of the stop from 10:00 to 11:00 may begin 1 minute earlier",
        "past als het venster van de halte van 10:00 tot 11:00 1 minuut eerder mag beginnen",
    ),
    (
        Change(ChangeKind.HOURS, 4, 600, side="later"),
        {"kind": "hours", "vehicle": 4, "minutes": 10, "side": "later"},
        "fits if vehicle 4 may finish 10 minutes later",
        "past als voertuig 4 10 minuten later mag eindigen",
    ),
    (
        Change(ChangeKind.TIME_ON_BOARD, 4, 600),
        {"kind": "time_on_board", "vehicle": 4, "minutes": 10},
        "fits if it may be on board 10 minutes longer",
        "past als het 10 minuten langer aan boord mag zijn",
    ),
    (
        Change(ChangeKind.SLOT, 4, 3_600, task=TaskKind.JOB, window=TimeWindow(36_000, 39_600)),
        {"kind": "slot", "vehicle": 4, "minutes": 60, "task": "job", "time_window": [36_000, 39_600]},
        "fits between 10:00 and 11:00",
        "past tussen 10:00 en 11:00",
    ),
    (
        Change(ChangeKind.MAX_DISTANCE, 4, 1_210),
        {"kind": "max_distance", "vehicle": 4, "metres": 1_210},
        "fits if vehicle 4 may travel 1.3 km further",
        "past als voertuig 4 1.3 km verder mag rijden",
    ),
    (
        Change(ChangeKind.CAPACITY, 4, capacity=(2_500, 0)),
        {"kind": "capacity", "vehicle": 4, "capacity": [2_500, 0]},
        "fits if vehicle 4 carries 2.5 kg more",
        "past als voertuig 4 2.5 kg meer kan dragen",
    ),
    (
        Change(ChangeKind.SKILLS, 4, 1, skills=frozenset({3})),
        {"kind": "skills", "vehicle": 4, "skills": [3]},
        "fits if vehicle 4 has a cool box",
        "past als voertuig 4 dit heeft: a cool box",
    ),
    (
        Change(ChangeKind.VEHICLE, 4),
        {"kind": "vehicle", "vehicle": 4},
        "fits with one more vehicle like vehicle 4",
        "past met nog een voertuig als voertuig 4",
    ),
]


@pytest.mark.parametrize(("change", "document", "english", "dutch"), CASES, ids=[case[2] for case in CASES])
def test_a_change_is_said(change: Change, document: dict, english: str, dutch: str) -> None:
    assert write_change(change) == document
    for language, sentence in (("en", english), ("nl", dutch)):
        said = say_change(change, language=language, dimensions=(WEIGHT, WEIGHT), skills={3: "a cool box"})
        assert said == sentence


def test_every_kind_of_change_has_words() -> None:
    for kind in ChangeKind:
        side = "later" if kind in (ChangeKind.TIME_WINDOW, ChangeKind.HOURS) else None
        assert "{" not in say_change(Change(kind, 4, side=side, window=TimeWindow(0, 60)))


def test_a_plan_with_changes_passes_the_checker() -> None:
    jobs = tuple(Job(Task(number, 1)) for number in (1, 2))
    problem = Problem((Vehicle(4, start=0, end=0, max_tasks=1),), {"car": line(0, 300)}, jobs)
    route = lay_out(problem, problem.vehicles[0], requests_of(problem), [Visit(0, 0)])
    assert isinstance(route, Route)
    solution = Solution((route,), (Unassigned(TaskKind.JOB, 2, 1, Reason.NO_ROOM_LEFT),), route.cost)
    running = Running.of(problem, solution)
    assert running.orders == [(Visit(0, 0),)]
    document = with_changes(write_solution(problem, solution), problem, why_all(running))
    assert document["unassigned"][0]["dorpsronde"] == {
        "reason": "no_room_left",
        "block": "limits",
        "changes": [{"kind": "max_tasks", "vehicle": 4, "tasks": 1}, {"kind": "vehicle", "vehicle": 4}],
    }
    assert check(write_problem(problem), document) == []
