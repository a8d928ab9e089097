"""What to type to call the command again: as it was called, so that a line on the screen can be copied."""

import sys
from pathlib import Path
from shlex import quote

__all__ = ["called", "typed"]


def called() -> str:
    """Give `dorpsronde`, with its folder where it was called with one: `.venv/bin/dorpsronde`."""
    given = Path(sys.argv[0])
    return str(given) if given.name == "dorpsronde" else "dorpsronde"


def typed(name: str) -> str:
    """Write a name as one word of a command, whatever it holds."""
    return quote(name) if set(name) & set('"\\$`!') else f'"{name}"'
