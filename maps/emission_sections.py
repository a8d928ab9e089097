"""The parts of a report's page about what stands behind its emissions; reports of before them have none."""

from collections.abc import Mapping
from typing import Any

from impact.likely_mix import told_basis
from maps.factor_words import factor_name
from maps.formats import Formats
from maps.saving import is_compared, told_saving
from maps.words import words

__all__ = ["emission_sections"]

_SHARES = ("empty_share", "load_by_mass", "load_by_volume", "first_attempt_success")
_INDICATORS = (
    "orders_per_loop",
    "km_per_stop",
    "km_per_order",
    "drops_per_hour",
    "empty_share",
    "detour",
    "load_by_mass",
    "load_by_volume",
    "goods_kg_km",
    "first_attempt_success",
    "shop_to_customer_m",
)


def emission_sections(report: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give what the template `emissions.html` is filled with; where too little is known to compare, no difference."""
    texts, formats = words(lang), Formats(lang)
    compares = is_compared(report)
    return {
        "basis": _basis(report.get("headline"), texts),
        "inputs": [
            (
                factor_name(each["factor"], lang),
                f"{each['share_percent']} %",
                texts["input_more" if each["rank_correlation"] > 0 else "input_fewer"],
            )
            for each in report.get("headline", {}).get("inputs", [])
            if compares
        ],
        "steps": _steps(report, texts, lang) if compares else [],
        "making": {
            name: (formats.grams(grams["central"]), formats.gram_range(grams["low"], grams["high"], texts["to"]))
            for name, grams in report.get("making_g", {}).items()
            if compares or name == "project"
        },
        "varying": {
            baseline: told_saving(saved, baseline, report["co2_g"]["factor_set"], lang)
            for baseline, saved in report.get("days_vary_g", {}).items()
            if compares
        },
        "purposes": [
            (texts[f"purpose_{purpose}"], texts[known], formats.km(metres))
            for purpose, by_known in report.get("inventory", {}).get("metres", {}).items()
            for known, metres in by_known.items()
        ],
        "data": _data(report.get("inventory"), texts, formats),
        "indicators": [
            (texts[name], _indicator(name, report["indicators"][name], formats))
            for name in _INDICATORS
            if report.get("indicators", {}).get(name) is not None
        ],
    }


def _basis(headline: Mapping[str, Any] | None, texts: Mapping[str, str]) -> str:
    if headline is None:
        return ""
    return texts[f"basis_{told_basis(headline['basis'], headline['asked'])}"].format(**headline)


def _steps(report: Mapping[str, Any], texts: Mapping[str, str], lang: str) -> list[tuple[str, str, str]]:
    """Say what pooling does and what the vehicle does, as (step, middle, range)."""
    steps = report.get("decomposition", {})
    told = {
        name: told_saving(steps[f"{name}_g"], "pooled_van", report["co2_g"]["factor_set"], lang)
        for name in ("pooling", "vehicle")
        if steps
    }
    return [(texts[f"step_{name}"], saving.short, saving.range) for name, saving in told.items()]


def _data(inventory: Mapping[str, Any] | None, texts: Mapping[str, str], formats: Formats) -> str:
    if inventory is None:
        return ""
    total = sum(inventory["data_g"].values()) or 1
    by_tier = {texts[f"data_{tier}"]: grams for tier, grams in inventory["data_g"].items()}
    shares = ", ".join(f"{formats.number(100 * grams / total)} % {name}" for name, grams in by_tier.items())
    coverage = inventory["coverage"]
    covered = texts["covered"].format(known=coverage["with_activity"], served=coverage["served"])
    return f"{texts['data']}: {shares}. {covered}"


def _indicator(name: str, value: float, formats: Formats) -> str:
    if name in _SHARES:
        return f"{formats.number(100 * value)} %"
    if name.endswith("_m"):
        return formats.number(value / 1000, 1)
    return formats.number(value, 0 if value >= 100 else 1 if value >= 10 else 2)
