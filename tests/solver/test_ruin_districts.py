"""A large plan shared out: districts share nothing, nothing outside one changes, and nothing is lost in between."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Effort
from routing.solver.layout import lay_out
from routing.solver.requests import requests_of
from routing.solver.ruin.districts import Surveyor, joined
from routing.solver.ruin.instance import Numbers
from routing.solver.ruin.params import DEFAULT
from routing.solver.ruin.plan_kernels import COST, COUNT
from routing.solver.ruin.ruin_engine import plan_with_ruin
from routing.solver.ruin.worker import Worker, nodes_of
from routing.solver.solution import Route
from tests.solver.test_ruin_engine import Heard, town

PARTED = replace(DEFAULT, district=1, routes_apart=1)
FLEET = 9


def begun(seed: int = 1) -> tuple[Numbers, Worker]:
    problem = town(orders=48, vans=FLEET)
    requests = requests_of(problem)
    numbers = Numbers(problem, requests, allowed_vehicles(problem, requests))
    worker = Worker(numbers.instance, seed)
    worker.construct(0)
    assert worker.best_totals[COUNT] == 0
    return numbers, worker


def routes_of(numbers: Numbers, after: list[int]) -> list[tuple[int, ...]]:
    return [nodes_of(numbers.instance, after, vehicle) for vehicle in range(FLEET)]


@given(seed=st.integers(0, 10**6), count=st.integers(1, 12))
def test_districts_share_no_vehicle_and_hold_about_as_many_requests_each(seed: int, count: int) -> None:
    numbers, worker = begun()
    size = 48 // count
    drawn = Surveyor(numbers.instance, seed).districts(worker.vehicles(), FLEET, count)
    assert len(drawn) == count
    assert np.sum(drawn, axis=0).max() <= 1
    load = np.array([len(nodes) // 2 for nodes in routes_of(numbers, worker.best.tolist())])
    assert load[drawn[0]].sum() >= size  # the first may choose among all routes
    for district in drawn:
        used = load[district & (load > 0)]
        assert used.sum() - used.max(initial=0) < size  # without one of its routes it was too small


def test_a_search_changes_nothing_outside_its_district() -> None:
    numbers, worker = begun()
    before = routes_of(numbers, worker.standing.tolist())
    district = np.zeros(FLEET, np.bool_)
    district[[number for number, nodes in enumerate(before) if nodes][:2]] = True
    worker.begin(worker.standing.copy(), district)
    worker.improve(500, 0.05 * worker.best_totals[COST], 1.0)
    after = routes_of(numbers, worker.standing.tolist())
    changed = {number for number in range(FLEET) if after[number] != before[number]}
    assert changed
    assert changed <= set(np.flatnonzero(district).tolist())


def test_what_searches_made_of_their_districts_is_one_whole_plan_with_the_gains_of_all() -> None:
    numbers, first = begun()
    second = Worker(numbers.instance, 2)
    plan, vehicles, cost = first.standing.copy(), first.vehicles(), first.best_totals[COST]
    districts = Surveyor(numbers.instance, 3).districts(vehicles, FLEET, 2)
    for worker, district in zip((first, second), districts, strict=True):
        worker.begin(plan, district)
        worker.improve(400, 0.001 * cost, 1.0)
    gains = [cost - worker.best_totals[COST] for worker in (first, second)]
    assert min(gains) > 0
    whole = joined([first.best, second.best], districts, vehicles)
    served = [node for nodes in routes_of(numbers, whole.tolist()) for node in nodes]
    assert sorted(served) == list(range(len(numbers.visits)))
    assert Worker(numbers.instance, 1).adopt(whole)
    first.begin(whole)
    assert first.best_totals[COST] == cost - sum(gains)


def test_a_day_that_is_shared_out_repeats_and_is_served_whole() -> None:
    problem = town(orders=48, vans=FLEET)
    requests = requests_of(problem)
    allowed = allowed_vehicles(problem, requests)
    plans = [
        plan_with_ruin(problem, requests, allowed, Effort(None, 3_000, 5, threads=3), Heard(), params=PARTED)
        for _ in range(2)
    ]
    assert plans[0] == plans[1]
    assert sum(map(len, plans[0])) == 96
    for vehicle, visits in zip(problem.vehicles, plans[0], strict=True):
        assert not visits or isinstance(lay_out(problem, vehicle, requests, visits), Route)


def test_what_does_not_fit_a_day_that_would_be_shared_out_is_tried_everywhere() -> None:
    problem = town(orders=48, vans=2)
    requests = requests_of(problem)
    heard = Heard()
    effort = Effort(None, 400, 1)
    plan_with_ruin(problem, requests, allowed_vehicles(problem, requests), effort, heard, params=PARTED)
    together = Heard()
    plan_with_ruin(problem, requests, allowed_vehicles(problem, requests), effort, together)
    assert heard.standings[-1].unassigned > 0
    assert heard.standings[-1] == together.standings[-1]


def test_a_request_far_from_every_route_with_room_is_still_put_in() -> None:
    # With no relative looked at but itself, no route is near: all are tried where the narrow look finds nothing.
    problem = town(orders=48, vans=FLEET)
    requests = requests_of(problem)
    lonely = replace(DEFAULT, habits=DEFAULT.habits._replace(nearby=1, wide=0.0))
    orders = plan_with_ruin(
        problem, requests, allowed_vehicles(problem, requests), Effort(None, 200, 1), Heard(), params=lonely
    )
    assert sum(map(len, orders)) == 96


def test_an_interruption_while_the_plan_is_shared_out_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = town(orders=48, vans=FLEET)
    requests = requests_of(problem)
    heard = Heard()
    improve = Worker.improve

    def improve_or_be_interrupted(worker: Worker, iterations: int, temperature: float, cooling: float) -> None:
        if len(heard.standings) == 20:
            raise KeyboardInterrupt
        improve(worker, iterations, 50 * temperature, cooling)  # so hot that the plan that stands is a bad one

    monkeypatch.setattr(Worker, "improve", improve_or_be_interrupted)
    allowed = allowed_vehicles(problem, requests)
    orders = plan_with_ruin(problem, requests, allowed, Effort(None, 10**6, 1), heard, params=PARTED)
    routes = (
        lay_out(problem, vehicle, requests, visits)
        for vehicle, visits in zip(problem.vehicles, orders, strict=True)
        if visits
    )
    cost = sum(route.exact_cost for route in routes if isinstance(route, Route))
    assert sum(map(len, orders)) == 96
    assert cost < 18_000 * (heard.standings[-1].cost + 1)  # which is told rounded


def test_a_few_long_routes_are_not_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each search would have a route or two, and no request could go anywhere else.
    problem = town(orders=48, vans=FLEET)
    requests = requests_of(problem)
    drawn: list[int] = []
    monkeypatch.setattr(Surveyor, "districts", lambda *_asked: drawn.append(1))
    few = replace(PARTED, routes_apart=FLEET)
    plan_with_ruin(problem, requests, allowed_vehicles(problem, requests), Effort(None, 300, 1), Heard(), params=few)
    assert not drawn
