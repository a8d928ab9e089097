"""An earlier study's worked example, made again from its stated assumptions.

Sixty orders a day from 12 shops on 3 to 12 km2 in four rounds; its grams an order are P5, P50 and P95.
Stated: circuity 1.2/1.3/1.45, everything through a hub with a supply leg, tours of 1/2/5 stops, a van of
290/345/400 g/km, s = 0.83. Not stated, and so ours: uniform area, square and depot in its middle (mean
distance to the centre 0.3826 and between two points 0.5214 of the side), Daganzo's 2 r R + 0.57 sqrt(n A).
Each draw has its own geometry and one draw of the factors.
"""

import random
from dataclasses import replace
from math import sqrt

import pytest

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.assess import assess
from impact.baselines import Baseline
from impact.factor_table import load_factors
from impact.factors import Distribution, Factor, FactorSet, Status

ORDERS, SHOPS, ROUNDS = 60, 12, 4
DRAWS = 1_000
ITS_VALUES = {
    "diesel_van.driving": (290, 345, 400),
    "shop_fleet.diesel_van": (0.45, 0.45, 0.45),
    "shop_fleet.car": (0.40, 0.40, 0.40),
    "shop_fleet.electric_van": (0.15, 0.15, 0.15),
}


def a_day(geometry: random.Random) -> DayActivity:
    area_km2 = geometry.uniform(3, 12)
    side_km, circuity = sqrt(area_km2), geometry.triangular(1.2, 1.45, 1.3)
    rounds_km = circuity * (2 * 0.3826 * side_km * ROUNDS + 0.57 * sqrt((ORDERS + SHOPS) * area_km2))
    direct_km = 0.5214 * side_km * circuity
    stops = geometry.triangular(1, 5, 2)
    tours_km = ORDERS / stops * (2 * direct_km * 1.05 + (stops - 1) * 0.4 * direct_km)
    return DayActivity(
        orders=ORDERS,
        rounds=(VehicleMetres(VehicleClass.CARGO_BIKE, round(rounds_km * 1000), 0),),
        hub_orders=ORDERS,
        supply_orders=ORDERS,
        collect_m=(round(2000 * direct_km),) * ORDERS,
        shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, round(tours_km * 1000), 0),),
        pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, round(rounds_km * 1000), 1),),
        each_alone=(),
    )


def its_factors(replaced_share: float) -> FactorSet:
    table = load_factors("2026.1")
    values = ITS_VALUES | {"collect.replaced_share": (replaced_share,) * 3}
    return table.with_own(
        "study", [changed(factor, *values[factor.id]) for factor in table.drawn if factor.id in values]
    )


def changed(factor: Factor, low: float, central: float, high: float) -> Factor:
    fixed = low == high
    return replace(
        factor,
        low=low,
        central=central,
        high=high,
        distribution=Distribution.FIXED if fixed else Distribution.TRIANGULAR,
        range_status=None if fixed else Status.ASSUMED,
    )


def grams_an_order(factors: FactorSet) -> dict[str, tuple[float, float, float]]:
    geometry = random.Random(1)  # noqa: S311 - a study, no secret
    found: dict[str, list[float]] = {name: [] for name in ("project", *Baseline)}
    for seed in range(DRAWS):
        one = assess(a_day(geometry), factors, draws=1, seed=seed)
        found["project"].append(one.project_g.central / ORDERS)
        for baseline, saving in one.saved_g.items():
            found[baseline].append(saving.central / ORDERS)
    ordered = {name: sorted(values) for name, values in found.items()}
    return {name: tuple(each[int(DRAWS * p)] for p in (0.05, 0.5, 0.95)) for name, each in ordered.items()}


def test_the_worked_example_comes_out_again() -> None:
    ours = grams_an_order(its_factors(0.83))
    assert ours["project"] == pytest.approx((8, 16, 26), abs=2)
    assert ours[Baseline.CUSTOMER_COLLECTS] == pytest.approx((26, 62, 122), rel=0.15)
    assert ours[Baseline.SHOP_TOURS] == pytest.approx((276, 420, 672), rel=0.15)
    assert ours[Baseline.PARCEL_NETWORK] == pytest.approx((54, 106, 181), rel=0.05)
    assert ours[Baseline.POOLED_VAN] == pytest.approx((12, 33, 62), rel=0.15)


def test_where_few_trips_are_replaced_the_worked_example_is_mostly_an_increase() -> None:
    ours = grams_an_order(its_factors(0.12))
    assert ours[Baseline.CUSTOMER_COLLECTS] == pytest.approx((-16, -4, 6), abs=3)
