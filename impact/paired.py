"""Two ways of doing the same work, or two periods, beside each other: grams of both from the same draws, and their
difference.

What both sides share cancels out: where electricity is dirty in a draw, it is so on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from impact.activities import DayActivity, VehicleMetres
from impact.amounts import Amounts
from impact.drawn_grams import project_g
from impact.draws import DEFAULT_DRAWS, Sample, draw
from impact.factors import FactorSet
from impact.ranges import Range, Saving

__all__ = ["Paired", "PerOrder", "driven_only", "paired"]

Made = tuple[DayActivity, FactorSet]


@dataclass(frozen=True, slots=True)
class PerOrder:
    """The same divided by the orders of each side, in milligrams CO2e: a gram is too coarse for one order."""

    before_mg: Range
    after_mg: Range
    less_mg: Saving


@dataclass(frozen=True, slots=True)
class Paired:
    """Grams CO2e, well-to-wheel, of two sides.

    Attributes
    ----------
    less_g: before minus after draw by draw; below zero is an increase.
    per_order: None where a side brings no order.
    """

    draws: int
    seed: int
    before_g: Range
    after_g: Range
    less_g: Saving
    per_order: PerOrder | None


def driven_only(orders: int, rounds: Sequence[VehicleMetres], hub_orders: int) -> DayActivity:
    """Give a day of which only what was driven is asked, and not how else it might have gone."""
    return DayActivity(
        orders=orders,
        rounds=tuple(rounds),
        hub_orders=hub_orders,
        supply_orders=0,
        collect_m=(0,) * orders,
        shop_tours=(),
        pooled_van=(),
        each_alone=(),
    )


def paired(before: Sequence[Made], after: Sequence[Made], *, draws: int = DEFAULT_DRAWS, seed: int = 1) -> Paired:
    """Compare what days emit with what other days do, each day with its factors.

    Raises
    ------
    BadInputError
        A factor set lacks a factor or has it in another unit, or draws or seed are out of range.
    """
    one, other = (_grams(days, draws, seed) for days in (before, after))
    orders = [sum(day.orders for day, _ in days) for days in (before, after)]
    return Paired(
        draws=draws,
        seed=seed,
        before_g=Range.of(one),
        after_g=Range.of(other),
        less_g=Saving.of(one, other),
        per_order=_per_order(one * 1000 / orders[0], other * 1000 / orders[1]) if all(orders) else None,
    )


def _grams(made: Sequence[Made], draws: int, seed: int) -> Sample:
    total = np.zeros(draws)
    for factors in {factors.version: factors for _, factors in made}.values():
        days = [day for day, own in made if own.version == factors.version]
        for part in project_g(draw(factors, draws, seed), Amounts.of(days)).values():
            total += part
    return total


def _per_order(one: Sample, other: Sample) -> PerOrder:
    return PerOrder(Range.of(one), Range.of(other), Saving.of(one, other))
