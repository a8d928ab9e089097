"""The part of a graph in which all is reached from all: equal to networkx, whose search shares no code."""

from itertools import groupby

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing.network.strong_part import largest_strong_part
from routing.network.strong_part_kernels import strong_parts

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30)


def rows(values: list[int]) -> np.ndarray:
    return np.array(values, np.int32)


@given(st.integers(0, 12), PAIRS)
def test_parts_are_those_of_networkx(count: int, pairs: list[tuple[int, int]]) -> None:
    arcs = sorted(pair for pair in pairs if max(pair) < count)
    tails = [tail for tail, _ in arcs]
    first = rows([sum(tail < node for tail in tails) for node in range(count + 1)])
    part = strong_parts(first, rows([head for _, head in arcs])).tolist()
    told = {frozenset(node for node, _ in group) for _, group in groupby(sorted(enumerate(part), key=_part), _part)}
    graph = nx.DiGraph(arcs)
    graph.add_nodes_from(range(count))
    assert told == set(map(frozenset, nx.strongly_connected_components(graph)))
    assert set(part) == set(range(len(told)))


def _part(numbered: tuple[int, int]) -> int:
    return numbered[1]


def test_a_way_as_long_as_a_country_is_no_recursion() -> None:
    count = 200_000
    there = np.arange(count, dtype=np.int32)
    round_ = (there + 1) % count
    mm = np.ones(count, np.int64)
    assert largest_strong_part(count, there, round_.astype(np.int32), there, mm).all()
    assert not largest_strong_part(count, there[:-1], there[1:], there, mm).any()


def test_arcs_may_stand_in_any_order_and_metres_count_not_nodes() -> None:
    """A circle of three short arcs, and one of two that are longer; 5 leads there and is no part."""
    tail, head = rows([2, 4, 0, 3, 1, 5]), rows([0, 3, 1, 4, 2, 3])
    mm = np.array([1, 1, 1, 5, 5, 99], np.int64)
    kept = largest_strong_part(6, tail, head, np.arange(6, dtype=np.int32), mm)
    assert kept.tolist() == [False, False, False, True, True, False]


def test_of_nothing_comes_nothing() -> None:
    assert largest_strong_part(0, rows([]), rows([]), rows([]), np.empty(0, np.int64)).tolist() == []
