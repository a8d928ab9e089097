"""What a hostile reviewer of CO2 claims looks for: rules that hold for every day. docs/pitfalls.md names them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.allocation import Consignment
from impact.assess import Assessment, assess, assess_days
from impact.baselines import Baseline
from impact.central_grams import CentralGrams
from impact.elements import Carrier, Element, ElementKind, Energy, Known, Movement, Purpose, Stretch, Tier
from impact.factor_table import load_factors
from impact.factors import Distribution, Factor, FactorSet, Scope
from impact.figures import LANGUAGES, amount_text, saving_text
from impact.inventory import Inventory, inventory_of
from impact.likely_mix import MIXED
from impact.ranges import Range, Saving
from kernel.errors import BadInputError

VERSIONS = ("2026.1", "2026.2")
FACTORS = load_factors("2026.2")
metres = st.integers(0, 100_000)


def by(vehicle: VehicleClass, distance_m: int) -> tuple[VehicleMetres, ...]:
    return (VehicleMetres(vehicle, distance_m, 0),)


@st.composite
def days(draws: st.DrawFn) -> DayActivity:
    collect_m = draws(st.lists(metres, min_size=1, max_size=8).map(tuple))
    return DayActivity(
        orders=len(collect_m),
        rounds=by(VehicleClass.CARGO_BIKE, draws(metres)),
        hub_orders=draws(st.integers(0, len(collect_m))),
        supply_orders=0,
        collect_m=collect_m,
        shop_tours=by(VehicleClass.SHOP_FLEET, draws(metres)),
        pooled_van=by(VehicleClass.ELECTRIC_VAN, draws(metres)),
        each_alone=by(VehicleClass.ELECTRIC_VAN, draws(metres)),
    )


def assessed(day: DayActivity, factors: FactorSet = FACTORS) -> Assessment:
    return assess(day, factors, draws=20)


def changed(row: Factor, value: float) -> Factor:
    return replace(row, low=value, central=value, high=value, distribution=Distribution.FIXED, range_status=None)


# -- 1, 3: the baseline --------------------------------------------------------------------------


@settings(max_examples=15)
@given(days())
def test_on_no_day_is_the_headline_of_an_unasked_square_above_its_customers_own_trips(day: DayActivity) -> None:
    found = assessed(day)
    assert found.headline is not None
    assert found.headline.mix_g == found.baselines_g[Baseline.CUSTOMER_COLLECTS]
    assert found.headline.mix_g.central <= max(found.baselines_g[each].central for each in MIXED)


@settings(max_examples=15)
@given(days())
def test_each_order_alone_is_no_baseline_and_in_no_headline(day: DayActivity) -> None:
    dearer = assessed(replace(day, each_alone=by(VehicleClass.DIESEL_VAN, 10**9)))
    assert dearer.saved_g == assessed(day).saved_g
    assert dearer.headline == assessed(day).headline


# -- 4, 5: what is left out ----------------------------------------------------------------------

ORDERS = (Consignment("a", 1_500, 2_000), Consignment("b", 1_000, 1_000))


def driven(vehicle: VehicleClass, distance_m: int, purpose: Purpose) -> Movement:
    return Movement(vehicle, (Stretch(distance_m, purpose, Known.DRIVEN),))


def element(kind: ElementKind, *movements: Movement, orders: tuple[Consignment, ...] = ORDERS) -> Element:
    return Element(id=kind, kind=kind, movements=movements, consignments=orders)


def reckoned(*elements: Element) -> Inventory:
    return inventory_of([(each, FACTORS) for each in elements], served=2)


A_ROUND = element(ElementKind.ROUND, driven(VehicleClass.CARGO_BIKE, 10_000, Purpose.CARRYING))


@pytest.mark.parametrize(
    "added",
    [
        element(ElementKind.HUB),
        element(ElementKind.COLLECTION, driven(VehicleClass.DIESEL_VAN, 5_000, Purpose.OWN_TRIP)),
        element(ElementKind.RELAY, driven(VehicleClass.ELECTRIC_VAN, 5_000, Purpose.CARRYING)),
    ],
    ids=lambda each: each.kind,
)
def test_a_hub_or_a_feeder_adds_grams_to_every_order_that_it_served(added: Element) -> None:
    before, after = reckoned(A_ROUND), reckoned(A_ROUND, added)
    assert after.total.wtw > before.total.wtw
    assert all(after.orders[order].wtw > before.orders[order].wtw for order in before.orders)
    assert after.not_allocated.wtw == 0


def test_metres_weigh_the_same_whatever_they_were_driven_for() -> None:
    totals = {
        purpose: reckoned(element(ElementKind.ROUND, driven(VehicleClass.DIESEL_VAN, 7_000, purpose))).total
        for purpose in Purpose
    }
    assert len(set(totals.values())) == 1
    assert totals[Purpose.EMPTY].wtw == round(7 * 316.9)


# -- 7: electricity ------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_no_shipped_electricity_is_free_of_grams(version: str) -> None:
    grid = next(row for row in load_factors(version).drawn if row.id == "electricity.grid")
    assert grid.low > 0


def test_metered_electricity_is_the_grids_whoever_sold_it() -> None:
    """A meter has no contract: 1 kWh is the grid's 244 g, in a vehicle as in a hub."""
    energy = Energy(Carrier.ELECTRICITY, 1_000, Tier.PRIMARY)
    assert CentralGrams(FACTORS).of_movement(Movement(VehicleClass.ELECTRIC_VAN, (), energy)).wtw == 244
    assert reckoned(replace(element(ElementKind.HUB), energy=energy)).total.wtw == 244


@settings(max_examples=10)
@given(days())
def test_a_dirtier_grid_is_in_the_project_and_in_the_electric_van_alike(day: DayActivity) -> None:
    """Were either side on a contract, its grams would stay."""
    day = replace(day, rounds=day.pooled_van, hub_orders=0)
    grid = next(row for row in FACTORS.drawn if row.id == "electricity.grid")
    dirty = assessed(day, FACTORS.with_own("dirty", [changed(grid, 1_000)]))
    assert dirty.project_g == dirty.baselines_g[Baseline.POOLED_VAN]
    if day.rounds[0].distance_m > 1_000:
        assert dirty.project_g.central > 2 * assessed(day).project_g.central


# -- 8, 10: what may not be mixed in ----------------------------------------------------------


@settings(max_examples=10)
@given(days(), st.integers(0, 10_000))
def test_dearer_making_of_vehicles_changes_no_other_figure(day: DayActivity, grams: int) -> None:
    making = [changed(row, grams) for row in FACTORS.factors if row.scope is Scope.MAKING]
    plain, dear = assessed(day), assessed(day, FACTORS.with_own("dear", making))
    assert plain.making_g is not None
    assert dear.making_g is not None
    assert plain.making_g.keys() == dear.making_g.keys() >= {"project", Baseline.POOLED_VAN}
    assert dear.headline is not None
    assert plain.headline is not None
    assert (dear.project_g, dear.baselines_g, dear.saved_g) == (plain.project_g, plain.baselines_g, plain.saved_g)
    assert (dear.headline.mix_g, dear.headline.saved_g) == (plain.headline.mix_g, plain.headline.saved_g)


@pytest.mark.parametrize("version", VERSIONS)
def test_no_factor_may_be_below_nought_so_that_nothing_is_netted(version: str) -> None:
    for row in load_factors(version).factors:
        assert row.low >= 0
        with pytest.raises(BadInputError, match="goes outside"):
            replace(row, low=-1)


# -- 11, 12: which orders, which days ------------------------------------------------------------


@settings(max_examples=15)
@given(days(), metres)
def test_orders_that_nobody_would_have_fetched_add_metres_and_save_nothing(day: DayActivity, more_m: int) -> None:
    """Twice the orders, the new ones of people who walk: more is emitted, and no more is saved."""
    more = replace(
        day,
        orders=2 * day.orders,
        collect_m=day.collect_m + (0,) * day.orders,
        rounds=by(VehicleClass.CARGO_BIKE, day.rounds[0].distance_m + more_m),
    )
    before, after = assessed(day), assessed(more)
    assert after.project_m.central == before.project_m.central + more_m
    assert before.headline is not None
    assert after.headline is not None
    assert after.headline.saved_g.central <= before.headline.saved_g.central


@settings(max_examples=10)
@given(st.lists(days(), min_size=2, max_size=5))
def test_a_month_counts_its_bad_days_too(month: list[DayActivity]) -> None:
    found = assess_days([(day, FACTORS) for day in month], draws=20)
    assert found.orders == sum(day.orders for day in month)
    assert found.project_m.central == sum(day.rounds[0].distance_m for day in month)
    assert found.collect.round_trips_m == sum(sum(day.collect_m) for day in month)
    assert found.days_vary_g is not None


# -- 14: digits ----------------------------------------------------------------------------------


@given(st.lists(st.integers(-(10**9), 10**9), min_size=3, max_size=3).map(sorted), st.sampled_from(sorted(LANGUAGES)))
def test_no_amount_in_words_has_more_than_two_significant_digits(ends: list[int], lang: str) -> None:
    said = saving_text(Saving(ends[0], ends[1], ends[2], 0.5), Baseline.SHOP_TOURS, "x", lang)
    said += amount_text(Range(*(abs(end) for end in sorted(ends, key=abs))), "x", lang)
    amounts = re.findall(r"\d[\d.,]*", said.replace("CO2e", "").replace("50 %", ""))
    assert len(amounts) >= 3
    for amount in amounts:
        assert len(re.sub(r"[.,]", "", amount).strip("0")) <= 2, said
