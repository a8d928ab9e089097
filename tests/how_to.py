"""The commands that a page of the documentation lets one type, to be run as they stand."""

import re
from pathlib import Path

__all__ = ["lines_of"]

HOW_TO = Path(__file__).parents[1] / "docs" / "how-to"


def lines_of(page: str) -> list[str]:
    """Read the lines of the blocks that are to be typed."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (HOW_TO / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]
