"""What people write as a tag's value, as words and numbers. Unreadable is None, never a guess."""

import re

__all__ = ["kmh", "listed", "metres", "seconds", "tonnes"]

KMH_PER_UNIT = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}
"""Source: wiki.openstreetmap.org/wiki/Key:maxspeed; international mile and nautical mile."""

METRES_PER_UNIT = {"": 1.0, "m": 1.0, "cm": 0.01, "mm": 0.001, "'": 0.3048, "ft": 0.3048, '"': 0.0254, "in": 0.0254}
"""Source: wiki.openstreetmap.org/wiki/Map_features/Units; international foot and inch."""

TONNES_PER_UNIT = {"": 1.0, "t": 1.0, "kg": 0.001, "st": 0.90718474, "lt": 1.0160469088, "lbs": 0.00045359237}
"""Source: wiki.openstreetmap.org/wiki/Key:maxweight; short and long tons and pounds avoirdupois."""

LONGEST_CROSSING_S = 3 * 86_400
"""No ferry takes longer; `300:00` is a slip for three hours. Own choice."""

_SPEED = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z/]*)")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z'\"]*)")
_FEET_AND_INCHES = re.compile(r"(\d+)\s*(?:'|ft)\s*(\d+(?:\.\d+)?)\s*(?:\"|''|in)?")
_CLOCK = re.compile(r"(\d{1,3})(?::(\d\d))?(?::(\d\d))?")
_ISO_DURATION = re.compile(r"p(?:(\d{1,6})d)?t?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?")


def listed(value: str) -> list[str]:
    """Split `agricultural;destination`. Source: wiki.openstreetmap.org/wiki/Semi-colon_value_separator."""
    return [part.strip() for part in value.split(";") if part.strip()]


def kmh(value: str) -> float | None:
    """Read `50`, `30 mph`; with several values (`50; 30`) the first."""
    return _scaled(_SPEED, value, KMH_PER_UNIT)


def metres(value: str) -> float | None:
    """Read `1.2`, `1,2 m`, `120 cm`, `4'`, `6'7"`, `6 ft 7 in`."""
    feet = _FEET_AND_INCHES.fullmatch(_first(value))
    if feet is not None:
        return float(feet[1]) * METRES_PER_UNIT["ft"] + float(feet[2]) * METRES_PER_UNIT["in"]
    return _scaled(_NUMBER, value, METRES_PER_UNIT)


def tonnes(value: str) -> float | None:
    """Read `3.5`, `3.5 t`, `3500 kg`, `7700 lbs`."""
    return _scaled(_NUMBER, value, TONNES_PER_UNIT)


def seconds(value: str) -> float | None:
    """Read a ferry's `20` (minutes), `1:20`, `1:20:30` or `PT1H20M`; nothing takes no time, or days on end.

    Source: wiki.openstreetmap.org/wiki/Key:duration.
    """
    iso, clock = _ISO_DURATION.fullmatch(_first(value)), _CLOCK.fullmatch(_first(value))
    if iso is not None:
        days, hours, minutes, rest = (int(part or 0) for part in iso.groups())
    elif clock is not None:
        first, second, third = (None if part is None else int(part) for part in clock.groups())
        days, rest = 0, third or 0
        hours, minutes = (0, first or 0) if second is None else (first or 0, second)
    else:
        return None
    whole = 86_400 * days + 3_600 * hours + 60 * minutes + rest
    return float(whole) if 0 < whole <= LONGEST_CROSSING_S else None


def _first(value: str) -> str:
    return value.partition(";")[0].strip().lower()


def _scaled(pattern: re.Pattern[str], value: str, units: dict[str, float]) -> float | None:
    match = pattern.fullmatch(_first(value))
    if match is None or match[2] not in units:
        return None
    return float(match[1].replace(",", ".")) * units[match[2]]
