"""Sharing a round's grams over its orders, against published examples and by rules."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.allocation import Consignment, allocate_g, shares, tonne_km
from kernel.errors import BadInputError


@pytest.mark.parametrize(
    ("kg", "km", "activity", "kg_a_tonne_km", "grams_kg"),
    [
        (40_000, 423, 16_920, 0.116, 1_962.72),  # iLEAP demo data, road leg, WTW
        (40_000, 423, 16_920, 0.089, 1_505.88),  # the same, TTW
        (40_000, 423, 16_920, 0.007, 118.44),  # rail, WTW
        (4_000, 30, 120, 0.793, 95.16),  # pre-leg
        (4_000, 50, 200, 0.793, 158.60),  # post-leg
        (230, 700, 161, 1.0, 161.0),  # iLEAP specification
        (5_000, 203, 1_015, 0.162, 164.4),  # dcycle's GLEC page, printed to one digit
    ],
)
def test_transport_activity_gives_the_published_emissions(
    kg: float, km: int, activity: float, kg_a_tonne_km: float, grams_kg: float
) -> None:
    found = tonne_km(Consignment(kg, km * 1000))
    assert found == pytest.approx(activity, rel=1e-12)
    assert found * kg_a_tonne_km == pytest.approx(grams_kg, abs=0.05)


def test_a_round_is_shared_by_direct_distance_and_not_by_place_in_the_round() -> None:
    """A round of 180 km past stops at 30, 50, 70 and 90 km of the depot, equal masses."""
    four = [Consignment(100, km * 1000) for km in (30, 50, 70, 90)]
    assert shares(four) == (Fraction(1, 8), Fraction(5, 24), Fraction(7, 24), Fraction(3, 8))
    assert allocate_g(180_000, four) == (22_500, 37_500, 52_500, 67_500)


def test_orders_that_were_carried_nowhere_share_alike() -> None:
    assert allocate_g(10, [Consignment(5, 0), Consignment(1, 0), Consignment(0, 700)]) == (4, 3, 3)


consignments = st.lists(st.builds(Consignment, st.floats(0, 1e4), st.integers(0, 10**6)), min_size=1, max_size=20)


@given(st.integers(0, 10**9), consignments)
def test_the_shares_add_up_to_the_gram(total_g: int, orders: list[Consignment]) -> None:
    found = allocate_g(total_g, orders)
    assert sum(found) == total_g
    assert sum(shares(orders)) == 1
    for grams, share in zip(found, shares(orders), strict=True):
        assert abs(grams - total_g * share) < 1


@given(st.integers(0, 10**9), consignments, st.randoms())
def test_the_order_of_stops_changes_nobodys_share(
    total_g: int, orders: list[Consignment], shuffled: random.Random
) -> None:
    other = shuffled.sample(orders, len(orders))
    assert sorted(shares(orders)) == sorted(shares(other))
    assert sorted(allocate_g(total_g, orders)) == sorted(allocate_g(total_g, other))


@given(consignments, st.integers(0, 10**6))
def test_an_empty_return_changes_the_total_and_no_share(orders: list[Consignment], empty_g: int) -> None:
    """Shares know nothing of what was driven: more grams are shared in the same proportion."""
    with_return = allocate_g(1_000 + empty_g, orders)
    assert sum(with_return) == 1_000 + empty_g
    for grams, share in zip(with_return, shares(orders), strict=True):
        assert abs(grams - (1_000 + empty_g) * share) < 1


def test_a_round_without_orders_has_nobody_to_share_with() -> None:
    with pytest.raises(BadInputError, match="nobody to share its grams"):
        allocate_g(100, [])


@pytest.mark.parametrize(("kg", "metres"), [(-1, 5), (float("nan"), 5), (float("inf"), 5), (1, -5)])
def test_what_cannot_be_carried_is_refused(kg: float, metres: int) -> None:
    with pytest.raises(BadInputError, match="cannot be carried"):
        Consignment(kg, metres)
