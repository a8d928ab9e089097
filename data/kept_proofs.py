"""Pictures of proofs in the home folder, each under the digest of its bytes: for their owner's eyes alone."""

import os
import re
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from kernel.errors import NotFoundError, OutputError
from kernel.files import write_bytes_whole

__all__ = ["KeptProofs"]

FOLDER = "proofs"
NAME = re.compile(r"[0-9a-f]{64}")
OWNER_ALONE, ITS_FOLDER = 0o600, 0o700


class KeptProofs:
    """The pictures of one home folder; what all servers and workers share, as they share the extracts."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def keep(self, content: bytes) -> str:
        """Keep a picture, whole or not at all, and give its name: the digest of its bytes.

        Raises
        ------
        OutputError
            No space or no permission.
        """
        name = sha256(content).hexdigest()
        path = self._path(name)
        try:
            self._folder.mkdir(mode=ITS_FOLDER, parents=True, exist_ok=True)
            path.parent.mkdir(mode=ITS_FOLDER, exist_ok=True)
            os.utime(path)  # sent again, it is as new
        except FileNotFoundError:
            write_bytes_whole(path, [content])
            path.chmod(OWNER_ALONE)
        except OSError as fault:
            raise OutputError(f"cannot be kept ({fault.strerror})", where=str(path)) from fault
        return name

    def read(self, name: str) -> bytes:
        """Read a picture.

        Raises
        ------
        NotFoundError
            There is none of this name.
        """
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as fault:
            raise NotFoundError("the picture is not here any more", way_out="Is it in a backup?") from fault

    def untouched_since(self, moment: datetime) -> set[str]:
        """List the names of pictures that nobody sent since: some may belong to no proof, as its making failed."""
        found: set[str] = set()
        for one in self._folder.glob("*/*"):
            with suppress(FileNotFoundError):  # another process may have removed it by now
                if NAME.fullmatch(one.name) and one.stat().st_mtime < moment.timestamp():
                    found.add(one.name)
        return found

    def remove(self, name: str) -> None:
        """Remove a picture, one that is gone already too.

        Raises
        ------
        OutputError
            No permission.
        """
        path = self._path(name)
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            raise OutputError(
                f"cannot be removed ({fault.strerror})",
                where=str(path),
                way_out="It is to be seen no longer: remove it by hand.",
            ) from fault

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise NotFoundError("there is no such picture")
        return self._folder / name[:2] / name
