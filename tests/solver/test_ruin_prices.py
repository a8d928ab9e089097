"""What a plan costs in the search is what its layout costs: prices that meet reloads, windows or balance."""

from dataclasses import replace

from routing.solver.cost import DENOMINATOR
from routing.solver.layout import lay_out
from routing.solver.problem import Costs, Job, Problem, Reload, Task, TimeWindow, Vehicle
from routing.solver.ruin.plan_kernels import COST, COUNT, NONE
from routing.solver.ruin.worker import Worker, nodes_of, snapshot_of
from routing.solver.solution import Route
from tests.solver.solving import line
from tests.solver.test_ruin_insertion import numbers_of


def test_under_balance_alone_the_least_duty_is_found_among_several_windows() -> None:
    """Begun at 0 the route lasts 100 seconds, begun at 200 one; each costs 1 here, each vehicle 50."""
    van = Vehicle(0, start=0, end=0, costs=Costs(fixed=50, per_hour=0))
    twice = Job(Task(1, 0, time_windows=(TimeWindow(0, 0), TimeWindow(200, 200))))
    later = Job(Task(2, 0, time_windows=(TimeWindow(100, 100), TimeWindow(201, 201))))
    problem = Problem((van, replace(van, id=1)), {"car": line(0)}, (twice, later), per_longest_duty_hour=3_600)
    numbers = numbers_of(problem)
    worker = Worker(numbers.instance, 1)
    assert worker.adopt(snapshot_of(numbers.instance, [(0, 1), ()]))
    assert worker.best_totals[COST] * numbers.prices.unit == 51 * DENOMINATOR


def test_a_reload_between_two_tasks_of_a_place_makes_setup_be_paid_again() -> None:
    van = Vehicle(0, start=0, end=0, capacity=(1,), costs=Costs(per_hour=3_600, per_task_hour=3_600), reload=Reload(0))
    jobs = tuple(Job(Task(number, 1, setup_s=1_000), delivery=(1,)) for number in (1, 2))
    numbers = numbers_of(Problem((van,), {"car": line(0, 10)}, jobs))
    worker = Worker(numbers.instance, 1)
    worker.construct(NONE)
    visits = tuple(numbers.visits[node] for node in nodes_of(numbers.instance, worker.best.tolist(), 0))
    route = lay_out(numbers.problem, van, numbers.requests, visits)
    assert isinstance(route, Route)
    assert worker.best_totals[COUNT] == 0
    assert worker.best_totals[COST] * numbers.prices.unit == route.exact_cost == 2_040 * DENOMINATOR


def test_a_reload_is_put_where_no_setup_is_paid_again() -> None:
    """Three jobs at two places and room for two: the ways to reload are as long at either moment."""
    costs = Costs(per_hour=3_600, per_task_hour=3_600)
    van = Vehicle(0, start=0, end=0, capacity=(2,), costs=costs, reload=Reload(0))
    near, far = 1, 2
    jobs = tuple(
        Job(Task(number, place, setup_s=1_000), delivery=(1,)) for number, place in enumerate((far, near, near))
    )
    numbers = numbers_of(Problem((van,), {"car": line(0, 10, 20)}, jobs))
    worker = Worker(numbers.instance, 1)
    assert worker.adopt(snapshot_of(numbers.instance, [(0, 1, 2)]))
    assert worker.best_totals[COST] * numbers.prices.unit == (2_000 + 20 + 40) * DENOMINATOR
