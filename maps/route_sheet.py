"""Rounds on paper: A4, black and white, for the courier's pocket."""

from collections.abc import Mapping, Sequence
from typing import Any

from maps.day_view import DayView, RoundView
from maps.formats import Formats
from maps.ground import Ground
from maps.pages import paper
from maps.sheet_map import sheet_map
from maps.words import words

__all__ = ["route_sheet", "route_sheets"]


def route_sheet(
    round_: RoundView,
    view: DayView,
    report: Mapping[str, Any] | None = None,
    *,
    lang: str = "nl",
    base: Ground | None = None,
    back: str = "",
) -> str:
    """Lay out one round for printing; see `route_sheets`."""
    return route_sheets([round_], view, report, lang=lang, base=base, back=back)


def route_sheets(
    rounds: Sequence[RoundView],
    view: DayView,
    report: Mapping[str, Any] | None = None,
    *,
    lang: str = "nl",
    base: Ground | None = None,
    back: str = "",
) -> str:
    """Lay out rounds for printing: of each a header, a small map, and a row for each stop in order.

    Parameters
    ----------
    report: if given, its attribution is printed instead of the default one.
    base: if given, streets and water are drawn under the rounds that have no ground of their own.
    back: address of the page one came from; a link to it is on the screen, not on the paper.

    Returns
    -------
    One HTML page without scripts. Each round begins on a sheet of its own; rows stay whole over page breaks and the
    table's head returns on each page. What is closed near a round while it rides is named, and struck out on its map.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    texts, formats = words(lang), Formats(lang)
    day = formats.day(view.day)
    sheets = [
        {
            "round": one,
            "map": sheet_map(one, one.ground or base, view.closures),
            "title": texts["sheet_title"].format(round=one.number, area=view.area, day=day),
        }
        for one in rounds
    ]
    return paper(
        "route_sheet.html",
        style_sheet="route_sheet.css",
        title=sheets[0]["title"] if len(sheets) == 1 else texts["sheets_title"].format(area=view.area, day=day),
        sheets=sheets,
        view=view,
        back=back,
        attribution=report["attribution"] if report else texts["attribution"],
        t=texts,
        f=formats,
    )
