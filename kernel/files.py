"""Files written whole or not at all: a reader never finds half of one, and an older one survives a failure."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from kernel.errors import OutputError

__all__ = ["write_text_whole"]


def write_text_whole(path: Path, text: str) -> None:
    """Write UTF-8 text under a temporary name beside `path`, then rename it; missing folders are made.

    Raises
    ------
    OutputError
        No space, no permission, or a folder has this name; what stood at `path` before still stands.
    """
    unfinished: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            unfinished = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # a full disk may show itself only here
        unfinished.chmod(_mode_of_new_files())
        unfinished.replace(path)
    except OSError as fault:
        if unfinished is not None:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        raise OutputError(
            f"could not be written ({fault.strerror or fault})",
            where=str(path),
            way_out="Free some space or give another place to write to.",
        ) from fault


def _mode_of_new_files() -> int:
    """Return what open() would give a new file; a temporary file is its owner's only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
