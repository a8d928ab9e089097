"""Shares a round's grams over its orders, by mass times direct distance (EN ISO 14083, collection rounds).

The direct distance is the shortest from the order's own shop to its customer, not what the round drove:
an order does not pay for being the last stop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from kernel.errors import BadInputError

__all__ = ["Consignment", "allocate_g", "shares", "tonne_km"]


@dataclass(frozen=True, slots=True)
class Consignment:
    """What one order had carried: goods with their packaging, and the shortest way from shop to customer.

    Raises
    ------
    BadInputError
        A number is below zero or not finite.
    """

    mass_kg: float
    direct_m: int

    def __post_init__(self) -> None:
        if not (isfinite(self.mass_kg) and self.mass_kg >= 0 and self.direct_m >= 0):
            raise BadInputError(f"{self.mass_kg} kg over {self.direct_m} m cannot be carried")


def tonne_km(consignment: Consignment) -> float:
    """Transport activity."""
    return consignment.mass_kg * consignment.direct_m / 1_000_000


def shares(consignments: Sequence[Consignment]) -> tuple[Fraction, ...]:
    """Each one's part of the round, exactly; they add up to one.

    When no mass was carried over any distance, all get the same.

    Raises
    ------
    BadInputError
        There is nothing to share among.
    """
    if not consignments:
        raise BadInputError("a round without orders has nobody to share its grams", way_out="Report it as empty.")
    weights = [Fraction(each.mass_kg) * each.direct_m for each in consignments]
    total = sum(weights)
    if not total:
        return (Fraction(1, len(weights)),) * len(weights)
    return tuple(weight / total for weight in weights)


def allocate_g(total_g: int, consignments: Sequence[Consignment]) -> tuple[int, ...]:
    """Whole grams of each order; they add up to `total_g`.

    Grams left over by rounding down go to the largest remainders, the earlier first.

    Raises
    ------
    BadInputError
        There is nothing to share among.
    """
    exact = [total_g * share for share in shares(consignments)]
    whole = [value.numerator // value.denominator for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda position: whole[position] - exact[position])
    for position in by_remainder[: total_g - sum(whole)]:
        whole[position] += 1
    return tuple(whole)
