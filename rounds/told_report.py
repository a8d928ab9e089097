"""A day's or a month's report as the server tells it: as it was ridden and, for who may read them, with its costs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from data.database import Database
from kernel.scope import Scope
from rounds.day_clock import last_of_month
from rounds.month_report import day_report_of, month_report
from rounds.stored_costs import costs_section, rests_on_days_since
from rounds.stored_rides import Rode, rode

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

    def report_of(ridden: Rode) -> dict[str, Any]:
        return day_report_of(database, slug, day, lang, rode=ridden)

    return _told(database, home, slug, (day, day), report_of, costs_for=costs_for)


def told_month(
    database: Database, home: Path, slug: str, first: date, lang: str, *, costs_for: Scope | None = None
) -> dict[str, Any]:
    """Sum the planned days of a month that begins with `first`; the rest as of `told_day`."""

    def report_of(ridden: Rode) -> dict[str, Any]:
        return month_report(database, slug, first, lang, rode=ridden)

    return _told(database, home, slug, (first, last_of_month(first)), report_of, costs_for=costs_for)


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
    if not _says_what_it_pays(database, slug, scope):
        return None  # a quarter of rides is loaded for those only who said what they pay
    ridden = rode(database, home, slug, rests_on_days_since(first, last), last)
    return _costs(database, slug, (first, last), ridden, scope=scope)


def _told(
    database: Database,
    home: Path,
    slug: str,
    period: tuple[date, date],
    report_of: Callable[[Rode], dict[str, Any]],
    *,
    costs_for: Scope | None,
) -> dict[str, Any]:
    """Load once what was ridden, of the quarter that costs rest on where they are told, and report with it."""
    first, last = period
    if costs_for is None or not _says_what_it_pays(database, slug, costs_for):
        return report_of(rode(database, home, slug, first, last))
    ridden = rode(database, home, slug, rests_on_days_since(first, last), last)
    report = report_of(ridden)
    costs = _costs(database, slug, period, ridden, scope=costs_for)
    return report if costs is None else report | {"costs": costs}


def _says_what_it_pays(database: Database, slug: str, scope: Scope) -> bool:
    with database.read(scope) as work:
        return bool(work.cost_sheets.standing(work.squares.get(slug).id))


def _costs(
    database: Database, slug: str, period: tuple[date, date], ridden: Rode, *, scope: Scope
) -> dict[str, Any] | None:
    with database.read(scope) as work:
        return costs_section(work, work.squares.get(slug).id, *period, rode=ridden)
