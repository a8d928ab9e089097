"""Directions on the ground: degrees clockwise from north, and the turn from one to another."""

from math import atan2, cos, degrees, radians

import numpy as np
from numpy.typing import NDArray

from routing.network.ellipsoid import metres_per_degree
from routing.network.road_network import RoadNetwork

__all__ = ["LOOK_AHEAD_M", "bearing", "leaving_bearings", "modifier", "turn_angle"]

LOOK_AHEAD_M = 12.0
"""A road's direction is that of its first metres: beyond the crooked bit at a junction, before the next. Own choice."""

STRAIGHT_DEG = 20.0
SLIGHT_DEG = 45.0
SHARP_DEG = 125.0
U_TURN_DEG = 172.0
"""Bounds between the words for a turn; OSRM's lie near (20, 40, 120). Own choice."""

Floats = NDArray[np.float64]
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


def leaving_bearings(network: RoadNetwork) -> Floats:
    """Give each edge's direction where one leaves its first node, and where one leaves its last; shape (2, e)."""
    first, last = network.first_point[:-1].astype(np.int64), network.first_point[1:].astype(np.int64) - 1
    lon, lat = network.point_lon, network.point_lat
    lon_m, lat_m = metres_per_degree(lat)
    step = np.hypot(np.diff(lon) * lon_m[:-1], np.diff(lat) * lat_m[:-1])
    step[last[:-1]] = 0.0  # from one edge's end to the next one's begin nobody rides
    along = np.concatenate([[0.0], np.cumsum(step)])
    ahead = np.minimum(along[first] + LOOK_AHEAD_M, along[last])
    back = np.maximum(along[last] - LOOK_AHEAD_M, along[first])
    points = np.stack([lon, lat])
    return np.stack(
        [
            _bearings(points[:, first], _at(points, along, ahead, (first, last))),
            _bearings(points[:, last], _at(points, along, back, (first, last))),
        ]
    )


def _at(points: Floats, along: Floats, target: Floats, within: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Floats:
    """Find the points at a distance along all edges laid behind each other, each kept within its own edge."""
    first, last = within
    right = np.clip(np.searchsorted(along, target, side="left"), first + 1, last)
    length = along[right] - along[right - 1]
    share = np.clip((target - along[right - 1]) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    return points[:, right - 1] + share * (points[:, right] - points[:, right - 1])


def _bearings(start: Floats, end: Floats) -> Floats:
    east = (end[0] - start[0]) * np.cos(np.radians((start[1] + end[1]) / 2))
    return np.degrees(np.arctan2(east, end[1] - start[1])) % 360
