"""Bars from P5 to P95 with a line at P50, on one axis from nothing on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

__all__ = ["Chart", "Interval", "interval_chart"]

_WIDTH = 1000
_MIN_BAR = 4.0
"""A range too small to see is still a mark."""
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """One bar; x from 0 to the chart's width."""

    id: str
    low: int
    central: int
    high: int
    x: float
    width: float
    middle: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on a common axis; `ticks` are (x, value)."""

    width: int
    bars: Sequence[Interval]
    ticks: Sequence[tuple[float, int]]


def interval_chart(ranges: Mapping[str, Mapping[str, Any]]) -> Chart:
    """Lay out ranges by their id, in the order given; no value may be below zero."""
    step = _round_step(max(int(one["high"]) for one in ranges.values()) / _TICKS)
    top = step * max(1, ceil(max(int(one["high"]) for one in ranges.values()) / step))
    bars = [_bar(name, one, _WIDTH / top) for name, one in ranges.items()]
    ticks = [(value * _WIDTH / top, value) for value in range(0, top + 1, step)]
    return Chart(_WIDTH, bars, ticks)


def _bar(name: str, one: Mapping[str, Any], scale: float) -> Interval:
    low, central, high = int(one["low"]), int(one["central"]), int(one["high"])
    width = max((high - low) * scale, _MIN_BAR)
    return Interval(name, low, central, high, round(low * scale, 1), round(width, 1), round(central * scale, 1))


def _round_step(least: float) -> int:
    """The next of 1, 2, 5, 10, 20 …"""
    if least <= 1:
        return 1
    power = 10 ** floor(log10(least))
    return next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= least)
