"""Why an order is in no round, where the search left no time to ask."""

from dataclasses import replace

import pytest

from rounds.planning import places_of, plan_day
from rounds.roads import MeasuredDay
from routing.solver.engine import Effort
from tests.in_a_plane import Plane, busy_day


def test_what_the_solver_did_not_look_at_is_looked_at_before_a_cause_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody leaves before 8:20, and the door is minutes away by way of the shop."""
    monkeypatch.setattr("routing.solver.solve.REASONS_LATE_S", float("-inf"))
    day = busy_day(2)
    late, other = day.orders
    day = replace(day, orders=[replace(late, window=(30_000, 30_010)), other])
    plan = plan_day(day, MeasuredDay(Plane().measure(places_of(day), "cargo-bike")), Effort(0.05, None, 1))
    (left,) = plan.unassigned
    assert left.order.id == late.id
    assert "no vehicle can be at the delivery before" in left.reason.en
    assert "geen voertuig kan voor" in left.reason.nl
