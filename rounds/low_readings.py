"""Readings that say less than can well be: a meter read too early, of another day, or with a digit too few."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from impact.central_grams import CentralGrams
from impact.elements import Element, Movement
from impact.factors import FactorSet

__all__ = ["LEAST_EXPECTED", "is_low"]

LEAST_EXPECTED = Fraction(70, 100)
"""Of what reports or else the plan imply: what is less is told. Our own choice; winds and hills are within it."""


def is_low(
    before: Mapping[str, Element], now: Mapping[str, Element], driven_m: int | None, wh_or_ml: int | None, by: FactorSet
) -> bool:
    """Say whether a vehicle's reading of a day is less than `LEAST_EXPECTED` of what its rounds imply.

    Parameters
    ----------
    before, now: its rounds, by reports or plan, and with the reading in their place.
    driven_m, wh_or_ml: as they were read; None where they were not.
    """
    expected_m = sum(each.distance_m for one in before.values() for each in one.movements)
    if driven_m is not None and driven_m < LEAST_EXPECTED * expected_m:
        return True
    if wh_or_ml is None or by.split("hub.handling") is None:
        return False
    grams = CentralGrams(by)
    movements = [each for one in now.values() for each in one.movements]
    return wh_or_ml == 0 or _wtw(movements, grams) < LEAST_EXPECTED * _wtw(
        [replace(each, energy=None) for each in movements], grams
    )


def _wtw(movements: list[Movement], grams: CentralGrams) -> Fraction:
    return sum((grams.of_movement(each).wtw for each in movements), Fraction(0))
