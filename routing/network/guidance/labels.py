"""What the roads of a path are called along it: short gaps in a name are no change of name, a kerb is no walk."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from routing.network.guidance.course import Stretch

__all__ = ["GAP_M", "LEAST_RIDE_M", "smoothed"]

GAP_M = 40.0
"""A bit of road of another name between two of the same name: the far side of a crossing, a zebra. Own choice."""

LEAST_PUSH_M = 5.0
"""Less is stepped over, not walked. Own choice."""

LEAST_RIDE_M = 15.0
"""Between two bits on foot nobody gets on for less. Own choice."""

Run = tuple[int, int]


def smoothed(course: Sequence[Stretch]) -> list[Stretch]:
    """Give a course whose modes and labels change only where a person would say so."""
    told = list(course)
    _fill(
        told,
        key=lambda stretch: stretch.mode,
        is_gap=lambda mode, beside, metres: (
            (beside == "pushing bike" and mode != "ferry" and metres < LEAST_RIDE_M)
            or (mode == "pushing bike" and metres < LEAST_PUSH_M)
        ),
        change=lambda stretch, mode: replace(stretch, mode=mode),
    )
    _fill(
        told,
        key=lambda stretch: "" if stretch.road.is_ring else stretch.label,
        is_gap=lambda _, beside, metres: bool(beside) and metres < GAP_M,
        change=lambda stretch, label: stretch if stretch.road.is_ring else replace(stretch, label=label),
    )
    return told


def _fill(
    told: list[Stretch],
    *,
    key: Callable[[Stretch], str],
    is_gap: Callable[[str, str, float], bool],
    change: Callable[[Stretch, str], Stretch],
) -> None:
    """Give each short run between two of the same value that value."""
    runs: list[Run] = []
    at = 0
    for _, run in groupby(told, key=key):
        count = len(list(run))
        runs.append((at, at + count))
        at += count
    for i in range(1, len(runs) - 1):
        (begin, end), before, after = runs[i], told[runs[i - 1][0]], told[runs[i + 1][0]]
        metres = sum(stretch.mm for stretch in told[begin:end]) / 1000
        if key(before) == key(after) and is_gap(key(told[begin]), key(before), metres):
            told[begin:end] = [change(stretch, key(before)) for stretch in told[begin:end]]
