"""A disk of a few megabytes, to be filled: a file system in memory where this user may mount one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["filled", "small_disk"]

PIECE = b"\0" * 4_096


@contextmanager
def small_disk(folder: Path, mib: int) -> Iterator[Path]:
    """Mount it; gone when the block ends."""
    folder.mkdir()
    call = ["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", folder]
    if subprocess.run(call, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root mounts a small disk; a limit on file size is tested in test_data_file_faults.py")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no room for another page while the block lasts."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(PIECE):
                pass
        except OSError:
            pass
    try:
        yield
    finally:
        filler.unlink()
