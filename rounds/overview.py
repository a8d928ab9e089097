"""What there is on the squares: each at a glance, and one with its days, month by month."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from data.database import Database
from data.models.shop import Shop
from data.models.square import Square
from data.models.vehicle import Vehicle
from data.repositories.calendar import DayCounts, PlannedAround
from data.repositories.squares import SquareCounts
from data.work import Work
from kernel.scope import Scope
from rounds.day_clock import last_of_month
from rounds.shown_closures import ShownClosure, standing_closures

__all__ = ["ShownMonth", "SquareAtAGlance", "shown_month", "squares_at_a_glance"]

SCOPE = Scope.system("showing squares")


@dataclass(frozen=True, slots=True)
class SquareAtAGlance:
    """A square with what it has, and the planned days nearest to today."""

    square: Square
    counts: SquareCounts
    planned: PlannedAround


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A square with the days of one month that have orders or a plan.

    Attributes
    ----------
    first: the month's first day.
    today: on the square's clock.
    closures: what is closed now or will be.
    earlier, later: first day of the month before or after; None where nothing lies there.
    """

    square: Square
    counts: SquareCounts
    shops: Sequence[Shop]
    vehicles: Sequence[Vehicle]
    first: date
    last: date
    today: date
    days: Sequence[DayCounts]
    closures: Sequence[ShownClosure]
    earlier: date | None
    later: date | None


def squares_at_a_glance(database: Database) -> list[SquareAtAGlance]:
    """List the squares by slug."""
    with database.read(SCOPE) as work:
        return [
            SquareAtAGlance(
                square, work.squares.counts(square.id), work.calendar.around(square.id, _today(work, square))
            )
            for square in work.squares.all()
        ]


def shown_month(database: Database, slug: str, month: date | None) -> ShownMonth:
    """Load a square with a month of it; without one, this month or the nearest that has anything.

    Raises
    ------
    NotFoundError
        There is no such square.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        today = _today(work, square)
        begin, end = work.calendar.extent(square.id) or (today, today)
        first = (month or min(max(today, begin), end)).replace(day=1)
        last = last_of_month(first)
        return ShownMonth(
            square=square,
            counts=work.squares.counts(square.id),
            shops=work.shops.all(square.id),
            vehicles=sorted(work.vehicles.all(square.id), key=_as_counted),
            first=first,
            last=last,
            today=today,
            days=work.calendar.between(square.id, first, last),
            closures=standing_closures(work, square.id, square.timezone),
            earlier=(first - timedelta(days=1)).replace(day=1) if begin < first else None,
            later=last + timedelta(days=1) if end > last else None,
        )


def _today(work: Work, square: Square) -> date:
    return work.now.astimezone(ZoneInfo(square.timezone)).date()


def _as_counted(vehicle: Vehicle) -> list[tuple[bool, int, str]]:
    """Order "bike 2" before "bike 10"."""
    parts = re.split(r"(\d+)", vehicle.name_key, flags=re.ASCII)
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]
