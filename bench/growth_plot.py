"""A picture of figures against size, both logarithmic, as SVG: no library, the same figures give the same file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

__all__ = ["Panel", "picture"]

COLOURS = ("#0b6e4f", "#c8553d", "#3d5a80", "#8a6d00", "#8a8a8a")
WIDTH, HEIGHT = 300.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 96.0, 26.0, 36.0
HEAD = 'font-family="sans-serif" font-size="10"'

Line = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing: a title, what the sizes are, and a line of (size, figure) for each name."""

    title: str
    sizes: str
    lines: Mapping[str, Line]


def picture(panels: Sequence[Panel]) -> str:
    """Draw panels beside each other. A dotted line grows as the sizes do."""
    width = len(panels) * (LEFT + WIDTH + RIGHT)
    height = TOP + HEIGHT + BOTTOM
    drawn = "\n".join(
        "\n".join([f'<g transform="translate({number * (LEFT + WIDTH + RIGHT):g} 0)">', *_panel(panel), "</g>"])
        for number, panel in enumerate(panels)
    )
    view = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view} {HEAD}>\n{ground}\n{drawn}\n</svg>\n'


def _panel(panel: Panel) -> Iterator[str]:
    points = [point for line in panel.lines.values() for point in line]
    first, last = min(size for size, _ in points), max(size for size, _ in points)
    low, high = floor(log10(min(figure for _, figure in points))), ceil(log10(max(figure for _, figure in points)))

    def at(size: float, figure: float) -> tuple[float, float]:
        across = (log10(size) - log10(first)) / (log10(last) - log10(first))
        up = (log10(figure) - low) / (high - low)
        return LEFT + WIDTH * across, TOP + HEIGHT * (1 - up)

    yield f'<text x="{LEFT:g}" y="14" font-weight="bold">{panel.title}</text>'
    for power in range(low, high + 1):
        _, y = at(first, 10.0**power)
        yield f'<path d="M{LEFT:g} {y:.1f}h{WIDTH:g}" stroke="#e4e4e4"/>'
        yield f'<text x="{LEFT - 6:g}" y="{y + 3:.1f}" text-anchor="end">{10.0**power:,g}</text>'
    longest = max(panel.lines.values(), key=len)
    for size, _ in longest:
        x, y = at(size, 10.0**low)
        yield f'<path d="M{x:.1f} {y:.1f}v4" stroke="#555"/>'
        yield f'<text x="{x:.1f}" y="{y + 15:.1f}" text-anchor="middle">{_short(size)}</text>'
    yield f'<text x="{LEFT + WIDTH / 2:g}" y="{TOP + HEIGHT + 30:g}" text-anchor="middle">{panel.sizes}</text>'
    yield from _lines(panel.lines, at, 10.0**high)


def _lines(lines: Mapping[str, Line], at: Callable[[float, float], tuple[float, float]], most: float) -> Iterator[str]:
    names: list[tuple[float, float, str, str]] = []
    for (name, line), colour in zip(lines.items(), COLOURS, strict=False):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in line))
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        for x, y in (at(*point) for point in line):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{colour}"/>'
        size, figure = line[0]
        steps = [(one, figure * one / size) for one, _ in line if figure * one / size <= most]
        straight = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in steps))
        yield f'<polyline points="{straight}" fill="none" stroke="{colour}" stroke-width="0.8" stroke-dasharray="2 3"/>'
        names.append((*at(*line[-1]), name, colour))
    lowest = TOP - 12
    for x, y, name, colour in sorted(names, key=lambda one: one[1]):
        lowest = max(y + 3, lowest + 12)
        yield f'<text x="{x + 6:.1f}" y="{lowest:.1f}" fill="{colour}">{name}</text>'


def _short(size: float) -> str:
    return f"{size / 1e6:.3g}M" if size >= 1e6 else f"{size / 1e3:.3g}k"
