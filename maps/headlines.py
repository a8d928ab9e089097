"""What stands above a day's or a month's report: orders and kilometres in a sentence, and what takes more than else."""

from collections.abc import Mapping
from typing import Any

from maps.distances import rounds_m
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
    """Say where the pooled rounds take more hours or kilometres than another way of delivering."""
    costs: list[str] = []
    for sentence, figures, shown in (
        ("more_hours", report["duty_s"], formats.hours),
        ("more_km", {**report["metres"], "pooled": rounds_m(report)}, formats.km),
    ):
        ours = figures["pooled"]
        costs += [
            texts[sentence].format(other=texts[f"than_{way}"], ours=shown(ours), theirs=shown(theirs))
            for way in _WAYS
            if (theirs := figures.get(way)) is not None and ours > theirs
        ]
    return costs
