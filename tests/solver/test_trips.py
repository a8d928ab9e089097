"""The ways to part an order into trips: all of them, the cheapest first, and no more looked at than is asked for."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice, pairwise
from typing import Any

import numpy as np
import pytest

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver import layout, trips
from routing.solver.beginnings import fixed_orders
from routing.solver.layout import lay_out
from routing.solver.loads import cargo_of
from routing.solver.problem import (
    Break,
    Costs,
    GivenStep,
    Job,
    PauseKind,
    Problem,
    Reload,
    Task,
    TaskKind,
    TimeWindow,
    Vehicle,
)
from routing.solver.requests import requests_of, visits_of
from routing.solver.schedule import EndedError, Looks
from routing.solver.solution import Route
from routing.solver.travel import Ways
from routing.solver.trips import Split, Trips


def star(jobs: int, room: int, most: int | None = None) -> Problem:
    """Make as many places, each 60 s from the vehicle's and 120 s from each other: reloads cost nothing."""
    seconds = np.full((jobs + 1, jobs + 1), 120, np.int32)
    seconds[0, :] = seconds[:, 0] = 60
    np.fill_diagonal(seconds, 0)
    vehicle = Vehicle(1, start=0, end=0, capacity=(room,), reload=Reload(0, most=most))
    parcels = tuple(Job(Task(number, number), delivery=(1,)) for number in range(1, jobs + 1))
    return Problem((vehicle,), {"car": TravelMatrix(seconds, seconds)}, parcels)


def laid_out(problem: Problem) -> Route:
    requests = requests_of(problem)
    route = lay_out(problem, problem.vehicles[0], requests, visits_of(requests))
    assert isinstance(route, Route), route
    return route


@pytest.fixture
def timed(monkeypatch: pytest.MonkeyPatch) -> list[Split]:
    """List all ways to part an order that are timed."""
    seen: list[Split] = []
    route = layout._Laying.route

    def counted(laying: Any, split: Split, looks: Looks) -> Any:
        seen.append(split)
        return route(laying, split, looks)

    monkeypatch.setattr(layout._Laying, "route", counted)
    return seen


def splits(problem: Problem, looks: Looks | None = None) -> Iterator[tuple[int, int, Split]]:
    vehicle, requests = problem.vehicles[0], requests_of(problem)
    visits = visits_of(requests)
    cargo = cargo_of(vehicle, requests, visits)
    tasks = [requests[visit.request].tasks[visit.step][1] for visit in visits]
    return Trips(Ways(problem.matrices["car"], vehicle), vehicle, tasks, cargo).splits(looks or Looks())


@pytest.fixture
def popped(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """List all beginnings that are looked at."""
    seen: list[object] = []
    pop = trips.heappop

    def counted(waiting: list[Any]) -> Any:
        seen.append(waiting[0])
        return pop(waiting)

    monkeypatch.setattr(trips, "heappop", counted)
    return seen


@pytest.mark.parametrize("most", [None, 0, 2, 3, 6])
def test_every_way_is_listed_once_by_cost_and_then_by_reloads(most: int | None) -> None:
    """Five parcels, two on board: reloads lie before any of them and behind the last."""
    fits = {
        split
        for reloads in range(7 if most is None else most + 1)
        for split in combinations(range(6), reloads)
        if all(end - first <= 2 for first, end in pairwise((0, *split, 5)))
    }
    listed = list(splits(star(5, 2, most)))
    assert sorted(split for *_, split in listed) == sorted(fits)
    ranks = [(*bound, len(split)) for *bound, split in listed]
    assert ranks == sorted(ranks)


def test_of_ways_that_cost_the_same_few_are_begun(popped: list[object]) -> None:
    """48 parcels, four on board: each of hundreds of millions of ways costs the same."""
    problem = star(48, 4)
    assert len(list(islice(splits(problem), 100))) == 100
    assert len(popped) <= 100 * 13
    popped.clear()
    laid_out(problem)
    assert len(popped) <= 2 * 13  # nothing is waited for: none that finishes earlier can come


def test_ways_with_too_many_reloads_are_not_begun(popped: list[object]) -> None:
    """Dear to pass between places and cheap to reload: without a limit every way would reload before each parcel."""
    problem = star(24, 4, most=6)
    seconds = problem.matrices["car"].durations_s * np.int32(10)
    seconds[0, :] //= 10
    seconds[:, 0] //= 10
    dear = Problem(problem.vehicles, {"car": TravelMatrix(seconds, seconds)}, problem.jobs)
    found = [len(split) for *_, split in islice(splits(dear), 20)]
    assert found == [6] * 20
    assert len(popped) <= 20 * 8


def test_a_thousand_trips_are_looked_at_one_by_one() -> None:
    (first,) = islice(splits(star(1_000, 1)), 1)
    assert first[-1] == tuple(range(1, 1_000))


def test_none_is_listed_once_whoever_asked_wants_no_more() -> None:
    wanted = iter([False, False, True])
    listed = splits(star(9, 3), Looks(ended=lambda: next(wanted)))
    assert [len(split) for *_, split in islice(listed, 2)] == [2, 3]
    with pytest.raises(EndedError):
        next(listed)


@pytest.mark.parametrize("balance", [0, 3_600])
def test_of_ways_that_cost_the_same_the_one_that_finishes_first_is_taken(balance: int) -> None:
    """Three parcels at one address, two on board: to reload before the third would have it set up anew there."""
    seconds = np.array([[0, 60], [60, 0]], np.int32)
    parcels = tuple(Job(Task(number, 1, setup_s=600 * (number == 3)), delivery=(1,)) for number in range(1, 4))
    vehicle = Vehicle(1, start=0, end=0, capacity=(2,), reload=Reload(0))
    matrices = {"car": TravelMatrix(seconds, seconds)}
    route = laid_out(Problem((vehicle,), matrices, parcels, per_longest_duty_hour=balance))
    assert [step.id for step in route.steps] == [None, 1, None, 2, 3, None]
    assert route.steps[-1].arrival_s == 4 * 60


def test_no_way_that_costs_more_is_timed_whatever_the_rests_cost(timed: list[Split]) -> None:
    """Each reload more costs 60 s of duty; half an hour of it is for the break."""
    problem = star(12, 4)
    vehicle = replace(
        problem.vehicles[0],
        costs=Costs(per_duty_hour=3_600),
        reload=Reload(0, service_s=60),
        breaks=(Break(1, service_s=1_800),),
    )
    laid_out(replace(problem, vehicles=(vehicle,)))
    assert timed == [(4, 8)]


def test_of_ways_that_cost_the_same_few_are_timed_where_something_is_waited_for(timed: list[Split]) -> None:
    problem = star(30, 10)
    first = Job(Task(1, 1, time_windows=(TimeWindow(3_600, 7_200),)), delivery=(1,))
    laid_out(replace(problem, jobs=(first, *problem.jobs[1:])))
    assert len(timed) == 1 + layout.MOST_ALIKE


def test_what_is_to_go_is_no_longer_looked_at_once_one_reload_more_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """60 parcels, 30 on board: two reloads do as well as sixty."""
    rows: list[object] = []
    before = Trips._before

    def counted(ways: Trips, further: Any) -> Any:
        rows.append(further)
        return before(ways, further)

    monkeypatch.setattr(Trips, "_before", counted)
    assert next(splits(star(60, 30, most=60)))[-1] == (30,)
    assert len(rows) == 3


def test_a_frozen_order_that_holds_in_no_way_is_laid_out_once(
    monkeypatch: pytest.MonkeyPatch, timed: list[Split]
) -> None:
    monkeypatch.setattr(layout, "MOST_FROZEN_SPLITS", 50)
    problem = star(15, 100)
    steps = tuple(GivenStep(TaskKind.JOB, number) for number in range(1, 16))
    late = Job(Task(15, 15, time_windows=(TimeWindow(0, 500),)), delivery=(1,))
    vehicle = replace(problem.vehicles[0], steps=steps, frozen=15)
    frozen = replace(problem, vehicles=(vehicle,), jobs=(*problem.jobs[:-1], late))
    with pytest.raises(BadInputError, match="its frozen beginning does not hold: time_window"):
        fixed_orders(frozen, requests_of(frozen))
    assert len(timed) == 50


def test_a_frozen_order_holds_where_any_of_many_ways_does() -> None:
    """Three breaks, each with nothing on board and at once behind its task: one of 560 ways to reload three times."""
    breaks = tuple(
        Break(number, (TimeWindow(done_s, done_s + 60),), 300, (0,))
        for number, done_s in enumerate((660 + 3 * 720, 660 + 8 * 720 + 300, 660 + 12 * 720 + 600))
    )
    steps = [GivenStep(TaskKind.JOB, number) for number in range(1, 16)]
    for number, tasks in ((2, 13), (1, 9), (0, 4)):
        steps.insert(tasks, GivenStep(PauseKind.BREAK, number))
    problem = star(15, 100)
    vehicle = replace(
        problem.vehicles[0],
        time_window=TimeWindow(0, 660 + 14 * 720 + 900 + 60),
        breaks=breaks,
        steps=tuple(steps),
        frozen=len(steps),
    )
    jobs = tuple(Job(Task(number, number, service_s=600), delivery=(1,)) for number in range(1, 16))
    route = laid_out(replace(problem, vehicles=(vehicle,), jobs=jobs))
    pauses = [step.pause for step in route.steps]
    assert pauses.count(PauseKind.RELOAD) == 3
    assert all(before is PauseKind.BREAK for before, pause in pairwise(pauses) if pause is PauseKind.RELOAD)
