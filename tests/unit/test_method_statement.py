"""The statement of method says what its report knows, in both languages."""

from datetime import timedelta

import pytest

from impact.factor_table import load_factors
from impact.substitution import Answer, Reply
from maps.method_page import method_page
from maps.month_page import month_page
from maps.report_page import report_page
from rounds.day_report import day_report
from rounds.method_statement import Section, method_statement
from tests.kept_square import DATE, MONTH, days_of
from tests.planned_day import PLANNED


def told(sections: list[Section]) -> str:
    return "\n".join([*(line for part in sections for line in (part.title, *part.sentences))])


def test_it_says_the_standard_and_that_it_was_not_read_itself() -> None:
    said = told(method_statement(days_of().report("en"), "en"))
    assert "EN ISO 14083:2023. Followed as second-hand sources give it: the standard's own text was not read" in said
    assert "10,000 draws from the factors, with seed 42" in said
    assert "It belongs to the square Proefdorp" in said


def test_coverage_is_the_reports_own() -> None:
    days = days_of(DATE, DATE + timedelta(days=1), period=MONTH)
    said = told(method_statement(days.report("en"), "en"))
    assert "2 days that were planned" in said
    assert "4 orders, 2 brought by the plan, 2 not planned." in said
    assert "2 of 2 legs in a chain, 2 with mass and way." in said
    assert "The demand is invented." in said


@pytest.mark.parametrize(
    ("replies", "line"),
    [
        ({}, "Nobody was asked: every order counts"),
        ({DATE: [Reply("order-1", "2026-1", None)]}, "1 of 1 were asked, and nobody gave an answer that counts"),
        ({DATE: [Reply("order-1", "2026-1", Answer.NO_CAR)]}, "1 of 1 were asked, 1 answered."),
    ],
)
def test_what_was_asked_is_told(replies: dict, line: str) -> None:
    assert line in told(method_statement(days_of(replies=replies).report("en"), "en"))


def test_every_factor_stands_in_it_with_its_status() -> None:
    report = days_of().report("en")
    *_, factors = method_statement(report, "en")
    drawn = load_factors("2026.2").drawn
    assert factors.sentences[0].startswith(f"Set 2026.2: {len(drawn)} factors, 0 read at the source; ")
    assert len(factors.rows) == len(drawn)
    assert all(row[2] for row in factors.rows)


def test_shares_of_data_are_percents_of_grams_and_of_kilometres() -> None:
    parts = {part.title: part for part in method_statement(days_of().report("en"), "en")}
    assert [tuple(row) for row in parts["Where the data are from"].rows] == [
        ("primary (measured)", "0 %"), ("modelled", "0 %"), ("default", "100 %"),
        ("km, planned", "100 %"), ("km, driven", "0 %"), ("km, estimated", "0 %"),
    ]  # fmt: skip


def test_a_report_of_factors_without_a_split_says_that_it_has_no_inventory() -> None:
    said = told(method_statement(days_of(factors=load_factors("2026.1")).report("en"), "en"))
    assert "there is no inventory" in said
    assert "EN ISO 14083" not in said


def test_both_languages_have_the_same_parts() -> None:
    nl, en = (method_statement(days_of().report(lang), lang) for lang in ("nl", "en"))
    assert [len(part.sentences) for part in nl] == [len(part.sentences) for part in en]
    assert [len(part.rows) for part in nl] == [len(part.rows) for part in en]
    assert {part.title for part in nl}.isdisjoint(part.title for part in en)


def test_a_report_that_is_written_has_it_behind_its_figures() -> None:
    report = days_of().report("nl")
    method = method_statement(report, "nl")
    assert "Van wie de besparing is" in report_page(report, method=method)
    assert "Van wie de besparing is" not in report_page(report)
    assert method_page(report, method).startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("lang", "unit"), [("nl", "g/bestelling"), ("en", "g/order")])
def test_a_page_has_one_table_of_factors_in_words_of_its_language(lang: str, unit: str) -> None:
    day = day_report(PLANNED, lang)
    month = days_of(DATE, DATE + timedelta(1), period=MONTH).report(lang)
    pages = {
        "day": report_page(day, lang=lang, method=method_statement(day, lang)),
        "month": month_page(month, lang=lang, method=method_statement(month, lang)),
    }
    for name, page in pages.items():
        assert page.count("<details") == 1, name
        assert page.count("(electricity.grid)") == (name == "month"), name
        assert unit in page, name
