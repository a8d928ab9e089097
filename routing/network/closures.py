"""Streets closed or slowed for a time: market days, road works. The graph keeps its nodes, arcs and states.

An edge, from junction to junction, is closed or slowed as a whole where a part of it lies within a polygon: whoever
rides into it has to come out. A closed arc loses its turns, so nothing leads over it, into it or out of it; a place on
it cannot be reached, and cannot be left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
import shapely
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.network.barrier_stars import road_of_edge
from routing.network.road_graph import RoadGraph
from routing.network.road_network import RoadNetwork
from routing.network.turns import Turns

__all__ = ["MOST_SLOWED", "Closure", "closed_graph", "with_edges_changed"]

MOST_SLOWED = 100.0
"""Walking pace becomes 50 m an hour: what is slower is closed. Own choice."""

Edges = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Closure:
    """A part of the roads that is closed, or slower, for a time.

    Attributes
    ----------
    shape: degrees lon, lat; roads that only touch its border are not in it. None where only ways are meant.
    ways: OSM ids of ways.
    slowed: how many times the cost and the time of riding an arc, above 1; None is closed. Turns keep theirs.
    profiles: names of those it is for; None is for all.

    Raises
    ------
    BadInputError
        `slowed` is no factor above 1 and up to `MOST_SLOWED`.
    """

    shape: shapely.Polygon | shapely.MultiPolygon | None = None
    ways: frozenset[int] = frozenset()
    slowed: float | None = None
    profiles: frozenset[str] | None = None

    def __post_init__(self) -> None:
        factor = self.slowed
        if factor is not None and not (isfinite(factor) and 1 < factor <= MOST_SLOWED):
            raise BadInputError(
                f"slowed is {factor:g}", way_out=f"Give a factor above 1 and up to {MOST_SLOWED:g}, or leave it out."
            )

    def edges(self, network: RoadNetwork) -> Edges:
        """Say which edges it is about: roads, and the spokes of barriers with the road at whose end they are."""
        roads = np.isin(network.edge_way, np.array(sorted(self.ways), np.int64))
        if self.shape is not None:
            roads |= _crossing(network, self.shape)
        return roads[road_of_edge(network)]  # so a barrier's own number, that of a node, names nothing


def closed_graph(graph: RoadGraph, closures: Sequence[Closure], left_open: int | None = None) -> RoadGraph:
    """Close and slow what the closures say for the graph's profile; the graph itself stays as it is.

    What is both closed and slowed is closed; of several factors the largest counts. Places brought to the road before
    stay good where nothing is slowed; else bring them there again, since they carry their part of an arc's time.

    Parameters
    ----------
    left_open: the edge of a road that no closure closes, with the spokes of barriers at its ends.
    """
    closed = np.zeros(graph.network.edge_count, np.bool_)
    factor = np.ones(graph.network.edge_count)
    for closure in closures:
        if closure.profiles is not None and graph.profile not in closure.profiles:
            continue
        edges = closure.edges(graph.network)
        if closure.slowed is None:
            closed |= edges
        else:
            factor[edges] = np.maximum(factor[edges], closure.slowed)
    if left_open is not None:
        closed &= road_of_edge(graph.network) != left_open
    return with_edges_changed(graph, closed, factor)


def with_edges_changed(graph: RoadGraph, closed: Edges, factor: NDArray[np.float64]) -> RoadGraph:
    """Close edges, and make others slower.

    Parameters
    ----------
    closed: bool (e,). factor: float64 (e,); 1 leaves an edge as it is.
    """
    arc_closed, times = closed[graph.edge], factor[graph.edge]
    return replace(
        graph,
        cost=_times(graph.cost, times),
        ms=_times(graph.ms, times),
        turns=_without(graph.turns, arc_closed),
        closed=arc_closed if graph.closed is None else arc_closed | graph.closed,
    )


def _times(values: NDArray[np.int64], factor: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(values * factor).astype(np.int64)


def _without(turns: Turns, arc_closed: NDArray[np.bool_]) -> Turns:
    state_closed = arc_closed[turns.arc]
    kept = ~(state_closed[turns.start] | state_closed[turns.to])
    return replace(
        turns,
        start=turns.start[kept],
        to=turns.to[kept],
        cost=turns.cost[kept],
        ms=turns.ms[kept],
        pushed=turns.pushed[kept],
    )


def _crossing(network: RoadNetwork, shape: shapely.Polygon | shapely.MultiPolygon) -> Edges:
    """Find the edges of which a part lies within a shape; first those whose boxes meet its box."""
    west, south, east, north = shape.bounds
    first = network.first_point[:-1]
    near = (
        (np.maximum.reduceat(network.point_lon, first) >= west)
        & (np.minimum.reduceat(network.point_lon, first) <= east)
        & (np.maximum.reduceat(network.point_lat, first) >= south)
        & (np.minimum.reduceat(network.point_lat, first) <= north)
        & (network.edge_mm > 0)
    )
    edges = np.flatnonzero(near)
    begin = network.first_point[edges].astype(np.int64)
    count = network.first_point[edges + 1] - begin
    owner = np.repeat(np.arange(len(edges)), count)
    at = np.arange(len(owner)) + np.repeat(begin - (np.cumsum(count) - count), count)
    lines = shapely.linestrings(np.column_stack([network.point_lon[at], network.point_lat[at]]), indices=owner)
    inside = np.zeros(network.edge_count, np.bool_)
    inside[edges] = shapely.relate_pattern(lines, shape, "T********")
    return inside
