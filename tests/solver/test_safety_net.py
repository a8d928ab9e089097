"""Whatever an engine does, a valid problem gets a valid plan."""

import signal
import subprocess
import sys
import time
from math import inf
from typing import Any

import numpy as np
import pytest

from routing.matrix import TravelMatrix
from routing.solver import insertion, rests, warm_start
from routing.solver import reasons as why_alone
from routing.solver import solve as solving
from routing.solver.eligibility import allowed_vehicles
from routing.solver.engine import Standing, VisitOrders
from routing.solver.insertion import insert
from routing.solver.interruption import Interruption
from routing.solver.layout import lay_out
from routing.solver.problem import (
    Break,
    GivenStep,
    Job,
    Problem,
    Reload,
    Shipment,
    Task,
    TaskKind,
    TimeWindow,
    Vehicle,
)
from routing.solver.requests import Visit, requests_of
from routing.solver.schedule import timetable
from routing.solver.solution import Reason, Route
from routing.solver.solve import ENGINES, solve
from tests.solver.solving import line, order_of, solved

ROAD = line(0, 100, 200)
HOURS = TimeWindow(0, 1_000)


def reasons(problem: Problem) -> set[Reason]:
    return {left.reason for left in solved(problem, 50).unassigned}


def test_a_setup_that_only_a_neighbour_spares_does_not_forbid_leaving_the_task_out() -> None:
    vehicle = Vehicle(7, start=1, time_window=TimeWindow(20, 120), max_travel_time_s=0)
    late = Task(3, 0, setup_s=60, time_windows=(TimeWindow(90, 500),))
    assert reasons(Problem((vehicle,), {"car": ROAD}, shipments=(Shipment(Task(3, 0), late),))) == {Reason.LIMITS}


def test_a_setup_that_ends_after_every_shift_is_a_reason() -> None:
    task = Task(1, 1, setup_s=600, time_windows=(TimeWindow(900, 950),))
    assert reasons(Problem((Vehicle(1, start=0, end=0, time_window=HOURS),), {"car": ROAD}, (Job(task),))) == {
        Reason.TIME_WINDOW
    }


def test_many_tasks_at_one_place_are_planned() -> None:
    jobs = tuple(Job(Task(i, 1, setup_s=60, service_s=1, time_windows=(HOURS,))) for i in range(150))
    assert solved(Problem((Vehicle(1, start=0, end=0),), {"car": ROAD}, jobs), 3).unassigned == ()


def test_a_route_that_does_not_hold_gives_up_what_is_least_important(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = tuple(Job(Task(i, 1, service_s=600), priority=i) for i in (1, 2))
    problem = Problem((Vehicle(1, start=0, end=0, time_window=HOURS),), {"car": ROAD}, jobs)
    monkeypatch.setitem(ENGINES, "auto", lambda *_: [(Visit(0, 0), Visit(1, 0))])
    solution = solved(problem)
    assert order_of(solution) == [[("job", 2)]]
    assert [left.reason for left in solution.unassigned] == [Reason.NO_ROOM_LEFT]


def test_an_engine_that_falls_over_leaves_a_plain_plan(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> VisitOrders:
        raise RuntimeError("CP Solver fail")

    monkeypatch.setitem(ENGINES, "auto", broken)
    problem = Problem(
        (Vehicle(1, start=0, end=0),), {"car": ROAD}, (Job(Task(1, 1)),), (Shipment(Task(1, 2), Task(1, 1)),)
    )
    solution = solved(problem)
    assert solution.unassigned == ()
    assert solution.duty_s == 400
    assert "The engine failed" in caplog.text


LONG = Problem(
    (Vehicle(1, start=0, end=0),),
    {"car": line(*((i * 37) % 101 for i in range(60)))},
    tuple(Job(Task(i, i)) for i in range(1, 60)),
)


def pressing(times: int) -> solving.Best:
    """Press Ctrl-C so often, all at the first news of the search."""
    left = [times]

    def listen(_: Standing) -> None:
        while left[0]:
            left[0] -= 1
            signal.raise_signal(signal.SIGINT)

    return listen


def test_one_ctrl_c_ends_the_search_with_the_best_so_far() -> None:
    before = signal.getsignal(signal.SIGINT)
    assert solve(LONG, iterations=10**9, engine="ortools", best=pressing(1)).unassigned == ()
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_ctrl_c_gives_the_plan_up() -> None:
    with pytest.raises(KeyboardInterrupt):
        solve(LONG, iterations=10**9, engine="ortools", best=pressing(2))


def test_plain_insertion_gives_each_request_to_one_vehicle_of_several() -> None:
    fleet = tuple(Vehicle(number, start=number, end=number, max_tasks=2) for number in range(2))
    jobs = tuple(Job(Task(number, number % 2)) for number in range(4))
    problem = Problem(fleet, {"car": ROAD}, jobs)
    requests = requests_of(problem)
    orders = insert(problem, requests, allowed_vehicles(problem, requests), [(), ()])
    assert sorted(visit.request for visits in orders for visit in visits) == [0, 1, 2, 3]
    assert [{visit.request % 2 for visit in visits} for visits in orders] == [{0}, {1}]


def test_plain_insertion_tries_nothing_once_the_time_is_over() -> None:
    problem = Problem((Vehicle(1, start=0, end=0),), {"car": ROAD}, (Job(Task(1, 1)),))
    requests = requests_of(problem)
    allowed = allowed_vehicles(problem, requests)
    assert insert(problem, requests, allowed, [()], until_s=time.monotonic()) == [()]
    assert insert(problem, requests, allowed, [()]) == [(Visit(0, 0),)]


@pytest.mark.parametrize("engine", ENGINES)
def test_behind_a_search_vehicles_that_reload_are_tried_until_the_clock_says_so(
    monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    ends_s: list[float] = []

    def noted(*given: VisitOrders, until_s: float = inf, **_: Interruption) -> VisitOrders:
        ends_s.append(until_s)
        return given[-1]

    monkeypatch.setattr(solving, "insert", noted)
    vehicle = Vehicle(1, start=0, end=0, capacity=(1,), reload=Reload(0))
    problem = Problem((vehicle,), {"car": ROAD}, (Job(Task(1, 1), delivery=(1,)),))
    solve(problem, iterations=5, engine=engine)
    solve(problem, iterations=5, time_limit_s=60, engine=engine)
    repeating, limited = ends_s
    assert repeating == inf
    assert limited <= time.monotonic() + 60


def test_behind_a_search_only_what_it_may_have_missed_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has a limit on time on board, on vehicles that rest; the rest the search knows all about."""
    tried: list[object] = []

    def noted(*given: Any, **_: Any) -> VisitOrders:
        tried.append(given[2])
        return given[3]

    monkeypatch.setattr(solving, "insert", noted)
    monkeypatch.setitem(ENGINES, "auto", lambda *_: [(Visit(0, 0),), ()])
    resting = Vehicle(1, start=0, end=0, breaks=(Break(1),))
    jobs = tuple(Job(Task(number, 1)) for number in (1, 2))
    carried = Shipment(Task(1, 1), Task(1, 2), max_time_on_board_s=300)
    solve(Problem((resting, Vehicle(2, start=0, end=0)), {"car": ROAD}, jobs, (carried,)), iterations=5)
    assert tried == [[frozenset(), frozenset(), frozenset({0})]]


def test_what_is_inserted_looks_at_few_timetables_of_all_its_layouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rests have many places in each of 66 layouts, and the shipment's limit forbids them all."""
    timed: list[object] = []

    def counted(*given: Any, **more: Any) -> list[int] | None:
        timed.append(given)
        return timetable(*given, **more)

    monkeypatch.setattr(rests, "timetable", counted)
    monkeypatch.setattr(insertion, "MOST_CHAINS", 100)
    resting = Vehicle(1, start=0, end=0, breaks=(Break(1, service_s=9), Break(2, service_s=9)))
    jobs = tuple(Job(Task(number, 1)) for number in range(10))
    carried = Shipment(Task(1, 1), Task(1, 2), max_time_on_board_s=1)
    problem = Problem((resting,), {"car": ROAD}, jobs, (carried,))
    orders = [tuple(Visit(number, 0) for number in range(10))]
    requests = requests_of(problem)
    assert insert(problem, requests, allowed_vehicles(problem, requests), orders) == orders
    assert 100 <= len(timed) < 100 + 2 * 91  # as many as two rests have places: once more at the most, and before


@pytest.mark.parametrize("layout", [1, 3])
def test_one_ctrl_c_behind_the_search_keeps_the_plan(monkeypatch: pytest.MonkeyPatch, layout: int) -> None:
    """The first layout is of the plan that was found, the third of another with what it leaves out."""
    laid_out: list[object] = []

    def pressing_at_one(*given: Any, **more: Any) -> Route | Reason:
        laid_out.append(given)
        if len(laid_out) == layout:
            signal.raise_signal(signal.SIGINT)
        return lay_out(*given, **more)

    monkeypatch.setattr(insertion, "lay_out", pressing_at_one)
    vehicle = Vehicle(1, start=0, end=0, capacity=(1,), reload=Reload(0), max_tasks=1)
    jobs = tuple(Job(Task(number, number), delivery=(1,)) for number in (1, 2))
    solution = solve(Problem((vehicle,), {"car": ROAD}, jobs), iterations=20, proving=False)
    assert len(solution.routes) == 1
    assert len(laid_out) <= 3  # and no more is tried


@pytest.mark.parametrize(
    ("module", "name"), [(solving, "lay_out_all"), (why_alone, "lay_out"), (warm_start, "lay_out_all")]
)
def test_one_ctrl_c_while_the_plan_is_put_together_keeps_it(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    """In its routes, in why the rest is in none, and in whether given steps are better than what was found."""
    laid_out: list[object] = []

    laying_out = getattr(module, name)

    def pressing_at_first(*given: Any, **more: Any) -> object:
        laid_out.append(given)
        if len(laid_out) == 1:
            signal.raise_signal(signal.SIGINT)
        return laying_out(*given, **more)

    monkeypatch.setattr(module, name, pressing_at_first)
    hundred = np.full((3, 3), 100, np.int32) - 100 * np.eye(3, dtype=np.int32)
    steps = (GivenStep(TaskKind.PICKUP, 1), GivenStep(TaskKind.DELIVERY, 1))
    resting = Vehicle(1, start=0, end=0, breaks=(Break(1, (TimeWindow(0, 150),), 600),), max_tasks=2, steps=steps)
    carried = Shipment(Task(1, 1), Task(1, 2), max_time_on_board_s=300, priority=1)
    problem = Problem((resting,), {"car": TravelMatrix(hundred, hundred)}, (Job(Task(1, 1)),), (carried,))
    assert order_of(solve(problem, iterations=20, proving=False)) == [[("pickup", 1), ("delivery", 1)]]
    assert laid_out


def test_a_shipment_that_only_one_place_of_a_break_lets_in_is_served() -> None:
    """The search tries its earliest and its latest timetable alone: both rest with the shipment on board."""
    hundred = np.full((3, 3), 100, np.int32) - 100 * np.eye(3, dtype=np.int32)
    resting = Vehicle(1, start=0, end=0, skills=frozenset({1}), breaks=(Break(1, (TimeWindow(0, 150),), 600),))
    other = Vehicle(2, start=0, end=0, skills=frozenset({2}))
    carried = Shipment(Task(1, 1), Task(1, 2), skills=frozenset({1}), max_time_on_board_s=300)
    jobs = tuple(Job(Task(number, 1), skills=frozenset({2})) for number in range(13))  # too many tasks for a proof
    problem = Problem((resting, other), {"car": TravelMatrix(hundred, hundred)}, jobs, (carried,))
    assert solved(problem, 20).unassigned == ()


def test_ortools_counts_the_longest_service_of_a_pickup_on_board() -> None:
    slow = Task(1, 1, service_per_type_s={"bike": 600})
    carried = Shipment(slow, Task(1, 2), max_time_on_board_s=300)
    problem = Problem((Vehicle(1, start=0, end=0, type="bike"),), {"car": ROAD}, (Job(Task(1, 1)),), (carried,))
    assert solve(problem, iterations=20, engine="ortools").unassigned == ()


SOLVED_THEN_INTERRUPTED = """
from signal import SIGINT, raise_signal
import numpy as np
from routing.matrix import TravelMatrix
from routing.solver.problem import Job, Problem, Task, Vehicle
from routing.solver.solve import solve
way = np.array([[0, 1], [1, 0]], np.int32)
solve(Problem((Vehicle(1, start=0, end=0),), {"car": TravelMatrix(way, way)}, (Job(Task(1, 1)),)), iterations=5)
try:
    raise_signal(SIGINT)
except KeyboardInterrupt:
    print("still Python's own")
"""


def test_after_a_solve_ctrl_c_is_pythons_own_again() -> None:
    # OR-Tools would otherwise leave the signal to end the process: the best plan of a later search would be lost.
    ended = subprocess.run([sys.executable, "-c", SOLVED_THEN_INTERRUPTED], capture_output=True, text=True, check=False)
    assert ended.stdout == "still Python's own\n"
