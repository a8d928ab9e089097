"""An encoded polyline read back, bit by bit, as its documentation tells it; shares nothing with what writes one."""

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

EARTH_M = 6_371_009.0
"""Mean radius."""

Point = tuple[float, float]


def decoded_polyline(text: str) -> list[Point]:
    """Give (lon, lat) of each point."""
    chunks = [format(ord(character) - 63, "06b") for character in text]
    numbers, bits = [], ""
    for chunk in chunks:
        bits = chunk[1:] + bits
        if chunk[0] == "0":
            value, negative = int(bits[:-1], 2), bits[-1] == "1"
            numbers.append(-value - 1 if negative else value)
            bits = ""
    assert not bits, "the last number is cut off"
    lat = lon = 0
    points = []
    for north, east in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + north, lon + east
        points.append((lon / 1e5, lat / 1e5))
    return points


def length_m(points: list[Point]) -> float:
    return sum(metres_apart(*pair) for pair in pairwise(points))


def metres_apart(one: Point, other: Point) -> float:
    """Measure along the sphere (haversine)."""
    (lon, lat), (to_lon, to_lat) = ([radians(degrees) for degrees in point] for point in (one, other))
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(half))
