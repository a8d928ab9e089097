"""The border of an area: drawn in a GeoJSON file, or the outline of what an extract holds."""

from pathlib import Path

import numpy as np
import shapely

from data.geojson import read_polygons
from data.geometry import as_multipolygon
from data.places import Places
from kernel.errors import BadInputError
from routing.network.road_network import RoadNetwork
from routing.network.snapping import SNAP_LIMIT_M

__all__ = ["outline_of", "read_border"]

METRES_PER_DEGREE_LAT = 111_195.0
"""On the mean sphere, 6,371 km; near enough to widen an outline."""

_WAY_OUT = "Draw one polygon in degrees lon,lat, for example at geojson.io, and save it as GeoJSON."


def outline_of(network: RoadNetwork, places: Places) -> shapely.Polygon:
    """Draw the outline of an extract's roads, doors and shops, wider by as far as a door may be from its road."""
    doors = np.array([(at.position.lon, at.position.lat) for at in (*places.addresses, *places.shops)])
    roads = np.column_stack([network.node_lon, network.node_lat])
    points = np.concatenate([roads, doors.reshape(-1, 2)])
    hull = shapely.convex_hull(shapely.multipoints(points))
    # a degree of longitude is shorter: the outline is wider than need be there, never narrower
    wider = SNAP_LIMIT_M / (METRES_PER_DEGREE_LAT * np.cos(np.radians(np.abs(points[:, 1]).max())))
    return shapely.Polygon(shapely.buffer(hull, float(wider), quad_segs=2))


def read_border(path: Path, outline: shapely.Polygon) -> shapely.MultiPolygon:
    """Read a border from a GeoJSON file: a polygon, a feature, or a collection of them.

    Parameters
    ----------
    outline: of the extract; a border that does not meet it is another town's.

    Raises
    ------
    BadInputError
        It cannot be read, is no polygon, crosses itself, is not in degrees, or lies elsewhere.
    """
    shapes = [one.shape for one in read_polygons(path, "the border", _WAY_OUT)]
    border = as_multipolygon(shapely.union_all(shapes))
    _refuse_elsewhere(border, outline, str(path))
    return border


def _refuse_elsewhere(border: shapely.MultiPolygon, outline: shapely.Polygon, where: str) -> None:
    if border.intersects(outline):
        return
    swapped = shapely.transform(border, lambda points: points[:, ::-1])
    if swapped.intersects(outline):
        raise BadInputError("its lon and lat are swapped", where=where, way_out="Write lon first, then lat.")
    lon, lat = border.centroid.x, border.centroid.y
    raise BadInputError(
        f"the border lies elsewhere (around {lon:.3f}, {lat:.3f}) than the extract "
        f"(around {outline.centroid.x:.3f}, {outline.centroid.y:.3f})",
        where=where,
        way_out="Give the extract and the border of one place.",
    )
