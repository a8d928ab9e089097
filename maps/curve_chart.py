"""A curve with a band around it and another line beside it: sizes on a logarithmic axis, figures from nothing on."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log, log10

__all__ = ["LABELS_APART", "CurveChart", "CurvePoint", "curve_chart"]

WIDTH, HEIGHT = 620.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 16.0, 14.0, 74.0
LABELS_APART = 72.0
TICKS = 4


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A size, its figure with least and most, and what the other line says."""

    size: float
    low: float
    middle: float
    high: float
    other: float


@dataclass(frozen=True, slots=True)
class CurveChart:
    """A drawing; `sizes` and `figures` are ticks as (place, value), a size without its label as (x, None)."""

    width: float
    height: float
    left: float
    right: float
    bottom: float
    top: float
    band: str
    line: str
    other: str
    dots: Sequence[tuple[float, float]]
    sizes: Sequence[tuple[float, float | None]]
    figures: Sequence[tuple[float, float]]
    stop_x: float | None


def curve_chart(points: Sequence[CurvePoint], stop: float | None = None) -> CurveChart:
    """Lay out at least one point, sizes rising; `stop` is a size that gets a line of its own."""
    first, last = points[0].size, points[-1].size
    most = max(max(point.high, point.other) for point in points)
    step = _round_step(most / TICKS)
    top = step * max(1, ceil(most / step - 1e-9))

    def x(size: float) -> float:
        across = 0.5 if last == first else log(size / first) / log(last / first)
        return round(LEFT + 14 + (WIDTH - LEFT - RIGHT - 28) * across, 1)

    def y(figure: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - figure / top), 1)

    def line(pairs: Sequence[tuple[float, float]]) -> str:
        return "M" + " ".join(f"{x(size)} {y(figure)}" for size, figure in pairs)

    around = [(one.size, one.high) for one in points] + [(one.size, one.low) for one in reversed(points)]
    return CurveChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
        top=TOP,
        band=line(around) + "Z",
        line=line([(one.size, one.middle) for one in points]),
        other=line([(one.size, one.other) for one in points]),
        dots=[(x(one.size), y(one.middle)) for one in points],
        sizes=_with_room([(x(one.size), one.size) for one in points]),
        figures=[(y(number * step), number * step) for number in range(round(top / step) + 1)],
        stop_x=None if stop is None else x(stop),
    )


def _with_room(ticks: Sequence[tuple[float, float]]) -> list[tuple[float, float | None]]:
    """Leave out the label of a tick that would lie over the one before it; the last has its label always."""
    shown: list[float] = []
    found: list[tuple[float, float | None]] = []
    last = ticks[-1][0]
    for x, size in ticks:
        has_room = (not shown or x - shown[-1] >= LABELS_APART) and (x == last or last - x >= LABELS_APART)
        if has_room or x == last:
            shown.append(x)
        found.append((x, size if has_room or x == last else None))
    return found


def _round_step(least: float) -> float:
    """The next of … 0.1, 0.2, 0.5, 1, 2, 5 …"""
    power = 10 ** floor(log10(least)) if least > 0 else 1.0
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least - 1e-12)
