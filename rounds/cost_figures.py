"""What a period cost, for whom: line by line for who reads costs, as sums of a published month for who reads figures.

From what couriers were paid in a month and the price of their hour follow one courier's hours. So whoever does not
answer for the money is told the sums, and these of months alone that were published, whose households are enough.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.database import Database
from data.work import Work
from kernel.errors import NotAllowedError, NotFoundError
from kernel.rights import Reach, Thing, right_of
from kernel.scope import Role, Scope
from rounds.bundles.period import Period
from rounds.place_tables import WHOLE
from rounds.told_report import told_costs

__all__ = ["costs_told_to"]

WORK = "report costs"


def costs_told_to(
    database: Database, home: Path, slug: str, period: Period, *, role: Role, square_id: str
) -> Mapping[str, Any]:
    """Say what a day or a month cost, as far as a role may know.

    Parameters
    ----------
    role: of somebody who sees the square of this slug and id.

    Raises
    ------
    NotFoundError
        Nothing is known of what it cost, or the month was not published and the role reads sums alone.
    NotAllowedError
        The role reads sums alone, and this is a day, or a month of too few households.
    """
    scope = Scope.system(WORK, [square_id])
    reads_all = right_of(role, Thing.COSTS).reads is Reach.ALL
    if not reads_all:
        with database.read(scope) as work:
            _refuse_unpublished(work, square_id, period)
    found = told_costs(database, home, slug, period.first, period.last, scope=scope)
    if found is None:
        raise NotFoundError(
            f"nothing is known of what {period} cost",
            way_out="Its days must be planned, and the square's host must have said what delivering costs.",
        )
    told = {"period": str(period), **found}
    return told if reads_all else told | _sums_of(found)


def _sums_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """Give of what tells more than sums what sums tell: the most orders are those of one day, of whatever month."""
    return {
        "cost_cents": {"total": found["cost_cents"]["total"]},
        "break_even": found["break_even"] | {"most_orders": None},
    }


def _refuse_unpublished(work: Work, square_id: str, period: Period) -> None:
    if not period.is_month:
        raise NotAllowedError("what a day cost is for who reads costs", way_out="Ask for a month that was published.")
    cells = work.publications.get(square_id, str(period)).document["cells"]
    if next((row["hidden"] for row in cells if row["key"] == WHOLE.key), True):
        raise NotAllowedError(
            f"{period} concerns too few households to tell what it cost", way_out="Take a month with more of them."
        )
