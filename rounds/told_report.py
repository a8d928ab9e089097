"""A day's or a month's report as the server tells it: as it was ridden and, for who may read them, with its costs."""

from datetime import date
from pathlib import Path
from typing import Any

from data.database import Database
from kernel.scope import Scope
from rounds.day_clock import last_of_month
from rounds.month_report import day_report_of, month_report
from rounds.stored_costs import costs_section, rests_on_days_since
from rounds.stored_rides import rode

__all__ = ["told_costs", "told_day", "told_month"]


def told_day(
    database: Database, home: Path, slug: str, day: date, lang: str, *, costs_for: Scope | None = None
) -> dict[str, Any]:
    """Give the report that was kept when a day was planned last, with what was ridden since.

    Parameters
    ----------
    costs_for: who reads it; what the square's own cost sheets make of it is in it where they may read those. None is
        a report without costs, to be passed on.

    Raises
    ------
    NotFoundError
        There is no such square, or that day was never planned.
    """
    report = day_report_of(database, slug, day, lang, rode=rode(database, home, slug, day, day))
    costs = None if costs_for is None else told_costs(database, home, slug, day, day, scope=costs_for)
    return _with(report, costs)


def told_month(
    database: Database, home: Path, slug: str, first: date, lang: str, *, costs_for: Scope | None = None
) -> dict[str, Any]:
    """Sum the planned days of a month that begins with `first`; the rest as of `told_day`."""
    last = last_of_month(first)
    report = month_report(database, slug, first, lang, rode=rode(database, home, slug, first, last))
    costs = None if costs_for is None else told_costs(database, home, slug, first, last, scope=costs_for)
    return _with(report, costs)


def told_costs(
    database: Database, home: Path, slug: str, first: date, last: date, *, scope: Scope
) -> dict[str, Any] | None:
    """Say what the planned days from first to last, all of one month, cost by the square's own sheets.

    Returns
    -------
    As `costs_section`; None where no costs were said of them, or not for this scope.

    Raises
    ------
    NotFoundError
        There is no such square in the scope.
    """
    with database.read(scope) as work:
        square_id = work.squares.get(slug).id
        if not work.cost_sheets.standing(square_id):
            return None  # a quarter of rides is loaded for those only who said what they pay
    ridden = rode(database, home, slug, rests_on_days_since(first, last), last)
    with database.read(scope) as work:
        return costs_section(work, square_id, first, last, rode=ridden)


def _with(report: dict[str, Any], costs: dict[str, Any] | None) -> dict[str, Any]:
    return report if costs is None else report | {"costs": costs}
