"""Roads of the made-up village that are closed: polygons by metres, and the oracle that no ridden line crosses one."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely

from tests.village import LAT, LAT_DEGREE_M, LON, LON_DEGREE_M

SATURDAY = "2031-12-06"
"""Years ahead, so that no stretch of it is ridden before it is looked at."""


def at(east_m: float, north_m: float) -> list[float]:
    return [LON + east_m / LON_DEGREE_M, LAT + north_m / LAT_DEGREE_M]


def box(west_m: float, south_m: float, east_m: float, north_m: float) -> dict[str, Any]:
    corners = [(west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m), (west_m, south_m)]
    return {"type": "Polygon", "coordinates": [[at(*corner) for corner in corners]]}


MARKET = box(220, 180, 280, 220)
"""On the third street from the south, between its third and fourth corner."""


def swapped(shape: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[point[::-1] for point in ring] for ring in shape["coordinates"]]}


def write(folder: Path, shape: dict[str, Any] | None, name: str = "markt.geojson", **properties: object) -> Path:
    file = folder / name
    feature = {"type": "Feature", "geometry": shape, "properties": properties}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return file


def crossed_m(
    stretches: Iterable[tuple[int, int, shapely.LineString | None]], shape: dict[str, Any], span: tuple[int, int]
) -> float:
    """Measure what of some ridden lines lies within a polygon in its hours: degrees, which are 0 where nothing does.

    Parameters
    ----------
    stretches: begin and end of riding, and the line.
    """
    polygon = shapely.geometry.shape(shape)
    return sum(
        line.intersection(polygon).length
        for begin, end, line in stretches
        if line is not None and begin < span[1] and end > span[0]
    )
