"""Random small problems of every kind, against a plan found by trying everything."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.matrix import TravelMatrix
from routing.solver.problem import Costs, Job, Problem, Shipment, Task, TimeWindow, Vehicle
from tests.solver.oracle import LAST_S, best
from tests.solver.solving import outcome, solved

PLACES = 4


@st.composite
def windows(draw: st.DrawFn) -> tuple[TimeWindow, ...]:
    edges = sorted(draw(st.sets(st.integers(0, LAST_S), min_size=4, max_size=4)))
    return draw(
        st.sampled_from(
            [
                (),
                (TimeWindow(edges[0], edges[2]),),
                (TimeWindow(edges[0], edges[3]),),
                (TimeWindow(edges[0], edges[1]), TimeWindow(edges[2], edges[3])),
            ]
        )
    )


@st.composite
def tasks(draw: st.DrawFn, number: int) -> Task:
    return Task(
        id=number,
        location=draw(st.integers(0, PLACES - 1)),
        setup_s=draw(st.sampled_from([0, 0, 2])),
        service_s=draw(st.integers(0, 2)),
        time_windows=draw(windows()),
    )


amounts = st.tuples(st.integers(0, 3))
skills = st.frozensets(st.integers(1, 2), max_size=1)
priorities = st.sampled_from([0, 0, 1, 5])


@st.composite
def matrices(draw: st.DrawFn) -> TravelMatrix:
    """Not symmetric, and no triangle inequality: shortcuts over other places are allowed."""
    figures = st.lists(st.integers(0, 6), min_size=PLACES**2, max_size=PLACES**2)
    durations, distances = (np.array(draw(figures), dtype=np.int32).reshape(PLACES, PLACES) for _ in range(2))
    np.fill_diagonal(durations, 0)
    np.fill_diagonal(distances, 0)
    return TravelMatrix(distances_m=distances, durations_s=durations)


@st.composite
def vehicles(draw: st.DrawFn, number: int) -> Vehicle:
    place = st.none() | st.integers(0, PLACES - 1)
    return Vehicle(
        id=number,
        profile=draw(st.sampled_from(["bike", "van"])),
        start=draw(place),
        end=draw(place),
        capacity=draw(st.sampled_from([(), (2,), (4,)])),
        costs=Costs(
            fixed=draw(st.sampled_from([0, 3])),
            per_hour=draw(st.sampled_from([0, 3600])),
            per_km=draw(st.sampled_from([0, 1000, 7])),
            per_duty_hour=draw(st.sampled_from([0, 3600])),
        ),
        skills=draw(st.sampled_from([frozenset(), frozenset({1}), frozenset({1, 2})])),
        time_window=draw(st.sampled_from([None, TimeWindow(0, LAST_S), TimeWindow(5, 20)])),
        max_tasks=draw(st.sampled_from([None, None, 2, 3])),
        max_travel_time_s=draw(st.sampled_from([None, None, 8])),
        max_distance_m=draw(st.sampled_from([None, None, 8])),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    shipments = draw(st.integers(0, 2))
    jobs = draw(st.integers(0, 4 - 2 * shipments)) if shipments else draw(st.integers(0, 4))
    limited = draw(st.booleans())
    return Problem(
        vehicles=tuple(draw(vehicles(number)) for number in range(draw(st.integers(1, 2)))),
        matrices={"bike": draw(matrices()), "van": draw(matrices())},
        jobs=tuple(
            Job(draw(tasks(number)), draw(amounts), draw(amounts), draw(skills), draw(priorities))
            for number in range(jobs)
        ),
        shipments=tuple(
            Shipment(
                draw(tasks(number)),
                draw(tasks(number)),
                draw(amounts),
                draw(skills),
                draw(priorities),
                draw(st.integers(0, 8)) if limited and number == 0 else None,
            )
            for number in range(shipments)
        ),
    )


@settings(max_examples=40)
@given(problems())
def test_no_plan_is_better_than_the_best_and_the_same_are_served(problem: Problem) -> None:
    priority, served, least = best(problem)
    found = outcome(problem, solved(problem, iterations=100))
    assert found[:2] == (priority, served)
    assert found[2] >= least
