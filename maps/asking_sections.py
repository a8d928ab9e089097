"""The parts of a report's page about what customers were asked, and about how goods travelled before (nulmeting)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from maps.formats import Formats
from maps.saving import is_compared, told_saving
from maps.words import words_of_report

__all__ = ["asking_sections"]


def asking_sections(report: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give what the template `asking.html` is filled with; reports of before these parts have none."""
    texts, formats = words_of_report(report, lang), Formats(lang)
    return {
        "asking": _asking(report.get("asking"), texts, formats),
        "measured": [_measured(one, report, texts, formats, lang) for one in report.get("starting_measurements", [])],
    }


def _asking(asked: Mapping[str, Any] | None, texts: Mapping[str, str], formats: Formats) -> dict[str, Any] | None:
    if asked is None:
        return None
    who = ", ".join(f"{texts.get(f'by_{role}', role)} {many}" for role, many in asked["by"].items())
    notes = [texts[f"asked_{name}"].format(many=asked[name]) for name in ("forgotten", "corrected") if asked[name]]
    notes += [
        texts[f"asked_{name}"].format(many=asked[name]) for name in ("file_differs", "after_shown") if asked[name]
    ]
    return {
        "sentence": texts["asked_sentence"].format(**asked),
        "wordings": [(one, _rate(one, formats)) for one in asked["wordings"]],
        "who": texts["asked_by"].format(who=who) if who else "",
        "notes": notes,
    }


def _rate(counts: Mapping[str, int], formats: Formats) -> str:
    return f"{formats.number(100 * counts['answered'] / counts['asked'])} %" if counts["asked"] else "–"


def _measured(
    one: Mapping[str, Any], report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats, lang: str
) -> dict[str, Any]:
    first, last = (formats.plain_day(date.fromisoformat(one[name])) for name in ("first_day", "last_day"))
    compared = is_compared(report)
    days = first if first == last else texts["measured_days"].format(first=first, last=last)
    return {
        "title": texts["measured_name"].format(name=one["name"], version=one["version"]),
        "about": texts["measured_about"].format(
            days=days, by=one["measured_by"], method=one["method"].rstrip("."), source=one["source"].rstrip(".")
        ),
        "scaled": texts["measured_scaled"].format(
            counted=formats.number(one["orders"]), orders=formats.number(one["scaled_to_orders"])
        ),
        "flows": [
            (
                texts[f"flow_{flow['kind']}"],
                texts.get(f"flow_by_{flow['by']}", flow["by"]),
                formats.number(flow["parcels"] or flow["trips"]),
                "–" if flow["kind"] == "parcels" else formats.km(flow["distance_m"]),
            )
            for flow in one["flows"]
        ],
        "grams": [
            (texts[name], formats.grams(grams["central"]), formats.gram_range(grams["low"], grams["high"], texts["to"]))
            for name, grams in (
                ("measured_per_order", one["per_order_g"]),
                ("measured_whole", one["scaled_g"]),
                ("project", report["co2_g"]["project"]),
            )
            if compared or name == "project"
        ],
        "saving": told_saving(one["saved_g"], "pooled_van", report["co2_g"]["factor_set"], lang) if compared else None,
        "probability": formats.percent(one["saved_g"]["probability"]),
    }
