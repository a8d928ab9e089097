"""The inventory of transport chains: by hand, by published figures, and by rules that hold for all."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.activities import VehicleClass
from impact.allocation import Consignment
from impact.central_grams import CentralGrams
from impact.elements import Carrier, Element, ElementKind, Energy, Known, Movement, Purpose, Stretch, Tier
from impact.factor_table import load_factors
from impact.factors import FactorSet
from impact.footprint import emission_kg
from impact.inventory import Grams, Inventory, inventory_of
from kernel.errors import BadInputError

FACTORS = load_factors("2026.2")
TWO = (Consignment("a", 1_500, 2_000), Consignment("b", 1_000, 1_000))


def reckoned(elements: Sequence[Element], *, served: int, factors: FactorSet = FACTORS) -> Inventory:
    return inventory_of([(element, factors) for element in elements], served)


BATTERY = Energy(Carrier.ELECTRICITY, 880, Tier.MODELLED, from_battery=True)


def driven(
    vehicle: VehicleClass, distance_m: int, purpose: Purpose = Purpose.CARRYING, energy: Energy | None = None
) -> Movement:
    return Movement(vehicle, (Stretch(distance_m, purpose, Known.PLANNED),), energy)


def a_round(*movements: Movement, name: str = "round-1", orders: tuple[Consignment, ...] = TWO) -> Element:
    return Element(id=name, kind=ElementKind.ROUND, movements=movements, consignments=orders)


def a_hub(energy: Energy | None = None, orders: tuple[Consignment, ...] = TWO) -> Element:
    return Element(id="hub", kind=ElementKind.HUB, movements=(), consignments=orders, energy=energy)


def litres(carrier: Carrier, amount: int, tier: Tier = Tier.PRIMARY) -> Energy:
    return Energy(carrier, 1000 * amount, tier)


def test_a_chain_by_hand() -> None:
    """A bike's round of 20 km, of which 5 empty, after a hub without a meter and a farmer's own diesel van of 8 km."""
    elements = [
        Element(
            id="farmer",
            kind=ElementKind.COLLECTION,
            movements=(driven(VehicleClass.DIESEL_VAN, 8_000, Purpose.OWN_TRIP),),
            consignments=TWO[:1],
        ),
        a_hub(),
        a_round(
            Movement(
                VehicleClass.CARGO_BIKE,
                (Stretch(15_000, Purpose.CARRYING, Known.DRIVEN), Stretch(5_000, Purpose.EMPTY, Known.DRIVEN)),
            )
        ),
    ]
    found = reckoned(elements, served=3)
    ttw = 8 * 316.9 * 255.6 / 316.9  # the bike and the hub are electric
    wtt = 8 * 61.3 + 2 * 2 + 20 * 0.03 / 0.88 * 244
    assert found.total == Grams(round(ttw), round(wtt))
    assert [each.grams.wtw for each in found.elements] == [2536, 4, 166]
    # The farmer's way is order a's alone; the hub goes by mass, 3 to 2, the round by mass times distance, 3 to 1.
    assert found.orders == {"a": Grams(2045, 491 + 2 + 125), "b": Grams(0, 2 + 41)}
    assert found.metres == {
        Purpose.CARRYING: {Known.DRIVEN: 15_000},
        Purpose.EMPTY: {Known.DRIVEN: 5_000},
        Purpose.OWN_TRIP: {Known.PLANNED: 8_000},
    }
    assert found.tonne_km == Fraction(4, 1000)
    assert found.intensity_g_per_tkm == Fraction(found.total.wtw * 1000, 4)
    assert (found.coverage.served, found.coverage.in_chains, found.coverage.with_activity) == (3, 2, 2)


def test_measured_energy_goes_before_modelled_and_that_before_the_table() -> None:
    movements = (
        driven(VehicleClass.CARGO_BIKE, 9_000, energy=Energy(Carrier.ELECTRICITY, 1_000, Tier.PRIMARY)),
        driven(
            VehicleClass.CARGO_BIKE, 9_000, energy=Energy(Carrier.ELECTRICITY, 880, Tier.MODELLED, from_battery=True)
        ),
        driven(VehicleClass.DIESEL_VAN, 9_000, energy=litres(Carrier.DIESEL, 2)),
        driven(VehicleClass.BICYCLE, 50_000),
        driven(VehicleClass.ELECTRIC_VAN, 3_000),
    )
    found = reckoned([a_round(*movements)], served=2)
    assert found.tiers == {Tier.PRIMARY: 244 + 6_502, Tier.MODELLED: 244, Tier.DEFAULT: 244}
    assert found.total == Grams(2 * 2_463, 3 * 244 + 2 * 788)


def test_a_hub_with_a_meter_is_its_meter() -> None:
    found = reckoned([a_hub(Energy(Carrier.ELECTRICITY, 500, Tier.PRIMARY))], served=2)
    assert found.total == Grams(0, 122)
    assert found.tiers[Tier.PRIMARY] == 122


def test_a_round_that_brought_nothing_is_in_the_total_and_nobodys() -> None:
    found = reckoned([a_round(driven(VehicleClass.DIESEL_VAN, 1_000), orders=())], served=0)
    assert found.not_allocated == found.total == Grams(256, 61)
    assert found.intensity_g_per_tkm is None


# -- published figures ---------------------------------------------------------------------------


def with_fuels(**grams_per_litre: tuple[str, str]) -> FactorSet:
    """The set with other factors of fuels, as (tank-to-wheel, well-to-tank)."""
    rows = []
    for factor in FACTORS.factors:
        carrier = factor.id.split(".")[0]
        if carrier in grams_per_litre:
            ttw, wtt = map(float, grams_per_litre[carrier])
            value = {"TTW": ttw, "WTT": wtt, "WTW": ttw + wtt}[factor.scope]
            rows.append(replace(factor, low=value, central=value, high=value))
    return FACTORS.with_own("published", rows)


def test_published_fuels_come_out_to_their_printed_digits() -> None:
    """T8: 85,364 l x 2.80, 127,257 l and 7,486 l x 3.17 kg; printed cut off, and so is their sum."""
    by = CentralGrams(with_fuels(petrol=("2800", "0"), diesel=("3170", "0")))
    burnt = [(Carrier.PETROL, 85_364), (Carrier.DIESEL, 127_257), (Carrier.DIESEL, 7_486)]
    kg = [by.of_movement(driven(VehicleClass.CAR, 0, energy=litres(*each))).ttw / 1000 for each in burnt]
    assert [math.floor(each) for each in kg] == [239_019, 403_404, 23_730]
    assert sum(math.floor(each) for each in kg) == 666_153
    assert round(float(sum(kg)), 1) == 666_154.5


def test_published_supply_of_fuels_comes_out_to_its_printed_digits() -> None:
    """T9: 374,285 l x 0.63 = 235,800 and 85,364 l x 0.50 = 42,682 kg well-to-tank; 1,301 tkm x 0.702 = 913 kg."""
    by = CentralGrams(with_fuels(diesel=("0", "630"), petrol=("0", "500")))
    diesel = by.of_movement(driven(VehicleClass.CAR, 0, energy=litres(Carrier.DIESEL, 374_285)))
    petrol = by.of_movement(driven(VehicleClass.CAR, 0, energy=litres(Carrier.PETROL, 85_364)))
    assert (round(diesel.wtt / 1000), round(petrol.wtt / 1000)) == (235_800, 42_682)
    assert round(emission_kg(Decimal(1_301), Decimal("0.702"))) == 913


# -- rules ---------------------------------------------------------------------------------------

metres = st.integers(0, 100_000)
energies = st.none() | st.builds(
    Energy, st.just(Carrier.ELECTRICITY), st.integers(0, 20_000), st.sampled_from([Tier.PRIMARY, Tier.MODELLED])
)
movements = st.builds(
    Movement,
    st.sampled_from(VehicleClass),
    st.lists(st.builds(Stretch, metres, st.sampled_from(Purpose), st.sampled_from(Known)), max_size=4).map(tuple),
    energies,
)


@st.composite
def chains(draws: st.DrawFn) -> list[Element]:
    """One to three elements, one of them perhaps a hub, over up to nine orders."""
    orders = [
        Consignment(f"order-{number}", draws(st.integers(0, 50_000)), draws(metres))
        for number in range(draws(st.integers(1, 9)))
    ]
    elements = [
        Element(
            id=f"round-{number}",
            kind=draws(st.sampled_from([ElementKind.ROUND, ElementKind.COLLECTION, ElementKind.RELAY])),
            movements=tuple(draws(st.lists(movements, max_size=3))),
            consignments=tuple(draws(st.lists(st.sampled_from(orders), unique=True))),
        )
        for number in range(draws(st.integers(1, 2)))
    ]
    return elements + draws(st.sampled_from([[], [a_hub(draws(energies), tuple(orders))]]))


@given(chains())
def test_every_sum_is_exact_to_the_gram(elements: list[Element]) -> None:
    found = reckoned(elements, served=9)
    for scope in ("ttw", "wtt", "wtw"):
        total = getattr(found.total, scope)
        assert sum(getattr(each.grams, scope) for each in found.elements) == total
        assert (
            sum(getattr(each, scope) for each in found.orders.values()) + getattr(found.not_allocated, scope) == total
        )
    assert found.total.ttw + found.total.wtt == found.total.wtw
    assert sum(found.tiers.values()) == found.total.wtw
    assert sum(sum(known.values()) for known in found.metres.values()) == sum(
        each.distance_m for each in found.elements
    )


@given(chains(), st.randoms())
def test_the_order_of_stops_and_elements_changes_nothing(elements: list[Element], shuffled: random.Random) -> None:
    def again(items: Sequence[Any]) -> list[Any]:
        return shuffled.sample(list(items), len(items))

    other = [replace(each, consignments=tuple(again(each.consignments))) for each in again(elements)]
    assert reckoned(other, served=9) == reckoned(elements, served=9)


@settings(max_examples=30)
@given(st.integers(1, 50_000), st.lists(st.integers(1, 20_000), min_size=2, max_size=6))
def test_an_empty_return_changes_totals_and_not_shares(back_m: int, masses: list[int]) -> None:
    orders = tuple(Consignment(str(at), mass, 1_000) for at, mass in enumerate(masses))
    out = driven(VehicleClass.DIESEL_VAN, 40_000)
    before = reckoned([a_round(out, orders=orders)], served=len(orders))
    back = driven(VehicleClass.DIESEL_VAN, back_m, Purpose.EMPTY)
    after = reckoned([a_round(out, back, orders=orders)], served=len(orders))
    assert after.total.ttw + after.total.wtt >= before.total.wtw
    for order in before.orders:
        share, again = (Fraction(each.orders[order].wtw, each.total.wtw) for each in (before, after))
        assert abs(share - again) * before.total.wtw <= 4  # two scopes, cut to whole grams on either side


# -- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda: Energy(Carrier.DIESEL, -1, Tier.PRIMARY), "-1 of diesel is not from 0"),
        (lambda: Energy(Carrier.DIESEL, 1, Tier.DEFAULT), "diesel by default. Leave it out"),
        (lambda: Energy(Carrier.DIESEL, 1, Tier.PRIMARY, from_battery=True), "diesel from a battery"),
        (lambda: Stretch(-5, Purpose.EMPTY, Known.DRIVEN), "-5 m empty is not from 0"),
        (lambda: replace(a_hub(), movements=(driven(VehicleClass.CAR, 1),)), "hub: a hub that moves"),
        (lambda: replace(a_round(), energy=litres(Carrier.DIESEL, 1)), "round-1: energy without a vehicle"),
        (lambda: a_round(orders=TWO[:1] * 2), "round-1: an order is in it twice"),
        (lambda: reckoned([a_round(), a_round()], served=2), "two elements have the same id"),
        (
            lambda: reckoned([a_round(driven(VehicleClass.CAR, 1))], served=2, factors=load_factors("2026.1")),
            "factor set 2026.1: the inventory needs fossil_car.driving split in TTW and WTT",
        ),
        (
            lambda: CentralGrams(FACTORS).of_movement(
                driven(VehicleClass.BICYCLE, 1, energy=Energy(Carrier.ELECTRICITY, 1, Tier.PRIMARY, from_battery=True))
            ),
            "a battery reading of a bicycle",
        ),
    ],
)
def test_what_cannot_be_is_refused(make, line: str) -> None:
    with pytest.raises(BadInputError) as caught:
        make()
    assert line in str(caught.value)
