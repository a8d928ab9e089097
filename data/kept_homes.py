"""Home folders that are made whole or not at all: the one that was there stays until the new one is complete."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from errno import EEXIST, ENOTEMPTY
from pathlib import Path

from kernel.errors import ConflictError, OutputError, StorageError
from kernel.ids import new_id

__all__ = ["filled_anew"]

NOTICE_FILE = "README.txt"
WAY_OUT = "Free some space or give another place to write to."
TRIES = 5
"""Against others who put theirs in the same place at the same moment."""


@contextmanager
def filled_anew(home: Path, notice: str) -> Generator[Path]:
    """Give an empty folder to fill; it takes the place of `home` where the block ends, and goes where it raises.

    Close whatever is open in it before the block ends.

    Parameters
    ----------
    notice: says in the folder what it is; a folder that does not say the same is not replaced.

    Raises
    ------
    ConflictError
        What is there was not made here.
    OutputError
        It cannot be written; what was there still is.
    """
    _refuse_strange(home, notice)
    new = home.with_name(f".{home.name}-{new_id()}")
    try:
        with _told(home):
            new.mkdir(parents=True)
            (new / NOTICE_FILE).write_text(notice, "utf-8")
        try:
            yield new
        except StorageError as fault:
            raise OutputError(f"could not be written: {fault.what}", where=str(home), way_out=WAY_OUT) from fault
        _refuse_strange(home, notice)
        with _told(home):
            _put_in_place(new, home)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _refuse_strange(home: Path, notice: str) -> None:
    """Refuse to replace what says something else of itself, or nothing."""
    if not home.is_symlink() and not home.exists():
        return
    try:
        ours = not home.is_symlink() and (home / NOTICE_FILE).read_text("utf-8") == notice
    except (OSError, UnicodeDecodeError):
        ours = False
    if not ours:
        raise ConflictError(
            "what is there was not made by this command", where=str(home), way_out="Give another place to write to."
        )


def _put_in_place(new: Path, home: Path) -> None:
    """Rename the old folder away and the new one in; of two that do so at once, one stands whole in the end."""
    for turn in range(1, TRIES + 1):
        old = new.with_name(f"{new.name}-{turn}")
        with suppress(FileNotFoundError):
            home.rename(old)
        try:
            new.rename(home)
        except OSError as fault:
            if fault.errno in {EEXIST, ENOTEMPTY} and turn < TRIES:
                continue  # somebody else put theirs there in between
            with suppress(OSError):
                old.rename(home)
            raise
        finally:
            shutil.rmtree(old, ignore_errors=True)
        return


@contextmanager
def _told(home: Path) -> Generator[None]:
    try:
        yield
    except OSError as fault:
        raise OutputError(f"could not be written ({fault.strerror})", where=str(home), way_out=WAY_OUT) from fault
