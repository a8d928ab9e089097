"""What the search takes of time and memory: a time limit beside iterations, and sizes that are refused."""

import signal
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from kernel.errors import BadInputError
from routing.solver.engine import Effort
from routing.solver.problem import Costs, Job, Problem, SoftWindow, Task, TimeWindow, Vehicle
from routing.solver.ruin import instance, relatedness, ruin_engine
from routing.solver.ruin.instance import LARGEST
from routing.solver.ruin.plan_kernels import COST, COUNT, NONE
from routing.solver.ruin.recombination import Column
from routing.solver.ruin.recombination import Effort as CoverEffort
from routing.solver.ruin.relatedness import most_related
from routing.solver.ruin.worker import Worker
from tests.solver.solving import line
from tests.solver.test_ruin_engine import Heard, plan, town
from tests.solver.test_ruin_insertion import numbers_of


def test_a_time_limit_that_is_long_enough_changes_nothing_of_what_iterations_find() -> None:
    without, within = (plan(town(), Effort(limit_s, 700, 4), Heard()) for limit_s in (None, 3_600.0))
    assert within == without


def test_nothing_is_recombined_when_time_is_over() -> None:
    heard = Heard()
    plan(town(), Effort(0.0, 700, 4), heard)
    assert "recombination" not in {phase.name for phase in heard.phases}


@pytest.mark.parametrize(("iterations", "most_s"), [(100, 60.0), (None, 1.2)])
def test_recombining_ends_with_the_time_limit_also_beside_iterations(
    monkeypatch: pytest.MonkeyPatch, iterations: int | None, most_s: float
) -> None:
    """Where iterations repeat, by nothing sooner; the days are small ones, which end after some iterations anyway."""
    limits_s: list[float | None] = []

    def noted(_columns: Sequence[Column], _vehicles: object, _dearest: int, effort: CoverEffort) -> None:
        limits_s.append(effort.limit_s)

    monkeypatch.setattr(ruin_engine, "cheapest_cover", noted)
    jobs = tuple(Job(Task(number, number)) for number in range(1, 3))
    plan(Problem((Vehicle(0, start=0, end=0),), {"car": line(0, 1, 2)}, jobs), Effort(60.0, iterations, 1, 1), Heard())
    assert limits_s
    assert all(limit_s is not None and 0.0 < limit_s <= most_s for limit_s in limits_s)


def test_what_is_paid_for_leaving_and_for_work_makes_no_matrices_of_its_own() -> None:
    costs = [Costs(fixed=number, per_task_hour=number) for number in range(34)]
    fleet = tuple(Vehicle(number, start=0, end=0, costs=one) for number, one in enumerate(costs))
    numbers = numbers_of(Problem(fleet, {"car": line(0, 1)}, (Job(Task(1, 1)),)))
    assert len(numbers.kinds) == 34
    assert len(numbers.instance.costs) == 1


def test_more_requests_than_can_be_related_in_time_are_refused_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "MOST_REQUESTS", 39)
    with pytest.raises(BadInputError, match="40 jobs and shipments are more than the 39 that one plan can hold"):
        plan(town(), Effort(None, 10, 1), Heard())


def test_the_nearest_are_listed_as_sorting_all_would_list_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few places and short ways, so that many are as near as each other."""
    monkeypatch.setattr(relatedness, "NEAR", 7)
    chance = np.random.default_rng(5)
    costs = chance.integers(0, 4, (6, 6))
    first, last = chance.integers(0, 6, (2, 40))

    def apart(one: int, other: int) -> int:
        ends = ((first[one], first[other]), (last[one], last[other]))
        return -1 if one == other else sum(int(costs[here, there] + costs[there, here]) for here, there in ends)

    expected = [sorted(range(40), key=lambda other, one=one: apart(one, other))[:7] for one in range(40)]
    assert most_related(costs, first, last).tolist() == expected


def test_ctrl_c_while_the_problem_is_put_into_numbers_keeps_a_whole_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def pressing(*ways: np.ndarray) -> np.ndarray:
        signal.raise_signal(signal.SIGINT)
        return most_related(*ways)

    monkeypatch.setattr(instance, "most_related", pressing)
    assert sum(map(len, plan(town(), Effort(None, 10**9, 1), Heard()))) == 80


def test_wishes_for_the_latest_moments_at_the_dearest_prices_overflow_nothing() -> None:
    """Each of these visits is 136 years early, which costs about a fifteenth of what an int64 holds."""
    van = Vehicle(0, start=0, end=0, costs=Costs(per_hour=1), time_window=TimeWindow(0, 10))
    wish = SoftWindow(2**32 - 1, 2**32 - 1, cost_per_hour=10**8)
    job = Job(Task(0, 0, soft_window=wish))
    jobs = tuple(replace(job, task=replace(job.task, id=number)) for number in range(30))
    numbers = numbers_of(Problem((van,), {"car": line(0)}, jobs))
    worker = Worker(numbers.instance, 1)
    worker.construct(NONE)
    assert worker.best_totals[COUNT] == 0
    assert 0 < worker.best_totals[COST] <= LARGEST


def test_where_balance_is_priced_recombining_never_makes_a_plan_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two vans of which each serves all of one's own street; one van for both is cheaper, and lasts longer."""
    fleet = tuple(Vehicle(number, start=0, end=0) for number in range(2))
    jobs = tuple(Job(Task(number, 1 + number % 2)) for number in range(6))
    problem = Problem(fleet, {"car": line(10, 0, 20)}, jobs, per_longest_duty_hour=10**6)
    found: list[object] = []
    cover = ruin_engine.cheapest_cover

    def noted(*given: object) -> object:
        found.append(cover(*given))  # type: ignore[arg-type]  # handed on as they came
        return found[-1]

    monkeypatch.setattr(ruin_engine, "cheapest_cover", noted)
    heard = Heard()
    orders = plan(problem, Effort(None, 300, 1, 1), heard)
    assert found
    assert [len(visits) for visits in orders] == [3, 3]
    assert heard.standings == sorted(heard.standings, reverse=True)
