"""A raster of heights cut to the roads of one extract, so that an area needs no other file."""
# pyright: reportMissingTypeStubs=false
# rasterio has no types

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio import Affine
from rasterio.errors import RasterioError
from rasterio.windows import Window

from kernel.errors import BadInputError, StorageError
from routing.network.height_raster import SOURCE_TAG, HeightRaster, opened_raster, reading_faults_told
from routing.network.road_network import RoadNetwork

__all__ = ["cut_heights"]

_TILE = 1_024
_MARGIN = 2
"""Cells more on each side: a height is weighed between four."""


def cut_heights(source: Path, target: Path, network: RoadNetwork) -> None:
    """Write the part of a raster that lies under the roads of a network, cell for cell, with the name of the source.

    Raises
    ------
    BadInputError
        The raster cannot be read, or lies elsewhere.
    StorageError
        There is no space for it.
    """
    with opened_raster(source) as raster:
        box = _box(raster, network)
        if box.width <= 0 or box.height <= 0:
            raise BadInputError(
                "this raster tells no height of these roads",
                where=str(source),
                way_out="Give one that covers the extract.",
            )
        try:
            _write(raster, box, target)
        except (RasterioError, OSError) as fault:
            raise StorageError(
                "the heights cannot be cut out",
                where=str(target.parent),
                way_out="Free some space. Nothing was changed.",
            ) from fault


def _write(raster: HeightRaster, box: Any, target: Path) -> None:
    dataset, place = raster.dataset, raster.dataset.transform
    west = place.a * box.col_off + place.b * box.row_off + place.c
    north = place.d * box.col_off + place.e * box.row_off + place.f
    untyped: Any = rasterio
    with untyped.open(
        target,
        "w",
        driver="GTiff",
        width=box.width,
        height=box.height,
        count=1,
        dtype=dataset.dtypes[0],
        crs=dataset.crs,
        transform=Affine(place.a, place.b, west, place.d, place.e, north),
        nodata=dataset.nodata,
        compress="deflate",
        tiled=True,
    ) as cut:
        cut.update_tags(**{SOURCE_TAG: raster.name})
        cut.scales, cut.offsets = dataset.scales[:1], dataset.offsets[:1]
        for here in _tiles(box):
            there = Window(box.col_off + here.col_off, box.row_off + here.row_off, here.width, here.height)  # pyright: ignore[reportCallIssue] (made by attrs)
            with reading_faults_told(raster.path):
                cells = dataset.read(1, window=there)
            cut.write(cells, 1, window=here)


def _box(raster: HeightRaster, network: RoadNetwork) -> Any:
    """Find the cells under the roads: the raster may lie askew, so all points are asked."""
    column, row = raster.cells_at(network.point_lon, network.point_lat)
    seen = np.isfinite(column) & np.isfinite(row)
    if not seen.any():
        return Window(0, 0, 0, 0)  # pyright: ignore[reportCallIssue] (made by attrs)
    first = [max(int(one[seen].min()) - _MARGIN, 0) for one in (column, row)]
    sizes = raster.dataset.width, raster.dataset.height
    last = [min(int(one[seen].max()) + _MARGIN + 1, size) for one, size in zip((column, row), sizes, strict=True)]
    return Window(*first, last[0] - first[0], last[1] - first[1])  # pyright: ignore[reportCallIssue] (made by attrs)


def _tiles(box: Any) -> Iterator[Any]:
    for row in range(0, box.height, _TILE):
        for column in range(0, box.width, _TILE):
            size = min(_TILE, box.width - column), min(_TILE, box.height - row)
            yield Window(column, row, *size)  # pyright: ignore[reportCallIssue] (made by attrs)
