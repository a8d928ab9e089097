"""Prices: lines that add up, the same for whoever asks and whoever orders, never below nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.drafts.order import ParcelDraft
from data.models.shop import Shop
from data.models.states import OrderKind, Temperature
from data.models.tariff import Tariff
from rounds.delivery_day import Temperature as DayTemperature
from rounds.intake.given_order import GivenParcel
from rounds.order_draft import DEFAULT_VOLUME_ML, given_parcels, shared_parcels
from rounds.order_prices import tariff_of
from rounds.pricing import Line, Price, Priced, PriceLine, price

KG = 1_000
POSTER: dict[str, Any] = {
    "delivery_cents": 395, "return_cents": 295, "crates_cents": 150, "included_weight_g": 5 * KG, "step_weight_g": KG,
    "step_cents": 50, "cool_cents": 75, "frozen_cents": 100, "hot_cents": 0, "adults_only_cents": 25,
    "two_people_cents": 500, "slot_cents": {"evening": 100, "quiet": -150, "free": -9_999}, "vat_permille": 210,
}  # fmt: skip


def tariff(**changed: Any) -> Tariff:
    return Tariff(**({"id": "t", "currency": "EUR", "valid_from": date(2026, 1, 1)} | POSTER | changed))


def told(of: Price) -> list[tuple[str, int, int]]:
    return [(line.what.value, line.times, line.cents) for line in of.lines]


@pytest.mark.parametrize(
    ("kind", "parcels", "slot_id", "lines"),
    [
        (OrderKind.DELIVERY, [ParcelDraft(5 * KG, 1)], None, [("delivery", 1, 395)]),  # just what is included
        (OrderKind.DELIVERY, [ParcelDraft(5 * KG + 1, 1)], None, [("delivery", 1, 395), ("weight", 1, 50)]),  # begun
        (OrderKind.DELIVERY, [ParcelDraft(4 * KG, 1)] * 2, None, [("delivery", 1, 395), ("weight", 3, 150)]),  # both
        (OrderKind.RETURN, [ParcelDraft(1, 1)], "evening", [("return", 1, 295), ("slot", 1, 100)]),
        (OrderKind.CRATES, [ParcelDraft(1, 1)], "quiet", [("crates", 1, 150), ("slot", 1, -150)]),
        (OrderKind.CRATES, [ParcelDraft(1, 1)], "free", [("crates", 1, 150), ("slot", 1, -150)]),  # never below nothing
        (OrderKind.DELIVERY, [ParcelDraft(1, 1)], "another", [("delivery", 1, 395)]),
        (
            OrderKind.DELIVERY,
            [ParcelDraft(1, 1, Temperature.COOL)] * 2 + [ParcelDraft(1, 1, Temperature.HOT, adults_only=True)],
            None,
            [("delivery", 1, 395), ("cool", 1, 75), ("adults only", 1, 25)],  # once an order, and nothing for nothing
        ),
        (
            OrderKind.DELIVERY,
            [ParcelDraft(1, 1, Temperature.FROZEN, two_people=True)],
            None,
            [("delivery", 1, 395), ("frozen", 1, 100), ("two people", 1, 500)],
        ),
    ],
)
def test_a_price_by_the_poster(
    kind: OrderKind, parcels: list[ParcelDraft], slot_id: str | None, lines: list[tuple[str, int, int]]
) -> None:
    found = price(tariff(), Priced(kind, parcels, slot_id))
    assert told(found) == lines
    assert found.cents == sum(cents for _, _, cents in lines)


def test_what_costs_nothing_is_still_a_line() -> None:
    assert told(price(tariff(delivery_cents=0), Priced(OrderKind.DELIVERY, [ParcelDraft(1, 1)]))) == [
        ("delivery", 1, 0)
    ]


@pytest.mark.parametrize(
    ("cents", "permille", "vat"),
    [(121, 210, 21), (395, 210, 69), (109, 90, 9), (0, 210, 0), (395, 0, 0), (3, 1_000, 2), (100, 210, 17)],
)
def test_the_vat_within_a_price(cents: int, permille: int, vat: int) -> None:
    assert Price("t", "EUR", permille, [PriceLine(Line.DELIVERY, 1, cents)]).vat_cents == vat


CENTS = st.integers(0, 2_000)
TARIFFS = st.builds(
    tariff,
    **{name: CENTS for name in POSTER if name.endswith("_cents") and name != "slot_cents"},
    included_weight_g=st.integers(0, 20 * KG),
    step_weight_g=st.integers(100, 10 * KG),
    slot_cents=st.fixed_dictionaries({"evening": st.integers(-5_000, 5_000)}),
    vat_permille=st.integers(0, 1_000),
)
PARCELS = st.lists(
    st.builds(
        ParcelDraft,
        st.integers(1, 30 * KG),
        st.just(1),
        st.sampled_from(Temperature),
        adults_only=st.booleans(),
        two_people=st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@given(TARIFFS, st.sampled_from(OrderKind), PARCELS, st.sampled_from([None, "evening", "quiet"]))
def test_lines_add_up_to_what_a_person_reckons(
    by: Tariff, kind: OrderKind, parcels: list[ParcelDraft], slot_id: str | None
) -> None:
    found = price(by, Priced(kind, parcels, slot_id))
    due = {"delivery": by.delivery_cents, "return": by.return_cents, "crates": by.crates_cents}[kind.value]
    carried = by.included_weight_g
    while carried < sum(one.weight_g for one in parcels):
        due, carried = due + by.step_cents, carried + by.step_weight_g
    kept = {one.temperature.value for one in parcels}
    due += sum(getattr(by, f"{name}_cents") for name in ("cool", "frozen", "hot") if name in kept)
    due += by.adults_only_cents if any(one.adults_only for one in parcels) else 0
    due += by.two_people_cents if any(one.two_people for one in parcels) else 0
    due = max(0, due + (by.slot_cents["evening"] if slot_id == "evening" else 0))
    assert sum(line.times * line.each_cents for line in found.lines) == found.cents == due
    assert all(line.cents >= 0 or line.what is Line.SLOT for line in found.lines)
    assert abs(1_000 * found.cents - (found.cents - found.vat_cents) * (1_000 + by.vat_permille)) <= 1_000
    heavier = [*parcels, ParcelDraft(1, 1)]
    assert price(by, Priced(kind, heavier, slot_id)).cents >= found.cents


def test_the_tariff_of_a_day_is_the_last_that_has_begun() -> None:
    january, march = tariff(id="january"), tariff(id="march", valid_from=date(2026, 3, 1))
    for day, found in (
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), january),
        (date(2026, 2, 28), january),
        (date(2026, 3, 1), march),
    ):
        assert tariff_of([march, january], day) is found


@given(st.none() | st.integers(1, 40_000), st.none() | st.integers(1, 400_000), st.integers(0, 20))
def test_an_order_in_crates_weighs_measures_and_costs_what_it_does_without(
    weight_g: int | None, volume_ml: int | None, crates: int
) -> None:
    shop = Shop(usual_weight_g=2_999, usual_volume_ml=None)
    handled: dict[str, Any] = {"temperature": DayTemperature.AMBIENT, "needs": ()}
    (whole,) = shared_parcels(shop, weight_g, volume_ml, crates=0, **handled)
    parcels = shared_parcels(shop, weight_g, volume_ml, crates=crates, **handled)
    assert len(parcels) == max(1, crates)
    for name in ("weight_g", "volume_ml"):
        sizes = [getattr(parcel, name) for parcel in parcels]
        assert sum(sizes) == getattr(whole, name)
        assert max(sizes) - min(sizes) <= 1
    (asked,) = given_parcels(shop, OrderKind.DELIVERY, [GivenParcel(weight_g=weight_g, volume_ml=volume_ml)])
    prices = {price(tariff(), Priced(OrderKind.DELIVERY, some)).cents for some in (parcels, [whole], [asked])}
    assert len(prices) == 1, "as was told before"


def test_a_row_in_crates_that_was_stored_rounded_up_is_still_the_same() -> None:
    parcels = shared_parcels(Shop(), 20_000, None, crates=3, temperature=DayTemperature.AMBIENT, needs=())
    assert [parcel.weight_g for parcel in parcels] == [6_667, 6_667, 6_666]
    assert {parcel.compared_as for parcel in parcels} == {(6_667, DEFAULT_VOLUME_ML)}
