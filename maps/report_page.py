"""The day's report as a page for a shopkeeper and a council: every figure with its range, nothing hidden."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from maps.asking_sections import asking_sections
from maps.distances import kilometres, rounds_m
from maps.emission_sections import emission_sections
from maps.formats import Formats
from maps.interval_chart import interval_chart
from maps.measure_sections import measure_sections
from maps.method_page import MethodPart
from maps.pages import paper
from maps.saving import headline_sentences, saving_in_words
from maps.words import words_of_report

__all__ = ["report_page", "report_values"]

_BASELINES = ("shop_tours", "customer_collects", "parcel_network", "pooled_van")
_METRES = ("pooled", "shop_tours", "pooled_van", "customer_collects", "each_alone", "parcel_network")
_NOW = "shop_tours"
"""What the shops do now."""


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
    savings = {baseline: saving_in_words(report, baseline, lang) for baseline in _BASELINES}
    return {
        "title": texts["report_title"].format(area=report["area"], day=formats.day(date.fromisoformat(report["date"]))),
        "r": report,
        "rounds_m": rounds_m(report),
        "headline": _headline(report, texts, formats),
        "headline_sentences": headline_sentences(report, _BASELINES, lang),
        "costs": _costs(report, texts, formats),
        "chart_title": texts["chart_title"],
        "chart": interval_chart({name: report["co2_g"][name] for name in ("project", *_BASELINES)}),
        "metres": [
            (
                name,
                None if report["metres"][name] is None else kilometres(report, name, texts, formats),
                report["duty_s"].get(name),
            )
            for name in _METRES
        ],
        "savings": savings,
        **emission_sections(report, lang),
        **asking_sections(report, lang),
        **measure_sections(report, lang),
        "t": texts,
        "f": formats,
    }


def _headline(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> str:
    planned, metres = report["orders"]["planned"], report["metres"]
    if planned == 0:
        return texts["headline_none"]
    return texts["headline"].format(
        orders=formats.number(planned),
        pooled=formats.about_km(rounds_m(report)),
        other=formats.about_km(metres[_NOW]),
        van=formats.about_km(metres["pooled_van"]),
    )


def _costs(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> list[str]:
    """Say where the pooled rounds take more hours or kilometres than another way of delivering."""
    costs: list[str] = []
    for sentence, figures, shown in (
        ("more_hours", report["duty_s"], formats.hours),
        ("more_km", {**report["metres"], "pooled": rounds_m(report)}, formats.km),
    ):
        ours = figures["pooled"]
        costs += [
            texts[sentence].format(other=texts[f"than_{way}"], ours=shown(ours), theirs=shown(theirs))
            for way in _METRES
            if (theirs := figures.get(way)) is not None and ours > theirs
        ]
    return costs
