"""Places brought to the nearest road that takes stops: where on it, and by which arcs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
from routing.network.ellipsoid import ELLIPSOID, metres_per_degree
from routing.network.nearest import Segments
from routing.network.profile import load_profile
from routing.network.road_graph import OnArc, RoadGraph, SnappedPlace
from routing.network.road_network import RoadNetwork

__all__ = ["SNAP_LIMIT_M", "Snapper", "snap", "snap_or_refuse"]

SNAP_LIMIT_M = 300.0
"""Farther from any road, it is a wrong address or another town. Own choice."""


def snap(graph: RoadGraph, positions: Sequence[Position], limit_m: float = SNAP_LIMIT_M) -> list[SnappedPlace | None]:
    """Bring each position to the nearest road; None where that is farther than the limit."""
    return [place if place.snap_distance_m <= limit_m else None for place in Snapper(graph).nearest(positions)]


def snap_or_refuse(
    graph: RoadGraph, positions: Sequence[Position], names: Sequence[str], limit_m: float = SNAP_LIMIT_M
) -> list[SnappedPlace]:
    """Bring each position to the nearest road.

    Parameters
    ----------
    names: of the places, for who reads the refusal.

    Raises
    ------
    UnreachablePlaceError
        The nearest road is farther than the limit; tells of the first such place and counts the others.
    """
    places = Snapper(graph).nearest(positions)
    too_far = [(place, name) for place, name in zip(places, names, strict=True) if place.snap_distance_m > limit_m]
    if too_far:
        place, name = too_far[0]
        others = f" ({len(too_far) - 1} more like it)" if len(too_far) > 1 else ""
        raise UnreachablePlaceError(
            f"the nearest road for {load_profile(graph.profile).vehicle} is "
            f"{place.snap_distance_m:,.0f} m away; {limit_m:,.0f} m is the limit{others}",
            where=name,
            way_out="Correct its position, or take an extract that holds its street.",
        )
    return places


class Snapper:
    """The roads of a graph that take stops, ready to be searched again and again.

    Raises
    ------
    UnreachablePlaceError
        None of its roads takes stops: it is all motorway.
    """

    def __init__(self, graph: RoadGraph) -> None:
        network = graph.network
        self._graph = graph
        self._arcs = _arcs_of_edges(graph)
        edges = np.flatnonzero((self._arcs >= 0).any(axis=0) & _takes_stops(graph)[network.edge_tags])
        if len(edges) == 0:
            raise UnreachablePlaceError(
                f"no road here takes stops of {load_profile(graph.profile).vehicle}",
                way_out="Give an extract that holds the streets of the town.",
            )
        self._edge, begin = _segments(network, edges)
        pairs = np.stack([begin, begin + 1])
        self._segments = Segments(network.point_lon[pairs], network.point_lat[pairs], self._edge)
        self._share = _shares(self._edge, self._segments)

    def nearest(self, positions: Sequence[Position]) -> list[SnappedPlace]:
        """Bring each position to the nearest road, however far that is."""
        if not positions:
            return []
        lon = np.array([position.lon for position in positions])
        lat = np.array([position.lat for position in positions])
        found = self._segments.nearest(lon, lat)
        road_lon, road_lat = self._segments.point_at(found)
        _, _, distance_m = ELLIPSOID.inv(lon, lat, road_lon, road_lat)
        first, last = self._share[:, found.segment]
        share = np.clip(first + found.along * (last - first), first, last)
        return [
            SnappedPlace(position, Position(*on_road), snap_distance_m, arcs)
            for position, on_road, snap_distance_m, arcs in zip(
                positions,
                zip(road_lon.tolist(), road_lat.tolist(), strict=True),
                distance_m.tolist(),
                self._on_arcs(self._edge[found.segment], share),
                strict=True,
            )
        ]

    def _on_arcs(self, edge: NDArray[np.int64], share: NDArray[np.float64]) -> list[tuple[OnArc, ...]]:
        forward, backward = self._arcs[:, edge]
        ahead = self._parts(forward, share)
        behind = self._parts(backward, share)
        whole = self._parts(backward, np.ones_like(share))
        return [
            tuple(OnArc(arc, *part) for arc, part in ((there, went), (back, left)) if arc >= 0)
            for there, went, back, left in zip(
                forward.tolist(), ahead.tolist(), backward.tolist(), (whole - behind).tolist(), strict=True
            )
        ]

    def _parts(self, arc: NDArray[np.int32], share: NDArray[np.float64]) -> NDArray[np.int64]:
        """Take a share of an arc's cost, mm and ms, rounded down: farther along is never less."""
        graph = self._graph
        whole = np.stack([graph.cost[arc], graph.mm[arc], graph.ms[arc]], axis=-1)
        return np.floor(whole * share[:, np.newaxis]).astype(np.int64)


def _arcs_of_edges(graph: RoadGraph) -> NDArray[np.int32]:
    """Find the forward and the backward arc of each edge, -1 where it has none to bring places to; shape (2, e)."""
    arcs = np.full((2, graph.network.edge_count), -1, np.int32)
    number = np.arange(graph.arc_count, dtype=np.int32)
    arcs[np.where(graph.forward, 0, 1), graph.edge] = (
        number if graph.connected is None else np.where(graph.connected, number, -1)
    )
    return arcs


def _takes_stops(graph: RoadGraph) -> NDArray[np.bool_]:
    profile = load_profile(graph.profile)
    return np.array([profile.takes_stops(tags) for tags in graph.network.tags], np.bool_)


def _segments(network: RoadNetwork, edges: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the segments of some edges: the edge and the first point of each."""
    first = network.first_point[edges].astype(np.int64)
    counts = network.first_point[edges + 1] - first - 1
    behind = np.repeat(first - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    return np.repeat(edges, counts), np.arange(len(behind), dtype=np.int64) + behind


def _shares(edge: NDArray[np.int64], segments: Segments) -> NDArray[np.float64]:
    """Give the share of its edge's length at which each segment begins and ends; shape (2, s)."""
    lon_m, lat_m = metres_per_degree(segments.lat.mean(axis=0))
    length_m = np.hypot(np.diff(segments.lon, axis=0)[0] * lon_m, np.diff(segments.lat, axis=0)[0] * lat_m)
    starts = np.flatnonzero(np.diff(edge, prepend=-1) != 0)
    counts = np.diff(starts, append=len(edge))
    end_m = np.cumsum(length_m)
    before_m = np.repeat(end_m[starts] - length_m[starts], counts)
    whole_m = np.repeat(np.add.reduceat(length_m, starts), counts)
    whole_m = np.where(whole_m > 0, whole_m, 1.0)
    return np.clip(np.stack([end_m - length_m - before_m, end_m - before_m]) / whole_m, 0.0, 1.0)
