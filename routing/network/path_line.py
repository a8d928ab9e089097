"""The line that a sequence of arcs follows on the ground."""

import numpy as np
from numpy.typing import NDArray

from kernel.position import Position
from routing.network.ellipsoid import metres_per_degree
from routing.network.road_graph import RoadGraph

__all__ = ["arc_points", "line_along", "ridden_rows"]

_SAME_DEG = 5e-9
"""Nearer than this, half a millimetre, two points are one: lengths are counted in millimetres."""

Points = NDArray[np.float64]


def line_along(
    graph: RoadGraph, arcs: NDArray[np.int32], *, begin: tuple[Position, int], end: tuple[Position, int]
) -> Points:
    """Follow the arcs from a point on the first to a point on the last.

    Parameters
    ----------
    begin, end: the point, and its millimetres from the tail of its arc.

    Returns
    -------
    float64 (p, 2); lon, lat. Both given points are in it, unchanged.
    """
    points, first = arc_points(graph, arcs)
    keep = np.ones(len(points), np.bool_)
    head, tail = slice(first[0], first[1]), slice(first[-2], first[-1])
    keep[head] &= _along(points[head], int(graph.mm[arcs[0]])) > begin[1]
    keep[tail] &= _along(points[tail], int(graph.mm[arcs[-1]])) < end[1]
    start, finish = ([[place.lon, place.lat]] for place, _ in (begin, end))
    return _without_repeats(np.concatenate([start, points[keep], finish]))


def arc_points(graph: RoadGraph, arcs: NDArray[np.int32]) -> tuple[Points, NDArray[np.int64]]:
    """Return the points of all arcs in the direction they are ridden, and where each arc's begin.

    Returns
    -------
    points: float64 (p, 2); lon, lat.
    first: int64 (a + 1,); those of arc i are first[i] to first[i + 1].
    """
    network = graph.network
    at, first = ridden_rows(network.first_point, graph.edge[arcs], graph.forward[arcs])
    return np.column_stack([network.point_lon[at], network.point_lat[at]]), first


def ridden_rows(
    first_row: NDArray[np.int32], edge: NDArray[np.int32], forward: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number what lies along edges in the order in which it is ridden.

    Parameters
    ----------
    first_row: int32 (e + 1,); the rows of edge i are first_row[i] to first_row[i + 1].

    Returns
    -------
    rows: int64 (r,).
    first: int64 (a + 1,); those of the edge ridden as number i are first[i] to first[i + 1].
    """
    count = first_row[edge + 1] - first_row[edge]
    first = np.concatenate([[0], np.cumsum(count)])
    within = np.arange(int(first[-1])) - np.repeat(first[:-1], count)
    back = ~np.repeat(forward, count)
    within[back] = (np.repeat(count, count) - 1 - within)[back]
    return np.repeat(first_row[edge], count) + within, first


def _along(points: Points, length_mm: int) -> NDArray[np.float64]:
    """Return how far along its arc each point lies, the last at `length_mm`."""
    lon_m, lat_m = metres_per_degree(points[:1, 1])
    north = np.diff(points[:, 1]) * lat_m
    east = np.diff(points[:, 0]) * lon_m
    along = np.concatenate([[0.0], np.cumsum(np.hypot(north, east))])
    return along * (length_mm / along[-1] if along[-1] else 0.0)


def _without_repeats(points: Points) -> Points:
    """Drop points that stand still; the first and the last stay."""
    moved = np.abs(np.diff(points, axis=0)).max(axis=1) > _SAME_DEG
    kept = points[np.concatenate([[True], moved[:-1], [True]])]
    stands = len(kept) > 2 and np.abs(kept[-1] - kept[-2]).max() <= _SAME_DEG
    return np.delete(kept, -2, axis=0) if stands else kept
