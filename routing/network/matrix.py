"""Metres and seconds from many places to many places, of the least-cost paths."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from kernel.errors import UnreachablePlaceError
from kernel.position import Position
from routing.matrix import TravelMatrix
from routing.network.climb_kernels import Places
from routing.network.hierarchy import Hierarchy, check_bits
from routing.network.place_seeds import entering_seeds, flat_places, leaving_seeds
from routing.network.road_graph import SnappedPlace
from routing.network.sweep_kernels import LANES, Query, SameArc, Table, above, sweep

__all__ = ["NO_WAY", "no_way", "query_of", "table_with_gaps", "travel_matrix", "travel_table"]

NO_WAY = -1
"""Metres and seconds between two places without a path, where gaps are asked for."""

_JOBS_PER_THREAD = 4
"""So that no thread waits long for the last one."""


def travel_matrix(hierarchy: Hierarchy, places: Sequence[SnappedPlace], *, threads: int = 2) -> TravelMatrix:
    """Measure every place against every other.

    Raises
    ------
    UnreachablePlaceError, BadInputError
        As `travel_table`.
    """
    return TravelMatrix(*travel_table(hierarchy, places, places, threads=threads))


def travel_table(
    hierarchy: Hierarchy,
    origins: Sequence[SnappedPlace],
    destinations: Sequence[SnappedPlace],
    *,
    threads: int = 2,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Measure every origin to every destination.

    Two places at the same point of the road are 0 apart, even on a oneway.

    Returns
    -------
    distances_m, durations_s: int32, shape (len(origins), len(destinations)); metres to nearest, seconds up.

    Raises
    ------
    UnreachablePlaceError
        Roads are closed, or the graph is not strongly connected, so there is no path between two of the places.
    BadInputError
        A path is too long to be measured; see `routing.network.hierarchy`.
    """
    distances_m, durations_s = table_with_gaps(hierarchy, origins, destinations, threads=threads)
    _check_reached(hierarchy, origins, destinations, distances_m)
    return distances_m, durations_s


def table_with_gaps(
    hierarchy: Hierarchy,
    origins: Sequence[SnappedPlace],
    destinations: Sequence[SnappedPlace],
    *,
    threads: int = 2,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Do as `travel_table`, with `NO_WAY` in both tables where there is no path.

    Raises
    ------
    BadInputError
        A path is too long to be measured.
    """
    shape = (len(origins), len(destinations))
    table = Table(np.zeros(shape, np.int32), np.zeros(shape, np.int32))
    if table.distances_m.size:
        query = query_of(hierarchy, origins, destinations)
        rows = LANES * max(1, len(origins) // (LANES * _JOBS_PER_THREAD * threads))

        def fill(begin: int) -> int:
            return sweep(query, begin, min(begin + rows, len(origins)), table)

        with ThreadPoolExecutor(threads) as pool:
            for bits in pool.map(fill, range(0, len(origins), rows)):
                check_bits(bits)
    return table.distances_m, table.durations_s


def query_of(hierarchy: Hierarchy, origins: Sequence[SnappedPlace], destinations: Sequence[SnappedPlace]) -> Query:
    """Lay out what the sweeps of one table read."""
    spots: dict[Position, int] = {}
    from_places, to_places = flat_places(origins, spots), flat_places(destinations, spots)
    leaving, entering = leaving_seeds(hierarchy, from_places), entering_seeds(hierarchy, to_places)
    down = above(hierarchy.topology, hierarchy.down, entering)
    same_arc = _same_arc(from_places, to_places, hierarchy.graph.closed)
    return Query(hierarchy.topology, hierarchy.up, down, leaving, entering, from_places, to_places, same_arc)


def _same_arc(origins: Places, destinations: Places, closed: NDArray[np.bool_] | None) -> SameArc:
    point = np.argsort(destinations.arc, kind="stable").astype(np.int32)
    arc = destinations.arc[point]
    place = np.repeat(np.arange(len(destinations.spot), dtype=np.int32), np.diff(destinations.first))[point]
    begin = np.searchsorted(arc, origins.arc, "left").astype(np.int32)
    end = np.searchsorted(arc, origins.arc, "right").astype(np.int32)
    if closed is not None:
        end = np.where(closed[origins.arc], begin, end)
    return SameArc(begin, end, point, place)


def _check_reached(
    hierarchy: Hierarchy,
    origins: Sequence[SnappedPlace],
    destinations: Sequence[SnappedPlace],
    distances_m: NDArray[np.int32],
) -> None:
    if distances_m.min(initial=0) >= 0:
        return
    row, column = (int(index[0]) for index in np.nonzero(distances_m < 0))
    raise no_way(hierarchy, origins[row], destinations[column])


def no_way(hierarchy: Hierarchy, origin: SnappedPlace, destination: SnappedPlace) -> UnreachablePlaceError:
    """Say that a graph has no path between two places; one made from an extract has, until roads are closed."""
    graph = hierarchy.graph
    ends = [f"{place.position.lon:.5f},{place.position.lat:.5f}" for place in (origin, destination)]
    for place, end in zip((origin, destination), ends, strict=True):
        if graph.lies_on_closed_road(place):
            return UnreachablePlaceError("this place lies on a road that is closed", where=end)
    closed = "" if graph.closed is None else " while roads are closed"
    return UnreachablePlaceError(f"there is no way for {graph.profile} from {ends[0]} to {ends[1]}{closed}")
