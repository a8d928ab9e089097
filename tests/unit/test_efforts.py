"""How long a day is searched: everybody's share fits before the deadline, and no share is longer than wished."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workers.efforts import BESIDES_S, LEAST_S, SEARCHES, search_s

TEN = datetime(2026, 11, 30, 21, tzinfo=UTC)


def test_one_day_alone_is_searched_as_long_as_is_wished() -> None:
    assert search_s(TEN, TEN + timedelta(minutes=20), waiting=1, processes=1, longest_s=20.0) == 20.0


def test_thirty_days_at_once_get_a_thirtieth_each() -> None:
    share_s = search_s(TEN, TEN + timedelta(minutes=20), waiting=30, processes=1, longest_s=20.0)
    assert share_s == (1_200 * 0.9 / 30 - BESIDES_S) / 2


def test_a_day_that_is_late_is_searched_all_the_same() -> None:
    assert search_s(TEN, TEN - timedelta(hours=1), waiting=3, processes=2, longest_s=20.0) == LEAST_S


@given(
    days=st.integers(1, 60),
    processes=st.integers(1, 8),
    minutes=st.integers(1, 120),
    longest_s=st.floats(1, 120),
)
def test_days_that_are_planned_one_after_the_other_are_all_in_time(
    days: int, processes: int, minutes: int, longest_s: float
) -> None:
    """Unless their least share is more than there is time for."""
    now, deadline_at = TEN, TEN + timedelta(minutes=minutes)
    free_at = [now] * processes
    for waiting in range(days, 0, -1):
        turn = free_at.index(min(free_at))
        begun_at = free_at[turn]
        being_done = sum(at > begun_at for at in free_at)
        search = search_s(begun_at, deadline_at, waiting + being_done, processes, longest_s)
        assert LEAST_S <= search <= longest_s
        free_at[turn] = begun_at + timedelta(seconds=SEARCHES * search + BESIDES_S)
    rounds = -(-days // processes)
    if rounds * (SEARCHES * LEAST_S + BESIDES_S) <= minutes * 60 * 0.9:
        assert max(free_at) <= deadline_at
