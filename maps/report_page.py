"""The day's report as a page for a shopkeeper and a council: every figure with its range, nothing hidden."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from maps.asking_sections import asking_sections
from maps.distances import kilometres, rounds_m
from maps.emission_sections import emission_sections
from maps.factor_words import factor_name
from maps.formats import Formats
from maps.headlines import headline, what_takes_more
from maps.interval_chart import interval_chart
from maps.measure_sections import measure_sections
from maps.method_page import MethodPart
from maps.orders_left import orders_left
from maps.pages import paper
from maps.saving import headline_sentences, is_compared, saving_in_words
from maps.words import words_of_report

__all__ = ["report_page", "report_values"]

_BASELINES = ("shop_tours", "customer_collects", "parcel_network", "pooled_van")
_METRES = ("pooled", "shop_tours", "pooled_van", "customer_collects", "each_alone", "parcel_network")


def report_page(report: Mapping[str, Any], *, lang: str = "nl", method: Sequence[MethodPart] = ()) -> str:
    """Lay out a day's report.

    Parameters
    ----------
    report: valid against `rounds/report.schema.json`.
    method: its statement of method, which is laid out behind it.

    Returns
    -------
    One HTML page without scripts, for a phone, a desk and paper.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    return paper("report.html", style_sheet="report.css", method=method, **report_values(report, lang))


def report_values(report: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give what the template of a day's report is filled with, whatever page it is laid out on."""
    texts, formats = words_of_report(report, lang), Formats(lang)
    compared = _BASELINES if is_compared(report) else ()
    savings = {baseline: saving_in_words(report, baseline, lang) for baseline in compared}
    return {
        "title": texts["report_title"].format(area=report["area"], day=formats.day(date.fromisoformat(report["date"]))),
        "r": report,
        "rounds_m": rounds_m(report),
        "left": orders_left(report),
        "headline": headline(report, texts, formats),
        "headline_sentences": headline_sentences(report, _BASELINES, lang),
        "costs": what_takes_more(report, texts, formats),
        "chart_title": texts["chart_title"],
        "chart": interval_chart({name: report["co2_g"][name] for name in ("project", *compared)}),
        "metres": [
            (
                name,
                None if report["metres"][name] is None else kilometres(report, name, texts, formats),
                report["duty_s"].get(name),
            )
            for name in _METRES
        ],
        "savings": savings,
        "named": partial(factor_name, lang=lang),
        **emission_sections(report, lang),
        **asking_sections(report, lang),
        **measure_sections(report, lang),
        "t": texts,
        "f": formats,
    }
