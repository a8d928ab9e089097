"""Ways cut into edges: at junctions, at barriers, at signals, at missing nodes."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from routing.network.ellipsoid import ELLIPSOID
from routing.network.raw_ways import RawWays
from routing.network.restriction_members import place_restrictions
from routing.network.road_network import RoadNetwork
from routing.network.tagged_relief import tagged_relief
from routing.network.usable_points import Points, usable_points

__all__ = ["cut_at_junctions"]

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


def cut_at_junctions(raw: RawWays) -> RoadNetwork:
    """Make edges between the points where ways meet, end, lack a node, have a barrier or signals.

    No edge starts and ends in the same node (a loop is cut half-way), and each road has at least 1 mm:
    an edge of no length is a barrier.
    """
    points, faults = usable_points(raw)
    stopping = np.concatenate([raw.barrier_node, np.fromiter(raw.signals, np.int64, len(raw.signals))])
    begin, end = _edges(points, np.isin(points.node_osm, stopping))
    at_end, node = np.unique(points.node[np.concatenate([begin, end])], return_inverse=True)
    position = np.empty(len(points.node_osm), np.int64)
    position[points.node] = np.arange(len(points.node))
    shape, first_point = _shape(begin, end)
    edge_mm = _lengths_mm(points, begin, end)
    edge_from, edge_to = node.reshape(2, -1).astype(np.int32)
    network = RoadNetwork(
        node_osm=points.node_osm[at_end],
        node_lon=points.lon[position[at_end]],
        node_lat=points.lat[position[at_end]],
        edge_from=edge_from,
        edge_to=edge_to,
        edge_mm=np.maximum(edge_mm, 1),
        edge_tags=raw.tags[points.way[begin]],
        edge_way=raw.way[points.way[begin]],
        first_point=first_point,
        point_lon=points.lon[shape],
        point_lat=points.lat[shape],
        tags=raw.tag_sets,
        faults=replace(faults, roads_without_length=int((edge_mm == 0).sum())),
    )
    height_m = _heights(raw.heights_m, points)[shape]
    network = _with_barriers(_with_signals(network, raw.signals), raw.barrier_node, raw.barrier_tags)
    spokes = len(network.point_lon) - len(height_m)
    return replace(
        network,
        relief=tagged_relief(network, np.append(height_m, np.full(spokes, np.nan))),
        restrictions=place_restrictions(raw.restrictions, network),
        mini_roundabouts=np.array(raw.mini_roundabouts, np.int64),
    )


def _edges(points: Points, stopping: Marks) -> tuple[Ints, Ints]:
    """Find the first and the last point of each edge."""
    starts, ends = points.starts, points.ends
    junction = np.bincount(points.node, minlength=len(stopping)) > 1
    cut = starts | ends | (junction | stopping)[points.node]
    begin, end = _between(cut, ends)
    loop = points.node[begin] == points.node[end]
    cut[(begin[loop] + end[loop]) // 2] = True
    return _between(cut, ends)


def _between(cut: Marks, ends: Marks) -> tuple[Ints, Ints]:
    at = np.flatnonzero(cut)
    joined = ~ends[at[:-1]]
    return at[:-1][joined], at[1:][joined]


def _shape(begin: Ints, end: Ints) -> tuple[Ints, Rows]:
    """List the points of all edges behind each other, ends included, and where each edge begins in that list."""
    counts = end - begin + 1
    first = np.concatenate([[0], np.cumsum(counts)])
    behind = np.repeat(begin - first[:-1], counts)
    points = np.arange(len(behind), dtype=np.int64) + behind
    return points, first.astype(np.int32)


def _lengths_mm(points: Points, begin: Ints, end: Ints) -> Ints:
    """Measure on the WGS 84 ellipsoid; rounded once per edge."""
    _, _, step_m = ELLIPSOID.inv(points.lon[:-1], points.lat[:-1], points.lon[1:], points.lat[1:])
    step_m = np.where(points.ends[:-1], 0.0, step_m)
    along_m = np.concatenate([[0.0], np.cumsum(step_m)])
    return np.rint((along_m[end] - along_m[begin]) * 1000).astype(np.int64)


def _heights(told: dict[int, float], points: Points) -> Floats:
    """Give the told height of each point, NaN where nothing is."""
    height_m = np.full(len(points.node_osm), np.nan)
    known = np.flatnonzero(np.isin(points.node_osm, np.fromiter(told, np.int64, len(told))))
    height_m[known] = [told[osm] for osm in points.node_osm[known].tolist()]
    return height_m[points.node]


def _with_signals(network: RoadNetwork, signals: dict[int, int]) -> RoadNetwork:
    node = np.flatnonzero(np.isin(network.node_osm, list(signals))).astype(np.int32)
    stops = [signals[osm] for osm in network.node_osm[node].tolist()]
    return replace(network, signal_node=node, signal_stops=np.array(stops, np.int32))


def _with_barriers(network: RoadNetwork, barrier_node: Ints, barrier_tags: Rows) -> RoadNetwork:
    """Make a star of each barrier's node: every road that ends there gets a copy of it, joined to it by a spoke.

    Whoever passes rides two spokes; whoever may not pass still reaches the barrier from either side. Where only one
    road ends, there is nothing behind the barrier and so no star. Signals stay at the centre.
    """
    at = np.concatenate([network.edge_from, network.edge_to])
    between = np.isin(network.node_osm, barrier_node) & (np.bincount(at, minlength=network.node_count) > 1)
    hit = np.flatnonzero(between[at])
    centre = at[hit]
    order = np.argsort(barrier_node)
    barrier = order[np.searchsorted(barrier_node, network.node_osm[centre], sorter=order)]
    copy = np.arange(len(hit), dtype=np.int32) + np.int32(network.node_count)
    at[hit] = copy
    edge_from, edge_to = at.reshape(2, -1)
    spoke_lon, spoke_lat = network.node_lon[centre], network.node_lat[centre]
    spoke_end = network.first_point[-1] + 2 * np.arange(1, len(hit) + 1, dtype=np.int32)
    return replace(
        network,
        node_osm=np.concatenate([network.node_osm, network.node_osm[centre]]),
        node_lon=np.concatenate([network.node_lon, spoke_lon]),
        node_lat=np.concatenate([network.node_lat, spoke_lat]),
        edge_from=np.concatenate([edge_from, copy]),
        edge_to=np.concatenate([edge_to, centre]),
        edge_mm=np.concatenate([network.edge_mm, np.zeros(len(hit), np.int64)]),
        edge_tags=np.concatenate([network.edge_tags, barrier_tags[barrier]]),
        edge_way=np.concatenate([network.edge_way, network.node_osm[centre]]),
        first_point=np.concatenate([network.first_point, spoke_end]),
        point_lon=np.concatenate([network.point_lon, np.repeat(spoke_lon, 2)]),
        point_lat=np.concatenate([network.point_lat, np.repeat(spoke_lat, 2)]),
    )
