"""The relief of a road network by a raster of heights: measured along every road, smoothed, straight over bridges."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.network.edge_points import along_edges
from routing.network.height_raster import HeightRaster, opened_raster
from routing.network.height_smoothing import RoadPieces, smoothed_heights
from routing.network.relief import UNTOLD_MM, Relief, Stretches
from routing.network.road_network import RoadNetwork
from routing.network.slope_tags import is_bridged

__all__ = ["SMOOTHED_CELLS", "SMOOTHED_M", "with_heights"]

SMOOTHED_M = 20.0
"""Heights are smoothed over at least so many metres: drawn roads lie 4-6 m beside the real ones (Haklay, "How good is
volunteered geographical information?", Environment and Planning B 37, 2010), and on a hillside that is a step each."""

SMOOTHED_CELLS = 2.0
"""And over so many cells of the raster, whose noise is one cell wide: 60 m for cells of 30 m, about what GraphHopper
takes (a moving average over 150 m, graph.elevation.edge_smoothing)."""

_PER_SMOOTHING = 2
"""Places measured in each ℓ: with more, heights differ by centimetres."""

_APART_MM = 1_000
"""Between edges laid behind each other, so that none reads the other's points."""


def with_heights(network: RoadNetwork, raster: Path) -> RoadNetwork:
    """Give a road network the relief that a raster tells; what its tags told of slopes no longer counts.

    A place that the raster does not tell lies straight between those it tells; where there are none on either side the
    road is taken to be flat.

    Raises
    ------
    BadInputError
        The raster cannot be read, does not say where it lies, or tells no height of these roads.
    """
    with opened_raster(raster) as heights:
        relief = _relief(network, heights)
    if relief is None:
        raise BadInputError(
            "this raster tells no height of these roads",
            where=str(raster),
            way_out="Give one that covers the extract, with heights in metres in its first band.",
        )
    return replace(network, relief=relief)


def _relief(network: RoadNetwork, raster: HeightRaster) -> Relief | None:
    cell_m = raster.cell_m(float(np.median(network.node_lon)), float(np.median(network.node_lat)))
    over_m = max(SMOOTHED_M, SMOOTHED_CELLS * cell_m) if np.isfinite(cell_m) else SMOOTHED_M
    places = _Places.along(network, over_m / _PER_SMOOTHING)
    measured_m = raster.heights_m(places.lon, places.lat)
    if np.isnan(measured_m).all():
        return None
    pieces = places.pieces
    ground = _on_ground(network)[places.edge]
    height_m = smoothed_heights(RoadPieces(pieces.tail, pieces.head, places.mm / 1000, ground), measured_m, over_m)
    height_mm = np.rint(np.nan_to_num(height_m) * 1000).astype(np.int64)
    stretches = Stretches(places.edge, places.mm, height_mm[pieces.head] - height_mm[pieces.tail])
    told = _told(places, ~np.isnan(measured_m), ground, network.edge_count)
    share = float(network.edge_mm[told].sum() / max(int(network.edge_mm.sum()), 1))
    return Relief.of(raster.name, share, stretches, _begins(network, told, height_m))


def _begins(network: RoadNetwork, told: NDArray[np.bool_], height_m: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the height of the junction at which each edge begins; of roads those that the raster tells of."""
    node_of, _, _ = _junctions(network)
    begin_m = height_m[node_of[network.edge_from]]
    known = (told | (network.edge_mm == 0)) & ~np.isnan(begin_m)
    return np.where(known, np.rint(np.nan_to_num(begin_m) * 1000), UNTOLD_MM).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Ends:
    tail: NDArray[np.int64]
    head: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where heights are measured: at the junctions, and between them at even distances.

    Attributes
    ----------
    lon, lat: float64 (n,).
    edge: int32 (p,); of each piece of road between two places next to each other.
    pieces: the two places of each.
    mm: int64 (p,); its length.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    edge: NDArray[np.int32]
    pieces: _Ends
    mm: NDArray[np.int64]

    @classmethod
    def along(cls, network: RoadNetwork, step_m: float) -> "_Places":
        roads = np.flatnonzero(_is_road(network)).astype(np.int32)
        length = network.edge_mm[roads]
        count = np.maximum(np.ceil(length / (step_m * 1000)).astype(np.int64), 1)
        edge = np.repeat(roads, count)
        number = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
        whole, of = length.repeat(count), count.repeat(count)
        begin, end = (np.rint(whole * one / of).astype(np.int64) for one in (number, number + 1))
        node_of, node_lon, node_lat = _junctions(network)
        inner = np.flatnonzero(number > 0)
        inner_lon, inner_lat = _positions(network, edge[inner], begin[inner])
        tail = np.where(number == 0, node_of[network.edge_from[edge]], 0)
        tail[inner] = len(node_lon) + np.arange(len(inner))
        is_last = number == of - 1
        head = np.where(is_last, node_of[network.edge_to[edge]], np.append(tail[1:], 0))
        return cls(
            np.concatenate([node_lon, inner_lon]),
            np.concatenate([node_lat, inner_lat]),
            edge,
            _Ends(tail, head),
            end - begin,
        )


def _is_road(network: RoadNetwork) -> NDArray[np.bool_]:
    """Leave out barriers, and ferries, which the tide lifts."""
    on_land = np.array(["highway" in tags for tags in network.tags], np.bool_)
    return (network.edge_mm > 0) & on_land[network.edge_tags]


def _on_ground(network: RoadNetwork) -> NDArray[np.bool_]:
    return ~np.array([is_bridged(tags) for tags in network.tags], np.bool_)[network.edge_tags]


def _junctions(network: RoadNetwork) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Number the nodes anew, those of one barrier alike, and give the position of each number."""
    _, first, node_of = np.unique(network.node_osm, return_index=True, return_inverse=True)
    return node_of.astype(np.int64), network.node_lon[first], network.node_lat[first]


def _positions(
    network: RoadNetwork, edge: NDArray[np.int32], mm: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find the points that lie so many millimetres along their edges."""
    begin = np.cumsum(network.edge_mm + _APART_MM) - (network.edge_mm + _APART_MM)
    at = along_edges(network) + begin.repeat(np.diff(network.first_point))
    asked = begin[edge] + mm
    return np.interp(asked, at, network.point_lon), np.interp(asked, at, network.point_lat)


def _told(places: _Places, known: NDArray[np.bool_], ground: NDArray[np.bool_], edge_count: int) -> NDArray[np.bool_]:
    """Say of which edges the raster tells a height, or of the ground at an end of the bridge that they are."""
    seen = known[places.pieces.tail] | known[places.pieces.head] | ~ground
    told = np.zeros(edge_count, np.bool_)
    told[places.edge[seen]] = True
    return told
