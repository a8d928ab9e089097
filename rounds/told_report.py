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
    period = (first, last)
    return _costs(database, slug, period, _ridden(database, home, slug, period, for_costs=True), scope=scope)


def _told(
    database: Database,
    home: Path,
    slug: str,
    period: tuple[date, date],
    report_of: Callable[[Rode], dict[str, Any]],
    *,
    costs_for: Scope | None,
) -> dict[str, Any]:
    """Load once what was ridden, and report with it; costs are told to who may read them."""
    reader = costs_for if costs_for is not None and _says_what_it_pays(database, slug, costs_for) else None
    ridden = _ridden(database, home, slug, period, for_costs=reader is not None)
    report = report_of(ridden)
    costs = None if reader is None else _costs(database, slug, period, ridden, scope=reader)
    return report if costs is None else report | {"costs": costs}


def _ridden(database: Database, home: Path, slug: str, period: tuple[date, date], *, for_costs: bool) -> Rode:
    """Load what was ridden in a period; for costs, since the first day that they rest on."""
    first, last = period
    return rode(database, home, slug, rests_on_days_since(first, last) if for_costs else first, last)


def _says_what_it_pays(database: Database, slug: str, scope: Scope) -> bool:
    with database.read(scope) as work:
        return bool(work.cost_sheets.standing(work.squares.get(slug).id))


def _costs(
    database: Database, slug: str, period: tuple[date, date], ridden: Rode, *, scope: Scope
) -> dict[str, Any] | None:
    with database.read(scope) as work:
        return costs_section(work, work.squares.get(slug).id, *period, rode=ridden)
