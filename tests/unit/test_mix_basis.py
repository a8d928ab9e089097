"""What the likely mix is from is said alike by every document, and no assumption is told as somebody's survey."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from data.models.order import Order
from impact.factor_table import load_factors
from impact.factors import FactorSet, Status
from impact.inventory import Grams
from impact.likely_mix import SHARES, Basis, basis_of, joined_basis
from kernel.position import Position
from maps.emission_sections import emission_sections
from maps.places_page import places_page
from maps.report_page import report_page
from rounds.day_report import assess_day
from rounds.kept_report import kept_activity_in, kept_report
from rounds.method_statement import method_statement
from rounds.month_report import day_of, month_of
from rounds.order_footprint import _document as order_document
from rounds.place_document import place_figures
from rounds.place_tables import WHOLE, PlaceTables
from rounds.recomputed import Again
from rounds.served_orders import ServedOrder
from tests.kept_square import DATE
from tests.planned_day import DAY, OTHERS, PLAN, PLANNED

PLAIN = load_factors("2026.4")
OTHER = date(2026, 11, 25)


def with_shares(name: str, *given: float, status: Status) -> FactorSet:
    """A set with the first of the shares of `SHARES` given, the others as they are shipped."""
    wanted = dict(zip(SHARES.values(), given, strict=False))
    rows = [row for row in PLAIN.drawn if row.id in wanted]
    shares = [
        replace(row, low=wanted[row.id], central=wanted[row.id], high=wanted[row.id], status=status) for row in rows
    ]
    return PLAIN.with_own(name, shares)


SURVEY = with_shares("survey", 0.5, 0.3, 0.2, status=Status.VERIFIED)
PARTLY = with_shares("partly", 0.5, 0.5, status=Status.VERIFIED)
"""As one may have been imported before a survey had to be whole: the third share is ours."""
GUESSED = with_shares("guessed", 0.5, 0.3, 0.2, status=Status.ASSUMED)
ALONE = with_shares("alone", 1, 0, 0, status=Status.VERIFIED)


@pytest.mark.parametrize(
    ("factors", "basis"),
    [
        (PLAIN, Basis.DEFAULT),
        (SURVEY, Basis.SURVEY),
        (ALONE, Basis.SURVEY),
        (PARTLY, Basis.ASSUMED_SHARES),
        (GUESSED, Basis.ASSUMED_SHARES),
        (load_factors("2026.1"), None),
    ],
)
def test_a_set_is_a_survey_only_where_nobody_assumed_any_of_its_shares(factors: FactorSet, basis: Basis | None) -> None:
    assert basis_of(factors, answered=0) is basis


@pytest.mark.parametrize(
    ("bases", "joined"),
    [
        ([Basis.DEFAULT, Basis.ANSWERS, Basis.SURVEY], Basis.ANSWERS),
        ([Basis.SURVEY, Basis.SURVEY, None], Basis.SURVEY),
        ([Basis.SURVEY, Basis.DEFAULT], Basis.ASSUMED_SHARES),
        ([Basis.SURVEY, Basis.ASSUMED_SHARES], Basis.ASSUMED_SHARES),
        ([Basis.DEFAULT, Basis.ASSUMED_SHARES], Basis.ASSUMED_SHARES),
        ([Basis.DEFAULT, None, Basis.DEFAULT], Basis.DEFAULT),
        ([None, None], None),
        ([], None),
    ],
)
def test_of_several_sets_only_what_all_are_is_told(bases: list[Basis | None], joined: Basis | None) -> None:
    assert joined_basis(bases) is joined
    assert joined_basis(reversed(bases)) is joined


def kept(day: date, factors: FactorSet) -> dict[str, Any]:
    planned = assess_day(replace(DAY, day=day), PLANNED.effort, PLAN, OTHERS, factors)
    return json.loads(json.dumps(kept_report(planned)))


def served(made: Sequence[FactorSet]) -> list[ServedOrder]:
    part = kept_activity_in(kept(DATE, PLAIN)).activity
    place, grams = Position(5.0, 52.0), Grams(ttw=0, wtt=1)
    return [ServedOrder(DATE, "order-1", "o", "s", "h", place, part, factors, grams) for factors in made]


@pytest.mark.parametrize(("own", "basis"), [(SURVEY, "assumed_shares"), (PARTLY, "assumed_shares"), (PLAIN, "default")])
def test_a_month_of_two_sets_is_told_as_neither_alone_by_report_places_and_orders(own: FactorSet, basis: str) -> None:
    sets = {own.version: own}
    documents = [kept(DATE, PLAIN), kept(OTHER, own)]
    month = month_of(documents, DATE.replace(day=1), "en", sets=sets)
    assert month["headline"]["basis"] == basis
    orders = served([PLAIN, own])
    places = place_figures(PlaceTables("2026-11", {WHOLE: orders}), [], {"2026-11 square"}, ())
    assert places["basis"] == basis
    assert order_document(cast("Order", Named()), orders)["basis"] == basis


class Named:
    """As much of an order as its document says."""

    id = "o"
    order_ref = "1"


SAYS_SURVEY = re.compile(r"enqu[eê]te|survey|peiling", re.IGNORECASE)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("own", [PARTLY, GUESSED])
def test_shares_that_somebody_assumed_are_told_as_assumed_and_never_as_a_survey(own: FactorSet, lang: str) -> None:
    report = day_of(kept(DATE, PLAIN), lang, Again(own))
    told = emission_sections(report, lang)["basis"]
    page = " ".join(report_page(report, lang=lang).split())
    assert told in page
    assert not re.search("eigen (enquête|peiling)|your own survey|survey of the square", page)
    method = [line for part in method_statement(report, lang) for line in part.sentences]
    place = {"key": "square", "kind": "square", "code": "", "name": "", "hidden": True}
    places = {
        "area": "Proefdorp", "period": "2026-11", "division": 2025, "rule": {"households": 5, "couriers": 3},
        "factor_set": own.version, "basis": report["headline"]["basis"], "days": [], "attribution": "",
        "cells": [place, place | {"key": "elsewhere", "kind": "elsewhere"}],
    }  # fmt: skip
    shown = " ".join(places_page(places, {}, lang=lang).split())
    assumed = {"nl": "die geheel of deels aannamen zijn", "en": "which are assumed in whole or in part"}[lang]
    for said in (told, "\n".join(method), shown):
        assert assumed in said
        assert not SAYS_SURVEY.search(said)
