"""Two periods beside each other: what the later emits more or less, as a whole and an order."""

from collections.abc import Sequence
from dataclasses import dataclass

from impact.activities import DayActivity
from impact.amounts import Amounts
from impact.draws import DEFAULT_DRAWS, Sample, draw
from impact.factors import FactorSet
from impact.ranges import Range, Saving
from impact.samples import Samples, samples_of

__all__ = ["Compared", "compared_periods"]

Made = tuple[DayActivity, FactorSet]


@dataclass(frozen=True, slots=True)
class Compared:
    """Grams CO2e of both, and the earlier minus the later in the same draw: below zero is an increase.

    Attributes
    ----------
    before_g, after_g, less_g: of all orders, in whole grams.
    before_mg, after_mg, less_mg: an order, in whole milligrams; None where a period has no order.
    """

    before_g: Range
    after_g: Range
    less_g: Saving
    before_mg: Range | None
    after_mg: Range | None
    less_mg: Saving | None


def compared_periods(
    before: Sequence[Made], after: Sequence[Made], *, draws: int = DEFAULT_DRAWS, seed: int = 1
) -> Compared:
    """Compare two periods of one day or more, each day with its factors.

    What both have in common, such as the grid of one factor set, is drawn alike on both sides and makes no difference.

    Raises
    ------
    BadInputError
        A factor set lacks a factor or has it in another unit, or draws or seed are out of range.
    """
    first, first_orders = _project(before, draws, seed)
    second, second_orders = _project(after, draws, seed)
    each = None
    if first_orders and second_orders:
        each = 1000.0 * first / first_orders, 1000.0 * second / second_orders
    return Compared(
        before_g=Range.of(first),
        after_g=Range.of(second),
        less_g=Saving.of(first, second),
        before_mg=None if each is None else Range.of(each[0]),
        after_mg=None if each is None else Range.of(each[1]),
        less_mg=None if each is None else Saving.of(*each),
    )


def _project(made: Sequence[Made], draws: int, seed: int) -> tuple[Sample, int]:
    sets = {factors.version: factors for _, factors in made}
    days = {version: [day for day, factors in made if factors.version == version] for version in sets}
    total = Samples.total(samples_of(draw(sets[each], draws, seed), Amounts.of(own)) for each, own in days.items())
    return total.project, sum(day.orders for day, _ in made)
