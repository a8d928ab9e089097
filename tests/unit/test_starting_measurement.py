"""Grams of how goods travelled before, against the same by hand; and what no count can be."""

from dataclasses import replace

import pytest

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.assess import assess, assess_days
from impact.factor_table import load_factors
from impact.factors import Distribution
from impact.starting_measurement import Flow, FlowKind, Measured
from kernel.errors import BadInputError

VAN, PARCEL, CAR = (FlowKind.SHOP_TRIPS, FlowKind.PARCELS, FlowKind.CUSTOMER_TRIPS)
DAY = DayActivity(
    orders=20,
    rounds=(VehicleMetres(VehicleClass.CARGO_BIKE, 30_000, 0),),
    hub_orders=0,
    supply_orders=0,
    collect_m=(3_000,) * 20,
    shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, 80_000, 0),),
    pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 32_000, 0),),
    each_alone=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 90_000, 0),),
)
FACTORS = load_factors("2026.2")
COUNTED = Measured(
    40,
    [
        Flow(VAN, "diesel_van", 6, 50_000, 0),
        Flow(PARCEL, "PostNL", 0, 0, 10),
        Flow(CAR, "car", 12, 60_000, 0),
        Flow(CAR, "bicycle", 9, 18_000, 0),
        Flow(CAR, "on_foot", 0, 0, 0),
    ],
)


def central(factor: str) -> float:
    """The likeliest value, of which a sum's middle lies no further than its triangles lean."""
    return sum(one.central for one in FACTORS.drawn if one.id == factor)


def test_grams_of_an_order_are_those_of_what_was_counted_by_hand() -> None:
    (found,) = assess(DAY, FACTORS, measured=[COUNTED]).measured
    van, parcel = 50 * central("diesel_van.driving"), 10 * central("parcel_network.delivery")
    least_car, most_car = 60 * 130, 60 * 240  # g/km of the table's mix of cars
    assert (van + parcel + least_car) / 40 * 0.8 < found.per_order_g.low
    assert found.per_order_g.high < (van + parcel + most_car) / 40 * 1.4
    assert found.scaled_g.central == pytest.approx(20 * found.per_order_g.central, abs=20)


def test_a_fixed_factor_gives_the_sum_to_the_gram() -> None:
    """Only parcels, of a set in which they have no range: 10 parcels of 40 orders, for 20 orders."""
    (row,) = [one for one in FACTORS.drawn if one.id == "parcel_network.delivery"]
    fixed = FACTORS.with_own(
        "x", [replace(row, distribution=Distribution.FIXED, range_status=None, low=200.0, central=200.0, high=200.0)]
    )
    (found,) = assess(DAY, fixed, measured=[Measured(40, [Flow(PARCEL, "PostNL", 0, 0, 10)])]).measured
    assert (found.per_order_g.low, found.per_order_g.central, found.per_order_g.high) == (50, 50, 50)
    assert (found.scaled_g.low, found.scaled_g.high) == (1_000, 1_000)


def test_where_everybody_walked_before_it_is_an_increase() -> None:
    walked = Measured(40, [Flow(CAR, "on_foot", 40, 60_000, 0)])
    (found,) = assess(DAY, FACTORS, measured=[walked]).measured
    assert found.scaled_g.high == 0
    assert found.saved_g.high < 0
    assert found.saved_g.probability == 0


def test_no_other_figure_changes_by_a_measurement() -> None:
    plain, compared = assess(DAY, FACTORS), assess(DAY, FACTORS, measured=[COUNTED])
    for name in ("project_g", "baselines_g", "saved_g", "headline", "decomposition", "making_g"):
        assert getattr(plain, name) == getattr(compared, name)


def test_a_month_of_two_factor_sets_has_each_days_orders_at_its_own() -> None:
    older = load_factors("2026.1")
    (both,) = assess_days([(DAY, FACTORS), (DAY, older)], measured=[COUNTED]).measured
    (new,) = assess_days([(DAY, FACTORS), (DAY, FACTORS)], measured=[COUNTED]).measured
    (old,) = assess_days([(DAY, older), (DAY, older)], measured=[COUNTED]).measured
    assert min(new.scaled_g.central, old.scaled_g.central) - 2 <= both.scaled_g.central
    assert both.scaled_g.central <= max(new.scaled_g.central, old.scaled_g.central) + 2


@pytest.mark.parametrize(
    ("flow", "says"),
    [
        ((VAN, "diesel_van", -1, 5, 0), "trips: -1 is not from 0"),
        ((VAN, "diesel_van", 1, -5, 0), "distance_m: -5 is not from 0"),
        ((VAN, "diesel_van", 1, 10**12, 0), "is not from 0 to 1,000,000,000"),
        ((VAN, "diesel_van", 0, 5, 0), "5 m in no trip"),
        ((VAN, "moped", 1, 5, 0), "'moped' is no way of shop_trips; use one of bicycle"),
        ((VAN, "diesel_van", 1, 5, 3), "shop_trips have no parcels"),
        ((PARCEL, "PostNL", 1, 0, 3), "parcels have no trips or metres"),
        ((PARCEL, "", 0, 0, 3), "a carrier's name has 1 to 80 characters"),
        ((CAR, "car", 1.5, 5, 0), "trips: 1.5 is no whole number"),
    ],
)
def test_what_no_count_can_be_is_refused(flow: tuple[FlowKind, str, int, int, int], says: str) -> None:
    with pytest.raises(BadInputError) as caught:
        Flow(*flow)
    assert says in str(caught.value)


def test_a_measurement_of_no_order_or_nothing_is_refused() -> None:
    with pytest.raises(BadInputError, match="a measurement of 0 orders cannot be divided by them"):
        Measured(0, COUNTED.flows)
    with pytest.raises(BadInputError, match="nothing was counted"):
        Measured(40, [])
    with pytest.raises(BadInputError, match="shop_trips by diesel_van stand there twice"):
        Measured(40, [COUNTED.flows[0], COUNTED.flows[0]])
