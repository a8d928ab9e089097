"""From when an order can be collected at the hub that another square brings it to."""

from datetime import UTC, date, datetime

import pytest

from data.models.relay import Relay
from data.models.states import RelaySide
from rounds.day_clock import DayClock
from rounds.hub_arrivals import _from_another

CLOCK = DayClock(date(2026, 11, 30), "Europe/Amsterdam")


def relay(expected_at: datetime, handed_over_at: datetime | None = None) -> Relay:
    return Relay(side=RelaySide.TAKES_OVER, expected_at=expected_at, handed_over_at=handed_over_at)


@pytest.mark.parametrize(
    ("expected_at", "now", "since_s"),
    [
        # told for this day
        (datetime(2026, 11, 30, 9, 0, tzinfo=UTC), datetime(2026, 11, 29, 20, 0, tzinfo=UTC), 36_000),
        # a round of the evening before, which may still be ridden
        (datetime(2026, 11, 29, 19, 0, tzinfo=UTC), datetime(2026, 11, 29, 20, 0, tzinfo=UTC), 0),
        # the day is over, on the clock of the square, and nobody said that it is there
        (datetime(2026, 11, 29, 19, 0, tzinfo=UTC), datetime(2026, 11, 29, 23, 30, tzinfo=UTC), None),
    ],
)
def test_a_promise_of_a_day_that_is_over_is_none(expected_at: datetime, now: datetime, since_s: int | None) -> None:
    assert _from_another(relay(expected_at), CLOCK, now) == since_s
    assert _from_another(relay(expected_at, handed_over_at=now), CLOCK, now) == 0
