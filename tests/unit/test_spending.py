"""How much of an effort is spent: what cools the search, and what ends it."""

from dataclasses import replace

import pytest

from routing.solver.engine import Effort
from routing.solver.ruin import spending
from routing.solver.ruin.spending import Spending


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """Hold the clock at a moment that a test moves."""
    now_s = [0.0]
    monkeypatch.setattr(spending.time, "monotonic", lambda: now_s[0])
    return now_s


def begun(effort: Effort, tasks: int) -> Spending:
    return replace(Spending.of(effort, tasks), began_s=0.0, looked_s=0.0)


def test_a_small_problem_cools_with_the_clock_where_time_is_shorter_than_its_iterations(clock):
    spent = begun(Effort(2.0, None, 1, 1), tasks=30)
    clock[0] = 1.5
    spent.spend(1)
    assert spent.done() == pytest.approx(0.75)


def test_a_small_problem_with_time_enough_repeats_exactly(clock):
    shares: list[list[float]] = []
    for seconds_a_chunk in (0.01, 0.02):
        spent, clock[0] = begun(Effort(60.0, None, 1, 1), tasks=30), 0.0
        shares.append([])
        while not spent.is_over():
            shares[-1].append(spent.done())
            iterations, _ = spent.next_chunk(spent.done())
            clock[0] += seconds_a_chunk
            spent.spend(iterations)
    assert shares[0] == shares[1]


def test_a_small_problem_ends_before_its_time_once_it_has_had_enough_iterations(clock):
    spent = begun(Effort(60.0, None, 1, 1), tasks=4)
    clock[0] = 0.1
    while not spent.is_over():
        iterations, then = spent.next_chunk(spent.done())
        assert iterations >= 1
        assert spent.done() <= then <= 1.0
        clock[0] += 0.01
        spent.spend(iterations)
    assert clock[0] < 60.0


def test_iterations_that_were_asked_for_say_alone_how_far_the_search_is(clock):
    spent = begun(Effort(2.0, 1_000, 1, 1), tasks=30)
    clock[0] = 1.5
    spent.spend(100)
    assert spent.done() == pytest.approx(0.1)
    assert not spent.is_over()
    clock[0] = 2.0
    assert spent.is_over()


def test_a_chunk_of_time_says_when_it_ends_and_one_of_iterations_does_not(clock):
    by_clock = begun(Effort(60.0, None, 1, 1), tasks=1_000)
    clock[0] = 3.0
    by_clock.spend(900)
    by_clock.next_chunk(by_clock.done(), longer=6)
    assert by_clock.until_s == pytest.approx(3.0 + 6 * spending.CHUNK_S)
    clock[0] = 59.99
    by_clock.next_chunk(by_clock.done(), longer=6)
    assert by_clock.until_s == pytest.approx(60.0)
    by_count = begun(Effort(60.0, 1_000, 1, 1), tasks=1_000)
    by_count.next_chunk(by_count.done())
    assert by_count.until_s is None


def test_beside_iterations_the_clock_is_looked_at_also_before_it_is_known_how_fast_the_search_is(clock):
    spent = begun(Effort(2.0, 1_000, 1, 1), tasks=1_000)
    chunk, _ = spent.next_chunk(spent.done())
    piece = spent.piece(chunk, 0)
    assert piece < chunk
    assert spent.piece(chunk, chunk - 1) == 1
    assert spent.goes_on(chunk, piece)
    assert not spent.goes_on(chunk, chunk)
    clock[0] = 2.0
    assert not spent.goes_on(chunk, piece)
    clock[0] = 1.0
    spent.spend(piece)
    chunk, _ = spent.next_chunk(spent.done())
    assert spent.piece(chunk, 0) == chunk <= piece


def test_iterations_alone_are_done_in_one_piece(clock):
    spent = begun(Effort(None, 1_000, 1, 1), tasks=1_000)
    chunk, _ = spent.next_chunk(spent.done())
    assert spent.piece(chunk, 0) == chunk
