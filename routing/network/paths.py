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

__all__ = ["RoadPath", "shortest_path"]


@dataclass(frozen=True, slots=True, eq=False)
class RoadPath:
    """A path over the roads, equal to the travel matrix in both figures.

    Attributes
    ----------
    distance_m, duration_s: metres to nearest, seconds up; rounded once, for the whole path.
    arcs: int32 (a,); the graph's arcs in the order they are ridden, the first and the last perhaps in part. The turn
        into the last belongs to the path even where nothing of it is ridden.
    line: float64 (p, 2); lon, lat from the point on the road of the origin to that of the destination.
        One point where the two are the same, at least two where they are not.
    """

    distance_m: int
    duration_s: int
    arcs: NDArray[np.int32]
    line: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ride:
    """Arcs, of which the first is left from `start` and the last is ridden as far as `finish`."""

    value: tuple[int, int, int]
    arcs: list[int]
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
        return RoadPath(0, 0, np.empty(0, np.int32), np.array([[origin.on_road.lon, origin.on_road.lat]]))
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
    return RoadPath((mm + 500) // 1000, -(-ms // 1000), _ridden(hierarchy, ride), line)


def _straight_rides(graph: RoadGraph, origin: SnappedPlace, destination: SnappedPlace) -> list[_Ride]:
    """Return the pieces of one arc from the origin ahead to the destination."""
    rides: list[_Ride] = []
    for start in origin.arcs:
        for finish in destination.arcs:
            value = (finish.cost - start.cost, finish.mm - start.mm, finish.ms - start.ms)
            if start.arc == finish.arc and min(value) >= 0 and graph.is_open(start.arc):
                rides.append(_Ride(value, [start.arc], start, finish))
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
    return [_Ride(value, [start.arc, *ridden, finish.arc], start, finish)]


def _ridden(hierarchy: Hierarchy, ride: _Ride) -> NDArray[np.int32]:
    """Leave out an end at which a place lies on a node, so that nothing of its arc is ridden."""
    graph, start, finish = hierarchy.graph, ride.start, ride.finish
    arcs = ride.arcs
    if len(arcs) > 1 and (finish.cost, finish.mm, finish.ms) == (0, 0, 0):
        arcs = arcs[:-1]
    whole = (graph.cost[start.arc], graph.mm[start.arc], graph.ms[start.arc])
    if len(arcs) > 1 and (start.cost, start.mm, start.ms) == whole:
        arcs = arcs[1:]
    return np.array(arcs, np.int32)
