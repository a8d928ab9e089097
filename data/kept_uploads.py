"""Files that were handed in for a job, kept in the home folder under the digest of their bytes while it needs them."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from kernel.errors import NotFoundError, OutputError
from kernel.files import own_folder, write_bytes_whole

__all__ = ["KeptUploads"]

FOLDER = "uploads"
NAME = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8}){1,2}")
"""No name of ours leads out of the folder."""


class KeptUploads:
    """The files of one home folder; what all workers share, as they share the extracts."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def keep(self, content: bytes, suffix: str) -> str:
        """Keep a file, whole or not at all, and give the name that a job's arguments say; the same bytes are one file.

        Parameters
        ----------
        suffix: ".csv", ".osm.pbf": by it readers tell what it is.

        Raises
        ------
        NotFoundError
            The suffix cannot be part of a name.
        OutputError
            No space or no permission.
        """
        name = f"{sha256(content).hexdigest()}{suffix}"
        path = self._path(name)
        try:
            own_folder(self._folder)
            os.utime(path)  # handed in again, it is as new
        except FileNotFoundError:
            write_bytes_whole(path, [content])
        except OSError as fault:
            raise OutputError(f"cannot be kept ({fault.strerror})", where=str(path)) from fault
        return name

    def path(self, name: str) -> Path:
        """Find a file.

        Raises
        ------
        NotFoundError
            There is none of this name.
        """
        path = self._path(name)
        if not path.is_file():
            raise NotFoundError(f"the file {name} that was handed in is not here", way_out="Hand it in again.")
        return path

    def untouched_since(self, moment: datetime) -> set[str]:
        """List the names of files that nobody handed in since; also what a process that ended half way left."""
        found: set[str] = set()
        for one in self._folder.glob("*"):
            with suppress(FileNotFoundError):  # another process may have removed it by now
                if one.stat().st_mtime < moment.timestamp():
                    found.add(one.name)
        return found

    def remove(self, names: Iterable[str]) -> None:
        """Remove files.

        Raises
        ------
        OutputError
            No permission.
        """
        for name in names:
            try:
                (self._folder / name).unlink(missing_ok=True)
            except OSError as fault:
                raise OutputError(
                    f"cannot be removed ({fault.strerror})",
                    where=str(self._folder / name),
                    way_out="It holds names and addresses and is no longer needed: remove it by hand.",
                ) from fault

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise NotFoundError(f"there is no file {name!r}", way_out="Hand it in again.")
        return self._folder / name
