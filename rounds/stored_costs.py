"""What days of delivery cost, from what is stored: cost sheets, what was ridden, and what orders bring."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any

from data.database import Database
from data.models.cost_sheet import CostSheet
from data.models.plan import Plan
from data.repositories.cost_sheets import PlannedIncome
from data.work import Work
from impact.break_even import BreakEven, break_even
from impact.costs import DayCosts, DayWork, Rates, day_costs, each_cents, total_of
from kernel.errors import NotFoundError
from kernel.scope import Scope
from rounds.kept_report import kept_activity_in, order_names_in, report_in, takes_rides
from rounds.pricing import vat_within
from rounds.ridden_day import with_ridden
from rounds.stored_rides import NOTHING_RIDDEN, Rode

__all__ = ["costs_of", "costs_section", "in_force", "rates_of", "rests_on_days_since"]

LOOK_BACK_DAYS = 92
"""A quarter of days draws the line of what one order more costs. Our own choice."""


def rests_on_days_since(first: date, last: date) -> date:
    """Give the first day that the costs of days from first to last rest on: their month's, or the turning point's."""
    return min(first.replace(day=1), date.fromordinal(max(1, last.toordinal() - LOOK_BACK_DAYS)))


def costs_of(
    database: Database, slug: str, first: date, last: date, *, scope: Scope, rode: Rode = NOTHING_RIDDEN
) -> dict[str, Any]:
    """Say what the planned days from first to last cost; see `costs_section`.

    Raises
    ------
    NotFoundError
        There is no such square, or nothing is known of what those days cost, or not for the asker.
    """
    with database.read(scope) as work:
        found = costs_section(work, work.squares.get(slug).id, first, last, rode=rode)
    if found is None:
        raise NotFoundError(
            f"square {slug} has no costs for {first} to {last}",
            way_out=f"Say them first: `dorpsronde cost import {slug} FILE.csv`.",
        )
    return found


def costs_section(
    work: Work, square_id: str, first: date, last: date, *, rode: Rode = NOTHING_RIDDEN
) -> dict[str, Any] | None:
    """Say what the planned days from first to last cost, all of one month; None without a sheet, or for who sees none.

    Parameters
    ----------
    rode: what was ridden of the days since `rests_on_days_since`.
    """
    standing = work.cost_sheets.standing(square_id)
    if not any(one.valid_from <= last for one in standing):
        return None
    begin = rests_on_days_since(first, last)
    month_end = last.replace(day=monthrange(last.year, last.month)[1])
    plans = [plan for plan in work.plans.between(square_id, begin, month_end) if plan.report is not None]
    incomes = _incomes(work, square_id, plans)
    done = {plan.day: _work(plan, incomes.get(plan.day, {}), rode) for plan in plans}
    sheet_of = {day: sheet for day in done if (sheet := in_force(standing, day)) is not None}
    month = [day for day in sheet_of if (day.year, day.month) == (last.year, last.month)]
    reckoned = dict(
        zip(month, day_costs([done[day] for day in month], [rates_of(sheet_of[day]) for day in month]), strict=True)
    )
    shown = [day for day in month if first <= day <= last]
    if not shown:
        return None
    total = total_of(reckoned[day] for day in shown)
    newest = sheet_of[shown[-1]]
    before = [done[day] for day in done if day <= last and done[day].orders]
    return {
        "currency": newest.currency,
        "valid_from": newest.valid_from.isoformat(),
        "days": len(shown),
        "days_without": sum(first <= day <= last for day in done) - len(shown),
        "days_in_month": len(month),
        "orders": total.orders,
        "income_known": total.paid_for,
        "cost_cents": asdict(total.cost) | {"total": total.cost.total},
        "income_cents": total.income_cents,
        "subsidy_cents": total.subsidy_cents,
        "result_cents": total.result_cents,
        "per_order_cents": {
            "cost": each_cents(total.cost.total, total.orders),
            "income": each_cents(total.income_cents, total.paid_for),
            "subsidy": each_cents(total.subsidy_cents, total.orders),
            "short_without_subsidy": _short_cents(total),
        },
        "break_even": _told(_turning(before, rates_of(newest), total, len(shown))),
    }


def _turning(before: Sequence[DayWork], rates: Rates, total: DayCosts, days: int) -> BreakEven:
    """Set what grows with the rounds against orders, at today's rates; what a day costs besides is this period's."""
    at_todays = day_costs(before, [rates] * len(before)) if before else []
    line = [(work.orders, costs.cost.with_rounds) for work, costs in zip(before, at_todays, strict=True)]
    income = Fraction(total.income_cents, total.paid_for) if total.paid_for else None
    fixed = Fraction(total.cost.hubs + total.cost.platform - total.subsidy_cents, days)
    return break_even(line, income, fixed)


def _short_cents(total: DayCosts) -> int | None:
    """Say what an order is short of without subsidy; None where nobody knows what one brings."""
    if not total.paid_for:
        return None
    return each_cents(max(total.cost.total - total.income_cents, 0), total.orders)


def _told(found: BreakEven) -> dict[str, Any]:
    names = ("low", "central", "high")
    return {
        "turn": str(found.turn),
        "days": found.days,
        "most_orders": found.most_orders,
        "marginal_cents": None if found.marginal_cents is None else dict(zip(names, found.marginal_cents, strict=True)),
        "orders": None if found.orders is None else dict(zip(names, found.orders, strict=True)),
    }


def _work(plan: Plan, incomes: Mapping[str, int], rode: Rode) -> DayWork:
    """Say what was done on a day.

    Parameters
    ----------
    incomes: cents without VAT, by the order's name in the day's report; only those that it brought to their end count.
    """
    document = plan.report or {}
    kept = kept_activity_in(document)
    if plan.day in rode.days and (rode.older or takes_rides(document)):
        kept = with_ridden(kept, rode.days[plan.day])
    rounds = report_in(document, "nl")["rounds"]
    told_s = sum(one.duty_s * one.crew for one in kept.facts)
    brought = [incomes[name] for name in kept.orders if name in incomes]
    return DayWork(
        day=plan.day,
        orders=kept.activity.orders,
        courier_s=told_s if kept.facts else sum(one["duration_s"] for one in rounds),
        vehicles=len({one["vehicle"] for one in rounds}),
        priced=len(brought),
        income_cents=sum(brought),
    )


def _incomes(work: Work, square_id: str, plans: Sequence[Plan]) -> Mapping[date, Mapping[str, int]]:
    """Give what each priced order brings without VAT, by the days whose plans have it and its name in their reports."""
    if not plans:
        return {}
    of_day: defaultdict[date, list[PlannedIncome]] = defaultdict(list)
    for one in work.cost_sheets.incomes(square_id, plans[0].day, plans[-1].day):
        of_day[one.day].append(one)
    return {plan.day: _income_by_name(plan, of_day[plan.day]) for plan in plans}


def _income_by_name(plan: Plan, planned: Sequence[PlannedIncome]) -> Mapping[str, int]:
    names = order_names_in(plan.report or {}, {one.order_id: (one.order_ref, one.shop_id, one.shop) for one in planned})
    return {
        names[one.order_id]: one.cents - vat_within(one.cents, one.vat_permille)
        for one in planned
        if one.cents is not None and one.order_id in names
    }


def in_force(standing: Sequence[CostSheet], day: date) -> CostSheet | None:
    """Give the sheet of a day; None before the first one."""
    return max((one for one in standing if one.valid_from <= day), key=lambda one: one.valid_from, default=None)


def rates_of(sheet: CostSheet) -> Rates:
    """Give what a sheet says as it is reckoned with."""
    return Rates(**{name: getattr(sheet, name) for name in Rates.__slots__})
