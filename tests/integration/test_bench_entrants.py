"""Every entrant of the contest as the process it runs as; the peers only where `make peers` has been."""

import pytest

from bench.day_shape import DayShape
from bench.rivals import OURS, PEERS, Asked, missing_peers, search
from bench.road_days import road_day
from bench.verdict import judge
from bench.warm import compile_ours

SMALL = DayShape("helsinki", 8, 3, "sparse", "loose", "volume")
BRIEFLY = Asked(seconds=0.5, threads=2, seed=1)


def skip_without_peers(engine: str) -> None:
    if engine != OURS and missing_peers():
        pytest.skip(missing_peers())


@pytest.mark.parametrize("engine", [OURS, *PEERS])
def test_an_entrant_answers_a_plan_that_holds_and_serves_all(engine):
    skip_without_peers(engine)
    compile_ours()
    problem = road_day(SMALL, 1)
    found = search(engine, problem, BRIEFLY)
    verdict = judge(problem, found.orders)
    assert (found.fault, verdict.fault) == ("", "")
    assert verdict.serves_all
    assert verdict.solution is not None
    assert min(cost for _, cost in found.trace) == verdict.solution.distance_m, "it counts metres as we do"


def test_an_entrant_that_falls_over_is_told_and_ends_nothing():
    skip_without_peers("nobody")
    found = search("nobody", road_day(SMALL, 1), BRIEFLY)
    assert "run_nobody" in found.fault
    assert found.orders == {}
