"""How long a day is searched: everybody's share fits before the deadline, and no share is longer than wished."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.counterfactuals import TOUR_ITERATIONS
from workers.efforts import BESIDES_S, LEAST_S, SEARCHES, TOUR_S, besides_s, search_s

TEN = datetime(2026, 11, 30, 21, tzinfo=UTC)


def test_one_day_alone_is_searched_as_long_as_is_wished() -> None:
    assert search_s(TEN, TEN + timedelta(minutes=20), waiting=1, processes=1, longest_s=20.0, orders=60) == 20.0


def test_thirty_days_at_once_get_a_thirtieth_each() -> None:
    share_s = search_s(TEN, TEN + timedelta(minutes=20), waiting=30, processes=1, longest_s=20.0, orders=60)
    assert share_s == (1_200 * 0.9 / 30 - besides_s(60)) / 2


def test_time_is_kept_for_the_tours_of_as_many_orders_as_the_day_has() -> None:
    """docs/benchmarks.md: 5.3 s of processor for one shop of 120 orders."""
    assert abs(TOUR_S - 0.0011 * TOUR_ITERATIONS) < 1e-9
    assert besides_s(120) - besides_s(0) == pytest.approx(5.3, abs=0.05)
    assert besides_s(0) == BESIDES_S


def test_a_day_that_is_late_is_searched_all_the_same() -> None:
    assert search_s(TEN, TEN - timedelta(hours=1), waiting=3, processes=2, longest_s=20.0, orders=9) == LEAST_S


@given(
    days=st.integers(1, 60),
    processes=st.integers(1, 8),
    minutes=st.integers(1, 120),
    longest_s=st.floats(1, 120),
    orders=st.integers(0, 500),
)
def test_days_that_are_planned_one_after_the_other_are_all_in_time(
    days: int, processes: int, minutes: int, longest_s: float, orders: int
) -> None:
    """Unless their least share is more than there is time for."""
    now, deadline_at = TEN, TEN + timedelta(minutes=minutes)
    free_at = [now] * processes
    for waiting in range(days, 0, -1):
        turn = free_at.index(min(free_at))
        begun_at = free_at[turn]
        being_done = sum(at > begun_at for at in free_at)
        search = search_s(begun_at, deadline_at, waiting + being_done, processes, longest_s, orders=orders)
        assert LEAST_S <= search <= longest_s
        free_at[turn] = begun_at + timedelta(seconds=SEARCHES * search + besides_s(orders))
    rounds = -(-days // processes)
    if rounds * (SEARCHES * LEAST_S + besides_s(orders)) <= minutes * 60 * 0.9:
        assert max(free_at) <= deadline_at
