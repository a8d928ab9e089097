"""What a range hangs on, days drawn anew, the likely mix and the steps: each against an oracle of its own."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.amounts import Amounts
from impact.assess import assess, assess_days
from impact.baselines import Baseline
from impact.day_blocks import day_counts
from impact.draws import draw
from impact.factor_table import load_factors
from impact.factors import Distribution, FactorSet, Scope, Status
from impact.influence import influences
from impact.likely_mix import Basis
from impact.samples import samples_of
from impact.substitution import Answer, Reply, substitution_of
from kernel.errors import BadInputError

FACTORS = load_factors("2026.2")
MAKING = [row for row in FACTORS.drawn if row.scope is Scope.MAKING]


def a_day(bike_m: int = 20_000, orders: int = 10, collect_m: int = 4_000) -> DayActivity:
    return DayActivity(
        orders=orders,
        rounds=(VehicleMetres(VehicleClass.CARGO_BIKE, bike_m, 0),),
        hub_orders=0,
        supply_orders=0,
        collect_m=(collect_m,) * orders,
        shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, 3 * bike_m, 0),),
        pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, bike_m, 1),),
        each_alone=(VehicleMetres(VehicleClass.ELECTRIC_VAN, 5 * bike_m, 0),),
    )


# -- inputs that matter --------------------------------------------------------------------------


def test_the_rank_correlations_are_those_of_a_statistics_library() -> None:
    drawn = draw(FACTORS, 3_000, seed=7)
    found = samples_of(drawn, Amounts.of([a_day()]))
    saved = found.baselines[Baseline.SHOP_TOURS] - found.project
    theirs = {name: spearmanr(sample, saved).statistic for name, sample in drawn.samples.items() if np.ptp(sample)}
    ours = influences(drawn, saved, most=len(theirs))
    assert {each.factor: each.correlation_permille / 1000 for each in ours} == pytest.approx(
        {name: theirs[name] for name in (each.factor for each in ours)}, abs=0.0011
    )
    assert [each.factor for each in influences(drawn, saved)][:2] == ["diesel_van.driving", "shop_fleet.diesel_van"]
    assert sum(each.share_percent for each in ours) == pytest.approx(100, abs=5)


def test_inputs_in_no_gram_of_a_figure_are_not_named_though_chance_correlates_them() -> None:
    """What making a bike emits is in no saving, and it follows this figure to the digit."""
    drawn = draw(FACTORS, 3_000, seed=7)
    saved = samples_of(drawn, Amounts.of([a_day()])).likely_mix
    assert saved is not None
    of_making = next(drawn.samples[row.id] for row in MAKING if np.ptp(drawn.samples[row.id]))
    for figure in (saved, of_making):
        named = {each.factor: each.share_percent for each in influences(drawn, figure, most=100)}
        assert not named.keys() & {row.id for row in MAKING}
        assert min(named.values(), default=1) > 0


def test_equal_values_share_their_rank() -> None:
    drawn = draw(FACTORS, 500, seed=1)
    steps = np.floor(drawn.samples["electricity.grid"] / 50)
    strongest = influences(drawn, steps)[0]
    theirs = spearmanr(drawn.samples["electricity.grid"], steps).statistic
    assert (strongest.factor, strongest.correlation_permille) == ("electricity.grid", int(1000 * theirs))


def test_a_figure_that_does_not_vary_hangs_on_nothing() -> None:
    drawn = draw(FACTORS, 50)
    assert influences(drawn, np.zeros(50)) == ()


# -- days drawn anew -----------------------------------------------------------------------------


@given(st.integers(1, 31), st.integers(1, 50), st.integers(0, 99))
def test_as_many_days_are_drawn_as_there_are(days: int, n: int, seed: int) -> None:
    counts = day_counts(days, n, seed)
    assert counts.shape == (n, days)
    assert (counts.sum(axis=1) == days).all()
    assert counts.min() >= 0


def test_days_drawn_anew_widen_the_range_of_a_month_whose_days_differ() -> None:
    alike = assess_days([(a_day(), FACTORS)] * 6)
    uneven = assess_days([(a_day(bike_m), FACTORS) for bike_m in (2_000, 6_000, 10_000, 20_000, 30_000, 52_000)])
    assert alike.days_vary_g == alike.saved_g
    assert uneven.days_vary_g is not None
    for baseline in (Baseline.SHOP_TOURS, Baseline.POOLED_VAN):
        drawn, whole = uneven.days_vary_g[baseline], uneven.saved_g[baseline]
        assert drawn.high - drawn.low > 1.3 * (whole.high - whole.low)
        assert drawn.central == pytest.approx(whole.central, rel=0.1)


def test_the_spread_of_days_is_that_of_a_plain_bootstrap() -> None:
    """Factors held: what is left is the days, as a second bootstrap in plain Python has it."""
    held = [
        replace(row, low=row.central, high=row.central, distribution=Distribution.FIXED, range_status=None)
        for row in FACTORS.drawn
    ]
    fixed = FactorSet("held", tuple(held))
    days = [a_day(bike_m) for bike_m in (5_000, 9_000, 30_000)]
    found = assess_days([(day, fixed) for day in days]).days_vary_g
    assert found is not None
    each = [assess(day, fixed, draws=1).saved_g[Baseline.SHOP_TOURS].central for day in days]
    dice = random.Random(5)  # noqa: S311 - no secret
    sums = sorted(sum(dice.choices(each, k=3)) for _ in range(20_000))
    theirs = [sums[int(20_000 * share)] for share in (0.05, 0.5, 0.95)]
    ours = found[Baseline.SHOP_TOURS]
    assert [ours.low, ours.central, ours.high] == pytest.approx(theirs, abs=3)


def test_one_day_has_no_other_days() -> None:
    assert assess(a_day(), FACTORS).days_vary_g is None


# -- many days, many versions --------------------------------------------------------------------


@settings(max_examples=20)
@given(st.lists(st.integers(0, 50_000), min_size=2, max_size=5), st.randoms())
def test_the_order_of_days_changes_no_total(metres: list[int], shuffled: random.Random) -> None:
    days = [(a_day(bike_m), FACTORS) for bike_m in metres]
    one, other = assess_days(days, draws=200), assess_days(shuffled.sample(days, len(days)), draws=200)
    assert (one.project_g, one.saved_g, one.headline) == (other.project_g, other.saved_g, other.headline)


def test_days_whose_factors_differ_in_name_alone_add_up_as_if_they_were_one_set() -> None:
    renamed = replace(FACTORS, version="2026.9")
    one = assess_days([(a_day(), FACTORS), (a_day(7_000), FACTORS)])
    two = assess_days([(a_day(), FACTORS), (a_day(7_000), renamed)])
    assert two.factor_set == "2026.2, 2026.9"
    for name in Baseline:
        assert two.saved_g[name].central == pytest.approx(one.saved_g[name].central, abs=1)


# -- the likely mix ------------------------------------------------------------------------------


def test_where_nobody_was_asked_the_headline_is_the_customers_own_trip_and_says_so() -> None:
    found = assess(a_day(), FACTORS)
    assert found.headline is not None
    assert found.headline.basis is Basis.DEFAULT
    assert found.headline.saved_g == found.saved_g[Baseline.CUSTOMER_COLLECTS]
    assert found.headline.saved_g.central < max(saved.central for saved in found.saved_g.values())
    assert len(found.headline.inputs) == 5


def test_a_survey_takes_the_place_of_the_default() -> None:
    shares = {"customer_collects": 0.5, "shop_tours": 0.3, "parcel_network": 0.2}
    rows = [
        replace(row, low=share, central=share, high=share, status=Status.VERIFIED)
        for row in FACTORS.drawn
        for name, share in shares.items()
        if row.id == f"likely_mix.{name}"
    ]
    surveyed = FACTORS.with_own("survey", rows)
    found = assess(a_day(), surveyed)
    assert found.headline is not None
    assert found.headline.basis is Basis.SURVEY
    drawn = samples_of(draw(surveyed), Amounts.of([a_day()]))
    mixed = sum(share * drawn.baselines[Baseline(name)] for name, share in shares.items())
    assert np.allclose(drawn.likely_mix, mixed)


def test_the_mix_of_answers_is_never_above_the_worst_of_them() -> None:
    said = substitution_of([Reply("a", "2026-1", Answer.SHOP_BRINGS), Reply("b", "2026-1", None)], ["a", "b"], [1, 1])
    day = replace(a_day(orders=2), substitution=said)
    found = assess(day, FACTORS)
    assert found.headline is not None
    worst = max(found.baselines_g.values(), key=lambda each: each.central)
    assert found.headline.mix_g.central < worst.central
    assert (found.headline.asked, found.headline.answered, found.headline.orders) == (2, 1, 2)


def test_a_set_without_a_mix_has_no_headline() -> None:
    assert assess(a_day(), load_factors("2026.1")).headline is None


def test_replies_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadInputError, match="order a has two replies"):
        substitution_of([Reply("a", "2026-1", None)] * 2, ["a"], [1])
    with pytest.raises(BadInputError, match=r"'2020-1' is no wording of the question\. There is: 2026-1"):
        Reply("a", "2020-1", None)
    with pytest.raises(BadInputError, match="asked: 3 of 2 orders"):
        replace(a_day(orders=2), substitution=replace(a_day().substitution, asked=3))


# -- from alone to pooled to bike ----------------------------------------------------------------


@given(st.integers(0, 10**6))
def test_the_steps_lead_from_each_alone_to_the_project(bike_m: int) -> None:
    drawn = draw(FACTORS, 100)
    found = samples_of(drawn, Amounts.of([a_day(bike_m)]))
    pooled = found.baselines[Baseline.POOLED_VAN]
    assert np.allclose((found.each_alone - pooled) + (pooled - found.project), found.each_alone - found.project)
    steps = assess(a_day(bike_m), FACTORS, draws=100).decomposition
    assert steps.vehicle_g == assess(a_day(bike_m), FACTORS, draws=100).saved_g[Baseline.POOLED_VAN]


def test_the_steps_by_hand() -> None:
    """100 km alone, 20 km and one way from the garage pooled, by electric van; 20 km by bike: at held factors."""
    held = [
        replace(row, low=row.central, high=row.central, distribution=Distribution.FIXED, range_status=None)
        for row in FACTORS.drawn
    ]
    found = assess(a_day(), FactorSet("held", tuple(held)), draws=1).decomposition
    van, bike = Fraction(300 * 244, 900), Fraction(30 * 244, 880)
    assert found.each_alone_g.central == round(100 * van)
    assert found.pooling_g.central == round((100 - 23) * van)
    assert found.vehicle_g.central == round(23 * van - 20 * bike)


# -- making vehicles -----------------------------------------------------------------------------


def test_making_vehicles_is_a_line_of_its_own_on_both_sides() -> None:
    """20 km by cargo bike; 20 km by van and 0 to 10 from the garage; in none of the other figures."""
    found = assess(a_day(), FACTORS).making_g
    assert found is not None
    assert set(found) == {"project", Baseline.CUSTOMER_COLLECTS, Baseline.SHOP_TOURS, Baseline.POOLED_VAN}
    assert 20 * 8 < found["project"].low < 20 * 11.8 < found["project"].high < 20 * 20
    assert 20 * 87.5 <= found[Baseline.POOLED_VAN].low < found[Baseline.POOLED_VAN].high <= 30 * 87.5
    unmade = [
        replace(row, low=0, central=0, high=0, distribution=Distribution.FIXED, range_status=None) for row in MAKING
    ]
    without = assess(a_day(), FACTORS.with_own("unmade", unmade))
    assert without.project_g == assess(a_day(), FACTORS).project_g
    assert without.saved_g == assess(a_day(), FACTORS).saved_g
    assert assess(a_day(), load_factors("2026.1")).making_g is None
