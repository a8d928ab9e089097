"""Directions on the ground: degrees clockwise from north, and the turn from one to another."""

from math import atan2, cos, degrees, radians

__all__ = ["LOOK_AHEAD_M", "bearing", "modifier", "onto_another_road", "turn_angle"]

LOOK_AHEAD_M = 12.0
"""A road's direction is that of its first metres: beyond the crooked bit at a junction, before the next. Own choice.

A little more than turns are priced by (`turn_prices.FIRST_M`): what is told is what a rider sees ahead.
"""

STRAIGHT_DEG = 20.0
SLIGHT_DEG = 45.0
SHARP_DEG = 125.0
U_TURN_DEG = 172.0
"""Bounds between the words for a turn; OSRM's lie near (20, 40, 120). Own choice."""

Point = tuple[float, float]


def bearing(start: Point, end: Point) -> float:
    """Give the direction from one (lon, lat) to another nearby, in degrees."""
    east = (end[0] - start[0]) * cos(radians((start[1] + end[1]) / 2))
    return degrees(atan2(east, end[1] - start[1])) % 360


def turn_angle(before: float, after: float) -> float:
    """Give the turn between two bearings: from -180 to 180 degrees, to the right above zero."""
    return (after - before + 180) % 360 - 180


def modifier(angle: float) -> str:
    """Name a turn as OSRM does."""
    size = abs(angle)
    if size < STRAIGHT_DEG:
        return "straight"
    if size > U_TURN_DEG:
        return "uturn"
    side = "right" if angle > 0 else "left"
    if size < SLIGHT_DEG:
        return f"slight {side}"
    return f"sharp {side}" if size > SHARP_DEG else side


def onto_another_road(angle: float) -> str:
    """Name a turn onto another road, which is never a U-turn: nobody turns round there, so it is sharp."""
    word = modifier(angle)
    if word == "uturn":
        return "sharp right" if angle > 0 else "sharp left"
    return word
