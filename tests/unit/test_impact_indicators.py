"""Indicators of loops: by hand, and by rules."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from impact.activities import VehicleClass
from impact.indicators import RoundFacts, indicators_of

BIKE = RoundFacts(
    vehicle=VehicleClass.CARGO_BIKE,
    distance_m=10_000,
    empty_m=2_500,
    duty_s=7_200,
    crew=1,
    stops=16,
    orders=12,
    capacity_g=100_000,
    capacity_ml=500_000,
    gram_metres=10_000 * 40_000,
    millilitre_metres=10_000 * 100_000,
    activity_gram_metres=12 * 3_000 * 900,
    direct_m=12 * 900,
)
VAN = RoundFacts(
    vehicle=VehicleClass.DIESEL_VAN,
    distance_m=30_000,
    empty_m=0,
    duty_s=3_600,
    crew=2,
    stops=4,
    orders=4,
    capacity_g=500_000,
    capacity_ml=1_000_000,
    gram_metres=0,
    millilitre_metres=0,
    activity_gram_metres=0,
    direct_m=5_200,
    attempts=4,
    first_time=3,
)


def test_two_rounds_by_hand() -> None:
    found = indicators_of([BIKE, VAN])
    assert (found.loops, found.stops, found.orders) == (2, 20, 16)
    assert found.vehicle_m == {VehicleClass.CARGO_BIKE: 10_000, VehicleClass.DIESEL_VAN: 30_000}
    assert found.courier_s == 7_200 + 2 * 3_600
    assert found.empty_share == Fraction(1, 16)
    assert found.orders_per_loop == 8
    assert found.km_per_stop == 2
    assert found.km_per_order == Fraction(5, 2)
    assert found.drops_per_hour == Fraction(16, 3)
    assert found.detour == Fraction(40_000, 16_000)
    assert found.goods_kg_km == Fraction(324, 10)
    assert found.load_by_mass == Fraction(10_000 * 40_000, 10_000 * 100_000 + 30_000 * 500_000)
    assert found.load_by_volume == Fraction(10_000 * 100_000, 10_000 * 500_000 + 30_000 * 1_000_000)
    assert found.first_attempt_success == Fraction(3, 4)
    assert found.shop_to_customer_m == 1_000


def test_what_is_not_known_is_not_nought() -> None:
    assert indicators_of([BIKE]).first_attempt_success is None
    nothing = indicators_of([])
    assert (nothing.loops, nothing.empty_share, nothing.detour, nothing.km_per_stop) == (0, None, None, None)


@given(st.permutations([BIKE, VAN, BIKE]), st.integers(2, 5))
def test_order_changes_nothing_and_more_of_the_same_no_ratio(rounds: list[RoundFacts], times: int) -> None:
    once, often = indicators_of([BIKE, BIKE, VAN]), indicators_of(rounds * times)
    assert often.orders == times * once.orders
    for name in ("empty_share", "km_per_stop", "detour", "load_by_mass", "first_attempt_success", "drops_per_hour"):
        assert getattr(often, name) == getattr(once, name)
