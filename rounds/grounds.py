"""Grounds: the base map of an extract, kept beside it in the home folder so that a page need not read the extract."""

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from data.kept_extracts import KeptExtracts
from data.models.road_network import RoadNetwork
from kernel.errors import OutputError, StorageError
from kernel.files import write_text_whole
from kernel.progress import Progress, silent
from maps.base_map import GROUND_VERSION, base_map
from maps.ground import PackedGround

__all__ = ["drop_ground", "ground_file", "ground_of", "keep_ground"]

FOLDER = "grounds"
KIND = "dorpsronde/ground"


def keep_ground(home: Path, extract: Path, extract_sha256: str, progress: Progress = silent) -> PackedGround:
    """Draw an extract's ground and keep it under the digest of the extract, unless it is kept already.

    Raises
    ------
    BadInputError
        The extract cannot be read, or holds nothing that is drawn.
    StorageError
        No space or no permission in the home folder.
    """
    file = ground_file(home, extract_sha256)
    kept = _read(file)
    if kept is not None:
        progress(1.0)
        return kept
    drawn = base_map(extract, progress).packed()
    try:
        write_text_whole(file, _written(drawn))
    except OutputError as fault:
        raise StorageError(
            "the base map cannot be kept there",
            where=str(file.parent),
            way_out="Free some space, or name another folder in DORPSRONDE_HOME. Nothing was changed.",
        ) from fault
    return PackedGround(drawn)


def drop_ground(home: Path, extract_sha256: str) -> None:
    """Take away a ground whose extract nothing came to refer to."""
    with suppress(OSError):
        ground_file(home, extract_sha256).unlink(missing_ok=True)


def ground_of(network: RoadNetwork, home: Path) -> PackedGround:
    """Give the ground under a road network; one that is missing, damaged or of an older version is drawn anew.

    Where it cannot be kept, as on a disk that is full or only read, it is drawn for this once.

    Raises
    ------
    StorageError
        Neither the ground nor the extract is there.
    """
    kept = _read(ground_file(home, network.sha256))
    if kept is not None:
        return kept
    extract = KeptExtracts(home).path(network.stored_as)
    try:
        return keep_ground(home, extract, network.sha256)
    except StorageError:
        return PackedGround(base_map(extract).packed())


def ground_file(home: Path, extract_sha256: str) -> Path:
    """Say where the ground of an extract is kept."""
    return home / FOLDER / f"{extract_sha256}.json"


def _written(ground: dict[str, object]) -> str:
    """Write a line that says what it is, then the ground."""
    text = json.dumps(ground, ensure_ascii=False, separators=(",", ":"))
    return f"{_title(text.encode())}\n{text}\n"


def _title(ground: bytes) -> str:
    return f"{KIND}/{GROUND_VERSION} {sha256(ground).hexdigest()}"


def _read(file: Path) -> PackedGround | None:
    """Read what `keep_ground` wrote; None where it is not there, is of another version or was damaged."""
    try:
        title, _, ground = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    ground = ground.removesuffix(b"\n")
    if title != _title(ground).encode():
        return None
    document: dict[str, Any] = json.loads(ground)
    return PackedGround(document)
