"""A map of neighbourhoods as one drawing: the more orders, the darker; what is hidden is hatched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import shapely

__all__ = ["DrawnPlace", "PlacesMap", "places_map"]

WIDTH = 1000
TALLEST = 1400
NONE = "#fffefb"
"""Where nobody ordered: the paper itself, so that it is not taken for a place of few."""
STEPS = ("#d3e6db", "#a9cfbd", "#79b29a", "#478f74", "#0b5e44")
"""One hue from light to dark, apart for every kind of colour vision; the figures stand in the table too."""
DETAIL = 0.7
"""Units of the drawing that a line may be simplified by."""


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """One neighbourhood: its outline as an SVG path, where its number stands, and how dark it is.

    `step` is 0 for nothing, 1 to 5 for more, and None where its figures are hidden.
    """

    key: str
    name: str
    number: int
    path: str
    x: float
    y: float
    step: int | None

    @property
    def colour(self) -> str:
        return "" if self.step is None else (NONE, *STEPS)[self.step]


@dataclass(frozen=True, slots=True)
class PlacesMap:
    """The drawing; `bounds` are the most orders of each step, least first."""

    width: int
    height: int
    places: Sequence[DrawnPlace]
    bounds: Sequence[int]

    @property
    def legend(self) -> list[tuple[int, int, str]]:
        """Give the least and the most of each step with its colour; steps that no whole number falls in are left out.

        Nought is a step of its own where it is anywhere on the map.
        """
        least = [1, *(most + 1 for most in self.bounds[:-1])]
        steps: list[tuple[int, int, str]] = [
            step for step in zip(least, self.bounds, STEPS, strict=True) if step[0] <= step[1]
        ]
        return [(0, 0, NONE), *steps] if any(place.step == 0 for place in self.places) else steps


def places_map(
    rows: Sequence[Mapping[str, Any]], borders: Mapping[str, shapely.MultiPolygon], figure: str = "orders"
) -> PlacesMap | None:
    """Draw the neighbourhoods of a published report, numbered as they come; None where no border is known.

    Degrees are drawn as if a degree of longitude were as long everywhere as in the middle: good enough for a town.
    """
    known = [row for row in rows if row["code"] in borders]
    if not known:
        return None
    shapes = [borders[row["code"]] for row in known]
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    squeeze = cos(radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * squeeze), TALLEST / (north - south))

    def flat(points: Any) -> Any:
        moved = points.copy()
        moved[:, 0] = (points[:, 0] - west) * squeeze * scale
        moved[:, 1] = (north - points[:, 1]) * scale
        return moved

    bounds = _bounds([row[figure] for row in known if not row["hidden"]])
    return PlacesMap(
        width=round((east - west) * squeeze * scale),
        height=round((north - south) * scale),
        places=[
            _drawn(row, number, shapely.simplify(shapely.transform(shape, flat), DETAIL), bounds, figure)
            for number, (row, shape) in enumerate(zip(known, shapes, strict=True), 1)
        ],
        bounds=bounds,
    )


def _drawn(row: Mapping[str, Any], number: int, shape: Any, bounds: Sequence[int], figure: str) -> DrawnPlace:
    within = shapely.point_on_surface(shape)
    step = None if row["hidden"] else sum(row[figure] > bound for bound in (0, *bounds[:-1]))
    return DrawnPlace(row["key"], row["name"], number, _path(shape), round(within.x, 1), round(within.y, 1), step)


def _path(shape: Any) -> str:
    parts = shapely.get_parts(shape)
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return "".join(f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in ring.coords[:-1])}Z" for ring in rings)


def _bounds(values: Sequence[int]) -> list[int]:
    """Cut from one to the most into five steps; give the most of each."""
    most = max(values, default=0)
    return [-(-most * step // len(STEPS)) for step in range(1, len(STEPS) + 1)]
