"""A growth curve as a page: the curve, in a sentence what it says, and the figures behind it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from maps.curve_chart import CurvePoint, curve_chart
from maps.formats import Formats
from maps.pages import paper
from maps.what_if_words import what_if_words

__all__ = ["growth_page"]


def growth_page(report: Mapping[str, Any], *, lang: str = "nl") -> str:
    """Lay out a curve, as `rounds.growth_report.growth_report` makes it, with at least one point.

    Returns
    -------
    One HTML page without scripts, for a phone, a desk and paper.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    texts, formats = what_if_words(lang), Formats(lang)
    points = [_point(one) for one in report["points"]]
    told = "; ".join(f"{formats.number(one.size)}: {_km(one.middle, formats)} km" for one in points)
    return paper(
        "growth.html",
        style_sheet="report.css",
        title=texts["growth_title"].format(area=report["area"]),
        r=report,
        lead=_lead(report, texts, formats),
        chart=curve_chart(points, report["flat_from"]),
        chart_alt=texts["growth_chart_alt"].format(points=told),
        days=[formats.short_day(date.fromisoformat(day)) for day in report["dates"]],
        km=lambda value: _km(value, formats),
        t=texts,
        f=formats,
    )


def _point(one: Mapping[str, Any]) -> CurvePoint:
    low, median, high = (one["m_per_order"][part] / 1000 for part in ("low", "median", "high"))
    return CurvePoint(one["orders"], low, median, high, one["daganzo_m"] / 1000)


def _km(value: float, formats: Formats) -> str:
    return formats.number(value, 2)


def _lead(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> str:
    first, last = report["points"][0], report["points"][-1]
    amounts = {
        "first": formats.number(first["orders"]),
        "last": formats.number(last["orders"]),
        "from_km": _km(first["m_per_order"]["median"] / 1000, formats),
        "to_km": _km(last["m_per_order"]["median"] / 1000, formats),
    }
    if first is last:
        return texts["growth_lead_one"].format(**amounts)
    stop = report["flat_from"]
    if stop is None:
        falls = last["m_per_order"]["median"] < first["m_per_order"]["median"]
        return texts["growth_lead_still" if falls else "growth_lead_up_and_down"].format(**amounts)
    percent = f"{report['flat_below'] * 100:.0f} %"
    return texts["growth_lead_stops"].format(**amounts, stop=formats.number(stop), percent=percent)
