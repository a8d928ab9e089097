"""What is published of a period, as a document without the words of a language."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from data.repositories.served import ServedDay
from impact.likely_mix import basis_of, joined_basis
from impact.part_figures import PartFigures, part_figures
from rounds.people_of_days import households_of
from rounds.place_tables import WHOLE, Group, Kind, PlaceTables
from rounds.planned_hours import planned_hours
from rounds.recomputed import MONTH_SEED
from rounds.served_orders import ServedOrder

__all__ = ["place_figures", "place_rows", "without_shops"]

NO_RANGE: Mapping[str, Any] = MappingProxyType({})
COLUMNS = ("kind", "code", "name", "within", "hidden", "households", "orders", "distance_m", "inventory_g")
RANGES = {"co2_g": ("low", "central", "high"), "saved_g": ("low", "central", "high", "probability"),
          "avoided_m": ("low", "central", "high")}  # fmt: skip


def place_figures(
    own: PlaceTables, days: Sequence[ServedDay], hidden: Collection[str], hours: Collection[str]
) -> dict[str, Any]:
    """Give the part of the document that is figures.

    Parameters
    ----------
    days: of the period.
    hidden: cells of `own`; `hours`: days and periods whose rounds and hours are.
    """
    shown = {group: orders for group, orders in own.orders.items() if own.name(group) not in hidden}
    figures = part_figures(
        {
            group.key: [(one.part, one.factors) for one in orders]
            for group, orders in shown.items()
            if orders and group.kind is not Kind.DAY
        },
        seed=MONTH_SEED,
    )
    sets = {one.factors.version: one.factors for one in own.orders[WHOLE]}
    return {
        "factor_set": ", ".join(sorted(sets)),
        "basis": str(joined_basis(basis_of(one, answered=0) for one in sets.values())),
        "planned_days": len(days),
        "cells": [
            _row(group, own.orders[group], figures.get(group.key), is_hidden=group not in shown)
            for group in own.orders
            if group.kind is not Kind.DAY
        ],
        **planned_hours(days, is_hidden=own.period in hours),
        "days": [_day(day, own, shown, hours) for day in days if _group(day) in own.orders],
    }


def _group(day: ServedDay) -> Group:
    return Group(Kind.DAY, day.plan.day.isoformat())


def _day(day: ServedDay, own: PlaceTables, shown: Collection[Group], hours: Collection[str]) -> dict[str, Any]:
    group = _group(day)
    is_hidden = group not in shown
    return {
        "key": group.key,
        "date": group.code,
        "hidden": is_hidden,
        **({} if is_hidden else _people(own.orders[group])),
        **planned_hours([day], is_hidden=group.code in hours),
    }


def _people(orders: Sequence[ServedOrder]) -> dict[str, int]:
    return {"households": households_of(orders), "orders": len(orders)}


def _row(
    group: Group, orders: Sequence[ServedOrder], figures: PartFigures | None, *, is_hidden: bool
) -> dict[str, Any]:
    """Say one cell; a hidden one says nothing but its name."""
    named = {
        "key": group.key,
        "kind": str(group.kind),
        "code": group.code,
        "name": group.name,
        "within": "" if group.within is None else group.within.key,
        "hidden": is_hidden,
    }
    if is_hidden:
        return named
    told: dict[str, Any] = {**_people(orders)}
    if figures is not None:
        grams = [one.grams for one in orders]
        told |= {
            "distance_m": figures.distance_m,
            "co2_g": asdict(figures.project_g),
            "inventory_g": None if None in grams else sum(one.wtw for one in grams if one is not None),
            "saved_g": None if figures.saved_g is None else asdict(figures.saved_g),
            "avoided_m": None if figures.avoided_m is None else asdict(figures.avoided_m),
        }
    return named | told


def without_shops(document: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the shops' lines: each is for its shop."""
    return {**document, "cells": [row for row in document["cells"] if row["kind"] != Kind.SHOP]}


def place_rows(document: Mapping[str, Any]) -> list[Sequence[str | int | float]]:
    """Lay the cells out as a table under a header; what is hidden, or unknown, is empty. Shops are left out.

    Numbers stay numbers: one below nought is no text that a spreadsheet has to be guarded from.
    """
    head = [*COLUMNS, *(f"{name}_{part}" for name, parts in RANGES.items() for part in parts)]
    return [head, *(_cells(row) for row in without_shops(document)["cells"])]


def _cells(row: Mapping[str, Any]) -> list[str | int | float]:
    ranges: list[Mapping[str, Any]] = [row.get(name) or NO_RANGE for name in RANGES]
    parts = zip(ranges, RANGES.values(), strict=True)
    return [
        *(_said(row.get(name)) for name in COLUMNS),
        *(_said(one.get(part)) for one, names in parts for part in names),
    ]


def _said(value: str | float | None) -> str | int | float:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value
