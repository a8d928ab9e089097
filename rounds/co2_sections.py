"""What a report says of emissions besides its ranges: headline, decomposition, inventory and indicators."""

from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from impact.activities import VehicleClass
from impact.assess import Assessment
from impact.indicators import RoundFacts, indicators_of
from impact.inventory import Grams, Inventory

__all__ = ["ALONE_BY", "co2_sections", "inventory_section"]

ALONE_BY = VehicleClass.ELECTRIC_VAN
"""Whose grams each order alone has: those of the pooled vans, so that the step between them is pooling and nothing else."""
STANDARD = "EN ISO 14083:2023"


def co2_sections(assessment: Assessment, inventory: Inventory | None, facts: Sequence[RoundFacts]) -> dict[str, Any]:
    """Give the sections that there is something to say in; reports of before they were kept lack some."""
    sections: dict[str, Any] = {
        "decomposition": {"vehicle": str(ALONE_BY), **asdict(assessment.decomposition)},
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
        sections["inventory"] = inventory_section(inventory)
    if facts:
        sections["indicators"] = _indicators(facts)
    return sections


def inventory_section(inventory: Inventory) -> dict[str, Any]:
    """Give an inventory's totals; elements and orders one by one are `inventory_detail`."""
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
        "elements": [
            {
                "id": each.id,
                "kind": str(each.kind),
                "distance_m": each.distance_m,
                "orders": each.orders,
                "g": _grams(each.grams),
            }
            for each in inventory.elements
        ],
        "orders_g": {order: _grams(grams) for order, grams in inventory.orders.items()},
    }


def _grams(grams: Grams) -> dict[str, int]:
    return {"ttw": grams.ttw, "wtt": grams.wtt, "wtw": grams.wtw}


def _indicators(facts: Sequence[RoundFacts]) -> dict[str, Any]:
    found = asdict(indicators_of(facts))
    found["vehicle_m"] = {str(vehicle): metres for vehicle, metres in found["vehicle_m"].items()}
    return {name: round(float(value), 3) if isinstance(value, Fraction) else value for name, value in found.items()}
