"""One round on paper: A4, black and white, for the courier's pocket."""

from collections.abc import Mapping
from typing import Any

from maps.day_view import DayView, RoundView
from maps.formats import Formats
from maps.ground import Ground
from maps.pages import paper
from maps.sheet_map import sheet_map
from maps.words import words

__all__ = ["route_sheet"]


def route_sheet(
    round_: RoundView,
    view: DayView,
    report: Mapping[str, Any] | None = None,
    *,
    lang: str = "nl",
    base: Ground | None = None,
) -> str:
    """Lay out a round for printing: a header, a small map, and a row for each stop in order.

    Parameters
    ----------
    report: if given, its attribution is printed instead of the default one.
    base: if given, streets and water are drawn under the round.

    Returns
    -------
    One HTML page without scripts; rows stay whole over page breaks and the table's head returns on each page.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    texts, formats = words(lang), Formats(lang)
    return paper(
        "route_sheet.html",
        style_sheet="route_sheet.css",
        title=texts["sheet_title"].format(round=round_.number, area=view.area, day=formats.day(view.day)),
        number=round_.number,
        round=round_,
        view=view,
        map=sheet_map(round_, base),
        attribution=report["attribution"] if report else texts["attribution"],
        t=texts,
        f=formats,
    )
