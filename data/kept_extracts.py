"""Extracts kept in the home folder, each under the digest of its bytes: what a round was measured on stays there."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from kernel.errors import BadInputError, StorageError
from kernel.files import own_folder
from routing.network.extract import FORMATS, open_extract

__all__ = ["KeptExtract", "KeptExtracts", "is_kept_there"]

FOLDER = "extracts"
KEPT = re.compile(rf"{FOLDER}/[0-9a-f]{{64}}(-\w+)?(\.\w+)+")
PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class KeptExtract:
    """One kept file.

    Attributes
    ----------
    stored_as: path relative to the home folder.
    is_new: whether this call put it there.
    """

    path: Path
    stored_as: str
    sha256: str
    size_bytes: int
    is_new: bool


class KeptExtracts:
    """The kept extracts of one home folder."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def keep(self, source: Path, variant: str = "") -> KeptExtract:
        """Copy an extract, whole or not at all; one of the same bytes is kept once.

        Parameters
        ----------
        variant: of the same bytes, where something else belongs to them: part of the kept file's name.

        Raises
        ------
        BadInputError
            It cannot be read, or is no OSM extract by its header.
        StorageError
            No space or no permission in the home folder.
        """
        open_extract(source)
        suffix = max((end for end in FORMATS if source.name.lower().endswith(end)), key=len)
        folder = self._home / FOLDER
        temporary: Path | None = None
        try:
            own_folder(folder)
            digest, size = sha256(), 0
            with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as copy:
                temporary = Path(copy.name)
                for piece in _pieces(source):
                    digest.update(piece)
                    size += len(piece)
                    copy.write(piece)
                copy.flush()
                os.fsync(copy.fileno())
            name = digest.hexdigest() + (f"-{variant}" if variant else "")
            stored_as = f"{FOLDER}/{name}{suffix}"
            target = self._home / stored_as
            is_new = not target.exists()
            temporary.replace(target)
        except OSError as fault:
            if temporary is not None:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
            raise StorageError(
                f"the extract cannot be kept there ({fault.strerror or fault})",
                where=str(folder),
                way_out="Free some space, or name another folder in DORPSRONDE_HOME. Nothing was changed.",
            ) from fault
        return KeptExtract(target, stored_as, digest.hexdigest(), size, is_new)

    def path(self, stored_as: str) -> Path:
        """Find a kept extract.

        Raises
        ------
        StorageError
            Somebody took it away.
        """
        path = self._home / stored_as
        if not path.is_file():
            raise StorageError(
                "the extract of this area is no longer kept there",
                where=str(path),
                way_out="Import the area again, or set DORPSRONDE_HOME to the folder that has it.",
            )
        return path

    def drop(self, kept: KeptExtract) -> None:
        """Take away what `keep` just put there, because nothing came to refer to it."""
        if kept.is_new:
            kept.path.unlink(missing_ok=True)


def is_kept_there(stored_as: str) -> bool:
    """Whether a path in a home folder is one that `keep` gave: nothing else is ever removed for its sake."""
    return KEPT.fullmatch(stored_as) is not None


def _pieces(source: Path) -> Iterator[bytes]:
    try:
        file = source.open("rb")
    except OSError as fault:
        raise BadInputError(f"it cannot be read ({fault.strerror})", where=str(source)) from fault
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece
