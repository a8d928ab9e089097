"""What a page says behind a report's figures, and what it leaves out of a report that has less."""

import json
from copy import deepcopy
from typing import Any

import pytest

from cli.demo_summary import emissions
from impact.factor_table import load_factors
from impact.substitution import Answer, Reply
from maps.asking_sections import asking_sections
from maps.emission_sections import emission_sections
from maps.report_page import report_page, report_values
from maps.saving import headline_sentences
from rounds.day_report import assess_day
from rounds.kept_report import kept_activity_in, kept_report, report_in
from rounds.recomputed import Again, recomputed_day
from tests.planned_day import DAY, OTHERS, PLAN, PLANNED

SECTIONS = ("headline", "decomposition", "inventory", "indicators")


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    planned = assess_day(DAY, PLANNED.effort, PLAN, OTHERS, load_factors("2026.2"))
    return json.loads(json.dumps(kept_report(planned)))


def test_where_nobody_was_asked_the_page_says_so_and_begins_with_customers_who_collect(kept: dict[str, Any]) -> None:
    page = " ".join(report_page(report_in(kept, "en"), lang="en").split())
    assert "Nobody was asked what they would have done otherwise" in page
    first = page.index("CO₂e than when customers collect themselves")
    assert "with what would most likely have happened" not in page
    assert "than when each shop delivers itself" not in page[:first]


def test_with_answers_the_first_sentence_is_about_the_likely_mix_and_an_increase_is_one(kept: dict[str, Any]) -> None:
    again = Again(replies={DAY.day: [Reply("order-1", "2026-1", Answer.NO_CAR)]})
    report = recomputed_day(report_in(kept, "nl"), kept_activity_in(kept), again)
    page = " ".join(report_page(report).split())
    assert "meer CO₂e dan bij wat er anders het waarschijnlijkst gebeurd was" in page
    assert "Van 1 bestellingen is bij 1 gevraagd en bij 1 geantwoord" in page


def test_where_too_little_is_known_of_the_orders_no_page_compares(kept: dict[str, Any]) -> None:
    report = deepcopy(report_in(kept, "en"))
    differences = ("▼", "▲", "chance of less", 'id="savings"', 'id="steps"', "g less", "g more")
    before = report_page(report, lang="en").replace("\N{NO-BREAK SPACE}", " ")
    assert {each for each in differences if each in before} >= {"chance of less", 'id="savings"', 'id="steps"'}
    assert len(report_values(report, "en")["chart"].bars) == 5
    report["inventory"]["coverage"] |= {"with_activity": 1, "served": 10}
    report["days_vary_g"] = report["saved_g"]
    page = report_page(report, lang="en").replace("\N{NO-BREAK SPACE}", " ")
    assert "Weight and way are known of 1 of 10 orders" in page
    assert [each for each in differences if each in page] == []
    assert [bar.id for bar in report_values(report, "en")["chart"].bars] == ["project"]
    values = emission_sections(report, "en")
    assert (values["inputs"], values["steps"], values["varying"]) == ([], [], {})
    counted = {"name": "Telling", "version": 1, "measured_by": "Buurt", "method": "geteld", "source": "eigen"}
    days = {"first_day": "2026-11-02", "last_day": "2026-11-07", "orders": 40, "scaled_to_orders": 1, "flows": []}
    grams = {"per_order_g": report["co2_g"]["pooled_van"], "scaled_g": report["co2_g"]["pooled_van"]}
    report["starting_measurements"] = [counted | days | grams | {"saved_g": report["saved_g"]["pooled_van"]}]
    (measured,) = asking_sections(report, "en")["measured"]
    assert ([name for name, *_ in measured["grams"]], measured["saving"]) == (["Delivered together (this plan)"], None)
    table = emissions(report, "en")
    assert (table.row_count, str(table.caption)) == (1, headline_sentences(report, (), "en")[0])


def test_making_is_not_compared_either_where_too_little_is_known(kept: dict[str, Any]) -> None:
    report = deepcopy(report_in(kept, "en"))
    assert len(emission_sections(report, "en")["making"]) > 1
    report["inventory"]["coverage"] |= {"with_activity": 1, "served": 10}
    assert list(emission_sections(report, "en")["making"]) == ["project"]


@pytest.mark.parametrize(
    ("lang", "asked", "nobody"),
    [
        ("nl", "Van 1 bestellingen is bij 1 gevraagd wat de klant anders had gedaan", "Er is niemand gevraagd"),
        ("en", "Of 1 orders, 1 were asked what the customer would have done", "Nobody was asked"),
    ],
)
def test_customers_who_were_asked_and_said_nothing_that_counts_are_not_nobody(
    kept: dict[str, Any], lang: str, asked: str, nobody: str
) -> None:
    again = Again(replies={DAY.day: [Reply("order-1", "2026-1", Answer.UNKNOWN)]})
    page = " ".join(
        report_page(recomputed_day(report_in(kept, lang), kept_activity_in(kept), again), lang=lang).split()
    )
    assert asked in page
    assert nobody not in page


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_report_of_before_has_a_page_without_them(kept: dict[str, Any], lang: str) -> None:
    old = {name: value for name, value in report_in(kept, lang).items() if name not in SECTIONS}
    for heading in ('id="mix"', 'id="steps"', 'id="inventory"', 'id="indicators"'):
        assert heading in report_page(report_in(kept, lang), lang=lang)
        assert heading not in report_page(old, lang=lang)


def test_figures_are_shown_as_people_read_them(kept: dict[str, Any]) -> None:
    told = emission_sections(report_in(kept, "nl"), "nl")
    assert ("leeg", "gepland", "2,1") in told["purposes"]
    assert ("Leeg gereden", "75 %") in told["indicators"]
    assert told["data"].startswith("Gegevens: 0 % gemeten, 0 % gemodelleerd, 100 % uit de factortabel. ")
    assert [step for step, *_ in told["steps"]] == ["Bundelen", "Ander voertuig"]
