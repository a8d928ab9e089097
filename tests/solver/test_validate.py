"""A problem that cannot be planned is refused before any search, naming who is at fault."""

from dataclasses import replace

import numpy as np
import pytest

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver.problem import Costs, Job, Problem, Shipment, Task, TimeWindow, Vehicle
from routing.solver.solve import solve
from routing.solver.validate import validate
from tests.solver.solving import line

BIKE = Vehicle(3, profile="bike", start=0, end=0, capacity=(5,))
JOB = Job(Task(1, 1), delivery=(1,))
GOOD = Problem((BIKE,), {"bike": line(0, 5)}, (JOB,))
NEGATIVE = TravelMatrix(line(0, 5).distances_m, np.array([[0, -1], [1, 0]], dtype=np.int32))


def with_bike(**change: object) -> Problem:
    return replace(GOOD, vehicles=(replace(BIKE, **change),))


def with_task(**change: object) -> Problem:
    return replace(GOOD, jobs=(replace(JOB, task=replace(JOB.task, **change)),))


FAULTS = [
    (replace(GOOD, vehicles=(BIKE, BIKE)), "two vehicles have the id 3"),
    (replace(GOOD, jobs=(JOB, JOB)), "two job tasks have the id 1"),
    (with_bike(profile="van"), 'vehicle 3: no matrix for profile "van"; there is bike'),
    (with_bike(start=2), "vehicle 3: start 2 is outside the matrix of 2 places"),
    (with_bike(capacity=(-1,)), "vehicle 3: capacity is -1"),
    (with_bike(time_window=TimeWindow(9, 8)), "vehicle 3: the time window [9, 8] ends before it starts"),
    (with_bike(costs=Costs(per_km=-1)), "vehicle 3: per_km is -1"),
    (with_bike(costs=Costs(per_km=10**9)), "vehicle 3: per_km is 1000000000"),
    (with_bike(max_tasks=-1), "vehicle 3: max_tasks is -1"),
    (with_task(location=-1), "job 1: location -1 is outside"),
    (with_task(location=2), "job 1: location 2 is outside"),
    (with_task(setup_s=-5), "job 1: setup is -5"),
    (with_task(service_s=2**40), "job 1: service is 1099511627776"),
    (
        with_task(time_windows=(TimeWindow(0, 9), TimeWindow(9, 10))),
        "job 1: the time windows [0, 9] and [9, 10]",
    ),
    (replace(GOOD, jobs=(replace(JOB, delivery=(1, 1)),)), "job 1: delivery has 2 dimensions, vehicle 3 has 1"),
    (replace(GOOD, jobs=(replace(JOB, priority=101),)), "job 1: priority is 101"),
    (replace(GOOD, matrices={"bike": NEGATIVE}), "matrix bike, durations: from 0 to 1 is negative"),
    (
        replace(GOOD, shipments=(Shipment(Task(1, 0), Task(1, 1), max_time_on_board_s=-1),)),
        "pickup 1: max_time_on_board is -1",
    ),
]


@pytest.mark.parametrize(("problem", "text"), FAULTS, ids=[text for _, text in FAULTS])
def test_a_problem_that_cannot_be_planned_is_refused(problem: Problem, text: str) -> None:
    validate(GOOD)
    with pytest.raises(BadInputError) as refusal:
        solve(problem, iterations=1)
    assert text in str(refusal.value)


@pytest.mark.parametrize(
    ("effort", "text"),
    [
        ({"engine": "best"}, 'no engine is called "best"'),
        ({"time_limit_s": -1.0}, "a time limit of -1.0 s"),
        ({"time_limit_s": float("nan")}, "a time limit of nan s"),
        ({"iterations": 0}, "0 iterations"),
        ({"seed": -1}, "seed -1"),
    ],
)
def test_an_effort_that_makes_no_sense_is_refused(effort: dict[str, object], text: str) -> None:
    with pytest.raises(BadInputError, match=text):
        solve(GOOD, **effort)


def test_a_day_too_large_for_ortools_is_refused_in_a_line() -> None:
    crowd = tuple(Job(Task(number, 1)) for number in range(4_001))
    with pytest.raises(BadInputError, match="4001 tasks are more than the 4000"):
        solve(replace(GOOD, jobs=crowd), iterations=1, engine="ortools")
