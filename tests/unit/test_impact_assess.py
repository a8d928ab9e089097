"""A day's figures: computed by hand where factors are fixed, and by rules where they are drawn."""

import random
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.assess import Assessment, assess
from impact.baselines import Baseline
from impact.drawn_grams import Part, per_km_g
from impact.draws import draw
from impact.factor_table import load_factors
from impact.factors import Distribution, FactorSet
from impact.ranges import Range, Saving
from kernel.errors import BadInputError

TABLE = load_factors("2026.1")
NO_VALUES: Mapping[str, float] = MappingProxyType({})


def day(**changes: object) -> DayActivity:
    nothing: dict[str, object] = {
        "orders": 0,
        "rounds": (),
        "hub_orders": 0,
        "supply_orders": 0,
        "collect_m": (),
        "shop_tours": (),
        "pooled_van": (),
        "each_alone": (),
    }
    return DayActivity(**(nothing | changes))


def by(vehicle: VehicleClass, distance_m: int, garage_trips: int = 0) -> tuple[VehicleMetres, ...]:
    return (VehicleMetres(vehicle, distance_m, garage_trips),)


def without_ranges(values: Mapping[str, float] = NO_VALUES) -> FactorSet:
    """The table with every factor at its central value, or at the given one."""
    heads = [
        replace(
            factor,
            low=values.get(factor.id, factor.central),
            central=values.get(factor.id, factor.central),
            high=values.get(factor.id, factor.central),
            distribution=Distribution.FIXED,
            range_status=None,
        )
        for factor in TABLE.drawn
    ]
    return TABLE.with_own("fixed", heads)


def exactly(grams: float) -> Range:
    return Range(round(grams), round(grams), round(grams))


# -- by hand -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vehicle", "g_a_km"),
    [
        (VehicleClass.BICYCLE, 0.0),
        (VehicleClass.CARGO_BIKE, 30 / 1000 / 0.88 * 244),  # 8.3, the facts' own 8.3
        (VehicleClass.CAR, 0.91 * 190 + 0.09 * (200 / 1000 / 0.9 * 244)),
        (VehicleClass.DIESEL_VAN, 317.0),
        (VehicleClass.ELECTRIC_VAN, 300 / 1000 / 0.9 * 244),  # 81
        (VehicleClass.SHOP_FLEET, 0.45 * 317 + 0.40 * (0.91 * 190 + 0.09 * 54.222) + 0.15 * 81.333),
    ],
)
def test_a_kilometre_at_central_values(vehicle: VehicleClass, g_a_km: float) -> None:
    assert per_km_g(draw(without_ranges(), 1), vehicle)[0] == pytest.approx(g_a_km, rel=1e-5)


@pytest.mark.parametrize(
    ("vehicle", "around", "least", "most"),
    [(VehicleClass.CARGO_BIKE, 8.3, 4, 17), (VehicleClass.ELECTRIC_VAN, 81, 54, 114)],
)
def test_with_the_grid_fixed_electric_kilometres_keep_to_their_published_bounds(
    vehicle: VehicleClass, around: float, least: float, most: float
) -> None:
    grid = next(factor for factor in without_ranges().drawn if factor.id == "electricity.grid")
    sample = per_km_g(draw(TABLE.with_own("grid", [grid]), 10_000), vehicle)
    assert least <= sample.min() < around < sample.max() <= most


@pytest.mark.parametrize(("km", "grams"), [(30, 4267.602366886301), (7, 995.7738856068035)])
def test_a_car_trip_gives_the_published_grams(km: int, grams: float) -> None:
    """ADEME Impact CO2: 0.1422534 kg a car kilometre, 30 km to the shop and 7 km to the pick-up point."""
    factors = without_ranges({"fossil_car.driving": 142.2534122295434, "car.electric_share": 0.0})
    assert assess(day(rounds=by(VehicleClass.CAR, km * 1000)), factors, draws=1).project_g == exactly(grams)


def test_a_whole_day_by_hand() -> None:
    found = assess(
        day(
            orders=10,
            rounds=by(VehicleClass.CARGO_BIKE, 20_000) + by(VehicleClass.DIESEL_VAN, 5_000, 1),
            hub_orders=4,
            supply_orders=3,
            collect_m=(4_000,) * 10,
            shop_tours=by(VehicleClass.DIESEL_VAN, 30_000),
            pooled_van=by(VehicleClass.ELECTRIC_VAN, 18_000, 2),
        ),
        without_ranges({"supply_leg.driving": 7.0}),
        draws=3,
    )
    assert found.project_g == exactly(20 * 8.31818 + (5 + 3) * 317 + 4 * 2 + 3 * 7)
    assert found.project_parts_g == {
        Part.ROUNDS: exactly(20 * 8.31818 + 8 * 317),
        Part.HUB: exactly(8),
        Part.SUPPLY_LEGS: exactly(21),
    }
    car_m = 40_000 * 0.45 * (1 - 0.4) / 1.5 * 0.5
    assert found.collect.round_trips_m == 40_000
    assert found.collect.by_car_m == exactly(18_000)
    assert found.collect.own_trip_m == exactly(10_800)
    assert found.collect.per_order_m == exactly(7_200)
    assert found.customer_collects_m == exactly(car_m)
    assert found.baselines_g == {
        Baseline.CUSTOMER_COLLECTS: exactly(car_m / 1000 * (0.91 * 190 + 0.09 * 54.2222)),
        Baseline.SHOP_TOURS: exactly(30 * 317),
        Baseline.PARCEL_NETWORK: exactly(10 * 100),
        Baseline.POOLED_VAN: exactly((18 + 2 * 3) * 81.3333),
    }
    assert found.project_m == exactly(28_000)
    assert found.baselines_m[Baseline.POOLED_VAN] == exactly(24_000)
    # An increase stays an increase.
    assert found.saved_g[Baseline.PARCEL_NETWORK] == Saving(-1731, -1731, -1731, 0.0)


def test_a_day_without_orders_emits_nothing_and_saves_nothing() -> None:
    found = assess(day(), TABLE)
    assert found.project_g == Range(0, 0, 0)
    assert set(found.saved_g.values()) == {Saving(0, 0, 0, 0.0)}


def test_customers_who_walk_or_cycle_make_every_order_an_increase() -> None:
    found = assess(
        day(orders=5, rounds=by(VehicleClass.CARGO_BIKE, 9_000), collect_m=(3_000,) * 5),
        TABLE.with_own("on-foot", [f for f in without_ranges({"collect.car_share": 0.0}).drawn if "car_share" in f.id]),
    )
    assert found.baselines_g[Baseline.CUSTOMER_COLLECTS] == Range(0, 0, 0)
    assert found.saved_g[Baseline.CUSTOMER_COLLECTS].high < 0
    assert found.saved_g[Baseline.CUSTOMER_COLLECTS].probability == 0.0


# -- rules -------------------------------------------------------------------------------------

metres = st.integers(0, 200_000)
classes = st.sampled_from(VehicleClass)
entries = st.lists(
    st.builds(VehicleMetres, classes, metres, st.just(0))
    | st.builds(VehicleMetres, st.sampled_from([VehicleClass.DIESEL_VAN, VehicleClass.ELECTRIC_VAN]), metres, metres),
    max_size=4,
).map(tuple)


@st.composite
def days(draws: st.DrawFn) -> DayActivity:
    collect_m = draws(st.lists(metres, max_size=12).map(tuple))
    orders = len(collect_m)
    return DayActivity(
        orders=orders,
        rounds=draws(entries),
        hub_orders=draws(st.integers(0, orders)),
        supply_orders=draws(st.integers(0, orders)),
        collect_m=collect_m,
        shop_tours=draws(entries),
        pooled_van=draws(entries),
        each_alone=draws(entries),
    )


def figures(found: Assessment) -> list[Range | Saving]:
    return [
        found.project_g,
        *found.project_parts_g.values(),
        *found.baselines_g.values(),
        *found.saved_g.values(),
        *found.baselines_m.values(),
    ]


@given(days(), st.integers(0, 1000))
def test_low_is_below_central_is_below_high(activity: DayActivity, seed: int) -> None:
    for each in figures(assess(activity, TABLE, draws=50, seed=seed)):
        assert each.low <= each.central <= each.high


@given(days(), st.randoms())
def test_the_order_of_orders_and_vehicles_changes_nothing(activity: DayActivity, shuffled: random.Random) -> None:
    def again(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(shuffled.sample(items, len(items)))

    other = replace(
        activity,
        rounds=again(activity.rounds),
        collect_m=again(activity.collect_m),
        shop_tours=again(activity.shop_tours),
        pooled_van=again(activity.pooled_van),
    )
    assert assess(other, TABLE, draws=50) == assess(activity, TABLE, draws=50)


@given(days())
def test_the_same_driving_on_both_sides_saves_exactly_nothing(activity: DayActivity) -> None:
    same = replace(activity, hub_orders=0, supply_orders=0, pooled_van=activity.rounds, shop_tours=activity.rounds)
    found = assess(same, TABLE, draws=50)
    assert found.saved_g[Baseline.POOLED_VAN] == Saving(0, 0, 0, 0.0)
    assert found.saved_g[Baseline.SHOP_TOURS] == Saving(0, 0, 0, 0.0)


@given(days(), classes, st.integers(1, 50_000))
def test_more_metres_are_never_fewer_grams(activity: DayActivity, vehicle: VehicleClass, more_m: int) -> None:
    before = assess(activity, TABLE, draws=50)
    after = assess(replace(activity, rounds=(*activity.rounds, VehicleMetres(vehicle, more_m, 0))), TABLE, draws=50)
    assert after.project_g.low >= before.project_g.low
    assert after.project_g.central >= before.project_g.central
    assert after.project_g.high >= before.project_g.high
    for baseline, saving in after.saved_g.items():
        assert saving.central <= before.saved_g[baseline].central


@given(days())
def test_a_day_driven_three_times_emits_three_times_as_much(activity: DayActivity) -> None:
    thrice = DayActivity(
        orders=3 * activity.orders,
        rounds=3 * activity.rounds,
        hub_orders=3 * activity.hub_orders,
        supply_orders=3 * activity.supply_orders,
        collect_m=3 * activity.collect_m,
        shop_tours=3 * activity.shop_tours,
        pooled_van=3 * activity.pooled_van,
        each_alone=3 * activity.each_alone,
    )
    one, three = figures(assess(activity, TABLE, draws=50)), figures(assess(thrice, TABLE, draws=50))
    for before, after in zip(one, three, strict=True):
        # Each side is rounded once.
        assert after.central == pytest.approx(3 * before.central, abs=2)
        assert after.low == pytest.approx(3 * before.low, abs=2)
        assert after.high == pytest.approx(3 * before.high, abs=2)


@given(days(), st.integers(0, 100))
def test_shared_driving_cancels_out_of_the_saving(activity: DayActivity, km: int) -> None:
    """Draws are paired: what both sides drive alike leaves the difference and its width as they were."""
    shared = by(VehicleClass.DIESEL_VAN, km * 1000)
    before = assess(activity, TABLE, draws=50).saved_g[Baseline.POOLED_VAN]
    both = replace(activity, rounds=activity.rounds + shared, pooled_van=activity.pooled_van + shared)
    after = assess(both, TABLE, draws=50).saved_g[Baseline.POOLED_VAN]
    assert after.low == pytest.approx(before.low, abs=1)
    assert after.high == pytest.approx(before.high, abs=1)


# -- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"orders": 2, "collect_m": (1,)},
            "collect_m: 1 round trips for 2 orders. Give one for each order, in metres.",
        ),
        ({"orders": -1}, "orders: -1 is not from 0 to 1000000000000"),
        ({"orders": 1.0}, "orders: 1.0 is no whole number. Round it before."),
        ({"orders": 1, "collect_m": (float("nan"),)}, "collect_m[0]: nan is no whole number"),
        ({"orders": 1, "collect_m": (-5,)}, "collect_m[0]: -5 is not from 0"),
        ({"hub_orders": 1}, "hub_orders: 1 of 0 orders"),
        ({"supply_orders": 1}, "supply_orders: 1 of 0 orders"),
    ],
)
def test_a_day_that_cannot_be_is_refused(changes: dict[str, object], line: str) -> None:
    with pytest.raises(BadInputError) as caught:
        day(**changes)
    assert line in str(caught.value)


@pytest.mark.parametrize(
    ("vehicle", "distance_m", "garage_trips", "line"),
    [
        (VehicleClass.CAR, 12.5, 0, "car distance_m: 12.5 is no whole number"),
        (VehicleClass.CAR, -1, 0, "car distance_m: -1 is not from 0"),
        (VehicleClass.CAR, 10**13, 0, "car distance_m: 10000000000000 is not from 0"),
        (VehicleClass.DIESEL_VAN, 1, -1, "diesel_van garage_trips: -1 is not from 0"),
        (VehicleClass.CARGO_BIKE, 1, 2, "a cargo_bike with 2 garage trips. Only vans have the table's stem"),
    ],
)
def test_metres_that_cannot_be_are_refused(
    vehicle: VehicleClass, distance_m: int, garage_trips: int, line: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        VehicleMetres(vehicle, distance_m, garage_trips)
    assert line in str(caught.value)


def test_zero_must_be_said() -> None:
    with pytest.raises(TypeError, match="hub_orders"):
        DayActivity(orders=0, rounds=(), supply_orders=0, collect_m=(), shop_tours=(), pooled_van=(), each_alone=())


def test_numpys_whole_numbers_are_taken_and_do_not_overflow() -> None:
    far = np.int32(2_000_000_000)
    found = assess(day(orders=2, collect_m=(far, far)), without_ranges(), draws=1)
    assert found.collect.round_trips_m == 4_000_000_000
