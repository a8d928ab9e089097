"""Heights from a raster: a GeoTIFF of metres above the sea, in whatever grid it is written."""
# pyright: reportMissingTypeStubs=false
# rasterio has no types

import logging
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection
from pyproj.exceptions import CRSError, ProjError
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window

from kernel.errors import BadInputError
from routing.network.ellipsoid import ELLIPSOID
from routing.network.slope_tags import HIGHEST_M, LOWEST_M

__all__ = ["SOURCE_TAG", "HeightRaster", "opened_raster", "reading_faults_told"]

Floats = NDArray[np.float64]

SOURCE_TAG = "DORPSRONDE_SOURCE"
"""In a raster that was cut from another: its name."""

_TILE = 1_024
"""Cells along each side of what is read at once: 8 MB, whatever the raster's size."""

_ENOUGH = 0.5
"""Of the weight of the four cells around a point; with less than half of it known, the point is not. Own choice."""

_COLOURS = frozenset({"red", "green", "blue", "cyan", "magenta", "yellow", "black", "palette"})
_METRE = frozenset({"", "m", "metre", "metres", "meter", "meters"})

_WAY_OUT = "Give a GeoTIFF of heights in metres that covers these roads."


@dataclass(frozen=True, slots=True)
class HeightRaster:
    """A raster that is open.

    Attributes
    ----------
    path: of its file.
    dataset: of rasterio, which has no types.
    """

    path: Path
    dataset: Any
    _to_grid: Transformer

    @property
    def name(self) -> str:
        """The file's name, or that of the file it was cut from."""
        return self.dataset.tags().get(SOURCE_TAG) or self.path.name

    def cells_at(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Give column and row of each position, counted from the raster's corner; infinite where its grid ends."""
        x, y = self._to_grid.transform(lon, lat)
        return _applied(~self.dataset.transform, np.asarray(x), np.asarray(y))

    def heights_m(self, lon: Floats, lat: Floats) -> Floats:
        """Give the height at each position, between the four cells around it; NaN where the raster does not tell."""
        column, row = self.cells_at(lon, lat)
        column, row = column - 0.5, row - 0.5  # of cells' middles
        height, width = self.dataset.height, self.dataset.width
        inside = (column >= -0.5) & (column <= width - 0.5) & (row >= -0.5) & (row <= height - 0.5)
        heights = np.full(len(lon), np.nan)
        at = np.flatnonzero(inside)
        left, top = (np.clip(np.floor(one[at]), 0, None).astype(np.int64) for one in (column, row))
        tile = (top // _TILE) * (width // _TILE + 1) + left // _TILE
        order = np.argsort(tile, kind="stable")
        for group in np.split(order, np.flatnonzero(np.diff(tile[order])) + 1):
            if len(group):
                first_row, first_column = (int(one[group[0]] // _TILE) * _TILE for one in (top, left))
                cells = self._cells(first_row, first_column)
                chosen = at[group]
                heights[chosen] = _between(cells, row[chosen] - first_row, column[chosen] - first_column)
        return heights

    def cell_m(self, lon: float, lat: float) -> float:
        """Give the longer side of a cell near a position."""
        column, row = self.cells_at(np.array([lon]), np.array([lat]))
        xs, ys = _applied(self.dataset.transform, column + np.array([0, 1, 0]), row + np.array([0, 0, 1]))
        lons, lats = self._to_grid.transform(xs, ys, direction=TransformDirection.INVERSE)
        _, _, sides = ELLIPSOID.inv([lons[0]] * 2, [lats[0]] * 2, lons[1:], lats[1:])
        return float(max(sides))

    def _cells(self, row: int, column: int) -> Floats:
        """Read a tile and one row and column more; NaN is no data, no height, or beyond the raster."""
        height = min(_TILE + 1, self.dataset.height - row)
        width = min(_TILE + 1, self.dataset.width - column)
        window = Window(column, row, width, height)  # pyright: ignore[reportCallIssue] - made by attrs
        with reading_faults_told(self.path):
            read = self.dataset.read(1, window=window, masked=True)
        metres = np.ma.filled(read.astype(np.float64), np.nan)
        metres = metres * self.dataset.scales[0] + self.dataset.offsets[0]
        cells = np.full((_TILE + 2, _TILE + 2), np.nan)
        cells[:height, :width] = np.where((metres >= LOWEST_M) & (metres <= HIGHEST_M), metres, np.nan)
        return cells


def _applied(transform: Any, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return transform.a * x + transform.b * y + transform.c, transform.d * x + transform.e * y + transform.f


def _between(cells: Floats, row: Floats, column: Floats) -> Floats:
    """Weigh the four cells around each place, of which the unknown ones do not count."""
    row, column = np.clip(row, 0, None), np.clip(column, 0, None)
    top, left = np.floor(row).astype(np.int64), np.floor(column).astype(np.int64)
    down, right = row - top, column - left
    total, known = np.zeros(len(row)), np.zeros(len(row))
    for below, weight_down in ((0, 1 - down), (1, down)):
        for beside, weight_right in ((0, 1 - right), (1, right)):
            metres, weight = cells[top + below, left + beside], weight_down * weight_right
            there = ~np.isnan(metres)
            total += np.where(there, metres, 0.0) * weight
            known += weight * there
    return np.divide(total, known, out=np.full(len(row), np.nan), where=known >= _ENOUGH)


@contextmanager
def opened_raster(path: Path) -> Generator[HeightRaster]:
    """Open a GeoTIFF.

    Raises
    ------
    BadInputError
        There is no such file, it is no GeoTIFF, is damaged, or does not say where on the globe it lies.
    """
    _check_file(path)
    logging.getLogger("rasterio").addHandler(logging.NullHandler())  # faults are told once, by the error
    with reading_faults_told(path):
        # only this driver: others follow references to files and servers elsewhere
        untyped: Any = rasterio
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # `_to_grid` says so
            dataset: Any = untyped.open(path, driver="GTiff")
    with dataset:
        _refuse_other_figures(path, dataset)
        yield HeightRaster(path, dataset, _to_grid(path, dataset))


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
    except FileNotFoundError:
        raise BadInputError("there is no such file", where=str(path), way_out=_WAY_OUT) from None
    except (OSError, ValueError) as fault:
        raise BadInputError(f"it cannot be read ({fault})", where=str(path), way_out=_WAY_OUT) from fault
    if not S_ISREG(status.st_mode):
        raise BadInputError("this is not a file", where=str(path), way_out=_WAY_OUT)


def _refuse_other_figures(path: Path, dataset: Any) -> None:
    """Refuse a picture, and heights in another unit."""
    if dataset.dtypes[0].startswith("complex") or dataset.colorinterp[0].name in _COLOURS:
        raise BadInputError("this is a picture, not a raster of heights", where=str(path), way_out=_WAY_OUT)
    unit = (dataset.units[0] or "").strip().lower()
    if unit not in _METRE:
        raise BadInputError(f"its heights are in {unit[:20]}, not in metres", where=str(path), way_out=_WAY_OUT)


def _to_grid(path: Path, dataset: Any) -> Transformer:
    if dataset.crs is None or dataset.transform.is_identity:
        raise BadInputError(
            "this raster does not say where on the globe it lies",
            where=str(path),
            way_out="Give a GeoTIFF with a coordinate reference system.",
        )
    if dataset.transform.determinant == 0:
        raise BadInputError("the cells of this raster have no size", where=str(path), way_out=_WAY_OUT)
    try:
        return Transformer.from_crs(CRS("EPSG:4326"), CRS.from_wkt(dataset.crs.to_wkt()), always_xy=True)
    except (CRSError, ProjError) as fault:
        raise BadInputError(
            f"its coordinate reference system is not known ({fault})",
            where=str(path),
            way_out="Give it in EPSG:4326 or a national grid.",
        ) from fault


@contextmanager
def reading_faults_told(path: Path) -> Generator[None]:
    try:
        yield
    except (RasterioError, OSError, MemoryError) as fault:
        raise BadInputError(
            "this is not a GeoTIFF, or it is damaged", where=str(path), way_out="Download or export it again."
        ) from fault
