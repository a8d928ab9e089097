"""A path as a row of stretches between junctions, each with its road, its way of going and its share of the metres."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from routing.network.ellipsoid import metres_per_degree
from routing.network.guidance.bearings import bearing
from routing.network.guidance.roads import Road
from routing.network.guidance.surroundings import Surroundings
from routing.network.path_line import arc_points
from routing.network.paths import RoadPath
from routing.network.road_graph import RoadGraph

__all__ = ["NO_JUNCTION", "Stretch", "course_of", "parted"]

NO_JUNCTION = -1

Point = tuple[float, float]
Points = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A road's edge, or the ridden part of it.

    Attributes
    ----------
    edge, forward: of the network, and whether it is ridden as it was drawn.
    tail, head: junctions at both ends; see `Surroundings`. `NO_JUNCTION` where an edge was parted.
    mm, ms: of the ridden part; barriers' milliseconds lie on the stretch before them.
    mode: cycling, pushing bike, walking, driving, ferry.
    label: what the road is called along this path; see `labels`.
    points: lon, lat of the ridden part.
    pushed: one comes onto it by a restricted turn, made on foot.
    """

    edge: int
    forward: bool
    tail: int
    head: int
    mm: float
    ms: float
    road: Road
    mode: str
    label: str
    bearing_in: float
    bearing_out: float
    points: Points
    pushed: bool = False


def course_of(around: Surroundings, path: RoadPath) -> list[Stretch]:
    """Cut a path at junctions. Spokes of barriers vanish, and ends of which nothing is ridden; empty where nothing is.

    `bearing_in` is the direction in which one comes onto a stretch, `bearing_out` that in which one leaves it.
    """
    graph = around.graph
    arcs = path.arcs
    edges, is_forward = graph.edge[arcs], graph.forward[arcs].tolist()
    first, last = around.junctions_of(edges)
    lines = _lines(graph, arcs)
    leaving: list[tuple[float, float]] = around.bearings[:, edges].T.tolist()
    length, time = graph.mm[arcs].tolist(), graph.ms[arcs].tolist()
    stretches: list[Stretch] = []
    pushed = False
    for i, (edge, is_pushed) in enumerate(zip(edges.tolist(), path.pushed.tolist(), strict=True)):
        pushed = pushed or is_pushed  # a turn may lead onto the spoke of a barrier
        if length[i] == 0:
            if stretches:
                stretches[-1] = replace(stretches[-1], ms=stretches[-1].ms + time[i])
            continue
        forward = is_forward[i]
        points, share = lines[i], 1.0
        if i in {0, len(arcs) - 1}:
            points, share = _ridden_part(points, path, is_first=i == 0, is_last=i == len(arcs) - 1)
        if share * length[i] < 1:
            continue
        road, mode = around.ridden(edge, forward=forward)
        leave_first, leave_last = leaving[i]
        stretches.append(
            Stretch(
                edge,
                forward,
                first[i] if forward else last[i],
                last[i] if forward else first[i],
                share * length[i],
                share * time[i],
                road,
                mode or "cycling",
                road.label,
                leave_first if forward else leave_last,
                ((leave_last if forward else leave_first) + 180) % 360,
                points,
                pushed,
            )
        )
        pushed = False
    return stretches


def parted(stretch: Stretch, mm: float) -> tuple[Stretch, Stretch]:
    """Cut a stretch in two, where so much of it has been ridden."""
    share = mm / stretch.mm
    points, left = stretch.points, share * _length(stretch.points)
    at = 0
    while at < len(points) - 2 and left > (step := _length(points[at : at + 2])):
        left -= step
        at += 1
    (ax, ay), (bx, by) = points[at : at + 2]
    part = min(1.0, left / (_length(points[at : at + 2]) or 1.0))
    here, heading = (ax + part * (bx - ax), ay + part * (by - ay)), bearing(points[at], points[at + 1])
    return (
        replace(
            stretch,
            head=NO_JUNCTION,
            mm=mm,
            ms=share * stretch.ms,
            bearing_out=heading,
            points=[*points[: at + 1], here],
        ),
        replace(
            stretch,
            tail=NO_JUNCTION,
            mm=stretch.mm - mm,
            ms=(1 - share) * stretch.ms,
            bearing_in=heading,
            points=[here, *points[at + 1 :]],
            pushed=False,
        ),
    )


def _lines(graph: RoadGraph, arcs: NDArray[np.int32]) -> list[Points]:
    """Give the line of each arc in the direction it is ridden, as numbers of Python."""
    points, first = arc_points(graph, arcs)
    lon, lat = points.T.tolist()
    places: Points = list(zip(lon, lat, strict=True))
    return [places[begin:end] for begin, end in pairwise(first.tolist())]


def _ridden_part(points: Points, path: RoadPath, *, is_first: bool, is_last: bool) -> tuple[Points, float]:
    """Cut an edge where the path begins and ends on it, and say how much of it is left."""
    whole = _length(points)
    start = _along(points, _point(path, 0)) if is_first else 0.0
    finish = _along(points, _point(path, -1)) if is_last else whole
    if whole == 0 or finish <= start:
        return points[:1], 0.0
    kept: list[Point] = [_point(path, 0)] if is_first else []
    gone = 0.0
    for i, point in enumerate(points):
        gone += _length(points[i - 1 : i + 1]) if i else 0.0
        if (start < gone or not is_first) and (gone < finish or not is_last):
            kept.append(point)
    if is_last:
        kept.append(_point(path, -1))
    return kept, (finish - start) / whole


def _point(path: RoadPath, row: int) -> Point:
    lon, lat = path.line[row].tolist()
    return lon, lat


def _along(points: Points, place: Point) -> float:
    """Give how far along a line its nearest point to a place lies, in metres."""
    lon_m, lat_m = _scale(place)
    best, along, gone = float("inf"), 0.0, 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        east, north = (bx - ax) * lon_m, (by - ay) * lat_m
        to_east, to_north = (place[0] - ax) * lon_m, (place[1] - ay) * lat_m
        size = hypot(east, north)
        share = min(1.0, max(0.0, (east * to_east + north * to_north) / (size * size))) if size else 0.0
        off = hypot(to_east - share * east, to_north - share * north)
        if off < best:
            best, along = off, gone + share * size
        gone += size
    return along


def _length(points: Points) -> float:
    if len(points) < 2:
        return 0.0
    lon_m, lat_m = _scale(points[0])
    return sum(hypot((bx - ax) * lon_m, (by - ay) * lat_m) for (ax, ay), (bx, by) in pairwise(points))


def _scale(place: Point) -> tuple[float, float]:
    return _scale_at(place[1])


@lru_cache(maxsize=1_024)
def _scale_at(lat: float) -> tuple[float, float]:
    lon_m, lat_m = metres_per_degree(np.array([lat]))
    return float(lon_m[0]), float(lat_m[0])
