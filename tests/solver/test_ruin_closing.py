"""Fewer routes where vehicles cost most: closed is only what can be done without, and for what vehicles cost."""

from dataclasses import replace

import numpy as np
import pytest

from routing.matrix import TravelMatrix
from routing.solver.engine import Effort
from routing.solver.problem import Costs, Job, Problem, Task, Vehicle
from routing.solver.ruin.closing import closable
from routing.solver.ruin.params import DEFAULT
from routing.solver.ruin.worker import Worker
from tests.solver.solving import line
from tests.solver.test_ruin_engine import Heard, plan, strict_town
from tests.solver.test_ruin_insertion import numbers_of


@pytest.fixture
def insisted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many iterations each chunk of insisting took."""
    chunks: list[int] = []
    insist = Worker.insist

    def noted(worker: Worker, iterations: int, temperature: float) -> int:
        chunks.append(insist(worker, iterations, temperature))
        return chunks[-1]

    monkeypatch.setattr(Worker, "insist", noted)
    return chunks


def test_a_route_is_done_without_where_it_costs_something_and_others_in_use_may_take_all_of_it() -> None:
    dear = Costs(fixed=1_000)
    plain, bike, skilled = (
        Vehicle(0, start=0, end=0, costs=dear),
        Vehicle(1, start=0, end=0),
        Vehicle(2, start=0, end=0, costs=dear, skills=frozenset({1})),
    )
    fleet = (plain, bike, skilled, replace(skilled, id=3), replace(plain, id=4))
    jobs = (*(Job(Task(number, 0)) for number in range(3)), Job(Task(3, 0), skills=frozenset({1})))
    instance = numbers_of(Problem(fleet, {"car": line(0)}, jobs)).instance
    for route_of, expected in (
        ([0, 1, 0, 2], [0]),  # nobody else in use has the skill, and a bike costs nothing
        ([0, 1, 3, 2], [0, 2, 3]),  # the two with the skill are of one kind
        ([0, 0, 4, 2], [0, 4]),
        ([2, 2, 2, 2], []),  # the only route
    ):
        assert closable(instance, np.array(route_of)).tolist() == expected


def test_a_van_that_alone_may_take_its_only_order_keeps_no_other_route_from_being_closed() -> None:
    town = strict_town(fixed=10**8)
    special = replace(town.shipments[0], skills=frozenset({1}), amount=(1,))
    van = replace(town.vehicles[0], id=99, skills=frozenset({1}), capacity=(1,))
    with_special = replace(town, shipments=(special, *town.shipments[1:]), vehicles=(*town.vehicles, van))
    effort = Effort(None, 3_000, 1, 1)
    closed = plan(with_special, effort, Heard())
    kept = plan(with_special, effort, Heard(), replace(DEFAULT, closing=0.0))
    assert sum(map(bool, closed)) < sum(map(bool, kept))
    assert sum(map(len, closed)) == 120


def test_one_of_two_routes_is_insisted_on_as_long_as_one_of_more(insisted: list[int]) -> None:
    vans = tuple(Vehicle(number, start=0, end=0, capacity=(5,), costs=Costs(fixed=10**6)) for number in range(4))
    apart = np.ones((3, 3), np.int32) - np.eye(3, dtype=np.int32)
    jobs = tuple(Job(Task(number, 1 + number % 2), delivery=(1,)) for number in range(9))
    plan(Problem(vans, {"car": TravelMatrix(apart, apart)}, jobs), Effort(None, 1_000, 1, 1), Heard())
    assert sum(insisted) >= 300


def test_beside_iterations_the_clock_ends_first_plans_and_closing(
    monkeypatch: pytest.MonkeyPatch, insisted: list[int]
) -> None:
    orders: list[int] = []
    construct = Worker.construct

    def noted(worker: Worker, order: int) -> None:
        orders.append(order)
        construct(worker, order)

    monkeypatch.setattr(Worker, "construct", noted)
    plan(strict_town(fixed=10**8), Effort(0.0, 3_000, 1, 1), Heard())
    assert (len(orders), insisted) == (1, [])


def test_the_price_of_balance_closes_no_route(insisted: list[int]) -> None:
    vans = tuple(Vehicle(number, start=0, end=0) for number in range(3))
    jobs = tuple(Job(Task(number, number)) for number in range(1, 9))
    heard = Heard()
    plan(Problem(vans, {"car": line(*range(9))}, jobs, per_longest_duty_hour=10**6), Effort(None, 50, 1, 1), heard)
    assert insisted == []
    assert {phase.name for phase in heard.phases} == {"construction", "search", "recombination"}
