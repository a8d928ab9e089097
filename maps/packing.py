"""Coordinates as short text: what the page carries and `web/src/decode.ts` reads.

A line is the differences of its points in units of 1e-6 degrees, as zigzag numbers of five bits a letter, least
first; a letter of 32 or more means that the number goes on. Source: developers.google.com/maps/documentation,
"Encoded Polyline Algorithm Format", with an alphabet that needs no escape in JSON or HTML.
"""

from collections.abc import Iterable, Sequence

__all__ = [
    "ALPHABET",
    "GLOBE",
    "RINGS_APART",
    "UNITS_PER_DEGREE",
    "pack_line",
    "pack_rings",
    "unpack_line",
    "unpack_rings",
]

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
RINGS_APART = "."
UNITS_PER_DEGREE = 1_000_000
"""1e-6 degrees is 0.1 m: below a pixel at the deepest zoom."""

GLOBE = (0, 0)
"""The origin of lines that belong to no frame."""

_BITS = {letter: bits for bits, letter in enumerate(ALPHABET)}

Line = Sequence[tuple[float, float]]


def pack_line(line: Line, origin: tuple[int, int]) -> str:
    """Write a line's points as differences, the first one from the origin; points that coincide are written once."""
    letters: list[str] = []
    last = origin
    for lon, lat in line:
        point = (round(lon * UNITS_PER_DEGREE), round(lat * UNITS_PER_DEGREE))
        if point == last and letters:
            continue
        letters.append(_pack(point[0] - last[0]) + _pack(point[1] - last[1]))
        last = point
    return "".join(letters)


def pack_rings(rings: Iterable[Line], origin: tuple[int, int]) -> str:
    """Write an area: its outer rings counter-clockwise, its holes clockwise."""
    return RINGS_APART.join(pack_line(ring, origin) for ring in rings)


def unpack_line(text: str, origin: tuple[int, int]) -> list[tuple[float, float]]:
    """Read what `pack_line` wrote."""
    numbers = _numbers(text)
    x, y = origin
    line: list[tuple[float, float]] = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        line.append((x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE))
    return line


def unpack_rings(text: str, origin: tuple[int, int]) -> list[list[tuple[float, float]]]:
    """Read what `pack_rings` wrote."""
    return [unpack_line(ring, origin) for ring in text.split(RINGS_APART)]


def _pack(number: int) -> str:
    left = number << 1 if number >= 0 else ~(number << 1)
    letters = ""
    while left >= 32:
        letters += ALPHABET[32 | left & 31]
        left >>= 5
    return letters + ALPHABET[left]


def _numbers(text: str) -> list[int]:
    numbers: list[int] = []
    value = shift = 0
    for letter in text:
        bits = _BITS[letter]
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers.append(value >> 1 if value & 1 == 0 else ~(value >> 1))
            value = shift = 0
    return numbers
