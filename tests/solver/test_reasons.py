"""Why a task is unassigned: the reason, and the sentence with its numbers."""

from dataclasses import replace

import pytest

from routing.solver.explanations import Dimension, explain
from routing.solver.problem import Break, GivenStep, Job, Problem, Reload, Shipment, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.solution import Reason
from tests.solver.solving import line, solved

BIKE = Vehicle(0, profile="bike", start=0, end=0, capacity=(150_000, 800), time_window=TimeWindow(36_000, 61_200))
PARCEL = Shipment(Task(1, 1), Task(1, 2), amount=(1_000, 1))
ROAD = replace(line(0, 300, 600), energy_wh=line(0, 300, 600).distances_m)
WEIGHT = Dimension({"en": "heavier", "nl": "zwaarder"}, "kg", 1_000)
VOLUME = Dimension({"en": "larger", "nl": "groter"}, "l")
TOO_LATE = (TimeWindow(32_400, 36_000),)

CASES = [
    (
        replace(PARCEL, amount=(210_000, 1)),
        BIKE,
        Reason.CAPACITY,
        "heavier than any vehicle carries: 210 kg, the largest takes 150 kg",
        "zwaarder dan enig voertuig draagt: 210 kg, het grootste kan 150 kg mee",
    ),
    (
        replace(PARCEL, skills=frozenset({4})),
        BIKE,
        Reason.SKILLS,
        "needs what no vehicle has: a cool box",
        "heeft nodig wat geen voertuig heeft: a cool box",
    ),
    (
        replace(PARCEL, delivery=Task(1, 2, time_windows=TOO_LATE)),
        BIKE,
        Reason.TIME_WINDOW,
        "no vehicle can be at the delivery before 10:10, and it closes at 10:00",
        "geen voertuig kan voor 10:10 bij het bezorgadres zijn, en daar kan het tot 10:00",
    ),
    (
        PARCEL,
        replace(BIKE, time_window=TimeWindow(36_000, 36_900)),
        Reason.TIME_WINDOW,
        "no vehicle is back in time: at 10:20 at the earliest, and its hours end at 10:15",
        "geen voertuig is op tijd terug: op zijn vroegst om 10:20, en de dienst eindigt om 10:15",
    ),
    (
        replace(PARCEL, max_time_on_board_s=60),
        BIKE,
        Reason.TIME_ON_BOARD,
        "it would be on board for 5 minutes at least, at most 1 are allowed",
        "het zou minstens 5 minuten aan boord zijn, hoogstens 1 mag",
    ),
    (
        PARCEL,
        replace(BIKE, max_distance_m=1_000),
        Reason.LIMITS,
        "needs 1.2 km, at most 1 are allowed",
        "vraagt 1.2 km, hoogstens 1 mag",
    ),
    (
        replace(PARCEL, delivery=Task(1, 2, service_s=120, latest_finish_s=36_600)),
        BIKE,
        Reason.TIME_WINDOW,
        "no vehicle can be at the delivery before 10:10, and it closes at 10:08",
        "geen voertuig kan voor 10:10 bij het bezorgadres zijn, en daar kan het tot 10:08",
    ),
    (
        PARCEL,
        replace(BIKE, breaks=(Break(1, service_s=36_000),)),
        Reason.BREAKS,
        "their breaks leave no vehicle time for it",
        "de pauzes laten geen voertuig er tijd voor",
    ),
    (
        PARCEL,
        replace(BIKE, max_energy_wh=1_199),
        Reason.ENERGY,
        "needs 1200 Wh, at most 1199 are there",
        "vraagt 1200 Wh, hoogstens 1199 is er",
    ),
    (
        replace(
            PARCEL,
            delivery=Task(
                1, 2, time_windows=(TimeWindow(36_000, 36_500), TimeWindow(40_000, 41_000)), latest_finish_s=39_000
            ),
        ),
        BIKE,
        Reason.TIME_WINDOW,
        "no vehicle can be at the delivery before 10:10, and it closes at 10:09",
        "geen voertuig kan voor 10:10 bij het bezorgadres zijn, en daar kan het tot 10:09",
    ),
    (
        replace(PARCEL, delivery=Task(1, 2, time_windows=(TimeWindow(40_200, 41_000),), latest_finish_s=39_000)),
        BIKE,
        Reason.TIME_WINDOW,
        "no vehicle can be at the delivery before 11:10, and it closes at 10:50",
        "geen voertuig kan voor 11:10 bij het bezorgadres zijn, en daar kan het tot 10:50",
    ),
    (
        PARCEL,
        replace(BIKE, max_travel_time_s=1_199),
        Reason.LIMITS,
        "needs 20 minutes of travel, at most 19 are allowed",
        "vraagt 20 minuten rijden, hoogstens 19 mag",
    ),
]


@pytest.mark.parametrize(
    ("shipment", "vehicle", "reason", "english", "dutch"),
    CASES,
    ids=[f"{case[2]} {number}" for number, case in enumerate(CASES)],
)
def test_a_task_that_fits_nowhere_says_why(
    shipment: Shipment, vehicle: Vehicle, reason: Reason, english: str, dutch: str
) -> None:
    problem = Problem((vehicle,), {"bike": ROAD}, shipments=(shipment,))
    pickup, delivery = solved(problem).unassigned
    assert (pickup.kind, delivery.kind) == (TaskKind.PICKUP, TaskKind.DELIVERY)
    assert pickup.reason is delivery.reason is reason
    for language, sentence in (("en", english), ("nl", dutch)):
        assert sentence == explain(
            problem,
            delivery.kind,
            delivery.id,
            reason,
            language=language,
            dimensions=(WEIGHT, VOLUME),
            skills={4: "a cool box"},
        )


def test_the_vehicle_that_comes_furthest_decides() -> None:
    unskilled, small = replace(BIKE, id=1), replace(BIKE, id=2, skills=frozenset({4}), capacity=(10, 10))
    cooled = replace(PARCEL, skills=frozenset({4}))
    problem = Problem((unskilled, small), {"bike": ROAD}, shipments=(cooled,))
    assert {one.reason for one in solved(problem).unassigned} == {Reason.CAPACITY}


def test_what_only_the_others_keep_out_has_no_room_left() -> None:
    both = tuple(replace(PARCEL, pickup=Task(n, 1), delivery=Task(n, 2), amount=(1, 1)) for n in (1, 2))
    problem = Problem((replace(BIKE, max_tasks=2),), {"bike": ROAD}, shipments=both)
    left = solved(problem).unassigned
    assert {one.reason for one in left} == {Reason.NO_ROOM_LEFT}
    assert explain(problem, left[0].kind, left[0].id, left[0].reason).startswith("no room")


def test_a_rest_that_asks_for_a_way_by_the_reload_says_how_long_it_takes() -> None:
    """It leaves empty, rests, and loads ten minutes away, then brings it half-way back."""
    rest = Break(1, (TimeWindow(36_000, 36_000),), 60, max_load=(0, 0))
    vehicle = replace(BIKE, breaks=(rest,), reload=Reload(2), max_travel_time_s=900)
    problem = Problem((vehicle,), {"bike": ROAD}, (Job(Task(7, 1), delivery=(1_000, 1)),))
    (left,) = solved(problem).unassigned
    assert left.reason is Reason.LIMITS
    said = explain(problem, left.kind, left.id, left.reason)
    assert said == "needs 20 minutes of travel, at most 15 are allowed"


def test_what_only_a_frozen_beginning_keeps_out_says_so() -> None:
    busy = Job(Task(7, 1, service_s=24_500))
    vehicle = replace(BIKE, steps=(GivenStep(TaskKind.JOB, 7),), frozen=1)
    problem = Problem((vehicle,), {"bike": ROAD}, (busy,), (PARCEL,))
    left = solved(problem).unassigned
    assert {one.reason for one in left} == {Reason.FROZEN}
    assert explain(problem, left[0].kind, left[0].id, left[0].reason) == "it does not fit behind what is already fixed"
