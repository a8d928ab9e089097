"""The file of rows to mend: harmless, complete, and good to hand in again."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.intake.cell import clean
from rounds.intake.formula import FORMULA_SIGNS
from rounds.intake.mend_file import csv_text, mend_file
from rounds.intake.order_rows import OrderRow, OrderSettings, judge_orders, read_orders_table
from rounds.intake.shop_choice import shop_chooser
from rounds.intake.verdict import Judgement

SETTINGS = OrderSettings(shop_chooser({"k": "De Korenaar"}), today=date(2026, 11, 23), shop="k")
HEAD = "order_ref,recipient,postcode,number,kleur,note"


def judged(text: str) -> tuple[Judgement[OrderRow], str]:
    table = read_orders_table(text.encode())
    judgement = judge_orders(table, SETTINGS)
    return judgement, mend_file(table, judgement, lang="en")


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_failing_rows_stand_as_they_were_with_the_reason_last() -> None:
    _, written = judged(f"{HEAD}\n1,Jan,1234 AB,12,rood,\n2,Piet,1234 AB,,blauw,bel aan\n")
    assert written.startswith("\ufeff")
    assert written.endswith("\r\n")
    assert cells(written) == [
        ["order_ref", "recipient", "postcode", "number", "kleur", "note", "what is wrong"],
        ["2", "Piet", "1234 AB", "", "blauw", "bel aan", "there is no house number"],
    ]


def test_a_mended_file_is_accepted_and_its_reasons_are_passed_over() -> None:
    _, written = judged(f"{HEAD}\n1,Jan,1234 AB,12,,\n2,Piet,1234 AB,,,-bel aan\n")
    rows = cells(written)
    rows[1][3] = "14"
    again, rest = judged("\r\n".join(";".join(row) for row in rows))
    assert [(one.order_ref, one.note) for one in again.accepted] == [("2", "-bel aan")]
    assert again.columns.aside == ("kleur",)
    assert len(cells(rest)) == 1


def test_a_file_handed_in_again_unmended_fails_the_same_and_grows_no_column() -> None:
    _, first = judged(f"{HEAD}\n2,Piet,1234 AB,,,x\n3,Jan,1234 AB,12,,bel,of klop\n")
    _, second = judged(first)
    assert second == first


def test_every_line_of_a_failing_order_is_there() -> None:
    _, written = judged(
        "Name,Financial Status,Lineitem name,Shipping Name,Shipping Zip\n#1,paid,a,Jan,'1234 AB\n#1,,b,,\n"
    )
    assert [row[:3] for row in cells(written)[1:]] == [["#1", "paid", "a"], ["#1", "", "b"]]


def test_a_formula_does_not_survive() -> None:
    _, written = judged(f"{HEAD},=evil()\n=cmd|' /C calc'!A0,@x,1234 AB,,+1,\"\t=2\",-3\n")
    for row in cells(written):
        assert not [cell for cell in row if cell.lstrip(" ")[:1] in FORMULA_SIGNS and cell]


@pytest.mark.parametrize(
    ("note", "written"),
    [
        ("bel,=cmd|' /C calc'!A0", "bel,'=cmd|' /C calc'!A0"),
        ('x, "@SUM(1)"', 'x, "\'@SUM(1)"'),
        ("a,-2+3+cmd|' /C calc'!A0", "a,'-2+3+cmd|' /C calc'!A0"),
        ("koffie 25,- graag, +31 6 12345678", "koffie 25,- graag, +31 6 12345678"),  # runs nothing
    ],
)
def test_a_formula_after_a_comma_survives_no_spreadsheet_that_parts_by_commas(note: str, written: str) -> None:
    assert cells(csv_text([[note]])) == [[written]]
    assert clean(written) == (note, False)


def test_a_number_below_nought_stays_a_number_and_a_part_of_one_has_a_comma() -> None:
    assert cells(csv_text([["2026.4", -295341, 14.372, "-3"]])) == [["2026.4", "-295341", "14,372", "'-3"]]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=4), max_size=4))
def test_no_cell_of_an_export_begins_with_a_formula(rows: list[list[str]]) -> None:
    for row in cells(csv_text(rows)):
        for cell in row:
            assert cell.lstrip(" \u00a0\ufeff")[:1] not in FORMULA_SIGNS - {""} or not cell


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12), min_size=2, max_size=2))
def test_failing_rows_come_back_as_they_went(texts: list[str]) -> None:
    table = "order_ref;recipient;postcode;number;note;kleur\n" + ";".join(
        '"' + cell.replace('"', '""') + '"' for cell in ("1", "Jan", "1234 AB", "geen", *texts)
    )
    judgement, written = judged(table)
    assert len(judgement.failing) == 1
    again, rewritten = judged(written)
    assert again.judged[0].faults == judgement.judged[0].faults
    assert rewritten == written
