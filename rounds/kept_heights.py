"""The heights of an area: what a raster tells of its extract, kept beside that extract."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from kernel.errors import StorageError
from kernel.progress import Progress, silent
from routing.network.extract import FORMATS
from routing.network.reader import read_network
from routing.network.road_network import RoadNetwork

__all__ = ["CutHeights", "cut_for", "drop_heights", "heights_beside", "read_kept_network", "with_raster"]

_SUFFIX = ".heights.tif"
_DIGITS = 16
"""Of the digest: enough to tell the few rasters of one extract apart."""


@dataclass(frozen=True, slots=True)
class CutHeights:
    """The part of a raster that lies under an extract's roads, until it is put beside the kept extract.

    Attributes
    ----------
    variant: names it by its bytes; empty where there is none.
    """

    file: Path | None
    variant: str

    def keep_beside(self, extract: Path) -> None:
        """Put it beside a kept extract of the same variant.

        Raises
        ------
        StorageError
            No space or no permission there.
        """
        if self.file is None:
            return
        target = heights_beside(extract)
        try:
            with TemporaryDirectory(dir=target.parent, prefix=".") as folder:
                copy = Path(folder) / target.name
                copy.write_bytes(self.file.read_bytes())
                with copy.open("rb") as written:
                    os.fsync(written.fileno())
                copy.replace(target)
        except OSError as fault:
            raise StorageError(
                f"the heights cannot be kept there ({fault.strerror or fault})",
                where=str(target.parent),
                way_out="Free some space, or name another folder in DORPSRONDE_HOME. Nothing was changed.",
            ) from fault


@contextmanager
def cut_for(network: RoadNetwork, elevation: Path | None) -> Generator[CutHeights]:
    """Cut a raster to the roads of an extract, for as long as it takes to keep it.

    Raises
    ------
    BadInputError
        The raster cannot be used.
    StorageError
        There is no space for it.
    """
    if elevation is None:
        yield CutHeights(None, "")
        return
    from routing.network.height_cutting import cut_heights  # noqa: PLC0415 - only with a raster, as in `with_raster`

    with TemporaryDirectory(prefix="dorpsronde-") as folder:
        file = Path(folder) / "heights.tif"
        cut_heights(elevation, file, network)
        with file.open("rb") as cut:
            digest = file_digest(cut, "sha256").hexdigest()
        yield CutHeights(file, digest[:_DIGITS])


def drop_heights(extract: Path) -> None:
    """Take away what lies beside a kept extract."""
    heights_beside(extract).unlink(missing_ok=True)


def read_kept_network(extract: Path, progress: Progress = silent) -> RoadNetwork:
    """Read the roads of an extract, with the heights that are kept beside it, if there are any.

    Raises
    ------
    BadInputError
        As `read_network` and `with_heights`.
    """
    network = read_network(extract, progress)
    heights = heights_beside(extract)
    return with_raster(network, heights) if heights.is_file() else network


def with_raster(network: RoadNetwork, raster: Path) -> RoadNetwork:
    """Give roads the heights of a raster; see `routing.network.measured_relief.with_heights`."""
    from routing.network.measured_relief import with_heights  # noqa: PLC0415 - rasterio takes long, and few have one

    return with_heights(network, raster)


def heights_beside(extract: Path) -> Path:
    """Say where the heights of a kept extract are, if it has any."""
    suffix = max((end for end in FORMATS if extract.name.lower().endswith(end)), key=len, default=extract.suffix)
    return extract.with_name(extract.name[: len(extract.name) - len(suffix)] + _SUFFIX)
