"""What stands above a day's or a month's report: orders and kilometres in a sentence, and what takes more than else."""

from collections.abc import Mapping
from typing import Any

from maps.distances import kilometres, rounds_m
from maps.formats import Formats

__all__ = ["headline", "what_takes_more"]

_WAYS = ("shop_tours", "pooled_van", "customer_collects", "each_alone", "parcel_network")
_NOW = "shop_tours"
"""What the shops do now."""


def headline(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> str:
    """Say how many orders took how many kilometres, and how many otherwise."""
    planned, metres = report["orders"]["planned"], report["metres"]
    if planned == 0:
        return texts["headline_none_month" if "month" in report else "headline_none"]
    return texts["headline_one" if planned == 1 else "headline"].format(
        orders=formats.number(planned),
        pooled=formats.about_km(rounds_m(report)),
        other=formats.about_km(metres[_NOW]),
        van=formats.about_km(metres["pooled_van"]),
    )


def what_takes_more(report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats) -> list[str]:
    """Say where the pooled rounds take more hours or kilometres than another way of delivering, as far as it shows.

    Of kilometres that are estimated: where the rounds' are more than the most that they may be.
    """
    hours = report["duty_s"]
    most = {**report["metres"], "pooled": rounds_m(report)}
    most |= {way: estimated["high"] for way, estimated in report.get("metres_range", {}).items()}
    return [
        texts[sentence].format(other=texts[f"than_{way}"], ours=shown(figures["pooled"]), theirs=told(way))
        for sentence, figures, shown, told in (
            ("more_hours", hours, formats.hours, lambda way: formats.hours(hours[way])),
            ("more_km", most, formats.km, lambda way: kilometres(report, way, texts, formats)),
        )
        for way in _WAYS
        if (theirs := figures.get(way)) is not None
        and figures["pooled"] > theirs
        and shown(figures["pooled"]) != shown(theirs)
    ]
