"""Closures drawn in a GeoJSON file: a polygon each, closed, or slower by its property `slowed`."""

from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data.geojson import DrawnPolygon, polygons_of, read_polygons
from kernel.errors import BadInputError
from routing.network.closures import Closure
from routing.network.road_network import RoadNetwork

__all__ = ["closures_drawn", "read_closures", "refuse_swapped_closures"]

WHAT = "a closure"
_WAY_OUT = "Draw polygons in degrees lon,lat, for example at geojson.io, and save them as GeoJSON."


def read_closures(path: Path) -> list[Closure]:
    """Read the polygons of a GeoJSON file; other properties than `slowed` are names and colours.

    Raises
    ------
    BadInputError
        It cannot be read, holds something else than polygons, one crosses itself or is not in degrees, or `slowed` is
        no factor.
    """
    return [_closure(one) for one in read_polygons(path, WHAT, _WAY_OUT)]


def closures_drawn(document: Any, where: str) -> list[Closure]:
    """Read the polygons of a GeoJSON document; raises as `read_closures`."""
    return [_closure(one) for one in polygons_of(document, WHAT, _WAY_OUT, where)]


def _closure(drawn: DrawnPolygon) -> Closure:
    slowed: Any = drawn.properties.get("slowed")
    if slowed is not None and (isinstance(slowed, bool) or not isinstance(slowed, int | float)):
        raise BadInputError(
            f"slowed is {slowed!r}, no number",
            where=drawn.where,
            way_out='Write, for example, "slowed": 2, or leave it out.',
        )
    try:
        return Closure(drawn.shape, slowed=None if slowed is None else _as_float(slowed))
    except BadInputError as fault:
        raise BadInputError(fault.what, where=drawn.where, way_out=fault.way_out) from fault


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:  # JSON's whole numbers have no end
        return inf


def refuse_swapped_closures(network: RoadNetwork, closures: list[Closure], where: str) -> None:
    """Refuse a polygon that meets the roads' extent only with its coordinates exchanged.

    Raises
    ------
    BadInputError
        One does.
    """
    lon, lat = network.node_lon, network.node_lat
    extent = shapely.box(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    for closure in closures:
        if closure.shape is None or closure.shape.intersects(extent):
            continue
        swapped = shapely.transform(closure.shape, lambda points: np.flip(points, axis=1))
        if swapped.intersects(extent):
            raise BadInputError(
                "lon and lat of a closure are swapped", where=where, way_out="Write lon first, then lat."
            )
