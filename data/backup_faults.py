"""What can go wrong with reading, on either side of a backup: its own file, and the files of the home folder."""

import struct
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from kernel.errors import BadInputError, StorageError

__all__ = ["faults_of_home", "faults_of_zip", "not_whole", "unreadable"]

DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip
"""What reading a ZIP or its list raises that is none, or no longer: of one said to be encrypted, a RuntimeError."""


@contextmanager
def faults_of_zip(file: Path) -> Generator[None]:
    """Tell what reading a backup raises as a fault of its file."""
    try:
        yield
    except OSError as fault:
        raise BadInputError(f"cannot be read ({fault.strerror or fault})", where=str(file)) from fault
    except DAMAGED as fault:
        raise not_whole(file) from fault


@contextmanager
def faults_of_home(path: Path) -> Generator[None]:
    """Tell what reading a file of the home folder raises as a fault of that file; one that is gone is the caller's."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise unreadable(fault, path) from fault


def not_whole(file: Path) -> BadInputError:
    return BadInputError(
        "is no whole backup of Dorpsronde: something in it is missing or changed",
        where=str(file),
        way_out="Take an older one. Nothing was changed.",
    )


def unreadable(fault: OSError, path: Path) -> StorageError:
    return StorageError(
        f"cannot be read ({fault.strerror or fault})", where=str(path), way_out="May this user read it?"
    )
