"""How the pages look: the report's own style sheet, then what only pages in a browser have, served as one file."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from maps.pages import style
from maps.palette import ROUND_COLOURS

__all__ = ["ICON", "STYLE_PATH", "Look", "look"]

STYLE_PATH = "/pages.css"
OWN = Path(__file__).parent / "templates" / "pages.css"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#0b5e44">'
    '<path d="M6 20a10 10 0 1 1 7 7.4" stroke-width="3" stroke-linecap="round"/>'
    '<path d="M11 18.5 16.5 13l5.5 5.5V25H11z" fill="#0b5e44" stroke="none"/>'
    '<circle cx="6" cy="24" r="3" fill="#0b5e44" stroke="none"/></svg>'
)
ICON = f"data:image/svg+xml,{quote(DRAWING)}"
"""The tab's picture: a round that comes back to a house."""


@dataclass(frozen=True, slots=True)
class Look:
    """A style sheet, and the address that changes with it."""

    text: str
    url: str


@cache
def look() -> Look:
    """Put the style sheet of the pages together."""
    colours = "\n".join(f".colour-{i} {{ --colour: {colour}; }}" for i, colour in enumerate(ROUND_COLOURS, 1))
    text = "\n".join([style("report.css"), OWN.read_text(encoding="utf-8"), colours])
    return Look(text, f"{STYLE_PATH}?v={sha256(text.encode()).hexdigest()[:16]}")
