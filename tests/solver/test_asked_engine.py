"""What an engine is asked for, who hears of it, and what may take how long before it and behind it."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from math import inf
from types import SimpleNamespace
from typing import Any

import pytest

from routing.solver import eligibility, insertion
from routing.solver import reasons as why_alone
from routing.solver import solve as solving
from routing.solver.beginnings import fixed_orders
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Effort, Listener, Standing, VisitOrders
from routing.solver.insertion import insert
from routing.solver.layout import lay_out
from routing.solver.problem import Break, GivenStep, Job, Problem, Shipment, Task, TaskKind, TimeWindow, Vehicle
from routing.solver.reasons import Reasons
from routing.solver.requests import Request, Visit, requests_of
from routing.solver.ruin.instance import Numbers
from routing.solver.ruin.params import DEFAULT
from routing.solver.ruin.ruin_engine import _Run
from routing.solver.schedule import Looks
from routing.solver.solution import Reason, Route
from routing.solver.solve import ENGINES, solve
from tests.solver.solving import line, order_of, solved
from tests.solver.test_ruin_engine import strict_town

ROAD = line(0, 100, 200)
BIKE = Vehicle(1, start=0, end=0, capacity=(3,), time_window=TimeWindow(0, 1_000))
FAR = Shipment(Task(1, 1), Task(1, 2, time_windows=(TimeWindow(0, 150),)), amount=(1,))
"""It cannot be brought in time, which only a layout knows."""


def fleet(number: int, vehicle: Vehicle = BIKE) -> tuple[Vehicle, ...]:
    return tuple(replace(vehicle, id=one) for one in range(number))


def test_alike_vehicles_are_asked_once_what_they_may_carry(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(eligibility, "_open_during_shift", lambda *given: asked.append(given) is None)
    small = replace(BIKE, capacity=(1,))
    vehicles = (*fleet(20), replace(small, id=20), *(replace(one, id=30 + one.id) for one in fleet(9)))
    jobs = tuple(Job(Task(number, 1), delivery=(number,)) for number in range(1, 5))
    problem = Problem(vehicles, {"car": ROAD}, jobs)
    large = frozenset(range(30)) - {20}
    assert allowed_vehicles(problem, requests_of(problem)) == [frozenset(range(30)), large, large, frozenset()]
    assert len(asked) == 4


@pytest.fixture
def three_seconds_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is done before a search take so long."""
    clock = SimpleNamespace(now_s=50.0, monotonic=lambda: clock.now_s)

    def slow(*given: Any) -> list[frozenset[int]]:
        clock.now_s += 3.0
        return allowed_vehicles(*given)

    monkeypatch.setattr(solving, "time", clock)
    monkeypatch.setattr(solving, "allowed_vehicles", slow)


@pytest.mark.usefixtures("three_seconds_before")
def test_the_engine_gets_what_is_left_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    limits_s: list[float | None] = []

    def engine(*given: Any) -> VisitOrders:
        limits_s.append(next(one for one in given if isinstance(one, Effort)).time_limit_s)
        return [()]

    monkeypatch.setitem(ENGINES, "auto", engine)
    problem = Problem((BIKE,), {"car": ROAD}, (Job(Task(1, 1)),))
    for limit_s in (10.0, 2.0, None):
        solve(problem, time_limit_s=limit_s, iterations=5)
    assert limits_s == [7.0, 0.0, None]


@pytest.mark.usefixtures("three_seconds_before")
def test_how_to_search_follows_from_the_time_limit_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds are ample for a hundred requests, whatever was done before."""
    cycles: list[tuple[float, ...]] = []

    def engine(
        problem: Problem,
        requests: Sequence[Request],
        allowed: Sequence[frozenset[int]],
        effort: Effort,
        listener: Listener,
    ) -> VisitOrders:
        cycles.append(_Run(Numbers(problem, requests, allowed), effort, listener, DEFAULT).cycles)
        return [tuple(Visit(number, 0) for number in range(100))]

    monkeypatch.setitem(ENGINES, "auto", engine)
    problem = Problem((BIKE,), {"car": ROAD}, tuple(Job(Task(number, 1)) for number in range(100)))
    assert solve(problem, time_limit_s=10.0).unassigned == ()
    assert solve(problem, time_limit_s=9.0).unassigned == ()
    assert cycles == [DEFAULT.cycles, (1.0,)]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_those_who_listen_raise_is_raised_on(engine: str, caplog: pytest.LogCaptureFixture) -> None:
    """A job that is another's by now stops so: the day is not planned by other means."""

    class NoLongerOursError(Exception):
        pass

    def stop(_: object) -> None:
        raise NoLongerOursError

    problem = Problem(fleet(1), {"car": ROAD}, (Job(Task(1, 1)), Job(Task(2, 2))))
    for listening in ({"progress": stop}, {"best": stop}):
        with caplog.at_level(logging.WARNING), pytest.raises(NoLongerOursError):
            solve(problem, iterations=20, engine=engine, **listening)  # pyright: ignore[reportArgumentType]
    assert caplog.text == ""


def test_what_no_vehicle_may_carry_does_not_keep_routes_from_being_closed() -> None:
    town = strict_town(fixed=10**8)
    hopeless = replace(town.shipments[0], pickup=Task(900, 1), delivery=Task(900, 2), skills=frozenset({7}))
    heard: list[Standing] = []
    problem = replace(town, shipments=(hopeless, *town.shipments))
    solution = solve(problem, iterations=200, threads=1, best=heard.append)
    assert "fewer routes" in {phase.name for phase in solution.phases}
    assert {phase.cost for phase in solution.phases} == {None}
    assert [(left.id, left.reason) for left in solution.unassigned] == [(900, Reason.SKILLS)] * 2
    assert {standing.unassigned for standing in heard} == {1}


def test_what_is_frozen_stays_first_beside_what_no_vehicle_may_carry() -> None:
    """The first job is too heavy; the others are numbered anew for the engine, and back."""
    frozen = replace(BIKE, steps=(GivenStep(TaskKind.JOB, 3),), frozen=1)
    jobs = tuple(Job(Task(number, number % 3), delivery=(9 if number == 1 else 1,)) for number in (1, 2, 3))
    solution = solved(Problem((frozen,), {"car": ROAD}, jobs, (replace(FAR, delivery=Task(1, 1)),)))
    assert [left.id for left in solution.unassigned] == [1]
    assert order_of(solution)[0][0] == ("job", 3)
    assert len(order_of(solution)[0]) == 4


@pytest.mark.parametrize(("kept", "is_timed"), [((Visit(0, 0), Visit(1, 0)), True), ((), False)])
def test_mending_ends_in_time_where_something_is_kept(
    monkeypatch: pytest.MonkeyPatch, kept: tuple[Visit, ...], *, is_timed: bool
) -> None:
    """An engine that was cut short answers two jobs of which one alone fits."""
    ends_s: list[float] = []

    def noted(*given: VisitOrders, until_s: float = inf, **_: object) -> VisitOrders:
        ends_s.append(until_s)
        return given[-1]

    monkeypatch.setattr(solving, "insert", noted)
    monkeypatch.setitem(ENGINES, "auto", lambda *_: [kept])
    jobs = tuple(Job(Task(number, 1, service_s=600)) for number in (1, 2))
    solve(Problem((BIKE,), {"car": ROAD}, jobs), iterations=5)
    assert [end_s < inf for end_s in ends_s] == [is_timed]


def test_where_an_engine_fails_beside_what_is_frozen_the_day_is_planned_however_long_that_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> VisitOrders:
        raise RuntimeError("CP Solver fail")

    monkeypatch.setattr(solving, "LATE_S", 0.0)
    monkeypatch.setitem(ENGINES, "auto", broken)
    frozen = replace(BIKE, steps=(GivenStep(TaskKind.JOB, 1),), frozen=1)
    jobs = tuple(Job(Task(number, number % 3)) for number in (1, 2, 3))
    assert solve(Problem((frozen,), {"car": ROAD}, jobs), iterations=5).unassigned == ()


def test_of_unused_vehicles_that_are_alike_one_is_tried_for_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def noted(problem: Problem, vehicle: Vehicle, *given: Any, **more: Any) -> Route | Reason:
        tried.append(vehicle.id)
        return lay_out(problem, vehicle, *given, **more)

    monkeypatch.setattr(insertion, "lay_out", noted)
    jobs = tuple(Job(Task(number, 1, service_s=600)) for number in (1, 2))
    problem = Problem((*fleet(9), replace(BIKE, id=9, type="other")), {"car": ROAD}, jobs)
    requests = requests_of(problem)
    orders = insert(problem, requests, allowed_vehicles(problem, requests), [() for _ in problem.vehicles])
    assert orders[:2] == [(Visit(0, 0),), (Visit(1, 0),)]
    assert sorted(tried) == [0, 0, 0, 1, 9, 9]  # the first is full for the second job, before it and behind it


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Collect the layouts that reasons are found by."""
    found: list[object] = []

    def noted(*given: Any, **more: Any) -> Route | Reason:
        found.append(given)
        return lay_out(*given, **more)

    monkeypatch.setattr(why_alone, "lay_out", noted)
    return found


def test_a_reason_is_sought_on_one_vehicle_of_each_kind(laid_out: list[object]) -> None:
    resting = replace(BIKE, breaks=(Break(1),))
    problem = Problem((*fleet(15), *fleet(15, resting)), {"car": ROAD}, shipments=(FAR,))
    problem = replace(problem, vehicles=tuple(replace(one, id=number) for number, one in enumerate(problem.vehicles)))
    assert {left.reason for left in solved(problem, 5).unassigned} == {Reason.TIME_WINDOW}
    assert len(laid_out) == 2


def test_what_needs_no_layout_is_looked_at_once_for_vehicles_from_places_of_their_own(
    monkeypatch: pytest.MonkeyPatch, laid_out: list[object]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        eligibility, "_open_during_shift", lambda _, vehicle: asked.append(vehicle.type) or vehicle.type == "early"
    )
    late = tuple(replace(BIKE, id=number, start=number, end=number) for number in range(20))
    problem = Problem(late, {"car": line(*range(21))}, (Job(Task(1, 1)),))
    requests, ended = requests_of(problem), Looks(ended=lambda: True)
    assert Reasons(problem, requests, ended).of(0) is Reason.TIME_WINDOW
    assert asked == [""]
    one_more = replace(problem, vehicles=(*late, replace(BIKE, id=20, type="early")))
    assert Reasons(one_more, requests, ended).of(0) is Reason.NO_ROOM_LEFT
    assert asked == ["", *["", "early"] * 2]  # once more when a layout was not to be made
    assert laid_out == []


def test_what_is_frozen_is_completed_once_for_all_reasons(
    monkeypatch: pytest.MonkeyPatch, laid_out: list[object]
) -> None:
    """Three vehicles are full of what is frozen; each of four jobs is laid out alone and behind it."""
    completed: list[object] = []
    monkeypatch.setattr(why_alone, "fixed_orders", lambda *given: completed.append(given) or fixed_orders(*given))
    vehicles = tuple(replace(BIKE, id=n, steps=(GivenStep(TaskKind.JOB, n),), frozen=1) for n in range(3))
    busy = tuple(Job(Task(number, 1, service_s=700)) for number in range(3))
    more = tuple(Job(Task(10 + number, 2, service_s=500)) for number in range(4))
    left = solved(Problem(vehicles, {"car": ROAD}, (*busy, *more)), 5).unassigned
    assert [one.reason for one in left] == [Reason.FROZEN] * 4
    assert (len(completed), len(laid_out)) == (1, 4 * 3 * 2)


def test_once_the_time_is_over_reasons_are_what_needs_no_layout(
    monkeypatch: pytest.MonkeyPatch, laid_out: list[object]
) -> None:
    monkeypatch.setattr(solving, "LATE_S", 0.0)
    monkeypatch.setattr(solving, "REASONS_LATE_S", 0.0)
    monkeypatch.setitem(ENGINES, "auto", lambda *_: [()])  # it was cut short: it never told that it is done
    cooled, heavy = (replace(FAR, skills=frozenset({4})), replace(FAR, amount=(9,)))
    shipments = tuple(
        replace(one, pickup=replace(one.pickup, id=number), delivery=replace(one.delivery, id=number))
        for number, one in enumerate((cooled, heavy, FAR))
    )
    left = solve(Problem((BIKE,), {"car": ROAD}, shipments=shipments), time_limit_s=0).unassigned
    assert [one.reason for one in left[::2]] == [Reason.SKILLS, Reason.CAPACITY, Reason.NO_ROOM_LEFT]
    assert laid_out == []
