"""The pages' paths. Everything is read as it is stored; nothing is planned or changed here."""

from collections.abc import Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.asking import Onlooking
from api.dependencies import Home, Language, Stored
from api.few_at_once import PAGE_ON_ROADS
from api.headers import POLICY_BESIDE_OWN
from api.language import in_other_language
from api.pages.calendar import cells_of, standing
from api.pages.dates import Day, Month, OptionalMonth, neighbours
from api.pages.look import STYLE_PATH, look
from api.pages.rendering import Crumb, filled_in
from api.pages.words import page_words
from api.static_files import FOREVER
from data.models.order import address_line
from data.models.square import Square
from kernel.errors import NotFoundError
from maps.day_map import day_map
from maps.formats import Formats
from maps.month_page import month_values
from maps.palette import ROUND_COLOURS
from maps.places_page import places_values
from maps.report_page import report_values
from maps.route_sheet import route_sheet, route_sheets
from rounds.method_statement import method_statement
from rounds.overview import shown_month, squares_at_a_glance
from rounds.shown_places import borders_of, published_places
from rounds.stored_drawing import drawn_day
from rounds.stored_showing import shown_day
from rounds.told_report import told_day, told_month

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/")
def front_page(request: Request, database: Stored, lang: Language) -> str:
    """Show the squares."""
    squares = squares_at_a_glance(database)
    return _page(request, lang, "squares.html", page_words(lang)["home"], {"squares": squares, "wide": True})


@router.get("/squares/{slug}")
def square_page(request: Request, slug: str, month: OptionalMonth, database: Stored, lang: Language) -> str:
    """Show a square and one month of its days."""
    shown = shown_month(database, slug, month)
    values = {
        "month": shown,
        "month_name": Formats(lang).month(shown.first),
        "cells": cells_of(shown),
        "has_report": any(counts.plan_version for counts in shown.days),
        "addresses": {
            shop.id: address_line(shop.street, shop.number, shop.addition, shop.postcode, shop.town)
            for shop in shown.shops
        },
        "wide": True,
    }
    return _page(request, lang, "square.html", shown.square.name, values, trail=[_front(lang)])


@router.get("/squares/{slug}/days/{day}")
def day_page(request: Request, slug: str, day: Day, database: Stored, lang: Language) -> str:
    """Show what was planned for a day, and what waits."""
    shown = shown_day(database, slug, day, lang)
    before, after = neighbours(day)
    name = Formats(lang).day(day)
    values: dict[str, Any] = {
        "shown": shown,
        "day_name": name[0].upper() + name[1:],
        "before": before,
        "after": after,
        "wide": True,
    }
    if shown.outcome is not None:
        rounds = shown.outcome.rounds
        told = report_values(shown.outcome.report, lang)
        values |= {
            "stops": sum(len(one.view.stops) for one in rounds),
            "day_state": standing([one.state for one in rounds]),
            "sentences": told["headline_sentences"] if shown.outcome.report["orders"]["planned"] else [],
            "costs": told["costs"],
            "chart": told["chart"],
            "colours": len(ROUND_COLOURS),
        }
    trail = [_front(lang), _square(shown.square), _month(shown.square, day, lang)]
    return _page(request, lang, "day.html", f"{shown.square.name}, {name}", values, trail=trail)


@router.get("/squares/{slug}/days/{day}/map")
def map_page(request: Request, *, slug: str, day: Day, database: Stored, home: Home, lang: Language) -> Response:
    """Draw the day on its map."""
    drawn = drawn_day(database, home, slug, day, lang)
    return _alone(request, day_map(drawn.view, drawn.report, lang=lang, base=drawn.ground, back=_day_path(slug, day)))


@router.get("/squares/{slug}/days/{day}/sheets")
def sheets_page(request: Request, *, slug: str, day: Day, database: Stored, home: Home, lang: Language) -> Response:
    """Lay out every round of a day for printing."""
    drawn = drawn_day(database, home, slug, day, lang)
    if not drawn.view.rounds:
        raise NotFoundError(f"no round rides on {day}", way_out="The page of the day says why.")
    sheets = route_sheets(
        drawn.view.rounds, drawn.view, drawn.report, lang=lang, base=drawn.ground, back=_day_path(slug, day)
    )
    return _alone(request, sheets)


@router.get("/squares/{slug}/days/{day}/sheets/{number}")
def sheet_page(
    request: Request, *, slug: str, day: Day, number: str, database: Stored, home: Home, lang: Language
) -> Response:
    """Lay out one round for printing."""
    drawn = drawn_day(database, home, slug, day, lang)
    planned = next((one for one in drawn.view.rounds if str(one.number) == number), None)
    if planned is None:
        raise NotFoundError(f"there is no round {number!r} on {day}", way_out="Choose one on the page of the day.")
    back = _day_path(slug, day)
    return _alone(request, route_sheet(planned, drawn.view, drawn.report, lang=lang, base=drawn.ground, back=back))


@router.get("/squares/{slug}/days/{day}/report", dependencies=[PAGE_ON_ROADS])
def report_page(
    request: Request, *, slug: str, day: Day, database: Stored, home: Home, lang: Language, onlooker: Onlooking
) -> str:
    """Show the report that was kept when the day was planned last, with what was ridden since."""
    report = told_day(database, home, slug, day, lang, costs_for=onlooker)
    values: dict[str, Any] = report_values(report, lang) | {"method": method_statement(report, lang)}
    with_day = (Formats(lang).short_day(day), _day_path(slug, day))
    values["files_at"] = f"{_day_path(slug, day)}/report"
    trail = [_front(lang), (values["r"]["area"], f"/squares/{slug}"), with_day]
    return _page(request, lang, "report.html", values["title"], values, trail=trail)


@router.get("/squares/{slug}/months/{month}", dependencies=[PAGE_ON_ROADS])
def month_page(
    request: Request, *, slug: str, month: Month, database: Stored, home: Home, lang: Language, onlooker: Onlooking
) -> str:
    """Sum the planned days of a month."""
    report = told_month(database, home, slug, month, lang, costs_for=onlooker)
    values: dict[str, Any] = month_values(report, lang) | {"method": method_statement(report, lang)}
    values["days_at"] = f"/squares/{slug}/days"
    values["files_at"] = f"/squares/{slug}/months/{month:%Y-%m}/report"
    with_month = (Formats(lang).month(month), f"/squares/{slug}?month={month:%Y-%m}")
    trail = [_front(lang), (values["r"]["area"], f"/squares/{slug}"), with_month]
    return _page(request, lang, "month.html", values["title"], values, trail=trail)


@router.get("/squares/{slug}/published/{period}")
def published_page(request: Request, slug: str, period: str, database: Stored, lang: Language) -> str:
    """Show what was published of a month or a year: its neighbourhoods, without the shops."""
    report = published_places(database, slug, period)
    values = places_values(report, borders_of(database, report), lang)
    trail = [_front(lang), (values["r"]["area"], f"/squares/{slug}")]
    return _page(request, lang, "places.html", values["title"], values, trail=trail)


@router.get(STYLE_PATH)
def style_sheet(v: str = "") -> Response:
    """Give the style of every page; asked for by its fingerprint it may be kept for ever."""
    kept = FOREVER if look().url.endswith(f"?v={v}") else "no-cache"
    return Response(look().text, media_type="text/css", headers={"Cache-Control": kept})


def _page(
    request: Request, lang: str, template: str, title: str, values: dict[str, Any], *, trail: Sequence[Crumb] = ()
) -> str:
    return filled_in(
        template, lang, values, title=title, trail=trail, other_language_url=in_other_language(request, lang)
    )


def _alone(request: Request, page: str) -> Response:
    """Answer a page that stands alone; one that the browser has already is not sent again: a map is megabytes."""
    headers = {
        "ETag": f'W/"{sha256(page.encode()).hexdigest()[:32]}"',
        "Content-Security-Policy": POLICY_BESIDE_OWN,
    }  # weak: packed or not
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return HTMLResponse(page, headers=headers)


def _day_path(slug: str, day: Day) -> str:
    return f"/squares/{slug}/days/{day}"


def _front(lang: str) -> Crumb:
    return (page_words(lang)["home"], "/")


def _square(square: Square) -> Crumb:
    return (square.name, f"/squares/{square.slug}")


def _month(square: Square, day: Day, lang: str) -> Crumb:
    return (Formats(lang).month(day), f"/squares/{square.slug}?month={day:%Y-%m}")
