"""One day has one figure: the kilometres that a report tells of its rounds are those that its grams are of."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from impact.activities import VehicleClass
from impact.claims import CLAIMS
from impact.elements import Carrier, ElementKind, Energy, Known, Purpose, Stretch, Tier
from impact.factor_table import load_factors
from maps.month_page import month_page
from maps.report_page import report_page
from rounds.driven_log import LogRow
from rounds.kept_report import report_in
from rounds.month_report import day_of, month_of
from rounds.recomputed import Again
from rounds.report_rows import report_rows
from rounds.ridden_day import Meter, RiddenDay
from rounds.stored_rides import Rode
from tests.kept_square import DATE, kept

OTHER = date(2026, 11, 25)
PLAN_M, RIDDEN_M = 2_830, 40_000
SCHEMA = json.loads((Path(__file__).parents[2] / "rounds" / "report.schema.json").read_text())


@pytest.fixture(scope="module")
def documents() -> list[dict[str, Any]]:
    return [kept(day)[0] for day in (DATE, OTHER)]


def rode(driven_m: int = RIDDEN_M) -> Rode:
    return Rode({DATE: RiddenDay({}, [Meter(("round-1",), driven_m, None)])})


def text_of(page: str) -> str:
    return " ".join(page.split())


def column(rows: list[list[str | int | float]], name: str) -> list[float]:
    return [float(row[rows[0].index(name)]) for row in rows[1:]]


def test_a_ridden_day_tells_its_ridden_kilometres_in_headline_tile_table_and_row(
    documents: list[dict[str, Any]],
) -> None:
    report = day_of(documents[0], "en", rode=rode())
    jsonschema.validate(report, SCHEMA)
    assert (report["metres"]["pooled"], report["metres"]["ridden"]) == (PLAN_M, RIDDEN_M)
    assert sum(of for by in report["inventory"]["metres"].values() for of in by.values()) == RIDDEN_M
    page = text_of(report_page(report, lang="en"))
    assert "1 order in 40 km" in page
    dutch = report_page(day_of(documents[0], "nl", rode=rode()), lang="nl")
    assert "1 bestelling in 40 km" in text_of(dutch)
    assert "More kilometres than with each shop driving its own: 40.0 against" in page
    assert "<dt>kilometres</dt><dd>40.0</dd>" in page
    assert "km as ridden, hours planned" in page
    assert "this plan" not in page
    assert column(report_rows(report), "pooled_m") == [RIDDEN_M]


def test_rows_of_a_month_and_its_sums_agree_where_a_day_was_ridden(documents: list[dict[str, Any]]) -> None:
    month = month_of(documents, DATE.replace(day=1), "en", rode=rode())
    assert month["metres"]["ridden"] == RIDDEN_M + PLAN_M
    told = month["ridden"]
    assert told["metres"] == {"driven": RIDDEN_M, "planned": PLAN_M, "estimated": 0}
    assert (told["rounds"], told["metered"], told["plan_m"]) == (month["rounds"], 1, month["metres"]["pooled"])
    rows = report_rows(month)
    for name in ("pooled_m", "inventory_wtw_g", "pooled_duty_s"):
        *days, whole = column(rows, name)
        assert sum(days) == pytest.approx(whole, abs=2), name
    *days, whole = column(rows, "co2_central_g")
    assert sum(days) == pytest.approx(whole, rel=0.02)  # middles of draws add up nearly
    assert month["days"][0]["co2_central_g"] == day_of(documents[0], "en", rode=rode())["co2_g"]["project"]["central"]
    page = text_of(month_page(month, lang="en"))
    assert "<dt>kilometres</dt><dd>42.8</dd>" in page
    assert "km partly as ridden, hours planned" in page
    assert "Rounds that were not metered, and of which nothing or too little was reported" in page


def test_a_planned_day_without_its_elements_is_planned_in_the_sums_of_a_ridden_month(
    documents: list[dict[str, Any]],
) -> None:
    older = {name: part for name, part in documents[1].items() if name not in {"elements", "facts"}}
    month = month_of([documents[0], older], DATE.replace(day=1), "en", rode=rode())
    assert month["ridden"]["metres"] == {"driven": RIDDEN_M, "planned": PLAN_M, "estimated": 0}
    assert month["ridden"]["rounds"] == 2


def test_other_factors_are_in_the_rows_of_a_month_too(documents: list[dict[str, Any]]) -> None:
    month = month_of(documents, DATE.replace(day=1), "en", factors=load_factors("2026.1"))
    assert {row["factor_set"] for row in month["days"]} == {"2026.1"}


def test_a_day_that_nobody_rode_has_its_plan_to_the_letter(documents: list[dict[str, Any]]) -> None:
    report = day_of(documents[1], "nl", rode=rode())
    assert report == report_in(documents[1], "nl")
    assert "ridden" not in report["metres"]
    assert "zoals gereden" not in report_page(report, lang="nl")
    month = month_of(documents, DATE.replace(day=1), "nl")
    assert "ridden" not in month["metres"]


def test_a_doubtful_reading_is_in_the_notes_in_both_languages(documents: list[dict[str, Any]]) -> None:
    for lang, words in (("nl", "Aflezingen van minder dan 70 %"), ("en", "Readings of less than 70 %")):
        assert any(note.startswith(words) for note in day_of(documents[0], lang, rode=rode(1_000))["notes"])
        month = month_of(documents, DATE.replace(day=1), lang, rode=rode(1_000))
        assert any(note.startswith(words) for note in month["notes"])
    nought = Rode({DATE: RiddenDay({}, [Meter(("round-1",), 0, Energy(Carrier.ELECTRICITY, 0, Tier.PRIMARY))])})
    report = day_of(documents[0], "en", rode=nought)
    assert report["co2_g"] == report_in(documents[0], "en")["co2_g"]
    assert report["metres"]["ridden"] == PLAN_M


def test_a_log_goes_over_a_ride_in_every_part_of_the_report(documents: list[dict[str, Any]]) -> None:
    driven = Stretch(5_000, Purpose.CARRYING, Known.DRIVEN)
    row = LogRow(2, "round-1", ElementKind.ROUND, (), VehicleClass.CARGO_BIKE, driven, None)
    too_little = Meter(("round-1",), None, Energy(Carrier.ELECTRICITY, 67, Tier.PRIMARY))
    for ridden, low in ((rode(), 0), (Rode({DATE: RiddenDay({}, [too_little])}), 1)):
        report = day_of(documents[0], "en", Again(log=[row]), rode=ridden)
        assert report["ridden"]["metres"] == {"driven": 5_000, "planned": 0, "estimated": 0}
        assert report["metres"]["ridden"] == 5_000
        assert report["ridden"]["readings_low"] == low, "what a reading says is not what the log says"
        assert CLAIMS["driven_note_ridden"].text.en in report["notes"]
        assert CLAIMS["driven_note"].text.en not in report["notes"]
