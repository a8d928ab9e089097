"""The line of a path with the height of each of its points, for devices that draw a climb."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.network.ellipsoid import metres_per_degree
from routing.network.path_line import arc_points, ridden_rows
from routing.network.paths import RoadPath, ridden_between
from routing.network.relief import UNTOLD_MM
from routing.network.road_graph import RoadGraph, SnappedPlace

__all__ = ["Track", "track_of"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Points along a path.

    Attributes
    ----------
    line: float64 (p, 2); lon, lat. Where heights are known, a point too wherever the slope changes between two points
        of the path's own line, so that the track climbs what the path climbs.
    height_m: float64 (p,); above the sea, NaN where it is not known.
    """

    line: Floats
    height_m: Floats

    @property
    def is_measured(self) -> bool:
        """Whether every height along it is known, so that no climb is missing."""
        return not np.isnan(self.height_m).any()


def track_of(graph: RoadGraph, path: RoadPath, origin: SnappedPlace, destination: SnappedPlace) -> Track:
    """Give a path's line its heights; where none is known it is that line."""
    begin_mm = graph.network.relief.begin_mm
    known = np.zeros(len(path.arcs), np.bool_)
    if len(begin_mm):
        known = begin_mm[graph.edge[path.arcs]] != UNTOLD_MM
    if not known.any():
        return Track(path.line, np.full(len(path.line), np.nan))
    begins = np.cumsum(graph.mm[path.arcs]) - graph.mm[path.arcs]
    points, at = _points(graph, path.arcs, begins)
    knots, knot_mm = _knots(graph, path.arcs[known], begins[known])
    first, last = ridden_between(graph, path, origin, destination)
    last += int(begins[-1])
    asked = np.unique(np.concatenate([[first, last], np.rint(at).astype(np.int64), knots]))
    asked = asked[(asked >= first) & (asked <= last)]
    line = np.column_stack([np.interp(asked, at, points[:, 0]), np.interp(asked, at, points[:, 1])])
    line[0], line[-1] = path.line[0], path.line[-1]
    height_m = np.interp(asked, knots, knot_mm) / 1000
    height_m[~_on_known(asked, begins, known)] = np.nan
    return Track(line, height_m)


def _points(graph: RoadGraph, arcs: NDArray[np.int32], begins: Ints) -> tuple[Floats, Floats]:
    """Give the points of all arcs, and how many millimetres from the first one's tail each lies."""
    points, first = arc_points(graph, arcs)
    arc = np.repeat(np.arange(len(arcs)), np.diff(first))
    lon_m, lat_m = metres_per_degree(points[first[:-1], 1])
    east = np.diff(points[:, 0], prepend=points[:1, 0]) * lon_m[arc]
    north = np.diff(points[:, 1], prepend=points[:1, 1]) * lat_m[arc]
    along: Floats = np.cumsum(np.hypot(east, north))
    along -= along[first[:-1]][arc]
    whole: Floats = along[first[1:] - 1]
    scale = np.divide(graph.mm[arcs], whole, out=np.zeros(len(arcs)), where=whole > 0)
    at: Floats = begins[arc] + along * scale[arc]
    return points, at


def _knots(graph: RoadGraph, arcs: NDArray[np.int32], begins: Ints) -> tuple[Ints, Ints]:
    """Give where slopes begin and end on some arcs, and their heights, in millimetres."""
    relief, edge, forward = graph.network.relief, graph.edge[arcs], graph.forward[arcs]
    rows, first = ridden_rows(relief.first, edge, forward)
    count = np.diff(first)
    sign = np.where(np.repeat(forward, count), 1, -1)
    gone, _ = _summed(relief.mm[rows], first)
    risen, rise = _summed(sign * relief.rise_mm[rows], first)
    at_tail = relief.begin_mm[edge] - np.where(forward, 0, rise)
    at = np.concatenate([begins, np.repeat(begins, count) + gone, begins + graph.mm[arcs]])
    height = np.concatenate([at_tail, np.repeat(at_tail, count) + risen, at_tail + rise])
    order = np.argsort(at, kind="stable")
    return at[order], height[order]


def _summed(values: Ints, first: Ints) -> tuple[Ints, Ints]:
    """Add up the values of each arc: up to each of them, itself included, and all."""
    total = np.concatenate([[0], np.cumsum(values)])
    before = total[first[:-1]]
    return total[1:] - np.repeat(before, np.diff(first)), total[first[1:]] - before


def _on_known(asked: Ints, begins: Ints, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which places lie on an arc whose heights are known, its ends included."""
    sides = (np.searchsorted(begins, asked, side) - 1 for side in ("left", "right"))
    on = [known[np.clip(arc, 0, len(known) - 1)] for arc in sides]
    return on[0] | on[1]
