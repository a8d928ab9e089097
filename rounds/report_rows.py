"""A day's or a month's report as a table: a row a day, and of a month its own sums below."""

from collections.abc import Mapping
from typing import Any

from impact.baselines import Baseline
from maps.distances import rounds_m
from maps.orders_left import orders_left

__all__ = ["DUTIES", "METRES", "day_row", "report_rows"]

METRES = ("pooled", "shop_tours", "pooled_van", "each_alone")
"""Metres that add up; the customers' are an estimate that is drawn for the month as a whole."""
DUTIES = ("pooled", "shop_tours", "pooled_van")
_RANGE = ("low", "central", "high")


def report_rows(report: Mapping[str, Any]) -> list[list[str | int | float]]:
    """Lay a report out in rows under a header; what an older report does not tell is empty.

    Grams of `co2_` are drawn ranges, first of these rounds, then of the same orders brought otherwise; of a month they
    are drawn for the whole and are no sums. Grams of `inventory_` are those of the inventory at the central values,
    rounded for the whole of each row. `pooled_m` are the metres that the grams of the rounds are of: ridden ones where
    the report has them. Numbers stay numbers: how a table writes them is for who writes it.
    """
    days = report["days"] if "days" in report else [day_row(report)]
    rows = [*days, _sums(report)] if "days" in report else days
    return [[*days[0]], *(["" if cell is None else cell for cell in row.values()] for row in rows)]


def day_row(day: Mapping[str, Any]) -> dict[str, Any]:
    """Say one day in one row, keys in the order of columns."""
    return _columns(day["date"], day, unassigned=orders_left(day), rounds=len(day["rounds"]))


def _sums(report: Mapping[str, Any]) -> dict[str, Any]:
    return _columns(report["month"], report, unassigned=report["orders"]["unassigned"], rounds=report["rounds"])


def _columns(when: str, report: Mapping[str, Any], *, unassigned: int, rounds: int) -> dict[str, Any]:
    grams = report["co2_g"]
    return {
        "date": when,
        "orders_given": report["orders"]["given"],
        "orders_planned": report["orders"]["planned"],
        "orders_unassigned": unassigned,
        "rounds": rounds,
        **{f"{name}_m": report["metres"][name] for name in (*METRES, "customer_collects")},
        "pooled_m": rounds_m(report),
        **{f"{name}_duty_s": report["duty_s"][name] for name in DUTIES},
        **{f"co2_{part}_g": grams["project"][part] for part in _RANGE},
        **{f"co2_{name}_{part}_g": grams.get(name, {}).get(part) for name in Baseline for part in _RANGE},
        "factor_set": grams["factor_set"],
        **_inventory(report.get("inventory")),
    }


def _inventory(inventory: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give the figures of the inventory; None each where there is none."""
    found = inventory or {}
    return {
        **{f"inventory_{scope}_g": found.get("total_g", {}).get(scope) for scope in ("ttw", "wtt", "wtw")},
        "inventory_not_allocated_g": found.get("not_allocated_g", {}).get("wtw"),
        **{f"inventory_{tier}_g": found.get("data_g", {}).get(tier) for tier in ("primary", "modelled", "default")},
        "tonne_km": found.get("tonne_km"),
        "in_chains": found.get("coverage", {}).get("in_chains"),
        "with_mass_and_way": found.get("coverage", {}).get("with_activity"),
    }
