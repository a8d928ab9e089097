"""Slopes as mappers told them: `ele` on nodes, and where that says nothing, `incline` on ways."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.network.edge_points import along_edges, edge_of_points
from routing.network.relief import FROM_TAGS, UNTOLD_MM, Relief, Stretches
from routing.network.road_network import RoadNetwork
from routing.network.slope_tags import STEEPEST, rises_and_falls, slope

__all__ = ["tagged_relief"]

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


def tagged_relief(network: RoadNetwork, height_m: Floats) -> Relief:
    """Find the slope of each piece of road between two points.

    Between two nodes of a way whose heights are told it is even; unless it came out steeper than any street, when one
    of the two is a slip. Elsewhere it is the way's incline, if there is one.

    Parameters
    ----------
    height_m: float64 (p,); told for points of the network, NaN where nothing is.
    """
    inclines = _inclines(network)
    if np.isnan(inclines).all() and np.isnan(height_m).all():
        return Relief()
    pieces = _Pieces.of(network)
    told_mm, rise_mm = _between_heights(network, pieces, height_m)
    rise_mm = np.where(np.isnan(rise_mm), inclines[network.edge_tags[pieces.edge]] * pieces.mm, rise_mm)
    known = ~np.isnan(rise_mm)
    if not known.any():
        return Relief()
    edges = np.zeros(network.edge_count, np.bool_)
    edges[pieces.edge[known]] = True
    kept = edges[pieces.edge]
    stretches = Stretches(pieces.edge[kept], pieces.mm[kept], np.rint(np.nan_to_num(rise_mm[kept])).astype(np.int64))
    share = float(pieces.mm[known].sum() / max(int(network.edge_mm.sum()), 1))
    return Relief.of(FROM_TAGS, share, stretches, _begins(network, pieces, told_mm))


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Between each point of a road and the next.

    Attributes
    ----------
    point: int64 (s,); the first of the two.
    edge: int32 (s,).
    mm: int64 (s,).
    """

    point: NDArray[np.int64]
    edge: NDArray[np.int32]
    mm: NDArray[np.int64]

    @classmethod
    def of(cls, network: RoadNetwork) -> "_Pieces":
        edge = edge_of_points(network)
        point = np.flatnonzero((edge[:-1] == edge[1:]) & (network.edge_mm[edge[:-1]] > 0))
        along = np.rint(along_edges(network)).astype(np.int64)
        return cls(point, edge[point], along[point + 1] - along[point])


def _inclines(network: RoadNetwork) -> Floats:
    """Give the slope of each set of tags, NaN where none is told."""
    told = [slope(tags.get("incline", "")) if rises_and_falls(tags) else None for tags in network.tags]
    return np.array([np.nan if one is None else one for one in told], np.float64)


def _begins(network: RoadNetwork, pieces: _Pieces, told_mm: Floats) -> NDArray[np.int64]:
    """Give the height at which each edge begins, where heights are told for all its pieces."""
    begin_mm = np.full(network.edge_count, np.nan)
    begin_mm[pieces.edge[::-1]] = told_mm[::-1]  # the first piece of an edge is written last
    begin_mm[pieces.edge[np.isnan(told_mm)]] = np.nan
    return np.where(np.isnan(begin_mm), UNTOLD_MM, np.rint(np.nan_to_num(begin_mm))).astype(np.int64)


def _between_heights(network: RoadNetwork, pieces: _Pieces, height_m: Floats) -> tuple[Floats, Floats]:
    """Share out the rise between two told heights over the pieces between them.

    Returns
    -------
    Height at which each piece begins, and what it rises, in millimetres; both NaN elsewhere.
    """
    told = np.flatnonzero(~np.isnan(height_m))
    if len(told) == 0:
        return np.full(len(pieces.point), np.nan), np.full(len(pieces.point), np.nan)
    run, along = _runs(network)
    before = np.searchsorted(told, pieces.point, "right") - 1
    after = np.searchsorted(told, pieces.point + 1, "left")
    bounded = (before >= 0) & (after < len(told))
    first, last = told[np.maximum(before, 0)], told[np.minimum(after, len(told) - 1)]
    bounded &= (run[first] == run[pieces.point]) & (run[last] == run[pieces.point])
    rise_mm, run_mm = (height_m[last] - height_m[first]) * 1000, along[last] - along[first]
    bounded &= np.abs(rise_mm) <= STEEPEST * run_mm
    a_mm = np.divide(rise_mm, run_mm, out=np.zeros(len(run_mm)), where=run_mm > 0)
    begin_mm = height_m[first] * 1000 + a_mm * (along[pieces.point] - along[first])
    return np.where(bounded, begin_mm, np.nan), np.where(bounded, a_mm * pieces.mm, np.nan)


def _runs(network: RoadNetwork) -> tuple[NDArray[np.int64], Floats]:
    """Number, for each point, the stretch of its way without a gap, and measure how far along that it lies."""
    goes_on = np.zeros(network.edge_count, np.bool_)
    goes_on[1:] = (
        (network.edge_way[1:] == network.edge_way[:-1])
        & (network.node_osm[network.edge_from[1:]] == network.node_osm[network.edge_to[:-1]])
        & (network.edge_mm[1:] > 0)
    )
    edge = edge_of_points(network)
    before_mm = np.cumsum(network.edge_mm) - network.edge_mm
    return np.cumsum(~goes_on, dtype=np.int64)[edge], before_mm[edge] + along_edges(network)
