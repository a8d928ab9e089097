"""What both sides of a what-if cost by the square's own cost sheets: of that, what grows with the rounds.

Couriers and vehicles alone: hubs, platform and what others pay in are the same on both sides. A vehicle costs the same
a day, whatever it becomes, and shops that drive their own tours are not paid by the square: of those nothing is said.
"""

from collections.abc import Sequence
from typing import Any

from data.models.cost_sheet import CostSheet
from impact.costs import DayWork, day_costs, each_cents
from rounds.changes import Pooling
from rounds.replayed import Replayed
from rounds.stored_costs import in_force, rates_of
from rounds.what_if import ReplayedDay, WhatIf

__all__ = ["what_if_costs"]


def what_if_costs(found: WhatIf, standing: Sequence[CostSheet]) -> dict[str, Any] | None:
    """Reckon both sides, each day by the sheet in force on it; None where no day has one.

    Returns
    -------
    `as_it_was` and `what_if`: whole cents of `couriers`, `vehicles` and both `together`, and `per_order` delivered;
    `what_if` is None without pooling. `days_without`: days before the first sheet, which neither side counts.
    """
    sheet_of = {one.day: in_force(standing, one.day) for one in found.days}
    counted = [(one, sheet) for one in found.days if (sheet := sheet_of[one.day]) is not None]
    if not counted:
        return None
    pooled = found.changes.pooling is Pooling.POOLED
    return {
        "currency": counted[-1][1].currency,
        "days": len(counted),
        "days_without": len(found.days) - len(counted),
        "as_it_was": _side([(one, one.before, sheet) for one, sheet in counted]),
        "what_if": _side([(one, one.after, sheet) for one, sheet in counted]) if pooled else None,
    }


def _side(days: Sequence[tuple[ReplayedDay, Replayed, CostSheet]]) -> dict[str, Any]:
    costs = [day_costs([_work(day, side)], [rates_of(sheet)])[0].cost for day, side, sheet in days]
    couriers, vehicles = sum(one.couriers for one in costs), sum(one.vehicles for one in costs)
    delivered = sum(side.delivered for _, side, _ in days)
    together = couriers + vehicles
    return {
        "couriers": couriers,
        "vehicles": vehicles,
        "together": together,
        "per_order": each_cents(together, delivered),
    }


def _work(day: ReplayedDay, side: Replayed) -> DayWork:
    return DayWork(
        day=day.day,
        orders=side.delivered,
        courier_s=sum(one.duration_s * one.vehicle.crew for one in side.rounds),
        vehicles=len({one.vehicle.id for one in side.rounds}),
        priced=0,
        income_cents=0,
    )
