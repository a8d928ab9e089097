"""Reports of days that are later than the year of their factors say so, in both languages."""

import json
from datetime import date
from typing import Any

import pytest

from impact.factor_table import load_factors
from rounds.day_report import assess_day
from rounds.factor_age import old_factors_note
from rounds.kept_report import kept_report
from rounds.month_report import day_of, month_of
from rounds.recomputed import Again
from tests.planned_day import DAY, OTHERS, PLAN, PLANNED


@pytest.mark.parametrize(
    ("day", "version", "told"),
    [
        (date(2026, 12, 31), "2026.2", False),
        (date(2026, 12, 31), "2027.1", False),
        (date(2027, 1, 1), "2026.10+survey", True),
    ],
)
def test_factors_of_an_earlier_year_are_told(day: date, version: str, told: bool) -> None:
    notes = old_factors_note({day: version, date(2026, 1, 1): "2026.1"})
    assert [version in note.within(lang) for note in notes for lang in ("nl", "en")] == [True, True] * told


@pytest.mark.parametrize(("year", "told"), [(2026, 0), (2027, 1)])
def test_a_report_of_a_later_year_says_that_its_factors_are_old(year: int, told: int) -> None:
    planned = assess_day(DAY, PLANNED.effort, PLAN, OTHERS, load_factors("2026.2"))
    document: dict[str, Any] = json.loads(json.dumps(kept_report(planned)))
    for lang in ("nl", "en"):
        document[lang]["date"] = f"{year}-11-24"
    day, older = date(year, 11, 24), load_factors("2026.1")
    for lang, said in (("nl", "zijn van een eerder jaar"), ("en", "are of an earlier year")):
        reports = [
            day_of(document, lang),
            day_of(document, lang, Again()),
            month_of([document], day.replace(day=1), lang),
            month_of([document], day.replace(day=1), lang, factors=older),
        ]
        assert [sum(said in note for note in report["notes"]) for report in reports] == [told] * 4
        assert all("2026.1" in note for note in reports[3]["notes"] if said in note)
