"""Amounts, days, words, telephone numbers: what cells mean, and when they mean nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rounds.delivery_day import Temperature
from rounds.intake.amount import CAPACITY_G, VOLUME_ML, WEIGHT_G, WEIGHT_G_IN_G, read_decimal
from rounds.intake.cell import UnreadableCellError, clean
from rounds.intake.contact import phone_reader, read_email
from rounds.intake.day import day_reader
from rounds.intake.formula import FORMULA_SIGNS, harmless
from rounds.intake.handling import Need, read_adult, read_crates, read_needs, read_temperature

TODAY = date(2026, 11, 23)
read_day = day_reader(TODAY)


@pytest.mark.parametrize(
    ("cell", "grams"),
    [
        ("1,5 kg", 1500),  # the Dutch way
        ("1.5", 1500),
        ("1500 g", 1500),
        ("1.500 g", 1500),  # a point before three digits of grams parts thousands
        ("0,250", 250),  # nothing else can be meant
        ("1 500 gram", 1500),
        ("2KG", 2000),
        ("0.0001", 1),  # orders are rounded up
        (",5", 500),
        ("3 pond", 1500),
        ("+2", 2000),
    ],
)
def test_weights_are_whole_grams(cell: str, grams: int) -> None:
    assert WEIGHT_G(cell).value == grams


def test_exactness_does_not_pass_through_binary_fractions() -> None:
    assert WEIGHT_G("1.001").value == 1001
    assert WEIGHT_G("4,35").value == 4350  # ceil(4.35 * 1000) in binary fractions is 4350 or 4351
    assert VOLUME_ML("1.005").value == 1005


@pytest.mark.parametrize(("cell", "told"), [("1.500", "1.500 kg"), ("1,250", "1.250 kg"), ("0", "unknown")])
def test_a_guess_about_an_amount_is_told(cell: str, told: str) -> None:
    mend = WEIGHT_G(cell).mend
    assert mend is not None
    assert told in mend.en


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("-1", "negative"),
        ("−2 kg", "negative"),
        ("1500", "is it 1500 g"),  # grams under kilograms
        ("301", "more than 300 kg"),
        ("5 stone", "no unit"),
        ("zwaar", "is no weight"),
        ("1e3", "is no"),
        ("nan", "is no weight"),
        ("1.2.3", "no number"),
        ("1,,5", "no number"),
        ("9" * 30, "is no weight"),
        ("١٥", "is no weight"),  # digits, but not ours
    ],
)
def test_an_absurd_weight_fails_and_says_why(cell: str, why: str) -> None:
    with pytest.raises(UnreadableCellError) as fault:
        WEIGHT_G(cell)
    assert why in fault.value.text.en


@pytest.mark.parametrize(
    ("cell", "millilitres"), [("12 L", 12_000), ("7,5", 7500), ("750 ml", 750), ("0,1 m3", 100_000)]
)
def test_volumes_are_whole_millilitres(cell: str, millilitres: int) -> None:
    assert VOLUME_ML(cell).value == millilitres


def test_what_a_vehicle_carries_is_rounded_down() -> None:
    assert CAPACITY_G("150,0009").value == 150_000
    assert WEIGHT_G_IN_G("750").value == 750


@given(st.integers(0, 10**9), st.integers(0, 6), st.sampled_from(",."), st.booleans())
def test_a_decimal_written_the_dutch_or_english_way_is_read_back(
    units: int, places: int, sign: str, group: bool
) -> None:
    whole, fraction = divmod(units, 10**places)
    assume(group or places != 3 or sign == ",")
    thousands = "." if sign == "," else ","
    written = f"{whole:,}".replace(",", thousands) if group else str(whole)
    if places:
        written += f"{sign}{fraction:0{places}}"
    else:
        assume(not group or whole < 1000 or whole >= 10**6)  # 1.234 alone is the case that is told
    assert read_decimal(written)[0] == Decimal(units).scaleb(-places)


@pytest.mark.parametrize(
    "cell",
    [
        "24-11-2026", "24/11/2026", "24.11.2026", "2026-11-24", "2026/11/24", "20261124", "24 nov 2026",
        "24 november 2026",
        "24 Nov. 2026", "24-nov-2026", "di 24 nov 2026", "dinsdag 24-11-2026", "Tue, 24 Nov 2026", "November 24, 2026",
        "24-11-26", "24-11", "24 nov", "24 nov '26", "2026-11-24 00:00:00", "2026-11-24T14:00:00+01:00",
        "46350", "46350,0",
    ],
)  # fmt: skip
def test_a_day_in_many_forms(cell: str) -> None:
    assert read_day(cell).value == date(2026, 11, 24)


@pytest.mark.parametrize("cell", ["24-11-26", "24-11", "46350", "03/04/2026", "2026-11-24 14:00"])
def test_a_guess_about_a_day_is_told(cell: str) -> None:
    assert read_day(cell).mend is not None


@pytest.mark.parametrize("cell", ["24-11-2026", "24/11/2026", "2026-11-24", "24 nov 2026", "2026-11-24 00:00:00"])
def test_a_plain_day_needs_no_word(cell: str) -> None:
    assert read_day(cell).mend is None


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31-11-2026", "no existing date"),
        ("11/24/2026", "is the month first"),
        ("ma 24-11-2026", "is a Tuesday"),
        ("24-11-2062", "is the year right"),
        ("morgen", "is no date"),
        ("44888", "is a number, no date"),  # the same day in Excel's 1904 system
        ("1234", "is no date"),
        ("24 foo 2026", "is no date"),
        ("0-0-2026", "is no date"),
    ],
)
def test_a_day_that_cannot_be_fails_and_says_why(cell: str, why: str) -> None:
    with pytest.raises(UnreadableCellError) as fault:
        read_day(cell)
    assert why in fault.value.text.en


def test_a_day_without_a_year_is_the_nearest_such_day() -> None:
    """Last week's orders are as welcome as next month's; around New Year too."""
    assert read_day("5 jan").value == date(2027, 1, 5)
    assert read_day("20-11").value == date(2026, 11, 20)
    assert day_reader(date(2026, 11, 30))("1-11").value == date(2026, 11, 1)
    assert day_reader(date(2027, 1, 5))("28-12").value == date(2026, 12, 28)
    assert day_reader(date(2027, 12, 10))("29-2").value == date(2028, 2, 29)


MONTHS = ("jan", "feb", "mrt", "april", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "december")


@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.integers(0, 3))
def test_a_day_written_is_read_back(day: date, form: int) -> None:
    written = (
        day.isoformat(),
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    )[form]
    assert read_day(written).value == day


@given(st.dates(TODAY - timedelta(days=150), TODAY + timedelta(days=150)))
def test_a_day_near_needs_no_year(day: date) -> None:
    assert read_day(f"{day.day} {MONTHS[day.month - 1]}").value == day


@pytest.mark.parametrize(
    ("cell", "temperature"),
    [
        ("koel", "cool"),
        ("Gekoeld", "cool"),
        ("diepvries", "frozen"),
        ("VRIES", "frozen"),
        ("warm", "hot"),
        ("nee", "ambient"),
    ],
)
def test_temperature_words(cell: str, temperature: str) -> None:
    assert read_temperature(cell).value is Temperature(temperature)


def test_yes_under_cooling_means_cool_and_is_told() -> None:
    reading = read_temperature("Ja")
    assert reading.value is Temperature.COOL
    assert reading.mend is not None


@pytest.mark.parametrize("cell", ["koel en vries", "lauw", "-18", "4 graden"])
def test_an_unknown_temperature_is_never_passed_over(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        read_temperature(cell)


@pytest.mark.parametrize(
    ("cell", "needs"),
    [
        ("18+", {Need.ADULT}),
        ("alcohol, twee personen", {Need.ADULT, Need.TWO_PEOPLE}),
        ("rechtop en 18+", {Need.UPRIGHT, Need.ADULT}),
        ("18 jaar en ouder", {Need.ADULT}),
        ("geen", set()),
        ("2 pers.; rechtop", {Need.TWO_PEOPLE, Need.UPRIGHT}),
    ],
)
def test_needs_in_words(cell: str, needs: set[Need]) -> None:
    assert read_needs(cell).value == needs


@pytest.mark.parametrize(("cell", "crates"), [("2", 2), ("0", 0), ("geen", 0), ("50", 50), ("ja", 1)])
def test_crates_are_a_number(cell: str, crates: int) -> None:
    reading = read_crates(cell)
    assert (reading.value, reading.mend is not None) == (crates, cell == "ja")


@pytest.mark.parametrize("cell", ["nee", "n", "N", "false", "ONWAAR", "niet nodig", "nvt", "-", "0"])
def test_no_is_no_in_every_column_of_handling(cell: str) -> None:
    assert (read_adult(cell).value, read_needs(cell).value, read_crates(cell).value) == (frozenset(), frozenset(), 0)
    assert read_temperature(cell).value is Temperature.AMBIENT


@pytest.mark.parametrize("cell", ["-1", "1,5", "51", "twee", "²", "9999999999"])
def test_what_is_no_number_of_crates_is_never_passed_over(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        read_crates(cell)


def test_an_unknown_need_is_never_passed_over() -> None:
    with pytest.raises(UnreadableCellError, match="breekbaar"):
        read_needs("18+, breekbaar")


@pytest.mark.parametrize(
    "cell",
    [
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "+31612345678",
        "+31 (0)6 12345678",
        "0031612345678",
        "+310612345678",
    ],
)
def test_dutch_numbers_become_international(cell: str) -> None:
    reading = phone_reader()(cell)
    assert reading.value == "+31612345678"
    assert reading.mend is None


@pytest.mark.parametrize("cell", ["612345678", "31612345678"])
def test_a_zero_lost_to_a_spreadsheet_is_put_back_and_told(cell: str) -> None:
    reading = phone_reader()(cell)
    assert reading.value == "+31612345678"
    assert reading.mend is not None


@pytest.mark.parametrize("cell", ["12345", "06123456789", "3,16E+10", "bel de buren", "0612345678 / 0687654321", "+31"])
def test_what_is_no_number_fails(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        phone_reader()(cell)


def test_a_number_shortened_by_excel_is_told_for_what_it_is() -> None:
    with pytest.raises(UnreadableCellError, match="shortened by Excel"):
        phone_reader()("3,16E+10")


@pytest.mark.parametrize("cell", ["0800-0432", "088 123 45 67", "+32 470 12 34 56", "+49 (0)30 123456"])
def test_numbers_that_a_numbering_plan_knows_pass_whatever_their_length(cell: str) -> None:
    reading = phone_reader()(cell)
    assert reading.value.startswith("+")
    assert reading.mend is None


def test_a_number_of_the_right_length_that_no_plan_has_is_kept_and_told() -> None:
    reading = phone_reader()("0991234567")
    assert reading.value == "+31991234567"
    assert reading.mend is not None
    assert reading.mend.en.endswith("read as +31991234567; does it exist?")


def test_numbers_of_other_countries() -> None:
    assert phone_reader()("+423 232 12 34").value == "+4232321234"
    assert phone_reader("423")("232 12 34").value == "+4232321234"


@pytest.mark.parametrize("cell", ["jan@example.org", "Jan <jan@example.org>", "mailto:jan@example.org"])
def test_mail_addresses(cell: str) -> None:
    assert read_email(cell).value == "jan@example.org"


@pytest.mark.parametrize("cell", ["jan@", "jan", "a@b@c.nl", "jan@example.org, piet@example.org", "x" * 300 + "@a.nl"])
def test_what_is_no_mail_address_fails(cell: str) -> None:
    with pytest.raises(UnreadableCellError):
        read_email(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'1234 AB", "1234 AB"),  # Shopify's postcode
        ('="0612345678"', "0612345678"),  # a spreadsheet's text
        ("'+31 6", "+31 6"),
        ("'t Winkeltje", "'t Winkeltje"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("\u00a0Kerkstraat\u00a01 ", "Kerkstraat 1"),
        ("Zoe\u0308", "Zoë"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_a_cell_is_freed_of_a_spreadsheets_tricks(cell: str, text: str) -> None:
    assert clean(cell) == (text, False)


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\u200b", "\u202e", "\u00ad"])
def test_signs_nobody_sees_go_and_it_is_told(sign: str) -> None:
    assert clean(f"Kerk{sign}straat") == ("Kerkstraat", True)


@given(st.text(max_size=30))
def test_a_harmless_cell_never_begins_with_a_formula(cell: str) -> None:
    made = harmless(cell)
    assert made.strip(" \u00a0\ufeff")[:1] not in FORMULA_SIGNS
    assert made in {cell, f"'{cell}"}


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20))
def test_a_harmless_cell_is_read_back_as_it_was(cell: str) -> None:
    assume(not cell.startswith("'") and not cell.startswith('="'))
    assert clean(harmless(cell))[0] == clean(cell)[0]
