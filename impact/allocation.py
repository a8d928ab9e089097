"""Shares a round's grams over its orders, by mass times direct distance (EN ISO 14083, collection rounds).

The direct distance is the shortest from the order's own shop to its customer, not what the round drove:
an order does not pay for being the last stop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kernel.errors import BadInputError

__all__ = ["Consignment", "apportion", "weights_by_activity", "weights_by_mass"]


@dataclass(frozen=True, slots=True)
class Consignment:
    """What one order had carried: goods with their packaging, over the shortest way from shop to customer.

    Raises
    ------
    BadInputError
        A number is below zero.
    """

    order: str
    mass_g: int
    direct_m: int

    def __post_init__(self) -> None:
        if not (self.mass_g >= 0 and self.direct_m >= 0):
            raise BadInputError(f"order {self.order}: {self.mass_g} g over {self.direct_m} m cannot be carried")

    @property
    def gram_metres(self) -> int:
        """Transport activity; a tonne-kilometre is 10**9 of these."""
        return self.mass_g * self.direct_m


def weights_by_activity(consignments: Sequence[Consignment]) -> list[int]:
    """Weigh by transport activity: mass times direct distance."""
    return [each.gram_metres for each in consignments]


def weights_by_mass(consignments: Sequence[Consignment]) -> list[int]:
    """Weigh by mass alone, as hubs are shared."""
    return [each.mass_g for each in consignments]


def apportion(total: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Cut a whole number into whole parts by weight; they add up to it.

    What is left over by rounding down goes to the largest remainders, the earlier first. Where nothing weighs
    anything, all get the same.

    Raises
    ------
    BadInputError
        There is nobody to share among, or a weight or the total is below zero.
    """
    if not weights:
        raise BadInputError("there is nobody to share grams among", way_out="Report them as not allocated.")
    if total < 0 or min(weights) < 0:
        raise BadInputError("a total or a weight is below zero")
    whole = sum(weights)
    exact = [Fraction(total) * weight / whole if whole else Fraction(total, len(weights)) for weight in weights]
    parts = [value.numerator // value.denominator for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda position: parts[position] - exact[position])
    for position in by_remainder[: total - sum(parts)]:
        parts[position] += 1
    return tuple(parts)
