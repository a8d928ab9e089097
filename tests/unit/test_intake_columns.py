"""Which column means what."""

from datetime import date

import pytest

from rounds.intake.columns import Columns, match_columns
from rounds.intake.order_columns import ORDER_COLUMNS
from rounds.intake.order_rows import OrderSettings, judge_orders, read_orders_table
from rounds.intake.shop_choice import shop_chooser
from rounds.intake.shop_columns import SHOP_COLUMNS
from rounds.intake.shop_rows import judge_shops, read_shops_table
from rounds.intake.unreadable import UnreadableTableError
from rounds.intake.vehicle_columns import VEHICLE_COLUMNS
from rounds.intake.vehicle_rows import judge_vehicles, read_vehicles_table
from rounds.intake.vocabulary import Vocabulary

OURS = [
    "order_ref", "shop", "recipient", "postcode", "number", "addition", "street", "town", "weight_kg", "volume_l",
    "temperature", "needs", "window_start", "window_end", "ready_at", "date", "phone", "email", "note", "lon", "lat",
]  # fmt: skip


SETTINGS = OrderSettings(shop_chooser({"k": "De Korenaar"}), today=date(2026, 11, 23), shop="k")


def matched(*header: str) -> Columns:
    return match_columns(header, ORDER_COLUMNS, "orders.csv")


def meanings(columns: Columns) -> dict[str, str]:
    return {column.header: column.meaning for column in columns.used}


def told(columns: Columns) -> str:
    return " | ".join(note.en for note in columns.notes)


@pytest.mark.parametrize(
    ("header", "cell", "amount"),
    [
        ("Volume (ml)", "750", (None, 750)),
        ("volume_ml", "750", (None, 750)),
        ("Volume cl", "75", (None, 750)),
        ("totaal gewicht (g)", "1500", (1_500, None)),
        ("Total weight (g)", "1.500", (1_500, None)),
        ("Gewicht in mg", "1500", (2, None)),
        ("Total weight (g)", "2 kg", (2_000, None)),  # a cell's own unit goes before
        ("Kilogram", "5", (5_000, None)),
        ("Kilo gram", "5", (5_000, None)),
        ("Kilogrammen", "5", (5_000, None)),
        ("Kilo (kg)", "5", (5_000, None)),
        ("Kilo (g)", "5", (None, None)),  # a unit that another contradicts
        ("Liter (ml)", "5", (None, None)),
        ("Kilogr", "5", (None, None)),
        ("Totalweightg", "1500", (None, None)),  # sooner a typing error than a unit
        ("Total weight (lb)", "3", (None, None)),
    ],
)
def test_a_unit_in_the_name_of_an_order_s_amount_is_that_of_its_bare_numbers(
    header: str, cell: str, amount: tuple[int | None, int | None]
) -> None:
    table = read_orders_table(f"order_ref;naam;postcode;nummer;{header}\n1;Jan;1234 AB;1;{cell}\n".encode())
    file = judge_orders(table, SETTINGS)
    assert [(one.weight_g, one.volume_ml) for one in file.accepted] == [amount]
    assert (header in file.columns.aside) == (amount == (None, None))


@pytest.mark.parametrize(
    ("header", "grams", "millilitres"),
    [("weight_g", 1_500, None), ("usual_weight_g", 1_500, None), ("usual_volume_ml", None, 1_500)],
)
def test_a_unit_in_the_name_of_a_shop_s_amount(header: str, grams: int | None, millilitres: int | None) -> None:
    (shop,) = judge_shops(read_shops_table(f"winkel;postcode;nummer;{header}\nSmit;1234 AB;1;1500\n".encode())).accepted
    assert (shop.usual_weight_g, shop.usual_volume_ml) == (grams, millilitres)


@pytest.mark.parametrize(
    ("header", "cell", "holds"),
    [
        ("Laadruimte (m³)", "6", (None, 6_000_000, None)),
        ("Accu (kWh)", "1,2", (None, None, 1_200)),
        ("Laadvermogen (ton)", "1,2", (1_200_000, None, None)),
        ("Kilograms", "150", (150_000, None, None)),
        ("Accu Ah", "20", (None, None, None)),
        ("Batterij (V)", "48", (None, None, None)),
        ("Volum (ml)", "750", (None, None, None)),
    ],
)
def test_a_unit_in_the_name_of_what_a_vehicle_holds(
    header: str, cell: str, holds: tuple[int | None, int | None, int | None]
) -> None:
    file = judge_vehicles(read_vehicles_table(f"voertuig;soort;{header}\nA;bestelbus;{cell}\n".encode()))
    assert [(one.weight_g, one.volume_ml, one.battery_wh) for one in file.accepted] == [holds]
    assert ("not read" in " ".join(note.en for note in file.notes)) == (not any(holds))


def test_our_own_names_mean_themselves() -> None:
    assert meanings(matched(*OURS)) == {name: name for name in OURS}


def test_names_differ_by_case_accents_spaces_and_signs_only() -> None:
    columns = matched("BESTELNUMMER", "Naam", "post code", "Huisnr.", "Gewicht (kg)", "E-mail")
    assert list(meanings(columns).values()) == ["order_ref", "recipient", "postcode", "number", "weight_kg", "email"]


def test_a_misspelt_name_is_read_where_one_meaning_is_near_and_told() -> None:
    columns = matched("order_ref", "naam", "postcde", "nummer")
    assert meanings(columns)["postcde"] == "postcode"
    assert 'column "postcde" read as postcode' in told(columns)


def test_a_misspelt_name_is_not_read_where_its_meaning_is_there_already() -> None:
    columns = matched("order_ref", "naam", "postcode", "postcde", "nummer")
    assert columns.aside == ("postcde",)


@pytest.mark.parametrize(
    "name", ["order date", "orderdatum", "Created at", "factuurnummer", "klantnummer", "orderdatums"]
)
def test_names_that_look_like_ours_and_are_not_stay_aside(name: str) -> None:
    assert matched("order_ref", "naam", "postcode", name).aside == (name,)


def test_unknown_columns_are_listed_and_never_dropped() -> None:
    columns = matched("order_ref", "naam", "kleur", "postcode", "maat")
    assert columns.aside == ("kleur", "maat")
    assert [note.nl for note in columns.notes] == ['niet gelezen: "kleur", "maat"']
    many = matched("order_ref", "naam", "postcode", *(f"kleur {at}" for at in range(1000)))
    assert told(many).endswith('"kleur 19" and 980 more')


def test_two_columns_of_one_meaning_are_told() -> None:
    assert '"Postcode", "Zip" all mean postcode' in told(matched("order_ref", "naam", "Postcode", "Zip"))


def test_the_address_of_delivery_comes_before_that_of_the_invoice_and_is_never_mixed_with_it() -> None:
    columns = matched(
        "order_ref", "naam", "Billing Address1", "Billing City", "Billing Zip", "Shipping Address1", "Shipping City"
    )
    assert {column.header for column in columns.used if column.meaning in ORDER_COLUMNS.address} == {
        "Shipping Address1",
        "Shipping City",
    }
    assert columns.spare == ("Billing Address1", "Billing City", "Billing Zip")
    assert 'not used beside "Shipping Address1", "Shipping City": "Billing Address1"' in told(columns)


def test_without_an_address_of_delivery_that_of_the_invoice_is_read() -> None:
    assert "billing postcode" in meanings(matched("order_ref", "naam", "billing postcode", "billing number"))


def test_a_missing_column_is_named_with_what_comes_near() -> None:
    with pytest.raises(UnreadableTableError) as fault:
        matched("bestelcode", "naam", "postcode")
    assert str(fault.value) == (
        'orders.csv: there is no column for order_ref – is it "bestelcode"?; there are "bestelcode", '
        '"naam", "postcode". The names are in docs/csv.md.'
    )
    assert fault.value.text.nl.startswith("er ontbreekt een kolom voor order_ref (bestelnummer)")


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(UnreadableTableError, match=r"order_ref.*; nor for .*recipient.*"):
        matched("postcode", "number")


def test_name_means_the_number_at_shopify_and_the_customer_elsewhere() -> None:
    shopify = matched("Name", "Financial Status", "Lineitem name", "Shipping Name", "Shipping Zip")
    assert meanings(shopify)["Name"] == "order_ref"
    assert shopify.export is not None
    assert shopify.export.program == "Shopify"
    assert meanings(matched("order_ref", "Name", "Zip"))["Name"] == "recipient"


def test_a_long_or_empty_name_of_a_column_is_no_trouble() -> None:
    columns = matched("order_ref", "", "naam", "x" * 100_000, "postcode", "")
    assert columns.aside == (f"{'x' * 40}…",)
    assert columns.width == 5


@pytest.mark.parametrize(
    "vocabulary", [ORDER_COLUMNS, SHOP_COLUMNS, VEHICLE_COLUMNS], ids=["orders", "shops", "vehicles"]
)
def test_no_name_has_two_meanings(vocabulary: Vocabulary) -> None:
    keys = [key for meaning in vocabulary.meanings for tier in meaning.tiers for key in tier]
    assert len(keys) == len(set(keys))
    assert not set(keys) & vocabulary.not_ours
