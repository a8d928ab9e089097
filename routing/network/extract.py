"""OSM extracts as files: checked before they are read, and any fault told in one line."""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium import BufferIterator, InvalidLocationError, NodeLocationsForWays, OsmFileIterator
from osmium.area import AreaManager
from osmium.filter import KeyFilter
from osmium.index import create_map
from osmium.io import File, Reader
from osmium.osm import NODE, NOTHING, RELATION, WAY
from osmium.osm.types import OSMEntity

from kernel.errors import BadInputError

__all__ = ["Box", "extract_file", "faults_told", "open_extract", "read_objects", "told_box"]

Floats = NDArray[np.float64]

FORMATS = {".pbf": "pbf", ".osm": "osm", ".osm.gz": "osm.gz", ".osm.bz2": "osm.bz2"}
"""Ends of file names and what libosmium calls the format. Source: osmcode.org/libosmium/manual.html, "File formats"."""

_OUT_OF_ORDER = re.compile(r"IDs? (out of order|twice in input)")
"""What libosmium says where it needs objects in order, to put areas together. Source: its handler/check_order.hpp."""

_WAY_OUT = "Give an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz or .osm.bz2)."


class Box(NamedTuple):
    """A part of the globe, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        return (lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north)


def told_box(path: Path) -> Box | None:
    """Give what an extract says that it reaches over; None where it does not say.

    Raises
    ------
    BadInputError
        As `open_extract`.
    """
    file = extract_file(path)
    with faults_told(path), Reader(file, NOTHING) as reader:
        box = reader.header().box()
        if not box.valid():
            return None
        low, high = box.bottom_left, box.top_right
        return Box(low.lon, low.lat, high.lon, high.lat)


def open_extract(path: Path) -> None:
    """Look whether `path` can be read as an OSM extract: its header is read, its body is not.

    Raises
    ------
    BadInputError
        No such file, a directory, an empty file, a name of another kind, no OSM inside.
    """
    file = extract_file(path)
    with faults_told(path), Reader(file, NOTHING) as reader:
        reader.header()


def read_objects(
    path: Path, keys: Sequence[str], *, areas: bool = False, locations: bool = True
) -> Iterator[OSMEntity]:
    """Deliver the objects that have any of the keys.

    Nodes come first, without those that have no tags. The nodes of ways know their locations where the extract has
    them (`node.location.valid()`), for which those of all nodes are remembered; without `locations` they do not, and
    nothing is remembered. With `areas`, multipolygons and closed ways come as areas as well. An object is valid only
    until the next one is asked for.

    Raises
    ------
    BadInputError
        As `open_extract`, before the first object; or half-way, where the file turns out to be damaged.
    """
    open_extract(path)
    with faults_told(path):
        yield from _objects(extract_file(path), KeyFilter(*keys), areas=areas, located=locations)


def _objects(file: File, wanted: KeyFilter, *, areas: bool, located: bool) -> Iterator[OSMEntity]:
    """Nodes in a pass of their own, before all ways: exports of Overpass put ways first.

    libosmium's pipeline borrows its handlers, so each is held here by a name.
    """
    locations = NodeLocationsForWays(create_map("flex_mem"))
    locations.ignore_errors()
    if not areas:
        handlers = (locations, wanted) if located else (wanted,)
        for entities in (NODE, WAY | RELATION):
            with Reader(file, entities) as reader:
                yield from OsmFileIterator(reader, *handlers)
        return
    manager = AreaManager()
    first_pass = manager.first_pass_handler()
    with Reader(file, RELATION) as reader:
        osmium.apply(reader, wanted, first_pass)
    finished = BufferIterator(wanted)
    second_pass = manager.second_pass_to_buffer(finished)
    for entities in (NODE, WAY | RELATION):
        with Reader(file, entities) as reader:
            for entity in OsmFileIterator(reader, locations, second_pass, wanted):
                yield entity
                if finished:
                    yield from finished
            yield from finished


def extract_file(path: Path) -> File:
    """Name the file's format by its suffix; refuse what is no readable file.

    Raises
    ------
    BadInputError
        No such file, a directory, an empty file, a name of another kind.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise BadInputError("there is no such file", where=str(path), way_out=_WAY_OUT) from None
    except OSError as fault:
        raise BadInputError(f"it cannot be read ({fault.strerror})", where=str(path), way_out=_WAY_OUT) from fault
    if not S_ISREG(status.st_mode):
        raise BadInputError("this is not a file", where=str(path), way_out=_WAY_OUT)
    name = path.name.lower()
    known = [suffix for suffix in FORMATS if name.endswith(suffix)]
    if not known:
        raise BadInputError("this is not the name of an OSM file", where=str(path), way_out=_WAY_OUT)
    if status.st_size == 0:
        raise BadInputError("the file is empty", where=str(path), way_out=_WAY_OUT)
    return File(str(path), FORMATS[known[0]])


@contextmanager
def faults_told(path: Path) -> Generator[None]:
    """Turn what libosmium raises on a damaged file into one line; it has no error type of its own.

    Raises
    ------
    BadInputError
        The file is no OSM, or was cut off.
    """
    try:
        yield
    except (RuntimeError, ValueError, OSError, MemoryError, InvalidLocationError) as fault:
        if _OUT_OF_ORDER.search(str(fault)):
            raise BadInputError(
                f"its objects come twice, or not in the order of their numbers ({fault})",
                where=str(path),
                way_out="Sort it, each object once, as `osmium sort` and `osmium merge` do; or export it again.",
            ) from fault
        raise BadInputError(
            f"this is not an OSM file, or it is damaged ({fault})",
            where=str(path),
            way_out="Download or export it again.",
        ) from fault
