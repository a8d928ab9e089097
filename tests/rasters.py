"""GeoTIFFs made by hand, for tests of heights."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.enums import ColorInterp

__all__ = ["METRES_PER_DEGREE", "write_raster"]

METRES_PER_DEGREE = 111_319.49
"""On the equator, where the pictures of tests stand."""

Floats = NDArray[np.float64]


def write_raster(
    path: Path,
    height_m: Callable[[Floats, Floats], Floats],
    *,
    west_north: tuple[float, float],
    cell: float,
    shape: tuple[int, int],
    crs: str | None = "EPSG:4326",
    nodata: float | None = None,
    dtype: str = "float32",
    scale: float = 1.0,
    unit: str = "",
    colour: bool = False,
) -> Path:
    """Write the height of each cell by its middle: x to the east and y to the north, in the units of the grid."""
    row, column = np.mgrid[0 : shape[0], 0 : shape[1]]
    west, north = west_north
    cells = height_m(west + (column + 0.5) * cell, north - (row + 0.5) * cell) / scale
    options = {"driver": "GTiff", "height": shape[0], "width": shape[1], "count": 1, "dtype": dtype}
    place = {"crs": crs, "transform": Affine(cell, 0, west, 0, -cell, north)} if crs else {}
    with rasterio.open(path, "w", nodata=nodata, **options, **place) as file:
        file.write(cells.astype(dtype), 1)
        file.scales = (scale,)
        file.units = (unit,)
        if colour:
            file.colorinterp = [ColorInterp.red]
    return path
