"""A published month or year as a page: a map of neighbourhoods, and a line for each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shapely import MultiPolygon

from impact.baselines import LIKELY_MIX
from impact.claims import claim
from maps.formats import Formats
from maps.pages import paper
from maps.places_map import places_map
from maps.places_words import places_words
from maps.saving import told_saving
from maps.words import words

__all__ = ["places_page", "places_values"]


def places_page(report: Mapping[str, Any], borders: Mapping[str, MultiPolygon], *, lang: str = "nl") -> str:
    """Lay out a published report, as `rounds.published_places.publish_places` makes it.

    Returns
    -------
    One HTML page without scripts, for a phone, a desk and paper.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    return paper("places.html", style_sheet="report.css", **places_values(report, borders, lang))


def places_values(report: Mapping[str, Any], borders: Mapping[str, MultiPolygon], lang: str) -> dict[str, Any]:
    """Give what the template is filled with, whatever page it is laid out on."""
    texts, formats = {**words(lang), **places_words(lang)}, Formats(lang)
    period = report["period"]
    named = period if len(period) == 4 else formats.month(date.fromisoformat(f"{period}-01"))
    rows = {row["key"]: row for row in report["cells"]}
    quarters = [row for row in report["cells"] if row["kind"] == "neighbourhood"]
    whole, elsewhere = rows["square"], rows["elsewhere"]
    return {
        "title": texts["places_title"].format(area=report["area"], period=named),
        "r": report,
        "lead": _lead(whole, texts, formats),
        "sentence": _sentence(report, whole, lang),
        "more_driven": _more_driven(whole, lang),
        "whole": _line(whole, texts["places_whole"], report, lang),
        "groups": _groups(report, quarters, rows, lang),
        "elsewhere": _line(elsewhere, texts["places_elsewhere"], report, lang),
        "drawn": places_map(quarters, borders),
        "coverage": None
        if whole["hidden"] or elsewhere["hidden"]
        else texts["places_coverage"].format(
            inside=formats.number(whole["orders"] - elsewhere["orders"]), orders=formats.number(whole["orders"])
        ),
        "why": texts["places_why"].format(**report["rule"]),
        "how": texts["places_how"].format(division=report["division"]),
        "basis": texts.get(f"places_basis_{report['basis']}", ""),
        "days": [(formats.short_day(date.fromisoformat(day["date"])), day) for day in report["days"]],
        "p": places_words(lang),
        "t": texts,
        "f": formats,
    }


def _lead(whole: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> str:
    if whole["hidden"]:
        return texts["places_lead_hidden"]
    return texts["places_lead"].format(
        orders=formats.number(whole["orders"]),
        households=formats.number(whole["households"]),
        km=formats.about_km(whole["distance_m"]),
    )


def _sentence(report: Mapping[str, Any], whole: Mapping[str, Any], lang: str) -> str:
    saved = whole.get("saved_g")
    baseline = "customer_collects" if report["basis"] == "default" else LIKELY_MIX
    return "" if saved is None else told_saving(saved, baseline, report["factor_set"], lang).sentence


def _more_driven(whole: Mapping[str, Any], lang: str) -> str:
    """Say why kilometres avoided are below nought, where they are: beside a saving it would look like a mistake."""
    avoided, saved = whole.get("avoided_m"), whole.get("saved_g")
    if avoided is None or saved is None or avoided["central"] >= 0:
        return ""
    is_less = told_saving(saved, LIKELY_MIX, "", lang).effect == "less"
    more = claim("places.more_km", lang).format(km=Formats(lang).about_km(-avoided["central"]))
    return more + (f" {claim('places.by_vehicle', lang)}" if is_less else "")


def _groups(
    report: Mapping[str, Any], quarters: list[Mapping[str, Any]], rows: Mapping[str, Mapping[str, Any]], lang: str
) -> list[tuple[dict[str, Any] | None, list[tuple[int, dict[str, Any]]]]]:
    """Put neighbourhoods under their district, and districts under their municipality, numbered as on the map."""
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for number, row in enumerate(quarters, 1):
        found.setdefault(row["within"], []).append((number, _line(row, row["name"], report, lang)))
    groups: list[tuple[dict[str, Any] | None, list[tuple[int, dict[str, Any]]]]] = []
    told = {"square"}
    for key, lines in found.items():
        around = rows[key].get("within", "")
        if around and around not in told:
            groups.append((_line(rows[around], rows[around]["name"], report, lang), []))
        told |= {key, around}
        groups.append((None if key == "square" else _line(rows[key], rows[key]["name"], report, lang), lines))
    return groups


def _line(row: Mapping[str, Any], name: str, report: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Say one cell in the words of a table; figures that are not there are None."""
    formats = Formats(lang)
    saved, avoided, emitted = (row.get(figure) for figure in ("saved_g", "avoided_m", "co2_g"))
    return {
        "name": name or row["code"],
        "code": row["code"],
        "hidden": row["hidden"],
        "households": None if row["hidden"] else formats.number(row["households"]),
        "orders": None if row["hidden"] else formats.number(row["orders"]),
        "km": formats.km(row["distance_m"]) if "distance_m" in row else None,
        "avoided": None if avoided is None else formats.km(avoided["central"]),
        "emitted": None if emitted is None else formats.grams(emitted["central"]),
        "range": None if emitted is None else formats.gram_range(emitted["low"], emitted["high"], words(lang)["to"]),
        "saving": None if saved is None else told_saving(saved, LIKELY_MIX, report["factor_set"], lang),
    }
