"""A proof ends when time, steps or CP-SAT's work are over, or Ctrl-C is pressed, and keeps the plan there is."""

import signal
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from routing.solver import rests
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Standing, VisitOrders
from routing.solver.interruption import Interruption, noticing_ctrl_c
from routing.solver.problem import Break, Costs, Job, Problem, Reload, Task, TimeWindow, Vehicle
from routing.solver.proof import cover, effort, legs
from routing.solver.proof import prove as proving
from routing.solver.proof.effort import Spent, SpentError
from routing.solver.proof.prove import Proof, prove
from routing.solver.requests import Visit, requests_of
from routing.solver.schedule import timetable
from routing.solver.solve import ENGINES, solve
from tests.solver.solving import line

ROUND = line(0, 30, 10, 50, 20, 40, 60)
ERRANDS = Problem((Vehicle(1, start=0, end=0),), {"car": ROUND}, tuple(Job(Task(i, i)) for i in range(1, 7)))
WORST: VisitOrders = [tuple(Visit(index, 0) for index in range(6))]
"""The order of the numbers, which is not the best way."""


def proof_of(problem: Problem, orders: VisitOrders, spent: Spent) -> Proof:
    requests = requests_of(problem)
    return prove(problem, requests, allowed_vehicles(problem, requests), orders, spent)


def worst(*given: Any) -> VisitOrders:
    """Search as an engine does that knows one answer."""
    given[-1](1.0, Standing(0, 0))
    return WORST


def test_no_time_is_no_proof() -> None:
    assert proof_of(ERRANDS, WORST, Spent(1, until_s=0.0)) == Proof(WORST)


def test_a_proof_ends_when_the_clock_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(1_000_000))
    monkeypatch.setattr(effort.time, "monotonic", lambda: next(ticks))
    monkeypatch.setattr(effort, "STEPS_A_LOOK", 1)
    proof = proof_of(ERRANDS, WORST, Spent(1, until_s=20.0))
    assert (proof.orders, proof.proven) == (WORST, False)


def test_a_proof_of_too_many_steps_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "MOST_STEPS", 100)
    proof = proof_of(ERRANDS, WORST, Spent(1))
    assert (proof.orders, proof.proven) == (WORST, False)


def test_a_proof_of_too_much_work_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "MOST_WORK", 0.0)
    proof = proof_of(ERRANDS, WORST, Spent(1))
    assert (proof.orders, proof.proven) == (WORST, False)


def test_one_ctrl_c_while_solve_proves_keeps_the_plan_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[object] = []

    def pressed(*given: Any) -> list[int] | None:
        chosen.append(given)
        signal.raise_signal(signal.SIGINT)
        return cover.cheapest(*given)

    monkeypatch.setitem(ENGINES, "auto", worst)
    monkeypatch.setattr(proving, "cheapest", pressed)
    solution = solve(ERRANDS, iterations=5)
    assert [step.id for step in solution.routes[0].steps if step.kind] == [1, 2, 3, 4, 5, 6]
    assert not solution.proven
    assert len(chosen) == 1


def test_ctrl_c_that_is_noticed_ends_a_proof_at_its_next_step() -> None:
    pressed = Interruption()
    pressed.press()
    spent = Spent(1, interruption=pressed)
    assert proof_of(ERRANDS, WORST, spent) == Proof(WORST)
    with pytest.raises(SpentError):
        spent.step()


def test_a_search_cut_short_is_not_followed_by_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "auto", lambda *_: WORST)
    solution = solve(ERRANDS, iterations=5)
    assert not solution.proven
    assert solution.phases == ()


WAITING = Problem(
    (
        Vehicle(
            1,
            start=0,
            end=0,
            capacity=(5,),
            costs=Costs(per_hour=0, per_duty_hour=3_600),
            breaks=tuple(Break(number, (TimeWindow(0, 4_000),), 60) for number in (1, 2)),
            reload=Reload(0),
        ),
    ),
    {"car": line(0, 10, 20, 30, 40)},
    tuple(
        Job(Task(number, number, time_windows=windows), delivery=(1,))
        for number, windows in (
            (1, (TimeWindow(0, 100), TimeWindow(200, 300))),
            (2, (TimeWindow(0, 4_000),)),
            (3, (TimeWindow(0, 4_000),)),
            (4, (TimeWindow(3_000, 3_100),)),
        )
    ),
)
"""One layout times thousands of chains: the rests' places in each of 32 ways to part the route."""
BEGUN: list[VisitOrders] = [[()], [tuple(Visit(index, 0) for index in range(4))]]
"""Nothing planned, so that the first layout is of a group; and all of it, so that it is of the plan."""


@dataclass
class Chains:
    """Timetables asked for by layouts, and at which of them Ctrl-C is pressed.

    Attributes
    ----------
    counted: as `Looks` counts them: with those that hold a window.
    """

    pressed_at: int | None = None
    times: int = field(default=0)
    counted: int = field(default=0)

    def __call__(self, *given: Any, **more: Any) -> list[int] | None:
        self.times += 1
        self.counted = more["looks"].chains
        if self.times == self.pressed_at:
            signal.raise_signal(signal.SIGINT)
        assert self.times < 300, "it goes on"
        return timetable(*given, **more)


@pytest.mark.parametrize("begun", BEGUN)
def test_the_clock_ends_a_proof_within_a_layout(monkeypatch: pytest.MonkeyPatch, begun: VisitOrders) -> None:
    chains = Chains()
    monkeypatch.setattr(rests, "timetable", chains)
    monkeypatch.setattr(effort, "time", SimpleNamespace(monotonic=lambda: float(chains.times)))  # a second each
    proof = proof_of(WAITING, begun, Spent(1, until_s=60.0))
    assert (proof.orders, proof.proven) == (begun, False)
    assert chains.times == 60


@pytest.mark.parametrize("begun", BEGUN)
def test_ctrl_c_ends_a_proof_within_a_layout(monkeypatch: pytest.MonkeyPatch, begun: VisitOrders) -> None:
    chains = Chains(pressed_at=10)
    monkeypatch.setattr(rests, "timetable", chains)
    with noticing_ctrl_c() as interruption:
        assert not proof_of(WAITING, begun, Spent(1, interruption=interruption)).proven
    assert chains.times == 10


def test_a_layout_counts_what_it_times_so_that_steps_end_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    chains = Chains()
    monkeypatch.setattr(rests, "timetable", chains)
    monkeypatch.setattr(effort, "MOST_STEPS", 300)
    assert not proof_of(WAITING, [()], Spent(1)).proven
    assert 100 < chains.counted <= 300  # labels are steps too


def far_apart(vehicles: int) -> Problem:
    """As many kinds of vehicles as vehicles: each starts at a place of its own."""
    fleet = tuple(Vehicle(number, start=7 + number, end=7 + number) for number in range(vehicles))
    return replace(ERRANDS, vehicles=fleet, matrices={"car": line(*range(0, 10 * (7 + vehicles), 10))})


@pytest.fixture
def legs_made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Note of which vehicles legs are made."""
    made: list[object] = []
    make = legs.Legs._legs

    def noted(of: legs.Legs, *given: Any) -> Any:
        made.append(of.vehicle.id)
        return make(of, *given)

    monkeypatch.setattr(legs.Legs, "_legs", noted)
    return made


def test_the_clock_ends_a_proof_between_two_kinds_of_vehicles(
    monkeypatch: pytest.MonkeyPatch, legs_made: list[object]
) -> None:
    monkeypatch.setattr(effort, "time", SimpleNamespace(monotonic=lambda: float(len(set(legs_made)))))
    monkeypatch.setattr(effort, "STEPS_A_LOOK", 1)
    problem = far_apart(40)
    assert not proof_of(problem, [WORST[0], *[()] * 39], Spent(1, until_s=5.0)).proven
    assert set(legs_made) == {0, 1, 2, 3, 4}


def test_no_legs_are_made_of_vehicles_that_may_serve_nothing(legs_made: list[object]) -> None:
    problem = far_apart(3)
    skilled = replace(problem, jobs=tuple(replace(job, skills=frozenset({1})) for job in problem.jobs))
    fleet = (problem.vehicles[0], replace(problem.vehicles[1], skills=frozenset({1})), problem.vehicles[2])
    assert proof_of(replace(skilled, vehicles=fleet), [()] * 3, Spent(1)).proven
    assert set(legs_made) == {1}
