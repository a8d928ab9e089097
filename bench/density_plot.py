"""A picture of metres a stop against stops a square kilometre, as SVG: the same figures give the same file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

__all__ = ["Spread", "density_picture"]

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 420, 240, 52, 16, 40, 12
MOST_STOPS, MOST_M = 220, 250
LIMIT = 0.7120
"""Percus and Martin's constant of ever more points."""
OURS, PUBLISHED, CURVE = "#0b6e4f", "#c8553d", "#8a8a8a"


@dataclass(frozen=True, slots=True)
class Spread:
    """Metres a stop where there are so many stops on a square kilometre: the published mean, and ours of many towns."""

    stops: int
    published_m: float
    least_m: float
    mean_m: float
    most_m: float


def density_picture(spreads: Sequence[Spread]) -> str:
    width, height = LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM
    lines = "\n".join([*_axes(), *_curve(), *(line for spread in spreads for line in _spread(spread)), *_legend()])
    view = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {view} font-family="sans-serif" font-size="10">'
    return f'{head}\n<rect width="100%" height="100%" fill="#ffffff"/>\n{lines}\n</svg>\n'


def _at(stops: float, metres: float) -> tuple[float, float]:
    return LEFT + WIDTH * stops / MOST_STOPS, TOP + HEIGHT * (1 - metres / MOST_M)


def _axes() -> Iterator[str]:
    for metres in range(0, MOST_M + 1, 50):
        _, y = _at(0, metres)
        yield f'<path d="M{LEFT} {y:.1f}h{WIDTH}" stroke="#e4e4e4"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 3:.1f}" text-anchor="end">{metres} m</text>'
    for stops in range(0, MOST_STOPS + 1, 50):
        x, y = _at(stops, 0)
        yield f'<text x="{x:.1f}" y="{y + 15:.1f}" text-anchor="middle">{stops}</text>'
    yield f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 32}" text-anchor="middle">stops a square kilometre</text>'


def _curve() -> Iterator[str]:
    points = (_at(stops, 1000 * LIMIT / sqrt(stops)) for stops in range(10, MOST_STOPS + 1, 5))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{CURVE}" stroke-dasharray="3 3"/>'


def _spread(spread: Spread) -> Iterator[str]:
    x, low = _at(spread.stops, spread.least_m)
    _, high = _at(spread.stops, spread.most_m)
    _, mean = _at(spread.stops, spread.mean_m)
    _, other = _at(spread.stops, spread.published_m)
    yield f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{OURS}"/>'
    yield f'<circle cx="{x:.1f}" cy="{mean:.1f}" r="3" fill="{OURS}"/>'
    yield f'<path d="M{x - 7:.1f} {other:.1f}h14" stroke="{PUBLISHED}" stroke-width="2"/>'


def _legend() -> Iterator[str]:
    said = {
        OURS: "our solver: mean, least and most of the towns",
        PUBLISHED: "published mean (Lei et al. 2015)",
        CURVE: "0.7120 / root(density), the limit",
    }
    for number, (colour, text) in enumerate(said.items()):
        at = f'x="{LEFT + WIDTH - 6}" y="{TOP + 14 + 14 * number}"'
        yield f'<text {at} text-anchor="end" fill="{colour}">{text}</text>'
