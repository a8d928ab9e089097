"""The engine from outside: it repeats, ends when told, refuses what does not fit, and loses nothing on the way."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from kernel.errors import BadInputError
from routing.matrix import TravelMatrix
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Effort, Standing, VisitOrders
from routing.solver.problem import (
    Break,
    Costs,
    GivenStep,
    Job,
    Problem,
    Shipment,
    Task,
    TaskKind,
    TimeWindow,
    Vehicle,
)
from routing.solver.requests import Visit, requests_of
from routing.solver.ruin import instance
from routing.solver.ruin.params import DEFAULT, RuinParams
from routing.solver.ruin.plan_kernels import NONE
from routing.solver.ruin.ruin_engine import plan_with_ruin
from routing.solver.ruin.spending import Spending
from routing.solver.ruin.worker import Worker, nodes_of
from routing.solver.solution import Phase
from routing.solver.solve import solve
from tests.solver.solving import line, outcome, solved

VAN = Vehicle(0, start=0, end=0, capacity=(40,), costs=Costs(fixed=500, per_hour=0, per_km=3_600, per_duty_hour=3_600))


class Heard:
    """A listener that keeps what it hears, and may do something then."""

    hears_metres = True

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.standings: list[Standing] = []
        self.shares: list[float] = []
        self.phases: list[Phase] = []
        self.then = then

    def __call__(self, share: float, standing: Standing) -> None:
        self.standings.append(standing)
        self.shares.append(share)
        self.then()

    def phase(self, phase: Phase) -> None:
        self.phases.append(phase)


def town(orders: int = 40, vans: int = 5, seed: int = 1) -> Problem:
    """A day whose orders have windows, some of them two, and some a limit on time on board."""
    chance = np.random.default_rng(seed)
    at = chance.integers(0, 6_000, (orders + 9, 2))
    metres = np.abs(at[:, None] - at[None, :]).sum(axis=2).astype(np.int32)

    def shipment(number: int) -> Shipment:
        ready, begin = int(chance.integers(0, 3_600)), int(chance.integers(3_000, 9_000))
        lunch = (TimeWindow(ready, ready + 2_000), TimeWindow(ready + 3_000, ready + 7_000))
        return Shipment(
            Task(number, 1 + number % 8, setup_s=90, service_s=20, time_windows=lunch if number % 7 == 0 else ()),
            Task(number, 9 + number, setup_s=60, service_s=60, time_windows=(TimeWindow(begin, begin + 5_000),)),
            amount=(int(chance.integers(1, 10)),),
            max_time_on_board_s=5_400 if number % 5 == 0 else None,
        )

    return Problem(
        vehicles=tuple(replace(VAN, id=number, time_window=TimeWindow(0, 18_000)) for number in range(vans)),
        matrices={"car": TravelMatrix(metres, -(-metres // 4))},
        shipments=tuple(shipment(number) for number in range(orders)),
    )


def strict_town(fixed: int) -> Problem:
    """A day whose orders have narrow windows, so that many vehicles ride; each costs so much."""
    easy = town(orders=60, vans=20, seed=4)

    def strict(order: Shipment) -> Shipment:
        begin_s = order.delivery.time_windows[0].start_s
        delivery = replace(order.delivery, time_windows=(TimeWindow(begin_s, begin_s + 900),))
        return replace(order, delivery=delivery, max_time_on_board_s=None)

    costs = replace(VAN.costs, fixed=fixed)
    fleet = tuple(replace(vehicle, costs=costs) for vehicle in easy.vehicles)
    return replace(easy, vehicles=fleet, shipments=tuple(map(strict, easy.shipments)))


def plan(problem: Problem, effort: Effort, heard: Heard, params: RuinParams = DEFAULT) -> VisitOrders:
    requests = requests_of(problem)
    return plan_with_ruin(problem, requests, allowed_vehicles(problem, requests), effort, heard, params=params)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_same_seed_iterations_and_threads_give_the_same_plan(threads: int) -> None:
    effort = Effort(time_limit_s=None, iterations=700, seed=4, threads=threads)
    assert plan(town(), effort, Heard()) == plan(town(), effort, Heard())


def test_another_seed_searches_elsewhere() -> None:
    plans = [plan(town(), Effort(None, 300, seed), Heard()) for seed in (1, 2)]
    assert plans[0] != plans[1]


def test_everything_of_a_day_is_served_and_searching_on_is_never_worse() -> None:
    few, many = (solve(town(), iterations=iterations) for iterations in (1, 1_500))
    assert few.unassigned == many.unassigned == ()
    assert many.cost < few.cost
    assert outcome(town(), solved(town(), iterations=1_500)) == outcome(town(), many)


def test_no_time_at_all_still_gives_a_whole_plan() -> None:
    assert solve(town(), time_limit_s=0).unassigned == ()


def test_an_interrupted_search_answers_the_best_so_far() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    heard = Heard(then=interrupt)
    orders = plan(town(), Effort(None, 10**9, 1), heard)
    assert len(heard.standings) == 1
    assert sum(map(len, orders)) == 80


def test_the_listener_hears_ever_better_plans_and_every_phase() -> None:
    heard = Heard()
    plan(town(), Effort(None, 2_000, 1), heard)
    assert heard.standings == sorted(heard.standings, reverse=True)
    assert heard.standings[-1] < heard.standings[0]
    assert heard.shares == sorted(heard.shares)
    assert heard.shares[-1] == 1.0
    assert {phase.name for phase in heard.phases} == {"construction", "search", "recombination"}
    assert any("OR-Tools" in phase.tool for phase in heard.phases)
    assert heard.phases[-1].cost == heard.standings[-1].cost


def test_where_vehicles_cost_most_fewer_of_them_ride_and_nothing_is_left_out() -> None:
    dear, effort, heard = strict_town(fixed=10**8), Effort(None, 4_000, 1), Heard()
    with_closing = plan(dear, effort, heard)
    without = plan(dear, effort, Heard(), replace(DEFAULT, closing=0.0))
    assert sum(map(len, with_closing)) == 120
    assert sum(map(bool, with_closing)) < sum(map(bool, without))
    assert "fewer routes" in {phase.name for phase in heard.phases}
    assert plan(dear, effort, Heard()) == with_closing


def test_routes_alone_suffice_to_close_one_after_another() -> None:
    dear, heard = strict_town(fixed=10**8), Heard()
    first = plan(dear, Effort(None, 1, 1), Heard(), replace(DEFAULT, closing=0.0))
    closed = plan(dear, Effort(None, 1_500, 1), heard, replace(DEFAULT, closing=1.0))
    assert sum(map(bool, closed)) <= sum(map(bool, first)) - 2
    assert sum(map(len, closed)) == 120
    assert heard.standings == sorted(heard.standings, reverse=True)


def test_a_route_that_is_closed_at_once_is_counted_as_what_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted as what was meant, it would make the next look at the clock come seconds later, each time more."""
    meant: list[int] = []
    took: list[int] = []
    counted: list[int] = []
    insist, spend = Worker.insist, Spending.spend

    def insisted(worker: Worker, iterations: int, temperature: float) -> int:
        meant.append(iterations)
        took.append(insist(worker, iterations, temperature))
        return took[-1]

    def spent(spending: Spending, iterations: int) -> None:
        counted.append(iterations)
        spend(spending, iterations)

    monkeypatch.setattr(Worker, "insist", insisted)
    monkeypatch.setattr(Spending, "spend", spent)
    plan(strict_town(fixed=10**8), Effort(None, 1_500, 1, threads=1), Heard(), replace(DEFAULT, closing=1.0))
    assert counted == took
    assert all(1 <= done <= most for done, most in zip(took, meant, strict=True))
    assert took[0] < meant[0]


def test_where_roads_cost_most_no_route_is_closed_for_its_own_sake() -> None:
    heard = Heard()
    plan(strict_town(fixed=1_000), Effort(None, 200, 1), heard)
    assert "fewer routes" not in {phase.name for phase in heard.phases}


def test_what_is_left_out_is_told_with_the_cost_of_the_rest() -> None:
    heard = Heard()
    orders = plan(town(vans=1), Effort(None, 200, 1), heard)
    assert heard.standings[-1].unassigned == 40 - sum(map(len, orders)) // 2
    assert heard.standings[-1].cost > 0
    assert {phase.cost for phase in heard.phases} == {None}


@pytest.mark.parametrize("engine", ["auto", "ortools"])
@pytest.mark.parametrize("vans", [1, 5])
def test_who_listens_hears_of_the_answer_at_the_end(engine: str, vans: int) -> None:
    heard: list[Standing] = []
    solution = solve(town(vans=vans), iterations=50, engine=engine, best=heard.append)
    driven_m = sum(route.distance_m for route in solution.routes)
    assert heard[-1] == Standing(len(solution.unassigned) // 2, solution.cost, driven_m)
    assert heard[0].unassigned >= heard[-1].unassigned


def test_who_listens_hears_how_far_the_best_plan_so_far_drives() -> None:
    heard: list[Standing] = []
    solve(town(), iterations=200, proving=False, best=heard.append)
    *_, last, answer = heard
    assert (last.distance_m, last.cost) == (answer.distance_m, answer.cost)


def test_a_short_search_is_recombined_by_or_tools_too() -> None:
    phases = solve(town(), iterations=5, proving=False).phases
    assert "OR-Tools CP-SAT" in {phase.tool for phase in phases}


def test_the_dearest_prices_and_the_latest_moments_overflow_nothing() -> None:
    shift = TimeWindow(0, 2**32 - 3)
    dearest = Costs(fixed=10**8, per_hour=10**8, per_km=10**8, per_duty_hour=10**8)
    far = np.full((4, 4), 2**31 - 1, dtype=np.int32)
    np.fill_diagonal(far, 0)
    van = Vehicle(0, start=0, end=0, costs=dearest, time_window=shift)
    problem = Problem((van, replace(van, id=1)), {"car": TravelMatrix(far, far)}, (Job(Task(1, 2)), Job(Task(2, 0))))
    solution = solve(problem, iterations=50)
    assert [one.id for one in solution.unassigned] == [1]
    assert len(solution.routes) == 1
    easy = replace(problem, matrices={"car": TravelMatrix(far, np.minimum(far, 9))})
    assert solve(easy, iterations=50).unassigned == ()


def test_more_places_than_memory_holds_are_refused_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "MOST_BYTES", 1_000)
    with pytest.raises(BadInputError, match="49 places under 1 prices are more than one plan can hold"):
        plan(town(), Effort(None, 10, 1), Heard())


def test_a_higher_priority_takes_the_place_of_a_lower_one() -> None:
    bike = Vehicle(0, start=0, end=0, capacity=(3,))
    jobs = tuple(Job(Task(number, number), delivery=(1,), priority=number) for number in range(1, 9))
    solution = solved(Problem((bike,), {"car": line(*range(9))}, jobs), iterations=300)
    assert {one.id for one in solution.unassigned} == {1, 2, 3, 4, 5}


def test_the_search_takes_breaks_in_the_order_of_their_windows_however_they_are_listed() -> None:
    """Plain insertion, which helps where the search finds nothing, would hide it: here another vehicle is free."""
    rests = (Break(1, (TimeWindow(50, 60),), 5), Break(2, (TimeWindow(0, 20),), 5))
    cheap = Vehicle(0, start=0, end=0, breaks=rests)
    dear = Vehicle(1, start=0, end=0, costs=Costs(fixed=1_000))
    problem = Problem((cheap, dear), {"car": line(0, 4)}, jobs=(Job(Task(1, 1)),))
    requests = requests_of(problem)
    effort = Effort(None, 50, 1, 1)
    assert [*map(len, plan_with_ruin(problem, requests, allowed_vehicles(problem, requests), effort, Heard()))] == [
        1,
        0,
    ]


def test_only_given_routes_that_the_search_finds_no_timetable_for_are_set_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first as in the next test; the other vehicle's route is what the search begins with, and a new job joins."""
    begun: list[list[tuple[int, ...]]] = []
    complete = Worker.complete

    def noted(worker: Worker, order: int = NONE) -> None:
        begun.append([nodes_of(worker.instance, worker.standing.tolist(), vehicle) for vehicle in (0, 1)])
        complete(worker, order)

    monkeypatch.setattr(Worker, "complete", noted)
    hundred = np.full((3, 3), 100, np.int32) - 100 * np.eye(3, dtype=np.int32)
    steps = (GivenStep(TaskKind.PICKUP, 1), GivenStep(TaskKind.DELIVERY, 1))
    rest = Break(1, (TimeWindow(0, 150),), 600)
    resting = Vehicle(0, start=0, end=0, breaks=(rest,), skills=frozenset({1}), steps=steps)
    far = (GivenStep(TaskKind.JOB, 2), GivenStep(TaskKind.JOB, 1))
    other = Vehicle(1, start=0, end=0, skills=frozenset({2}), steps=far)
    jobs = tuple(Job(Task(number, place), skills=frozenset({2})) for number, place in ((1, 1), (2, 2), (3, 1)))
    carried = Shipment(Task(1, 1), Task(1, 2), skills=frozenset({1}), max_time_on_board_s=300)
    problem = Problem((resting, other), {"car": TravelMatrix(hundred, hundred)}, jobs, (carried,))
    kept, served = plan(problem, Effort(None, 1, 1, 1), Heard())
    assert kept == (Visit(3, 0), Visit(3, 1))
    assert {visit.request for visit in served} == {0, 1, 2}
    assert begun[-1] == [(), (1, 0)]


def test_given_steps_that_the_search_finds_no_timetable_for_cost_what_they_cost_and_are_kept() -> None:
    """Only a rest before the pickup keeps the shipment's time on board; the search tries two other timetables."""
    hundred = np.full((3, 3), 100, np.int32) - 100 * np.eye(3, dtype=np.int32)
    steps = (GivenStep(TaskKind.PICKUP, 1), GivenStep(TaskKind.DELIVERY, 1))
    resting = Vehicle(0, start=0, end=0, breaks=(Break(1, (TimeWindow(0, 150),), 600),), steps=steps)
    carried = Shipment(Task(1, 1), Task(1, 2), max_time_on_board_s=300)
    problem = Problem((resting,), {"car": TravelMatrix(hundred, hundred)}, shipments=(carried,))
    heard = Heard()
    assert plan(problem, Effort(None, 50, 1, 1), heard) == [(Visit(0, 0), Visit(0, 1))]
    assert {standing.unassigned for standing in heard.standings} == {1}  # not all of it, for nothing
    assert {phase.cost for phase in heard.phases} == {None}
