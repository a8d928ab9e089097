"""Rounds of a day as one small picture, for pages without scripts; two of one frame can be laid side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

from maps.ground import Ground
from maps.palette import round_colour

__all__ = ["Frame", "Sketch", "frame_of", "rounds_sketch"]

WIDTH = 560.0
HEIGHTS = (260.0, 560.0)
MARGIN = 14.0
LEAST_DEG = 0.003
STREETS = {"primary": 2.0, "secondary": 1.6, "tertiary": 1.3, "street": 0.8}
STEP = 1.2
"""Points nearer to one another than this are drawn as one."""

Point = tuple[float, float]
Line = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture shows: lon and lat of its middle, units a degree of latitude, how narrow a degree of lon is."""

    middle: Point
    scale: float
    narrow: float
    height: float

    def at(self, point: Point) -> Point:
        lon, lat = point
        return (
            WIDTH / 2 + (lon - self.middle[0]) * self.narrow * self.scale,
            self.height / 2 - (lat - self.middle[1]) * self.scale,
        )


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing of `width` by `height`, north up.

    Attributes
    ----------
    streets: (stroke width, path data).
    rounds: (colour, path data), one a round.
    starts: that rounds share; none where each shop has its own.
    """

    width: float
    height: float
    streets: Sequence[tuple[float, str]]
    rounds: Sequence[tuple[str, str]]
    starts: Sequence[Point]


def frame_of(lines: Sequence[Line], starts: Sequence[Point]) -> Frame:
    """Give the frame that holds all lines and places."""
    points = [*(point for line in lines for point in line), *starts]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    narrow = cos(radians((south + north) / 2))
    wide, high = max((east - west) * narrow, LEAST_DEG), max(north - south, LEAST_DEG)
    height = min(max(WIDTH * high / wide, HEIGHTS[0]), HEIGHTS[1])
    scale = min((WIDTH - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)
    return Frame(((west + east) / 2, (south + north) / 2), scale, narrow, round(height, 1))


def rounds_sketch(
    rounds: Sequence[Sequence[Line]], starts: Sequence[Point], frame: Frame, ground: Ground | None
) -> Sketch:
    """Draw rounds, each of lines in the order they are ridden, over the streets of a base map."""
    drawn = [
        (round_colour(number), " ".join(_path(frame, line) for line in lines)) for number, lines in enumerate(rounds)
    ]
    streets = list(_streets(frame, ground)) if ground else []
    return Sketch(WIDTH, frame.height, streets, drawn, [frame.at(start) for start in starts])


def _streets(frame: Frame, ground: Ground) -> Iterator[tuple[float, str]]:
    for kind, width in sorted(STREETS.items(), key=lambda item: item[1]):
        shown = (line for way in ground.ways_of(kind) if _is_seen(frame, line := list(way.line)))
        if path := " ".join(_path(frame, line) for line in shown):
            yield width, path


def _is_seen(frame: Frame, line: Line) -> bool:
    points = [frame.at((lon, lat)) for lon, lat in line]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) >= 0 and min(xs) <= WIDTH and max(ys) >= 0 and min(ys) <= frame.height


def _path(frame: Frame, line: Line) -> str:
    kept: list[Point] = []
    last = len(line) - 1
    for number, point in enumerate(line):
        x, y = frame.at((point[0], point[1]))
        if not kept or number == last or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= STEP:
            kept.append((x, y))
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in kept) if kept else ""
