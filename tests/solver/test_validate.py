"""A problem that cannot be planned is refused before any search, naming who is at fault."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver.bounds import MAX_AMOUNT, MAX_PRICE, MAX_TIME_S, MOST_DIMENSIONS
from routing.solver.eligibility import allowed_vehicles
from routing.solver.problem import (
    Break,
    Costs,
    EndKind,
    GivenStep,
    Job,
    PauseKind,
    Problem,
    Reload,
    Shipment,
    SoftWindow,
    StepKind,
    Task,
    TaskKind,
    TimeWindow,
    Vehicle,
)
from routing.solver.requests import requests_of
from routing.solver.solve import solve
from routing.solver.validate import validate
from tests.solver.solving import line

BIKE = Vehicle(3, profile="bike", start=0, end=0, capacity=(5,))
JOB = Job(Task(1, 1), delivery=(1,))
GOOD = Problem((BIKE,), {"bike": line(0, 5)}, (JOB,))
VAN = Vehicle(4, profile="van", start=0, end=2)
WIDER = {"van": line(0, 5, 9)}
NEGATIVE = TravelMatrix(line(0, 5).distances_m, np.array([[0, -1], [1, 0]], dtype=np.int32))


def with_bike(**change: object) -> Problem:
    return replace(GOOD, vehicles=(replace(BIKE, **change),))


def with_task(**change: object) -> Problem:
    return replace(GOOD, jobs=(replace(JOB, task=replace(JOB.task, **change)),))


def with_steps(*steps: tuple[StepKind, int | None], frozen: int = 0, **change: object) -> Problem:
    return with_bike(steps=tuple(GivenStep(kind, of) for kind, of in steps), frozen=frozen, **change)


FAULTS = [
    (
        replace(GOOD, vehicles=(BIKE,) * 10_000, jobs=(JOB,) * 10_000),
        "10000 jobs and shipments for 10000 vehicles are more than one plan can hold",
    ),
    (replace(GOOD, vehicles=(BIKE, BIKE)), "two vehicles have the id 3"),
    (replace(GOOD, jobs=(JOB, JOB)), "two job tasks have the id 1"),
    (with_bike(profile="van"), 'vehicle 3: no matrix for profile "van"; there is bike'),
    (with_bike(start=2), "vehicle 3: start 2 is outside the matrix of 2 places, matrices.bike"),
    (
        replace(GOOD, vehicles=(BIKE, VAN), matrices={**GOOD.matrices, **WIDER}),
        "vehicle 4: end 2 is outside the matrix of 2 places, matrices.bike",
    ),
    (
        replace(GOOD, vehicles=(BIKE, replace(VAN, end=0, reload=Reload(2))), matrices={**GOOD.matrices, **WIDER}),
        "vehicle 4: reload 2 is outside the matrix of 2 places, matrices.bike",
    ),
    (with_bike(capacity=(1,) * 101), "vehicle 3: capacity has 101 dimensions, more than 100"),
    (replace(GOOD, jobs=(Job(Task(1, 1), pickup=(1,) * 101),)), "job 1: pickup has 101 dimensions, more than 100"),
    (with_bike(capacity=(-1,)), "vehicle 3: capacity is -1"),
    (with_bike(time_window=TimeWindow(9, 8)), "vehicle 3: the time window [9, 8] ends before it starts"),
    (with_bike(costs=Costs(per_km=-1)), "vehicle 3: per_km is -1"),
    (
        with_bike(costs=Costs(fixed=10**8 + 1)),
        "vehicle 3: fixed cost is 100000001, which is more than 100000000. Divide all prices by the same number.",
    ),
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
    (with_task(setup_per_type_s={"trike": -1}), "job 1: setup_per_type is -1"),
    (with_task(service_per_type_s={"trike": 2**40}), "job 1: service_per_type is 1099511627776"),
    (with_task(soft_window=SoftWindow(9, 8, 1)), "job 1: the time window [9, 8] ends before it starts"),
    (with_task(soft_window=SoftWindow(8, 9, 10**9)), "job 1: soft_time_window.cost_per_hour is 1000000000"),
    (with_task(latest_finish_s=-1), "job 1: latest_finish is -1"),
    (with_bike(costs=Costs(per_task_hour=-1)), "vehicle 3: per_task_hour is -1"),
    (with_bike(speed_factor=Fraction(6)), "vehicle 3: speed_factor is not more than 0 and at most 5"),
    (with_bike(speed_factor=Fraction(1, 10**10)), "vehicle 3: at its speed_factor the longest way takes more"),
    (
        with_bike(breaks=tuple(Break(number) for number in range(51))),
        "vehicle 3: breaks has 51 entries; there are at most 50",
    ),
    (with_bike(breaks=(Break(1), Break(1))), "vehicle 3: two breaks have the id 1"),
    (with_bike(breaks=(Break(1, (TimeWindow(9, 8),)),)), "vehicle 3, break 1: the time window [9, 8] ends before"),
    (with_bike(breaks=(Break(1, service_s=-1),)), "vehicle 3, break 1: service is -1"),
    (
        with_bike(breaks=(Break(1, max_load=(1, 1)),)),
        "vehicle 3: max_load of break 1 has 2 dimensions, vehicle 3 has 1",
    ),
    (with_bike(reload=Reload(7)), "vehicle 3: reload 7 is outside the matrix of 2 places"),
    (with_bike(reload=Reload(0, service_s=-1)), "vehicle 3: service at the reload is -1"),
    (with_bike(reload=Reload(0, most=-1)), "vehicle 3: the most reloads is -1"),
    (with_bike(max_energy_wh=-1), "vehicle 3: max_energy_wh is -1"),
    (
        with_bike(max_energy_wh=5),
        "vehicle 3: max_energy_wh needs energy_wh in matrices.bike. Leave it out, or give the matrices that",
    ),
    (
        replace(GOOD, matrices={"bike": replace(line(0, 5), costs=NEGATIVE.durations_s)}),
        "matrix bike, costs: from 0 to 1 is negative",
    ),
    (
        replace(with_bike(costs=Costs(per_km=5)), matrices={"bike": replace(line(0, 5), costs=line(0, 5).distances_m)}),
        "vehicle 3: per_km is priced, and so are the ways, by costs in matrices.bike",
    ),
    (replace(GOOD, per_longest_duty_hour=-1), "dorpsronde.costs: per_longest_duty_hour is -1"),
    (with_steps((TaskKind.JOB, 7)), "vehicle 3, steps[0]: there is no job 7"),
    (with_steps((PauseKind.BREAK, 7)), "vehicle 3, steps[0]: the vehicle has no break 7"),
    (with_steps((PauseKind.RELOAD, None)), "vehicle 3, steps[0]: the vehicle has no place to reload"),
    (with_steps((TaskKind.JOB, 1), (TaskKind.JOB, 1)), "vehicle 3, steps[1]: job 1 is given by vehicle 3, steps[0]"),
    (with_steps((TaskKind.JOB, 1), (EndKind.START, None)), "vehicle 3, steps[1]: a route starts once"),
    (with_steps((EndKind.END, None), (TaskKind.JOB, 1)), "vehicle 3, steps[0]: a route ends once"),
    (with_steps((TaskKind.JOB, 1), frozen=2), "vehicle 3: 2 steps are frozen, and only 1 tasks and breaks are given"),
    (
        with_steps((PauseKind.BREAK, 2), frozen=1, breaks=(Break(1, (TimeWindow(0, 1),)), Break(2))),
        "vehicle 3: break 2 is frozen before another that is taken first",
    ),
    (
        replace(with_steps((TaskKind.JOB, 1)), jobs=(replace(JOB, skills=frozenset({4})),)),
        "vehicle 3, steps[0]: the vehicle lacks skill 4 for job 1",
    ),
    (
        replace(with_steps((TaskKind.DELIVERY, 5)), shipments=(Shipment(Task(4, 0), Task(5, 1)),)),
        "vehicle 3, steps[0]: delivery 5 comes without its pickup, 4, before it",
    ),
    (
        replace(
            with_steps((TaskKind.JOB, 1), frozen=1), jobs=(replace(JOB, task=replace(JOB.task, latest_finish_s=4)),)
        ),
        "vehicle 3: its frozen beginning does not hold: time_window forbids it",
    ),
]


@pytest.mark.parametrize(("problem", "text"), FAULTS, ids=[text for _, text in FAULTS])
def test_a_problem_that_cannot_be_planned_is_refused(problem: Problem, text: str) -> None:
    validate(GOOD)
    with pytest.raises(BadInputError) as refusal:
        solve(problem, iterations=1)
    assert text in str(refusal.value)


def test_the_documentation_tells_how_large_figures_may_be() -> None:
    told = (Path(__file__).parents[2] / "docs" / "vroom.md").read_text("utf-8")
    (paragraph,) = (one for one in told.split("\n\n") if one.startswith("Figures are at most"))
    for most in (MAX_PRICE, MAX_AMOUNT, MOST_DIMENSIONS, MAX_TIME_S):
        assert f" {most:,} " in paragraph


def test_what_the_same_vehicles_may_carry_is_kept_once() -> None:
    problem = replace(GOOD, jobs=tuple(replace(JOB, task=replace(JOB.task, id=number)) for number in range(2)))
    one, other = allowed_vehicles(problem, requests_of(problem))
    assert one is other
    assert one == {0}


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
