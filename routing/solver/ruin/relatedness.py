"""Which requests lie near each other, and in which orders they are worth putting in."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing.solver.requests import Request

__all__ = ["most_related", "orders_of_insertion"]

NEAR = 500
"""Relatives kept of each request: more than any ruin reaches, and few enough for thousands of requests."""
CHUNK = 256
"""Rows worked on at once, so that memory stays small."""


def most_related(
    costs: NDArray[np.int64], first_place: NDArray[np.int64], last_place: NDArray[np.int64]
) -> NDArray[np.int64]:
    """List for each request the nearest ones by their pickups and deliveries together.

    Returns
    -------
    int64, shape (r, min(r, 500)); each begins with the request itself.
    """
    count = len(first_place)
    near = np.empty((count, min(count, NEAR)), np.int64)
    both_ways = costs.astype(np.float64) + costs.T
    for begin in range(0, count, CHUNK):
        rows = slice(begin, begin + CHUNK)
        apart = both_ways[np.ix_(first_place[rows], first_place)] + both_ways[np.ix_(last_place[rows], last_place)]
        apart[np.arange(len(apart)), np.arange(begin, begin + len(apart))] = -1.0
        near[rows] = [_least(row, near.shape[1]) for row in apart]
    return near


def _least(row: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Return where the least figures are, in their order, equal ones by their places.

    Sorting all of them takes several times as long.
    """
    beyond = np.partition(row, count - 1)[count - 1]
    candidates = np.flatnonzero(row <= beyond)
    return candidates[np.argsort(row[candidates], kind="stable")[:count]]


def orders_of_insertion(
    requests: Sequence[Request],
    costs: NDArray[np.int64],
    first_place: NDArray[np.int64],
    last_place: NDArray[np.int64],
    *,
    depot: int,
) -> NDArray[np.int64]:
    """Rank the requests: largest first, farthest first, longest way first, shortest window first.

    Where priorities differ, the highest of them first as well.

    Returns
    -------
    int64, shape (orders, r); the place of each request in each order.
    """
    keys = [
        -_sizes(requests),
        -(costs[depot, last_place] + costs[last_place, depot]).astype(np.float64),
        -costs[first_place, last_place].astype(np.float64),
        np.array([_window_s(request) for request in requests], np.float64),
    ]
    priorities = np.array([request.priority for request in requests], np.float64)
    if len(np.unique(priorities)) > 1:
        keys.append(-priorities)
    ranks = np.empty((len(keys), len(requests)), np.int64)
    for rank, key in zip(ranks, keys, strict=True):
        rank[np.argsort(key, kind="stable")] = np.arange(len(requests))
    return ranks


def _sizes(requests: Sequence[Request]) -> NDArray[np.float64]:
    """Return each request's share of the largest amount, in the dimension where it is largest."""
    width = max((len(amount) for one in requests for amount in _amounts(one)), default=0)
    sizes = np.zeros((len(requests), width + 1))
    for size, request in zip(sizes, requests, strict=True):
        for amount in _amounts(request):
            size[: len(amount)] = np.maximum(size[: len(amount)], amount)
    return (sizes / np.maximum(sizes.max(axis=0), 1.0)).max(axis=1)


def _amounts(request: Request) -> tuple[tuple[int, ...], ...]:
    return request.from_start, request.to_end, request.carried


def _window_s(request: Request) -> float:
    """Return how long the last task's windows are open, together."""
    windows = request.tasks[-1][1].time_windows
    return float(sum(window.end_s - window.start_s for window in windows)) if windows else np.inf
