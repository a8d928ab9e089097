"""NOx and particles where vehicles drive: by hand, drawn paired, and absent where a factor set has none."""

from dataclasses import replace

import numpy as np
import pytest

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.assess import assess, assess_days
from impact.draws import draw
from impact.factor_table import load_factors
from impact.factors import FactorSet
from impact.local_air import Pollutant, local_per_km_mg

FACTORS = load_factors("2026.3")
OLDER = load_factors("2026.2")


def km(vehicle: VehicleClass, kilometres: int) -> tuple[VehicleMetres, ...]:
    return (VehicleMetres(vehicle, 1_000 * kilometres, 0),)


DAY = DayActivity(
    orders=1,
    rounds=km(VehicleClass.CARGO_BIKE, 10),
    hub_orders=0,
    supply_orders=0,
    collect_m=(4_000,),
    shop_tours=km(VehicleClass.DIESEL_VAN, 20),
    pooled_van=km(VehicleClass.ELECTRIC_VAN, 12),
    each_alone=km(VehicleClass.ELECTRIC_VAN, 30),
)


def at_their_middle(factors: FactorSet) -> FactorSet:
    """Let every factor have its central value in all draws."""
    fixed = [
        replace(one, low=one.central, high=one.central, distribution=type(one.distribution)("fixed"), range_status=None)
        for one in factors.factors
    ]
    return FactorSet(factors.version, tuple(fixed))


def test_a_day_by_hand() -> None:
    found = assess(DAY, at_their_middle(FACTORS), draws=10)
    assert found.local_mg is not None
    nox, pm10 = ({side: mg.central for side, mg in found.local_mg[each].items()} for each in Pollutant)
    car_km = 4.0 * 0.45 * 0.6 / 1.5 * 0.5
    assert nox == {
        "project": 0, "customer_collects": round(car_km * 0.91 * 150), "shop_tours": 20 * 500, "pooled_van": 0,
    }  # fmt: skip
    assert pm10 == {
        "project": 30,
        "customer_collects": round(car_km * (0.91 * 1.5 + 21.3)),
        "shop_tours": round(20 * (2 + 29.1)),
        "pooled_van": round(12 * 29.1),
    }


def test_both_sides_have_the_same_draw_of_what_they_share() -> None:
    """A van against the same van: each side varies, their difference does not."""
    alike = replace(DAY, rounds=DAY.pooled_van)
    found = assess(alike, FACTORS, draws=500)
    assert found.local_mg is not None
    assert found.local_saved_mg is not None
    own = found.local_mg[Pollutant.PM10]["project"]
    assert own.low < own.central < own.high
    saved = found.local_saved_mg[Pollutant.PM10]["pooled_van"]
    assert (saved.low, saved.central, saved.high, saved.probability) == (0, 0, 0, 0.0)


def test_an_older_set_has_none_and_a_month_with_such_a_day_neither() -> None:
    assert assess(DAY, OLDER, draws=10).local_mg is None
    assert assess_days([(DAY, OLDER), (DAY, FACTORS)], draws=10).local_mg is None
    both = assess_days([(DAY, FACTORS), (DAY, FACTORS)], draws=500).local_mg
    assert both is not None
    once = assess(DAY, FACTORS, draws=500).local_mg
    assert once is not None
    of_both, of_one = (each[Pollutant.NOX]["shop_tours"].central for each in (both, once))
    assert of_both == pytest.approx(2 * of_one, abs=1)


def test_grams_and_what_they_hang_on_are_those_of_the_set_before() -> None:
    now, before = assess(DAY, FACTORS), assess(DAY, OLDER)
    assert now.saved_g == before.saved_g
    assert now.headline is not None
    assert before.headline is not None
    assert now.headline.inputs == before.headline.inputs


@pytest.mark.parametrize("vehicle", VehicleClass)
@pytest.mark.parametrize("pollutant", Pollutant)
def test_every_class_has_an_amount_and_none_is_below_nought(vehicle: VehicleClass, pollutant: Pollutant) -> None:
    drawn = local_per_km_mg(draw(FACTORS, 100), vehicle, pollutant=pollutant)
    assert drawn.shape == (100,)
    assert np.all(drawn >= 0)
    assert np.any(drawn > 0) or pollutant is Pollutant.NOX
