"""The page of neighbourhoods: none is not few, and metres below nought are explained."""

import csv
import re
from dataclasses import replace
from typing import Any

import pytest
import shapely

from cli.report_places import text_of
from impact.factor_table import load_factors
from impact.factors import Status
from impact.likely_mix import Basis, basis_of
from maps.places_map import NONE, STEPS, places_map
from maps.places_page import places_page

ORDERS = [0, 1, 4, 20, None]
"""By neighbourhood, from west to east; None is hidden."""
SAVED = {"low": 100, "central": 200, "high": 300, "probability": 0.99}
UNSURE = {"low": -100, "central": 20, "high": 300, "probability": 0.6}


def row(key: str, orders: int | None, **figures: Any) -> dict[str, Any]:
    kind, _, code = key.partition(":")
    named = {"key": key, "kind": kind, "code": code, "name": code, "within": "square", "hidden": orders is None}
    return named if orders is None else {**named, "households": orders, "orders": orders, **figures}


def neighbourhoods(orders: list[int | None] = ORDERS) -> list[dict[str, Any]]:
    return [row(f"neighbourhood:BU{n}", many) for n, many in enumerate(orders)]


def borders(many: int) -> dict[str, shapely.MultiPolygon]:
    return {f"BU{n}": shapely.MultiPolygon([shapely.box(n, 50, n + 1, 51)]) for n in range(many)}


def report(avoided_m: int, saved: dict[str, Any]) -> dict[str, Any]:
    figures = {
        "distance_m": 60_000,
        "co2_g": {"low": 1, "central": 2, "high": 3},
        "saved_g": saved,
        "avoided_m": {"low": avoided_m - 1, "central": avoided_m, "high": avoided_m + 1},
    }
    return {
        "area": "Proefdorp",
        "period": "2026-11",
        "division": 2025,
        "rule": {"households": 5, "couriers": 3},
        "factor_set": "2026.3",
        "basis": "answers",
        "cells": [row("square", 25, **figures), row("elsewhere", 0), *neighbourhoods()],
        "days": [],
        "attribution": "",
    }


def test_no_order_few_and_hidden_are_told_apart_on_the_map() -> None:
    drawn = places_map(neighbourhoods(), borders(len(ORDERS)))
    assert drawn is not None
    assert [place.step for place in drawn.places] == [0, 1, 1, 5, None]
    assert [place.colour for place in drawn.places] == [NONE, STEPS[0], STEPS[0], STEPS[4], ""]
    assert [one[:2] for one in drawn.legend] == [(0, 0), (1, 4), (5, 8), (9, 12), (13, 16), (17, 20)]


def test_no_figure_of_the_table_has_a_point_that_a_dutch_excel_takes_for_thousands() -> None:
    table = text_of(report(1_000, {**SAVED, "probability": 0.987}), {}, "csv", "nl").removeprefix("\ufeff")
    whole = next(row for row in csv.DictReader(table.splitlines(), delimiter=";") if row["kind"] == "square")
    assert whole["saved_g_probability"] == "0,987"
    assert not [cell for cell in whole.values() if re.search(r"\d\.\d", cell)]


@pytest.mark.parametrize(
    ("orders", "legend"),
    [([0, 0], [(0, 0)]), ([1, 2], [(1, 1), (2, 2)]), ([3, None], [(1, 1), (2, 2), (3, 3)]), ([None], [])],
)
def test_the_legend_names_what_there_is(orders: list[int | None], legend: list[tuple[int, int]]) -> None:
    drawn = places_map(neighbourhoods(orders), borders(len(orders)))
    assert drawn is not None
    assert [one[:2] for one in drawn.legend] == legend
    colours = {place.colour for place in drawn.places if place.step is not None}
    assert colours <= {colour for *_, colour in drawn.legend}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("avoided_m", "saved", "says_more", "says_why"),
    [
        (-12_000, SAVED, True, True),
        (-12_000, UNSURE, True, False),
        (0, SAVED, False, False),
        (12_000, SAVED, False, False),
    ],
)
def test_more_kilometres_beside_a_headline_are_explained(
    lang: str, avoided_m: int, saved: dict[str, Any], says_more: bool, says_why: bool
) -> None:
    page = places_page(report(avoided_m, saved), borders(len(ORDERS)), lang=lang)
    more, why = {
        "nl": ("De rondes leggen 12 km meer af", "komt hier van het voertuig"),
        "en": ("The rounds cover 12 km more", "comes from the vehicle here"),
    }[lang]
    assert (more in page, why in page) == (says_more, says_why)


@pytest.mark.parametrize("basis", ["default", "assumed_shares", "survey"])
def test_nobody_is_said_to_be_asked_or_not_as_answers_do_not_count_here(basis: str) -> None:
    page = " ".join(places_page(report(0, SAVED) | {"basis": basis}, borders(len(ORDERS))).split())
    assert "Antwoorden van klanten tellen hier niet mee" in page
    assert "niemand gevraagd" not in page


@pytest.mark.parametrize("status", [Status.VERIFIED, Status.ASSUMED])
def test_a_mix_that_is_not_of_customers_alone_is_never_told_as_their_own_trips(status: Status) -> None:
    tours = next(row for row in load_factors().drawn if row.id == "likely_mix.shop_tours")
    half = replace(tours, low=0.5, central=0.5, high=0.5, status=status)
    basis = basis_of(load_factors().with_own("x", [half]), answered=0)
    assert basis is Basis.ASSUMED_SHARES
    page = places_page(report(0, SAVED) | {"basis": str(basis)}, borders(len(ORDERS)), lang="en")
    assert "customers collect" not in page
    assert "with what would most likely have happened" in page


def test_who_rides_is_called_as_on_every_other_page() -> None:
    page = " ".join(places_page(report(0, SAVED), borders(len(ORDERS))).split())
    assert "minder dan 3 bezorgers reden" in page
    assert "koerier" not in page


def test_municipalities_stand_above_their_districts() -> None:
    made = report(0, SAVED)
    cells = [
        *made["cells"][:2],
        row("municipality:GM1", 5) | {"name": "Brinkstad"},
        row("district:WK1", 5) | {"name": "Wijk Een", "within": "municipality:GM1"},
        row("neighbourhood:BU1", 5) | {"name": "Buurt Een", "within": "district:WK1"},
        row("district:WK2", 5) | {"name": "Wijk Twee", "within": "municipality:GM1"},
        row("neighbourhood:BU2", 5) | {"name": "Buurt Twee", "within": "district:WK2"},
        row("municipality:GM2", 5) | {"name": "Elders"},
        row("neighbourhood:BU3", 5) | {"name": "Buurt Drie", "within": "municipality:GM2"},
    ]
    page = places_page(made | {"cells": cells}, {})
    names = ("Brinkstad", "Wijk Een", "Buurt Een", "Wijk Twee", "Buurt Twee", "Elders", "Buurt Drie")
    assert [page.count(name) for name in names] == [1] * len(names)
    assert sorted(names, key=page.index) == list(names)
