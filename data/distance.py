"""Straight distances between positions."""

from math import asin, cos, radians, sin, sqrt

from kernel.position import Position

__all__ = ["metres_apart"]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius R1 of WGS 84. Source: Moritz, Geodetic Reference System 1980."""


def metres_apart(one: Position, other: Position) -> float:
    """Return the great-circle distance in metres (haversine; within 0.6 % of the ellipsoid)."""
    north = radians(other.lat - one.lat) / 2
    east = radians(other.lon - one.lon) / 2
    share = sin(north) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(share, 1.0)))
