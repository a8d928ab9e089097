"""The little map of a route sheet: lines and numbers that survive a black-and-white printer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, hypot, pi, radians, sin

from maps.day_view import ClosureView, RoundView
from maps.ground import Ground

__all__ = ["SheetMap", "sheet_map"]

_WIDTH = 720.0
_HEIGHTS = (260.0, 400.0)
_MARGIN = 26.0
_MIN_EXTENT_DEG = 0.003
"""A round around one corner still shows the streets about it: 330 m."""
_RADIUS = 8.5
_EDGE = _RADIUS + 1.5
"""A mark nearer to the edge of the drawing would be cut through."""
_ARROWS_APART = 70.0
_CROSSES_APART = 11.0
_CROSS = 3.0
_STREETS = {"primary": 3.0, "secondary": 2.6, "tertiary": 2.2, "street": 1.5, "pedestrian": 1.2, "service": 0.7}
_ROUNDS_OF_PUSHING = 120

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stop's number: at (x, y), with a line to the stop itself at (at_x, at_y) where it had to give way."""

    number: str
    x: float
    y: float
    at_x: float
    at_y: float
    is_moved: bool


@dataclass(frozen=True, slots=True)
class SheetMap:
    """A drawing of `width` by `height`, north up; paths are SVG path data.

    Attributes
    ----------
    streets: (stroke width, path), the narrow ones first.
    crosses, slow: over streets that are closed, and along those that are slow.
    closures: those of which a street lies within the drawing.
    """

    width: float
    height: float
    water: str
    streets: Sequence[tuple[float, str]]
    way: str
    arrows: str
    start: Point
    marks: Sequence[Mark]
    radius: float
    crosses: str = ""
    slow: str = ""
    closures: Sequence[ClosureView] = ()


class _Projection:
    """Equirectangular about the round's middle: right to a pixel over a town."""

    def __init__(self, round_: RoundView) -> None:
        points = [*round_.line, *((stop.position.lon, stop.position.lat) for stop in round_.stops)]
        points.append((round_.start.lon, round_.start.lat))
        west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
        south, north = min(lat for _, lat in points), max(lat for _, lat in points)
        self.narrow = cos(radians((south + north) / 2))
        wide = max((east - west) * self.narrow, _MIN_EXTENT_DEG)
        high = max(north - south, _MIN_EXTENT_DEG)
        self.height = min(max(_WIDTH * high / wide, _HEIGHTS[0]), _HEIGHTS[1])
        self.scale = min((_WIDTH - 2 * _MARGIN) / wide, (self.height - 2 * _MARGIN) / high)
        self.middle = ((west + east) / 2, (south + north) / 2)

    def __call__(self, lon: float, lat: float) -> Point:
        return (
            _WIDTH / 2 + (lon - self.middle[0]) * self.narrow * self.scale,
            self.height / 2 - (lat - self.middle[1]) * self.scale,
        )

    def line(self, line: Iterable[Point]) -> list[Point]:
        return [self(lon, lat) for lon, lat in line]

    def shows(self, line: Sequence[Point]) -> bool:
        xs, ys = [x for x, _ in line], [y for _, y in line]
        return max(xs) >= 0 and min(xs) <= _WIDTH and max(ys) >= 0 and min(ys) <= self.height


def sheet_map(round_: RoundView, base: Ground | None, closures: Sequence[ClosureView] = ()) -> SheetMap:
    """Draw a round; with a base map, over its water and streets; with closures, what of them concerns it."""
    project = _Projection(round_)
    way = project.line(round_.line)
    near = [(one, lines) for one in closures if (lines := _near(one, round_, project))]
    return SheetMap(
        width=_WIDTH,
        height=round(project.height, 1),
        water=_water(base, project) if base else "",
        streets=_streets(base, project) if base else [],
        way=_path(way),
        arrows=_arrows(way),
        start=project(round_.start.lon, round_.start.lat),
        marks=_marks([project(stop.position.lon, stop.position.lat) for stop in round_.stops], project.height),
        radius=_RADIUS,
        crosses=" ".join(_crosses(line) for one, lines in near if not one.slowed for line in lines),
        slow=" ".join(_path(line) for one, lines in near if one.slowed for line in lines),
        closures=[one for one, _ in near],
    )


def _near(closure: ClosureView, round_: RoundView, project: _Projection) -> list[list[Point]]:
    """Project the streets of a closure that the courier of a round may come upon."""
    if not closure.concerns(round_):
        return []
    return [line for street in closure.streets if project.shows(line := project.line(street))]


def _water(base: Ground, project: _Projection) -> str:
    rings = [
        project.line((lon, lat) for lon, lat in ring.coords)
        for kind in ("sea", "water")
        for area in base.areas_of(kind)
        for ring in (area.exterior, *area.interiors)
    ]
    return " ".join(_path(ring) + "Z" for ring in rings if project.shows(ring))


def _streets(base: Ground, project: _Projection) -> list[tuple[float, str]]:
    drawn: list[tuple[float, str]] = []
    for kind, width in sorted(_STREETS.items(), key=lambda item: item[1]):
        lines = [project.line(way.line) for way in base.ways_of(kind) if not way.tunnel]
        if path := " ".join(_path(line) for line in lines if project.shows(line)):
            drawn.append((width, path))
    return drawn


def _path(line: Sequence[Point]) -> str:
    if not line:
        return ""
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in line)


def _arrows(line: Sequence[Point]) -> str:
    """Heads along the way, as one path of triangles."""
    heads: list[tuple[float, float, str]] = []
    left = _ARROWS_APART / 2
    for (x, y), (to_x, to_y) in pairwise(line):
        length = hypot(to_x - x, to_y - y)
        while left <= length and length > 0:
            ux, uy = (to_x - x) / length, (to_y - y) / length
            at_x, at_y = x + ux * left, y + uy * left
            # a street ridden often needs its direction once
            if all(hypot(at_x - other_x, at_y - other_y) > _ARROWS_APART / 3 for other_x, other_y, _ in heads):
                heads.append((at_x, at_y, _head(at_x, at_y, ux, uy)))
            left += _ARROWS_APART
        left -= length
    return " ".join(head for _, _, head in heads)


def _crosses(line: Sequence[Point]) -> str:
    """Strike a street out, as one path of crosses; a street that is shorter than their distance gets one."""
    struck: list[str] = []
    left = min(_CROSSES_APART, sum(hypot(x - to_x, y - to_y) for (x, y), (to_x, to_y) in pairwise(line))) / 2
    for (x, y), (to_x, to_y) in pairwise(line):
        length = hypot(to_x - x, to_y - y)
        while left <= length and length > 0:
            at_x, at_y = x + (to_x - x) * left / length, y + (to_y - y) * left / length
            struck += [_path([(at_x - _CROSS, at_y + up), (at_x + _CROSS, at_y - up)]) for up in (_CROSS, -_CROSS)]
            left += _CROSSES_APART
        left -= length
    return " ".join(struck)


def _head(x: float, y: float, ux: float, uy: float) -> str:
    tip, left, right = (
        (x + ux * along - uy * aside, y + uy * along + ux * aside) for along, aside in ((6, 0), (-4, 4), (-4, -4))
    )
    return _path([tip, left, right]) + "Z"


def _marks(stops: Sequence[Point], height: float) -> list[Mark]:
    """Stops at one spot share a mark; marks that would lie over each other are pushed apart."""
    numbers: dict[Point, list[int]] = {}
    for number, (x, y) in enumerate(stops, 1):
        numbers.setdefault((round(x, 1), round(y, 1)), []).append(number)
    spots = list(numbers)
    pushed = _pushed_apart(spots, height)
    return [
        Mark(
            _spans(numbers[spot]),
            round(x, 1),
            round(y, 1),
            *spot,
            is_moved=hypot(x - spot[0], y - spot[1]) > _RADIUS / 2,
        )
        for spot, (x, y) in zip(spots, pushed, strict=True)
    ]


def _spans(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}+{len(numbers) - 1}"


def _pushed_apart(spots: Sequence[Point], height: float) -> list[Point]:
    """Push overlapping marks from each other, never beyond the drawing, until all have room or patience ends."""
    at = [list(spot) for spot in spots]
    room = 2 * _RADIUS + 1.5
    for _ in range(_ROUNDS_OF_PUSHING):
        is_free = True
        for i, one in enumerate(at):
            for j in range(i):
                other = at[j]
                dx, dy = one[0] - other[0], one[1] - other[1]
                apart = hypot(dx, dy)
                if apart >= room:
                    continue
                is_free = False
                if apart < 0.01:
                    dx, dy, apart = cos(2 * pi * i / ceil(room)), sin(2 * pi * i / ceil(room)), 1.0
                push = (room - min(apart, room)) / 2 / apart
                one[0] += dx * push
                one[1] += dy * push
                other[0] -= dx * push
                other[1] -= dy * push
                for mark in (one, other):
                    mark[0] = min(max(mark[0], _EDGE), _WIDTH - _EDGE)
                    mark[1] = min(max(mark[1], _EDGE), height - _EDGE)
        if is_free:
            break
    return [(x, y) for x, y in at]
