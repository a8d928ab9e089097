"""Recombining routes: the cheapest cover of small pools, seen at once."""

from routing.solver.ruin import recombination
from routing.solver.ruin.recombination import Column, Effort, Pool, cheapest_cover

EFFORT = Effort(seed=1, work=1.0, limit_s=None)


def route(cost: int, *requests: int, kind: int = 0) -> Column:
    return Column(kind, tuple(2 * request for request in requests), frozenset(requests), cost)


def test_routes_of_two_plans_make_a_cheaper_third() -> None:
    first = [route(5, 1, 2), route(9, 3, 4)]
    second = [route(9, 1, 2, 3), route(2, 4), route(3, 3), route(4, 4)]
    found = cheapest_cover([*first, *second], [3], 14, EFFORT)
    assert found == [route(5, 1, 2), route(2, 4), route(3, 3)]


def test_no_more_vehicles_of_a_kind_are_used_than_there_are() -> None:
    columns = [route(1, 1), route(1, 2), route(9, 1, 2), route(5, 2, kind=1)]
    assert cheapest_cover(columns, [1, 1], 100, EFFORT) == [route(1, 1), route(5, 2, kind=1)]
    assert cheapest_cover(columns, [1, 0], 100, EFFORT) == [route(9, 1, 2)]


def test_nothing_is_answered_where_nothing_is_cheaper() -> None:
    assert cheapest_cover([route(5, 1), route(5, 2)], [2], 10, EFFORT) is None


def test_a_pool_keeps_the_cheapest_order_of_each_set() -> None:
    pool = Pool()
    dear, cheap = Column(0, (4, 2), frozenset({1, 2}), 9), Column(0, (2, 4), frozenset({1, 2}), 5)
    pool.add([dear, cheap, dear, route(1, 3)])
    assert pool.of(frozenset({1, 2})) == [cheap]


def test_a_full_pool_forgets_what_was_not_met_for_longest(monkeypatch) -> None:
    monkeypatch.setattr(recombination, "MOST_COLUMNS", 2)
    pool = Pool()
    pool.add([route(1, 1), route(1, 2), route(1, 1), route(1, 3)])
    assert pool.of(frozenset({1, 2, 3})) == [route(1, 1), route(1, 3)]


def test_a_pool_of_long_routes_is_full_when_it_has_many_visits(monkeypatch) -> None:
    monkeypatch.setattr(recombination, "MOST_VISITS", 4)
    pool = Pool()
    pool.add([route(1, 1, 2), route(1, 3), route(9, 1, 2), route(1, 4, 5)])
    assert pool.of(frozenset(range(6))) == [route(1, 1, 2), route(1, 4, 5)]
    pool.add([route(1, 6)])
    assert pool.of(frozenset(range(7))) == [route(1, 4, 5), route(1, 6)]
