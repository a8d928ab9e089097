"""Planned rounds and hours of days and months, and which may be told: not where few rode, so that no courier is found.

Who looks after whom can be known only of those who were put on rounds, or who rode at one moment: where that is not
kept, a day counts as ridden by as many as rode at once.
"""

from collections.abc import Mapping, Sequence

from data.models.publication import Publication
from data.repositories.served import ServedDay
from impact.disclosure.hiding import hidden_cells
from impact.disclosure.tables import Cell, Sum
from rounds.people_of_days import RIDERS, people_at_least

__all__ = ["hidden_hours", "months_of", "planned_hours"]


def months_of(days: Sequence[ServedDay]) -> dict[str, list[ServedDay]]:
    """Put days under their month, "2026-11"."""
    found: dict[str, list[ServedDay]] = {}
    for day in days:
        found.setdefault(f"{day.plan.day:%Y-%m}", []).append(day)
    return found


def hidden_hours(
    months: Mapping[str, Sequence[ServedDay]], year: str | None, before: Sequence[Publication]
) -> frozenset[str]:
    """Name the days, months and the year whose rounds and hours are hidden.

    Parameters
    ----------
    months: that numbers are connected with; `year`: where it is published, too.
    before: publications; what they said stays said.
    """
    cells = [_cell(month, days) for month, days in months.items()]
    sums: list[Sum] = []
    for month, days in months.items():
        cells += [_cell(day.plan.day.isoformat(), [day]) for day in days]
        sums.append(Sum(month, tuple(day.plan.day.isoformat() for day in days), shared=True))
    if year is not None:
        cells.append(_cell(year, [day for days in months.values() for day in days]))
        sums.append(Sum(year, tuple(months), shared=True))
    known = {cell.name for cell in cells}
    told = {one.period: one.document["rounds"] for one in before}
    told |= {row["date"]: row["rounds"] for one in before for row in one.document["days"]}
    return hidden_cells(
        cells,
        sums,
        shown={name for name, rounds in told.items() if name in known and rounds is not None},
        hidden={name for name, rounds in told.items() if name in known and rounds is None},
        rule=RIDERS,
    )


def planned_hours(days: Sequence[ServedDay], *, is_hidden: bool) -> dict[str, int | None]:
    """Say rounds, and planned seconds from leaving to return, of some days; None where they are hidden."""
    rounds = [one for day in days for one in day.rounds]
    return {
        "rounds": None if is_hidden else len(rounds),
        "duty_s": None if is_hidden else sum(one.duration_s for one in rounds),
    }


def _cell(name: str, days: Sequence[ServedDay]) -> Cell:
    """Count who rode, and the rounds of each day; where several ride one round, at least one for each of them."""
    return Cell(name, people_at_least(days), sum(max(len(day.rounds), people_at_least([day])) for day in days))
