"""The points of ways that roads can be made of, and what is wrong with the others."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routing.network.map_faults import MapFaults
from routing.network.node_positions import OFF_THE_GLOBE
from routing.network.raw_ways import UNITS_PER_DEGREE, RawWays

__all__ = ["Points", "usable_points"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

FAR = 9 * UNITS_PER_DEGREE
"""Of a meridian: 1,000 km. No road or ferry goes so far without a point between; a place with its coordinates swapped
lies farther off, but near the diagonals of the globe. Own choice."""


@dataclass(frozen=True, slots=True)
class Points:
    """Usable points in runs: two neighbours with the same run are joined by a road.

    `node` counts the distinct OSM nodes, `node_osm` has their ids in rising order.
    """

    way: Ints
    run: Ints
    node: Ints
    node_osm: Ints
    lon: Floats
    lat: Floats

    @property
    def starts(self) -> Marks:
        return np.diff(self.run, prepend=-1) != 0

    @property
    def ends(self) -> Marks:
        return np.diff(self.run, append=-1) != 0


def usable_points(raw: RawWays) -> tuple[Points, MapFaults]:
    """Leave out missing nodes, a node that follows itself, and what stays alone after that; count what was wrong."""
    way = np.repeat(np.arange(len(raw.way)), np.diff(raw.first_point))
    there = (np.abs(raw.point_x) <= 180 * UNITS_PER_DEGREE) & (np.abs(raw.point_y) <= 90 * UNITS_PER_DEGREE)
    again = (np.diff(way, prepend=-1) == 0) & (np.diff(raw.point_node, prepend=0) == 0)
    kept = np.flatnonzero(there & ~again)
    gaps = np.cumsum(~there, dtype=np.int64)[kept]
    too_far = _too_far(raw, kept) & ~_begins(way[kept], gaps)
    run = np.cumsum(_begins(way[kept], gaps) | too_far, dtype=np.int64)
    faults = _counted(raw, way, there=there, again=again, steps_too_far=int(too_far.sum()))
    alone = np.bincount(run, minlength=1)[run] < 2
    kept, run = kept[~alone], run[~alone]
    node_osm, node = np.unique(raw.point_node[kept], return_inverse=True)
    points = Points(
        way=way[kept],
        run=run,
        node=node,
        node_osm=node_osm,
        lon=raw.point_x[kept].astype(np.float64) / UNITS_PER_DEGREE,
        lat=raw.point_y[kept].astype(np.float64) / UNITS_PER_DEGREE,
    )
    return points, faults


def _begins(way: Ints, gaps: Ints) -> Marks:
    """Mark where a stretch of one way without a gap begins."""
    return (np.diff(way, prepend=-1) != 0) | (np.diff(gaps, prepend=0) != 0)


def _too_far(raw: RawWays, kept: Ints) -> Marks:
    """Mark the points that are farther from the one before than any road goes; the globe is round."""
    x, y = raw.point_x[kept], raw.point_y[kept]
    east = np.abs(np.diff(x, prepend=x[:1]))
    east = np.minimum(east, 360 * UNITS_PER_DEGREE - east)
    north = np.abs(np.diff(y, prepend=y[:1]))
    return (north > FAR) | (east * np.cos(np.radians(y / UNITS_PER_DEGREE)) > FAR)


def _counted(raw: RawWays, way: Ints, *, there: Marks, again: Marks, steps_too_far: int) -> MapFaults:
    missing = raw.point_x == OFF_THE_GLOBE
    places = np.bincount(way[~again], minlength=len(raw.way))
    nowhere = places < 2
    return replace(
        raw.faults,
        ways_nowhere=int(nowhere.sum()),
        nodes_repeated=int((again & ~nowhere[way]).sum()),
        nodes_missing=len(np.unique(raw.point_node[missing])),
        nodes_off_globe=len(np.unique(raw.point_node[~there & ~missing])),
        steps_too_far=steps_too_far,
    )
