"""Draws: their shape, their bounds, and that they depend on nothing but seed, id and range."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.draws import draw
from impact.factor_table import load_factors
from impact.factors import Distribution, Factor, FactorSet, Scope, Status
from impact.ranges import Range, Saving
from kernel.errors import BadInputError


def a_factor(low: float, central: float, high: float, name: str = "bike.energy") -> Factor:
    fixed = low == high
    return Factor(
        id=name,
        scope=Scope.NONE,
        low=low,
        central=central,
        high=high,
        unit="Wh/km",
        distribution=Distribution.FIXED if fixed else Distribution.TRIANGULAR,
        year=2026,
        region="-",
        source="a test",
        status=Status.ASSUMED,
        range_status=None if fixed else Status.ASSUMED,
    )


three_numbers = st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted)


@given(three_numbers, st.integers(0, 2**63))
def test_a_draw_stays_within_its_factor(numbers: list[float], seed: int) -> None:
    low, central, high = numbers
    sample = draw(FactorSet("test", (a_factor(low, central, high),)), 200, seed).of("bike.energy", "Wh/km")
    slack = 1e-9 * max(high, 1.0)
    assert sample.min() >= low - slack
    assert sample.max() <= high + slack


@pytest.mark.parametrize(
    ("low", "mode", "high"),
    [(15, 30, 60), (0, 0, 20), (1, 1.5, 3), (0, 20, 20)],
    ids=["inner mode", "mode at low", "skewed", "mode at high"],
)
def test_draws_follow_the_triangle(low: float, mode: float, high: float) -> None:
    """The share of draws below x is the area of the triangle below x; 0.02 is Kolmogorov's bound at n = 10,000."""
    sample = draw(FactorSet("test", (a_factor(low, mode, high),)), 10_000, 1).of("bike.energy", "Wh/km")
    for x in np.linspace(low, high, 21):
        below = (x - low) ** 2 / ((high - low) * (mode - low)) if mode > low and x <= mode else None
        area = (
            below if below is not None else 1 - (high - x) ** 2 / ((high - low) * (high - mode)) if high > mode else 1
        )
        assert np.mean(sample <= x) == pytest.approx(area, abs=0.02)


def test_two_factors_are_drawn_apart() -> None:
    factors = FactorSet("test", (a_factor(0, 1, 2, "bike.energy"), a_factor(0, 1, 2, "van.energy")))
    drawn = draw(factors, 10_000, 1)
    assert abs(np.corrcoef(drawn.of("bike.energy", "Wh/km"), drawn.of("van.energy", "Wh/km"))[0, 1]) < 0.03


def test_another_factor_or_another_order_changes_no_draws() -> None:
    table = load_factors("2026.1")
    more = FactorSet("more", (a_factor(1, 2, 3, "new.factor"), *reversed(table.factors)))
    before, after = draw(table, 500, 7), draw(more, 500, 7)
    for factor in table.drawn:
        assert np.array_equal(before.of(factor.id, factor.unit), after.of(factor.id, factor.unit))


def test_more_draws_begin_with_the_same_ones() -> None:
    few, many = draw(load_factors("2026.1"), 100, 3), draw(load_factors("2026.1"), 1_000, 3)
    assert np.array_equal(few.of("van.stem", "km/trip"), many.of("van.stem", "km/trip")[:100])


def test_another_seed_draws_otherwise() -> None:
    one, two = (draw(load_factors("2026.1"), 100, seed).of("van.stem", "km/trip") for seed in (1, 2))
    assert not np.array_equal(one, two)


def test_a_shared_draw_cannot_be_changed_by_one_who_reads_it() -> None:
    with pytest.raises(ValueError, match="read-only"):
        draw(load_factors("2026.1"), 10).of("van.stem", "km/trip")[0] = 0.0


def test_a_factor_in_another_unit_is_refused_and_not_misread() -> None:
    table = load_factors("2026.1")
    kilograms = tuple(
        replace(factor, unit="g/km") if factor.id == "electricity.grid" else factor for factor in table.factors
    )
    with pytest.raises(BadInputError, match=r"need electricity\.grid in g/kWh; this set has it in g/km"):
        draw(FactorSet("odd", kilograms), 10).of("electricity.grid", "g/kWh")


def test_a_factor_that_is_not_there_is_named() -> None:
    with pytest.raises(BadInputError, match=r"need van\.stem in km/trip; this set lacks it"):
        draw(FactorSet("test", (a_factor(1, 2, 3),)), 10).of("van.stem", "km/trip")


@pytest.mark.parametrize(("n", "seed"), [(0, 1), (-5, 1), (10_000_001, 1), (10, -1)])
def test_numbers_of_draws_and_seeds_have_bounds(n: int, seed: int) -> None:
    with pytest.raises(BadInputError):
        draw(load_factors("2026.1"), n, seed)


def test_percentiles_are_drawn_values_by_nearest_rank() -> None:
    assert Range.of(np.arange(1.0, 101.0)) == Range(5, 50, 95)
    assert Range.of(np.array([7.0])) == Range(7, 7, 7)


def test_the_middle_of_the_differences_is_not_the_difference_of_the_middles() -> None:
    baseline, project = np.array([0.0, 10.0, 100.0]), np.array([0.0, 90.0, 50.0])
    assert Range.of(baseline).central - Range.of(project).central == -40
    assert Saving.of(baseline, project) == Saving(-80, 0, 50, 1 / 3)
