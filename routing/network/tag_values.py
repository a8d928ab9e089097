"""What people write as a tag's value, as numbers. Unreadable is None, never a guess."""

import re

__all__ = ["kmh", "metres"]

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z'\"]*)")

KMH_PER_UNIT = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}
"""Source: wiki.openstreetmap.org/wiki/Key:maxspeed; international mile and nautical mile."""

METRES_PER_UNIT = {"": 1.0, "m": 1.0, "cm": 0.01, "mm": 0.001, "'": 0.3048, "ft": 0.3048, '"': 0.0254, "in": 0.0254}
"""Source: wiki.openstreetmap.org/wiki/Map_features/Units; international foot and inch."""

_SPEED = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z/]*)")


def kmh(value: str) -> float | None:
    """Read `50`, `30 mph`; with several values (`50; 30`) the first."""
    return _scaled(_SPEED, value, KMH_PER_UNIT)


def metres(value: str) -> float | None:
    """Read `1.2`, `1,2 m`, `120 cm`, `4'`."""
    return _scaled(_NUMBER, value, METRES_PER_UNIT)


def _scaled(pattern: re.Pattern[str], value: str, units: dict[str, float]) -> float | None:
    match = pattern.fullmatch(value.partition(";")[0].strip().lower())
    if match is None or match[2] not in units:
        return None
    return float(match[1].replace(",", ".")) * units[match[2]]
