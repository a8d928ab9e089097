"""Restricted turns made on foot: where one gets off, and how far one walks before getting on again."""

from collections.abc import Sequence
from dataclasses import replace

from routing.network.guidance.course import Stretch, parted
from routing.network.guidance.labels import LEAST_RIDE_M

__all__ = ["with_walks"]

WALKED_M = 20.0
"""From the turn on, before one is out of the junction's way. Source: `[turn.pushed]` of the profiles prices 20 m."""


def with_walks(course: Sequence[Stretch]) -> list[Stretch]:
    """Give a course on which one walks the first metres behind each pushed turn, over as many stretches as they take.

    Nobody gets on for a last bit of a stretch that is shorter than a ride is between two walks.
    """
    told: list[Stretch] = []
    left_mm = 0.0
    for stretch in course:
        if stretch.pushed:
            left_mm = WALKED_M * 1000
        if stretch.mode == "ferry":
            left_mm = 0.0
        if left_mm <= 0:
            told.append(stretch)
        elif stretch.mm < left_mm + LEAST_RIDE_M * 1000:
            told.append(replace(stretch, mode="pushing bike"))
            left_mm -= stretch.mm
        else:
            walk, ride = parted(stretch, left_mm)
            told += [replace(walk, mode="pushing bike"), ride]
            left_mm = 0.0
    return told
