"""Heights and slopes as mappers write them. Unreadable is None, never a guess.

Source: wiki.openstreetmap.org/wiki/Key:ele, Key:incline.
"""

import math
import re
from collections.abc import Mapping

__all__ = ["HIGHEST_M", "LOWEST_M", "RELIEF_KEYS", "STEEPEST", "height_m", "is_bridged", "rises_and_falls", "slope"]

RELIEF_KEYS = frozenset({"incline", "bridge", "tunnel"})
"""Keys of ways that tell how they rise and fall; no profile reads them."""

STEEPEST = 0.35
"""No street is steeper: Baldwin Street in Dunedin, 34.8 %, is the steepest by Guinness World Records."""

LOWEST_M, HIGHEST_M = -500.0, 9_000.0
"""Beyond is a slip, or a raster's mark of no data: the shore of the Dead Sea is at -430 m, Everest at 8,849 m."""

UNKNOWN_SLOPE = 0.05
"""What `up` and `down` come to. Own choice: steep enough that somebody wrote it down, and the wiki names no figure."""

_SLOPE = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(%|°)")
_HEIGHT = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(m|ft|')?")
_METRES = {"": 1.0, "m": 1.0, "ft": 0.3048, "'": 0.3048}
_SIGNS = {"up": UNKNOWN_SLOPE, "down": -UNKNOWN_SLOPE}
_NOT = frozenset({"", "no"})
_AT_GROUND_LEVEL = frozenset({"building_passage"})  # wiki.openstreetmap.org/wiki/Tag:tunnel=building_passage


def slope(value: str) -> float | None:
    """Read `10%`, `-4 °`, `up`, `down`, `0` as rise by length in the direction the way was drawn.

    A number without a unit is no slope but for 0, and one beyond `STEEPEST` is a slip.
    """
    text = value.strip().lower().replace("−", "-")
    if text in _SIGNS:
        return _SIGNS[text]
    match = _SLOPE.fullmatch(text)
    if match is None:
        return 0.0 if re.fullmatch(r"0+(\.0+)?", text) else None
    number = float(match[1].replace(",", "."))
    rise = math.tan(math.radians(min(max(number, -60), 60))) if match[2] == "°" else number / 100
    return rise if abs(rise) <= STEEPEST else None


def height_m(value: str) -> float | None:
    """Read `12`, `12.5 m`, `-3,5`, `404 ft` as metres above the sea."""
    match = _HEIGHT.fullmatch(value.strip().lower().replace("−", "-"))
    if match is None:
        return None
    metres = float(match[1].replace(",", ".")) * _METRES[match[2] or ""]
    return metres if LOWEST_M <= metres <= HIGHEST_M else None


def is_bridged(tags: Mapping[str, str]) -> bool:
    """Say whether a way leaves the ground: over a bridge, or through a tunnel."""
    in_tunnel = tags.get("tunnel", "") not in _NOT | _AT_GROUND_LEVEL
    return in_tunnel or tags.get("bridge", "") not in _NOT


def rises_and_falls(tags: Mapping[str, str]) -> bool:
    """Say whether slopes of a way mean anything: steps have speeds of their own, ferries and barriers none."""
    return tags.get("highway", "steps") != "steps"
