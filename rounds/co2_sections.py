"""What a day's or a month's report says of emissions: ranges, headline, decomposition, inventory and indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from impact.activities import VehicleClass
from impact.assess import Assessment
from impact.baselines import Baseline
from impact.indicators import RoundFacts, indicators_of
from impact.inventory import Grams, Inventory
from impact.ranges import Range, Saving

__all__ = ["ALONE_BY", "FIGURES", "co2_figures", "orders_section"]

ALONE_BY = VehicleClass.ELECTRIC_VAN
"""Whose grams each order alone has: those of the pooled vans, so that the step between them is pooling alone."""
STANDARD = "EN ISO 14083:2023"
FIGURES = (
    "co2_g",
    "saved_g",
    "decomposition",
    "making_g",
    "local_mg",
    "local_saved_mg",
    "headline",
    "inventory",
    "days_vary_g",
    "indicators",
)
"""Every part of a report that `co2_figures` may give."""


def co2_figures(
    assessment: Assessment, inventory: Inventory | None, facts: Sequence[RoundFacts], *, one_by_one: bool = True
) -> dict[str, Any]:
    """Give the parts of a report that are about emissions; of days that were kept before them, some are lacking.

    Parameters
    ----------
    one_by_one: whether the inventory names each element. Orders are never named here: a report is read by many, and an
        order is somebody's household; see `orders_section`.
    """
    sections: dict[str, Any] = {
        "co2_g": {
            "project": asdict(assessment.project_g),
            **_named(assessment.baselines_g),
            "factor_set": assessment.factor_set,
        },
        "saved_g": _named(assessment.saved_g),
        "decomposition": {"vehicle": str(ALONE_BY), **asdict(assessment.decomposition)},
    }
    if assessment.making_g is not None:
        sections["making_g"] = {name: asdict(grams) for name, grams in assessment.making_g.items()}
    for name, local in (("local_mg", assessment.local_mg), ("local_saved_mg", assessment.local_saved_mg)):
        if local is not None:
            sections[name] = {
                str(pollutant): {side: asdict(each) for side, each in sides.items()}
                for pollutant, sides in local.items()
            }
    if assessment.headline is not None:
        headline = asdict(assessment.headline)
        headline["basis"] = str(assessment.headline.basis)
        headline["inputs"] = [
            {
                "factor": each.factor,
                "rank_correlation": each.correlation_permille / 1000,
                "share_percent": each.share_percent,
            }
            for each in assessment.headline.inputs
        ]
        sections["headline"] = {"baseline": "likely_mix", **headline}
    if inventory is not None:
        sections["inventory"] = _inventory(inventory) | (_elements(inventory) if one_by_one else {})
    if assessment.days_vary_g is not None:
        sections["days_vary_g"] = _named(assessment.days_vary_g)
    if facts:
        sections["indicators"] = _indicators(facts)
    return sections


def _named(figures: Mapping[Baseline, Range] | Mapping[Baseline, Saving]) -> dict[str, object]:
    return {str(name): asdict(figure) for name, figure in figures.items()}


def _inventory(inventory: Inventory) -> dict[str, Any]:
    intensity = inventory.intensity_g_per_tkm
    return {
        "standard": STANDARD,
        "allocation": "mass x shortest feasible distance",
        "factor_set": inventory.factor_set,
        "total_g": _grams(inventory.total),
        "not_allocated_g": _grams(inventory.not_allocated),
        "data_g": {str(tier): grams for tier, grams in inventory.tiers.items()},
        "metres": {
            str(purpose): {str(known): metres for known, metres in by_known.items()}
            for purpose, by_known in inventory.metres.items()
        },
        "tonne_km": float(inventory.tonne_km),
        "g_per_tonne_km": None if intensity is None else round(intensity),
        "coverage": asdict(inventory.coverage),
    }


def orders_section(inventory: Inventory, ranges: Mapping[str, Range]) -> dict[str, Any]:
    """Give each order's part of the inventory, and its range."""
    return {
        "orders_g": {order: _grams(grams) for order, grams in inventory.orders.items()},
        "orders_range_g": {order: asdict(each) for order, each in ranges.items()},
    }


def _elements(inventory: Inventory) -> dict[str, Any]:
    return {
        "elements": [
            {
                "id": each.id,
                "kind": str(each.kind),
                "distance_m": each.distance_m,
                "orders": each.orders,
                "g": _grams(each.grams),
            }
            for each in inventory.elements
        ]
    }


def _grams(grams: Grams) -> dict[str, int]:
    return {"ttw": grams.ttw, "wtt": grams.wtt, "wtw": grams.wtw}


def _indicators(facts: Sequence[RoundFacts]) -> dict[str, Any]:
    found = asdict(indicators_of(facts))
    found["vehicle_m"] = {str(vehicle): metres for vehicle, metres in found["vehicle_m"].items()}
    return {name: round(float(value), 3) if isinstance(value, Fraction) else value for name, value in found.items()}
