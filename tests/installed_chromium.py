"""The Chromium that pages are tried in: whichever of its names this machine has."""

import shutil
from pathlib import Path

__all__ = ["program"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
STUB_BYTES = 4_096
"""More than a script that only hands on has."""


def program() -> str | None:
    return next((found for found in map(shutil.which, NAMES) if found and not _is_for_snap(Path(found))), None)


def _is_for_snap(file: Path) -> bool:
    """Whether this is Ubuntu's script that asks for the snap, whose browser sees no file below /tmp."""
    with file.open("rb") as opened:
        begins = opened.read(STUB_BYTES)
    return begins.startswith(b"#!") and b"/snap/bin/" in begins
