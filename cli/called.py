"""What to type to call the command again: as it was called, so that a line on the screen can be copied."""

import sys
from pathlib import Path

__all__ = ["called"]


def called() -> str:
    """Give `dorpsronde`, with its folder where it was called with one: `.venv/bin/dorpsronde`."""
    given = Path(sys.argv[0])
    return str(given) if given.name == "dorpsronde" else "dorpsronde"
