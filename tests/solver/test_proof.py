"""Proofs that no plan is better: true whenever given, and given to small problems of every kind."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kernel.errors import BadInputError
from routing.solver.balance import lay_out_all
from routing.solver.beginnings import fixed_orders, frozen_visits
from routing.solver.cost import objective
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Standing, VisitOrders
from routing.solver.problem import (
    Break,
    Costs,
    GivenStep,
    Job,
    PauseKind,
    Problem,
    Reload,
    SoftWindow,
    Task,
    TimeWindow,
    Vehicle,
)
from routing.solver.proof import best_order
from routing.solver.proof.effort import Spent
from routing.solver.proof.prove import MOST_TASKS, Proof, prove
from routing.solver.requests import Request, Visit, requests_of, visits_of
from routing.solver.solution import Route
from routing.solver.solve import ENGINES, solve
from routing.solver.validate import validate
from tests.solver.drawn_problems import problems
from tests.solver.oracle import best
from tests.solver.small_rounds import cost
from tests.solver.solving import line, order_of, solved

Objective = tuple[int, int, Fraction]


def proof_of(problem: Problem, orders: VisitOrders | None = None) -> Proof:
    """Prove from a plan; from one that serves nothing where none is given."""
    requests = requests_of(problem)
    nothing: VisitOrders = [() for _ in problem.vehicles]
    return prove(problem, requests, allowed_vehicles(problem, requests), orders or nothing, Spent(seed=1))


def value(problem: Problem, orders: VisitOrders) -> Objective | None:
    """Return the objective of a plan, or None where it cannot be laid out."""
    requests = requests_of(problem)
    laid = lay_out_all(problem, requests, orders).values()
    routes = [route for route in laid if isinstance(route, Route)]
    served = {visit.request for visits in orders for visit in visits}
    return objective(problem, [requests[index] for index in served], routes) if len(routes) == len(laid) else None


def least(problem: Problem) -> Objective:
    priority, served, cost = best(problem)
    return -priority, -served, cost


@settings(max_examples=120, deadline=None)
@given(problems(rich=True, most=3))
def test_from_nothing_the_best_plan_of_any_small_problem_is_found_and_proven(problem: Problem) -> None:
    proof = proof_of(problem)
    assert proof.proven
    assert value(problem, proof.orders) == least(problem)


@settings(max_examples=25, deadline=None)
@given(problems(rich=False, most=4))
def test_from_nothing_the_best_plan_of_plain_orders_is_found_and_proven(problem: Problem) -> None:
    proof = proof_of(problem)
    assert proof.proven
    assert value(problem, proof.orders) == least(problem)


@st.composite
def frozen_problems(draw: st.DrawFn) -> Problem:
    """A problem whose first vehicle has a frozen beginning that holds."""
    problem = draw(problems(rich=True, most=3))
    requests = requests_of(problem)
    steps: list[GivenStep] = []
    seen: set[int] = set()
    for visit in draw(st.permutations(visits_of(requests))):
        kind, task = requests[visit.request].tasks[visit.request in seen]
        seen.add(visit.request)
        steps.append(GivenStep(kind, task.id))
    vehicle = problem.vehicles[0]
    if vehicle.breaks and draw(st.booleans()):
        first = min(
            vehicle.breaks,
            key=lambda one: (one.windows[0].start_s, one.windows[-1].end_s) if one.windows else (0, 10**9),
        )
        steps.insert(draw(st.integers(0, len(steps))), GivenStep(PauseKind.BREAK, first.id))
    frozen = draw(st.integers(1, len(steps)))
    able = replace(vehicle, steps=tuple(steps), frozen=frozen, skills=frozenset({1, 2}), capacity=(4,))
    return replace(problem, vehicles=(able, *problem.vehicles[1:]))


def holds_alone(problem: Problem) -> bool:
    """Tell whether the first vehicle's beginning holds in any order with what it owes; at most one delivery here."""
    requests = requests_of(problem)
    begun = frozen_visits(problem, requests)[0]
    owed = {Visit(one.request, step) for one in begun for step in range(len(requests[one.request].tasks))} - {*begun}
    return cost(problem, 0, (*begun, *owed)) is not None


@settings(max_examples=60, deadline=None)
@given(frozen_problems())
def test_what_is_frozen_stays_first_in_the_plan_that_is_proven(problem: Problem) -> None:
    try:
        validate(problem)
    except BadInputError:
        assume(False)
        return
    try:
        fixed = fixed_orders(problem, requests_of(problem))
    except BadInputError:
        assert holds_alone(problem) is False
        return
    proof = proof_of(problem, fixed)
    assert proof.proven
    assert value(problem, proof.orders) == least(problem)


@settings(max_examples=40, deadline=None)
@given(problems(rich=True, most=3), st.sampled_from([1_800, 7_200]))
def test_no_choice_of_orders_is_better_than_a_proven_one_under_balance(problem: Problem, price: int) -> None:
    balanced = replace(problem, per_longest_duty_hour=price)
    proof = proof_of(balanced)
    found = value(balanced, proof.orders)
    assert found is not None
    if proof.proven:
        values = (value(balanced, orders) for orders in _plans(balanced))
        assert found <= min(one for one in values if one is not None)


def _plans(problem: Problem) -> Iterator[VisitOrders]:
    """List every order of visits on every vehicle, some visits left out."""
    requests = requests_of(problem)
    for carriers in product(range(len(problem.vehicles) + 1), repeat=len(requests)):
        groups = [
            [index for index, carrier in enumerate(carriers) if carrier == number]
            for number in range(len(problem.vehicles))
        ]
        yield from map(list, product(*(_orders(requests, group) for group in groups)))


def _orders(requests: Sequence[Request], group: Sequence[int]) -> list[tuple[Visit, ...]]:
    visits = [visit for visit in visits_of(requests) if visit.request in group]
    return [
        order
        for order in permutations(visits)
        if all(order.index(Visit(one.request, 0)) <= at for at, one in enumerate(order))
    ]


@settings(max_examples=40, deadline=None)
@given(problems(rich=True, most=3, fleet=1), st.sampled_from([1_800, 7_200]))
def test_the_balance_of_one_vehicle_is_a_price_of_its_duty(problem: Problem, price: int) -> None:
    balanced = replace(problem, per_longest_duty_hour=price)
    (vehicle,) = problem.vehicles
    costs = replace(vehicle.costs, per_duty_hour=vehicle.costs.per_duty_hour + price)
    proof = proof_of(balanced)
    if proof.proven:
        assert value(balanced, proof.orders) == least(replace(problem, vehicles=(replace(vehicle, costs=costs),)))


ROUND = line(0, 30, 10, 50, 20, 40, 60)
"""The best way is there and back, 120 s; the order of the numbers takes longer."""
ERRANDS = Problem((Vehicle(1, start=0, end=0),), {"car": ROUND}, tuple(Job(Task(i, i)) for i in range(1, 7)))
WORST: VisitOrders = [tuple(Visit(index, 0) for index in (0, 1, 2, 3, 4, 5))]


def answering(orders: VisitOrders):
    """Return an engine that knows one answer."""

    def engine(*given: object) -> VisitOrders:
        listener = given[-1]
        listener(1.0, Standing(0, 0))
        return orders

    return engine


def test_a_plan_that_is_not_the_best_is_replaced_not_praised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "auto", answering(WORST))
    solution = solved(ERRANDS)
    assert (solution.cost, solution.proven) == (120, True)
    assert (solution.phases[-1].name, solution.phases[-1].cost) == ("proof", 120)


def test_the_engine_for_comparison_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "ortools", answering(WORST))
    solution = solve(ERRANDS, iterations=5, engine="ortools")
    assert solution.cost > 120
    assert not solution.proven


def test_a_day_to_search_is_not_spent_on_what_is_proven() -> None:
    """It would not end today."""
    solution = solve(ERRANDS, time_limit_s=86_400)
    assert (solution.cost, solution.proven) == (120, True)


def test_the_same_call_gives_the_same_proven_plan() -> None:
    one, other = (solve(ERRANDS, iterations=20, seed=5) for _ in range(2))
    assert one == other
    assert one.proven
    assert other.proven
    assert [(phase.name, phase.cost) for phase in one.phases] == [(phase.name, phase.cost) for phase in other.phases]


def test_what_nobody_can_serve_is_proven_to_be_left_out() -> None:
    nowhere = replace(ERRANDS, jobs=tuple(replace(job, skills=frozenset({9})) for job in ERRANDS.jobs))
    solution = solved(nowhere)
    assert len(solution.unassigned) == 6
    assert solution.proven


def test_an_order_less_is_proven_where_the_hours_end(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = TimeWindow(0, 100)
    short = replace(ERRANDS, vehicles=(replace(ERRANDS.vehicles[0], time_window=hours),))
    monkeypatch.setitem(ENGINES, "auto", answering([(Visit(1, 0),)]))
    solution = solved(short)
    assert [left.id for left in solution.unassigned] == [6]
    assert (solution.cost, solution.proven) == (100, True)


def test_more_tasks_than_are_looked_at_are_not_proven() -> None:
    jobs = tuple(Job(Task(i, 1 + i % 6)) for i in range(MOST_TASKS + 1))
    bikes = tuple(Vehicle(number, start=0, end=0, max_tasks=2) for number in range(8))
    many = replace(ERRANDS, vehicles=bikes, jobs=jobs)
    assert proof_of(many) == Proof([()] * 8)
    assert proof_of(replace(many, jobs=jobs[1:])).proven


def test_rests_that_layouts_do_not_place_everywhere_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    resting = replace(ERRANDS, vehicles=(replace(ERRANDS.vehicles[0], breaks=(Break(1, service_s=5),)),))
    assert proof_of(resting).proven
    monkeypatch.setattr(best_order, "MOST_PLACINGS", 6)
    assert not proof_of(resting).proven


def test_choices_of_windows_at_every_place_of_a_rest_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six jobs leave seven places for the rest, and at each of them one job has two windows beside its wish."""
    first = replace(
        ERRANDS.jobs[0].task,
        time_windows=(TimeWindow(0, 100), TimeWindow(200, 10_000)),
        soft_window=SoftWindow(110, 120, 3_600),
    )
    resting = replace(
        ERRANDS,
        vehicles=(replace(ERRANDS.vehicles[0], breaks=(Break(1, service_s=5),)),),
        jobs=(replace(ERRANDS.jobs[0], task=first), *ERRANDS.jobs[1:]),
    )
    assert proof_of(resting).proven
    monkeypatch.setattr(best_order, "MOST_CHOICES", 7)
    assert not proof_of(resting).proven


def test_more_reloads_than_a_layout_tries_do_not_fool_the_proof() -> None:
    """Each job fills the vehicle, and each reload is where it starts: 2 ** 9 ways to part the route."""
    vehicle = Vehicle(1, start=0, end=0, capacity=(1,), reload=Reload(0), costs=Costs(per_duty_hour=3_600))
    jobs = tuple(Job(Task(i, 1 + i % 6), delivery=(1,)) for i in range(8))
    solution = solved(Problem((vehicle,), {"car": ROUND}, jobs))
    assert solution.proven
    assert solution.cost == 2 * 2 * sum((30, 10, 50, 20, 40, 60, 30, 10))
    assert len(order_of(solution)[0]) == 8
