"""How far each way of delivering is, in words: solved metres as one number, estimated ones with their range."""

from collections.abc import Mapping
from typing import Any

from maps.formats import Formats

__all__ = ["kilometres"]


def kilometres(report: Mapping[str, Any], way: str, texts: Mapping[str, str], formats: Formats) -> str:
    """Say the kilometres of a key of the report's `metres`, without the unit: "83,2" or "24 (10 tot 47)"."""
    estimated = report["metres_range"].get(way)
    if estimated is None:
        return formats.km(report["metres"][way])
    low, central, high = (formats.about_km(estimated[part]) for part in ("low", "central", "high"))
    return f"{central} ({texts['to'].format(low=low, high=high)})"
