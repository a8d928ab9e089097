"""The nearest point of a set of segments, for many positions at once.

In two steps: a tree over all lines, in one flat picture, tells how far the nearest can be; the segments of the few
that can be nearest are then measured in the plane that touches the ellipsoid at the position itself. A tree over the
segments themselves takes ten times as long to make: most lines have several.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from routing.network.ellipsoid import metres_per_degree

__all__ = ["Nearest", "Segments"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each position: the segment, and how far along it the nearest point is, from 0 to 1."""

    segment: Ints
    along: Floats


class Segments:
    """Straight pieces of road to be near to.

    Parameters
    ----------
    lon, lat: float64 (2, s); begins and ends in degrees. At least one segment.
    line: int64 (s,); in which line each is. Segments of a line follow each other, each from the end of the one before.
    """

    def __init__(self, lon: Floats, lat: Floats, line: Ints) -> None:
        self.lon = lon
        self.lat = lat
        self._scale = metres_per_degree(np.array([(lat.min() + lat.max()) / 2]))
        starts = np.flatnonzero(np.diff(line, prepend=line[0] - 1) != 0)
        self._first = np.append(starts, len(line))
        self._tree = shapely.STRtree(self._lines(starts))

    def nearest(self, lon: Floats, lat: Floats) -> Nearest:
        """Find the nearest point of all; of equally near segments the first. `lon`, `lat`: float64 (n,)."""
        scale = metres_per_degree(lat)
        position, segment = self._can_be_nearest(lon, lat, scale)
        squared_m, along = self._measure(lon, lat, scale, position, segment)
        order = np.lexsort((segment, squared_m, position))
        first = order[np.searchsorted(position[order], np.arange(len(lon)))]
        return Nearest(segment[first], along[first])

    def point_at(self, found: Nearest) -> tuple[Floats, Floats]:
        """Give the longitude and latitude of what was found."""
        lon, lat = self.lon[:, found.segment], self.lat[:, found.segment]
        return lon[0] + found.along * (lon[1] - lon[0]), lat[0] + found.along * (lat[1] - lat[0])

    def _lines(self, starts: Ints) -> NDArray[np.object_]:
        """Draw each line in the flat picture: the begins of its segments, and the end of the last."""
        number = np.repeat(np.arange(len(starts)), np.diff(self._first))
        ends = self._first[1:]
        points = (
            np.insert(self.lon[0], ends, self.lon[1, ends - 1]),
            np.insert(self.lat[0], ends, self.lat[1, ends - 1]),
        )
        flat = np.column_stack([points[0] * self._scale[0], points[1] * self._scale[1]])
        return np.asarray(shapely.linestrings(flat, indices=np.insert(number, ends, np.arange(len(starts)))))

    def _can_be_nearest(self, lon: Floats, lat: Floats, scale: tuple[Floats, Floats]) -> tuple[Ints, Ints]:
        """Pair each position with the segments of the lines that the flat picture cannot rule out."""
        points = shapely.points(lon * self._scale[0], lat * self._scale[1])
        _, flat_m = self._tree.query_nearest(points, all_matches=False, return_distance=True)
        stretch = np.stack([scale[0] / self._scale[0], scale[1] / self._scale[1]])
        reach_m = flat_m * stretch.max(axis=0) / stretch.min(axis=0) + 1e-6
        position, line = self._tree.query(points, predicate="dwithin", distance=reach_m)
        begin = self._first[line]
        count = self._first[line + 1] - begin
        pair = np.repeat(np.arange(len(line)), count)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
        return position.astype(np.int64)[pair], begin[pair] + within

    def _measure(
        self, lon: Floats, lat: Floats, scale: tuple[Floats, Floats], position: Ints, segment: Ints
    ) -> tuple[Floats, Floats]:
        """Give the squared distance of each pair, and where on the segment its nearest point is."""
        x = (self.lon[:, segment] - lon[position]) * scale[0][position]
        y = (self.lat[:, segment] - lat[position]) * scale[1][position]
        dx, dy = x[1] - x[0], y[1] - y[0]
        squared = dx * dx + dy * dy
        along = np.clip(-(x[0] * dx + y[0] * dy) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
        return (x[0] + along * dx) ** 2 + (y[0] + along * dy) ** 2, along
