"""The random problems of the comparison with VROOM, and how its outcomes are counted; no peer is asked."""

from collections.abc import Iterator
from typing import Any

import pytest

from bench.differential import Comparison, Counted, Outcome, Served, Worth, share, summary, worth
from bench.rich_problems import LARGEST, PROFILES, SMALLEST, rich_problem
from routing.solver.validate import validate
from routing.solver.vroom_reader import read_problem

SEEDS = range(1, 101)
FIELDS = {
    *("jobs", "shipments", "vehicles"),
    *(f"matrices.{name}" for name in ("durations", "distances", "costs")),
    *(f"jobs.{name}" for name in ("delivery", "pickup", "skills", "priority")),
    *(f"shipments.{name}" for name in ("pickup", "delivery", "amount", "skills", "priority")),
    *(
        f"{task}.{name}"
        for task in ("jobs", "shipments.pickup", "shipments.delivery")
        for name in ("setup", "service", "setup_per_type", "service_per_type", "time_windows")
    ),
    *(
        f"vehicles.{name}"
        for name in (
            *("profile", "start_index", "end_index", "capacity", "skills", "type", "time_window", "speed_factor"),
            *("max_tasks", "max_travel_time", "max_distance", "breaks", "costs", "steps"),
        )
    ),
    *(f"vehicles.breaks.{name}" for name in ("time_windows", "service", "max_load")),
    *(f"vehicles.costs.{name}" for name in ("fixed", "per_hour", "per_km", "per_task_hour")),
}
"""What VROOM's JSON can say of a problem, but for names, coordinates and the moments that bind in plan mode alone."""

LINE = {
    "jobs": [{"id": 1, "location_index": 1, "priority": 3}, {"id": 2, "location_index": 2}],
    "shipments": [
        {"priority": 5, "pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 1, "location_index": 2}}
    ],
    "vehicles": [{"id": 7, "start_index": 0, "time_window": [0, 25]}],
    "matrices": {"car": {"durations": [[0, 10, 20], [10, 0, 10], [20, 10, 0]]}},
}


def fields(value: Any, path: str = "") -> Iterator[str]:
    """Name every field of a document; the places of lists and the names of profiles are left out."""
    if isinstance(value, list):
        for one in value:
            yield from fields(one, path)
    elif isinstance(value, dict):
        for name, one in value.items():
            here = path if path == "matrices" and name in PROFILES else f"{path}.{name}".lstrip(".")
            yield here
            yield from fields(one, here)


@pytest.fixture(scope="module")
def drawn() -> list[dict[str, Any]]:
    return [rich_problem(seed) for seed in SEEDS]


def test_drawn_problems_are_valid_and_of_the_size_they_should_be(drawn):
    for problem in drawn:
        validate(read_problem(problem))
        assert SMALLEST <= len(problem["jobs"]) + 2 * len(problem["shipments"]) <= LARGEST


def test_a_seed_draws_the_same_problem_again_and_another_seed_another_one(drawn):
    assert rich_problem(SEEDS[0]) == drawn[0]
    assert drawn[0] != drawn[1]


def test_every_field_occurs(drawn):
    assert set(fields(drawn)) >= FIELDS


def plan(*steps: tuple[str, int]) -> dict[str, Any]:
    told = [{"type": "start"}, *({"type": kind, "id": number} for kind, number in steps), {"type": "end"}]
    return {"routes": [{"vehicle": 7, "steps": told}]}


def test_a_plan_is_worth_what_its_steps_are_and_a_shipment_is_one_request_of_two_tasks():
    found = worth(LINE, plan(("pickup", 1), ("job", 2), ("delivery", 1)))
    assert found == Worth(requests=Served(5, 2), tasks=Served(10, 3), cost=20)


def test_a_plan_that_breaks_a_rule_is_worth_nothing():
    late = {**LINE, "vehicles": [{**LINE["vehicles"][0], "time_window": [0, 15]}]}
    (fault,) = worth(late, plan(("job", 2))).faults
    assert fault.startswith("delay")


def jobs(priority: int, number: int, cost: int) -> Worth:
    return Worth(Served(priority, number), Served(priority, number), cost)


PLAN = jobs(5, 3, 100)


@pytest.mark.parametrize(
    ("ours", "vrooms", "outcome"),
    [
        (PLAN, PLAN, Outcome.EQUAL),
        (PLAN, jobs(5, 3, 101), Outcome.BETTER),
        (PLAN, jobs(5, 4, 900), Outcome.WORSE),  # one more is worth any cost
        (PLAN, jobs(6, 1, 900), Outcome.WORSE),  # and priority any number
        (PLAN, Worth(refused="no"), Outcome.VROOM_REFUSES),
        (PLAN, Worth(faults=("delay",)), Outcome.VROOM_BREAKS),
        (Worth(faults=("load",)), Worth(faults=("delay",)), Outcome.WE_BREAK),  # ours is never excused
        (Worth(refused="no"), Worth(refused="no"), Outcome.WE_REFUSE),
    ],
)
def test_priority_comes_before_number_and_number_before_cost(ours, vrooms, outcome):
    assert Comparison(1, ours, vrooms, 1.0).outcome(Counted.REQUESTS) == outcome


def test_two_jobs_are_better_than_a_shipment_only_where_requests_are_counted():
    one = Comparison(1, jobs(0, 2, 90), Worth(Served(0, 1), Served(0, 2), 80), 1.0)
    assert [one.outcome(counted) for counted in (Counted.REQUESTS, Counted.TASKS)] == [Outcome.BETTER, Outcome.WORSE]


def test_what_cannot_be_compared_is_counted_apart_and_does_not_move_the_share():
    compared = [Comparison(1, PLAN, other, 1.0) for other in (PLAN, jobs(9, 9, 9), Worth(refused="no"))]
    counts = {Outcome.EQUAL: 1, Outcome.WORSE: 1, Outcome.VROOM_REFUSES: 1}
    assert summary(compared, Counted.TASKS) == {outcome: counts.get(outcome, 0) for outcome in Outcome}
    assert share(compared, Counted.TASKS) == pytest.approx(0.5)
