"""Grams shared over the orders of a round: whole, exact, and by mass times direct distance."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.allocation import Consignment, apportion, weights_by_activity
from kernel.errors import BadInputError


def round_of(*direct_km: int, mass_g: int = 1_000) -> list[Consignment]:
    return [Consignment(str(number), mass_g, 1_000 * km) for number, km in enumerate(direct_km)]


def test_a_published_round_is_shared_as_published() -> None:
    """T12: 30 + 25 + 22 + 18 + 85 = 180 km driven; direct 30, 50, 70, 90 km; equal masses."""
    consignments = round_of(30, 50, 70, 90)
    assert sum(each.direct_m for each in consignments) == 240_000
    assert apportion(180_000, weights_by_activity(consignments)) == (22_500, 37_500, 52_500, 67_500)
    shares = apportion(10_000, weights_by_activity(consignments))
    assert [round(share / 100, 2) for share in shares] == [12.5, 20.83, 29.17, 37.5]


weights = st.lists(st.integers(0, 10**9) | st.fractions(0, 1000, max_denominator=97), min_size=1, max_size=30)


@given(st.integers(0, 10**9), weights)
def test_parts_add_up_to_the_total_and_none_is_a_gram_off(total: int, given_weights: list[int | Fraction]) -> None:
    parts = apportion(total, given_weights)
    assert sum(parts) == total
    whole = sum(given_weights)
    for part, weight in zip(parts, given_weights, strict=True):
        exact = Fraction(total) * weight / whole if whole else Fraction(total, len(given_weights))
        assert abs(part - exact) < 1


def test_where_nothing_was_carried_all_get_the_same_and_the_first_the_rest() -> None:
    assert apportion(11, weights_by_activity(round_of(0, 0, 0))) == (4, 4, 3)


def test_what_cannot_be_shared_is_refused() -> None:
    with pytest.raises(BadInputError, match="nobody to share grams among"):
        apportion(5, [])
    with pytest.raises(BadInputError, match="below zero"):
        apportion(-1, [1])
    with pytest.raises(BadInputError, match="order a: -1 g over 5 m cannot be carried"):
        Consignment("a", -1, 5)
