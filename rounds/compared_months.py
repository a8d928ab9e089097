"""Two months of a square beside each other, with the factors of their time or with one set for both."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from data.database import Database
from data.repositories.served import ServedDay
from impact.elements import Known
from impact.factors import FactorSet
from impact.paired import paired
from kernel.errors import NotFoundError
from kernel.scope import Scope
from rounds.day_clock import last_of_month
from rounds.kept_activity import KeptActivity
from rounds.kept_report import kept_activity_in
from rounds.recomputed import MONTH_SEED
from rounds.served_orders import carried_orders

__all__ = ["compared_months", "compared_rows"]

SCOPE = Scope.system("report compare")


def compared_months(
    database: Database, slug: str, before: date, after: date, *, factors: FactorSet | None = None
) -> dict[str, Any]:
    """Compare two months, as they were planned, by their first days.

    Parameters
    ----------
    factors: one set for both, so that what differs is what was planned; without it each day has those of its time, and
        a change of the factors is in the difference.

    Raises
    ------
    NotFoundError
        There is no such square, or nothing was planned in one of the months.
    StorageError
        A factor set that a day names has other numbers now.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        days = [work.served.days(square.id, first, last_of_month(first)) for first in (before, after)]
    for first, served in zip((before, after), days, strict=True):
        if not served:
            raise NotFoundError(f"nothing was planned in {first:%Y-%m}", way_out="Choose another month.")
    kept = [[kept_activity_in(day.plan.report or {}) for day in served] for served in days]
    made = [[(one.activity, factors or one.factors) for one in month] for month in kept]
    found = paired(*made, seed=MONTH_SEED)
    each = found.per_order
    return {
        "report": "dorpsronde/compared/1",
        "area": square.name,
        "known": str(Known.PLANNED),
        "factors_held": None if factors is None else factors.version,
        "months": [
            _month(first, served, month, [each.version for _, each in own])
            for first, served, month, own in zip((before, after), days, kept, made, strict=True)
        ],
        "co2_g": {"before": asdict(found.before_g), "after": asdict(found.after_g), "less": asdict(found.less_g)},
        "co2_mg_per_order": None
        if each is None
        else {"before": asdict(each.before_mg), "after": asdict(each.after_mg), "less": asdict(each.less_mg)},
    }


def _month(
    first: date, served: Sequence[ServedDay], kept: Sequence[KeptActivity], versions: Sequence[str]
) -> dict[str, Any]:
    """Give one month's figures; coverage is how many of the orders that were to be brought were.

    An order that was in no round, or not to its end, is one that was not brought, whatever hubs it was to come by and
    on however many days; none where another day of the month brought it.
    """
    brought = {
        order.id
        for day, own in zip(served, kept, strict=True)
        for name, order in carried_orders(day).items()
        if name in own.orders
    }
    left = {order_id for day in served for order_id in day.left} - brought
    orders = sum(one.activity.orders for one in kept)
    return {
        "month": f"{first:%Y-%m}",
        "factor_set": ", ".join(sorted(set(versions))),
        "days": len(served),
        "orders": orders,
        "not_brought": len(left),
        "rounds": sum(len(day.rounds) for day in served),
        "distance_m": sum(one.distance_m for month in kept for one in month.activity.rounds),
        "duty_s": sum(one.duration_s for day in served for one in day.rounds),
    }


def compared_rows(report: Mapping[str, Any]) -> list[tuple[str, float | None, float | None]]:
    """List the figures of both months: absolute, then an order; as (name, before, after), None where unknown."""
    first, second = report["months"]
    grams, each = report["co2_g"], report["co2_mg_per_order"]
    rows: list[tuple[str, float | None, float | None]] = [
        (name, first[name], second[name]) for name in ("days", "orders", "not_brought", "rounds")
    ]
    rows += [("km", first["distance_m"] / 1000, second["distance_m"] / 1000)]
    rows += [("hours", first["duty_s"] / 3600, second["duty_s"] / 3600)]
    rows += [("co2_g", grams["before"]["central"], grams["after"]["central"])]
    rows += [(f"{name}_per_order", _each(first, key), _each(second, key)) for name, key in _PER_ORDER]
    if each is not None:
        rows.append(("co2_g_per_order", each["before"]["central"] / 1000, each["after"]["central"] / 1000))
    return rows


_PER_ORDER = (("km", ("distance_m", 1000)), ("hours", ("duty_s", 3600)))


def _each(month: Mapping[str, Any], figure: tuple[str, int]) -> float | None:
    name, size = figure
    return month[name] / size / month["orders"] if month["orders"] else None
