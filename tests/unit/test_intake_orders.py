"""Orders judged row by row."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.drafts.customer_reply import ReplyDraft
from impact.question import Answer
from rounds.delivery_day import Temperature
from rounds.intake.handling import Need
from rounds.intake.order_rows import OrderRow, OrderSettings, judge_orders, read_orders_table
from rounds.intake.shop_choice import shop_chooser
from rounds.intake.unreadable import UnreadableTableError
from rounds.intake.verdict import Judged, Judgement, Outcome

KNOWN = {"k": "Bakkerij De Korenaar", "s1": "Slagerij Smit", "s2": "Slagerij  smit", "v": "Het Vat"}
SETTINGS = OrderSettings(shop_chooser(KNOWN), today=date(2026, 11, 23))
PLAIN = {
    "order_ref": "1001",
    "shop": "Bakkerij De Korenaar",
    "recipient": "Anneke de Vries",
    "postcode": "1234 AB",
    "number": "12",
    "town": "Proefdorp",
}


def judged_file(*rows: dict[str, str], settings: OrderSettings = SETTINGS) -> Judgement[OrderRow]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [";".join(f'"{row.get(name, "")}"' for name in names) for row in rows]
    table = read_orders_table("\n".join([";".join(names), *lines]).encode(), name="orders.csv")
    return judge_orders(table, settings)


def judged(**cells: str) -> Judged[OrderRow]:
    return judged_file({**PLAIN, **cells}).judged[0]


def order(**cells: str) -> OrderRow:
    one = judged(**cells)
    assert one.value is not None, one.faults
    return one.value


def faults(**cells: str) -> str:
    one = judged(**cells)
    assert one.outcome is Outcome.FAILS
    assert one.value is None
    return " | ".join(fault.en for fault in one.faults)


def mends(**cells: str) -> str:
    one = judged(**cells)
    assert one.outcome is Outcome.MENDED
    return " | ".join(mend.en for mend in one.mends)


def test_a_plain_row_passes() -> None:
    one = judged()
    assert one.outcome is Outcome.PASSES
    assert one.lines == (2,)
    assert one.value is not None
    assert one.value.address_line == "12, 1234AB Proefdorp"
    assert one.value.weight_g is None


def test_what_its_customer_answered_is_read_with_an_order_and_silence_is_kept() -> None:
    assert order(asked_wording="2026-1", asked_answer="niet gekocht").asked == ReplyDraft("2026-1", Answer.NOT_BOUGHT)
    assert order(asked_wording="2026-1", asked_rotation="4").asked == ReplyDraft("2026-1", None, 4)
    assert order(asked_wording="", asked_answer="").asked is None


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"asked_wording": "1999-1", "asked_answer": "no_car"}, "is no wording of the question; there is: 2026-1"),
        ({"asked_wording": "2026-1", "asked_answer": "rocket"}, "is no answer to the question; write one of own_car"),
        ({"asked_answer": "no_car"}, "is no wording of the question"),
        ({"asked_wording": "2026-1", "asked_rotation": "9"}, "is no order of answers; write 0 to 5"),
    ],
)
def test_an_answer_that_cannot_be_fails_its_row_for_a_person_to_mend(cells: dict[str, str], says: str) -> None:
    assert says in faults(**cells)


def test_a_full_row_is_understood_whole() -> None:
    full = order(
        street="Dorpsstraat",
        addition="a",
        weight_kg="1,5",
        volume_l="6",
        temperature="koel",
        needs="18+, rechtop",
        crates="2",
        window_start="14:00",
        window_end="16:00",
        ready_at="12.30 uur",
        date="24-11-2026",
        phone="06 12345678",
        email="a@example.org",
        note="Bel aan",
        lon="5,5",
        lat="52.1",
    )
    assert (full.address.street, full.address.number, full.address.letter) == ("Dorpsstraat", 12, "A")
    assert (full.weight_g, full.volume_ml, full.temperature) == (1500, 6000, Temperature.COOL)
    assert (full.needs, full.crates) == ({Need.ADULT, Need.UPRIGHT}, 2)
    assert (full.window_start_s, full.window_end_s, full.ready_at_s) == (50_400, 57_600, 45_000)
    assert (full.day, full.phone, full.email, full.note) == (
        date(2026, 11, 24),
        "+31612345678",
        "a@example.org",
        "Bel aan",
    )
    assert full.position is not None
    assert (full.position.lon, full.position.lat) == (5.5, 52.1)


def test_every_reason_of_a_row_is_told_at_once() -> None:
    said = faults(order_ref="", shop="Onbekend", recipient="", postcode="12", weight_kg="-1", date="31-11-2026")
    for reason in ("no order number", "not known", "no recipient", "no postcode", "negative", "no existing date"):
        assert reason in said


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"window_start": "16:00", "window_end": "14:00"}, "ends at 14:00, not after it starts at 16:00"),
        ({"window": "16-14 uur"}, "not after"),
        ({"window_start": "14:00", "window_end": "14:00"}, "not after"),
        ({"window_end": "14:00", "ready_at": "15:00"}, "packed at 15:00"),
    ],
)
def test_a_window_upside_down_fails(cells: dict[str, str], why: str) -> None:
    assert why in faults(**cells)


def test_a_span_under_the_start_alone_is_read() -> None:
    one = order(window_start="tussen 14 en 16 uur")
    assert (one.window_start_s, one.window_end_s) == (50_400, 57_600)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"window_start": "2", "window_end": "4"}, '"2-4" is unclear: 2:00 or 14:00? write 14:00-16:00'),
        ({"window_start": "5 uur"}, '"5 uur" is unclear: 5:00 or 17:00? write 17:00'),
        ({"window_start": "5", "window_end": "hele dag"}, '"5" is unclear'),
        ({"window_end": "tot 6"}, '"tot 6" is unclear: 6:00 or 18:00? write 18:00'),
        ({"ready_at": "4"}, '"4" is unclear: 4:00 or 16:00? write 16:00'),
    ],
)
def test_hours_in_columns_of_their_own_are_as_unclear_as_in_one(cells: dict[str, str], told: str) -> None:
    assert told in faults(**cells)


def test_hours_in_columns_of_their_own_that_are_clear_are_read() -> None:
    one = order(window_start="5", window_end="12", ready_at="04:00")
    assert (one.window_start_s, one.window_end_s, one.ready_at_s) == (18_000, 43_200, 14_400)


def test_a_telephone_number_nobody_can_read_stops_no_delivery() -> None:
    one = judged(phone="bel de buren", email="geen")
    assert one.outcome is Outcome.MENDED
    assert one.value is not None
    assert (one.value.phone, one.value.email, one.value.note) == ("", "", "bel de buren\ngeen")


def test_an_order_number_shortened_by_excel_fails() -> None:
    assert "shortened by Excel" in faults(order_ref="1,23E+12")


def test_a_formula_stays_plain_text() -> None:
    assert order(note="=cmd|'/c calc'!A1").note == "=cmd|'/c calc'!A1"


def test_hidden_signs_are_taken_out_and_told() -> None:
    assert 'column "recipient"' in mends(recipient="Jan\u202e\x07sen")


@pytest.mark.parametrize(("name", "size"), [("recipient", 121), ("note", 1001), ("order_ref", 81), ("street", 600)])
def test_endless_text_fails(name: str, size: int) -> None:
    assert "characters" in faults(**{name: "x" * size})


@pytest.mark.parametrize("name", ["weight_kg", "date", "window", "phone", "address", "number", "needs", "lon", "email"])
@pytest.mark.parametrize("cell", ["1 " * 50_000, f"1{' ' * 100_000}x", "a-" * 50_000, "14:00 - " * 12_000])
def test_no_cell_keeps_the_reader_busy(name: str, cell: str) -> None:
    """Regular expressions that go back and forth over such a cell would take minutes."""
    assert judged(**{name: cell}).outcome is not Outcome.PASSES


def test_a_shop_is_known_by_id_or_by_name_in_any_spelling() -> None:
    assert order(shop="k").shop == "k"
    assert order(shop="BAKKERIJ  de korenaar").shop == "k"
    assert order(shop="Bakkerij-De Korenáár").shop == "k"


def test_a_shop_is_never_guessed_only_suggested() -> None:
    assert (
        faults(shop="Bakkerij De Korenaer") == 'shop "Bakkerij De Korenaer" is not known; is it Bakkerij De Korenaar?'
    )
    assert faults(shop="Iets anders") == 'shop "Iets anders" is not known'


def test_two_shops_of_one_name_are_told_apart_by_id_only() -> None:
    assert "may be more than one shop; write the code" in faults(shop="slagerij smit")
    assert order(shop="s2").shop == "s2"


def test_a_file_of_one_shop_needs_no_column_for_it() -> None:
    row = {name: cell for name, cell in PLAIN.items() if name != "shop"}
    assert judged_file(row, settings=replace(SETTINGS, shop="v")).accepted[0].shop == "v"
    with pytest.raises(UnreadableTableError, match="no column for shop"):
        judged_file(row)


def lines(file: Judgement[OrderRow]) -> list[tuple[tuple[int, ...], Outcome]]:
    return [(one.lines, one.outcome) for one in file.judged]


def test_the_same_row_twice_is_one_order_and_told() -> None:
    file = judged_file(PLAIN, {**PLAIN, "order_ref": "2"}, PLAIN)
    assert lines(file) == [((2, 4), Outcome.MENDED), ((3,), Outcome.PASSES)]
    assert "stands there again on line 4" in file.judged[0].mends[0].en


def test_the_same_order_in_another_spelling_is_the_same() -> None:
    file = judged_file({**PLAIN, "weight_kg": "1,5"}, {**PLAIN, "weight_kg": "1.5 kg", "shop": "k"})
    assert lines(file) == [((2, 3), Outcome.MENDED)]


def test_one_number_with_two_contents_fails_both_and_names_the_lines() -> None:
    file = judged_file(PLAIN, {**PLAIN, "number": "14"}, {**PLAIN, "number": "16"})
    assert [one.outcome for one in file.judged] == [Outcome.FAILS] * 3
    assert "on lines 2, 3 and 4" in file.judged[0].faults[0].en
    assert "on lines 2 and 3" in file.judged[1].faults[0].en


def test_two_shops_may_number_their_orders_alike() -> None:
    assert judged_file(PLAIN, {**PLAIN, "shop": "Het Vat", "number": "14"}).count(Outcome.PASSES) == 2


def test_a_shop_by_name_and_by_id_is_one_shop() -> None:
    assert judged_file(PLAIN, {**PLAIN, "shop": "k", "number": "14"}).count(Outcome.FAILS) == 2


def file_of(*rows: str) -> Judgement[OrderRow]:
    return judge_orders(read_orders_table("\n".join(rows).encode()), SETTINGS)


HEAD = "order_ref;shop;recipient;postcode;number;note"


def test_a_row_with_a_separator_in_its_text_fails() -> None:
    one = file_of(HEAD, "1;k;Jan;1234 AB;12;bel aan; of klop").judged[0]
    assert one.outcome is Outcome.FAILS
    assert '"of klop" stands beyond the last column' in one.faults[0].en


def test_a_row_cut_short_is_read_as_empty_and_told() -> None:
    one = file_of(HEAD, "1;k;Jan;1234 AB;12").judged[0]
    assert one.outcome is Outcome.MENDED
    assert "1 cell shorter" in one.mends[0].en


def test_columns_that_contradict_each_other_fail_the_row_only_where_they_do() -> None:
    file = file_of("order_ref;shop;recipient;postcode;zip;number", "1;k;Jan;1234 AB;;12", "2;k;Jan;1234 AB;1234 AC;12")
    assert [one.outcome for one in file.judged] == [Outcome.PASSES, Outcome.FAILS]
    assert '"postcode" says "1234 AB" and "zip" says "1234 AC"' in file.judged[1].faults[0].en


@pytest.mark.parametrize(
    ("cell", "needs"), [("ja", {Need.ADULT}), ("x", {Need.ADULT}), ("nee", set()), ("", set()), ("18+", {Need.ADULT})]
)
@pytest.mark.parametrize("name", ["18+", "leeftijdscontrole"])
def test_a_column_about_age_alone_means_adults_only(name: str, cell: str, needs: set[Need]) -> None:
    assert order(**{name: cell}).needs == needs
    assert order(**{name: cell, "needs": "rechtop"}).needs == needs | {Need.UPRIGHT}
    assert "neither yes nor no" in faults(**{name: "misschien"})


def test_first_and_last_name_are_of_one_person() -> None:
    file = file_of(
        "order_ref;shop;postcode;number;billing first name;billing last name;shipping first name;shipping last name",
        "1;k;1234 AB;12;Piet;Betaler;;Ontvanger",
    )
    assert file.accepted[0].recipient == "Ontvanger"


def test_the_summary_counts() -> None:
    file = judged_file(PLAIN, {**PLAIN, "order_ref": "2", "phone": "x"}, {**PLAIN, "order_ref": "3", "number": "x"})
    assert file.summary.en == "3 read: 1 pass, 1 mended, 1 fail"
    assert file.summary.nl == "3 gelezen: 1 goed, 1 verbeterd, 1 niet bruikbaar"
    assert [one.ref for one in file.failing] == ["3"]


NAMES = [
    *PLAIN, "street", "address", "address_2", "addition", "weight_kg", "volume_l", "temperature", "needs", "crates",
    "window", "window_start", "window_end", "ready_at", "date", "phone", "email", "note", "lon", "lat", "asked_wording",
    "asked_answer", "asked_rotation",
]  # fmt: skip
CELLS = st.dictionaries(
    st.sampled_from(NAMES),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters='\0"\r\n'), max_size=20)
    | st.from_regex(r"[0-9]{1,5}[ .,:\-/a-z]{0,2}[0-9]{0,4}", fullmatch=True),
)


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_each_row_is_accounted_for(rows: Sequence[dict[str, str]]) -> None:
    given_rows = [{**PLAIN, **row} for row in rows]
    file = judged_file(*given_rows)
    written = [at for at, row in enumerate(given_rows, 2) if any(cell.strip() for cell in row.values())]
    assert sorted(line for one in file.judged for line in one.lines) == written
    for one in file.judged:
        assert (one.value is None) == bool(one.faults)
        for text in (*one.faults, *one.mends):
            assert text.nl
            assert text.en
        if one.value is not None:
            amounts = [one.value.weight_g, one.value.volume_ml]
            assert all(amount is None or (isinstance(amount, int) and amount > 0) for amount in amounts)
            assert len(fields(one.value)) == 19
