"""Cut-offs: when the days of a square are planned by themselves, and which of them are due or were missed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.database import Database
from data.models.square import Square
from data.work import Work
from kernel.scope import Scope
from rounds.day_clock import DayClock
from rounds.later import plan_later

__all__ = ["ask_for_due_plans", "cutoff_of"]

WORK = "cut-off"
A_DAY = timedelta(days=1)


def cutoff_of(square: Square, day: date) -> datetime:
    """Give the moment at which a day is planned: the square's time on the evening, or at another hour, before."""
    return DayClock(day - A_DAY, square.timezone).moment(square.cutoff_s)


def ask_for_due_plans(database: Database) -> list[str]:
    """Ask for a plan of every day whose cut-off is past and which nobody planned since; returns the jobs' ids.

    Today counts as well as tomorrow: what was missed while nothing ran is caught up. Each day is asked for once, by
    whichever worker looks first. A day without orders to plan is left alone.
    """
    with database.read(Scope.system(WORK)) as work:
        due = [(square.id, day) for square in work.squares.all() for day in _due(work, square)]
    asked: list[str] = []
    for square_id, day in due:
        with database.begin(Scope.system(WORK, [square_id])) as work:
            asked.append(plan_later(work, square_id, day, once=_once(day)))
    return asked


def _due(work: Work, square: Square) -> Iterator[date]:
    today = work.now.astimezone(ZoneInfo(square.timezone)).date()
    for day in (today, today + A_DAY):
        cutoff = cutoff_of(square, day)
        if work.now < cutoff or work.outbox.asked(square.id, _once(day)) is not None:
            continue
        planned_at = work.plans.planned_at(square.id, day)
        if (planned_at is None or planned_at < cutoff) and work.legs.to_plan(square.id, day):
            yield day


def _once(day: date) -> str:
    return f"cut-off:{day.isoformat()}"
