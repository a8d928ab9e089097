"""How far each way of delivering is, in words: solved metres as one number, estimated ones with their range."""

from collections.abc import Mapping
from typing import Any

from maps.formats import Formats

__all__ = ["kilometres", "rounds_m"]


def rounds_m(report: Mapping[str, Any]) -> int:
    """Give the metres of the rounds that a report's grams are of: as they were ridden, else as planned."""
    metres = report["metres"]
    return metres.get("ridden", metres["pooled"])


def kilometres(report: Mapping[str, Any], way: str, texts: Mapping[str, str], formats: Formats) -> str:
    """Say the kilometres of a key of the report's `metres`, without the unit: "83,2" or "24 (10 tot 47)"."""
    estimated = report.get("metres_range", {}).get(way)
    if estimated is None:
        return formats.km(rounds_m(report) if way == "pooled" else report["metres"][way])
    low, central, high = (formats.about_km(estimated[part]) for part in ("low", "central", "high"))
    return f"{central} ({texts['to'].format(low=low, high=high)})"
