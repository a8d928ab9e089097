"""The least-cost path between two places, with the line it follows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.network.hierarchy import Hierarchy, check_bits
from routing.network.hierarchy_kernels import MM, MS, UNREACHED
from routing.network.matrix import no_way
from routing.network.path_kernels import least_path
from routing.network.path_line import line_along
from routing.network.place_seeds import entering_seeds, flat_places, leaving_seeds
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace

__all__ = ["RoadPath", "ridden_between", "shortest_path"]


@dataclass(frozen=True, slots=True, eq=False)
class RoadPath:
    """A path over the roads, equal to the travel matrix in both figures.

    Attributes
    ----------
    distance_m, duration_s: metres to nearest, seconds up; rounded once, for the whole path.
    arcs: int32 (a,); the graph's arcs in the order they are ridden, the first and the last perhaps in part. The turn
        into the last belongs to the path even where nothing of it is ridden.
    pushed: bool (a,); arcs that one comes onto by a restricted turn, made on foot; see `Turns.pushed`.
    line: float64 (p, 2); lon, lat from the point on the road of the origin to that of the destination.
        One point where the two are the same, at least two where they are not.
    """

    distance_m: int
    duration_s: int
    arcs: NDArray[np.int32]
    pushed: NDArray[np.bool_]
    line: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ride:
    """Arcs, of which the first is left from `start` and the last is ridden as far as `finish`; `turns` lie between."""

    value: tuple[int, int, int]
    arcs: list[int]
    turns: list[int]
    start: OnArc
    finish: OnArc


def shortest_path(hierarchy: Hierarchy, origin: SnappedPlace, destination: SnappedPlace) -> RoadPath:
    """Find the path of least (cost, mm, ms).

    Raises
    ------
    UnreachablePlaceError
        Roads are closed, or the graph is not strongly connected, so there is no path.
    BadInputError
        The path is too long to be measured; see `routing.network.hierarchy`.
    """
    if origin.on_road == destination.on_road:
        here = np.array([[origin.on_road.lon, origin.on_road.lat]])
        return RoadPath(0, 0, np.empty(0, np.int32), np.empty(0, np.bool_), here)
    rides = [*_straight_rides(hierarchy.graph, origin, destination), *_ride_over_nodes(hierarchy, origin, destination)]
    if not rides:
        raise no_way(hierarchy, origin, destination)
    ride = min(rides, key=lambda ride: ride.value)
    _, mm, ms = ride.value
    line = line_along(
        hierarchy.graph,
        np.array(ride.arcs, np.int32),
        begin=(origin.on_road, ride.start.mm),
        end=(destination.on_road, ride.finish.mm),
    )
    ridden = _ridden(hierarchy.graph, ride)
    arcs, pushed = np.array(ride.arcs, np.int32)[ridden], _pushed(hierarchy.graph, ride)[ridden]
    return RoadPath((mm + 500) // 1000, -(-ms // 1000), arcs, pushed, line)


def ridden_between(
    graph: RoadGraph, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace
) -> tuple[int, int]:
    """Give the millimetres from the tail of a path's first arc to where it begins, and of its last to where it ends."""
    first, last = int(path.arcs[0]), int(path.arcs[-1])
    begin = next((on.mm for on in origin.arcs if on.arc == first), 0)
    return begin, next((on.mm for on in destination.arcs if on.arc == last), int(graph.mm[last]))


def _straight_rides(graph: RoadGraph, origin: SnappedPlace, destination: SnappedPlace) -> list[_Ride]:
    """Return the pieces of one arc from the origin ahead to the destination."""
    rides: list[_Ride] = []
    for start in origin.arcs:
        for finish in destination.arcs:
            value = (finish.cost - start.cost, finish.mm - start.mm, finish.ms - start.ms)
            if start.arc == finish.arc and min(value) >= 0 and graph.is_open(start.arc):
                rides.append(_Ride(value, [start.arc], [], start, finish))
    return rides


def _ride_over_nodes(hierarchy: Hierarchy, origin: SnappedPlace, destination: SnappedPlace) -> list[_Ride]:
    """Return the least path that leaves the origin's arc, if there is one."""
    leaving = leaving_seeds(hierarchy, flat_places([origin], {}))
    entering = entering_seeds(hierarchy, flat_places([destination], {}))
    cost, packed, bits, left_by, entered_by, between = least_path(
        hierarchy.topology, hierarchy.up, hierarchy.down, leaving, entering
    )
    check_bits(bits)
    if cost >= UNREACHED:
        return []
    start = origin.arcs[int(leaving.point[left_by])]
    finish = destination.arcs[int(entering.point[entered_by])]
    value = (int(cost), int(packed) >> MM, int(packed) & MS)
    turns = hierarchy.graph.turns
    ridden: list[int] = turns.arc[turns.start[between]].tolist()
    first = _turn_into(hierarchy, start.arc, int(leaving.node[left_by]))
    return [_Ride(value, [start.arc, *ridden, finish.arc], [first, *between.tolist()], start, finish)]


def _turn_into(hierarchy: Hierarchy, arc: int, rank: int) -> int:
    """Find the turn by which an arc is left for the state of some rank."""
    begin, end = hierarchy.first_turn[arc], hierarchy.first_turn[arc + 1]
    return int(begin) + int(np.argmax(hierarchy.rank[hierarchy.graph.turns.to[begin:end]] == rank))


def _pushed(graph: RoadGraph, ride: _Ride) -> NDArray[np.bool_]:
    return np.concatenate([[False], graph.turns.pushed[np.array(ride.turns, np.int64)]])


def _ridden(graph: RoadGraph, ride: _Ride) -> slice:
    """Leave out an end at which a place lies on a node, so that nothing of its arc is ridden."""
    start, finish = ride.start, ride.finish
    begin, end = 0, len(ride.arcs)
    if end > 1 and (finish.cost, finish.mm, finish.ms) == (0, 0, 0):
        end -= 1
    whole = (graph.cost[start.arc], graph.mm[start.arc], graph.ms[start.arc])
    if end > 1 and (start.cost, start.mm, start.ms) == whole:
        begin = 1
    return slice(begin, end)
